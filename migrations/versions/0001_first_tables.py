"""First tables: taxonomy, organisations, areas, places, outbox, pages."""

import sqlalchemy as sa
from alembic import op

from migrations import spatial

revision = "0001"
down_revision = None


def upgrade() -> None:
    spatial.prepare()
    op.create_table(
        "area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("source_ref", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("slug", name=op.f("uq_area_slug")),
        sa.UniqueConstraint("source_ref", name=op.f("uq_area_source_ref")),
    )
    op.create_table(
        "category",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("parent_code", sa.String(length=40), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("icon", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["parent_code"], ["category.code"], name=op.f("fk_category_parent_code_category")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_category")),
    )
    op.create_index(op.f("ix_category_parent_code"), "category", ["parent_code"], unique=False)
    op.create_table(
        "concept",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_concept")),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("receipt", name=op.f("uq_feedback_receipt")),
    )
    op.create_index(op.f("ix_feedback_sent_on"), "feedback", ["sent_on"], unique=False)
    op.create_table(
        "mark",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mark")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("website", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("topic", "key", name="uq_outbox_topic_key"),
    )
    op.create_index(op.f("ix_outbox_due_at"), "outbox", ["due_at"], unique=False)
    op.create_table(
        "page_text",
        sa.Column("page", sa.String(length=40), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("page", "locale", name=op.f("pk_page_text")),
    )
    op.create_table(
        "area_geometry",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"], ["area.id"], name=op.f("fk_area_geometry_area_id_area"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("area_id", name=op.f("pk_area_geometry")),
    )
    spatial.add_geometry("area_geometry", "centroid", "POINT")
    spatial.add_geometry("area_geometry", "outline", "MULTIPOLYGON", required=False)
    op.create_table(
        "area_text",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_area_text_area_id_area"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("area_id", "locale", name=op.f("pk_area_text")),
    )
    op.create_table(
        "category_label",
        sa.Column("category_code", sa.String(length=40), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_code"],
            ["category.code"],
            name=op.f("fk_category_label_category_code_category"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("category_code", "locale", name=op.f("pk_category_label")),
    )
    op.create_table(
        "concept_category",
        sa.Column("concept_code", sa.String(length=40), nullable=False),
        sa.Column("category_code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_code"],
            ["category.code"],
            name=op.f("fk_concept_category_category_code_category"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["concept_code"],
            ["concept.code"],
            name=op.f("fk_concept_category_concept_code_concept"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("concept_code", "category_code", name=op.f("pk_concept_category")),
    )
    op.create_table(
        "concept_word",
        sa.Column("concept_code", sa.String(length=40), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.Column("folded", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["concept_code"],
            ["concept.code"],
            name=op.f("fk_concept_word_concept_code_concept"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("concept_code", "locale", "word", name=op.f("pk_concept_word")),
    )
    op.create_index(op.f("ix_concept_word_folded"), "concept_word", ["folded"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("category_code", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("hours", sa.String(length=500), nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("website", sa.String(length=500), nullable=False),
        sa.Column("wheelchair", sa.String(length=10), nullable=True),
        sa.Column("interpreters", sa.Boolean(), nullable=False),
        sa.Column("cost", sa.String(length=20), nullable=True),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("source_ref", sa.String(length=80), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_place_area_id_area")),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_place_category_code_category")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_place_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("slug", name=op.f("uq_place_slug")),
        sa.UniqueConstraint("source", "source_ref", name="uq_place_source"),
    )
    op.create_index(op.f("ix_place_area_id"), "place", ["area_id"], unique=False)
    op.create_index(op.f("ix_place_category_code"), "place", ["category_code"], unique=False)
    op.create_index(op.f("ix_place_organisation_id"), "place", ["organisation_id"], unique=False)
    op.create_table(
        "place_cell",
        sa.Column("zoom", sa.Integer(), nullable=False),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("y", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.String(length=40), nullable=False),
        sa.Column("doors", sa.BigInteger(), nullable=False),
        sa.Column("latitudes", sa.Double(), nullable=False),
        sa.Column("longitudes", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_code"],
            ["category.code"],
            name=op.f("fk_place_cell_category_code_category"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("zoom", "x", "y", "category_code", name=op.f("pk_place_cell")),
    )
    op.create_table(
        "place_geometry",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_place_geometry_place_id_place"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_place_geometry")),
    )
    spatial.add_geometry("place_geometry", "geom", "POINT")
    op.create_table(
        "place_language",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_place_language_place_id_place"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("place_id", "language", name=op.f("pk_place_language")),
    )
    op.create_index(op.f("ix_place_language_language"), "place_language", ["language"], unique=False)
    op.create_table(
        "place_open",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("opens", sa.DateTime(), nullable=False),
        sa.Column("closes", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_place_open_place_id_place"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("place_id", "opens", name=op.f("pk_place_open")),
    )
    op.create_index("ix_place_open_times", "place_open", ["opens", "closes"], unique=False)
    op.create_table(
        "place_phone",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_place_phone_place_id_place"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("place_id", "position", name=op.f("pk_place_phone")),
    )
    op.create_table(
        "place_text",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=2000), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("review", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_place_text_place_id_place"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("place_id", "locale", name=op.f("pk_place_text")),
    )


def downgrade() -> None:
    op.drop_table("place_text")
    op.drop_table("place_phone")
    op.drop_index("ix_place_open_times", table_name="place_open")
    op.drop_table("place_open")
    op.drop_index(op.f("ix_place_language_language"), table_name="place_language")
    op.drop_table("place_language")
    spatial.drop_table("place_geometry", "geom")
    op.drop_table("place_cell")
    op.drop_index(op.f("ix_place_organisation_id"), table_name="place")
    op.drop_index(op.f("ix_place_category_code"), table_name="place")
    op.drop_index(op.f("ix_place_area_id"), table_name="place")
    op.drop_table("place")
    op.drop_index(op.f("ix_concept_word_folded"), table_name="concept_word")
    op.drop_table("concept_word")
    op.drop_table("concept_category")
    op.drop_table("category_label")
    op.drop_table("area_text")
    spatial.drop_table("area_geometry", "centroid", "outline")
    op.drop_table("page_text")
    op.drop_index(op.f("ix_outbox_due_at"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("organisation")
    op.drop_table("mark")
    op.drop_index(op.f("ix_feedback_sent_on"), table_name="feedback")
    op.drop_table("feedback")
    op.drop_table("concept")
    op.drop_index(op.f("ix_category_parent_code"), table_name="category")
    op.drop_table("category")
    op.drop_table("area")
