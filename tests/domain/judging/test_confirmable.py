"""One word for all exceptions: which answers would make an open claim supported."""

from collections.abc import Mapping
from datetime import date

import pytest

from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.confirmable import exceptions_left
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.judging.findings import ClaimFound
from consumer_app.domain.law import LawBook

TODAY = date(2026, 11, 4)
Waiting = list[tuple[Case, date, ClaimFound, tuple[tuple[str, bool], ...]]]


@pytest.fixture(scope="module")
def waiting(real_law: LawBook, examples: Mapping[str, Example]) -> Waiting:
    """Every claim of a worked example that waits for exceptions only, after its exceptions' answers were taken back."""
    found = []
    exceptions = {test.fact for claim in real_law.claims.values() for c in claim.unless for test in c.tests}
    for example in examples.values():
        answers = {name: a for name, a in example.case.answers.items() if name not in exceptions or a is True}
        case = example.case.model_copy(update={"answers": answers})
        for claim in assess(case, real_law, example.today).claims:
            if left := exceptions_left(claim, real_law):
                found.append((case, example.today, claim, left))
    return found


def test_there_are_claims_that_wait_for_nothing_but_their_exceptions(waiting: Waiting) -> None:
    assert len(waiting) > 20


def test_saying_that_no_exception_holds_makes_the_claim_supported(waiting: Waiting, real_law: LawBook) -> None:
    for case, today, claim, left in waiting:
        answered = case.model_copy(update={"answers": {**case.answers, **dict(left)}})
        after = assess(answered, real_law, today).claim(claim.id)
        assert after is not None
        assert after.status == "supported" or after.excluded_by[0].test in ("repaid", "nothing_due"), (claim.id, left)


def test_a_claim_with_a_ground_missing_is_never_offered_for_one_word(real_law: LawBook) -> None:
    bare = Case.model_validate({"v": 1, "disputes": ["spoiled-food"]})
    assert not [c.id for c in assess(bare, real_law, TODAY).claims if exceptions_left(c, real_law)]


def test_a_supported_claim_needs_no_word(real_law: LawBook, examples: Mapping[str, Example]) -> None:
    for example in examples.values():
        for claim in assess(example.case, real_law, example.today).claims:
            assert claim.status == "open" or not exceptions_left(claim, real_law)
