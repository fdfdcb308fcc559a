"""Public pseudonyms: which may be taken, and the form in which each is taken once."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from portal.accounts.confusables import LOOKS_LIKE, RUN_TOGETHER
from portal.accounts.scripts import scripts, visible
from portal.errors import BadInput
from portal.i18n import lazy
from portal.taxonomy.folding import fold

SHORTEST, LONGEST = 2, 40
# Control, format, private use, surrogate and unassigned characters.
_REFUSED = {"Cc", "Cf", "Co", "Cs", "Cn"}
_JOINERS = {"\u200c", "\u200d"}
# UTS #39, "highly restrictive": the only scripts that are written together.
_TOGETHER: tuple[set[str], ...] = (
    {"Latin", "Han", "Hiragana", "Katakana"},
    {"Latin", "Han", "Hangul"},
    {"Latin", "Han", "Bopomofo"},
)
_CONTACT = ("@", "://", "www.")
_MOST_DIGITS = 4
# Accents, and the points of Hebrew and Arabic, by combining class. Vowel signs of Indic scripts are class 0 and stay.
_ACCENTS = {*range(10, 37), *range(200, 241)}
# Emoji variation and the keycap.
_DRESS = {"\ufe0f", "\u20e3"}


class BadName(BadInput):
    """A name that nobody may take; its words tell the reader why."""


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if unicodedata.combining(char) not in _ACCENTS)


def _stand_in(char: str) -> str:
    """The letter that *char* is taken for, or nothing where it is neither a letter, a sign on one nor a digit."""
    plain = str(unicodedata.decimal(char, char))
    if plain in LOOKS_LIKE:
        return LOOKS_LIKE[plain]
    return plain if unicodedata.category(plain)[0] in "LMN" and plain not in _DRESS else ""


def skeleton(name: str) -> str:
    """The form by which names are unique, after UTS #39: two names that look the same have the same skeleton.

    For comparing only; it reads as nothing.
    """
    bare = "".join(map(_stand_in, _without_accents(fold(visible(name)))))
    for pair, letter in RUN_TOGETHER.items():
        bare = bare.replace(pair, letter)
    return bare


# Who is not meant to be imitated, in the languages of the interface. Compared as skeletons.
_ROLES = set(
    map(
        skeleton,
        [
            *("support", "staff", "police", "official", "team", "équipe", "policía", "soporte", "equipo"),
            *("polis", "yönetici", "yönetim", "destek", "поліція", "підтримка", "полиция", "поддержка"),
            *("مشرف", "المشرف", "مدير", "المدير", "إدارة", "الإدارة", "شرطة", "الشرطة", "دعم", "الدعم"),
            *("مدیر", "مدیریت", "پلیس", "پشتیبانی"),
        ],
    )
)
# Beginnings and endings that make a role of any word: siteadmin, moderators, адміністраторка.
_ROLE_STEMS = tuple(map(skeleton, ("admin", "moderat", "ombuds", "wayhouse", "адмін", "модерат")))


def _is_role(name: str) -> bool:
    parts = {name, *name.split(), *re.split(r"[\W_]+", name)}
    bare = {skeleton(each) for part in parts for each in (part, re.sub(r"^\d+|\d+$", "", part))}
    return any(each in _ROLES or each.startswith(_ROLE_STEMS) or each.endswith(_ROLE_STEMS) for each in bare)


def _has_wrong_length(name: str) -> bool:
    return not SHORTEST <= len(name) <= LONGEST


def _is_partly_hidden(name: str) -> bool:
    refused = any(unicodedata.category(char) in _REFUSED and char not in _JOINERS for char in name)
    return refused or visible(name) != name


def _has_no_letter(name: str) -> bool:
    return not any(unicodedata.category(char).startswith("L") for char in name)


def _mixes_scripts(name: str) -> bool:
    found = scripts(name)
    return len(found) > 1 and not any(found <= allowed for allowed in _TOGETHER)


def _is_contact(name: str) -> bool:
    wide = unicodedata.normalize("NFKC", name).lower()
    return any(mark in wide for mark in _CONTACT) or sum(map(str.isdecimal, wide)) > _MOST_DIGITS


_RULES: tuple[tuple[Callable[[str], bool], Any], ...] = (
    (_has_wrong_length, lazy("A name has 2 to 40 characters.")),
    (_is_partly_hidden, lazy("A name cannot hold characters that are hidden or that nobody can display.")),
    (_has_no_letter, lazy("A name needs at least one letter.")),
    (_mixes_scripts, lazy("A name keeps to one script, so that nobody can imitate someone else.")),
    (_is_contact, lazy("A name cannot hold a phone number, an e-mail address or a link.")),
    (_is_role, lazy("This name looks like a role here or an authority. Choose another one.")),
)


def checked(name: str) -> str:
    """*name* as it is kept: in one spelling (NFC), with single spaces.

    Raises:
        BadName: nobody may take it.
    """
    tidy = " ".join(unicodedata.normalize("NFC", name).split())
    for breaks, why in _RULES:
        if breaks(tidy):
            raise BadName(str(why))
    return tidy
