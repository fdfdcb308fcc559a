"""Reads the filters of concerns from a query string, and says in words which are on."""

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from forum.concerns import queries
from forum.concerns.models import Stage
from forum.concerns.wanted import Wanted
from forum.concerns.words import PHASES, STAGES
from map.areas import queries as areas
from map.places.chips import without
from portal.errors import unknown_filter
from portal.i18n import gettext, language_name
from portal.languages import is_language

OFFERED: dict[str, list[str]] = {"stage": list(Stage), "phase": list(PHASES), "overdue": ["yes"]}
_PAGE = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")


def read(args: Mapping[str, str]) -> Wanted:
    """Read the filters of a query string.

    Raises:
        BadInput: a value that is not one of ours; the message is for the reader.
    """
    said = {each.name: args.get(each.name, "") for each in fields(Wanted)}
    for name, value in said.items():
        if value and not _known(name, value):
            raise unknown_filter(name)
    kept: dict[str, Any] = said | {"overdue": bool(said["overdue"]), "page": int(said["page"] or "1")}
    return Wanted(**kept)


def _known(name: str, value: str) -> bool:
    if name == "area":
        return value in {area.slug for area in areas.all_areas().values()}
    if name == "organisation":
        return value in {slug for slug, _name in queries.asked()}
    if name == "language":
        return bool(_TAG.fullmatch(value)) and is_language(value)
    if name == "page":
        return bool(_PAGE.fullmatch(value))
    return value in OFFERED[name]


def choices() -> dict[str, Any]:
    """What the filters offer: for the form that list and board share."""
    return {
        "stages": STAGES, "phases": PHASES, "areas": areas.named(), "organisations": queries.asked(),
        "spoken": queries.languages(),
    }  # fmt: skip


def chips(wanted: Wanted, endpoint: str, offered: dict[str, Any]) -> list[tuple[str, str]]:
    """The filters that are on, in words, each with the address of the page *endpoint* without it."""
    said = {
        "stage": wanted.stage and STAGES[wanted.stage],
        "area": wanted.area and dict(offered["areas"])[wanted.area].words,
        "phase": wanted.phase and PHASES[wanted.phase],
        "organisation": wanted.organisation and dict(offered["organisations"])[wanted.organisation],
        "language": wanted.language and language_name(wanted.language),
        "overdue": wanted.overdue and gettext("Overdue"),
    }
    return without(wanted, said, endpoint)
