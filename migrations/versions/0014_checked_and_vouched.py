"""With which website an opportunity's way to check was compared, and whether a verification let it out."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

COMPARED = """
    UPDATE opportunity SET checked_site = coalesce(
        (SELECT website FROM organisation WHERE organisation.id = opportunity.organisation_id), '')
"""


def upgrade() -> None:
    op.add_column("opportunity", sa.Column("checked_site", sa.String(500), server_default="", nullable=False))
    op.add_column("opportunity", sa.Column("vouched_after", sa.Integer(), nullable=True))
    op.execute(COMPARED)
    op.execute("UPDATE opportunity SET vouched_after = 0")


def downgrade() -> None:
    op.drop_column("opportunity", "vouched_after")
    op.drop_column("opportunity", "checked_site")
