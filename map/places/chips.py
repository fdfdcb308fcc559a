"""The filters that are on, for list and map to show."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from map.areas import queries as areas
from map.places.filters import Wanted
from portal.i18n import gettext, language_name
from portal.taxonomy import queries as taxonomy


def chips(wanted: Wanted, endpoint: str) -> list[tuple[str, str]]:
    """The filters that are on, in words, each with the address of the page *endpoint* without it."""
    words = {
        "category": wanted.category and taxonomy.shelves()[wanted.category].label.words,
        "area": wanted.area and dict(areas.named())[wanted.area].words,
        "language": wanted.language and language_name(wanted.language),
        "open_now": wanted.open_now and gettext("Open now"),
        "wheelchair": wanted.wheelchair and gettext("Step-free"),
        "near": wanted.near and gettext("Nearest first"),
    }
    return without(wanted, words, endpoint)


def without(wanted: Any, words: Mapping[str, Any], endpoint: str, **kept: str) -> list[tuple[str, str]]:
    """The filters of *wanted* that are on, by their *words*, each with the address of *endpoint* without it.

    *wanted* is a choice of filters: made without any, it is empty, and its ``args`` are a query string. *kept* are
    more parts of that.
    """
    empty = type(wanted)()
    return [
        (str(said), url_for(endpoint, **wanted.args(**{name: getattr(empty, name)}) | kept))
        for name, said in words.items()
        if said
    ]
