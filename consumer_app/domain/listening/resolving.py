"""Which days are meant by the parts of a day that were written: a year, a month, a part of it, a feast, so long ago."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from consumer_app.domain.law import LawBook, ValuePattern
from consumer_app.domain.law.moments import DayRange, ends, month_of, one_or_range
from consumer_app.domain.listening.numerals import said_between

LAST_MONTH = 12
CENTURY = 2000
HALF = Decimal("0.5")
NEARLY = Decimal("0.75")
"""What is nearly so long ago is at least this part of it ago."""


@dataclass(frozen=True)
class Parts:
    """What a pattern found: numbers (year, month, day) and the words of tables, by the name of the table."""

    shape: ValuePattern
    numbers: Mapping[str, int]
    words: Mapping[str, str]
    booked: bool = False
    """Whether it is the day for which something was booked: without a year it may lie ahead."""


def days_of(parts: Parts, book: LawBook, today: date | None) -> date | DayRange | None:
    """The day, or all days that it can be; None where that cannot be said without a today. Raises ValueError for what no calendar has."""
    if "ago" in parts.words:
        return _ago(parts, book, today) if today else None
    if "day" in parts.words:
        return _from_today(book.words.days.day[parts.words["day"]], today) if today else None
    if "week" in parts.words or "weekday" in parts.words:
        return _in_a_week(parts, book, today) if today else None
    for year in _years(parts, book, today):
        days = _in_a_year(year, parts, book, today)
        if days is not None and (today is None or ends(days)[0] <= today or parts.booked or _year_is_said(parts)):
            return days
    return None


def _year_is_said(parts: Parts) -> bool:
    return "year" in parts.numbers or "year" in parts.words or "month" in parts.words


def _years(parts: Parts, book: LawBook, today: date | None) -> Iterator[int]:
    """The year that was said, or this one and then the last."""
    if "year" in parts.numbers:
        year = parts.numbers["year"]
        yield year + (CENTURY if year < 100 else 0)
    elif today is not None and "year" in parts.words:
        yield today.year + book.words.days.year[parts.words["year"]]
    elif today is not None:
        yield today.year
        yield today.year - 1


def _in_a_year(year: int, parts: Parts, book: LawBook, today: date | None) -> date | DayRange | None:
    days, table = parts.numbers, book.words.days
    if "feast" in parts.words:
        feast = _feast(table.feast[parts.words["feast"]], year, book)
        return _shifted(feast, parts.shape.shift) if feast else None
    if "season" in parts.words:
        first, last = table.season[parts.words["season"]]
        return DayRange(date(year, first, 1), month_of(year, last).last)
    month = days.get("month")
    if month is None and today is not None and ("month" in parts.words or "day" in days):
        months = (
            year * LAST_MONTH + today.month - 1 + (table.month[parts.words["month"]] if "month" in parts.words else 0)
        )
        if "month" not in parts.words:
            return _last_such(days["day"], today) if year == today.year else None
        year, month = months // LAST_MONTH, months % LAST_MONTH + 1
    if month is None:
        return DayRange(date(year, 1, 1), date(year, LAST_MONTH, 31))
    if "part" in parts.words:
        first, last = table.part[parts.words["part"]]
        return DayRange(date(year, month, first), date(year, month, min(last, monthrange(year, month)[1])))
    return date(year, month, days["day"]) if "day" in days else month_of(year, month)


def _last_such(day: int, today: date) -> date:
    """The last day of that number up to today."""
    this = date(today.year, today.month, day)
    if this <= today:
        return this
    months = today.year * LAST_MONTH + today.month - 2
    return date(months // LAST_MONTH, months % LAST_MONTH + 1, day)


def _feast(written: str | tuple[date, ...], year: int, book: LawBook) -> date | DayRange | None:
    """The feast in that year; None where the book does not know it of that year."""
    if isinstance(written, tuple):
        return next((day for day in written if day.year == year), None)
    if not written[:1].isdigit():
        calendar = book.calendars.get(year)
        holidays = calendar.holidays.get(written) if calendar else None
        return one_or_range(min(holidays), max(holidays)) if holidays else None
    first, _, last = written.partition("/")
    return one_or_range(*(date.fromisoformat(f"{year}-{end}") for end in (first, last or first)))


def _shifted(days: date | DayRange, shift: tuple[int, int] | None) -> date | DayRange:
    if shift is None:
        return days
    first, last = ends(days)
    begin = first if shift[0] < 0 else last
    return one_or_range(begin + timedelta(days=shift[0]), begin + timedelta(days=shift[1]))


def _from_today(offset: int | tuple[int, int], today: date) -> date | DayRange:
    first, last = (offset, offset) if isinstance(offset, int) else offset
    return one_or_range(today + timedelta(days=first), today + timedelta(days=last))


def _in_a_week(parts: Parts, book: LawBook, today: date) -> date | DayRange:
    """A day of a week, counted from Monday; without a week the last such day up to today, without a day the whole week."""
    table = book.words.days
    first, last = 1, 7
    if "weekday" in parts.words:
        said = table.weekday[parts.words["weekday"]]
        first, last = (said, said) if isinstance(said, int) else said
    weeks = table.week[parts.words["week"]] if "week" in parts.words else 0
    monday = today + timedelta(days=7 * weeks - today.weekday())
    if "week" not in parts.words and monday + timedelta(days=first - 1) > today:
        monday -= timedelta(days=7)
    return one_or_range(monday + timedelta(days=first - 1), monday + timedelta(days=last - 1))


def _ago(parts: Parts, book: LawBook, today: date) -> date | DayRange | None:
    """So long ago, as surely as people say it: days to the day, weeks and more about so."""
    words = book.words
    length, off = words.days.unit[parts.words["unit"]]
    said = parts.words["ago"]
    between = (HALF, HALF) if said in words.numbers.half else said_between(said, words)
    if between is None:
        return None
    low, high = between
    behind = parts.words.get("more_behind")
    if behind in words.numbers.half:
        low, high = low + HALF, high + HALF
    elif behind or "more" in parts.words:
        return one_or_range(*_back(today, low * length, (low + 1) * length, 0))
    if parts.shape.nearly:
        return one_or_range(*_back(today, low * length * NEARLY, low * length, 0))
    return one_or_range(*_back(today, low * length, high * length, off // 2 if low == HALF else off))


def _back(today: date, low: Decimal, high: Decimal, off: int) -> tuple[date, date]:
    """From ``high`` days back to ``low`` days back, wider by ``off`` on both sides, never after today."""
    last = min(today, today - timedelta(days=int(low) - off))
    first = today - timedelta(days=int(high) + off)
    return min(first, last), last
