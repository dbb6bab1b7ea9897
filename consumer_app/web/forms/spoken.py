"""What is typed as people speak (1万6, 昨天, 10月初, 两箱): where it is no plain figure or date, the one reader of the law book reads it.

What it reads is written as figures or a date and read once more, so that the limits of each field hold for it too.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from flask import current_app, has_app_context

from consumer_app.domain.case import Moment
from consumer_app.domain.law import DayRange, LawBook
from consumer_app.domain.listening.said import NumberSaid
from consumer_app.domain.listening.written import count_written, day_written, days_between, sum_written
from consumer_app.web import current
from consumer_app.web.forms import typed

T = TypeVar("T")


def read_money(text: str) -> Decimal:
    """Yuan to two places. Raises ValueError."""
    return _read(typed.read_money, text, lambda said, book: _exactly(said, sum_written(said, book)))


def read_count(text: str, most: int, least: int = 1) -> int:
    """A whole number of pieces. Raises ValueError."""
    return _read(
        lambda one: typed.read_count(one, most, least),
        text,
        lambda said, book: _exactly(said, count_written(said, book)),
    )


def read_day(text: str, future: bool) -> date:
    """A day; where it may lie ahead, its year has to be written. Raises ValueError."""
    return _read(typed.read_day, text, lambda said, book: _one_day(said, _days(said, book, future)))


def read_days(text: str, future: bool) -> date | DayRange:
    """A day, or the days that it can be. Raises ValueError."""
    return _read(typed.read_days, text, lambda said, book: _written(_days(said, book, future)))


def read_moment(text: str, time_text: str, future: bool) -> Moment:
    """A moment exactly as precise as what was typed. Raises ValueError."""
    return _read(
        lambda one: typed.read_moment(one, time_text), text, lambda said, book: _written(_days(said, book, future))
    )


def _read(read: Callable[[str], T], text: str, as_spoken: Callable[[str, LawBook], str | None]) -> T:
    """What was typed, or what it says as people speak; refused as it was at first where it is neither."""
    try:
        return read(text)
    except ValueError as refused:
        book = current_app.extensions.get("law_book") if has_app_context() else None
        said = as_spoken(typed.plain(text), book) if book else None
        if said is None:
            raise
        try:
            return read(said)
        except ValueError:
            raise refused from None


def _exactly(text: str, said: NumberSaid | None) -> str | None:
    if said is not None and said.exact is None:
        raise ValueError(
            f"您写的是「{text}」。信里要写明是多少，写一段范围对方没法照办：翻一下付款记录，写一个确定的数"
        )
    return None if said is None else f"{said.exact:f}"


def _days(text: str, book: LawBook, future: bool) -> date | DayRange | None:
    today = current.today()
    said = day_written(text, book, today)
    if said is None:
        return None if future else days_between(text, book, today)
    return None if future and said.guessed else said.days


def _one_day(text: str, days: date | DayRange | None) -> str | None:
    if isinstance(days, DayRange):
        raise ValueError(f"请写确定的一天：「{text}」是哪一天？期限从这一天算起，例如 2026年3月1日")
    return _written(days)


def _written(days: date | DayRange | None) -> str | None:
    return None if days is None else days.isoformat()
