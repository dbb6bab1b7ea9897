from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.judging.conditions import all_hold, judge
from consumer_app.domain.judging.facts import Facts
from consumer_app.domain.law import Citation, Condition, Days, LawBook, Value

DAYS = Days({})
TODAY = date(2026, 11, 21)


def facts(**values: Value) -> Facts:
    return Facts({"today": TODAY, **values}, TODAY, {})


def holds(table: dict[str, object], **values: Value) -> bool | None:
    return judge(Condition.model_validate(table), facts(**values), DAYS, None).holds


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ({"is": True}, True, True),
        ({"is": True}, False, False),
        ({"is": "food"}, "bag", False),
        ({"in": ["food", "bag"]}, "bag", True),
        ({"at_least": 3}, Decimal(3), True),
        ({"at_least": 3}, Decimal("2.99"), False),
        ({"at_most": 3}, Decimal(3), True),
        ({"before": date(2026, 1, 1)}, date(2025, 12, 31), True),
        ({"before": date(2026, 1, 1)}, date(2026, 1, 1), False),
        ({"after": date(2026, 1, 1)}, date(2026, 1, 2), True),
    ],
)
def test_a_test_holds_fails_and_is_open_while_the_fact_is_unknown(test, value, expected) -> None:
    assert holds({"fact": "x", **test}, x=value) is expected
    assert holds({"fact": "x", **test}) is None


def test_a_date_is_compared_with_a_period_after_another_and_both_are_asked() -> None:
    table = {"fact": "found_on", "within": {"after": "got_on", "count": 6, "unit": "month"}}
    assert holds(table, found_on=date(2026, 8, 1), got_on=date(2026, 2, 1)) is True
    assert holds(table, found_on=date(2026, 8, 2), got_on=date(2026, 2, 1)) is False
    open_one = judge(Condition.model_validate(table), facts(), DAYS, None)
    assert open_one.holds is None
    assert open_one.waits_for == ("found_on", "got_on")


def test_today_is_a_fact() -> None:
    table = {"fact": "today", "beyond": {"after": "got_on", "count": 7, "unit": "natural_day"}}
    assert holds(table, got_on=date(2026, 11, 1)) is True
    assert holds(table, got_on=TODAY) is False


def test_of_alternatives_one_that_holds_is_the_only_reason() -> None:
    table = {
        "any": [{"fact": "a", "is": True}, {"fact": "b", "is": True}],
        "source": "food-safety-law:34(6)",
        "why": "任一",
    }
    judged = judge(Condition.model_validate(table), facts(a=False, b=True), DAYS, None)
    assert judged.holds is True
    assert [(r.fact, r.holds, str(r.source), r.note) for r in judged.reasons] == [
        ("b", True, "food-safety-law:34(6)", "任一")
    ]


def test_alternatives_stay_open_while_one_of_them_is_unknown_and_fail_only_when_all_fail() -> None:
    table = {"any": [{"fact": "a", "is": True}, {"fact": "b", "is": True}]}
    condition = Condition.model_validate(table)
    open_one = judge(condition, facts(a=False), DAYS, None)
    assert (open_one.holds, open_one.waits_for) == (None, ("b",))
    assert judge(condition, facts(a=False, b=False), DAYS, None).holds is False
    assert len(judge(condition, facts(a=False, b=False), DAYS, None).reasons) == 2


def test_a_condition_without_a_source_rests_on_the_basis() -> None:
    basis = Citation.parse("food-safety-law:148.2")
    condition = Condition.model_validate({"fact": "a", "is": True})
    assert judge(condition, facts(a=True), DAYS, basis).reasons[0].source == basis


def test_true_is_not_one() -> None:
    assert holds({"fact": "n", "is": True}, n=Decimal(1)) is False
    assert holds({"fact": "n", "is": 1}, n=True) is False


@given(st.lists(st.sampled_from([True, False, None]), max_size=6))
def test_together_conditions_are_as_a_person_would_say(law: LawBook, answers: list[bool | None]) -> None:
    conditions = [Condition.model_validate({"fact": f"f{n}", "is": True}) for n in range(len(answers))]
    known = {f"f{n}": answer for n, answer in enumerate(answers) if answer is not None}
    together, reasons = all_hold(conditions, facts(**known), law)
    assert together is (False if False in answers else None if None in answers else True)
    assert len(reasons) == len(answers)
