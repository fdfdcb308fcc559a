"""The forum: spaces, topics, posts, letters; drafts; and things that only vetted people review."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "revision",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replaced_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("key", "version", name=op.f("pk_revision")),
    )
    op.create_table(
        "space",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("pictogram", sa.String(length=30), nullable=False),
        sa.Column("reading", sa.String(length=10), nullable=False),
        sa.Column("writing", sa.String(length=10), nullable=False),
        sa.Column("waits", sa.String(length=10), nullable=False),
        sa.Column("languages", sa.String(length=200), nullable=False),
        sa.Column("indexed", sa.Boolean(), nullable=False),
        sa.Column("fed", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space")),
        sa.UniqueConstraint("slug", name=op.f("uq_space_slug")),
        sqlite_autoincrement=True,
    )

    op.create_table(
        "draft",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_draft_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "place", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_kept_on"), "draft", ["kept_on"])

    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["account.id"], name=op.f("fk_letter_member_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_letter_space_id_space")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_letter_member_id"), "letter", ["member_id"])
    op.create_index(op.f("ix_letter_space_id"), "letter", ["space_id"])

    op.create_table(
        "space_text",
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=400), nullable=False),
        sa.Column("rules", sa.String(length=1000), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"], ["space.id"], name=op.f("fk_space_text_space_id_space"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("space_id", "locale", name=op.f("pk_space_text")),
    )
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("announcement", sa.Boolean(), nullable=False),
        sa.Column("highest", sa.Integer(), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("active_on", sa.Date(), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="published", nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.String(length=12), server_default="", nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_topic_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_topic_space_id_space")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_topic_link_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_topic_about"), "topic", ["about"])
    op.create_index(op.f("ix_topic_author_id"), "topic", ["author_id"])
    op.create_index("ix_topic_language", "topic", ["space_id", "state", "language"])
    op.create_index("ix_topic_listed", "topic", ["space_id", "state", "pinned", "turn"])
    op.create_index(op.f("ix_topic_turn"), "topic", ["turn"])

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("from_team", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="published", nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.String(length=12), server_default="", nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_message_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_message_letter_id_letter"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_message_author_id"), "message", ["author_id"])
    op.create_index(op.f("ix_message_letter_id"), "message", ["letter_id"])

    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="published", nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.String(length=12), server_default="", nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_post_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_post_topic_id_topic"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("topic_id", "number", name="uq_post_topic_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_post_author_id"), "post", ["author_id"])
    op.create_index("ix_post_state", "post", ["topic_id", "state"])

    op.create_table(
        "read_mark",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_read_mark_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_read_mark_topic_id_topic"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "topic_id", name=op.f("pk_read_mark")),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), server_default="published", nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.String(length=12), server_default="", nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_change_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_change_post_id_post"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_change_topic_id_topic"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_author_id"), "change", ["author_id"])
    op.create_index(op.f("ix_change_post_id"), "change", ["post_id"])
    op.create_index(op.f("ix_change_topic_id"), "change", ["topic_id"])

    op.create_table(
        "translation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), server_default="published", nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.String(length=12), server_default="", nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_translation_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_translation_post_id_post"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_translation_topic_id_topic"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_translation_author_id"), "translation", ["author_id"])
    op.create_index(op.f("ix_translation_post_id"), "translation", ["post_id"])
    op.create_index(op.f("ix_translation_topic_id"), "translation", ["topic_id"])

    op.add_column("review_item", sa.Column("guarded", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:

    op.drop_column("review_item", "guarded")

    op.drop_index(op.f("ix_translation_topic_id"), "translation")
    op.drop_index(op.f("ix_translation_post_id"), "translation")
    op.drop_index(op.f("ix_translation_author_id"), "translation")

    op.drop_table("translation")
    op.drop_index(op.f("ix_change_topic_id"), "change")
    op.drop_index(op.f("ix_change_post_id"), "change")
    op.drop_index(op.f("ix_change_author_id"), "change")

    op.drop_table("change")
    op.drop_table("read_mark")
    op.drop_index("ix_post_state", "post")
    op.drop_index(op.f("ix_post_author_id"), "post")

    op.drop_table("post")
    op.drop_index(op.f("ix_message_letter_id"), "message")
    op.drop_index(op.f("ix_message_author_id"), "message")

    op.drop_table("message")
    op.drop_index(op.f("ix_topic_turn"), "topic")
    op.drop_index("ix_topic_listed", "topic")
    op.drop_index("ix_topic_language", "topic")
    op.drop_index(op.f("ix_topic_author_id"), "topic")
    op.drop_index(op.f("ix_topic_about"), "topic")

    op.drop_table("topic")
    op.drop_table("space_text")
    op.drop_index(op.f("ix_letter_space_id"), "letter")
    op.drop_index(op.f("ix_letter_member_id"), "letter")

    op.drop_table("letter")
    op.drop_index(op.f("ix_draft_kept_on"), "draft")

    op.drop_table("draft")

    op.drop_table("space")
    op.drop_table("revision")
