"""One claim on the facts: its status, why, on which text, for how much, what is missing, and which of two rivals stands."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.domain.judging.claims import judged_claim, with_rivals, worth
from consumer_app.domain.judging.facts import facts_of
from consumer_app.domain.judging.findings import Amount, ClaimFound, Reason, Status
from consumer_app.domain.law import Citation, Claim, LawBook

TODAY = date(2026, 6, 10)
BOUGHT = {"bought_on": "2026-06-01"}
Judge = Callable[..., ClaimFound]


def yes(fact: str) -> dict[str, Any]:
    return {"fact": fact, "is": True}


@pytest.fixture
def judge(law: LawBook) -> Judge:
    """A claim of the seller's small law, judged on these answers: ``judge({"bad_food": True}, when=[…], remedy={…})``."""

    def judged(answers: dict[str, Any], *, dated: dict[str, Any] = BOUGHT, **parts: Any) -> ClaimFound:
        entry = {
            "title": "x",
            "asks": "refund",
            "against": "seller",
            "day": "bought_on",
            "request": "x",
            "ground": "x",
            **parts,
        }
        entry.setdefault("basis", ["shopper-law:24"])
        book = replace(law, claims={"it": Claim.model_validate(entry)})
        case = Case.model_validate({"v": EMPTY_CASE.v, "answers": {**dated, **answers}})
        return judged_claim("it", book, facts_of(case, book, TODAY))

    return judged


def facts_and_holds(reasons: tuple[Reason, ...]) -> list[tuple[str, bool | None]]:
    return [(reason.fact, reason.holds) for reason in reasons]


def missing(found: ClaimFound) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.fact, one.could_become) for one in found.missing]


# Status and reasons


@pytest.mark.parametrize(
    ("bad", "flaw", "status", "why", "excluded_by"),
    [
        (True, False, "settled", [("bad_food", True), ("label_flaw", False)], []),
        (True, True, "excluded", [("bad_food", True)], [("label_flaw", True)]),
        (False, False, "excluded", [("label_flaw", False)], [("bad_food", False)]),
        (False, True, "excluded", [], [("bad_food", False), ("label_flaw", True)]),
        (None, False, "open", [("bad_food", None), ("label_flaw", False)], []),
        (True, None, "open", [("bad_food", True), ("label_flaw", None)], []),
        (None, True, "excluded", [("bad_food", None)], [("label_flaw", True)]),
        (None, None, "open", [("bad_food", None), ("label_flaw", None)], []),
    ],
)
def test_every_ground_must_hold_and_no_exception(judge: Judge, bad, flaw, status, why, excluded_by) -> None:
    found = judge({"bad_food": bad, "label_flaw": flaw}, when=[yes("bad_food")], unless=[yes("label_flaw")])
    assert found.status == status
    assert facts_and_holds(found.why) == why
    assert facts_and_holds(found.excluded_by) == excluded_by
    assert bool(found.missing) is (status == "open")


def test_a_claim_without_conditions_is_settled(judge: Judge) -> None:
    found = judge({})
    assert (found.status, found.why, found.missing, found.amount, found.amount_needs) == ("settled", (), (), None, ())
    assert (found.id, found.asks, found.against, found.certainty) == ("it", "refund", "seller", "settled")
    assert (found.never_with, found.better) == ((), None)


def test_a_limited_exception_does_not_exclude_another_case(judge: Judge) -> None:
    only = {**yes("label_flaw"), "only": {"fact": "goods_kind", "is": "food"}}
    assert judge({"label_flaw": True, "goods_kind": "bag"}, unless=[only]).status == "settled"
    assert judge({"label_flaw": True, "goods_kind": "food"}, unless=[only]).status == "excluded"
    assert judge({"label_flaw": False, "goods_kind": "bag"}, when=[only]).status == "settled"
    assert judge({"label_flaw": False, "goods_kind": "food"}, when=[only]).status == "excluded"
    assert missing(judge({}, unless=[only])) == [
        ("goods_kind", ("settled", "open")),
        ("label_flaw", ("settled", "open")),
    ]


def test_a_reason_rests_on_its_own_provision_or_on_the_first_of_the_basis(judge: Judge) -> None:
    own = {**yes("lied"), "source": "shopper-law:55"}
    found = judge(
        {"bad_food": True, "lied": True}, basis=["shopper-law:24", "shopper-law:55"], when=[yes("bad_food"), own]
    )
    assert [str(reason.source) for reason in found.why] == ["shopper-law:24", "shopper-law:55"]
    nothing_held = judge({"bad_food": True}, basis=["parcel-rules:29"], when=[yes("bad_food")])
    assert [reason.source for reason in nothing_held.why] == [None]


def test_a_reason_names_no_provision_that_was_not_in_force_that_day(judge: Judge) -> None:
    new = {**yes("bad_food"), "source": "parcel-rules:28"}
    for role, answer in (("when", True), ("when", False), ("unless", True)):
        sources = []
        for bought in ("2026-06-01", "2024-06-01"):
            found = judge({"bad_food": answer}, dated={"bought_on": bought}, **{role: [new]})
            sources += [str(reason.source) for reason in (*found.why, *found.excluded_by)]
        assert sources == ["parcel-rules:28", "None"]


def test_while_the_day_is_unknown_the_text_of_today_is_named(judge: Judge) -> None:
    found = judge({"bad_food": True}, dated={}, basis=["parcel-rules:28"], when=[yes("bad_food")])
    assert (found.status, found.day, missing(found)) == ("open", None, [("bought_on", ("settled", "excluded"))])
    assert [str(cited) for cited in found.basis] == ["parcel-rules:28"]
    assert [str(reason.source) for reason in found.why] == ["parcel-rules:28"]


def test_cautions_are_those_of_every_case_and_of_this_one(judge: Judge) -> None:
    cautions = [
        {"text": "总是"},
        {"text": "坏了时", "when": [yes("bad_food")]},
        {"text": "骗了时", "when": [yes("lied")]},
    ]
    found = judge({"bad_food": True, "lied": False}, caution=cautions).cautions
    assert [one.text for one in found] == ["总是", "坏了时"]
    assert [one.text for one in judge({}, caution=cautions).cautions] == ["总是"]


@pytest.mark.parametrize(
    ("bought", "day", "source"),
    [("2026-06-01", date(2026, 6, 1), "parcel-rules:28"), ("2024-06-01", date(2024, 6, 1), "None"), (None, TODAY, "parcel-rules:28")],
)  # fmt: skip
def test_a_caution_is_of_the_day_of_the_claim_and_of_today_while_that_is_unknown(
    judge: Judge, bought, day, source
) -> None:
    (found,) = judge({}, dated={"bought_on": bought}, caution=[{"text": "小心", "source": "parcel-rules:28"}]).cautions
    assert (found.text, found.day, str(found.source)) == ("小心", day, source)


# The text and the numbers of the day


def test_what_of_the_basis_no_text_held_keeps_the_claim_open(judge: Judge) -> None:
    found = judge({}, dated={"bought_on": "2025-05-31"}, basis=["shopper-law:24", "parcel-rules:28"])
    assert (found.status, [str(c) for c in found.basis]) == ("open", ["shopper-law:24"])
    assert [str(c) for c in found.text_not_held] == ["parcel-rules:28"]
    assert judge({}, basis=["shopper-law:24", "parcel-rules:28"]).text_not_held == ()


def test_a_basis_that_had_not_begun_is_the_first_one_not_held(judge: Judge) -> None:
    basis = {"2018-05-01": ["parcel-rules:27"], "2025-06-01": ["parcel-rules:28"]}
    early = judge({}, dated={"bought_on": "2018-04-30"}, basis=basis, supports=["shopper-law:24"])
    assert (early.status, early.basis, early.supports) == ("open", (), ())
    assert [str(c) for c in early.text_not_held] == ["parcel-rules:27"]


def test_a_claim_that_rests_on_nothing_waits_for_no_text(judge: Judge) -> None:
    found = judge({}, basis=[], supports=["shopper-law:55"])
    assert (found.status, found.basis, found.text_not_held) == ("settled", (), ())
    assert [str(cited) for cited in found.supports] == ["shopper-law:55"]


def test_only_support_that_was_in_force_is_named(judge: Judge) -> None:
    supports = ["parcel-rules:27", "parcel-rules:28", "shopper-law:55"]
    for bought, expected in (("2026-06-01", ["parcel-rules:28", "shopper-law:55"]), ("2025-05-01", ["parcel-rules:27", "shopper-law:55"])):  # fmt: skip
        found = judge({}, dated={"bought_on": bought}, supports=supports)
        assert [str(cited) for cited in found.supports] == expected


REMEDY = {"formula": "multiple_of_price_or_of_loss", "base": "affected", "inputs": {"loss": "loss"}}
OLD_AND_NEW = {"2000-01-01": 1, "2026-05-15": 2}


@pytest.mark.parametrize("number", ["multiple", "loss_multiple", "floor", "cap", "rate"])
def test_of_a_range_of_days_the_first_counts_where_text_and_numbers_are_the_same(judge: Judge, number: str) -> None:
    remedy = {**REMEDY, "multiple": {"2000-01-01": 1}, number: OLD_AND_NEW}
    known = {"affected": "10", "loss": "0"}
    for month, day in (("2026-04", date(2026, 4, 1)), ("2026-05", None), ("2026-06", date(2026, 6, 1))):
        found = judge(known, dated={"bought_on": month}, remedy=remedy)
        assert (found.day, found.status) == (day, "open" if day is None else "settled")
        assert missing(found) == ([("bought_on", ("settled", "excluded"))] if day is None else [])
    assert judge(known, dated={"bought_on": "2026-05-15"}, remedy=remedy).day == date(2026, 5, 15)


def test_of_a_range_of_days_on_which_the_article_moved_the_day_is_asked(judge: Judge) -> None:
    basis = {"2018-05-01": ["parcel-rules:27"], "2025-06-01": ["parcel-rules:28"]}
    for days, status in (("2025-05", "settled"), ("2025-06", "settled"), ("2025-05-31/2025-06-01", "open")):
        assert judge({}, dated={"bought_on": days}, basis=basis).status == status
    without_remedy = judge({}, dated={"bought_on": "2026-05"})
    assert (without_remedy.status, without_remedy.day) == ("settled", date(2026, 5, 1))


def test_a_sum_rests_on_the_provision_of_the_remedy_where_that_was_in_force(judge: Judge) -> None:
    remedy = {"formula": "price", "base": "whole", "source": "parcel-rules:28"}
    for bought, source in (("2026-06-01", "parcel-rules:28"), ("2025-05-01", "shopper-law:24")):
        found = judge({"paid": "10"}, dated={"bought_on": bought}, remedy=remedy)
        assert found.amount is not None
        assert [str(item.source) for item in found.amount.items] == [source]
    undated = judge({"paid": "10"}, dated={}, remedy=remedy)
    assert undated.amount is not None
    assert str(undated.amount.items[0].source) == "parcel-rules:28"
    plain = judge({"paid": "10"}, remedy={"formula": "price", "base": "whole"})
    assert plain.amount is not None
    assert str(plain.amount.items[0].source) == "shopper-law:24"


def test_a_sum_is_worked_out_with_the_numbers_of_its_day_and_of_today_while_that_is_unknown(judge: Judge) -> None:
    remedy = {"formula": "multiple_of_price", "base": "affected", "multiple": OLD_AND_NEW}
    for dated, total in (({"bought_on": "2026-05-14"}, 10), ({"bought_on": "2026-05-15"}, 20), ({}, 20)):
        found = judge({"affected": "10"}, dated=dated, remedy=remedy)
        assert found.amount is not None
        assert found.amount.total == total
    too_early = judge({"affected": "10"}, dated={"bought_on": "1999-12-31"}, basis=["old-law:1"], remedy=remedy)
    assert (too_early.status, too_early.amount, too_early.amount_needs) == ("open", None, ())


def test_a_claim_whose_number_did_not_hold_yet_is_settled_without_a_sum(judge: Judge) -> None:
    later = {"formula": "multiple_of_price", "base": "affected", "multiple": {"2027-01-01": 3}}
    found = judge({"affected": "10"}, remedy=later)
    assert (found.status, found.amount, found.amount_needs) == ("settled", None, ())


# Sums of nothing


REFUND = {"formula": "price", "base": "whole", "less": ["refunded", "loss"]}


@pytest.mark.parametrize(
    ("refunded", "loss", "status", "reason"),
    [
        ("0", "0", "settled", None),
        ("9.99", "0", "settled", None),
        ("10", "0", "excluded", ("refunded", Decimal(10))),
        ("0", "10", "excluded", ("loss", Decimal(10))),
        ("4", "6", "excluded", ("refunded", Decimal(4))),
        ("0.50", "9.50", "excluded", ("refunded", Decimal("0.50"))),
        (None, "10", "excluded", ("loss", Decimal(10))),
        (None, None, "settled", None),
    ],
)
def test_what_came_back_whole_is_not_asked_again(judge: Judge, refunded, loss, status, reason) -> None:
    found = judge({"paid": "10", "refunded": refunded, "loss": loss}, remedy=REFUND)
    assert found.status == status
    if reason:
        basis = Citation.parse("shopper-law:24")
        assert found.excluded_by == (Reason(reason[0], "repaid", None, reason[1], False, basis),)
        assert (found.amount, found.amount_needs, found.missing) == (None, (), ())


def test_a_range_of_which_something_is_left_is_still_asked(judge: Judge) -> None:
    remedy = {"formula": "range", "base": "whole", "multiple": {"2000-01-01": 1}, "cap": {"2000-01-01": 3}, "less": ["refunded"]}  # fmt: skip
    found = judge({"paid": "10", "refunded": "10"}, remedy=remedy)
    assert found.amount is not None
    assert (found.status, found.amount.total, found.amount.high) == ("settled", 0, 20)
    assert judge({"paid": "10", "refunded": "30"}, remedy=remedy).status == "excluded"


def test_a_sum_that_known_facts_make_nothing_is_not_asked(judge: Judge) -> None:
    remedy = {"formula": "difference_of_price", "inputs": {"higher": "loss", "lower": "paid"}}
    found = judge({"paid": "10", "loss": "8"}, remedy=remedy)
    basis = Citation.parse("shopper-law:24")
    assert found.status == "excluded"
    assert found.excluded_by == (Reason("loss", "nothing_due", None, Decimal(8), False, basis),)
    assert judge({"paid": "10", "loss": "12"}, remedy=remedy).status == "settled"
    assert judge({"paid": "10"}, remedy=remedy).status == "settled"


def test_a_sum_of_nothing_is_told_from_its_base_or_from_several_inputs(judge: Judge) -> None:
    free = judge({"paid": "0"}, remedy={"formula": "price", "base": "whole"})
    assert [(reason.fact, reason.found) for reason in free.excluded_by] == [("paid", 0)]
    parts = {"formula": "sum_of", "inputs": {"parts": ["loss", "refunded"]}}
    nothing = judge({"loss": "0", "refunded": "0"}, remedy=parts)
    assert [(reason.fact, reason.test) for reason in nothing.excluded_by] == [("loss", "nothing_due")]
    optional = {"formula": "sum_of", "inputs": {"also": ["loss", "refunded"]}}
    waiting = judge({"refunded": "0"}, remedy=optional)
    assert (waiting.status, waiting.amount_needs) == ("settled", ("loss",))


def test_the_first_known_fact_that_goes_in_says_why_nothing_is_due(judge: Judge) -> None:
    cut = {"formula": "price_reduction", "inputs": {"actual": "paid", "conforming": "loss"}}
    assert [reason.fact for reason in judge({"paid": "10", "loss": "8"}, remedy=cut).excluded_by] == ["paid"]
    several = {"formula": "sum_of", "inputs": {"also": ["loss"], "parts": ["refunded"]}}
    assert [reason.fact for reason in judge({"loss": "0", "refunded": "0"}, remedy=several).excluded_by] == ["loss"]


def test_a_sum_of_nothing_excludes_even_while_something_is_open_and_needs_nothing_more(judge: Judge) -> None:
    found = judge({"paid": "10", "refunded": "10", "loss": "0"}, remedy=REFUND, when=[yes("bad_food")])
    assert (found.status, found.missing, found.amount) == ("excluded", (), None)


def test_an_excluded_claim_has_no_sum(judge: Judge) -> None:
    found = judge({"paid": "10", "bad_food": False}, remedy=REFUND, when=[yes("bad_food")])
    assert (found.status, found.amount, found.amount_needs) == ("excluded", None, ())
    assert facts_and_holds(found.excluded_by) == [("bad_food", False)]


# What is missing, and what an answer could make of it


def test_the_day_is_asked_once_and_what_could_settle_most_first(judge: Judge) -> None:
    late = {"fact": "bought_on", "after": date(2026, 1, 1)}
    found = judge({"paid": "10"}, dated={}, when=[yes("bad_food"), late], remedy=REFUND)
    assert missing(found) == [("bought_on", ("settled", "excluded")), ("bad_food", ("settled", "excluded"))]
    assert {one.at_stake for one in found.missing} == {Decimal(10)}


def test_at_stake_is_the_most_that_a_court_could_give(judge: Judge) -> None:
    remedy = {"formula": "range", "base": "whole", "multiple": {"2000-01-01": 1}, "cap": {"2000-01-01": 3}}
    assert [one.at_stake for one in judge({"paid": "10"}, when=[yes("bad_food")], remedy=remedy).missing] == [30]
    assert [one.at_stake for one in judge({}, when=[yes("bad_food")], remedy=remedy).missing] == [0]
    assert [one.at_stake for one in judge({}, when=[yes("bad_food")]).missing] == [0]


def test_of_alternatives_each_could_support_and_none_alone_could_exclude(judge: Judge) -> None:
    either = {"any": [yes("lied"), yes("seller_knew")]}
    found = judge({}, when=[either, yes("bad_food")])
    assert missing(found) == [
        ("lied", ("settled", "open")),
        ("seller_knew", ("settled", "open")),
        ("bad_food", ("settled", "excluded")),
    ]
    assert missing(judge({"lied": False}, when=[either])) == [("seller_knew", ("settled", "excluded"))]


def test_a_fact_none_of_whose_answers_settles_anything_is_not_asked(judge: Judge) -> None:
    span = {"fact": "asked_on", "within": {"after": "received_on", "count": 7, "unit": "natural_day"}}
    found = judge({}, when=[span])
    assert missing(found) == [("asked_on", ("settled", "excluded")), ("received_on", ("settled", "excluded"))]
    known = judge({"received_on": "2026-06-01"}, when=[span])
    assert missing(known) == [("asked_on", ("settled", "excluded"))]
    exception = {**yes("lied"), "only": yes("seller_knew")}
    assert missing(judge({"lied": True}, unless=[exception])) == [("seller_knew", ("settled", "excluded"))]


def test_one_answer_that_excludes_outweighs_another_condition_that_it_meets(judge: Judge) -> None:
    kinds = [{"fact": "goods_kind", "is": "food"}, {"fact": "goods_kind", "in": ["food", "bag"]}]
    assert missing(judge({}, when=kinds)) == [("goods_kind", ("settled", "excluded"))]
    never = [{"fact": "goods_kind", "is": "food"}, {"fact": "goods_kind", "is": "bag"}]
    assert missing(judge({}, when=never)) == [("goods_kind", ("excluded",))]
    more, less = {"fact": "paid", "at_least": 100}, {"fact": "paid", "at_most": 300}
    assert missing(judge({}, when=[more, less])) == [("paid", ("settled", "excluded"))]


def test_what_could_become_fewer_things_is_asked_later(judge: Judge) -> None:
    never = [{"fact": "goods_kind", "is": "food"}, {"fact": "goods_kind", "is": "bag"}, yes("lied")]
    assert [one.fact for one in judge({}, when=never).missing] == ["lied", "goods_kind"]


def test_of_a_day_known_within_a_range_only_its_days_are_tried(judge: Judge) -> None:
    def with_asked(asked: str, edge: date) -> list[tuple[str, tuple[str, ...]]]:
        return missing(judge({"asked_on": asked}, when=[{"fact": "asked_on", "before": edge}]))

    assert with_asked("2026-06-01/2026-06-09", date(2026, 6, 5)) == [("asked_on", ("settled", "excluded"))]
    assert with_asked("2026-06-01/2026-06-02", date(2026, 6, 2)) == [("asked_on", ("settled", "excluded"))]
    assert with_asked("2026-06-01/2026-06-02", date(2026, 6, 3)) == []
    outer = [{"fact": "asked_on", "is": date(2026, 6, 5)}]
    assert missing(judge({"asked_on": "2026-06-04/2026-06-06"}, when=outer)) == [("asked_on", ("settled", "excluded"))]


def test_a_day_outside_the_range_that_is_known_decides_nothing(judge: Judge) -> None:
    late, not_the_ninth = {"fact": "asked_on", "after": date(2026, 6, 8)}, {"fact": "asked_on", "is": date(2026, 6, 9)}
    found = judge({"asked_on": "2026-06-01/2026-06-09"}, when=[late], unless=[not_the_ninth])
    assert missing(found) == [("asked_on", ("excluded",))]
    early = {"fact": "asked_on", "before": date(2026, 6, 5)}
    assert missing(judge({"asked_on": "2026-06-01/2026-06-09"}, when=[early, late])) == [("asked_on", ("excluded",))]


def test_a_fact_is_tried_with_answers_to_its_own_tests_only(judge: Judge) -> None:
    either = {"any": [{"fact": "asked_on", "before": "received_on"}, {"fact": "loss", "at_least": 3}]}
    found = judge({"asked_on": "2026-06-05"}, when=[either])
    assert missing(found) == [("received_on", ("settled", "excluded")), ("loss", ("settled", "open"))]


def test_a_fact_that_the_book_does_not_have_is_tried_as_its_tests_say(judge: Judge) -> None:
    assert missing(judge({}, when=[yes("no_such_fact")])) == [("no_such_fact", ("settled", "excluded"))]


any_answer = st.sampled_from([True, False, None])


@given(st.fixed_dictionaries(dict.fromkeys(("bad_food", "lied", "seller_knew", "label_flaw"), any_answer)))
def test_what_is_open_can_still_go_each_way_that_is_said_and_no_other(
    law: LawBook, answers: dict[str, bool | None]
) -> None:
    entry = {
        "title": "x", "asks": "refund", "against": "seller", "day": "bought_on", "request": "x", "ground": "x", "basis": ["shopper-law:24"],
        "when": [yes("bad_food"), {"any": [yes("lied"), yes("seller_knew")]}], "unless": [yes("label_flaw")],
    }  # fmt: skip
    book = replace(law, claims={"it": Claim.model_validate(entry)})

    def judged(known: dict[str, bool | None]) -> ClaimFound:
        case = Case.model_validate({"v": EMPTY_CASE.v, "answers": {**BOUGHT, **known}})
        return judged_claim("it", book, facts_of(case, book, TODAY))

    found = judged(answers)
    for one in found.missing:
        assert answers[one.fact] is None
        becomes = {judged({**answers, one.fact: answer}).status for answer in (True, False)}
        assert "excluded" not in becomes or "excluded" in one.could_become
        assert "settled" not in becomes or "settled" in one.could_become
    if found.status == "open":
        assert found.missing
    for name, answer in answers.items():
        if answer is not None and found.status != "open":
            assert name not in [one.fact for one in found.missing]


# Rivals


def rival(name: str, status: Status, total: int | None, high: int | None = None) -> ClaimFound:
    amount = None if total is None else Amount("price", (), Decimal(total), None if high is None else Decimal(high))
    return ClaimFound(name, "refund", "seller", status, None, (), (), amount, (), (), (), (), None, (), "settled")


def between(
    law: LawBook, excludes: dict[str, list[str]], *claims: ClaimFound
) -> dict[str, tuple[tuple[str, ...], str | None]]:
    entry = {"title": "x", "asks": "refund", "against": "seller", "day": "bought_on", "request": "x", "ground": "x", "basis": ["shopper-law:24"]}  # fmt: skip
    entries = {c.id: Claim.model_validate({**entry, "excludes": excludes.get(c.id, [])}) for c in claims}
    return {c.id: (c.never_with, c.better) for c in with_rivals(list(claims), replace(law, claims=entries))}


def test_worth_is_the_most_a_claim_can_bring() -> None:
    assert [worth(rival("a", "open", *sums)) for sums in ((5,), (5, 9), (None,), (0,))] == [5, 9, 0, 0]


def test_of_two_that_can_never_both_be_had_the_settled_then_the_dearer_then_the_first_stands(law: LawBook) -> None:
    either = {"a": ["b"]}
    for one, other, better in (
        (rival("a", "settled", 1), rival("b", "open", 9), ("b", "a")),
        (rival("a", "open", 9), rival("b", "settled", 1), ("a", "b")),
        (rival("a", "settled", 1), rival("b", "settled", 9), ("a", "b")),
        (rival("a", "open", 1), rival("b", "open", 2), ("a", "b")),
        (rival("a", "open", 1, 7), rival("b", "open", 5), ("b", "a")),
        (rival("a", "open", 5), rival("b", "open", 5), ("b", "a")),
    ):
        found = between(law, either, one, other)
        worse, stronger = better
        assert found == {worse: ((stronger,), stronger), stronger: ((worse,), None)}


def test_an_excluded_claim_rivals_nothing_and_is_rivalled_by_nothing(law: LawBook) -> None:
    found = between(law, {"a": ["b"]}, rival("a", "excluded", 9), rival("b", "open", 1))
    assert found == {"a": (("b",), None), "b": (("a",), None)}


def test_who_excludes_itself_or_one_that_is_not_here_has_no_rival(law: LawBook) -> None:
    assert between(law, {"a": ["a", "z"]}, rival("a", "open", 1), rival("b", "open", 2)) == {
        "a": ((), None),
        "b": ((), None),
    }


def test_the_second_of_three_gives_way_and_so_leaves_the_third_standing(law: LawBook) -> None:
    chain = {"a": ["b"], "b": ["c"]}
    found = between(law, chain, rival("c", "settled", 1), rival("b", "settled", 2), rival("a", "settled", 3))
    assert found == {"c": (("b",), None), "b": (("c", "a"), "a"), "a": (("b",), None)}


def test_of_several_stronger_rivals_the_strongest_is_named(law: LawBook) -> None:
    found = between(
        law, {"c": ["a", "b"]}, rival("a", "settled", 2), rival("b", "settled", 3), rival("c", "settled", 1)
    )
    assert found["c"] == (("a", "b"), "b")


statuses = st.sampled_from(["settled", "open", "excluded"])


@given(st.lists(st.tuples(statuses, st.integers(0, 3)), min_size=1, max_size=6), st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5))))  # fmt: skip
def test_rivals_know_each_other_and_no_two_that_stand_exclude_each_other(law: LawBook, claims, pairs) -> None:
    excludes: dict[str, list[str]] = {}
    for one, other in sorted(pairs):
        excludes.setdefault(f"c{one}", []).append(f"c{other}")
    made = [rival(f"c{n}", status, total) for n, (status, total) in enumerate(claims)]
    found = between(law, excludes, *made)
    alive = [claim for claim in made if claim.status != "excluded"]
    for claim in made:
        never_with, better = found[claim.id]
        assert claim.id not in never_with
        assert all(claim.id in found[other][0] for other in never_with)
        assert better is None or better in never_with
    standing = [claim.id for claim in alive if found[claim.id][1] is None]
    assert not [one for one in standing for other in found[one][0] if other in standing]
    by_id = {claim.id: claim for claim in made}
    for claim in alive:
        if better := found[claim.id][1]:
            assert better in standing
            assert (by_id[better].status != "settled", -worth(by_id[better])) <= (
                claim.status != "settled",
                -worth(claim),
            )
