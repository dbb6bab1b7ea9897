"""Days and sums as people write them, resolved against a given today. How they are written is data (``words.toml``)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from consumer_app.domain.law import LawBook, ValuePattern, Words


@dataclass(frozen=True)
class DaySaid:
    """A day that was written, and where."""

    day: date
    quote: str
    start: int
    end: int


@dataclass(frozen=True)
class SumSaid:
    """A sum in yuan that was written, and where."""

    value: Decimal
    quote: str
    start: int
    end: int


def value_patterns(
    book: LawBook,
) -> tuple[tuple[tuple[ValuePattern, re.Pattern[str]], ...], tuple[re.Pattern[str], ...]]:
    """How days and how sums are written, ready to be found; made once a book."""
    words = book.words
    return tuple((shape, words.regex(shape)) for shape in words.day), tuple(words.regex(shape) for shape in words.sum)


def days_in(text: str, book: LawBook, today: date | None) -> list[DaySaid]:
    """Every day written in the text, in its order. A day without its year is the last such day up to ``today``; without a today, only whole dates are read."""
    found: list[DaySaid] = []
    for shape, pattern in book.worked_out(value_patterns)[0]:
        for hit in pattern.finditer(text):
            if any(hit.start() < other.end and other.start < hit.end() for other in found):
                continue
            day = _day(shape, hit, book.words, today)
            if day is not None and (today is None or day <= today):
                found.append(DaySaid(day, hit[0], *hit.span()))
    return sorted(found, key=lambda said: said.start)


def _day(shape: ValuePattern, hit: re.Match[str], words: Words, today: date | None) -> date | None:
    values: dict[str, int] = {}
    for name, written in hit.groupdict().items():
        if written:
            value = number(written, words)
            if value is None:
                return None
            values[name] = int(value)
    try:
        if shape.offset is not None:
            return today + timedelta(days=shape.offset) if today else None
        if "ago" in values:
            return today - timedelta(days=values["ago"]) if today else None
        if "weekday" in values:
            monday = today - timedelta(days=today.weekday() + 7 * (shape.weeks or 0)) if today else None
            return monday + timedelta(days=(values["weekday"] or 7) - 1) if monday else None
        return _calendar_day(shape, values, today)
    except (ValueError, OverflowError):
        return None


def _calendar_day(shape: ValuePattern, values: dict[str, int], today: date | None) -> date | None:
    if "year" in values:
        year = values["year"] + (2000 if values["year"] < 100 else 0)
        return date(year, values["month"], values["day"])
    if today is None:
        return None
    if "month" in values:
        year = today.year + (shape.years or 0)
        day = date(year, values["month"], values["day"])
        return day if shape.years is not None or day <= today else date(year - 1, values["month"], values["day"])
    months = today.year * 12 + today.month - 1 + (shape.months or 0)
    day = date(months // 12, months % 12 + 1, values["day"])
    if day <= today or shape.months is not None:
        return day
    months -= 1
    return date(months // 12, months % 12 + 1, values["day"])


def sums_in(text: str, book: LawBook) -> Iterator[SumSaid]:
    """Every sum of money written in the text, in its order; those said roughly are left out."""
    taken: list[tuple[int, int]] = []
    for pattern in book.worked_out(value_patterns)[1]:
        for hit in pattern.finditer(text):
            if any(hit.start() < end and start < hit.end() for start, end in taken):
                continue
            value = _sum(hit, book.words)
            if value is None or _said_roughly(text, hit, book.words.approximate):
                continue
            taken.append(hit.span())
            yield SumSaid(value, hit[0], *hit.span())


def _said_roughly(text: str, hit: re.Match[str], words: tuple[str, ...]) -> bool:
    before, after = text[: hit.start()].rstrip(), text[hit.end() : hit.end() + 4].lstrip()
    return any(before.endswith(word) or after.startswith(word) or word in hit[0] for word in words)


def _sum(hit: re.Match[str], words: Words) -> Decimal | None:
    value = number(hit["yuan"], words)
    rest = hit.groupdict().get("rest")
    if value is None:
        return None
    if rest:
        tenths = number(rest, words)
        if tenths is None or tenths > 99:
            return None
        value += tenths / (10 if len(rest) == 1 else 100)
    return value if 0 <= value < Decimal(100_000_000) and value == round(value, 2) else None


def number(text: str, words: Words) -> Decimal | None:
    """A number written in digits, in numerals, or both (1.2 and a unit); None when it is none."""
    text = text.strip().replace(",", "").replace("，", "")
    try:
        return Decimal(text)
    except InvalidOperation:
        pass
    unit = words.units.get(text[-1:])
    if unit:
        try:
            return Decimal(text[:-1]) * unit
        except InvalidOperation:
            pass
    return _numerals(text, words)


def _numerals(text: str, words: Words) -> Decimal | None:
    if not any(character in words.digits or words.units.get(character) == 10 for character in text):
        return None
    total, part, digit, last = 0, 0, -1, 1
    for character in text:
        if character in words.digits:
            if digit > 0 and last > 1:
                return None
            digit = max(digit, 0) * 10 + words.digits[character]
        elif character in words.units:
            unit = words.units[character]
            if unit >= 10_000:
                total, part = (total + part + max(digit, 0)) * unit, 0
            else:
                part += (1 if digit < 0 else digit) * unit
            digit, last = -1, unit
        else:
            return None
    if text[-2:-1] in words.units:
        digit *= last // 10
    return Decimal(total + part + max(digit, 0))
