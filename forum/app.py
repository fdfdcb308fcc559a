"""Puts the forum's floor into an application."""

from collections.abc import Mapping, Sequence

from flask import Flask
from sqlalchemy.orm import contains_eager

from forum.concerns import app as concerns
from forum.letters import kind as letter_kind
from forum.letters import views as letter_views
from forum.sessions import app as sessions
from forum.spaces import queries as spaces
from forum.spaces import settings_views
from forum.spaces import views as space_views
from forum.spaces.models import Space
from forum.stories import app as stories
from forum.topics import about, asking, queries, team_views
from forum.topics import views as topic_views
from forum.topics.kind import CHANGE, POST, TOPIC, TRANSLATION, topic_url
from forum.topics.models import Topic
from forum.updates import app as updates
from portal import db, kinds, panels
from portal.i18n import gettext
from portal.languages import Said
from portal.notices import following
from portal.notices.following import Followed

BLUEPRINTS = (
    letter_views.bp, settings_views.bp, asking.bp, team_views.bp, topic_views.bp, space_views.bp,
)  # fmt: skip


def _spaces(names: Sequence[str]) -> Mapping[str, Followed]:
    """The spaces called *names* that the reader may read."""
    rows = db.session().scalars(spaces.readable().where(Space.slug.in_(names))).unique()
    return {row.slug: Followed(spaces.words(row).name, space_views.url(row)) for row in rows}


def _topics(names: Sequence[str]) -> Mapping[str, Followed]:
    """The topics with the numbers *names* that the reader may read."""
    query = queries.readable_topics().where(Topic.id.in_(following.numbers(names)))
    rows = db.session().scalars(query.options(contains_eager(Topic.space)))
    return {str(row.id): Followed(_title(row), topic_url(row)) for row in rows}


def _title(topic: Topic) -> Said:
    return Said(topic.title or gettext("Removed by its author"), topic.language or "en")


def init_app(app: Flask) -> None:
    """Add spaces, topics, letters, updates, alerts, sessions, concerns and stories to *app*."""
    for feature in (sessions, concerns, stories, updates):
        feature.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for kind in (TOPIC, POST, TRANSLATION, CHANGE, letter_kind.KIND):
        kinds.register(app, kind)
    panels.register(app, panels.Panel("about", about.panel, "forum/topics/about_panel.html"))
    panels.register(app, panels.Panel("nothing-found", dict, "forum/topics/ask_panel.html"))
    following.register(app, "space", _spaces)
    following.register(app, "topic", _topics)
