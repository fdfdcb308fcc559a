"""Bring a database to the present schema, or back."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def config(url: str) -> Config:
    """Alembic's settings for the database at *url*."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    settings = Config(MIGRATIONS / "alembic.ini")
    settings.attributes["url"] = url
    return settings


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate up to *revision*."""
    command.upgrade(config(url), revision)


def downgrade(url: str, revision: str = "base") -> None:
    """Migrate down to *revision*."""
    command.downgrade(config(url), revision)
