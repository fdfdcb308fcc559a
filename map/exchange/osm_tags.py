"""Which OpenStreetMap tags help people, and under which of our categories. The first rule that fits counts.

Tag meanings: https://wiki.openstreetmap.org/wiki/Map_features
"""

from collections.abc import Mapping
from typing import NamedTuple


class Rule(NamedTuple):
    """An element with *key* = *value*, and every tag of *also*, belongs to *category*."""

    key: str
    value: str
    category: str
    also: Mapping[str, str] = {}


RULES = (
    Rule("social_facility", "shelter", "bed-tonight"),
    Rule("social_facility", "food_bank", "meals"),
    Rule("social_facility", "soup_kitchen", "meals"),
    Rule("social_facility", "clothing_bank", "clothes"),
    Rule("social_facility", "ambulatory_care", "clinic"),
    Rule("social_facility", "workshop", "jobs"),
    Rule("social_facility", "day_care", "children", {"social_facility:for": "child"}),
    Rule("social_facility", "outreach", "clinic", {"social_facility:for": "diseased"}),
    Rule("social_facility", "outreach", "addiction", {"social_facility:for": "drug_addicted"}),
    Rule("social_facility", "outreach", "safe-space"),
    Rule("social_facility", "day_care", "associations"),
    Rule("healthcare", "midwife", "pregnancy"),
    Rule("healthcare", "birthing_centre", "pregnancy"),
    Rule("healthcare", "psychotherapist", "mental-health"),
    Rule("healthcare", "counselling", "mental-health"),
    Rule("healthcare", "pharmacy", "pharmacy"),
    Rule("healthcare", "dentist", "pharmacy"),
    Rule("amenity", "pharmacy", "pharmacy"),
    Rule("amenity", "dentist", "pharmacy"),
    Rule("amenity", "hospital", "clinic"),
    Rule("amenity", "clinic", "clinic"),
    Rule("amenity", "doctors", "clinic"),
    Rule("healthcare", "clinic", "clinic"),
    Rule("healthcare", "doctor", "clinic"),
    Rule("healthcare", "centre", "clinic"),
    Rule("healthcare", "hospital", "clinic"),
    Rule("amenity", "library", "language-library"),
    Rule("amenity", "language_school", "language-library"),
    Rule("amenity", "community_centre", "language-library", {"community_centre": "language_centre"}),
    Rule("amenity", "community_centre", "youth", {"community_centre": "youth_centre"}),
    Rule("amenity", "community_centre", "associations"),
    Rule("amenity", "social_centre", "associations"),
    Rule("amenity", "arts_centre", "youth"),
    Rule("leisure", "sports_centre", "youth"),
    Rule("leisure", "sports_hall", "youth"),
    Rule("amenity", "place_of_worship", "associations"),
    Rule("office", "ngo", "associations"),
    Rule("office", "association", "associations"),
    Rule("office", "charity", "associations"),
    Rule("office", "foundation", "associations"),
    Rule("office", "lawyer", "legal-help"),
    Rule("amenity", "courthouse", "city-office"),
    Rule("amenity", "townhall", "city-office"),
    Rule("amenity", "police", "city-office"),
    # Government offices by name of their work only: ministries and defence help nobody at the door.
    Rule("government", "tax", "city-office"),
    Rule("government", "register_office", "city-office"),
    Rule("government", "social_services", "city-office"),
    Rule("government", "social_security", "city-office"),
    Rule("government", "social_welfare", "city-office"),
    Rule("government", "immigration", "city-office"),
    Rule("office", "employment_agency", "jobs"),
    Rule("amenity", "training", "jobs"),
    Rule("amenity", "school", "children"),
    Rule("amenity", "kindergarten", "children"),
    Rule("amenity", "childcare", "children"),
    Rule("amenity", "toilets", "hygiene"),
    Rule("amenity", "shower", "hygiene"),
    Rule("amenity", "public_bath", "hygiene"),
    Rule("amenity", "drinking_water", "hygiene"),
    Rule("amenity", "internet_cafe", "connect"),
    Rule("amenity", "device_charging_station", "connect"),
    Rule("shop", "mobile_phone", "connect"),
    Rule("shop", "charity", "clothes"),
    Rule("shop", "second_hand", "clothes"),
)

# A category whose doors mostly have no name of their own; elsewhere a door without a name is left out.
NAMELESS = {"hygiene", "connect"}

# Whom a stalker would look for: left out until places can be confidential.
SHELTERED = {"women", "victim", "victims", "abused", "battered_women", "domestic_violence", "child_abuse"}
CLOSED_DOORS = {"private", "no", "customers", "members", "military"}


def secret(tags: Mapping[str, str]) -> bool:
    """Whether *tags* describe a refuge."""
    facility = {tags.get("social_facility", ""), tags.get("amenity", "")}
    served = set(tags.get("social_facility:for", "").replace(" ", "").split(";"))
    houses = facility & {"shelter", "group_home", "refuge", "women_shelter"}
    return bool(facility & {"refuge", "women_shelter"} or (houses and served & SHELTERED))


def category(tags: Mapping[str, str]) -> str | None:
    """Our category for an element with *tags*, or None where it does not help, is not open to all, or is a refuge."""
    if tags.get("access") in CLOSED_DOORS or secret(tags):
        return None
    for rule in RULES:
        if tags.get(rule.key) == rule.value and all(tags.get(key) == value for key, value in rule.also.items()):
            return rule.category if "name" in tags or rule.category in NAMELESS else None
    return None
