"""A mail server that speaks just enough SMTP (RFC 5321): it keeps what arrives, and refuses whom it is told to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast


@dataclass
class Mailbox:
    """What arrived, by whom it is for; *refused* maps an address to the code with which it is turned away."""

    url: str = ""
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    asked: int = 0

    def at(self, address: str) -> list[EmailMessage]:
        """The mails for *address*."""
        return [mail for to, mail in self.mails if to == address]


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, box: Mailbox) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.box = box


class _Talk(socketserver.StreamRequestHandler):
    """One conversation."""

    def handle(self) -> None:
        self.box, self.to = cast(_Server, self.server).box, list[str]()
        self._say(220, "ready")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip().decode()
            getattr(self, f"_{verb.lower()}", self._fine)(line.decode().strip())
            if verb == "QUIT":
                return

    def _say(self, code: int, words: str) -> None:
        self.wfile.write(f"{code} {words}\r\n".encode())

    def _fine(self, _line: str) -> None:
        self._say(250, "fine")

    def _rcpt(self, line: str) -> None:
        address = line.partition("<")[2].partition(">")[0]
        self.box.asked += 1
        if address in self.box.refused:
            self._say(self.box.refused[address], "not now" if self.box.refused[address] < 500 else "never")
        else:
            self.to.append(address)
            self._say(250, "fine")

    def _data(self, _line: str) -> None:
        self._say(354, "go on")
        lines = iter(self.rfile.readline, b".\r\n")
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        self.box.mails.extend((each, mail) for each in self.to)
        self._say(250, "kept")

    def _quit(self, _line: str) -> None:
        self._say(221, "bye")


@contextmanager
def serving() -> Iterator[Mailbox]:
    """A mail server on a free port of this machine."""
    box = Mailbox()
    with _Server(box) as server:
        box.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
