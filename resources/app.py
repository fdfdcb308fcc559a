"""Puts the floor of what to know and what to join into an application."""

from flask import Flask

from resources.events import app as events
from resources.guides import app as guides
from resources.lessons import app as lessons
from resources.offers import app as offers
from resources.offline import app as offline
from resources.opportunities import app as opportunities
from resources.wordings import app as wordings


def init_app(app: Flask) -> None:
    """Add events, opportunities, guides, the offer check, lessons, and the copy to take along to *app*."""
    for feature in (events, opportunities, guides, offers, lessons, wordings, offline):
        feature.init_app(app)
