"""The roof: the only place that knows every feature, and puts them together."""

import hashlib
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, abort, send_from_directory
from flask_compress import Compress
from markupsafe import Markup
from werkzeug.routing import IntegerConverter
from werkzeug.wrappers import Response

from forum import app as forum
from forum.spaces import loading as spaces
from map import app as map_app
from map import drawing
from portal import db, errors, i18n, journal, panels, receipts, schema, security, text
from portal.accounts import app as accounts
from portal.moderation import app as moderation
from portal.moderation import watching
from portal.outbox import queue
from portal.pages import actions as pages
from portal.pages import views as page_views
from portal.permissions import Permission, requires
from portal.search import app as search
from portal.settings import Settings
from portal.taxonomy import loading
from resources import app as resources
from resources.wordings import loading as wordings

ASSETS = (Path(__file__).parent / "static", Path(drawing.__file__).parent / "static")


class Id(IntegerConverter):
    """A number in an address that a table could hold; a longer one names nothing."""

    regex = r"\d{1,9}"


def create_app(settings: Settings) -> Flask:
    """Build the portal for *settings*."""
    app = Flask("portal", static_folder=None)
    app.secret_key = settings.secret_key
    app.extensions["wayhouse.settings"] = settings
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    name = Markup('<bdi dir="auto">{}</bdi>').format
    app.jinja_env.globals.update(
        settings=settings,
        asset=_asset,
        icon=_icon,
        operator_name=name(settings.operator),
        city_name=name(settings.city),
    )
    app.jinja_env.filters.update(host=text.host, prose=text.shown, combined=_combined)
    app.url_map.strict_slashes = False
    app.url_map.converters["int"] = Id
    for ground in (journal, errors, i18n, panels):
        ground.init_app(app)
    db.init_app(app, settings.database)
    _compress(app)
    security.init_app(app, settings.proxies, settings.trusted_hosts)
    _add_features(app, settings)
    i18n.remember_localised(app)
    return app


def prepare(settings: Settings) -> Flask:
    """Migrate the database, add what it lacks of the taxonomy and the pages, and build the portal on it."""
    schema.upgrade(settings.database)
    app = create_app(settings)
    with app.app_context(), db.transaction() as session:
        loading.load(session)
        watching.load(session)
        pages.load(session)
        spaces.load(session)
        wordings.load(session)
    return app


def _add_features(app: Flask, settings: Settings) -> None:
    accounts.init_app(app)
    moderation.init_app(app)
    app.register_blueprint(page_views.door_bp)
    app.register_blueprint(page_views.bp)
    queue.register(app, queue.Topic("forget feedback", pages.forget_old, timedelta(days=1)))
    queue.register(app, queue.Topic("forget receipts", receipts.forget_old, timedelta(days=1)))
    search.init_app(app, settings.data_dir / "index")
    map_app.init_app(app)
    forum.init_app(app)
    resources.init_app(app)
    app.add_url_rule("/static/<digest>/<path:name>", "static", _send_asset)


def _combined(attributes: dict[str, Any], *more: dict[str, Any] | None) -> dict[str, Any]:
    """*attributes* of an element, with *more* over them: for templates."""
    return attributes | {name: value for each in more for name, value in (each or {}).items()}


def _compress(app: Flask) -> None:
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.config["COMPRESS_BR_LEVEL"] = 6
    app.config["COMPRESS_MIMETYPES"] = [
        "text/html", "text/css", "text/javascript", "application/json", "application/geo+json",
        "application/atom+xml", "application/feed+json", "text/calendar", "image/svg+xml",
    ]  # fmt: skip
    Compress(app)


@lru_cache
def _found(name: str) -> tuple[Path, str] | None:
    """The folder that holds the asset *name*, and the hash of its bytes."""
    for folder in ASSETS:
        path = (folder / name).resolve()
        if path.is_relative_to(folder) and path.is_file():
            return folder, hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest()
    return None


def _asset(name: str) -> str:
    """The address of an asset, with its hash, so that browsers may keep it for ever."""
    found = _found(name)
    return f"/static/{found[1] if found else 'missing'}/{name}"


@lru_cache
def _icon(name: str) -> Markup:
    """A pictogram of our sprite, which says nothing to a screen reader: words stand beside it."""
    drawn = '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
    return Markup(drawn).format(_asset("icons.svg"), name)  # noqa: S704 (a literal)


@requires(Permission.ANYONE)
def _send_asset(digest: str, name: str) -> Any:
    found = _found(name)
    if found is None:
        abort(404)
    answer: Response = send_from_directory(found[0], name)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if digest == found[1] else "no-cache"
    return answer
