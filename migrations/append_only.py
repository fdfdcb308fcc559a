"""Tables whose rows the database itself neither changes nor forgets, on SQLite and on PostgreSQL.

Who owns the database can drop the triggers: the chain of hashes is what finds that out.
"""

from alembic import op


def guard(table: str) -> None:
    """Refuse to change or delete rows of *table*, whose key is the integer ``id``."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            _refuse(table, act, act)
        # REPLACE deletes the old row without asking the trigger above.
        _refuse(table, "replace", "insert", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)")
    else:
        op.execute(
            f"CREATE FUNCTION {table}_refuses() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} only grows'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuses()"
        )


def unguard(table: str) -> None:
    """Take back what `guard` did."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete", "replace"):
            op.execute(f"DROP TRIGGER {table}_refuses_{act}")
    else:
        op.execute(f"DROP TRIGGER {table}_only_grows ON {table}")
        op.execute(f"DROP FUNCTION {table}_refuses()")


def _refuse(table: str, name: str, act: str, when: str = "") -> None:
    op.execute(
        f"CREATE TRIGGER {table}_refuses_{name} BEFORE {act} ON {table} {when} "
        f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
    )
