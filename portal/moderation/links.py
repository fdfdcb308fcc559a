"""Links in a text: where each leads, and whether it shows a place on a map or passes for another one."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from portal.accounts.names import skeleton
from portal.accounts.scripts import scripts
from portal.moderation.patterns import Span
from portal.text import host

_WRITTEN_OUT = re.compile(r"(?:h(?:tt|xx)ps?://|(?<![\w@.])www\.)[^\s<>\"]+", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w@.\-])((?:\w[\w\-]{0,62}\.){1,8})([^\W\d_]{2,24})(?![\w@\-]|\.\w)(/[^\s<>\"]*)?")
_CLOSING = ".,;:!?)]}»”'*"
_ENDINGS = re.compile(
    "com|org|net|info|biz|eu|io|app|dev|co|cc|tv|online|site|xyz|shop|store|club|top|live|link|click|space|website|tech"
    "|mobi|asia|dk|ee|lv|lt|pl|cz|sk|hu|ro|bg|gr|de|at|ch|nl|es|pt|fr|fi|se|uk|ie|ca|au|ua|ru|su|by|kz|tr|ir|iq|sy|lb"
    "|jo|ae|sa|eg|dz|tn|sd|ke|ng|za|pk|af|bd|np|lk|cn|jp|kr|br|mx|укр|рф",
    re.IGNORECASE,
)
# Endings that are words too: "help.me" is a missed space, "t.me/abc" is a link.
_ENDINGS_AND_WORDS = re.compile("me|so|it|to|is|no|in|be|us|my|am|as|id|la|et|er|ly|gg|ma|do|gl", re.IGNORECASE)
_MAPS = {
    *("openstreetmap.org", "osm.org", "maps.google.com", "maps.app.goo.gl", "maps.apple.com", "waze.com", "2gis.com"),
    *("what3words.com", "w3w.co", "wego.here.com", "mapy.com", "neshan.org", "balad.ir", "organicmaps.app"),
}
_MAP_PATHS = re.compile(r"[./](?:google|bing|yandex|goo)\.[a-z.]{2,6}/maps")
# Links that call someone: a number in them is looked at, unlike those of other links.
_CALLS = {"wa.me", "whatsapp.com", "viber.com", "signal.me", "t.me", "telegram.me"}
_LONGEST_HOST = 253


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is written, and the host that it leads to, in ASCII."""

    span: Span
    written: str
    host: str

    @property
    def settled(self) -> Span:
        """What of it needs no second look: all, but for the number in a link that calls someone."""
        path = re.search(r"(?<![:/])[/?]", self.written)
        if path and is_under(self.host, _CALLS):
            return self.span[0], self.span[0] + path.start()
        return self.span

    @property
    def shows_a_place(self) -> bool:
        """Whether it leads to a map."""
        return is_under(self.host, _MAPS) or bool(_MAP_PATHS.search(self.written.lower()))


@lru_cache(maxsize=1024)
def _ascii(place: str) -> str:
    return host(f"http://{place}").rstrip(".")


def host_of(address: str) -> str:
    """The ASCII host of *address*, with or without its scheme; "" where there is none."""
    place = re.split(r"[/?#\\]", re.sub(r"\A\w+://", "", address), maxsplit=1)[0].rpartition("@")[2]
    return _ascii(place) if 0 < len(place) <= _LONGEST_HOST else ""


def is_under(name: str, hosts: Collection[str]) -> bool:
    """Whether *name* is one of *hosts* or a subdomain of one."""
    labels = name.split(".")
    return any(".".join(labels[start:]) in hosts for start in range(len(labels)))


def _link(start: int, written: str) -> Link:
    written = written.rstrip(_CLOSING)
    return Link((start, start + len(written)), written, host_of(written))


def written_out(text: str) -> Iterator[Link]:
    """Links that begin with http or www."""
    return (_link(found.start(), found[0]) for found in _WRITTEN_OUT.finditer(text))


def bare(text: str, watched: Collection[str]) -> Iterator[Link]:
    """Links without a scheme, such as example.org or t.me/abc, and whatever names one of the *watched* hosts.

    E-mail addresses are to be blanked first.
    """
    for found in _BARE.finditer(text):
        link = _link(found.start(), found[0])
        known = _ENDINGS.fullmatch(found[2]) or (found[3] and _ENDINGS_AND_WORDS.fullmatch(found[2]))
        if known or is_under(link.host, watched):
            yield link


@lru_cache(maxsize=1024)
def _reads_as_latin(ascii_host: str) -> bool:
    *labels, ending = ascii_host.encode("ascii").decode("idna").split(".")
    return ending.isascii() and any(
        scripts(label) & {"Cyrillic", "Greek"} and skeleton(label).isascii() for label in labels
    )


def passes_for_another(link: Link) -> bool:
    """Whether its host reads as Latin letters and is none, under an ending that is Latin: раураӏ.com."""
    try:
        return "xn--" in link.host and _reads_as_latin(link.host)
    except UnicodeError:
        return False
