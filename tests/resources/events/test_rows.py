"""Tables of events: each row is read or named with its reason."""

import datetime

import pytest

from portal.errors import BadInput
from resources.events.exchange import rows
from resources.events.exchange.entries import Entry

pytestmark = pytest.mark.usefixtures("helsinki")
D = datetime.datetime


def read(*lines: str) -> list[Entry]:
    found = rows.read("\r\n".join(lines).encode())
    assert found.problems == []
    return list(found.entries)


def test_a_table_is_read_however_it_was_saved() -> None:
    lines = ("Title;Starts;ends;place;ages", '"Tea; and ""cake""";1.12.2026 18:00;20:00;North Hall;13-17')
    for text in ("\r\n".join(lines), "\n".join(lines), "\ufeff" + "\r\n".join(lines) + "\r\n;;;;\r\n"):
        found = rows.read(text.encode())
        assert found.problems == []
        each = found.entries[0]
        assert (each.title, each.address, each.ages, each.line) == ('Tea; and "cake"', "North Hall", (13, 17), 2)
        assert (each.starts, each.ends, each.zone) == (D(2026, 12, 1, 18), D(2026, 12, 1, 20), "Europe/Helsinki")
    header = rows.template().decode()
    assert header.startswith("\ufefftitle,starts,ends,place")
    assert rows.read(rows.template()).entries == []


def test_every_column() -> None:
    head = ",".join(rows.COLUMNS)
    first, days, late, rule = read(
        head,
        'Football,2026-12-01 18:00,,"Hall, Street 1",https://example.org/a,teens,Comet,"Bring **shoes**.\n'
        'Free.",Shoes,free,"en, ar",weekly,2027-02-01,row-1',
        "Camp,2026-12-05,2026-12-07,,,18+,,,,5 €,,,,",
        "Night,2026-12-05T22:00,02:00,,,all,,,,paid,,,,",
        "Choir,5.12.2026 10:00,5.12.2026 12:30,,,-12,,,,,,FREQ=MONTHLY;BYDAY=1SA,,",
    )
    assert (first.starts, first.ends) == (D(2026, 12, 1, 18), D(2026, 12, 1, 19))
    assert (first.text, first.bring, first.cost, first.languages) == (
        "Bring **shoes**.\nFree.",
        "Shoes",
        "free",
        ("en", "ar"),
    )
    assert (first.online, first.responsible, first.rule) == (
        "https://example.org/a", "Comet", "FREQ=WEEKLY;UNTIL=20270201T235959",
    )  # fmt: skip
    assert (first.ref, first.ages) == ("row-1", (13, 17))
    assert (days.starts, days.ends, days.all_day) == (D(2026, 12, 5), D(2026, 12, 8), True)
    assert (days.ages, days.cost, days.price, days.responsible) == ((18, None), "paid", "5 €", None)
    assert (late.ends, late.cost, late.price) == (D(2026, 12, 6, 2), "paid", "")
    assert (rule.rule, rule.ages, rule.cost) == ("FREQ=MONTHLY;BYDAY=1SA", (None, 12), None)


def test_a_bad_row_is_named_and_the_others_are_taken() -> None:
    found = rows.read(
        "\n".join(
            (
                "title,starts,ends,ages,languages,online,repeat,until,colour",
                "=cmd|' /C calc'!A0,2026-12-01 18:00",
                ",2026-12-01 18:00",
                "Tea,tomorrow",
                "Tea,2026-02-30",
                "Tea,2026-12-01 18:00,2026-12-01 17:00",
                "Tea,2026-12-01 18:00,later",
                "Tea,2026-12-01 18:00,,young at heart",
                "Tea,2026-12-01 18:00,,17-13",
                "Tea,2026-12-01 18:00,,,klingonese",
                "Tea,2026-12-01 18:00,,,,http://example.org",
                "Tea,2026-12-01 18:00,,,,,hourly",
                "Tea,2026-12-01 18:00,,,,,weekly,soon",
                "Tea,2026-12-01 18:00,,,,,FREQ=SECONDLY",
                "Word " * 30 + ",2026-12-01 18:00",
                "Cake,2026-12-01 18:00",
                "Cake,2026-12-01 18:00,21:00",
            )
        ).encode()
    )
    assert [each.title for each in found.entries] == ["=cmd|' /C calc'!A0", "Cake"]
    assert [each.line for each in found.problems] == [*range(3, 16), 17]
    said = [each.why for each in found.problems]
    assert said[0] == "It has no title."
    assert said[1] == said[2] == "When it begins cannot be read. Write it as 2026-12-01 18:00."
    assert said[3] == "It ends before it begins."
    assert said[-1] == "The same stands in an earlier row."
    assert found.notes[0].said() == "Line 1, “colour”: This column is not known, and was not read."


SOON_OR_NEVER = "This begins too long ago, or too far ahead."
TOO_LONG = "One date can last a month at the most. For more, let it repeat."
BACKWARDS = "It ends before it begins. If it ends on another day, write that day, too."
SKIPPED = "Clocks skip this hour on that day. Choose an earlier or a later one."
TIMES = {
    "9999-12-31 23:00": SOON_OR_NEVER, "9999-12-31 23:00,06:00": SOON_OR_NEVER, "9999-12-31": SOON_OR_NEVER,
    "0001-01-01": SOON_OR_NEVER, "0001-01-01 00:00,00:00": SOON_OR_NEVER, "1969-12-31": SOON_OR_NEVER,
    "2026-12-01,9999-12-31": TOO_LONG, "2026-12-01 18:00,9999-12-31 23:59": TOO_LONG,
    "2026-12-01,0001-01-01": "It ends before it begins.", "2026-12-01 18:00,18:00": "It ends before it begins.",
    "2026-12-01 18:00,17:00": BACKWARDS, "2026-12-01 18:00,06:01": BACKWARDS, "2027-03-28 03:30": SKIPPED,
    "2027-03-28 03:00,05:00": SKIPPED, "2027-03-28 03:59,,weekly": SKIPPED,
    "2026-12-01 18:00,,weekly,1926-01-01": "No day ever matches this recurrence.",
}  # fmt: skip


@pytest.mark.parametrize("times", TIMES)
def test_times_that_cannot_be_are_refused_with_the_reason(times: str) -> None:
    found = rows.read(f"title,starts,ends,repeat,until\nTea,{times}".encode())
    assert (found.entries, [each.why for each in found.problems]) == ([], [TIMES[times]])


def test_what_ends_in_the_morning_began_the_evening_before() -> None:
    night, morning, after, summer, ever = read(
        "title,starts,ends,repeat,until",
        "Night,2026-12-05 22:00,06:00",
        "Morning,2026-12-05 04:00,05:30",
        "After the clocks,2027-03-28 02:30,",
        "The day of the clocks,2027-03-28,",
        "For ever,2026-12-05 18:00,,weekly,9999-12-31",
    )
    assert (night.ends, morning.ends) == (D(2026, 12, 6, 6), D(2026, 12, 5, 5, 30))
    assert (after.ends, summer.ends) == (D(2027, 3, 28, 3, 30), D(2027, 3, 29))
    assert ever.rule == "FREQ=WEEKLY;UNTIL=99991231T235959"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "name the columns"),
        (b"name,day\nTea,2026-12-01", "name the columns"),
        (b"title,starts\n\xe4,2026-12-01", "CSV UTF-8"),
        (b'title,starts\n"Tea', "No day|"),
        (b'title,starts\n"' + b"a" * 200_000 + b'",1', "too long"),
        (b"title,starts\n" + b"Tea,2026-12-01\n" * 1001, "more than 1,000"),
        (b"a" * 6_000_000, "larger than 5 MB"),
    ],
    ids=range(7),
)
def test_what_is_no_table_says_so(data: bytes, says: str) -> None:
    if says == "No day|":  # a cell without its end holds the rest
        assert rows.read(data).entries == []
        return
    with pytest.raises(BadInput, match=says):
        rows.read(data)


def test_a_million_columns_cost_nothing() -> None:
    found = rows.read(b"title,starts" + b",a" * 1_200_000 + b"\nTea,2026-12-01" + b",b" * 1_200_000)
    assert (len(found.entries), len(found.notes)) == (1, 98)
