"""What is said by the name that a shopper gives their trouble: whoever chose 关门、跑路 is not asked whether the shop is closed."""

from collections.abc import Iterable

from consumer_app.domain.case import Answer, Case
from consumer_app.domain.case.parts import replaced
from consumer_app.domain.law import LawBook


def of_these_kinds(case: Case, disputes: Iterable[str], book: LawBook) -> Case:
    """The case with these kinds of dispute, and the answers that their names give.

    An answer that somebody gave stands; one that only the name of a kind gave goes with that kind, and so does what is asked that no kind left gives.
    """
    kinds = tuple(disputes)
    given = {claim for slug in kinds if slug in book.disputes for claim in book.disputes[slug].claims}
    gone = {claim for slug in case.disputes if slug in book.disputes for claim in book.disputes[slug].claims} - given
    left = _said_by(set(case.disputes) - set(kinds), book)
    new = _said_by((slug for slug in kinds if slug not in case.disputes), book)
    kept = {fact: answer for fact, answer in case.answers.items() if fact not in left or left[fact] != answer}
    demands = tuple(demand for demand in case.demands if demand.claim not in gone)
    changed = replaced(replaced(case, "disputes", kinds), "answers", {**new, **kept})
    return changed if demands == case.demands else replaced(changed, "demands", demands)


def of_this_button(case: Case, kind: str, book: LawBook) -> Case:
    """The case with what the button between kinds says that was pressed: ``kind`` is the kind it names; an answer that is there stands."""
    said: dict[str, Answer] = {
        pair.fact: pair.says[kind] for pair in book.pairs if pair.fact and kind in pair.says and kind in case.disputes
    }
    return replaced(case, "answers", {**said, **case.answers})


def _said_by(disputes: Iterable[str], book: LawBook) -> dict[str, Answer]:
    said: dict[str, Answer] = {}
    for slug in disputes:
        for fact, value in book.disputes[slug].says.items() if slug in book.disputes else ():
            said.setdefault(fact, tuple(map(str, value)) if isinstance(value, tuple) else value)
    return said
