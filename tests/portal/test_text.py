"""What people write is made safe without taking long."""

import time

from portal.text import clean


def test_piled_marks_cost_no_time() -> None:
    began = time.process_time()
    assert len(clean("\u0301\u0316" * 50_000)) <= 40
    assert time.process_time() - began < 1
    assert clean("cafe\u0301") == "café"
