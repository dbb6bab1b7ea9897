from datetime import date
from decimal import Decimal

import pytest

from consumer_app.domain.case import Case
from consumer_app.domain.case.sources import without_overtaken_answers
from consumer_app.domain.judging.contradictions import contradictions
from consumer_app.domain.judging.facts import FactConflict, FactError, facts_of, unknown_names
from consumer_app.domain.law import LawBook

TODAY = date(2026, 6, 10)


def case(**parts: object) -> Case:
    return Case.model_validate({"v": 1, **parts})


def test_a_fact_is_read_from_the_order_when_it_is_there(law: LawBook) -> None:
    order = {
        "ordered_at": {"at": "2026-06-01", "precision": "day"},
        "lines": [
            {"id": "l1", "paid": "40.00", "affected": "12.00", "goods_kind": "food"},
            {"id": "l2", "paid": "19.90", "affected": "3.00", "goods_kind": "food"},
        ],
    }
    facts = facts_of(case(order=order), law, TODAY)
    assert facts.day("bought_on") == date(2026, 6, 1)
    assert facts.number("affected") == Decimal("15.00")
    assert facts.number("paid") == Decimal("59.90")
    assert facts.get("goods_kind") == "food"
    assert facts.day("today") == TODAY


def test_lines_that_do_not_agree_or_do_not_all_say_leave_the_fact_unknown(law: LawBook) -> None:
    lines = [{"id": "l1", "goods_kind": "food", "affected": "1.00"}, {"id": "l2", "goods_kind": "bag"}]
    facts = facts_of(case(order={"lines": lines}), law, TODAY)
    assert facts.get("goods_kind") is None
    assert facts.get("affected") is None


def test_a_month_is_no_day_but_the_range_of_its_days(law: LawBook) -> None:
    order = {"ordered_at": {"at": "2026-06", "precision": "month"}}
    facts = facts_of(case(order=order), law, TODAY)
    assert facts.day("bought_on") is None
    assert facts.days("bought_on") == (date(2026, 6, 1), date(2026, 6, 30))


def test_a_day_answered_within_the_range_that_the_order_leaves_says_more_and_one_outside_contradicts(
    law: LawBook,
) -> None:
    order = {"ordered_at": {"at": "2026-06-01/2026-06-10", "precision": "range"}}
    told = case(order=order, answers={"bought_on": "2026-06-03"})
    assert facts_of(told, law, TODAY).day("bought_on") == date(2026, 6, 3)
    assert without_overtaken_answers(told, law) == told
    outside = case(order=order, answers={"bought_on": "2026-06-11"})
    with pytest.raises(FactConflict):
        facts_of(outside, law, TODAY)
    assert "bought_on" not in without_overtaken_answers(outside, law).answers


def test_an_answer_that_differs_from_the_case_names_both(law: LawBook) -> None:
    told = case(order={"paid": "59.90"}, answers={"paid": "60.00"})
    with pytest.raises(FactConflict) as error:
        facts_of(told, law, TODAY)
    assert (error.value.fact, error.value.in_case, error.value.answered) == ("paid", Decimal("59.90"), Decimal(60))
    assert "59.90" not in str(error.value)
    assert facts_of(without_overtaken_answers(told, law), law, TODAY).number("paid") == Decimal("59.90")


def test_the_same_answer_in_another_spelling_is_no_conflict(law: LawBook) -> None:
    told = case(order={"paid": "59.90"}, answers={"paid": "59.9"})
    assert facts_of(told, law, TODAY).number("paid") == Decimal("59.90")


@pytest.mark.parametrize(
    ("fact", "answer"),
    [
        ("bad_food", "是"),
        ("bad_food", 1),
        ("goods_kind", "火腿肠"),
        ("paid", "12.345"),
        ("paid", "-1"),
        ("paid", "1e30"),
        ("paid", "NaN"),
        ("paid", True),
        ("bought_on", "2026-02-30"),
        ("bought_on", "昨天"),
    ],
)
def test_an_answer_of_the_wrong_kind_is_an_error_with_its_fact(law: LawBook, fact: str, answer: object) -> None:
    with pytest.raises(FactError) as error:
        facts_of(case(answers={fact: answer}), law, TODAY)
    assert error.value.fact == fact


def test_null_is_unknown_and_an_unknown_name_is_left_out_but_told(law: LawBook) -> None:
    told = case(disputes=["nothing"], answers={"bad_food": None, "no_such_fact": True})
    facts = facts_of(told, law, TODAY)
    assert facts.get("bad_food") is None
    assert unknown_names(told, law) == (("disputes", "nothing"), ("answers", "no_such_fact"))


def test_what_cannot_be_so_is_found_in_the_order_the_events_and_the_answers(law: LawBook) -> None:
    told = case(
        order={
            "ordered_at": {"at": "2026-06-08", "precision": "day"},
            "received_at": {"at": "2026-06-05", "precision": "day"},
            "paid": "50.00",
            "refunded": "80.00",
        },
        events=[{"id": "e1", "at": {"at": "2027-01-01", "precision": "day"}, "what": "来过"}],
        answers={"asked_on": "2026-12-01"},
    )
    found = {(c.kind, c.facts) for c in contradictions(told, facts_of(told, law, TODAY), TODAY)}
    assert found == {
        ("before", ("order.received_at", "order.ordered_at")),
        ("more_than", ("order.refunded", "order.paid")),
        ("future", ("events.e1.at",)),
        ("future", ("asked_on",)),
    }


def test_a_limit_between_two_answers_is_data(law: LawBook) -> None:
    told = case(answers={"bought_on": "2026-06-05", "received_on": "2026-06-01", "paid": "10.00", "refunded": "11.00"})
    found = contradictions(told, facts_of(told, law, TODAY), TODAY)
    assert {(c.kind, c.facts) for c in found} == {
        ("before", ("received_on", "bought_on")),
        ("more_than", ("refunded", "paid")),
    }
