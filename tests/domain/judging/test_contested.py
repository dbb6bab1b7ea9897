"""How sure the law is: contested always, or by facts; what it comes to at least, and when it is asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.claims import judged_claim
from consumer_app.domain.judging.confirmable import exceptions_left
from consumer_app.domain.judging.demands import demands_for
from consumer_app.domain.judging.facts import facts_of
from consumer_app.domain.judging.findings import ClaimFound
from consumer_app.domain.law import Claim, LawBook

TODAY = date(2026, 6, 10)
ENTRY = {
    "title": "x", "asks": "refund", "against": "seller", "day": "bought_on", "request": "x", "ground": "x", "basis": ["shopper-law:24"],
}  # fmt: skip
LIED = {"fact": "lied", "is": True}
Judge = Callable[..., ClaimFound]


def a_case(answers: dict[str, Any], **parts: Any) -> Case:
    return Case.model_validate({"v": EMPTY_CASE.v, "answers": {"bought_on": "2026-06-01", **answers}, **parts})


def with_claim(law: LawBook, **parts: Any) -> LawBook:
    return replace(law, claims={**law.claims, "it": Claim.model_validate({**ENTRY, **parts})})


@pytest.fixture
def judge(law: LawBook) -> Judge:
    def judged(answers: dict[str, Any], **parts: Any) -> ClaimFound:
        book = with_claim(law, **parts)
        return judged_claim("it", book, facts_of(a_case(answers), book, TODAY))

    return judged


def missing(found: ClaimFound) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.fact, one.could_become) for one in found.missing]


def test_a_claim_that_is_always_contested_is_never_settled(judge: Judge) -> None:
    found = judge({}, certainty="contested")
    assert (found.status, found.certainty, found.contested_by, found.missing) == ("contested", "contested", (), ())


@pytest.mark.parametrize(
    ("lied", "status", "certainty", "asked"),
    [
        (True, "contested", "contested", []),
        (False, "settled", "settled", []),
        (None, "contested", "contested", [("lied", ("settled", "contested"))]),
    ],
)
def test_a_reason_that_holds_or_is_not_known_makes_it_contested(judge: Judge, lied, status, certainty, asked) -> None:
    found = judge({"lied": lied}, contested=[LIED])
    assert (found.status, found.certainty, missing(found)) == (status, certainty, asked)
    assert [(reason.fact, reason.holds) for reason in found.contested_by] == ([] if lied is False else [("lied", lied)])


def test_a_reason_for_other_cases_contests_nothing(judge: Judge) -> None:
    only = {**LIED, "only": {"fact": "goods_kind", "is": "food"}}
    assert judge({"lied": True, "goods_kind": "bag"}, contested=[only]).status == "settled"
    assert judge({"lied": True, "goods_kind": "food"}, contested=[only]).status == "contested"


def test_what_makes_it_contested_is_asked_after_what_decides_it(judge: Judge) -> None:
    found = judge({}, when=[{"fact": "bad_food", "is": True}], contested=[LIED])
    assert (found.status, found.certainty) == ("open", "settled")
    assert missing(found) == [("bad_food", ("settled", "excluded")), ("lied", ("settled", "contested"))]


def test_where_one_reason_holds_the_others_are_not_asked(judge: Judge) -> None:
    also = {"fact": "label_flaw", "is": True}
    assert missing(judge({"lied": True}, contested=[LIED, also])) == []
    assert missing(judge({}, certainty="contested", contested=[LIED])) == []


def test_an_answer_that_cannot_settle_it_is_not_asked(judge: Judge) -> None:
    either = {"any": [LIED, {"fact": "label_flaw", "is": True}]}
    assert missing(judge({"label_flaw": True}, contested=[either])) == []
    assert missing(judge({"label_flaw": False}, contested=[either])) == [("lied", ("settled", "contested"))]


def test_a_fact_that_decides_it_and_contests_it_says_all_it_could_become(judge: Judge) -> None:
    found = judge(
        {}, when=[{"fact": "goods_kind", "in": ["food", "bag"]}], contested=[{"fact": "goods_kind", "is": "bag"}]
    )
    assert missing(found) == [("goods_kind", ("settled", "contested", "excluded"))]


def test_a_contested_open_claim_could_at_best_become_contested(judge: Judge) -> None:
    found = judge({"lied": True}, when=[{"fact": "bad_food", "is": True}], contested=[LIED])
    assert (found.status, found.certainty, missing(found)) == (
        "open",
        "contested",
        [("bad_food", ("contested", "excluded"))],
    )


def test_an_excluded_claim_is_not_contested(judge: Judge) -> None:
    found = judge({"bad_food": False, "lied": True}, when=[{"fact": "bad_food", "is": True}], contested=[LIED])
    assert (found.status, missing(found)) == ("excluded", [])


PRICE = {"formula": "price", "inputs": {"price": "paid"}}
LOSS = {"formula": "price", "inputs": {"price": "loss"}}


@pytest.mark.parametrize(
    ("answers", "low", "needs"),
    [
        ({"lied": True, "paid": "100", "loss": "30"}, Decimal("30.00"), ()),
        ({"lied": True, "paid": "100", "loss": "300"}, Decimal("100.00"), ()),
        ({"lied": True, "paid": "100"}, None, ("loss",)),
        ({"lied": False, "paid": "100", "loss": "30"}, None, ()),
        ({"lied": False, "paid": "100"}, None, ()),
    ],
)
def test_the_least_it_comes_to_is_said_where_it_is_contested(judge: Judge, answers, low, needs) -> None:
    found = judge(answers, remedy=PRICE, least=LOSS, contested=[LIED])
    assert found.amount is not None
    assert (found.amount.total, found.amount.low, found.amount_needs) == (Decimal("100.00"), low, needs)


def test_no_least_is_said_while_what_would_be_taken_off_is_not_known(judge: Judge) -> None:
    least = {**PRICE, "less": ["loss"]}
    found = judge({"paid": "100"}, remedy=PRICE, least=least, certainty="contested")
    assert found.amount is not None
    assert (found.amount.low, found.amount_needs) == (None, ("loss",))
    known = judge({"paid": "100", "loss": "30"}, remedy=PRICE, least=least, certainty="contested")
    assert known.amount is not None
    assert known.amount.low == Decimal("70.00")


def test_the_less_favourable_reading_has_its_own_dated_numbers(judge: Judge) -> None:
    changing = {
        "formula": "multiple_of_price",
        "multiple": {"2014-03-15": 3, "2026-06-05": 4},
        "inputs": {"price": "paid"},
    }
    months = judge({"bought_on": "2026-06", "paid": "10"}, remedy=PRICE, least=changing, certainty="contested")
    assert (months.status, months.day) == ("open", None)


def test_what_is_contested_is_asked_only_when_a_person_chose_it(law: LawBook) -> None:
    book = with_claim(law, certainty="contested", remedy=PRICE)
    dispute = book.disputes["bad-food"].model_copy(update={"claims": ("it",)})
    book = replace(book, disputes={**book.disputes, "bad-food": dispute})
    case = a_case({"paid": "100"}, disputes=["bad-food"])
    assert demands_for(case, assess(case, book, TODAY), None, book).asked == ()
    chosen = case.model_copy(update={"demands": a_case({}, demands=[{"claim": "it"}]).demands})
    found = demands_for(chosen, assess(chosen, book, TODAY), None, book)
    assert (found.total, found.contested) == (Decimal("100.00"), (1,))


def test_one_word_for_all_exceptions_leaves_open_how_sure_it_is(law: LawBook) -> None:
    book = with_claim(law, unless=[{"fact": "label_flaw", "is": True}], contested=[LIED])
    found = judged_claim("it", book, facts_of(a_case({}), book, TODAY))
    assert exceptions_left(found, book) == (("label_flaw", False),)
    settled = judged_claim("it", book, facts_of(a_case({"label_flaw": False}), book, TODAY))
    assert (settled.status, exceptions_left(settled, book)) == ("contested", ())
