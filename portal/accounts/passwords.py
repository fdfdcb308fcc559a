"""Passwords: argon2id, refused where a breach has shown them, and equal work whether a name exists or not."""

import threading
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

SHORTEST, LONGEST = 10, 200
AT_ONCE = 2
# 19 MiB, two passes: the second of OWASP's equal choices. More would take 0.4 s on two cores.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_few = threading.BoundedSemaphore(AT_ONCE)


def _plain(password: str) -> str:
    """*password* in the one spelling (NFKC, as NIST SP 800-63B says) in which all keyboards write the same bytes."""
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """The argon2id hash of *password*, salted."""
    with _few:
        return _HASHER.hash(_plain(password))


@lru_cache
def _nobodys_hash() -> str:
    return _HASHER.hash("nobody has this password")


def verify(password_hash: str | None, password: str) -> bool:
    """Whether *password* is the one of *password_hash*; None (no such account) takes as long, and is False."""
    with _few:
        try:
            return _HASHER.verify(password_hash or _nobodys_hash(), _plain(password)) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False


@lru_cache
def _breached() -> frozenset[str]:
    return frozenset(FREQUENCY_LISTS["passwords"])


def breached(password: str) -> bool:
    """Whether *password*, with or without the digits and signs at its ends, is on the local list of breached ones."""
    lowered = _plain(password).casefold()
    core = lowered.strip("0123456789!?.,-_*#@$ ")
    return lowered in _breached() or core in _breached() or len(set(lowered)) <= 3
