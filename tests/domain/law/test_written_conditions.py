"""What a law file may write as a test and as a condition, and which facts they look at."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from consumer_app.domain.law import Condition, Deadline, conditions

SPAN = {"after": "got_on", "count": 7, "unit": "natural_day"}
WRITTEN: dict[str, Any] = {
    "is": True,
    "in": ["a", "b"],
    "has": "a",
    "at_least": 3,
    "at_most": 0,
    "before": date(2026, 6, 1),
    "after": "got_on",
    "within": SPAN,
    "beyond": SPAN,
}


def test_this_table_has_every_kind_of_test() -> None:
    assert tuple(WRITTEN) == conditions.KINDS


@pytest.mark.parametrize("kind", conditions.KINDS)
def test_a_test_knows_its_kind_and_gives_back_what_was_written(kind: Any) -> None:
    test = conditions.Test.model_validate({"fact": "x", kind: WRITTEN[kind]})
    assert test.kind == kind
    assert test.of_kind(kind) is not None
    assert [other for other in conditions.KINDS if test.of_kind(other) is not None] == [kind]


def test_no_is_a_value_like_any() -> None:
    assert conditions.Test.model_validate({"fact": "x", "is": False}).of_kind("is") is False
    assert conditions.Test.model_validate({"fact": "x", "at_most": 0}).of_kind("at_most") == Decimal(0)


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ({}, "no test"),
        ({"is": None}, "no test"),
        ({"is": True, "in": ["a"]}, r"\['is', 'in'\]"),
        ({"at_least": 1, "at_most": 2}, r"\['at_least', 'at_most'\]"),
    ],
)
def test_a_test_is_exactly_one_test(table: dict[str, Any], found: str) -> None:
    with pytest.raises(ValueError, match=f"'x' has {found}; exactly one of is, in, has, at_least"):
        conditions.Test.model_validate({"fact": "x", **table})


def test_what_is_no_table_is_no_condition() -> None:
    with pytest.raises(ValidationError):
        Condition.model_validate("a fact")


@pytest.mark.parametrize(
    ("table", "facts"),
    [
        ({"is": "y"}, ("x",)),
        ({"before": date(2026, 6, 1)}, ("x",)),
        ({"before": "y"}, ("x", "y")),
        ({"after": "y"}, ("x", "y")),
        ({"within": {**SPAN, "after": "y"}}, ("x", "y")),
        ({"beyond": {**SPAN, "after": "y"}}, ("x", "y")),
    ],
)
def test_a_test_looks_at_its_own_fact_first_and_at_the_one_it_counts_from(
    table: dict[str, Any], facts: tuple[str, ...]
) -> None:
    assert conditions.Test.model_validate({"fact": "x", **table}).facts == facts


def test_a_condition_is_one_test_or_alternatives() -> None:
    one = Condition.model_validate({"fact": "x", "is": True, "source": "law:1", "why": "因为"})
    assert (one.tests, one.every_test, str(one.source), one.why) == ((one.test,), (one.test,), "law:1", "因为")
    two = Condition.model_validate({"any": [{"fact": "x", "is": True}, {"fact": "y", "is": True}]})
    assert [test.fact for test in two.tests] == ["x", "y"]
    limited = Condition.model_validate({"fact": "x", "is": True, "only": {"fact": "z", "is": "phone"}})
    assert [test.fact for test in limited.tests] == ["x"]
    assert [test.fact for test in limited.every_test] == ["z", "x"]
    assert Condition.model_validate(limited) == limited


@pytest.mark.parametrize("table", [{}, {"any": []}, {"only": {"fact": "z", "is": True}}, {"why": "因为"}])
def test_a_condition_tests_something(table: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="either one fact with its test, or any"):
        Condition.model_validate(table)


def test_a_condition_is_not_both() -> None:
    both = {"test": {"fact": "x", "is": True}, "any": [{"fact": "y", "is": True}]}
    with pytest.raises(ValueError, match="either one fact with its test, or any"):
        Condition.model_validate(both)


def test_an_unknown_key_of_a_test_is_an_error() -> None:
    with pytest.raises(ValueError, match="Extra inputs are not permitted"):
        Condition.model_validate({"fact": "x", "is": True, "unless": True})


def test_a_period_is_of_no_days_at_least() -> None:
    deadline = {"id": "d", "title": "x", "who": "seller", "after": "got_on", "unit": "hour"}
    assert Deadline.model_validate({**deadline, "count": 0}).count == 0
    assert conditions.Test.model_validate({"fact": "x", "within": {**SPAN, "count": 0}})
    for wrong in (lambda: Deadline.model_validate({**deadline, "count": -1}), lambda: conditions.Test.model_validate({"fact": "x", "within": {**SPAN, "count": -1}})):  # fmt: skip
        with pytest.raises(ValueError):
            wrong()
