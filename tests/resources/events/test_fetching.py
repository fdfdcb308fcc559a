"""Fetching calendars: from the open internet only, and never for long. The servers are real ones, on this machine."""

import http.server
import ipaddress
import socket
import ssl
import time
from pathlib import Path
from typing import Any

import pytest

from portal.errors import BadInput
from resources.events.exchange.addresses import is_public
from resources.events.exchange.fetching import Fetched, Limits, fetch
from tests.resources.events.outside import answer, certificate, drip, port, serving

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
HERE = Limits(allowed=lambda _address: True, ports=None)
HASTY = Limits(allowed=lambda _address: True, ports=None, pause=0.3, deadline=0.6, largest=100_000)


def problem(url: str, limits: Limits = HERE) -> str:
    with pytest.raises(BadInput) as error:
        fetch(url, "", limits)
    return str(error.value)


def test_a_calendar_is_fetched_and_asked_for_again_by_its_mark() -> None:
    asked: list[tuple[str, dict[str, str]]] = []

    def handle(handler: http.server.BaseHTTPRequestHandler) -> None:
        asked.append((handler.path, {name.lower(): value for name, value in handler.headers.items()}))
        if handler.path == "/old":
            answer(handler, 302, Location="/new?x=1")
        elif handler.headers["If-None-Match"] == '"one"':
            answer(handler, 304)
        else:
            answer(handler, ETag='"one"', Content_Type="text/plain")
            handler.wfile.write(CALENDAR)

    with serving(handle) as url:
        assert fetch(url, "", HERE) == Fetched(CALENDAR, '"one"')
        assert fetch(url, '"one"', HERE) is None
        path, headers = asked[0]
        assert path == "/a%20b.ics?key=%C3%A4"
        assert headers["host"] == url.split("/")[2]
        assert headers["accept-encoding"] == "identity"
        assert not {"cookie", "referer", "authorization"} & set(headers)
        root = url.partition("/a%20b")[0]
        assert fetch(f"{root}/old", "", HERE) == Fetched(CALENDAR, '"one"')
        assert asked[-1][0] == "/new?x=1"


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "127.8.9.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
        ),
        *(
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
        ),
        *(
            "fc00::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "3fff::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
        ),
        *(
            "2002:7f00:1::",
            "2002:a00:1::1",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "2001:0:7f00:1::",
        ),
    ],
)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


def test_an_address_outside_is_public() -> None:
    for address in ("8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"):
        assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://localhost/",
            "http://127.0.0.1/",
            "http://[::1]/",
            "http://0.0.0.0/",
            "http://169.254.169.254/latest",
        ),
        *("http://10.0.0.1/", "http://[::ffff:127.0.0.1]/", "https://127.1/", "http://2130706433/", "http://0x7f.1/"),
        *(
            "http://0177.0.0.1/",
            "http://localhost.localdomain/",
            "http://inside.example/",
            "http://both.example:8080/",
        ),
        *("http://127.0.0.1:22/", "http://8.8.8.8:25/", "file:///etc/passwd", "gopher://8.8.8.8/", "ftp://8.8.8.8/"),
        *(
            "http://me:secret@8.8.8.8/",
            "http://8.8.8.8@127.0.0.1/",
            "http:///",
            "http://[",
            "http://8.8.8.8/\r\nX: y",
        ),
        *("", "//8.8.8.8/", "http://a..b/", "http://" + "a" * 64 + ".org/", "http://8.8.8.8:99999/"),
    ],
)
def test_an_address_that_leads_inside_is_never_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def resolve(host: str, port: int, **kinds: Any) -> Any:
        named = {"inside.example": ["10.0.0.7"], "both.example": ["8.8.8.8", "::1"], "localhost.localdomain": ["::1"]}
        return [each for one in named.get(host, [host]) for each in real(one, port, **kinds)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("it was asked"))
    assert problem(url, Limits())


def test_a_redirect_is_looked_at_as_the_first_address_is() -> None:
    asked: list[str] = []
    to = ["http://localhost:{port}/inside", "http://[::1]:{port}/", "file:///etc/passwd", "gopher://127.0.0.1/"]

    def handle(handler: http.server.BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        number = int(handler.path.rpartition("/")[2]) if handler.path[1:].isdigit() else 0
        there = to[number].format(port=port(handler)) if number < len(to) else f"/{number + 1}"
        answer(handler, 307, Location=there)

    with serving(handle) as url:
        seen: list[str] = []

        def allowed(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
            seen.append(str(address))
            return len(seen) == 1  # the first address is public, so to speak; what it leads to is not

        root = url.partition("/a%20b")[0]
        for number in range(2):
            seen.clear()
            assert "not public" in problem(f"{root}/{number}", Limits(allowed=allowed, ports=None))
            assert len(seen) >= 2
        for number in (2, 3):
            assert "no address of the web" in problem(f"{root}/{number}")
        assert asked == ["/0", "/1", "/2", "/3"]
        assert "on and on" in problem(f"{root}/4")
        assert len(asked) == 4 + 6


@pytest.mark.parametrize(
    ("head", "piece", "pause", "says"),
    [
        (b"", b"H", 0.1, "too long"),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", 0.1, "too long"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"B", 0.1, "too long"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"B", 5.0, "too long"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nB\r\n", 0.1, "too long"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"B" * 10_000, 0, "larger than"),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"2710\r\n" + b"B" * 10_000 + b"\r\n",
            0,
            "larger",
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n", b"B", 0.1, "larger than"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", b"B", 0.1, "packed"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", b"B\r\n", 0.1, "as a web server"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000, b"a", 0.1, "as a web server"),
    ],
)
def test_a_server_that_keeps_us_is_left(head: bytes, piece: bytes, pause: float, says: str) -> None:
    begun = time.monotonic()
    with serving(lambda handler: drip(handler, head, piece, pause)) as url:
        assert says in problem(url, HASTY)
        assert time.monotonic() - begun < 2


def test_an_answer_that_is_none_says_why() -> None:
    statuses = {
        404: "nothing at this address",
        410: "nothing at this",
        401: "password",
        403: "password",
        500: "an error",
    }

    def handle(handler: http.server.BaseHTTPRequestHandler) -> None:
        status = int(handler.path[1:])
        answer(handler, status, **({"Content_Length": "99"} if status == 200 else {}))
        handler.wfile.write(b"BEGIN")

    with serving(handle) as url:
        root = url.partition("/a%20b")[0]
        for status, words in statuses.items():
            assert words in problem(f"{root}/{status}")
        assert "broke off" in problem(f"{root}/200")
        assert "an error" in problem(f"{root}/204")
        assert "an error" in problem(f"{root}/304")
    assert "does not answer" in problem(url)  # nobody serves any more


def test_https_proves_who_is_there_though_its_address_was_resolved_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path, "localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    asked: list[str] = []

    def handle(handler: http.server.BaseHTTPRequestHandler) -> None:
        asked.append(handler.headers["Host"])
        if handler.path == "/down":
            answer(handler, 302, Location="http://127.0.0.1/")
            return
        answer(handler)
        handler.wfile.write(CALENDAR)

    with serving(handle, context) as url:
        named = url.replace("127.0.0.1", "localhost")
        assert "certificate" in problem(named)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert fetch(named, "", HERE) == Fetched(CALENDAR, "")
        assert asked == [named.split("/")[2]]
        assert "certificate" in problem(url)  # it is that of another name
        assert "without https" in problem(named.partition("/a%20b")[0] + "/down")
        assert "as a web server" in problem(named.replace("https:", "http:"))
