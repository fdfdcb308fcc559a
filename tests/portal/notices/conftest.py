"""One portal for this folder, as for the tests of accounts."""

from tests.portal.accounts.conftest import app, client, engine_name

__all__ = ["app", "client", "engine_name"]
