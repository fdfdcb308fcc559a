"""Reading places and districts from an OpenStreetMap extract (.osm.pbf). Data © OpenStreetMap contributors, ODbL."""

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import osmium
import phonenumbers

from map.exchange import osm_tags
from map.exchange.records import AreaRecord, PlaceRecord
from portal import hours
from portal.errors import BadInput
from portal.geo import Point, valid_point
from portal.text import clean

SOURCE = "osm"
DISTRICTS = {"suburb", "borough", "quarter", "neighbourhood"}
_LOCALE = re.compile(r"name:([a-z]{2,3}(?:-[A-Z][a-z]{3})?)")
_SPOKEN = re.compile(r"language:([a-z]{2,3})")
_WHEELCHAIR = {"yes": "yes", "designated": "yes", "limited": "limited", "no": "no"}
STEP = 1_000
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_WEBSITE = 200, 300, 500


@dataclass(slots=True)
class Extract:
    """What an extract holds for us, and why some of it was passed over."""

    places: list[PlaceRecord] = field(default_factory=list)
    areas: list[AreaRecord] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    elements: int = 0


@dataclass(frozen=True, slots=True)
class City:
    """What the extract does not say: the tongue of plain names, and the country of numbers and holidays."""

    local_language: str
    country: str
    time_zone: str


def read(path: Path, city: City, progress: Callable[[int], None] = lambda elements: None) -> Extract:
    """Read the extract at *path*; *progress* is told of every thousand tagged elements that have gone by.

    Raises:
        BadInput: the file is missing, truncated or no extract; names it and the last whole element.
    """
    extract, last = Extract(), "the beginning"
    try:
        for element in _elements(path):
            extract.elements += 1
            if extract.elements % STEP == 0:
                progress(STEP)
            _take(extract, element, city)
            last = _ref(element)
    except (RuntimeError, OSError) as error:
        raise BadInput(f"{path}: not a whole OpenStreetMap extract (after {last}): {error}") from error
    if extract.elements == 0:
        raise BadInput(f"{path}: the extract is empty.")
    return extract


def count(path: Path) -> int:
    """How many tagged elements the extract at *path* holds, for a progress bar; 0 where it cannot be read."""
    try:
        return sum(1 for _ in osmium.FileProcessor(str(path)).with_filter(osmium.filter.EmptyTagFilter()))
    except (RuntimeError, OSError):
        return 0


def _elements(path: Path) -> Iterator[Any]:
    """Every tagged element; relations come as the areas that they outline."""
    if not path.is_file():
        raise BadInput(f"{path}: there is no such file.")
    yield from (
        osmium.FileProcessor(str(path)).with_locations().with_areas().with_filter(osmium.filter.EmptyTagFilter())
    )


def _take(extract: Extract, element: Any, city: City) -> None:
    if element.is_relation() or (element.is_area() and element.from_way()):
        return
    tags = dict(element.tags)
    district = tags.get("place") in DISTRICTS and element.is_node()
    category = osm_tags.category(tags)
    if not district and category is None:
        return
    point, names = _point(element), _names(tags, city.local_language)
    if point is None:
        extract.skipped["no coordinates"] += 1
    elif district and names:
        extract.areas.append(AreaRecord(_ref(element), names, point))
    elif category is not None:
        extract.places.append(_place(element, tags, category, names, point, city, extract.skipped))


def _place(
    element: Any,
    tags: Mapping[str, str],
    category: str,
    names: dict[str, str],
    point: Point,
    city: City,
    skipped: Counter[str],
) -> PlaceRecord:
    return PlaceRecord(
        ref=_ref(element),
        category=category,
        names=names,
        date=_date(element),
        point=point,
        organisation=clean(tags.get("operator", ""))[:LONGEST_NAME],
        address=_address(tags),
        hours=_hours(tags.get("opening_hours", ""), city, skipped),
        phones=_phones(tags, city.country, skipped),
        website=_website(tags.get("website") or tags.get("contact:website") or tags.get("url") or ""),
        wheelchair=_WHEELCHAIR.get(tags.get("wheelchair", "")),
        languages=tuple(sorted(found[1] for key in tags if (found := _SPOKEN.fullmatch(key)) and tags[key] == "yes")),
        cost={"no": "free"}.get(tags.get("fee", "")),
    )


def _ref(element: Any) -> str:
    if element.is_area():
        return f"{'way' if element.from_way() else 'relation'}/{element.orig_id()}"
    return f"{'node' if element.is_node() else 'way' if element.is_way() else 'relation'}/{element.id}"


def _date(element: Any) -> datetime.date:
    stamp: datetime.datetime | None = element.timestamp
    return stamp.date() if stamp and stamp.year > 2003 else datetime.date(2004, 8, 9)


def _point(element: Any) -> Point | None:
    """A node's place, or the middle of the box around a way or an area, to about 1 cm."""
    if element.is_node():
        nodes = [element]
    elif element.is_way():
        nodes = list(element.nodes)
    else:
        nodes = [node for ring in element.outer_rings() for node in ring]
    spots = [node.location for node in nodes if node.location.valid()]
    if not spots:
        return None
    east, north = [each.lon for each in spots], [each.lat for each in spots]
    return valid_point(round((min(north) + max(north)) / 2, 7), round((min(east) + max(east)) / 2, 7))


def _names(tags: Mapping[str, str], local: str) -> dict[str, str]:
    """The names by locale; the plain name is in the city's own language where no other is given for that."""
    found = {match[1]: clean(tags[key])[:LONGEST_NAME] for key in tags if (match := _LOCALE.fullmatch(key))}
    plain = clean(tags.get("name", ""))[:LONGEST_NAME]
    if plain:
        found.setdefault(local or "mul", plain)
    return {locale: name for locale, name in found.items() if name}


def _address(tags: Mapping[str, str]) -> str:
    street = " ".join(filter(None, (tags.get("addr:street"), tags.get("addr:housenumber"))))
    town = " ".join(filter(None, (tags.get("addr:postcode"), tags.get("addr:city"))))
    return clean(", ".join(filter(None, (street if tags.get("addr:street") else "", town))))[:LONGEST_ADDRESS]


def _hours(text: str, city: City, skipped: Counter[str]) -> str:
    cleaned = clean(text)
    if cleaned and not hours.readable(cleaned, city.time_zone, city.country):
        skipped["opening hours that cannot be read (place kept, hours unknown)"] += 1
        return ""
    return cleaned


def _phones(tags: Mapping[str, str], country: str, skipped: Counter[str]) -> tuple[str, ...]:
    """Every number that is one, as E.164, in order; a place's e-mail addresses are people's: never taken."""
    found: list[str] = []
    written = ";".join(tags[key] for key in ("phone", "contact:phone", "contact:mobile") if key in tags)
    for each in filter(None, re.split(r"[;,]", written)):
        try:
            number = phonenumbers.parse(each, country or None)
        except phonenumbers.NumberParseException:
            skipped["phone numbers that cannot be read (place kept)"] += 1
            continue
        if phonenumbers.is_possible_number(number):
            found.append(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return tuple(dict.fromkeys(found))[:4]


def _website(text: str) -> str:
    first = clean(text.split(";")[0])
    address = first if re.match(r"https?://", first) else f"https://{first}" if first.startswith("www.") else ""
    return address if len(address) <= LONGEST_WEBSITE and re.fullmatch(r"https?://[^\s<>\"']+", address) else ""
