from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from consumer_app.domain.case import Case
from consumer_app.domain.case.sources import without_overtaken_answers
from consumer_app.domain.judging.contradictions import contradictions
from consumer_app.domain.judging.facts import FactConflict, FactError, facts_of, typed, unknown_names
from consumer_app.domain.law import DayRange, FactDefinition, LawBook

TODAY = date(2026, 6, 10)
JUNE = DayRange(date(2026, 6, 1), date(2026, 6, 30))


@pytest.fixture
def book(law: LawBook) -> LawBook:
    """The small law with a fact of every kind."""
    more = {
        "story": {"kind": "text", "label": "经过"},
        "pieces": {"kind": "number", "label": "件数"},
        "harms": {"kind": "choices", "label": "伤害", "choices": {"burn": "烫伤", "cut": "割伤"}},
        "shop_on": {"kind": "choice", "label": "平台", "from": "platform"},
        "colour": {"kind": "choice", "label": "颜色"},
    }
    defined = {name: FactDefinition.model_validate(table) for name, table in more.items()}
    return replace(law, facts={**law.facts, **defined})


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


# Kinds


@pytest.mark.parametrize(
    ("fact", "answer", "value"),
    [
        ("bad_food", True, True),
        ("bad_food", False, False),
        ("bad_food", None, None),
        ("goods_kind", "food", "food"),
        ("goods_kind", "", None),
        ("story", "坏了", "坏了"),
        ("story", " \n", None),
        ("story", True, None),
        ("story", 3, None),
        ("paid", "59.9", Decimal("59.9")),
        ("paid", Decimal("59.90"), Decimal("59.90")),
        ("paid", 60, Decimal(60)),
        ("paid", 0, Decimal(0)),
        ("paid", "99999999.99", Decimal("99999999.99")),
        ("paid", "100000000", None),
        ("paid", "-0.01", None),
        ("paid", "0.001", None),
        ("paid", "abc", None),
        ("paid", "Infinity", None),
        ("paid", date(2026, 6, 1), None),
        ("pieces", "2.345", Decimal("2.345")),
        ("pieces", True, None),
        ("pieces", "", None),
        ("bought_on", "2026-06-01", date(2026, 6, 1)),
        ("bought_on", date(2026, 6, 1), date(2026, 6, 1)),
        ("bought_on", datetime(2026, 6, 1, 12, 0), date(2026, 6, 1)),
        ("bought_on", "2026-06", JUNE),
        ("bought_on", "2026-06-01/2026-06-30", JUNE),
        ("bought_on", JUNE, JUNE),
        ("bought_on", "1990-01-01", date(1990, 1, 1)),
        ("bought_on", "2100-12-31", date(2100, 12, 31)),
        ("bought_on", date(1989, 12, 31), None),
        ("bought_on", date(2101, 1, 1), None),
        ("bought_on", DayRange(date(1989, 12, 31), date(1990, 1, 5)), None),
        ("bought_on", DayRange(date(2100, 12, 31), date(2101, 1, 5)), None),
        ("bought_on", 20260601, None),
        ("bought_on", "", None),
        ("harms", ("burn", "cut"), ("burn", "cut")),
        ("harms", ["cut", "burn", "cut"], ("cut", "burn")),
        ("harms", (), ()),
        ("harms", ("burn", "bite"), None),
        ("harms", ("burn", 3), None),
        ("harms", "burn", ("burn",)),
        ("harms", 3, None),
        ("harms", [["burn"]], None),
        ("shop_on", "taobao", "taobao"),
        ("shop_on", "elsewhere", None),
        ("colour", "red", "red"),
    ],
)
def test_an_answer_becomes_a_value_of_its_kind_or_is_an_error(book: LawBook, fact: str, answer, value) -> None:
    if value is None:
        with pytest.raises(FactError) as error:
            typed(fact, answer, book)
        assert (error.value.fact, error.value.found, error.value.expected) == (fact, answer, book.facts[fact].kind)
    else:
        found = typed(fact, answer, book)
        assert (found, type(found)) == (value, type(value))


def test_an_answer_that_is_none_of_the_choices_names_them(book: LawBook) -> None:
    for fact, answer, choices in (
        ("goods_kind", "tea", ("food", "bag")),
        ("harms", ("bite",), ("burn", "cut")),
        ("shop_on", "elsewhere", ("taobao",)),
        ("paid", "much", ()),
    ):
        with pytest.raises(FactError) as error:
            typed(fact, answer, book)
        assert error.value.choices == choices
        assert all(choice in str(error.value) for choice in choices)
        assert str(answer) not in str(error.value)


def test_a_value_is_read_by_its_kind_and_no_other(law: LawBook) -> None:
    answers = {"bought_on": "2026-06", "asked_on": "2026-06-03", "paid": "5", "bad_food": True, "goods_kind": "food"}
    facts = facts_of(case(answers=answers), law, TODAY)
    assert [facts.get(name) for name in ("bought_on", "paid", "bad_food", "loss")] == [JUNE, Decimal(5), True, None]
    assert [facts.day(name) for name in ("bought_on", "asked_on", "paid", "loss")] == [
        None,
        date(2026, 6, 3),
        None,
        None,
    ]
    assert facts.days("bought_on") == (date(2026, 6, 1), date(2026, 6, 30))
    assert facts.days("asked_on") == (date(2026, 6, 3), date(2026, 6, 3))
    assert [facts.days(name) for name in ("paid", "loss")] == [None, None]
    assert [facts.number(name) for name in ("paid", "bad_food", "goods_kind", "loss")] == [Decimal(5), None, None, None]


def test_today_is_known_of_every_case(law: LawBook) -> None:
    assert facts_of(case(), law, TODAY).values == {"today": TODAY}


# What the case holds and what was answered


@pytest.mark.parametrize(
    ("ordered", "answer", "value"),
    [
        ("2026-06-05", "2026-06-05", date(2026, 6, 5)),
        ("2026-06-05", "2026-06", date(2026, 6, 5)),
        ("2026-06-05", "2026-06-01/2026-06-05", date(2026, 6, 5)),
        ("2026-06-05", "2026-06-06/2026-06-09", None),
        ("2026-06-05", "2026-06-06", None),
        ("2026-06", "2026-06-30", date(2026, 6, 30)),
        ("2026-06", "2026-06", JUNE),
        ("2026-06", "2026-07-01", None),
        ("2026-06", "2026-06-01/2026-06-05", None),
    ],
)
def test_the_more_precise_of_what_is_held_and_answered_counts_where_they_agree(law, ordered, answer, value) -> None:
    precision = "day" if len(ordered) == 10 else "month"
    told = case(order={"ordered_at": {"at": ordered, "precision": precision}}, answers={"bought_on": answer})
    if value is None:
        with pytest.raises(FactConflict) as error:
            facts_of(told, law, TODAY)
        assert (error.value.fact, error.value.source) == ("bought_on", "order.ordered_at")
    else:
        assert facts_of(told, law, TODAY).get("bought_on") == value


def test_an_answer_alone_counts_as_it_is(law: LawBook) -> None:
    assert facts_of(case(answers={"bought_on": "2026-06"}), law, TODAY).get("bought_on") == JUNE


def test_names_that_the_book_does_not_have_are_told_by_their_part(law: LawBook) -> None:
    told = case(
        disputes=["bad-food", "gone"],
        answers={"paid": "1", "gone_fact": True},
        demands=[{"claim": "refund"}, {"claim": "gone-claim"}, {"text": "道歉"}],
    )
    assert unknown_names(told, law) == (("disputes", "gone"), ("answers", "gone_fact"), ("demands", "gone-claim"))
    assert unknown_names(case(), law) == ()
