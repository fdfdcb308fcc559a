"""Secrets that we hand out: made at random, written so that people can copy them, kept only as hashes."""

import hashlib
import secrets
import unicodedata

GROUPED = 4
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no letter that reads as another or as a digit
CODE_LETTERS = 16  # 79 bits
NAME_DIGITS = 10


def hashed(secret: str) -> str:
    """The only form in which a random secret of 79 bits or more is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token() -> str:
    """A secret of 128 bits for a cookie or a link."""
    return secrets.token_urlsafe(16)


def reference() -> str:
    """An opaque reference that says nothing of whom it names."""
    return secrets.token_urlsafe(12)


def code() -> str:
    """A secret for people to write down, such as ``k7mq-29xd-hh4t-wz3p``."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))
    return "-".join(letters[at : at + GROUPED] for at in range(0, CODE_LETTERS, GROUPED))


def plain_code(written: str) -> str:
    """A code as someone typed it, in the form in which it was made."""
    letters = [each for each in _plain(written).lower() if each in ALPHABET]
    return "-".join("".join(letters[at : at + GROUPED]) for at in range(0, len(letters), GROUPED))


def sign_in_name() -> str:
    """A name to sign in with: ten digits, since every keyboard and every reader has those."""
    return "".join(secrets.choice("0123456789") for _ in range(NAME_DIGITS))


def plain_name(written: str) -> str:
    """A sign-in name as someone typed it: digits of any script, without signs; the demo's names are words."""
    return _plain(written).casefold()[:40]


def _plain(written: str) -> str:
    """Letters and digits alone, digits of any script as ours: keyboards and copying add marks that nobody sees."""
    wide = unicodedata.normalize("NFKC", written)
    return "".join(str(unicodedata.digit(each, each)) for each in wide if each.isalnum())


def grouped(name: str) -> str:
    """A sign-in name as it is shown, in groups that can be copied by hand."""
    return f"{name[:3]} {name[3:6]} {name[6:]}" if name.isdigit() and len(name) == NAME_DIGITS else name
