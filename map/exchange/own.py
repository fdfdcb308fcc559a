"""Reading what an operator writes down itself: hotlines and doors, from a TOML file such as map/demo/own.toml."""

import datetime
import re
import tomllib
from pathlib import Path
from typing import Any

from map.exchange.records import PlaceRecord
from map.places.queries import HOTLINE
from portal import hours
from portal.errors import BadInput
from portal.geo import Point, valid_point
from portal.languages import LANGUAGES

SOURCE = "own"
COSTS = {"free", "local", None}
WHEELCHAIR = {"yes", "limited", "no", None}
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{3,6}")
_SHARED = {"slug", "phone", "hours", "languages", "interpreters", "cost", "name", "about"}
KEYS = {"line": _SHARED | {"emergency"}, "door": _SHARED | {"category", "point", "address", "wheelchair"}}


def read(path: Path, date: datetime.date) -> list[PlaceRecord]:
    """Read every ``[[line]]`` and ``[[door]]`` of *path*, dated *date*.

    Raises:
        BadInput: the file or one of its entries cannot be used; names which and why. Nothing is taken then.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{path}: {error}") from error
    entries = [(kind, number, entry) for kind in KEYS for number, entry in enumerate(found.get(kind, []), start=1)]
    if not entries:
        raise BadInput(f"{path}: it holds no [[line]] and no [[door]].")
    return [_record(path, kind, number, entry, date) for kind, number, entry in entries]


def _record(path: Path, kind: str, number: int, entry: dict[str, Any], date: datetime.date) -> PlaceRecord:
    if problem := _problem(kind, entry):
        raise BadInput(f"{path}: {kind} {number} ({entry.get('slug', 'without slug')}): {problem}.")
    return PlaceRecord(
        ref=entry["slug"],
        category=entry.get("category", HOTLINE),
        names=entry["name"],
        about=entry.get("about", {}),
        date=date,
        point=_point(entry),
        address=entry.get("address", ""),
        hours=entry.get("hours", ""),
        phones=(entry["phone"],) if "phone" in entry else (),
        wheelchair=entry.get("wheelchair"),
        languages=tuple(sorted(entry.get("languages", []))),
        interpreters=entry.get("interpreters", False),
        cost=entry.get("cost"),
        emergency=entry.get("emergency", False),
    )


def _point(entry: dict[str, Any]) -> Point | None:
    match entry.get("point"):
        case [int() | float() as latitude, int() | float() as longitude]:
            return valid_point(latitude, longitude)
        case _:
            return None


def _problem(kind: str, entry: dict[str, Any]) -> str:
    """What is wrong with one entry, in words; empty where nothing is."""
    if unknown := sorted(set(entry) - KEYS[kind]):
        return f"unknown key {', '.join(unknown)}"
    if not entry.get("slug") or not isinstance(entry.get("name"), dict) or not entry["name"]:
        return "slug and name are needed, name in at least one language"
    if kind == "door" and not (entry.get("category") and _point(entry)):
        return "category and point are needed, point as [latitude, longitude]"
    if (kind == "line" or "phone" in entry) and not _PHONE.fullmatch(str(entry.get("phone", ""))):
        return "phone has to be a full number such as +358…, or a short one such as 112"
    if entry.get("hours") and not hours.readable(entry["hours"], "UTC", ""):
        return f"hours {entry['hours']!r} cannot be read"
    if entry.get("cost") not in COSTS or entry.get("wheelchair") not in WHEELCHAIR:
        return "cost has to be free or local, wheelchair yes, limited or no; or left out"
    if wrong := sorted((set(entry["name"]) | set(entry.get("about", {}))) - set(LANGUAGES)):
        return f"{', '.join(wrong)} is not a language of the portal"
    return ""
