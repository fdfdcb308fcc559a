"""The poster: a picture in every script whose letters are here, and lines of mixed directions in their order."""

import statistics
import time
from io import BytesIO

import pytest
import segno
from flask import Flask
from PIL import Image

from resources.events import lettering, poster
from resources.events.lettering import Hand
from tests.people import browser
from tests.resources.events.joining import add
from tests.resources.events.test_sheet import settled

pytestmark = pytest.mark.usefixtures("clock")
EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
LONG = "Football evening for everyone who likes to run, and for those who would rather watch with tea – North Hall"
TITLES = {
    "en": LONG,
    "ar": "أمسية كرة القدم للجميع (مع الشاي) – مركز الشباب Youth House 2026، من الساعة 18:00",
    "fa": "شب فوتبال برای همه، هم آن‌هایی که می‌دوند و هم آن‌ها که تماشا می‌کنند",
    "ti": "ምሸት ኩዕሶ እግሪ ንኹሉ ዝፈቱ ኣብ North Hall ካብ ሰዓት 18:00",
    "uk": "Вечір футболу для всіх, хто любить бігати, і для тих, хто радше подивиться",
}


def read(line: str, *, from_right: bool) -> list[tuple[str, str]]:
    """The pieces of *line* from left to right, with the direction of each; pieces that go on in one are joined."""
    made: list[tuple[str, str]] = []
    for each in lettering.line(line, Hand(40, from_right=from_right)):
        if not made or made[-1][1] != each.direction:
            made.append((each.text, each.direction))
        elif each.direction == "ltr":
            made[-1] = (made[-1][0] + each.text, "ltr")
        else:
            made[-1] = (each.text + made[-1][0], "rtl")
    return made


def test_pieces_stand_in_the_order_in_which_eyes_read() -> None:
    assert read("Tea in Kallio", from_right=False) == [("Tea in Kallio", "ltr")]
    assert read("شاي في كاليو", from_right=True) == [("شاي في كاليو", "rtl")]
    assert read("بيت Youth House اليوم", from_right=True) == [
        (" اليوم", "rtl"), ("Youth House", "ltr"), ("بيت ", "rtl"),
    ]  # fmt: skip
    assert read("Tea at بيت الشاي today", from_right=False) == [
        ("Tea at ", "ltr"), ("بيت الشاي", "rtl"), (" today", "ltr"),
    ]  # fmt: skip
    assert read("من 18:00 إلى", from_right=True) == [(" إلى", "rtl"), ("18:00", "ltr"), ("من ", "rtl")]
    tea = "شاي (مع كعك) "
    assert read(f"{tea}🙂", from_right=True) == [(tea, "rtl")]  # what no font has is left out
    kept = "می\u200cدوند"
    assert read(kept, from_right=True) == [(kept, "rtl")]


def test_letters_that_are_not_here_are_known() -> None:
    assert lettering.can_write("Tea ⚽️ شاي чай ሻሂ თეა")
    assert not lettering.can_write("茶")
    hand = Hand(60, bold=True)
    lines = lettering.wrapped("Donaudampfschifffahrtsgesellschaft" * 3, hand, 500)
    assert "".join(lines) == "Donaudampfschifffahrtsgesellschaft" * 3
    assert all(lettering.width(lettering.line(each, hand)) <= 500 for each in lines)


def code(picture: Image.Image, address: str) -> bool:
    """Whether the code of *address* is drawn on *picture*."""
    dark = picture.convert("L").point(lambda shade: shade < 128 and 255).load()
    assert dark is not None
    matrix = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
    side, scale = len(matrix), poster.SQUARE // len(matrix)
    top = poster.HEIGHT - poster.FOOT + (poster.FOOT - poster.SQUARE) // 2 + (poster.SQUARE - side * scale) // 2
    for left in (poster.EDGE, poster.WIDTH - poster.EDGE - side * scale):
        points = [
            dark[left + x * scale + scale // 2, top + y * scale + scale // 2]
            for y in range(side)
            for x in range(side)
        ]
        if all(bool(point) == bool(wanted) for point, wanted in zip(points, b"".join(matrix), strict=True)):
            return True
    return False


@EMBEDDED
def test_a_poster_is_drawn_in_each_script_light_and_quick(app: Flask) -> None:
    settled(app, public_url="https://help.example.org", demo=True)
    words = {tag: (title, "", "") for tag, title in TITLES.items()}
    add(
        app, "football", "2026-11-24T18:00", "2026-11-24T20:00", "FREQ=WEEKLY", words=words, address="Street 3",
        ages_from=13, ages_to=17, cost="free", languages=("ar", "fi"),
    )  # fmt: skip
    client = browser(app)
    took, pictures = [], {}
    for tag in TITLES:
        for _time in range(2):  # the first one opens the fonts
            before = time.process_time()
            answer = client.get(f"/{tag}/events/football/poster.png")
            spent = time.process_time() - before
        took.append(spent)
        assert answer.content_type == "image/png"
        assert len(answer.data) < 150_000
        pictures[tag] = Image.open(BytesIO(answer.data))
        assert pictures[tag].size == (1080, 1350)
        assert code(pictures[tag], f"https://help.example.org/{tag}/events/football?at=2026-12-01T1800")
    assert statistics.median(took) < 0.3
    assert "poster.png" in client.get("/en/events/football").text
    assert answer.headers["Cache-Control"] == "no-cache"


@EMBEDDED
def test_only_public_events_with_known_letters_have_a_poster(app: Flask) -> None:
    add(app, "waits", "2026-11-27T18:00", "2026-11-27T20:00", state="pending")
    add(app, "off", "2026-11-27T18:00", "2026-11-27T20:00", cancelled=True)
    add(app, "odd", "2026-11-27T18:00", "2026-11-27T20:00", words={"en": ("⚽", "", "")})
    add(app, "cha", "2026-11-27T18:00", "2026-11-27T20:00", words={"en": ("Tea 茶", "", "")})
    client = browser(app)
    assert client.get("/en/events/waits/poster.png").status_code == 404
    missing = client.get("/en/events/cha/poster.png")
    assert missing.status_code == 404
    assert "no picture" in missing.text
    assert "poster.png" not in client.get("/en/events/cha").text
    assert client.get("/en/events/odd/poster.png").status_code == 200
    off = Image.open(BytesIO(client.get("/en/events/off/poster.png").data)).convert("RGB")
    assert off.getpixel((5, poster.BAND + 5)) == pytest.approx((160, 28, 28), abs=8)
