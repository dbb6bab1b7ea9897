"""The law book of this process, and what it says of the case this request has open."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from flask import current_app, g

from consumer_app import formats
from consumer_app.domain.assessment import assess
from consumer_app.domain.case import Case
from consumer_app.domain.facts import (
    Contradiction,
    FactConflict,
    FactError,
    contradictions,
    facts_of,
    held_in_case,
    without_value,
)
from consumer_app.domain.findings import Assessment
from consumer_app.domain.law import LawBook
from consumer_app.web import current


def law_book() -> LawBook:
    """The law book, read once when the app was made."""
    return cast(LawBook, current_app.extensions["law_book"])


def settled(case: Case) -> Case:
    """The case without answers that the case itself now gives, or that no longer fit their question: what was edited last counts."""
    book = law_book()
    kept = {
        name: answer
        for name, answer in case.answers.items()
        if name not in book.facts or not book.facts[name].source or held_in_case(case, book.facts[name]) is None
    }
    return case if len(kept) == len(case.answers) else case.model_copy(update={"answers": kept})


@dataclass(frozen=True)
class Assessed:
    """The assessment of a case, and in sentences what in the case cannot all be true."""

    assessment: Assessment
    troubles: tuple[str, ...]


def assessed(case: Case | None = None) -> Assessed:
    """What the law book says of the open case, worked out once a request; or of this one."""
    if case is not None and case is not current.opened.case:
        return work_out(case, law_book(), current.today())
    kept: Assessed | None = g.get("assessed")
    if kept is None or g.assessed_case is not current.opened.case:
        kept = g.assessed = work_out(current.opened.case, law_book(), current.today())
        g.assessed_case = current.opened.case
    return kept


def work_out(case: Case, book: LawBook, today: date) -> Assessed:
    """The assessment, even of a case that contradicts itself or says what the book does not take: that is left aside and named."""
    troubles: list[str] = []
    while True:
        try:
            facts = facts_of(case, book, today)
            break
        except FactConflict as clash:
            found = Contradiction("differs", (clash.fact,), (clash.in_case, clash.answered))
            troubles.append(formats.contradiction(found, book))
            case = without_value(case, clash.fact, book)
        except FactError as wrong:
            troubles.append(formats.left_aside(wrong.fact, book))
            case = without_value(case, wrong.fact, book)
    troubles += [formats.contradiction(one, book) for one in contradictions(case, facts, today)]
    return Assessed(assess(case, book, today), tuple(troubles))
