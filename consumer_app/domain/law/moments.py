"""Points in time as precisely as they are known, never more, in Asia/Shanghai; and the range of days that a vague one can be."""

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

SHANGHAI = ZoneInfo("Asia/Shanghai")
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100

Precision = Literal["minute", "day", "month", "range", "unknown"]
SHAPES: dict[Precision, str] = {
    "minute": r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)",
    "day": r"\d{4}-\d\d-\d\d",
    "month": r"\d{4}-\d\d",
    "range": r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d",
}


@dataclass(frozen=True)
class DayRange:
    """A day of which only this is known: it lies between ``first`` and ``last``, both included; the two differ."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if not self.first < self.last:
            raise ValueError(f"a range of days from {self.first} to {self.last}; the first lies before the last")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def isoformat(self) -> str:
        """``2026-06-01/2026-06-10``, as ISO 8601 writes an interval."""
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


def one_or_range(first: date, last: date) -> date | DayRange:
    """The day itself where first and last are the same day; the range between them otherwise."""
    return first if first == last else DayRange(first, last)


def ends(days: date | DayRange) -> tuple[date, date]:
    """The first and the last day it can be."""
    return (days.first, days.last) if isinstance(days, DayRange) else (days, days)


def month_of(year: int, month: int) -> DayRange:
    """Every day of a month."""
    return DayRange(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


class Moment(BaseModel):
    """A point in time as precisely as it is known, never more: ``at`` is ISO text of exactly that precision.

    ``minute`` "2026-06-05T10:20+08:00" · ``day`` "2026-06-05" · ``month`` "2026-06" · ``range`` "2026-06-01/2026-06-10" (first and
    last day, both included) · ``unknown`` null.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: Annotated[str, StringConstraints(max_length=40)] | None = None
    precision: Precision = "unknown"

    @model_validator(mode="after")
    def _at_has_its_precision(self) -> Self:
        if self.precision == "unknown":
            if self.at is not None:
                raise ValueError(f"precision is unknown but at is {self.at!r}; leave at null or name its precision")
            return self
        if self.at is None or not re.fullmatch(SHAPES[self.precision], self.at):
            raise ValueError(
                f"at is {self.at!r}, which is not a {self.precision}; a time is never more precise than what is known"
            )
        first, last = self.first_day, self.last_day
        if first is None or last is None or not EARLIEST_YEAR <= first.year <= last.year <= LATEST_YEAR:
            raise ValueError(f"at is {self.at!r}; a year from {EARLIEST_YEAR} to {LATEST_YEAR} is expected")
        return self

    @property
    def instant(self) -> datetime | None:
        """The aware instant in Asia/Shanghai, when the minute is known."""
        return datetime.fromisoformat(self.at).astimezone(SHANGHAI) if self.at and self.precision == "minute" else None

    @property
    def days(self) -> date | DayRange | None:
        """The calendar day in Asia/Shanghai, or the range of days it can be; None when nothing is known."""
        if self.at is None:
            return None
        if self.precision == "minute":
            return datetime.fromisoformat(self.at).astimezone(SHANGHAI).date()
        if self.precision == "range":
            return DayRange(*map(date.fromisoformat, self.at.split("/")))
        if self.precision == "month":
            return month_of(int(self.at[:4]), int(self.at[5:]))
        return date.fromisoformat(self.at)

    @property
    def day(self) -> date | None:
        """The calendar day in Asia/Shanghai, when at least the day is known."""
        return self.days if isinstance(self.days, date) else None

    @property
    def first_day(self) -> date | None:
        """The earliest day this moment can be."""
        return self.days.first if isinstance(self.days, DayRange) else self.days

    @property
    def last_day(self) -> date | None:
        """The latest day this moment can be."""
        return self.days.last if isinstance(self.days, DayRange) else self.days

    @classmethod
    def on(cls, day: date) -> "Moment":
        """A moment known to the day."""
        return cls(at=day.isoformat(), precision="day")

    @classmethod
    def between(cls, days: date | DayRange) -> "Moment":
        """A moment of which the day is known, or the range of days it can be."""
        return cls(at=days.isoformat(), precision="range" if isinstance(days, DayRange) else "day")


def days_written(text: str) -> date | DayRange | None:
    """The day, month or interval of days that a text writes as ISO 8601 does; None when it writes none."""
    for precision in ("day", "month", "range"):
        with suppress(ValueError):
            return Moment(at=text, precision=precision).days
    return None


UNKNOWN_MOMENT = Moment()
