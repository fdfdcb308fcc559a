"""What a first visit costs over the wire: requests and bytes, as Chromium counts them."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Request

from tests.pages import PLACE

ROOT = Path(__file__).parents[2]
KB = 1024


@pytest.mark.parametrize(
    ("path", "requests", "size"),
    [
        ("/en/", 8, 30 * KB),
        ("/ar/places", 8, 30 * KB),
        (f"/en{PLACE}", 8, 30 * KB),
        ("/ti/call", 8, 30 * KB),
        ("/en/forum", 8, 30 * KB),
        ("/ar/forum/ask-the-city/3", 8, 30 * KB),
        ("/uk/concerns", 8, 30 * KB),
        ("/en/map", 12, 120 * KB),
    ],
)
def test_a_first_visit_is_light(visit: Any, path: str, requests: int, size: int) -> None:
    page = visit("about:blank")
    seen: list[Request] = []
    page.on("requestfinished", lambda request: seen.append(request))  # noqa: PLW0108 (Playwright wants a function)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    before_tiles = [each for each in seen if "basemap" not in each.url]
    weight = sum(each.sizes()["responseBodySize"] + each.sizes()["responseHeadersSize"] for each in before_tiles)
    assert len(before_tiles) <= requests
    assert weight <= size


def test_our_own_style_and_script_are_small() -> None:
    def packed(name: str) -> int:
        return len(gzip.compress((ROOT / name).read_bytes()))

    assert packed("portal/static/wayhouse.css") <= 12 * KB
    assert packed("portal/static/wayhouse.js") + packed("map/static/map.js") <= 10 * KB
