"""Nothing is asked that can change nothing: the questions of every dispute, each answered in every way when it is asked."""

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from consumer_app import paths
from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.facts import FactConflict, FactError
from consumer_app.domain.judging.findings import Assessment
from consumer_app.domain.judging.questions import open_questions
from consumer_app.domain.law import FactDefinition, LawBook
from consumer_app.lawbook import law_book_of

TODAY = date(2026, 10, 20)
WALKS, MOST_QUESTIONS = 10, 30
ROUNDS, LATER = 2, 400
"""What else is open is answered twice over, and that so many times, before a question is said to matter never."""
BOOK = law_book_of(paths.LEGAL_REFS)


def ways(fact: FactDefinition) -> tuple[Any, ...]:
    """Every answer of a question with buttons; of days, sums and numbers some that lie far apart."""
    if fact.kind == "yes_no":
        return (True, False)
    if fact.kind == "choice":
        return tuple(fact.choices)
    if fact.kind == "choices":
        return (*((choice,) for choice in fact.choices), ())
    if fact.kind == "date":
        ago = (-10, 0, 1, 3, 6, 8, 14, 20, 40, 80, 100, 200, 400, 800, 1200, 4000)
        return tuple(TODAY - timedelta(days=days) for days in ago)
    return tuple(map(Decimal, (0, 1, 5, 11, 20, 60, 500, 1000, 100_000)))


def without(found: Assessment, fact: str) -> tuple[Any, ...]:
    """Everything found, but for what is still to be asked of this fact itself."""
    claims = {
        claim.id: (
            claim.status,
            claim.against,
            claim.amount,
            claim.better,
            claim.certainty,
            claim.basis,
            claim.cautions,
            {missing.fact for missing in claim.missing} - {fact},
            set(claim.amount_needs) - {fact},
        )
        for claim in found.claims
    }
    excuses = [(excuse.id, excuse.seller_is_right) for excuse in found.excuses]
    channels = [(channel.id, channel.door, channel.cautions, channel.otherwise) for channel in found.channels]
    return claims, excuses, channels, found.deadlines, found.advice, found.evidence_gaps


def found_on(case: Case, **answers: Any) -> Assessment | None:
    """What is found with these answers beside the case's; None where they cannot all be so."""
    try:
        return assess(case.model_copy(update={"answers": {**case.answers, **answers}}), BOOK, TODAY)
    except (FactError, FactConflict):
        return None


def alike(case: Case, fact: str, ways_to_answer: Iterable[Any]) -> bool:
    """Whether all these answers come to the same; the first that differs is enough."""
    found = (without(one, fact) for way in ways_to_answer if (one := found_on(case, **{fact: way})))
    first = next(found, None)
    return all(one == first for one in found)


def alike_later(case: Case, fact: str, chance: random.Random) -> bool:
    """Whether all answers come to the same once what else is open was answered somehow."""
    ways_to_answer = [way for way in ways(BOOK.facts[fact]) if found_on(case, **{fact: way})]
    for _ in range(ROUNDS):
        now = found_on(case, **{fact: chance.choice(ways_to_answer)})
        if now is None:
            break
        wanted = {missing.fact for claim in now.claims for missing in claim.missing}
        wanted |= {need for claim in now.claims if claim.status != "excluded" for need in claim.amount_needs}
        for other in sorted(wanted - {fact, *case.answers}):
            tried = case.model_copy(update={"answers": {**case.answers, other: chance.choice(ways(BOOK.facts[other]))}})
            case = tried if found_on(tried) else case
    return alike(case, fact, ways(BOOK.facts[fact]))


def useless(dispute: str, chance: random.Random) -> Iterator[str]:
    """The questions on one way through the dispute whose answers all come to the same."""
    case = EMPTY_CASE.model_copy(update={"disputes": (dispute,)})
    for _ in range(MOST_QUESTIONS):
        now = found_on(case)
        assert now is not None
        asked = [fact for fact in open_questions(now, BOOK, ()) if fact not in case.answers]
        if not asked:
            return
        fact, answers = asked[0], list(ways(BOOK.facts[asked[0]]))
        chance.shuffle(answers)
        if alike(case, fact, answers) and all(alike_later(case, fact, chance) for _ in range(LATER)):
            yield f"{dispute}: {fact}, after {dict(case.answers)}"
        answers.sort(key=lambda way: way == 0)  # what costs nothing is asked about no further
        answer = next((way for way in answers if found_on(case, **{fact: way})), None)
        if answer is None:
            return
        case = case.model_copy(update={"answers": {**case.answers, fact: answer}})


@pytest.mark.parametrize("dispute", sorted(BOOK.disputes)[::6])
def test_every_question_can_change_what_is_found(dispute: str) -> None:
    assert list(useless(dispute, random.Random(dispute))) == []


@pytest.mark.drill
@pytest.mark.parametrize("dispute", sorted(BOOK.disputes))
def test_every_question_can_change_what_is_found_on_many_ways(dispute: str) -> None:
    assert [one for walk in range(WALKS) for one in useless(dispute, random.Random(f"{dispute} {walk}"))] == []


def test_a_book_has_disputes_to_be_asked_about() -> None:
    assert len(BOOK.disputes) > 50
    assert isinstance(BOOK, LawBook)
