"""Following: what people follow, what is new in it, and the digests that say how much."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "subscription",
        sa.Column("recipient", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("recipient", "key", name=op.f("pk_subscription")),
    )
    op.create_index("ix_subscription_key", "subscription", ["key", "recipient"])
    op.create_table(
        "news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("about", sa.String(length=30), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("told_to", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news")),
        sqlite_autoincrement=True,
    )
    op.add_column("notice", sa.Column("followed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("mail_address", sa.Column("digest", sa.String(length=6), server_default="", nullable=False))
    op.add_column("mail_address", sa.Column("digest_due", sa.Date(), nullable=True))
    op.add_column("mail_address", sa.Column("stop_hash", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_mail_address_stop_hash"), "mail_address", ["stop_hash"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("ix_mail_address_stop_hash"), "mail_address")
    op.drop_column("mail_address", "stop_hash")
    op.drop_column("mail_address", "digest_due")
    op.drop_column("mail_address", "digest")
    op.drop_column("notice", "followed")
    op.drop_table("news")
    op.drop_index("ix_subscription_key", "subscription")
    op.drop_table("subscription")
