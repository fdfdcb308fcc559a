"""What it takes to write a thousand events as iCalendar: by our lines, and by the icalendar library.

Run by itself: ``python -m benchmarks.calendars``.
"""

import datetime
from zoneinfo import ZoneInfo

import icalendar

from benchmarks.measure import cpu
from portal.languages import Said
from resources.events.dates import Series
from resources.events.exchange import writing
from resources.events.exchange.writing import Entry

NUMBER, TIMES = 1000, 5
ZONE, RULE = "Europe/Helsinki", "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20271231T180000"
ABOUT = "نلعب مع كل من يأتي. " * 10


def entries() -> list[Entry]:
    """Events of two hours in Arabic, every second one each week."""
    starts = datetime.datetime.fromisoformat("2026-12-01T18:00")
    return [
        Entry(
            uid=f"{number}@wayhouse.example", version=3, changed_on=starts.date(),
            series=Series(starts, starts + datetime.timedelta(hours=2), ZONE, RULE if number % 2 else ""),
            all_day=False, cancelled=False, title=Said(f"أمسية كرة القدم {number}", "ar"), about=Said(ABOUT, "ar"),
            where=Said("Oodi, Töölönlahdenkatu 4, 00100 Helsinki", "fi"), category=Said("شباب", "ar"),
            url=f"https://help.example.org/ar/events/{number}",
        )
        for number in range(NUMBER)
    ]  # fmt: skip


def by_library(given: list[Entry]) -> bytes:
    """*given* as the icalendar library writes them."""
    calendar = icalendar.Calendar()
    for each in given:
        event, zone, words = icalendar.Event(), ZoneInfo(ZONE), {"LANGUAGE": "ar"}
        day = datetime.datetime.combine(each.changed_on, datetime.time.min, datetime.UTC)
        for name in ("DTSTAMP", "LAST-MODIFIED"):
            event.add(name, day)
        event.add("UID", each.uid)
        event.add("SEQUENCE", each.version - 1)
        event.add("DTSTART", each.series.starts.replace(tzinfo=zone))
        event.add("DTEND", each.series.ends.replace(tzinfo=zone))
        if each.series.rule:
            event.add("RRULE", icalendar.vRecur.from_ical(f"{each.series.rule}Z"))
        for name, said in (("SUMMARY", each.title), ("DESCRIPTION", each.about), ("LOCATION", each.where)):
            event.add(name, said.words if said else "", parameters=words)
        event.add("CATEGORIES", [each.category.words])
        event.add("URL", each.url)
        event.add("STATUS", "CONFIRMED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def compare() -> None:
    """Print both."""
    given = entries()
    ours, theirs = cpu(lambda: writing.calendar("Events", given), TIMES), cpu(lambda: by_library(given), TIMES)
    print(f"{NUMBER} events as iCalendar: {ours:.0f} ms by our lines, {theirs:.0f} ms by icalendar")


if __name__ == "__main__":
    compare()
