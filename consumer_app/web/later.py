"""The matters of one story that each get a letter of their own: which are still to be written, kept in this browser by their kinds alone."""

from collections.abc import Iterable

from flask import session

from consumer_app.domain.case import Case
from consumer_app.domain.law import LawBook

LATER = "later"
MOST = 5


def keep(kinds: Iterable[str]) -> None:
    """Keep these kinds for the next letters; nothing where there are none."""
    if chosen := list(dict.fromkeys(kind[:80] for kind in kinds))[:MOST]:
        session[LATER] = chosen


def still_to_write(case: Case, book: LawBook) -> list[tuple[str, str]]:
    """The kinds that the same story also tells of and this case is not about, with their titles."""
    waiting = session.get(LATER, ()) if case.told else ()
    return [
        (kind, book.disputes[kind].title) for kind in waiting if kind in book.disputes and kind not in case.disputes
    ]
