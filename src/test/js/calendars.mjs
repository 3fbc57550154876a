// Says what two readers of iCalendar find in each file: ical.js and node-ical. Prints a line of JSON for each file.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

const address = (value) => String(value).replace(/^mailto:/i, "");

function byIcalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent"));
  const alarm = event.component.getFirstSubcomponent("valarm");
  return {
    method: calendar.getFirstPropertyValue("method"), uid: event.uid, sequence: event.sequence,
    start: event.startDate.toJSDate().toISOString(), end: event.endDate.toJSDate().toISOString(),
    summary: event.summary, status: event.component.getFirstPropertyValue("status"),
    organizer: address(event.organizer), location: event.location,
    guests: event.attendees.map((each) => ({
      name: each.getParameter("cn"), email: address(each.getFirstValue()), asks: each.getParameter("rsvp") === "TRUE",
    })),
    alarm: alarm ? alarm.getFirstPropertyValue("trigger").toSeconds() : null,
  };
}

function byNodeIcal(text) {
  const calendar = nodeIcal.sync.parseICS(text);
  const event = Object.values(calendar).find((each) => each.type === "VEVENT");
  const guests = [event.attendee ?? []].flat();
  const plain = (value) => value?.val ?? value ?? null;
  const bare = (value) => String(value).replace(/^"|"$/g, "");
  return {
    method: calendar.vcalendar?.method ?? event.method, uid: event.uid, sequence: Number(event.sequence),
    start: event.start.toISOString(), end: event.end.toISOString(), summary: plain(event.summary),
    status: event.status, organizer: address(plain(event.organizer)), location: plain(event.location),
    guests: guests.map((each) => ({
      name: bare(each.params.CN), email: address(each.val), asks: String(each.params.RSVP).toUpperCase() === "TRUE",
    })),
    alarm: event.alarms?.length ? ICAL.Duration.fromString(plain(event.alarms[0].trigger)).toSeconds() : null,
  };
}

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  console.log(JSON.stringify({ icalJs: byIcalJs(text), nodeIcal: byNodeIcal(text) }));
}
