"""One word for all exceptions: which answers would make an open claim settled, or contested."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.claims import judged_claim
from consumer_app.domain.judging.confirmable import exceptions_left
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.judging.facts import facts_of
from consumer_app.domain.judging.findings import ClaimFound
from consumer_app.domain.law import Claim, LawBook
from tests.conftest import Judged

TODAY = date(2026, 11, 4)
Waiting = list[tuple[Case, date, ClaimFound, tuple[tuple[str, bool], ...]]]


@pytest.fixture(scope="module")
def waiting(real_law: LawBook, examples: Mapping[str, Example], judged: Judged) -> Waiting:
    """Every claim of a worked example that waits for exceptions only, after its exceptions' answers were taken back."""
    found = []
    exceptions = {test.fact for claim in real_law.claims.values() for c in claim.unless for test in c.tests}
    for slug, example in examples.items():
        answers = {name: a for name, a in example.case.answers.items() if name not in exceptions or a is True}
        case = example.case.model_copy(update={"answers": answers})
        for claim in (judged(slug) if case == example.case else assess(case, real_law, example.today)).claims:
            if left := exceptions_left(claim, real_law):
                found.append((case, example.today, claim, left))
    return found


def test_there_are_claims_that_wait_for_nothing_but_their_exceptions(waiting: Waiting) -> None:
    assert len(waiting) > 20


def test_saying_that_no_exception_holds_makes_the_claim_settled_or_contested(
    waiting: Waiting, real_law: LawBook
) -> None:
    for case, today, claim, left in waiting:
        answered = case.model_copy(update={"answers": {**case.answers, **dict(left)}})
        after = assess(answered, real_law, today).claim(claim.id)
        assert after is not None
        assert after.status in ("settled", "contested") or after.excluded_by[0].test in ("repaid", "nothing_due"), (
            claim.id,
            left,
        )


def test_a_claim_with_a_ground_missing_is_never_offered_for_one_word(real_law: LawBook) -> None:
    bare = Case.model_validate({"v": 1, "disputes": ["spoiled-food"]})
    assert not [c.id for c in assess(bare, real_law, TODAY).claims if exceptions_left(c, real_law)]


def test_a_settled_claim_needs_no_word(real_law: LawBook, examples: Mapping[str, Example], judged: Judged) -> None:
    for slug in examples:
        for claim in judged(slug).claims:
            assert claim.status == "open" or not exceptions_left(claim, real_law)


# By the small law


def left(law: LawBook, answers: dict[str, object], **parts: object) -> tuple[tuple[str, bool], ...]:
    """What one word would answer for a claim with these grounds and exceptions."""
    plain = {
        "title": "x",
        "asks": "refund",
        "against": "seller",
        "day": "bought_on",
        "basis": ["shopper-law:24"],
        "request": "x",
        "ground": "x",
    }
    book = replace(law, claims={"it": Claim.model_validate({**plain, **parts})})
    case = Case.model_validate({"v": EMPTY_CASE.v, "answers": {"bought_on": "2026-06-01", **answers}})
    return exceptions_left(judged_claim("it", book, facts_of(case, book, TODAY)), book)


def yes(fact: str, wanted: bool = True) -> dict[str, object]:
    return {"fact": fact, "is": wanted}


def test_every_exception_is_answered_by_the_word_that_it_does_not_hold(law: LawBook) -> None:
    exceptions = [yes("label_flaw"), yes("seller_knew", wanted=False), yes("expired_when_sold")]
    grounds = [yes("bad_food")]
    assert left(law, {"bad_food": True}, when=grounds, unless=exceptions) == (
        ("label_flaw", False),
        ("seller_knew", True),
        ("expired_when_sold", False),
    )
    assert left(law, {"bad_food": True, "label_flaw": False}, when=grounds, unless=exceptions[:2]) == (
        ("seller_knew", True),
    )


@pytest.mark.parametrize(
    ("answers", "parts"),
    [
        ({}, {"when": [yes("bad_food")], "unless": [yes("label_flaw")]}),
        ({"label_flaw": False}, {"unless": [yes("label_flaw")]}),
        ({"label_flaw": True}, {"unless": [yes("label_flaw")]}),
        ({"bought_on": None}, {"unless": [yes("label_flaw")]}),
        ({}, {"basis": ["parcel-rules:29"], "unless": [yes("label_flaw")]}),
        ({}, {"unless": [{"fact": "goods_kind", "is": "food"}]}),
        ({}, {"unless": [{"fact": "loss", "at_least": 3}]}),
        ({}, {"unless": [{"any": [yes("label_flaw"), yes("lied")]}]}),
        ({}, {"when": [{"any": [yes("lied"), yes("label_flaw")]}], "unless": [yes("label_flaw")]}),
        ({}, {"when": [yes("label_flaw", wanted=False)], "unless": [yes("label_flaw")]}),
        ({}, {"unless": [yes("label_flaw"), {"fact": "goods_kind", "is": "food"}]}),
        ({}, {"when": [{"any": [yes("lied"), yes("seller_knew")]}], "unless": [yes("label_flaw")]}),
        ({}, {"unless": [{**yes("label_flaw"), "only": {"fact": "goods_kind", "is": "food"}}]}),
        ({}, {"unless": [yes("label_flaw"), {"fact": "asked_on", "after": "received_on"}]}),
        ({}, {}),
    ],
)
def test_no_word_is_offered_where_anything_but_yes_or_no_exceptions_is_missing(law: LawBook, answers, parts) -> None:
    assert left(law, answers, **parts) == ()
