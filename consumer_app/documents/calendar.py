"""Deadlines as a calendar file (.ics) for the shopper's phone: one all-day entry a deadline, reminders before it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

REMIND_DAYS_BEFORE = (3, 1)


@dataclass(frozen=True)
class Entry:
    """One day to keep: its id within the case, what is due, and how it was counted."""

    id: str
    title: str
    on: date
    working: str


def write(entries: Iterable[Entry], today: date, name: str) -> bytes:
    """The entries as RFC 5545 text, the same for the same entries and day. No name, number or address goes in: phones share calendars."""
    calendar = Calendar()
    calendar.add("prodid", "-//consumer-app//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    stamp = datetime(today.year, today.month, today.day, tzinfo=UTC)
    for entry in entries:
        event = Event()
        event.add("uid", f"{hashlib.sha256(f'{entry.id}{entry.on}'.encode()).hexdigest()[:24]}@consumer-app")
        event.add("dtstamp", stamp)
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))
        event.add("summary", entry.title)
        event.add("description", entry.working)
        event.add("transp", "TRANSPARENT")
        for days in REMIND_DAYS_BEFORE:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", entry.title)
            alarm.add("trigger", timedelta(days=-days, hours=9))
            event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
