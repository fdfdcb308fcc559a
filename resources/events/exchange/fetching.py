"""Fetches calendars from addresses that strangers name: never from inside our own network, never for long.

An address is resolved once, all that it resolves to has to be public, and the connection goes to exactly that; each
redirect is looked at anew. Proxies that the environment names are not asked. Only resolving itself is not under the
deadline: it has that of the system's resolver.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import string
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from portal.errors import BadInput
from portal.i18n import gettext
from resources.events.exchange.addresses import Address, is_public
from resources.events.exchange.components import LARGEST

_REDIRECTS = {301, 302, 303, 307, 308}
_GONE, _SECRET = {404, 410}, {401, 403}
_NOT_MODIFIED = 304
_LONGEST_ETAG = 200


class Fetched(NamedTuple):
    """What an address held, and the mark by which it says whether it changed since; empty where it has none."""

    body: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may do: which addresses and ports it may speak to, how far it may be sent on, how long, how much.

    *pause* is how many seconds the other side may be silent, *deadline* how many all may take.
    """

    allowed: Callable[[Address], bool] = is_public
    ports: Collection[int] | None = (80, 443, 8080, 8443)
    redirects: int = 5
    pause: float = 10.0
    deadline: float = 30.0
    largest: int = LARGEST


USUAL = Limits()


def fetch(url: str, etag: str = "", limits: Limits = USUAL) -> Fetched | None:
    """What the calendar at *url* holds; None where it is still what *etag* marks.

    Raises:
        BadInput: it must not be asked, does not answer, or answers with too much; with words for who named it.
    """
    until = time.monotonic() + limits.deadline
    for _turn in range(limits.redirects + 1):
        try:
            answer = _ask(_parts(url, limits), etag, until, limits)
        except TimeoutError as error:
            raise BadInput(gettext("The other side takes too long to answer.")) from error
        except ssl.SSLError as error:
            raise BadInput(gettext("The other side cannot show that it is who it says (certificate).")) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            if isinstance(error, BadInput):
                raise
            raise BadInput(gettext("The other side does not answer, or not as a web server does.")) from error
        if not isinstance(answer, str):
            return answer
        url = _redirected(url, answer)
    raise BadInput(gettext("The address sends us on and on."))


def _redirected(url: str, to: str) -> str:
    """The address that *url* sends us on to.

    Raises:
        BadInput: it leads from a safe connection to an open one.
    """
    found = urljoin(url, to)
    if url.lower().startswith("https:") and not found.lower().startswith("https:"):
        raise BadInput(gettext("The address sends us on to one without https."))
    return found


def _parts(url: str, limits: Limits) -> SplitResult:
    """The parts of *url*.

    Raises:
        BadInput: it is no plain address of the web.
    """
    try:
        parts = urlsplit(url)
        port, host = parts.port or _usual(parts), _host(parts)
    except (ValueError, UnicodeError) as error:
        raise BadInput(gettext("This is no address of the web.")) from error
    if parts.scheme not in {"http", "https"} or not host or not url.isprintable():
        raise BadInput(gettext("This is no address of the web."))
    if parts.username is not None or parts.password is not None:
        raise BadInput(gettext("Take the name and the password out of the address: calendars here are open to all."))
    if limits.ports is not None and port not in limits.ports:
        raise BadInput(gettext("We do not ask at this port. Usual are 80 and 443."))
    return parts


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").encode("idna").decode("ascii")


def _usual(parts: SplitResult) -> int:
    return 443 if parts.scheme == "https" else 80


def _ask(parts: SplitResult, etag: str, until: float, limits: Limits) -> Fetched | str | None:
    """One question: what is there, where it has moved to, or None where it did not change."""
    connection = _Connection(parts, until, limits)
    try:
        connection.request("GET", _path(parts), headers=_headers(etag))
        answer = connection.getresponse()
        if answer.status == _NOT_MODIFIED and etag:
            return None
        if answer.status in _REDIRECTS:
            return answer.headers.get("Location", "")
        _check(answer)
        return Fetched(_body(answer, limits.largest), _etag(answer))
    finally:
        connection.end()


def _path(parts: SplitResult) -> str:
    whole = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return quote(whole, safe=string.punctuation)


def _headers(etag: str) -> dict[str, str]:
    asked = {
        "Accept": "text/calendar, */*;q=0.5", "Accept-Encoding": "identity", "User-Agent": "Wayhouse",
        "Connection": "close",
    }  # fmt: skip
    return asked | ({"If-None-Match": etag} if etag else {})


def _check(answer: http.client.HTTPResponse) -> None:
    """Refuse an answer that holds no calendar as it is.

    Raises:
        BadInput: with words for who named the address.
    """
    if answer.status in _GONE:
        raise BadInput(gettext("There is nothing at this address, or not any more."))
    if answer.status in _SECRET:
        raise BadInput(gettext("This address asks for a password. Calendars here are open to all."))
    if answer.status != http.client.OK:
        raise BadInput(gettext("The other side answers with an error."))
    if answer.headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"}:
        raise BadInput(gettext("The other side sends this packed, which we did not ask for."))


def _etag(answer: http.client.HTTPResponse) -> str:
    found = answer.headers.get("ETag", "")
    return found if len(found) <= _LONGEST_ETAG and found.isascii() and found.isprintable() else ""


def _body(answer: http.client.HTTPResponse, largest: int) -> bytes:
    """All that was sent, as long as it is not too much.

    Raises:
        BadInput: it is larger than *largest* bytes.
    """
    body = answer.read(largest + 1) if (answer.length or 0) <= largest else None
    if body is None or len(body) > largest:
        raise BadInput(gettext("This calendar is larger than 5 MB. Export a shorter time of it."))
    if answer.length:
        raise BadInput(gettext("The other side broke off in the middle."))
    return body


class _Connection(http.client.HTTPConnection):
    """A connection to the very address that was looked at, by whatever name it is called."""

    def __init__(self, parts: SplitResult, until: float, limits: Limits) -> None:
        super().__init__(_host(parts), parts.port or _usual(parts))
        self.default_port = _usual(parts)  # which the header Host leaves out
        self.secure, self.until, self.limits = parts.scheme == "https", until, limits
        self.opened: socket.socket | None = None

    def connect(self) -> None:
        """Connect, and for https have the other side prove its name."""
        self.opened = self._reach()
        if self.secure:
            self.opened.settimeout(_left(self.until, self.limits.pause))
            self.opened = ssl.create_default_context().wrap_socket(self.opened, server_hostname=self.host)
        self.sock: Any = _Line(self.opened, self.until, self.limits.pause)

    def end(self) -> None:
        """Close what was opened; `close` is called before an answer is read."""
        if self.opened:
            self.opened.close()

    def _reach(self) -> socket.socket:
        """A socket to the first of the addresses that answers.

        Raises:
            BadInput: one of them is not public.
            OSError: none answers.
        """
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        if not all(self.limits.allowed(ipaddress.ip_address(str(each[4][0]).partition("%")[0])) for each in found):
            raise BadInput(gettext("This address leads into a network that is not public."))
        problem = OSError()
        for family, kind, protocol, _name, address in found:
            made = socket.socket(family, kind, protocol)
            try:
                made.settimeout(_left(self.until, self.limits.pause))
                made.connect(address)
            except OSError as error:
                made.close()
                problem = error
            else:
                return made
        raise problem


def _left(until: float, pause: float) -> float:
    """How long one may wait for the next bytes, in seconds.

    Raises:
        TimeoutError: the deadline has passed.
    """
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return min(left, pause)


class _Line:
    """What http.client sees of a socket: everything on it ends by the deadline."""

    def __init__(self, opened: socket.socket, until: float, pause: float) -> None:
        self.opened, self.until, self.pause = opened, until, pause

    def sendall(self, data: bytes) -> None:
        """Send all of *data*."""
        self.opened.settimeout(_left(self.until, self.pause))
        self.opened.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """What an answer is read from."""
        return io.BufferedReader(_Patient(self))

    def close(self) -> None:
        """Nothing: an answer may still be read, see `_Connection.end`."""


class _Patient(io.RawIOBase):
    """Reads from a line; each piece has to come by the deadline, so that nobody can keep us by a byte at a time."""

    def __init__(self, line: _Line) -> None:
        self.line = line

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what there is."""
        self.line.opened.settimeout(_left(self.line.until, self.line.pause))
        return self.line.opened.recv_into(buffer)
