"""What to ask next, and in which order a person is asked it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from consumer_app.domain.judging.findings import Amount, Assessment, ClaimFound, Missing, Status
from consumer_app.domain.judging.questions import in_order_of_the_book, open_questions, questions_of
from consumer_app.domain.law import LawBook

BOTH: tuple[Status, ...] = ("settled", "excluded")


def claim(
    name: str,
    status: Status = "open",
    total: str | None = None,
    asks: dict[str, tuple[Status, ...]] | None = None,
    **more: Any,
) -> ClaimFound:
    amount = None if total is None else Amount("price", (), Decimal(total))
    missing = tuple(Missing(fact, becomes, Decimal(0)) for fact, becomes in (asks or {}).items())
    found = ClaimFound(name, "refund", "seller", status, None, (), (), amount, (), missing, (), (), None, (), "settled")
    return replace(found, **more)


def asked(law: LawBook, *claims: ClaimFound, disputes: tuple[str, ...] = ("bad-food",)) -> list[tuple[str, Any, str]]:
    return [(one.fact, one.could_become, str(one.at_stake)) for one in questions_of(claims, disputes, law)]


def facts(law: LawBook, *claims: ClaimFound, disputes: tuple[str, ...] = ("bad-food",)) -> list[str]:
    return [fact for fact, _, _ in asked(law, *claims, disputes=disputes)]


def test_what_a_claim_lacks_is_asked_with_what_it_could_become_and_what_is_at_stake(law: LawBook) -> None:
    assert asked(law, claim("a", total="10", asks={"lied": BOTH})) == [("lied", BOTH, "10")]
    assert asked(law, claim("a", asks={"lied": BOTH})) == [("lied", BOTH, "0")]
    assert asked(law, claim("a", "settled")) == []


def test_one_fact_that_several_claims_lack_is_asked_once_with_all_it_could_become(law: LawBook) -> None:
    two = (
        claim("a", total="10", asks={"lied": ("excluded", "settled")}),
        claim("b", total="30", asks={"lied": ("open",)}),
    )
    assert asked(law, *two) == [("lied", ("settled", "open", "excluded"), "30")]


def test_the_most_telling_then_the_dearest_then_the_first_of_the_dispute_is_asked_first(law: LawBook) -> None:
    telling = claim("a", total="1", asks={"seller_knew": ("settled", "open", "excluded")})
    dear = claim("b", total="500", asks={"lied": BOTH})
    cheap = claim("c", total="5", asks={"label_flaw": BOTH, "bad_food": BOTH, "loss": BOTH})
    assert facts(law, cheap, dear, telling) == ["seller_knew", "lied", "bad_food", "label_flaw", "loss"]


def test_what_the_book_wants_late_is_asked_after_the_others_however_telling(law: LawBook) -> None:
    late = replace(law, facts={**law.facts, "lied": law.facts["lied"].model_copy(update={"late": True})})
    rare = claim("a", total="900", asks={"lied": BOTH, "seller_knew": BOTH})
    cheap = claim("b", asks={"bad_food": BOTH})
    assert facts(late, rare, cheap) == ["seller_knew", "bad_food", "lied"]
    assert open_questions(assessment(late, rare, cheap), late, ())[-1] == "lied"


def test_a_fact_that_the_dispute_does_not_list_comes_after_those_it_lists(law: LawBook) -> None:
    assert facts(law, claim("a", asks={"loss": BOTH, "asked_on": BOTH})) == ["asked_on", "loss"]


def test_of_two_unlisted_facts_the_one_that_more_claims_lack_comes_first(law: LawBook) -> None:
    two = (claim("a", asks={"refunded": BOTH, "loss": BOTH}), claim("b", asks={"loss": BOTH}))
    assert facts(law, *two) == ["loss", "refunded"]


def test_the_order_of_the_first_dispute_counts_before_that_of_the_second(law: LawBook) -> None:
    other = law.disputes["bad-food"].model_copy(update={"facts": ("lied", "bad_food", "paid")})
    book = replace(law, disputes={**law.disputes, "other": other})
    one = claim("a", asks={"bad_food": BOTH, "lied": BOTH})
    assert facts(book, one, disputes=("bad-food", "other")) == ["bad_food", "lied"]
    assert facts(book, one, disputes=("other", "bad-food")) == ["lied", "bad_food"]


@pytest.mark.parametrize(
    ("own", "rival", "status", "stake"),
    [
        ("500", "1000", "settled", None),
        ("1000", "1000", "settled", None),
        ("1500", "1000", "settled", "500"),
        ("500", "1000", "open", "500"),
        ("500", None, "settled", "500"),
        ("1001", "1000", "settled", "1"),
        ("0", "1000", "open", "0"),
        ("0", None, "settled", "0"),
    ],
)
def test_a_claim_that_could_at_best_equal_a_settled_rival_asks_nothing(law, own, rival, status, stake) -> None:
    weaker = claim("a", total=own, asks={"lied": BOTH}, better="b")
    found = asked(law, weaker, claim("b", status, rival))
    assert found == ([] if stake is None else [("lied", BOTH, stake)])


def test_a_claim_that_asks_nothing_keeps_no_other_from_asking(law: LawBook) -> None:
    weaker = claim("a", total="5", asks={"lied": BOTH}, better="b")
    assert facts(law, weaker, claim("b", "settled", "10"), claim("c", asks={"bad_food": BOTH})) == ["bad_food"]


def test_a_claim_whose_sum_is_not_known_yet_may_still_beat_its_rival(law: LawBook) -> None:
    weaker = claim("a", asks={"lied": BOTH}, better="b")
    assert facts(law, weaker, claim("b", "settled", "1000")) == ["lied"]


def test_what_only_a_contested_claim_would_bring_counts_for_nothing(law: LawBook) -> None:
    contested = claim("a", total="5000", asks={"seller_knew": BOTH}, certainty="contested")
    settled = claim("b", total="5", asks={"lied": BOTH})
    assert asked(law, contested, settled) == [("lied", BOTH, "5"), ("seller_knew", BOTH, "0")]


def test_what_a_sum_still_needs_is_asked_but_not_for_an_excluded_claim(law: LawBook) -> None:
    needs = {"amount_needs": ("loss",)}
    assert asked(law, claim("a", "settled", **needs)) == [("loss", ("settled",), "0")]
    assert asked(law, claim("a", "excluded", **needs)) == []
    assert asked(law, claim("a", "settled", **needs), claim("b", total="7", asks={"loss": BOTH})) == [
        ("loss", BOTH, "7")
    ]


# One after the other


def assessment(law: LawBook, *claims: ClaimFound) -> Assessment:
    disputes = ("bad-food",)
    return Assessment(date(2026, 6, 10), disputes, claims, questions_of(claims, disputes, law), (), (), (), ())


def test_claims_stand_in_the_order_of_their_disputes_without_those_excluded(law: LawBook) -> None:
    found = assessment(law, claim("refund"), claim("three-times", "excluded"), claim("ten-times"), claim("unlisted"))
    assert [one.id for one in in_order_of_the_book(found, law)] == ["ten-times", "refund"]


def test_what_the_first_claim_lacks_is_asked_before_the_next_one_s(law: LawBook) -> None:
    found = assessment(
        law,
        claim("refund", total="900", asks={"bad_food": BOTH, "paid": BOTH}),
        claim("ten-times", total="5", asks={"label_flaw": ("settled", "open", "excluded"), "bad_food": BOTH}),
        claim("three-times", "settled", amount_needs=("loss",)),
    )
    assert open_questions(found, law, ()) == ("label_flaw", "bad_food", "paid", "loss")
    assert open_questions(found, law, {"bad_food"}) == ("label_flaw", "paid", "loss")
