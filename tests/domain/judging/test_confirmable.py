"""One word for all exceptions: which answers would make an open claim supported."""

from datetime import date

import pytest

from consumer_app import paths
from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.confirmable import exceptions_left
from consumer_app.domain.judging.findings import ClaimFound
from consumer_app.lawbook import load_examples, load_law_book

BOOK = load_law_book(paths.LEGAL_REFS)
TODAY = date(2026, 11, 4)


def open_claims() -> list[tuple[Case, date, ClaimFound, tuple[tuple[str, bool], ...]]]:
    """Every claim of a worked example that waits for exceptions only, after its exceptions' answers were taken back."""
    found = []
    exceptions = {test.fact for claim in BOOK.claims.values() for c in claim.unless for test in c.tests}
    for example in load_examples(paths.LEGAL_REFS).values():
        answers = {name: a for name, a in example.case.answers.items() if name not in exceptions or a is True}
        case = example.case.model_copy(update={"answers": answers})
        for claim in assess(case, BOOK, example.today).claims:
            if left := exceptions_left(claim, BOOK):
                found.append((case, example.today, claim, left))
    return found


WAITING = open_claims()


def test_there_are_claims_that_wait_for_nothing_but_their_exceptions() -> None:
    assert len(WAITING) > 20


@pytest.mark.parametrize("n", range(0, len(WAITING), 7))
def test_saying_that_no_exception_holds_makes_the_claim_supported(n: int) -> None:
    case, today, claim, left = WAITING[n]
    answered = case.model_copy(update={"answers": {**case.answers, **dict(left)}})
    after = assess(answered, BOOK, today).claim(claim.id)
    assert after is not None
    assert after.status == "supported" or after.excluded_by[0].test in ("repaid", "nothing_due")


def test_a_claim_with_a_ground_missing_is_never_offered_for_one_word() -> None:
    bare = Case.model_validate({"v": 1, "disputes": ["spoiled-food"]})
    assert not [claim.id for claim in assess(bare, BOOK, TODAY).claims if exceptions_left(claim, BOOK)]


def test_a_supported_claim_needs_no_word() -> None:
    for example in load_examples(paths.LEGAL_REFS).values():
        for claim in assess(example.case, BOOK, example.today).claims:
            assert claim.status == "open" or not exceptions_left(claim, BOOK)
