"""On which days things happened, as a story tells it: the day of a clause, of the days that are written in it."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from consumer_app.domain.law import DayRange, LawBook
from consumer_app.domain.law.moments import EARLIEST_YEAR, ends, one_or_range
from consumer_app.domain.listening.days import that_day_on
from consumer_app.domain.listening.marks import marks_of_telling
from consumer_app.domain.listening.said import DaySaid
from consumer_app.domain.listening.speakers import Names, names_of
from consumer_app.domain.listening.stretches import Stretch

LONGEST_SPAN = 200
"""A span of more days (今年) is no time at which something happened."""
LATEST_DAY = 24
"""A day further behind in its clause is of something told in passing."""
CLOCK = re.compile(r"\s*(?P<hour>[01]?\d|2[0-3])[:：](?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d|[:：]\d)")
DAY_OF_MONTH = re.compile(r"\d{1,2}(?![\d:：.])")


class DaysTold:
    """The days written in a text, taken clause by clause from its beginning; ``plain`` is the narrow form of the text."""

    def __init__(self, plain: str, days: Sequence[DaySaid], book: LawBook) -> None:
        self.plain, self.days, self.book = plain, days, book
        self.names: Names = book.worked_out(names_of)
        self.marks = book.worked_out(marks_of_telling)
        self.next_day = 0
        self.known_on: date | None = None

    def of(self, one: Stretch, before: date | DayRange | None, silent: bool) -> DaySaid | date | None:
        """The day on which it happened: not one that was only spoken of, belongs to something else, or is wanted.

        ``before`` are the days of what was told last; ``silent`` where no day of the clause can be its own.
        """
        while self.next_day < len(self.days) and self.days[self.next_day].start < one.start:
            self.next_day += 1
        if silent:
            return None
        if hit := self.marks.after.match(self.plain, one.start, one.words_end):
            more = self.book.telling.after[hit["day"]]
            return before + timedelta(days=more) if more and isinstance(before, date) else None
        at = self.next_day
        while at < len(self.days) and self.days[at].end <= one.words_end:
            day = self.days[at]
            at += 1
            if self._is_its_day(day, one):
                return self._anchored(day) if day.within else self._known(day)
        return None

    def moment(self, day: DaySaid | date | None, one: Stretch) -> tuple[date | DayRange | None, tuple[int, int] | None]:
        """The days that were said, with another one behind 至 all from the one to the other; with the clock that stands behind a day."""
        if not isinstance(day, DaySaid):
            return day, None
        if (last := self._other_end(day, one)) is not None:
            return one_or_range(ends(day.days)[0], last), None
        clock = CLOCK.match(self.plain, day.end) if isinstance(day.days, date) else None
        return day.days, (int(clock["hour"]), int(clock["minute"])) if clock else None

    def _other_end(self, day: DaySaid, one: Stretch) -> date | None:
        """The last day, where another one stands behind 至: a day that is written, or a day of the same month."""
        gap = self.marks.until.match(self.plain, day.end, one.words_end)
        if gap is None:
            return None
        first = ends(day.days)[0]
        other = next((two for two in self.days[self.next_day :] if two.start >= gap.end()), None)
        if other is not None and other.start == gap.end():
            last = ends(other.days)[1]
            if other.within == "month" and isinstance(day.days, date):
                last = that_day_on(first, last.day) or last
            return last if first < last else None
        if (number := DAY_OF_MONTH.match(self.plain, gap.end(), one.words_end)) and isinstance(day.days, date):
            with suppress(ValueError):
                last = first.replace(day=int(number[0]))
                return last if first < last else None
        return None

    def _known(self, day: DaySaid) -> DaySaid:
        self.known_on = ends(day.days)[1]
        return day

    def _anchored(self, day: DaySaid) -> DaySaid | None:
        """A day of some month or week: of the one that was told of before; nothing where it could be of another."""
        if self.known_on is None:
            return self._known(day) if day.within == "month" else None
        said = day_after(self.known_on, day)
        return None if said is None else self._known(replace(day, days=said))

    def _is_its_day(self, day: DaySaid, one: Stretch) -> bool:
        plain, marks, start = self.plain, self.marks, one.start
        first, last = ends(day.days)
        return not (
            day.lasting
            or (last - first).days > LONGEST_SPAN
            or first.year < EARLIEST_YEAR
            or day.start - start > LATEST_DAY
            or any(begin <= day.start < end for begin, end in one.quoted)
            or self.names.says.search(plain, start, day.start)
            or marks.before.search(plain, start, day.start)
            or marks.behind.match(plain, day.end)
            or marks.not_its_day.match(plain, day.end)
            or (
                marks.since.search(plain, start, day.start)
                and marks.until.search(plain, day.end, one.words_end)
                and self._other_end(day, one) is None
            )
        )


def day_after(known: date, day: DaySaid) -> date | None:
    """The first such day of a month from a known one on, up to the last such day there was; a day of a week only where that week is this one."""
    latest = ends(day.days)[1]
    if not isinstance(day.days, date):
        return None
    if day.within == "week":
        return day.days if timedelta(0) <= latest - known < timedelta(days=7) else None
    for ahead in range(32):
        if (one := known + timedelta(days=ahead)).day == latest.day:
            return one if one <= latest else None
    return None
