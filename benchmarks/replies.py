"""How well excuses are heard in shops' replies, as a case of the reply's dispute shows them: precision and recall.

One JSON object a line (``text``, ``excuses``, ``dispute``, ``by``); about half of the replies raise no excuse at all.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.marked import Tally, held_back, who_wrote
from consumer_app.domain.case import Case, Event
from consumer_app.domain.judging.excuses import excuses_of
from consumer_app.domain.judging.facts import facts_of
from consumer_app.domain.law import LawBook

TODAY = date(2026, 11, 30)


def report(book: LawBook, _data_dir: Path) -> Iterator[str]:
    """Precision and recall over all replies, and how many of the harmless ones are taken for an excuse."""
    replies = held_back("replies")
    harmless = sum(not one["excuses"] for one in replies)
    raised = sum(len(one["excuses"]) for one in replies)
    yield f"Replies: {len(replies)} of shops; {len(replies) - harmless} raise {raised} excuses, {harmless} raise none"
    yield who_wrote("replies", replies)
    tally, taken = Tally(), 0
    for one in replies:
        heard = in_its_dispute(one["text"], one["dispute"], book)
        tally.count(heard, one["excuses"])
        taken += bool(heard and not one["excuses"])
    yield f"  {tally}; an excuse heard in {taken} of the {harmless} that raise none"


def in_its_dispute(text: str, dispute: str, book: LawBook) -> frozenset[str]:
    """Every excuse heard that a case of this dispute answers, when nothing else is known of it."""
    case = Case(v=2, disputes=(dispute,), events=(Event(id="reply", what=text),))
    return frozenset(found.id for found in excuses_of(case, book, facts_of(case, book, TODAY)) if found.heard_in)
