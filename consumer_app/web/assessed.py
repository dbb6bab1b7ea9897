"""The law book of this process, and what it says of the case this request has open."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from flask import current_app, g

from consumer_app import formats
from consumer_app.domain.case import Case
from consumer_app.domain.case.sources import without_overtaken_answers
from consumer_app.domain.judging.contradictions import Contradiction
from consumer_app.domain.judging.examination import examine
from consumer_app.domain.judging.facts import with_todays_names
from consumer_app.domain.judging.findings import Assessment
from consumer_app.domain.law import LawBook
from consumer_app.domain.law.purchase import in_words_of
from consumer_app.web import current


def law_book() -> LawBook:
    """The law book, read once when the app was made; with a case open in the words of its purchase."""
    book = cast(LawBook, current_app.extensions["law_book"])
    return in_words_of(book, current.opened.case.disputes) if "opened" in g else book


def settled(case: Case) -> Case:
    """The case without answers that the case itself now gives, or that no longer fit their question: what was edited last counts."""
    return without_overtaken_answers(with_todays_names(case, law_book()), law_book())


@dataclass(frozen=True)
class Assessed:
    """The assessment of a case, and in sentences what in the case cannot all be true; ``miscounted`` are those of numbers, on which no paper is made."""

    assessment: Assessment
    troubles: tuple[str, ...]
    miscounted: tuple[str, ...]


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
    examined = examine(case, book, today)
    told = [(one, formats.trouble(one, book)) for one in examined.troubles]
    miscounted = tuple(text for one, text in told if isinstance(one, Contradiction) and one.kind == "more_than")
    return Assessed(examined.assessment, tuple(text for _, text in told), miscounted)
