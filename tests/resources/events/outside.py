"""Servers outside of the portal, as calendars are fetched from them: real ones, on this machine."""

import datetime
import http.server
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Handle = Callable[[http.server.BaseHTTPRequestHandler], None]


def answer(handler: http.server.BaseHTTPRequestHandler, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


@contextmanager
def serving(handle: Handle, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """A server that answers each question with *handle*; yields its address."""
    asked = type("Handler", (http.server.BaseHTTPRequestHandler,), {"do_GET": handle, "log_message": _silent})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), asked)
    server.daemon_threads = True
    server.handle_error = _silent  # type: ignore[assignment, method-assign]  # who is left in the middle says so
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}/a%20b.ics?key=ä"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _silent(*_said: Any) -> None:
    pass


def drip(handler: http.server.BaseHTTPRequestHandler, head: bytes, piece: bytes, pause: float) -> None:
    try:
        handler.wfile.write(head)
        while True:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause)
    except OSError:
        handler.close_connection = True


def certificate(folder: Path, name: str) -> Path:
    """A certificate for *name* that no authority signed, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / f"{name}.pem"
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


def port(handler: http.server.BaseHTTPRequestHandler) -> int:
    return int(handler.connection.getsockname()[1])
