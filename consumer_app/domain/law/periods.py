"""期间: how days are counted, with the working (民法典 201-204; 总局令第121号 art. 45). The periods themselves are data."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from consumer_app.domain.law.entries import Roll, Unit
from consumer_app.domain.law.places import Calendar

ONE_DAY = timedelta(days=1)
HOURS_IN_A_DAY = 24


@dataclass(frozen=True)
class CountedDay:
    """One step of a count: the day and what it was (``start``, ``counted``, ``rest``, ``holiday``, ``make_up``, ``last``, ``rolled``)."""

    day: date
    kind: str


@dataclass(frozen=True)
class Period:
    """A period counted out: ``raw_on`` its last day as counted, ``on`` after the roll-over, ``working`` the days passed.

    ``calendar_known`` is False when a year that mattered has no calendar: then only weekends count as days off.
    """

    on: date
    raw_on: date
    working: tuple[CountedDay, ...]
    calendar_known: bool


class Days:
    """Which days are off, by the calendars the law book holds: weekends, the State Council's days off, make-up workdays."""

    def __init__(self, calendars: Mapping[int, Calendar]) -> None:
        self.years = frozenset(calendars)
        self.off = frozenset(
            day for calendar in calendars.values() for days in calendar.holidays.values() for day in days
        )
        self.make_up = frozenset(day for calendar in calendars.values() for day in calendar.workdays)

    def is_workday(self, day: date) -> bool:
        """Whether people work that day: a make-up workday, or a weekday that is not off."""
        return day in self.make_up or (day.weekday() < 5 and day not in self.off)

    def kind(self, day: date) -> str:
        """``make_up``, ``holiday``, ``rest`` (a weekend) or ``counted``."""
        if day in self.make_up:
            return "make_up"
        if day in self.off:
            return "holiday"
        return "rest" if day.weekday() >= 5 else "counted"

    def count(self, start: date, count: int, unit: Unit, roll: Roll) -> Period:
        """The period of ``count`` ``unit``s after the day ``start``, which itself is not counted (民法典 201).

        Hours are counted as whole days begun, because only the day is known. Months and years end on the matching day, or the
        last of that month (202). ``roll`` moves a last day that is a day off (``rest_day``: weekends too, 203) or a public
        holiday (``public_holiday``: Order 121 art. 45) to the next day that is not. Raises OverflowError past the year 9999.
        """
        return self._working_days(start, count) if unit == "working_day" else self._plain(start, count, unit, roll)

    def _working_days(self, start: date, count: int) -> Period:
        day, left, working = start, count, [CountedDay(start, "start")]
        while left > 0:
            day += ONE_DAY
            kind = self.kind(day)
            if kind in ("counted", "make_up"):
                left -= 1
            working.append(CountedDay(day, kind if left or kind == "make_up" else "last"))
        return Period(day, day, tuple(working), self._knows(step.day.year for step in working[1:]))

    def _plain(self, start: date, count: int, unit: Unit, roll: Roll) -> Period:
        raw = _last_day(start, count, unit)
        working = [CountedDay(start, "start")]
        if unit == "natural_day" and raw > start + ONE_DAY:
            working.append(CountedDay(start + ONE_DAY, "counted"))
        rolled = self._rolled(raw, "none" if unit == "hour" else roll)
        if rolled == raw:
            working.append(CountedDay(raw, "last"))
        else:
            between = (raw + timedelta(days=n) for n in range((rolled - raw).days))
            working += [CountedDay(day, self.kind(day)) for day in between]
            working.append(CountedDay(rolled, "rolled"))
        looked_at = () if roll == "none" or unit == "hour" else (raw.year, rolled.year)
        return Period(rolled, raw, tuple(working), self._knows(looked_at))

    def _rolled(self, day: date, roll: Roll) -> date:
        if roll == "rest_day":
            while not self.is_workday(day):
                day += ONE_DAY
        elif roll == "public_holiday":
            while day in self.off:
                day += ONE_DAY
        return day

    def _knows(self, years: Iterable[int]) -> bool:
        return all(year in self.years for year in years)


def _last_day(start: date, count: int, unit: Unit) -> date:
    if unit == "hour":
        return start + timedelta(days=-(-count // HOURS_IN_A_DAY))
    if unit == "natural_day":
        return start + timedelta(days=count)
    months = start.month - 1 + count * (12 if unit == "year" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    if year > date.max.year:
        raise OverflowError(f"{count} {unit}s after {start} lies past the year {date.max.year}")
    return date(year, month, min(start.day, monthrange(year, month)[1]))
