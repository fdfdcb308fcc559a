"""A security key in software, for tests without a browser: WebAuthn answers with attestation "none" over P-256."""

import hashlib
import json
import os
import struct
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url

PRESENT, ATTESTED = 0x01, 0x40


@dataclass
class SoftKey:
    """Makes one credential at a time, and counts its signatures as real keys do."""

    origin: str = "http://localhost"
    secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential: bytes = field(default_factory=lambda: os.urandom(16))
    count: int = 0

    def make(self, options: str) -> str:
        """The answer (JSON) to *options* for a new key."""
        asked = json.loads(options)
        data = self._data(asked["rp"]["id"], ATTESTED) + bytes(16) + struct.pack(">H", len(self.credential))
        whole = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data + self.credential + self._public()})
        client = self._client("webauthn.create", asked["challenge"])
        return self._answer(clientDataJSON=client, attestationObject=whole)

    def use(self, options: str) -> str:
        """The answer (JSON) to *options* for a key that is known."""
        asked = json.loads(options)
        self.count += 1
        data, client = self._data(asked["rpId"], 0), self._client("webauthn.get", asked["challenge"])
        signature = self.secret.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _data(self, host: str, more: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + struct.pack(">BI", PRESENT | more, self.count)

    def _public(self) -> bytes:
        """The public key in COSE: ES256 on P-256."""
        at = self.secret.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: at.x.to_bytes(32, "big"), -3: at.y.to_bytes(32, "big")})

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **parts: bytes) -> str:
        name = bytes_to_base64url(self.credential)
        response = {key: bytes_to_base64url(value) for key, value in parts.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
