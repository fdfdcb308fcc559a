// Reads a calendar with ical.js and says when its events take place: JSON in, JSON out.
import ICAL from "ical.js";
import { readFileSync } from "node:fs";

const { text, since, until } = JSON.parse(readFileSync(0, "utf8"));
const calendar = new ICAL.Component(ICAL.parse(text));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(new ICAL.Timezone(zone));
}
const first = ICAL.Time.fromDateTimeString(since);
const last = ICAL.Time.fromDateTimeString(until);

// What clocks there show, whatever the zone; a day as its midnight.
const shown = (time) => time.toString().replace("Z", "").padEnd(19, "T00:00:00").slice(0, 19);
const wall = (time) => ICAL.Time.fromDateTimeString(shown(time));
const said = (event, start, end) => ({
  uid: event.uid,
  title: event.summary,
  starts: shown(start),
  ends: shown(end),
  utc: start.toUnixTime(),
  cancelled: event.component.getFirstPropertyValue("status") === "CANCELLED",
});

function datesOf(master, exceptions) {
  const event = new ICAL.Event(master, { exceptions, strictExceptions: true });
  if (!event.isRecurring()) return [said(event, event.startDate, event.endDate)];
  const found = [];
  const iterator = event.iterator();
  for (let next = iterator.next(); next && wall(next).compare(last) < 0; next = iterator.next()) {
    if (exceptions.some((each) => each.getFirstPropertyValue("recurrence-id").compare(next) === 0)) continue;
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    found.push(said(item, startDate, endDate));
  }
  for (const each of exceptions.map((component) => new ICAL.Event(component))) {
    found.push(said(each, each.startDate, each.endDate));
  }
  return found;
}

const components = calendar.getAllSubcomponents("vevent");
const changed = Map.groupBy(
  components.filter((each) => each.hasProperty("recurrence-id")),
  (each) => each.getFirstPropertyValue("uid"),
);
const found = components
  .filter((each) => !each.hasProperty("recurrence-id"))
  .flatMap((each) => datesOf(each, changed.get(each.getFirstPropertyValue("uid")) ?? []))
  .filter((each) => shown(first) <= each.starts && each.starts < shown(last));
process.stdout.write(JSON.stringify(found));
