from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.law import Calendar, LawBook, Period, Unit
from consumer_app.domain.law.periods import Days

any_day = st.dates(date(1995, 1, 1), date(2090, 12, 31))


@pytest.fixture(scope="module")
def days(real_law: LawBook) -> Days:
    """How days are counted by the calendars of the law book."""
    return real_law.days


def test_the_seventh_day_of_a_return_rolls_over_the_national_holiday(days: Days) -> None:
    period = days.count(date(2026, 9, 24), 7, "natural_day", "rest_day")
    assert period.raw_on == date(2026, 10, 1)
    assert period.on == date(2026, 10, 8)
    assert [step.kind for step in period.working if step.kind == "holiday"] == ["holiday"] * 7
    assert period.working[-1].kind == "rolled"


def test_a_weekend_rolls_over_only_where_rest_days_count(days: Days) -> None:
    signed = date(2026, 11, 14)
    assert days.count(signed, 7, "natural_day", "rest_day").on == date(2026, 11, 23)
    assert days.count(signed, 7, "natural_day", "public_holiday").on == date(2026, 11, 21)
    assert days.count(signed, 7, "natural_day", "none").on == date(2026, 11, 21)


def test_order_121_rolls_off_the_announced_holiday_but_never_off_an_ordinary_weekend(days: Days) -> None:
    sixty = {
        accepted: days.count(accepted, 60, "natural_day", "public_holiday").on
        for accepted in (date(2026, 8, 5), date(2026, 8, 11), date(2026, 9, 8), date(2026, 9, 9))
    }
    assert list(sixty.values()) == [date(2026, 10, 8), date(2026, 10, 10), date(2026, 11, 7), date(2026, 11, 8)]


@pytest.mark.parametrize(
    ("received", "answer"),
    [(date(2026, 9, 24), date(2026, 10, 12)), (date(2026, 4, 28), date(2026, 5, 11))],
)
def test_seven_working_days_pass_over_holidays_and_count_make_up_workdays(
    days: Days, received: date, answer: date
) -> None:
    period = days.count(received, 7, "working_day", "none")
    assert period.on == answer
    assert period.calendar_known
    assert sum(step.kind in ("counted", "make_up", "last") for step in period.working) == 7
    assert "make_up" in {step.kind for step in period.working}


def test_a_year_without_a_calendar_is_said_to_be_unknown_and_only_weekends_rest(real_law: LawBook) -> None:
    bare = Days({year: c for year, c in real_law.calendars.items() if year != 2027})
    period = bare.count(date(2026, 12, 23), 7, "working_day", "none")
    assert not period.calendar_known
    assert period.on == date(2027, 1, 1)
    assert bare.count(date(2026, 12, 23), 3, "working_day", "none").calendar_known


@pytest.mark.parametrize(
    ("start", "count", "unit", "last"),
    [
        (date(2026, 1, 31), 1, "month", date(2026, 2, 28)),
        (date(2024, 1, 31), 1, "month", date(2024, 2, 29)),
        (date(2026, 8, 15), 6, "month", date(2027, 2, 15)),
        (date(2024, 2, 29), 1, "year", date(2025, 2, 28)),
        (date(2023, 5, 1), 3, "year", date(2026, 5, 1)),
        (date(2026, 6, 1), 24, "hour", date(2026, 6, 2)),
        (date(2026, 6, 1), 48, "hour", date(2026, 6, 3)),
        (date(2026, 6, 1), 0, "natural_day", date(2026, 6, 1)),
    ],
)
def test_months_and_years_end_on_the_matching_day_or_the_last_of_the_month(
    days: Days, start, count, unit, last
) -> None:
    assert days.count(start, count, unit, "none").raw_on == last


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_calendars_agree_with_chinesecalendar_day_by_day(days: Days, year: int) -> None:
    if year not in days.years:
        pytest.skip(f"no calendar for {year}")
    day = date(year, 1, 1)
    while day.year == year:
        assert days.is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


@given(any_day, st.integers(0, 400), st.sampled_from(["rest_day", "public_holiday", "none"]))
def test_a_roll_over_never_goes_back_and_never_ends_on_a_day_off(days: Days, start, count, roll) -> None:
    period = days.count(start, count, "natural_day", roll)
    assert period.raw_on == start + timedelta(days=count)
    assert period.on >= period.raw_on
    if roll == "rest_day":
        assert days.is_workday(period.on)
    if roll == "none":
        assert period.on == period.raw_on
    assert period.working[0].day == start
    assert period.working[-1].day == period.on


@given(any_day, st.integers(1, 60))
def test_working_days_end_on_a_working_day_and_one_more_is_later(days: Days, start, count) -> None:
    period = days.count(start, count, "working_day", "none")
    assert days.is_workday(period.on)
    assert days.count(start, count + 1, "working_day", "none").on > period.on
    between = (start + timedelta(days=n) for n in range(1, (period.on - start).days + 1))
    assert sum(map(days.is_workday, between)) == count


@given(any_day, st.integers(0, 60))
def test_a_year_is_twelve_months(days: Days, start, months) -> None:
    if months % 12 == 0:
        by_year = days.count(start, months // 12, "year", "none")
        assert days.count(start, months, "month", "none").on == by_year.on
    else:
        assert days.count(start, months, "month", "none").on.day <= start.day


# The working, day by day


def written(period: Period) -> list[str]:
    """The working as a person would note it: month-day and what that day was."""
    return [f"{step.day:%m-%d} {step.kind}" for step in period.working]


@pytest.mark.parametrize(
    ("start", "count", "unit", "roll", "expected"),
    [
        (date(2026, 6, 1), 0, "natural_day", "none", ["06-01 start", "06-01 last"]),
        (date(2026, 6, 1), 1, "natural_day", "none", ["06-01 start", "06-02 last"]),
        (date(2026, 6, 1), 2, "natural_day", "none", ["06-01 start", "06-02 counted", "06-03 last"]),
        (date(2026, 6, 1), 7, "natural_day", "rest_day", ["06-01 start", "06-02 counted", "06-08 last"]),
        (date(2026, 6, 1), 1, "month", "none", ["06-01 start", "07-01 last"]),
        (date(2026, 6, 1), 30, "hour", "rest_day", ["06-01 start", "06-03 last"]),
        (date(2026, 6, 5), 24, "hour", "rest_day", ["06-05 start", "06-06 last"]),
        (date(2026, 6, 5), 1, "natural_day", "rest_day", ["06-05 start", "06-06 rest", "06-07 rest", "06-08 rolled"]),
        (date(2026, 6, 5), 2, "natural_day", "rest_day", ["06-05 start", "06-06 counted", "06-07 rest", "06-08 rolled"]),
        (date(2026, 6, 18), 1, "natural_day", "public_holiday", ["06-18 start", "06-19 holiday", "06-20 holiday", "06-21 holiday", "06-22 rolled"]),
        (date(2026, 5, 8), 1, "natural_day", "rest_day", ["05-08 start", "05-09 last"]),
        (date(2026, 6, 1), 0, "working_day", "none", ["06-01 start"]),
        (date(2026, 6, 4), 2, "working_day", "none", ["06-04 start", "06-05 counted", "06-06 rest", "06-07 rest", "06-08 last"]),
        (date(2026, 5, 8), 1, "working_day", "none", ["05-08 start", "05-09 make_up"]),
        (date(2026, 5, 8), 2, "working_day", "none", ["05-08 start", "05-09 make_up", "05-10 rest", "05-11 last"]),
        (date(2026, 6, 18), 1, "working_day", "none", ["06-18 start", "06-19 holiday", "06-20 holiday", "06-21 holiday", "06-22 last"]),
    ],
)  # fmt: skip
def test_a_period_shows_the_days_that_mattered(days: Days, start, count, unit, roll, expected) -> None:
    period = days.count(start, count, unit, roll)
    assert written(period) == expected
    assert period.on == period.working[-1].day


def test_a_day_is_what_the_calendar_says_before_what_the_week_says(days: Days) -> None:
    kinds = {"2026-05-09": "make_up", "2026-06-19": "holiday", "2026-06-20": "holiday", "2026-06-06": "rest"}
    kinds |= {"2026-06-07": "rest", "2026-06-05": "counted", "2026-06-08": "counted"}
    for day, kind in kinds.items():
        assert days.kind(date.fromisoformat(day)) == kind
        assert days.is_workday(date.fromisoformat(day)) is (kind in ("make_up", "counted"))


@pytest.mark.parametrize(("hours", "on"), [(0, 1), (1, 2), (23, 2), (24, 2), (25, 3), (48, 3), (49, 4)])
def test_hours_are_whole_days_begun(days: Days, hours: int, on: int) -> None:
    assert days.count(date(2026, 6, 1), hours, "hour", "none").on == date(2026, 6, on)


@pytest.mark.parametrize(
    ("start", "count", "unit", "roll", "known"),
    [
        (date(2026, 12, 31), 1, "working_day", "none", True),
        (date(2026, 12, 30), 1, "working_day", "none", False),
        (date(2027, 12, 30), 2, "working_day", "none", False),
        (date(2026, 6, 1), 7, "natural_day", "none", True),
        (date(2026, 6, 1), 7, "natural_day", "rest_day", False),
        (date(2026, 6, 1), 7, "natural_day", "public_holiday", False),
        (date(2026, 6, 1), 24, "hour", "rest_day", True),
        (date(2027, 6, 1), 7, "natural_day", "rest_day", True),
        (date(2027, 12, 31), 1, "year", "rest_day", False),
        (date(2027, 12, 24), 1, "natural_day", "rest_day", False),
    ],
)
def test_the_calendar_is_known_when_every_year_it_was_asked_about_is(start, count, unit, roll, known) -> None:
    days_off = {"christmas": tuple(date(2027, 12, day) for day in range(25, 32))}
    year = Calendar(year=2027, holidays=days_off, workdays=(), source="x", checked_on=date(2026, 11, 21))
    assert Days({2027: year}).count(start, count, unit, roll).calendar_known is known


@pytest.mark.parametrize(
    ("start", "count", "unit", "last"),
    [
        (date(2026, 12, 15), 1, "month", date(2027, 1, 15)),
        (date(2026, 11, 30), 3, "month", date(2027, 2, 28)),
        (date(2026, 1, 31), 11, "month", date(2026, 12, 31)),
        (date(2026, 1, 31), 12, "month", date(2027, 1, 31)),
        (date(2026, 3, 31), 1, "year", date(2027, 3, 31)),
        (date(2026, 3, 31), 7973, "year", date(9999, 3, 31)),
    ],
)
def test_months_run_into_the_next_year(days: Days, start, count, unit, last) -> None:
    assert days.count(start, count, unit, "none").on == last


@pytest.mark.parametrize(("count", "unit"), [(7974, "year"), (12 * 7974, "month"), (3_000_000, "natural_day")])
def test_a_period_past_the_last_year_is_an_error(days: Days, count: int, unit: str) -> None:
    with pytest.raises(OverflowError):
        days.count(date(2026, 3, 31), count, unit, "none")  # type: ignore[arg-type]


def test_a_period_past_the_last_year_says_so(days: Days) -> None:
    with pytest.raises(OverflowError, match="7974 years after 2026-03-31 lies past the year 9999"):
        days.count(date(2026, 3, 31), 7974, "year", "none")


@given(any_day, st.integers(0, 200), st.sampled_from(["hour", "natural_day", "working_day", "month", "year"]))
def test_a_longer_period_never_ends_sooner(days: Days, start: date, count: int, unit: Unit) -> None:
    count = count if unit != "year" else count % 9
    for roll in ("none", "rest_day", "public_holiday"):
        period, longer = days.count(start, count, unit, roll), days.count(start, count + 1, unit, roll)
        assert start <= period.raw_on <= period.on <= longer.on
        assert period.raw_on <= longer.raw_on


@given(any_day, any_day, st.integers(0, 60), st.sampled_from(["natural_day", "working_day", "month"]))
def test_a_later_start_never_ends_sooner(days: Days, one: date, other: date, count: int, unit: Unit) -> None:
    for roll in ("none", "rest_day", "public_holiday"):
        early, late = (days.count(start, count, unit, roll).on for start in sorted((one, other)))
        assert early <= late
