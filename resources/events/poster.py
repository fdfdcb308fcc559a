"""An event as a picture to send by WhatsApp or to hang up: in our colours, in the reader's script."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TypeVar

import segno
from PIL import Image, ImageDraw

from portal.i18n import gettext, language_name, shown
from portal.languages import direction
from portal.settings import current
from resources.events import lettering, sharing
from resources.events.cards import Card
from resources.events.lettering import Hand

WIDTH, HEIGHT, EDGE = 1080, 1350, 72
ROOM = WIDTH - 2 * EDGE
PAPER, INK, MUTED, WHITE, LINE = "#faf7f2", "#17252d", "#55636c", "#ffffff", "#8a8478"
PRIMARY, DANGER, ATTENTION, TINT = "#0b5d5a", "#a01c1c", "#9a4a00", "#fdeed8"
TILES = {
    "sleep": "#5b3fa0", "food": "#a34700", "health": "#b3123f", "rights": "#1b4d86", "safe": PRIMARY,
    "family": "#8a1c7c", "community": "#2f6b1e", "learn": "#7a5200",
}  # fmt: skip
BAND, STRIP, SQUARE, FOOT = 140, 84, 232, 300  # heights: of the head, a mark under it, the code, and the foot
TITLES = ((104, 5), (92, 5), (80, 5), (68, 5), (58, 5), (50, 5), (50, 3))
"""The sizes of a title, and its lines at the most: the first with which all has room is taken."""
MARKS = (36, 32, 28, 24)
COLOURS = 48
AnySheet = TypeVar("AnySheet", bound="Measure")


@dataclass(frozen=True, slots=True)
class Words:
    """What one event's poster says, in parts; *from_right* is how its page runs, *title_from_right* its title."""

    from_right: bool
    title_from_right: bool
    city: str
    kind: str
    title: str
    marks: Sequence[tuple[str, str, str]]
    """Words, and the colours of them and behind them."""
    date: str
    times: str
    place: str
    street: str
    facts: str
    languages: str
    host: str
    invitation: str
    address: str

    def all(self) -> str:
        """All that has to be written."""
        marks = [words for words, _colour, _behind in self.marks]
        parts = (self.city, self.kind, self.title, *marks, self.date, self.times, self.place, self.street)
        return " ".join((*parts, self.facts, self.languages, self.host, self.invitation, self.address))


def can_draw(text: str) -> bool:
    """Whether the fonts that are installed have all letters of *text*."""
    return lettering.can_write(text)


def words(card: Card, address: str) -> Words:
    """What the poster of *card* says; *address* is the whole address of its page."""
    event = card.event
    host = event.organisation.name if event.organisation and event.organisation.state == "published" else ""
    return Words(
        from_right=shown().direction == "rtl",
        title_from_right=direction(card.title.tag) == "rtl",
        city=f"Wayhouse · {current().city}",
        kind=card.shelf.label.words,
        title=card.title.words,
        marks=_marks(card),
        date=sharing.date(card),
        times=sharing.times(card),
        place=card.place.words if card.place else sharing.where(card),
        street=event.place.address if card.place and event.place else "",
        facts=" · ".join(part for part in (card.ages, card.cost, event.price) if part),
        languages=" · ".join(map(language_name, card.languages)),
        host=host or event.responsible,
        invitation=gettext("More about it, without an account:"),
        address=address.partition("://")[2],
    )


def _marks(card: Card) -> list[tuple[str, str, str]]:
    marks = []
    if current().demo:
        marks.append((f"DEMO · {gettext('This is a demonstration. Do not rely on it.')}", ATTENTION, TINT))
    if card.cancelled:
        marks.append((gettext("Does not take place"), WHITE, DANGER))
    elif card.moved:
        marks.append((gettext("Moved"), ATTENTION, TINT))
    return marks


def draw(said: Words, address: str, tile: str) -> bytes:
    """The picture as PNG; *tile* is the tile whose colour it has, *address* where its code leads."""
    sheet = Sheet(said.from_right)
    _head(sheet, said, TILES.get(tile, PRIMARY))
    top = sheet.at
    fitting = (each for each in TITLES if top + _body(Measure(said.from_right), said, *each).at <= HEIGHT - FOOT)
    sheet.bottom = HEIGHT - FOOT
    _body(sheet, said, *next(fitting, TITLES[-1]))
    sheet.bottom = HEIGHT
    _foot(sheet, said, address)
    return sheet.png()


def _head(sheet: "Sheet", said: Words, colour: str) -> None:
    """The band at the top, and under it what has to be known first."""
    sheet.strip(BAND, said.kind, 44, WHITE, colour)
    for text, colour_, behind in said.marks:
        hands = (Hand(size, True, said.from_right) for size in MARKS)
        size = next((each.size for each in hands if len(lettering.wrapped(text, each, ROOM)) == 1), MARKS[-1])
        sheet.strip(STRIP, text, size, colour_, behind)


def _body(sheet: "AnySheet", said: Words, size: int, most: int) -> "AnySheet":
    """What, when and where, with the title in *size* and at the most *most* lines."""
    sheet.skip(40)
    sheet.write(said.title, size, bold=True, most=most, from_right=said.title_from_right)
    sheet.skip(28)
    sheet.write(said.date, 50, PRIMARY, bold=True, most=2)
    sheet.write(said.times, 64, PRIMARY, bold=True, from_right=False)
    sheet.skip(28)
    sheet.write(said.place, 46, bold=True, most=2)
    sheet.write(said.street, 38, MUTED, most=2)
    sheet.skip(20)
    sheet.write(said.facts, 38, most=2)
    sheet.write(said.languages, 38, most=2)
    sheet.skip(28)
    return sheet


def _foot(sheet: "Sheet", said: Words, address: str) -> None:
    """Who holds it, where to read more, and the code that leads there."""
    top = HEIGHT - FOOT
    sheet.box(top, FOOT, WHITE)
    sheet.box(top, 2, LINE)
    sheet.code(address, top + (FOOT - SQUARE) // 2)
    sheet.at, sheet.room = top + 34, ROOM - SQUARE - 36
    sheet.write(said.host, 36, bold=True, most=2)
    sheet.write(said.invitation, 30, MUTED, most=2)
    sheet.write(said.address, 30, PRIMARY, bold=True, most=2, from_right=False)
    sheet.write(said.city, 26, MUTED)


class Measure:
    """Paper on which nothing is written: how much room lines would need, one under the other.

    *at* is where the next one begins, *bottom* where the last one has to end, *room* how wide they may be, in pixels.
    """

    bottom = 100 * HEIGHT

    def __init__(self, from_right: bool) -> None:
        self.from_right, self.at, self.room = from_right, 0, ROOM

    def skip(self, pixels: int) -> None:
        """Leave some room."""
        self.at += pixels

    def write(
        self, text: str, size: int, colour: str = INK, *, bold: bool = False, most: int = 1,
        from_right: bool | None = None,
    ) -> None:  # fmt: skip
        """Write *text* in at the most *most* lines; what does not fit is left out, and said to be."""
        hand = Hand(size, bold, self.from_right if from_right is None else from_right)
        lines = lettering.wrapped(text, hand, self.room)
        if len(lines) > most:
            lines = (*lines[: most - 1], f"{lines[most - 1].rpartition(' ')[0] or lines[most - 1][:-1]}…")
        for line in lines:
            pieces = lettering.line(line, hand)
            if not pieces:
                continue
            above, below = lettering.height(pieces, hand)
            if self.at + above + below > self.bottom:
                return
            self.put(pieces, self.at + above, colour)
            self.at += above + below

    def put(self, pieces: Sequence[lettering.Piece], foot: int, colour: str) -> None:
        """Write a line whose letters stand on *foot*."""


class Sheet(Measure):
    """Paper on which lines are written, from the side where the reader begins."""

    def __init__(self, from_right: bool) -> None:
        super().__init__(from_right)
        self.image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    def box(self, top: int, height: int, colour: str) -> None:
        """A box from side to side."""
        self.pen.rectangle((0, top, WIDTH, top + height - 1), colour)

    def strip(self, height: int, text: str, size: int, colour: str, behind: str) -> None:
        """A box with one line in its middle."""
        top = self.at
        self.box(top, height, behind)
        self.at = top + (height - round(size * 1.45)) // 2
        self.write(text, size, colour, bold=True)
        self.at = top + height

    def put(self, pieces: Sequence[lettering.Piece], foot: int, colour: str) -> None:
        """Write a line whose letters stand on *foot*."""
        x = WIDTH - EDGE - lettering.width(pieces) if self.from_right else EDGE
        for each in pieces:
            self.pen.text((x, foot), each.text, colour, each.font, anchor="ls", direction=each.direction)
            x += each.width

    def code(self, address: str, top: int) -> None:
        """The code of *address*, on the side where the reader's lines end."""
        matrix = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
        side = len(matrix)
        scale = SQUARE // side
        small = Image.frombytes("L", (side, side), b"".join(matrix)).point(lambda dark: 0 if dark else 255)
        large = small.resize((side * scale, side * scale), Image.Resampling.NEAREST)
        left = EDGE if self.from_right else WIDTH - EDGE - large.width
        self.image.paste(large.convert("RGB"), (left, top + (SQUARE - large.height) // 2))

    def png(self) -> bytes:
        """The picture, with as few colours as it needs."""
        out = BytesIO()
        self.image.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
        return out.getvalue()
