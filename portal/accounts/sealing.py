"""Sealing what must be read again but must not lie open: TOTP secrets, and forms' pending secrets."""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app


def _fernet(purpose: str) -> Fernet:
    key = hashlib.sha256(f"seal:{purpose}:{current_app.secret_key!r}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(purpose: str, said: Any) -> str:
    """Encrypt and sign *said* (JSON) for *purpose*."""
    return _fernet(purpose).encrypt(json.dumps(said).encode()).decode()


def unseal(purpose: str, sealed: str, seconds: int | None = None) -> Any | None:
    """What was sealed for *purpose*, within the last *seconds*; None where it is not ours, or too old."""
    try:
        return json.loads(_fernet(purpose).decrypt(sealed.encode(), ttl=seconds))
    except (InvalidToken, ValueError):
        return None
