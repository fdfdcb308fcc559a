"""Links that let someone in without an account: 128 bits, for one thing, opening nothing by a mere GET.

Those of decisions are derived from the portal's secret, so that nothing of them is kept; those of flags and requests
are random, and kept as hashes.
"""

import hashlib
import hmac

from flask import current_app

BYTES = 16


def _signature(decision_id: int) -> str:
    key = f"appeal:{current_app.secret_key!r}".encode()
    return hmac.new(key, str(decision_id).encode(), hashlib.sha256).digest()[:BYTES].hex()


def of_decision(decision_id: int) -> str:
    """The end of the link by which anyone concerned reads a decision and objects to it."""
    return f"{decision_id}-{_signature(decision_id)}"


def decision_id(link: str) -> int | None:
    """Which decision *link* is for; None where it is not ours."""
    number, _, signature = link.partition("-")
    if not number.isascii() or not number.isdigit() or len(number) > 12:
        return None
    return int(number) if hmac.compare_digest(signature, _signature(int(number))) else None
