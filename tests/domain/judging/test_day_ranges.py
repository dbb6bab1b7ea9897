"""A day of which only a month or a range is known counts wherever all its days agree, and is asked only where they do not."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app import paths
from consumer_app.domain.case import Case, Moment
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.conditions import check
from consumer_app.domain.law import DayRange, LawBook, Value
from consumer_app.domain.law import Test as FactTest
from consumer_app.domain.law.moments import one_or_range
from consumer_app.lawbook import law_book_of, load_law_book

DAYS = law_book_of(paths.LEGAL_REFS).days
TODAY = date(2026, 11, 4)
day = st.dates(date(2026, 1, 1), date(2026, 3, 31))
known = st.builds(lambda first, more: one_or_range(first, first + timedelta(days=more)), day, st.integers(0, 9))
a_test = st.one_of(
    day.map(lambda edge: {"before": edge}),
    day.map(lambda edge: {"after": edge}),
    st.just({"before": "other"}),
    st.just({"after": "other"}),
    st.builds(
        lambda kind, count, unit, roll: {kind: {"after": "other", "count": count, "unit": unit, "roll": roll}},
        st.sampled_from(["within", "beyond"]),
        st.integers(0, 20),
        st.sampled_from(["natural_day", "working_day", "month"]),
        st.sampled_from(["none", "rest_day", "public_holiday"]),
    ),
)


def days_of(value: Value) -> list[date]:
    if isinstance(value, DayRange):
        return [value.first + timedelta(days=n) for n in range((value.last - value.first).days + 1)]
    assert isinstance(value, date)
    return [value]


@given(a_test, known, known)
def test_a_test_of_ranges_is_what_all_their_days_agree_on(table: dict[str, object], one: Value, other: Value) -> None:
    test = FactTest.model_validate({"fact": "day", **table})
    each = {check(test, {"day": a, "other": b}, DAYS) for a in days_of(one) for b in days_of(other)}
    whole = check(test, {"day": one, "other": other}, DAYS)
    assert whole is (each.pop() if len(each) == 1 else None)


@given(known)
def test_a_moment_of_a_range_says_its_days_back(days: date | DayRange) -> None:
    moment = Moment.between(days)
    assert moment.days == days
    assert (moment.first_day, moment.last_day) == (days_of(days)[0], days_of(days)[-1])
    assert Moment.model_validate_json(moment.model_dump_json()) == moment


@pytest.mark.parametrize(
    "at", ["2026-06-10/2026-06-01", "2026-06-01/2026-06-01", "2026-06-01", "2026-06-31/2026-07-02"]
)
def test_a_range_that_is_none_is_refused(at: str) -> None:
    with pytest.raises(ValueError, match=r"range|day is out|precise"):
        Moment(at=at, precision="range")


@pytest.fixture
def law(write_law: Callable[..., Path]) -> LawBook:
    return load_law_book(write_law())


def food(ordered: str, precision: str, **answers: object) -> Case:
    order = {"ordered_at": {"at": ordered, "precision": precision}, "paid": "60.00"}
    order["lines"] = [{"id": "l1", "goods_kind": "food", "affected": "12.00"}]  # type: ignore[assignment]
    return Case.model_validate({"v": 2, "disputes": ["bad-food"], "order": order, "answers": answers})


def test_a_month_is_enough_for_a_claim_whose_law_is_the_same_on_all_its_days(law: LawBook) -> None:
    found = assess(food("2026-06", "month", bad_food=True, seller_knew=True, label_flaw=False), law, TODAY)
    claim = found.claim("ten-times")
    assert claim is not None
    assert (claim.status, claim.day) == ("settled", date(2026, 6, 1))
    assert claim.amount is not None
    assert claim.amount.total == Decimal("1000.00")


def test_a_month_in_which_the_law_began_leaves_the_claim_open_and_asks_the_day(law: LawBook) -> None:
    began = food("2015-09-15/2015-10-15", "range", bad_food=True, seller_knew=True, label_flaw=False)
    claim = assess(began, law, TODAY).claim("ten-times")
    assert claim is not None
    assert claim.status == "open"
    assert [missing.fact for missing in claim.missing] == ["bought_on"]
