"""The order of time: what certainly came first stands first; what cannot be told apart stays as the shopper put it."""

import heapq
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import TypeVar

from consumer_app.domain.case.document import Event
from consumer_app.domain.law.moments import SHANGHAI, Moment

LAST_OF_A_DAY = timedelta(days=1) - timedelta.resolution
Told = TypeVar("Told", bound=Event)
Span = tuple[datetime, datetime]


def span(moment: Moment) -> Span | None:
    """The first and the last instant that a moment can be, in Asia/Shanghai; None when nothing is known of it."""
    if moment.instant:
        return moment.instant, moment.instant
    first, last = moment.first_day, moment.last_day
    if first is None or last is None:
        return None
    return (
        datetime.combine(first, time(), SHANGHAI),
        datetime.combine(last, time(), SHANGHAI) + LAST_OF_A_DAY,
    )


def in_time_order(events: Iterable[Told]) -> tuple[Told, ...]:
    """Events so that none stands before one that certainly came earlier, and otherwise as they were told.

    Instants are compared as instants, whatever zone they are written in; a day, a month or a range of days comes before something only
    when it lies before it whole. An event of which no time is known stays behind the one it was told after.
    """
    opening, groups = _groups(events)
    by_first = sorted((first, told) for told, ((first, _), _) in enumerate(groups))
    by_last = sorted((last, told) for told, ((_, last), _) in enumerate(groups))
    ready: list[int] = []
    ordered: list[Told] = list(opening)
    placed: set[int] = set()
    next_first = next_last = 0
    while len(placed) < len(groups):
        while by_last[next_last][1] in placed:
            next_last += 1
        earliest_end = by_last[next_last][0]
        while next_first < len(by_first) and by_first[next_first][0] <= earliest_end:
            heapq.heappush(ready, by_first[next_first][1])
            next_first += 1
        told = heapq.heappop(ready)
        placed.add(told)
        ordered += groups[told][1]
    return tuple(ordered)


def is_in_time_order(events: Iterable[Event]) -> bool:
    """Whether the events already stand in their order of time."""
    told = tuple(events)
    return in_time_order(told) == told


def _groups(events: Iterable[Told]) -> tuple[list[Told], list[tuple[Span, list[Told]]]]:
    """Those told before any whose time is known, then each known one, by its span, with the unknown ones told after it."""
    opening: list[Told] = []
    groups: list[tuple[Span, list[Told]]] = []
    for event in events:
        if bounds := span(event.at):
            groups.append((bounds, [event]))
        elif groups:
            groups[-1][1].append(event)
        else:
            opening.append(event)
    return opening, groups
