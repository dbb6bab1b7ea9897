"""The days of a case as its pages show them: those the shopper must keep, those that have passed and what can still be done, those of the other side."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from consumer_app import formats
from consumer_app.domain.judging.findings import Assessment, Due
from consumer_app.domain.law import LawBook
from consumer_app.web.shown.findings import ShownDue, shown_due

OVER = "over"


@dataclass(frozen=True)
class ShownDay:
    """A day, and for one of the shopper's that has passed whether anything can still be done."""

    due: ShownDue
    still: str = ""


@dataclass(frozen=True)
class ShownDays:
    """The days by whose they are: ``coming`` and ``passed`` are the shopper's, ``theirs`` the other side's, what is overdue first."""

    coming: list[ShownDay]
    passed: list[ShownDay]
    theirs: list[ShownDay]


def shown_days(found: Assessment, book: LawBook) -> ShownDays:
    """Every day that is known."""
    known = [due for due in found.deadlines if due.on]
    ours = [due for due in known if due.who == "shopper"]
    return ShownDays(
        coming=[ShownDay(shown_due(due, book)) for due in ours if not _over(due)],
        passed=[ShownDay(shown_due(due, book), _still(due, found, book)) for due in ours if _over(due)],
        theirs=[ShownDay(_theirs(due, book)) for due in _overdue_first(due for due in known if due.who != "shopper")],
    )


def _over(due: Due) -> bool:
    return due.days_left is not None and due.days_left < 0


def _overdue_first(several: Iterable[Due]) -> list[Due]:
    return sorted(several, key=lambda due: not _over(due))


def _theirs(due: Due, book: LawBook) -> ShownDue:
    """A day of the other side: missed, it is theirs to answer for."""
    shown = shown_due(due, book)
    if not _over(due) or due.days_left is None:
        return shown
    who = formats.WHO.get(due.who, "对方")
    return replace(shown, kind=OVER, left=f"{who}已经超期{-due.days_left}天")


def _still(due: Due, found: Assessment, book: LawBook) -> str:
    """What can still be done after a day of the shopper's has passed."""
    if due.on_expiry and due.on_expiry in book.claims:
        return f"过了这天，可以改为主张「{book.claims[due.on_expiry].title}」。"
    if claim := found.claim(due.belongs_to or ""):
        title = book.claims[claim.id].title
        if claim.status in ("settled", "contested"):
            return f"过了这天，「{title}」照您说的事实还可以提，对方可能拿日子说事。"
        return f"过了这天，「{title}」还能不能要，要看没答的那几件事；别的要求不受影响。"
    if channel := next((one for one in found.channels if one.id == due.belongs_to), None):
        title = book.channels[channel.id].title
        return (
            f"「{title}」这条路走不通了，走别的路。"
            if channel.door == "closed"
            else f"「{title}」还没有关门，越快越好。"
        )
    alive = sum(claim.status in ("settled", "contested") for claim in found.claims)
    return f"别的要求不受影响：还有 {alive} 项可以提。" if alive else "别的要求不受影响。"
