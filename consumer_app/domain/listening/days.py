"""Days as people write them, resolved against a given today. How they are written is data (``words.toml``, ``[days]`` and ``[[day]]``)."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from consumer_app.domain.law import LawBook, ValuePattern
from consumer_app.domain.law.moments import DayRange, ends
from consumer_app.domain.listening.numerals import any_of, narrow, number
from consumer_app.domain.listening.resolving import Parts, days_of
from consumer_app.domain.listening.said import DaySaid, Within

BEFORE, BEHIND = 14, 10
"""How far around what marks a day the rest of it can stand."""
NUMBERED = ("year", "month", "day")


@dataclass(frozen=True)
class Shape:
    """One way of writing a day, ready to be found."""

    written: ValuePattern
    regex: re.Pattern[str]


def shapes_of_days(book: LawBook) -> tuple[Shape, ...]:
    """Every way in which days are written, the first first; made once a book."""
    return tuple(Shape(one, book.words.regex(one)) for one in book.words.day)


def marks_of_days(book: LawBook) -> re.Pattern[str]:
    """What stands in or beside every day that is written; made once a book."""
    table = book.words.days
    named = (*table.day, *table.week, *table.month, *table.year, *table.feast, *table.unit, *book.words.marks_of_days)
    return re.compile(rf"{any_of(named)}|\d[./-]\d", re.IGNORECASE)


def days_in(text: str, book: LawBook, today: date | None, future: bool = False) -> list[DaySaid]:
    """Every day, and all days that a vague one can be, written in the text, in its order.

    What names no year is the last such day up to ``today``; without a today, only what needs none is read. Nothing lies after today
    unless ``future`` allows it.
    """
    return days_among(text, narrow(text, book), book, today, future)


def days_booked(text: str, book: LawBook, today: date | None) -> list[DaySaid]:
    """Of the days written in the text those for which something was booked, also such as are to come (12月5号入住)."""
    plain, before, behind = narrow(text, book), book.worked_out(objects_of_buying), book.worked_out(booked_for)
    return [
        one
        for one in days_among(text, plain, book, today, True)
        if before.search(plain, max(0, one.start - BEFORE), one.start) or behind.match(plain, one.end)
    ]


def days_among(text: str, plain: str, book: LawBook, today: date | None, future: bool) -> list[DaySaid]:
    """The days written in the text, of which ``plain`` is the narrow form."""
    near, moved = _near_marks(plain, book.worked_out(marks_of_days))
    taken = bytearray(len(text))
    found: list[DaySaid] = []
    for shape in book.worked_out(shapes_of_days):
        for hit in shape.regex.finditer(near):
            start, end = hit.span("said") if "said" in shape.regex.groupindex else hit.span()
            start, end = moved[start], moved[end - 1] + 1
            if taken.find(1, start, end) >= 0:
                continue
            said = _resolved(shape.written, hit, book, today, future)
            if said is None:
                continue
            taken[start:end] = b"\1" * (end - start)
            days, about, guessed, within = said
            if days is not None:
                lasting = {"ago", "said"} <= shape.regex.groupindex.keys()
                found.append(DaySaid(text[start:end], start, end, about, days, guessed, lasting, within))
    return _ranges_closed(plain, sorted(found, key=lambda one: one.start), book)


def joins_of_days(book: LawBook) -> re.Pattern[str]:
    """What stands between the two ends of a stretch of days; made once a book."""
    return re.compile(rf"\s*{any_of(book.words.numbers.to)}\s*")


def _ranges_closed(plain: str, days: list[DaySaid], book: LawBook) -> list[DaySaid]:
    """The days, where the second of 10月3号到5号 is of the first one's month, or of the next where its number is smaller."""
    joins = book.worked_out(joins_of_days)
    closed: list[DaySaid] = []
    for one in days:
        before = closed[-1] if closed else None
        if before is not None and joins.fullmatch(plain, before.end, one.start):
            if one.within == "month" and isinstance(before.days, date) and isinstance(one.days, date):
                one = replace(one, days=that_day_on(before.days, one.days.day) or one.days)
            closed[-1] = replace(before, in_range=True)
            one = replace(one, in_range=True)
        closed.append(one)
    return closed


def that_day_on(first: date, number: int) -> date | None:
    """The next day with that number, from a first one on; None where no month near has one."""
    return next((day for ahead in range(62) if (day := first + timedelta(days=ahead)).day == number), None)


def _near_marks(text: str, marks: re.Pattern[str]) -> tuple[str, list[int]]:
    """The stretches of the text in which a day can stand, on lines of their own, and where each of their characters stood."""
    near: list[str] = []
    moved: list[int] = []
    last = 0
    for hit in marks.finditer(text):
        first, end = max(hit.start() - BEFORE, last), min(hit.end() + BEHIND, len(text))
        if end <= last:
            continue
        if first > last:
            near.append("\n")
            moved.append(first)
        near.append(text[first:end])
        moved.extend(range(first, end))
        last = end
    return "".join(near), moved


Resolved = tuple[date | DayRange | None, bool, bool, Within | None]


def _resolved(
    shape: ValuePattern, hit: re.Match[str], book: LawBook, today: date | None, future: bool
) -> Resolved | None:
    """The days, whether they are a rough guess, whether the year is one, and of what span it is some day where nothing else is said; days None for what is a day but none to be read here."""
    parts = _parts(shape, hit, book)
    if parts is None:
        return None
    try:
        days = days_of(parts, book, today)
    except (ValueError, OverflowError):
        return None
    if days is None:
        return None
    if today is not None and not future:
        days = _up_to(days, today)
    guessed = parts.numbers.get("year") is None and "year" not in parts.words
    within: Within | None = (
        "month"
        if parts.numbers.keys() == {"day"} and not parts.words
        else "week"
        if parts.words.keys() == {"weekday"}
        else None
    )
    return days, isinstance(days, DayRange) or "unit" in parts.words, guessed, within


def _up_to(days: date | DayRange, today: date) -> date | DayRange | None:
    first, last = ends(days)
    if first > today:
        return None
    return days if last <= today else DayRange(first, today) if first < today else today


def _parts(shape: ValuePattern, hit: re.Match[str], book: LawBook) -> Parts | None:
    """The numbers and words of a hit; None where a number is none."""
    numbers: dict[str, int] = {}
    words: dict[str, str] = {}
    for name, written in hit.groupdict().items():
        if not written:
            continue
        if name in NUMBERED:
            value = number(written, book.words)
            if value is None:
                return None
            numbers[name] = int(value)
        else:
            words[name.removeprefix("said_")] = written
    return Parts(shape, numbers, words, _is_booked(hit, book))


def objects_of_buying(book: LawBook) -> re.Pattern[str]:
    """A word of booking whose object stands right behind it (订了12月5号的酒店); made once a book."""
    return re.compile(rf"{any_of(book.words.booked.before)}{any_of(book.words.sums.after_buying)}?\s?$")


def booked_for(book: LawBook) -> re.Pattern[str]:
    """What stands behind the day for which something was booked (入住, 的票); made once a book."""
    return re.compile(rf"[^\d\n,.;!?，。；！？]{{0,4}}?{any_of(book.words.booked.behind)}")


def _is_booked(hit: re.Match[str], book: LawBook) -> bool:
    """Whether what stands around a day says that it is one that something was booked for."""
    plain, (start, end) = hit.string, hit.span("said") if "said" in hit.re.groupindex else hit.span()
    return bool(
        book.worked_out(objects_of_buying).search(plain, max(0, start - BEFORE), start)
        or book.worked_out(booked_for).match(plain, end)
    )
