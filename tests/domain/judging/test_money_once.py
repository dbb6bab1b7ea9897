"""No money is asked twice: by what is ticked beforehand, or by whatever a shopper ticks together."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consumer_app.domain.case import EMPTY_CASE, Case, Demand
from consumer_app.domain.case.sources import held_in_case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.demands import demands_for
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.judging.findings import Assessment
from consumer_app.domain.judging.same_money import KINDS_OF_PAYMENT
from consumer_app.domain.law import FactDefinition, LawBook
from consumer_app.domain.law.walk import RESERVED_FACTS, facts_looked_at
from consumer_app.lawbook_checks.together import can_hold_together, demanded
from tests.conftest import Judged

TODAY = date(2026, 6, 1)
REDO = ("redo", "repair", "exchange")


def money_in(claim: str, book: LawBook) -> set[str]:
    """The money facts that a claim's sum is made of, read from its file alone."""
    remedy = book.claims[claim].remedy
    if remedy is None:
        return set()
    named = {name for put in remedy.inputs.values() for name in ((put,) if isinstance(put, str) else put)}
    if remedy.base:
        named.add("paid" if remedy.base == "whole" else "affected")
    return {name for name in named if book.facts[name].kind == "money"}


def tickable_together(found: Assessment, book: LawBook) -> list[tuple[str, str]]:
    """Every two claims that the page of demands lets a shopper tick beside each other, none as the alternative to the other."""
    offered = [claim for claim in found.claims if claim.status != "excluded"]
    return [
        (one.id, other.id)
        for one, other in combinations(offered, 2)
        if other.id not in one.never_with
        and other.id not in book.claims[one.id].instead_of
        and one.id not in book.claims[other.id].instead_of
    ]


def asked_twice(found: Assessment, book: LawBook) -> list[tuple[str, str]]:
    return [
        (one, other)
        for one, other in tickable_together(found, book)
        if (kind := KINDS_OF_PAYMENT.get(book.claims[one].asks)) is not None
        and kind == KINDS_OF_PAYMENT.get(book.claims[other].asks)
        and money_in(one, book) & money_in(other, book)
    ]


def redone_and_given_back(found: Assessment, book: LawBook) -> list[tuple[str, str]]:
    return [
        pair
        for pair in tickable_together(found, book)
        if {book.claims[one].asks for one in pair} & set(REDO)
        and any(book.claims[one].asks == "return" for one in pair)
        and len({book.claims[one].against for one in pair}) == 1
    ]


def test_no_example_asks_for_the_same_money_twice(
    real_law: LawBook, examples: Mapping[str, Example], judged: Judged
) -> None:
    for name in examples:
        assert not asked_twice(judged(name), real_law), name
        assert not redone_and_given_back(judged(name), real_law), name


def test_what_is_ticked_beforehand_never_holds_two_that_exclude_each_other(
    real_law: LawBook, examples: Mapping[str, Example], judged: Judged
) -> None:
    for name, example in examples.items():
        case = example.case.model_copy(update={"demands": ()})
        found = judged(name) if case == example.case else assess(case, real_law, example.today)
        asked = [one.found for one in demands_for(case, found, None, real_law).asked if one.found]
        assert all(claim.status == "settled" for claim in asked), name
        assert not [pair for pair in combinations(asked, 2) if pair[0].id in pair[1].never_with], name


@pytest.mark.parametrize(
    ("name", "total"),
    [
        ("price-guard-and-sent-back", Decimal(900)),
        ("price-guard-and-kept", Decimal(150)),
        ("free-order-and-sent-back", Decimal(480)),
        ("used-car-penalty-told-as-promise", Decimal(96000)),
    ],
)
def test_what_was_promised_is_not_added_to_the_price_or_the_penalty_that_it_is(
    real_law: LawBook, examples: Mapping[str, Example], judged: Judged, name: str, total: Decimal
) -> None:
    assert demands_for(examples[name].case, judged(name), None, real_law).total == total


# Over generated answers


def _values(fact: FactDefinition) -> st.SearchStrategy[Any]:
    if fact.kind == "yes_no":
        return st.booleans()
    if fact.kind == "choice" and fact.choices:
        return st.sampled_from(sorted(fact.choices))
    if fact.kind == "choices":
        return st.lists(st.sampled_from(sorted(fact.choices)), max_size=3, unique=True)
    if fact.kind == "money":
        return st.sampled_from(["0", "50", "400", "800", "3000"])
    if fact.kind == "number":
        return st.sampled_from(["1", "2", "10"])
    if fact.kind == "date":
        return st.integers(0, 500).map(lambda days: (TODAY - timedelta(days=days)).isoformat())
    return st.none()


def told(data: st.DataObject, book: LawBook, pairs: list[tuple[str, ...]]) -> Case:
    """A case of one dispute, or of two that are told together, with any answers to what they look at; half of the answers that favour the shopper."""
    draw = data.draw
    disputes = draw(st.sampled_from([*((slug,) for slug in sorted(book.disputes)), *pairs]))
    wanted = _wanted(disputes, book) if draw(st.booleans()) else {}
    answers: dict[str, Any] = {}
    for name in sorted(facts_looked_at(book, disputes) - RESERVED_FACTS):
        fact = book.facts[name]
        if fact.source == "platform" or held_in_case(EMPTY_CASE, fact) is not None or draw(st.integers(0, 5)) == 0:
            continue
        value = wanted.get(name) if name in wanted and draw(st.integers(0, 9)) else draw(_values(fact))
        if value is not None:
            answers[name] = value
    return Case.model_validate({"v": 2, "disputes": list(disputes), "answers": answers})


def _wanted(disputes: tuple[str, ...], book: LawBook) -> dict[str, Any]:
    """For each fact of few choices the answer that most claims of the disputes ask for."""
    counted: dict[tuple[str, Any], int] = {}
    for claim in {slug: book.claims[slug] for one in disputes for slug in book.disputes[one].claims}.values():
        for holds, conditions in ((True, claim.when), (False, claim.unless)):
            for condition in conditions:
                for test in condition.tests:
                    if isinstance(test.is_, bool):
                        counted[test.fact, test.is_ is holds] = counted.get((test.fact, test.is_ is holds), 0) + 1
    return {fact: answer for (fact, answer), _ in sorted(counted.items(), key=lambda one: (one[1], str(one[0])))}


@pytest.mark.parametrize("tries", [60, pytest.param(4000, marks=pytest.mark.drill)])
def test_whatever_is_answered_no_two_that_can_be_ticked_ask_for_the_same_money(
    real_law: LawBook, examples: Mapping[str, Example], tries: int
) -> None:
    pairs = sorted({tuple(sorted(set(e.case.disputes))) for e in examples.values() if len(set(e.case.disputes)) == 2})

    @settings(max_examples=tries, suppress_health_check=list(HealthCheck), derandomize=tries == 60)
    @given(st.data())
    def asks_once(data: st.DataObject) -> None:
        case = told(data, real_law, pairs)
        found = assess(case, real_law, TODAY)
        assert not asked_twice(found, real_law)
        assert not redone_and_given_back(found, real_law)
        before = demands_for(case, found, None, real_law)
        assert all(one.found is not None and one.found.status == "settled" for one in before.asked)
        everything = tuple(Demand(claim=one.id) for one in found.claims if one.status != "excluded" and not one.better)
        asked = demands_for(case.model_copy(update={"demands": everything}), found, None, real_law)
        sums = [one.amount for place, one in enumerate(asked.asked, 1) if one.amount and place not in asked.uncounted]
        assert (asked.total or Decimal(0)) == sum(sums, Decimal(0))

    asks_once()


# Whether two claims can come out together

LIE = {"fact": "lied", "is": True}


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ({"when": [{"fact": "lied", "is": True}]}, {"when": [{"fact": "lied", "is": False}]}, False),
        ({"when": [{"fact": "lied", "is": True}]}, {"unless": [{"fact": "lied", "is": True}]}, False),
        ({"when": [{"fact": "lied", "is": True}]}, {"unless": [{"fact": "lied", "is": False}]}, True),
        ({"when": [{"fact": "goods_kind", "in": ["food"]}]}, {"when": [{"fact": "goods_kind", "is": "bag"}]}, False),
        (
            {"when": [{"any": [{"fact": "lied", "is": True}, {"fact": "bad_food", "is": True}]}]},
            {"unless": [{"fact": "lied", "is": True}], "when": [{"fact": "bad_food", "is": False}]},
            False,
        ),
        (
            {"when": [{"any": [{"fact": "lied", "is": True}, {"fact": "bad_food", "is": True}]}]},
            {"when": [{"any": [{"fact": "lied", "is": False}, {"fact": "bad_food", "is": False}]}]},
            True,
        ),
        (
            {"when": [{"fact": "lied", "is": True, "only": {"fact": "goods_kind", "is": "food"}}]},
            {"when": [{"fact": "lied", "is": False}]},
            True,  # for a bag nothing is asked of the first
        ),
        (
            {"when": [{"fact": "lied", "is": True, "only": {"fact": "goods_kind", "is": "food"}}]},
            {"when": [{"fact": "lied", "is": False}, {"fact": "goods_kind", "is": "food"}]},
            False,
        ),
        (
            {"unless": [{"fact": "lied", "is": True, "only": {"fact": "goods_kind", "is": "food"}}]},
            {"when": [{"fact": "lied", "is": True}, {"fact": "goods_kind", "is": "food"}]},
            False,
        ),
        (
            {"when": [{"fact": "paid", "at_least": 5}]},
            {"when": [{"fact": "paid", "at_most": 4}]},
            True,
        ),  # not looked into
        ({"when": [{"fact": "paid", "at_least": 5}]}, {"unless": [{"fact": "paid", "at_least": 5}]}, False),
        (
            {
                "when": [
                    {"any": [{**LIE, "also": [{"fact": "bad_food", "is": True}]}, {"fact": "seller_knew", "is": True}]}
                ]
            },
            {"when": [{"fact": "bad_food", "is": False}, {"fact": "seller_knew", "is": False}]},
            False,  # either road needs what the other claim rules out
        ),
        (
            {
                "when": [
                    {"any": [{**LIE, "also": [{"fact": "bad_food", "is": True}]}, {"fact": "seller_knew", "is": True}]}
                ]
            },
            {"when": [{"fact": "bad_food", "is": False}]},
            True,
        ),
        (
            {"unless": [{"any": [{**LIE, "also": [{"fact": "bad_food", "is": True}]}]}]},
            {"when": [LIE, {"fact": "bad_food", "is": True}]},
            False,
        ),
        ({"unless": [{"any": [{**LIE, "also": [{"fact": "bad_food", "is": True}]}]}]}, {"when": [LIE]}, True),
    ],
)
def test_two_claims_go_together_where_some_answers_meet_both(law: LawBook, one, other, together) -> None:
    entry = (
        law.claims["refund"].model_copy(update={"when": (), "unless": ()}).model_dump(by_alias=True, exclude_none=True)
    )
    first, second = (type(law.claims["refund"]).model_validate({**entry, **parts}) for parts in (one, other))
    assert can_hold_together(demanded(first, law), demanded(second, law)) is together
    assert can_hold_together(demanded(second, law), demanded(first, law)) is together
