"""A point in time is as precise as it is known, never more; and a vague one is the range of days it can be."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.law.moments import SHANGHAI, UNKNOWN_MOMENT, DayRange, Moment, month_of, one_or_range

any_day = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("at", "precision", "first", "last"),
    [
        ("2026-06-05T10:20+08:00", "minute", date(2026, 6, 5), date(2026, 6, 5)),
        ("2026-06-05T10:20:59+08:00", "minute", date(2026, 6, 5), date(2026, 6, 5)),
        ("2026-06-05T15:59Z", "minute", date(2026, 6, 5), date(2026, 6, 5)),
        ("2026-06-05T16:00Z", "minute", date(2026, 6, 6), date(2026, 6, 6)),
        ("2026-01-01T00:30+09:00", "minute", date(2025, 12, 31), date(2025, 12, 31)),
        ("2026-06-05", "day", date(2026, 6, 5), date(2026, 6, 5)),
        ("2026-02", "month", date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", "month", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-06-01/2026-07-10", "range", date(2026, 6, 1), date(2026, 7, 10)),
        (None, "unknown", None, None),
        ("1990-01-01", "day", date(1990, 1, 1), date(1990, 1, 1)),
        ("2100-12-31", "day", date(2100, 12, 31), date(2100, 12, 31)),
    ],
)
def test_a_moment_has_a_first_and_a_last_day_in_shanghai(at, precision, first, last) -> None:
    moment = Moment.model_validate({"at": at, "precision": precision})
    assert (moment.first_day, moment.last_day) == (first, last)
    assert moment.days == (first if first == last else DayRange(first, last))
    assert moment.day == (first if first == last else None)


@pytest.mark.parametrize(
    ("at", "precision"),
    [
        ("2026-06-05", "unknown"),
        (None, "day"),
        (None, "minute"),
        ("", "day"),
        ("2026-06-05", "minute"),
        ("2026-06-05T10:20", "minute"),
        ("2026-06-05T10:20+0800", "minute"),
        ("2026-06-05T25:20+08:00", "minute"),
        ("2026-06-05T10:20+08:00", "day"),
        ("2026-6-5", "day"),
        ("2026-02-30", "day"),
        ("2026-06-05", "month"),
        ("2026-13", "month"),
        ("2026-06", "day"),
        ("2026-06-05/2026-06-05", "range"),
        ("2026-06-05/2026-06-01", "range"),
        ("2026-06-05", "range"),
        ("1989-12-31", "day"),
        ("2101-01-01", "day"),
        ("1989-12-31/1990-01-02", "range"),
        ("2100-12-31/2101-01-01", "range"),
        ("1989-12-31T23:59+09:00", "minute"),
        ("2026-06-05", "week"),
    ],
)
def test_a_time_that_is_not_of_its_precision_or_far_from_now_is_an_error(at, precision) -> None:
    with pytest.raises(ValueError):
        Moment(at=at, precision=precision)


def test_what_is_wrong_is_named_with_what_would_be_right() -> None:
    with pytest.raises(ValueError, match="not a day; a time is never more precise than what is known"):
        Moment(at="2026-06", precision="day")
    with pytest.raises(ValueError, match="a year from 1990 to 2100 is expected"):
        Moment(at="1989-12-31", precision="day")
    with pytest.raises(ValueError, match="leave at null or name its precision"):
        Moment(at="2026-06-05")


def test_only_a_minute_is_an_instant_and_it_is_one_in_shanghai() -> None:
    instant = Moment(at="2026-06-05T03:00Z", precision="minute").instant
    assert instant == datetime(2026, 6, 5, 11, 0, tzinfo=SHANGHAI)
    assert instant is not None
    assert instant.isoformat() == "2026-06-05T11:00:00+08:00"
    assert Moment(at="2026-06-05", precision="day").instant is None
    assert UNKNOWN_MOMENT.instant is None


@given(any_day, any_day)
def test_what_is_known_of_a_day_is_told_and_read_back_as_the_same(one: date, other: date) -> None:
    days = one_or_range(min(one, other), max(one, other))
    assert Moment.between(days).days == days
    assert Moment.on(one) == Moment(at=one.isoformat(), precision="day")
    assert Moment.between(one).precision == "day"
    assert isinstance(days, date) is (one == other)


@given(any_day, any_day, any_day)
def test_a_range_holds_its_ends_and_what_lies_between_and_nothing_else(one: date, other: date, day: date) -> None:
    first, last = min(one, other), max(one, other) + timedelta(days=1)
    days = DayRange(first, last)
    assert first in days
    assert last in days
    assert first - timedelta(days=1) not in days
    assert last + timedelta(days=1) not in days
    assert (day in days) is (first <= day <= last)
    assert days.isoformat() == f"{first}/{last}"


@pytest.mark.parametrize("last", [date(2026, 6, 1), date(2026, 5, 31)])
def test_a_range_of_one_day_or_of_none_is_an_error(last: date) -> None:
    with pytest.raises(ValueError, match="the first lies before the last"):
        DayRange(date(2026, 6, 1), last)


@given(any_day)
def test_a_month_is_all_its_days(day: date) -> None:
    month = month_of(day.year, day.month)
    assert day in month
    assert (month.first.day, (month.last + timedelta(days=1)).day) == (1, 1)
    assert (month.last + timedelta(days=1)).month != day.month
