"""Review of the words of concepts, what readers missed, and the search index of PostgreSQL."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# Without its own setting, a limit lets the planner read the whole table in the hope of finding enough soon; and
# adding nothing to the generation keeps it from the primary key, which would do the same.
STEP = """
CREATE FUNCTION search_step(number integer, asked tsquery, most integer) RETURNS TABLE (step integer, key varchar)
LANGUAGE sql STABLE SET enable_seqscan TO off AS $$
SELECT number, found.key FROM search_entry AS found
WHERE found.generation + 0 = (SELECT CAST(value AS integer) FROM mark WHERE name = 'search generation')
AND found.terms @@ asked LIMIT most
$$
"""
revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("concept_word", sa.Column("origin", sa.String(length=10), server_default="machine", nullable=False))
    op.add_column("concept_word", sa.Column("position", sa.Integer(), server_default="0", nullable=False))
    op.add_column("concept_word", sa.Column("review", sa.String(length=10), server_default="draft", nullable=False))
    op.create_table(
        "missing_concept",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("concept_code", sa.String(length=40), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concept_code"],
            ["concept.code"],
            name=op.f("fk_missing_concept_concept_code_concept"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missing_concept")),
    )
    op.create_index(op.f("ix_missing_concept_concept_code"), "missing_concept", ["concept_code"])
    op.create_index(op.f("ix_missing_concept_day"), "missing_concept", ["day"])
    if op.get_bind().dialect.name == "postgresql":
        _make_index()


def _make_index() -> None:
    """The tables of the engine: a row an entry and a row a word, for each generation."""
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_table(
        "search_entry",
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("terms", postgresql.TSVECTOR(), nullable=False),
        sa.Column("entry", postgresql.JSONB(), nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("generation", "key", name=op.f("pk_search_entry")),
    )
    op.create_index("ix_search_entry_terms", "search_entry", ["terms"], postgresql_using="gin")
    op.execute(STEP)
    op.create_table(
        "search_word",
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "word", name=op.f("pk_search_word")),
    )
    op.create_index(
        "ix_search_word_like",
        "search_word",
        ["word"],
        postgresql_using="gin",
        postgresql_ops={"word": "gin_trgm_ops"},
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION search_step")
        op.drop_table("search_word")
        op.drop_table("search_entry")
    op.drop_table("missing_concept")
    with op.batch_alter_table("concept_word") as table:
        table.drop_column("review")
        table.drop_column("position")
        table.drop_column("origin")
