"""Reading hotlines from a TOML file: the format of map/demo/hotlines.toml, for operators to write their own."""

import datetime
import re
import tomllib
from pathlib import Path
from typing import Any

from map.exchange.records import PlaceRecord
from map.places import hours
from portal.errors import BadInput
from portal.i18n import LANGUAGES

SOURCE = "lines"
COSTS = {"free", "local", None}
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{3,6}")
_KEYS = {"slug", "phone", "hours", "languages", "interpreters", "cost", "emergency", "name", "about"}


def read(path: Path, date: datetime.date) -> list[PlaceRecord]:
    """Read every ``[[line]]`` of *path*, dated *date*.

    Raises:
        BadInput: the file or one of its lines cannot be used; names which and why. Nothing is taken then.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("line", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{path}: {error}") from error
    return [_record(path, number, entry, date) for number, entry in enumerate(entries, start=1)]


def _record(path: Path, number: int, entry: dict[str, Any], date: datetime.date) -> PlaceRecord:
    if problem := _problem(entry):
        raise BadInput(f"{path}: line {number} ({entry.get('slug', 'without slug')}): {problem}.")
    return PlaceRecord(
        ref=entry["slug"],
        category="hotline",
        names=entry["name"],
        about=entry.get("about", {}),
        date=date,
        hours=entry.get("hours", ""),
        phones=(entry["phone"],),
        languages=tuple(sorted(entry.get("languages", []))),
        interpreters=entry.get("interpreters", False),
        cost=entry.get("cost"),
        emergency=entry.get("emergency", False),
    )


def _problem(entry: dict[str, Any]) -> str:
    if unknown := sorted(set(entry) - _KEYS):
        return f"unknown key {', '.join(unknown)}"
    if not entry.get("slug") or not isinstance(entry.get("name"), dict) or not entry["name"]:
        return "slug and name are needed, name in at least one language"
    if not _PHONE.fullmatch(str(entry.get("phone", ""))):
        return "phone has to be a full number such as +358…, or a short one such as 112"
    if entry.get("hours") and not hours.readable(entry["hours"], "UTC", ""):
        return f"hours {entry['hours']!r} cannot be read"
    if entry.get("cost") not in COSTS:
        return "cost has to be free or local, or left out"
    if wrong := sorted((set(entry["name"]) | set(entry.get("about", {}))) - set(LANGUAGES)):
        return f"{', '.join(wrong)} is not a language of the portal"
    return ""
