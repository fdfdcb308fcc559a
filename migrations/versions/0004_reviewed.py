"""Places and organisations have an author, a language and a state; two people verify an organisation."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0004"
down_revision = "0003"
NO_REUSE = {"sqlite_autoincrement": True}  # an id that others name must never come to mean another thing
REVIEWED = ("state", "locked", "language", "written_on", "author_id")


def _add(batch: BatchOperations, table: str) -> None:
    batch.add_column(sa.Column("state", sa.String(10), server_default="published", nullable=False))
    batch.add_column(sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False))
    batch.add_column(sa.Column("language", sa.String(12), server_default="", nullable=False))
    batch.add_column(sa.Column("written_on", sa.Date()))
    batch.add_column(sa.Column("author_id", sa.Integer()))
    batch.create_foreign_key(f"fk_{table}_author_id_account", "account", ["author_id"], ["id"], ondelete="SET NULL")
    batch.create_index(f"ix_{table}_author_id", ["author_id"])


def _drop(batch: BatchOperations, table: str) -> None:
    batch.drop_index(f"ix_{table}_author_id")
    batch.drop_constraint(f"fk_{table}_author_id_account", type_="foreignkey")
    for name in REVIEWED:
        batch.drop_column(name)


def upgrade() -> None:
    # The state comes third, where SQLite reads it without decoding the row: every box of the map asks for it.
    with op.batch_alter_table(
        "place", partial_reordering=[("id", "withdrawn_on", "state")], table_kwargs=NO_REUSE
    ) as place:
        _add(place, "place")
    with op.batch_alter_table("organisation", table_kwargs=NO_REUSE) as organisation:
        organisation.add_column(sa.Column("about", sa.String(2000), server_default="", nullable=False))
        _add(organisation, "organisation")
    op.create_table(
        "organisation_verification",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("verified_by", sa.Integer(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_verification_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["verified_by"],
            ["account.id"],
            name=op.f("fk_organisation_verification_verified_by_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "verified_by", name=op.f("pk_organisation_verification")),
    )


def downgrade() -> None:
    op.drop_table("organisation_verification")
    with op.batch_alter_table("organisation") as organisation:
        _drop(organisation, "organisation")
        organisation.drop_column("about")
    with op.batch_alter_table("place") as place:
        _drop(place, "place")
