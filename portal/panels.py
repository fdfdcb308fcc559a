"""The shared places of a page ("slots"), and the panels by which features fill them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, render_template
from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Panel:
    """A feature's part of someone else's page: *query* gives the template its words."""

    slot: str
    query: Callable[..., dict[str, Any]]
    template: str


def register(app: Flask, panel: Panel) -> None:
    """Add *panel* to its slot, after those that are there."""
    app.extensions.setdefault("wayhouse.panels", {}).setdefault(panel.slot, []).append(panel)


def fill(slot: str, **about: Any) -> Markup:
    """Render every panel of *slot*; used by templates as ``{{ panels("home") }}``."""
    waiting = current_app.extensions.get("wayhouse.panels", {}).get(slot, [])
    return Markup("").join(Markup(render_template(each.template, **each.query(**about))) for each in waiting)  # noqa: S704


def init_app(app: Flask) -> None:
    """Let templates fill slots."""
    app.jinja_env.globals["panels"] = fill
