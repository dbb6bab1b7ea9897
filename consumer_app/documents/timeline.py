"""What happened, in order of time."""

from collections.abc import Iterable
from itertools import groupby

from consumer_app.domain.case import Event


def in_time_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events by day, and by minute within a day when every one of that day has its minute; else as the shopper put them.

    An event without a day stays behind the one it was told after.
    """
    placed = []
    latest = ""
    for event in events:
        latest = str(event.at.first_day) if event.at.first_day else latest
        placed.append((latest, event))
    ordered: list[Event] = []
    for _, day in groupby(sorted(placed, key=lambda one: one[0]), key=lambda one: one[0]):
        told = [event for _, event in day]
        if all(event.at.instant for event in told):
            told.sort(key=lambda event: event.at.at or "")
        ordered.extend(told)
    return tuple(ordered)
