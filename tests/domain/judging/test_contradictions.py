"""What a case says that cannot all be true is found, with both values; what may be so is left alone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.domain.judging.contradictions import Contradiction, comes_before, contradictions, lies_after
from consumer_app.domain.judging.facts import facts_of
from consumer_app.domain.law import DayRange, FactDefinition, LawBook
from consumer_app.domain.law.moments import one_or_range

TODAY = date(2026, 6, 10)


@pytest.fixture
def book(law: LawBook) -> LawBook:
    """The small law with a day still to come and a number of things of which there is one at least."""
    planned = {"kind": "date", "label": "打算", "future": True}
    pieces = {"kind": "number", "label": "件数", "at_least_one": True}
    more = {name: FactDefinition.model_validate(table) for name, table in (("planned_on", planned), ("pieces", pieces))}
    return replace(law, facts={**law.facts, **more})


def found(book: LawBook, **parts: Any) -> list[Contradiction]:
    case = Case.model_validate({"v": EMPTY_CASE.v, **parts})
    return list(contradictions(case, facts_of(case, book, TODAY), TODAY))


def day(text: str) -> dict[str, str]:
    return {"at": text, "precision": {7: "month", 10: "day", 21: "range"}[len(text)]}


# The order


@pytest.mark.parametrize(
    ("ordered", "received", "found_days"),
    [
        ("2026-06-02", "2026-06-01", (date(2026, 6, 1), date(2026, 6, 2))),
        ("2026-06-01", "2026-06-01", None),
        ("2026-06-01", "2026-06-02", None),
        ("2026-06", "2026-05-31", (date(2026, 5, 31), DayRange(date(2026, 6, 1), date(2026, 6, 30)))),
        ("2026-06", "2026-06-01", None),
        ("2026-05-10/2026-05-20", "2026-05-01/2026-05-10", None),
        ("2026-05-10/2026-05-20", "2026-05-01/2026-05-09", (DayRange(date(2026, 5, 1), date(2026, 5, 9)), DayRange(date(2026, 5, 10), date(2026, 5, 20)))),
    ],
)  # fmt: skip
def test_nothing_is_received_before_it_was_ordered(book: LawBook, ordered: str, received: str, found_days: Any) -> None:
    wrong = found(book, order={"ordered_at": day(ordered), "received_at": day(received)})
    expected = Contradiction("before", ("order.received_at", "order.ordered_at"), found_days)
    assert wrong == ([expected] if found_days else [])


@pytest.mark.parametrize("name", ["ordered_at", "received_at"])
def test_what_was_done_lies_not_in_the_future(book: LawBook, name: str) -> None:
    tomorrow = found(book, order={name: day("2026-06-11")})
    assert tomorrow == [Contradiction("future", (f"order.{name}",), (date(2026, 6, 11),))]
    assert found(book, order={name: day("2026-06-10")}) == []
    assert found(book, order={name: day("2026-06")}) == []
    assert found(book, order={name: {"at": None, "precision": "unknown"}}) == []
    july = DayRange(date(2026, 7, 1), date(2026, 7, 31))
    assert found(book, order={name: day("2026-07")}) == [Contradiction("future", (f"order.{name}",), (july,))]


@pytest.mark.parametrize(
    ("order", "paid"),
    [
        ({"paid": "50.00", "refunded": "50.01"}, "50.00"),
        ({"paid": "50.00", "refunded": "50.00"}, None),
        ({"paid": "50.00", "freight": "6.00", "refunded": "56.00"}, None),
        ({"paid": "50.00", "freight": "6.00", "refunded": "56.01"}, "50.00"),
        ({"lines": [{"id": "l1", "paid": "20.00"}, {"id": "l2", "paid": "30.00"}], "refunded": "50.01"}, "50.00"),
        ({"lines": [{"id": "l1", "paid": "20.00"}, {"id": "l2"}], "refunded": "50.01"}, None),
        ({"refunded": "50.01"}, None),
    ],
)
def test_no_more_came_back_than_was_paid_with_the_freight(
    book: LawBook, order: dict[str, Any], paid: str | None
) -> None:
    names = ("order.refunded", "order.paid")
    expected = [Contradiction("more_than", names, (Decimal(order["refunded"]), Decimal(paid)))] if paid else []
    assert found(book, order=order) == expected


@pytest.mark.parametrize(
    ("line", "whole", "wrong"),
    [
        ({"paid": "9.00", "affected": "9.01"}, "50.00", ("order.lines.l1.paid", "9.00")),
        ({"paid": "9.00", "affected": "9.00"}, "50.00", None),
        ({"paid": "0.00", "affected": "0.01"}, "50.00", ("order.lines.l1.paid", "0.00")),
        ({"affected": "50.01"}, "50.00", ("order.paid", "50.00")),
        ({"affected": "50.00"}, "50.00", None),
        ({"affected": "50.01"}, None, None),
        ({"paid": "9.00"}, "50.00", None),
    ],
)
def test_what_the_trouble_concerns_costs_no_more_than_the_thing(book: LawBook, line, whole, wrong) -> None:
    told = found(book, order={"paid": whole, "lines": [{"id": "l1", **line}]})
    names = ("order.lines.l1.affected", wrong[0]) if wrong else ()
    assert told == (
        [Contradiction("more_than", names, (Decimal(line["affected"]), Decimal(wrong[1])))] if wrong else []
    )


def test_every_event_that_lies_in_the_future_is_named(book: LawBook) -> None:
    events = [
        {"id": "e1", "what": "来过", "at": day("2026-06-11")},
        {"id": "e2", "what": "来过", "at": day("2026-06-10")},
        {"id": "e3", "what": "不知道哪天"},
        {"id": "e4", "what": "来过", "at": day("2027-01")},
    ]
    wrong = found(book, events=events)
    assert [(one.kind, one.facts) for one in wrong] == [("future", ("events.e1.at",)), ("future", ("events.e4.at",))]
    assert wrong[0].found == (date(2026, 6, 11),)


# The answers


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"asked_on": "2026-06-11"}, [Contradiction("future", ("asked_on",), (date(2026, 6, 11),))]),
        ({"asked_on": "2026-06-10"}, []),
        ({"asked_on": "2026-06"}, []),
        ({"planned_on": "2026-12-01"}, []),
        ({"bought_on": "2026-06-02", "received_on": "2026-06-01"}, [Contradiction("before", ("received_on", "bought_on"), (date(2026, 6, 1), date(2026, 6, 2)))]),
        ({"bought_on": "2026-06-01", "received_on": "2026-06-01"}, []),
        ({"bought_on": "2026-06", "received_on": "2026-05-31"}, [Contradiction("before", ("received_on", "bought_on"), (date(2026, 5, 31), DayRange(date(2026, 6, 1), date(2026, 6, 30))))]),
        ({"bought_on": "2026-05-20", "received_on": "2026-05"}, []),
        ({"bought_on": "2026-06", "received_on": "2026-06-02"}, []),
        ({"received_on": "2026-06-01"}, []),
        ({"paid": "5.00", "refunded": "5.01"}, [Contradiction("more_than", ("refunded", "paid"), (Decimal("5.01"), Decimal("5.00")))]),
        ({"paid": "5.00", "refunded": "5.00"}, []),
        ({"refunded": "5.00"}, []),
        ({"pieces": "0"}, [Contradiction("none_of_it", ("pieces",), (Decimal(0),))]),
        ({"pieces": "1"}, []),
        ({"pieces": "0.5"}, []),
        ({"loss": "0"}, []),
    ],
)  # fmt: skip
def test_an_answer_keeps_within_what_its_fact_allows(book: LawBook, answers, expected) -> None:
    assert found(book, answers=answers) == expected


def test_a_limit_that_is_of_another_kind_than_its_fact_limits_nothing(law: LawBook) -> None:
    strange = {
        "day": {"kind": "date", "label": "哪天", "not_before": "sum"},
        "sum": {"kind": "money", "label": "多少钱", "not_before": "day", "at_most": "name"},
        "name": {"kind": "text", "label": "名字", "at_most": "sum"},
    }
    facts = {name: FactDefinition.model_validate(table) for name, table in strange.items()}
    answers = {"day": "2026-06-01", "sum": "5.00", "name": "店"}
    assert found(replace(law, facts=facts), answers=answers) == []


def test_what_the_case_itself_holds_is_said_once_and_not_again_as_an_answer(book: LawBook) -> None:
    order = {"ordered_at": day("2026-06-12"), "received_at": day("2026-06-11"), "paid": "5.00", "refunded": "6.00"}
    assert sorted(one.facts for one in found(book, order=order)) == [
        ("order.ordered_at",),
        ("order.received_at",),
        ("order.received_at", "order.ordered_at"),
        ("order.refunded", "order.paid"),
    ]


def test_an_answer_beside_what_the_case_holds_is_compared_with_it(book: LawBook) -> None:
    late = found(book, order={"ordered_at": day("2026-06-05")}, answers={"received_on": "2026-06-01"})
    assert [(one.kind, one.facts) for one in late] == [("before", ("received_on", "bought_on"))]
    early = found(book, order={"received_at": day("2026-06-01")}, answers={"bought_on": "2026-06-05"})
    assert [(one.kind, one.facts) for one in early] == [("before", ("received_on", "bought_on"))]
    much = found(book, order={"paid": "5.00"}, answers={"refunded": "6.00"})
    assert [(one.kind, one.facts) for one in much] == [("more_than", ("refunded", "paid"))]
    little = found(book, order={"refunded": "6.00"}, answers={"paid": "5.00"})
    assert [(one.kind, one.facts) for one in little] == [("more_than", ("refunded", "paid"))]


def test_a_case_that_says_nothing_contradicts_nothing(book: LawBook) -> None:
    assert found(book) == []


days = st.dates(date(2026, 6, 1), date(2026, 6, 20))
spans = st.builds(lambda one, other: one_or_range(min(one, other), max(one, other)), days, days)


@given(spans, spans)
def test_what_certainly_came_first_is_never_certain_the_other_way_round(
    one: date | DayRange, other: date | DayRange
) -> None:
    assert not (comes_before(one, other) and comes_before(other, one))
    assert not comes_before(one, one)
    if isinstance(one, date) and isinstance(other, date):
        assert comes_before(one, other) is (one < other)


@given(spans, days)
def test_only_what_lies_after_today_whole_is_in_the_future(known: date | DayRange, today: date) -> None:
    assert lies_after(known, today) is ((known if isinstance(known, date) else known.first) > today)
