"""Updates, alerts, sessions and success stories."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("seconded_by", sa.Integer(), nullable=True),
        sa.Column("seconded_at", sa.DateTime(), nullable=True),
        sa.Column("state", sa.String(length=10), server_default="published", nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.String(length=12), server_default="", nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_alert_area_id_area"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_alert_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["seconded_by"], ["account.id"], name=op.f("fk_alert_seconded_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_alert_area_id"), "alert", ["area_id"])
    op.create_index(op.f("ix_alert_author_id"), "alert", ["author_id"])
    op.create_index("ix_alert_lasting", "alert", ["state", "expires_at"])
    op.create_index(op.f("ix_alert_seconded_by"), "alert", ["seconded_by"])

    op.create_table(
        "story",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("told_as", sa.String(length=60), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column("consent", sa.String(length=20), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="published", nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.String(length=12), server_default="", nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_story_author_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_story_author_id"), "story", ["author_id"])

    op.create_table(
        "community_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("community", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), server_default="published", nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.String(length=12), server_default="", nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["area_id"], ["area.id"], name=op.f("fk_community_update_area_id_area"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_community_update_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_community_update_organisation_id_organisation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_community_update_place_id_place"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_update")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_community_update_area_id"), "community_update", ["area_id"])
    op.create_index(op.f("ix_community_update_author_id"), "community_update", ["author_id"])
    op.create_index("ix_community_update_lasting", "community_update", ["state", "ends_on", "id"])
    op.create_index(op.f("ix_community_update_organisation_id"), "community_update", ["organisation_id"])
    op.create_index(op.f("ix_community_update_place_id"), "community_update", ["place_id"])

    op.create_table(
        "dialogue_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("online", sa.String(length=500), nullable=False),
        sa.Column("facilitator", sa.String(length=120), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("minutes_html", sa.Text(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="published", nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.String(length=12), server_default="", nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_dialogue_session_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_dialogue_session_place_id_place"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_session")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_dialogue_session_author_id"), "dialogue_session", ["author_id"])
    op.create_index(op.f("ix_dialogue_session_place_id"), "dialogue_session", ["place_id"])
    op.create_index("ix_dialogue_session_times", "dialogue_session", ["state", "ends_at"])

    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["dialogue_session.id"],
            name=op.f("fk_agenda_item_session_id_dialogue_session"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_agenda_item_topic_id_topic"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("session_id", "topic_id", name="uq_agenda_item_session_id"),
    )
    op.create_index(op.f("ix_agenda_item_topic_id"), "agenda_item", ["topic_id"])

    op.create_table(
        "session_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["dialogue_session.id"],
            name=op.f("fk_session_decision_session_id_dialogue_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_decision")),
    )
    op.create_index(op.f("ix_session_decision_session_id"), "session_decision", ["session_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_session_decision_session_id"), "session_decision")
    op.drop_table("session_decision")

    op.drop_index(op.f("ix_agenda_item_topic_id"), "agenda_item")
    op.drop_table("agenda_item")

    op.drop_index("ix_dialogue_session_times", "dialogue_session")
    op.drop_index(op.f("ix_dialogue_session_place_id"), "dialogue_session")
    op.drop_index(op.f("ix_dialogue_session_author_id"), "dialogue_session")
    op.drop_table("dialogue_session")

    op.drop_index(op.f("ix_community_update_place_id"), "community_update")
    op.drop_index(op.f("ix_community_update_organisation_id"), "community_update")
    op.drop_index("ix_community_update_lasting", "community_update")
    op.drop_index(op.f("ix_community_update_author_id"), "community_update")
    op.drop_index(op.f("ix_community_update_area_id"), "community_update")
    op.drop_table("community_update")

    op.drop_index(op.f("ix_story_author_id"), "story")
    op.drop_table("story")

    op.drop_index(op.f("ix_alert_seconded_by"), "alert")
    op.drop_index("ix_alert_lasting", "alert")
    op.drop_index(op.f("ix_alert_author_id"), "alert")
    op.drop_index(op.f("ix_alert_area_id"), "alert")
    op.drop_table("alert")
