"""Why a wish cannot be had, what is lacked for it, what came too late, and what can be asked instead: in the words of the pages that say so."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from flask import url_for

from consumer_app import formats
from consumer_app.domain.judging.demands import PAID_IN_MONEY
from consumer_app.domain.judging.findings import Assessment, ClaimFound
from consumer_app.domain.judging.gone import gone, left_of
from consumer_app.domain.judging.questions import decides
from consumer_app.domain.judging.wishes import (
    OF_TIME,
    asks_of,
    can_be_asked,
    decided_by_one,
    decisive_first,
    granting,
    too_late,
)
from consumer_app.domain.law import LawBook

NAMED, FEW, MOST_REASONS = 2, 3, 4
USUAL = ("refund",)
"""What is answered where nothing was wished: most come for their money."""
SUREST = ("settled", "contested", "open")


@dataclass(frozen=True)
class Lacked:
    """A fact that a claim lacks: what it is called, and the page that asks it; none where it was asked and is not known."""

    label: str
    url: str


@dataclass(frozen=True)
class NotGranted:
    """A wish that nothing grants now: why, in sentences, what decides it first, and what is lacked; all empty where the law has no such claim here. ``instead`` are claims, by name, that grant it and never go with what is ticked (``both``: but one may be asked in the other's stead), ``unsure`` those of which too little is known."""

    wish: str
    why: tuple[str, ...]
    lacks: tuple[Lacked, ...] = ()
    money: bool = False
    instead: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    both: bool = False

    @property
    def title(self) -> str:
        """What to say of it in a line: that it cannot be had, or how much is lacked to know."""
        if self.lacks:
            return f"{self.wish}：还说不准"
        return f"{self.wish}：要不回来" if self.money and self.why else f"{self.wish}：这一样要不了"


def within_reach(wishes: Iterable[str], found: Assessment, book: LawBook) -> list[str]:
    """The claims, by name, that grant a wish and can be asked now, those that are surest first; without a wish, all that can be."""
    wishes = tuple(wishes)
    offered = [claim for one in granting(wishes, found, book) for claim in one.offered] if wishes else found.claims
    claims = sorted(filter(can_be_asked, offered), key=lambda claim: SUREST.index(claim.status))
    return list(dict.fromkeys(book.claims[claim.id].title for claim in claims))


@dataclass(frozen=True)
class Gone:
    """What the last answers decided against: why, in sentences, and what can still be asked, or may be, by name."""

    why: tuple[str, ...]
    left: tuple[str, ...]
    sure: bool


def gone_with(before: Assessment, now: Assessment, wishes: Iterable[str], book: LawBook) -> Gone | None:
    """The words for what the last answers took away of what was wished; None where they took nothing. ``sure`` says that something left needs no more answers."""
    wishes = tuple(wishes) or USUAL
    why = why_not(gone(before, now, wishes, book), book)
    if not why:
        return None
    left = left_of(wishes, now, book)
    titles = dict.fromkeys(book.claims[claim.id].title for claim in left)
    return Gone(why[:NAMED], tuple(titles)[:NAMED], bool(left) and can_be_asked(left[0]))


def not_granted(wishes: Iterable[str], found: Assessment, book: LawBook) -> list[NotGranted]:
    """The wishes of which nothing can be asked now, each with why: what excludes it, or what is not known of it. Where nothing was wished, of money back."""
    refused = []
    for one in granting(tuple(wishes) or USUAL, found, book):
        if any(can_be_asked(claim) for claim in one.offered):
            continue
        asks = book.words.wishes.get(one.wish, ())
        ours = [claim for claim in found.claims if claim.status == "excluded" and claim.asks in asks]
        decided = [claim for claim in ours if decided_by_one(claim)]
        lacks = lacked(sorted(one.offered, key=lambda claim: len(claim.missing))[:1], book)
        why = why_not(decided if one.offered else ours, book)
        refused.append(NotGranted(formats.WISHES[one.wish], why, lacks[:FEW], bool(set(asks) & set(PAID_IN_MONEY))))
    return refused


def headline(refused: list[NotGranted], reach: bool) -> str:
    """What the honest end says first: that something can be asked, that something is lacked, or that it cannot be had."""
    if reach or not refused:
        return "现在能做什么"
    if lacking := next((one for one in refused if one.lacks), None):
        return "现在还差一样" if len(lacking.lacks) == 1 else f"现在还差 {len(lacking.lacks)} 样"
    return "这笔钱要不回来" if any(one.money and one.why for one in refused) else "这一样要不了"


def lacked(claims: Iterable[ClaimFound], book: LawBook, unsure: Container[str] = ()) -> tuple[Lacked, ...]:
    """What decides these claims and is not known, each with the page that asks it."""
    facts = dict.fromkeys(one.fact for claim in claims for one in claim.missing if decides(one))
    asked = [fact for fact in facts if fact in book.facts and book.facts[fact].question]
    return tuple(
        Lacked(
            formats.fact_label(fact, book),
            "" if fact in unsure else url_for("questions.ask", fact=fact, to="demands", _anchor=fact),
        )
        for fact in asked
    )


def lapsed(wishes: Iterable[str], found: Assessment, book: LawBook) -> list[str]:
    """What came too late, in sentences: claims that time alone excludes, and the time for going to court."""
    asks = asks_of(wishes, book)
    late = [claim for claim in found.claims if claim.status == "excluded" and too_late(claim)]
    wished = [claim for claim in late if not asks or claim.asks in asks]
    over = [
        due
        for due in found.deadlines
        if due.who == "shopper"
        and due.on is not None
        and due.days_left is not None
        and due.days_left < 0
        and (channel := book.channels.get(due.belongs_to or ""))
        and channel.kind == "court"
    ]
    return [
        *(f"{due.title}：{formats.day(due.on)}已经过了。{due.note or ''}" for due in over if due.on),
        *(f"{sentence}" for sentence in why_not(wished, book)),
    ]


def why_not(excluded: Iterable[ClaimFound], book: LawBook) -> tuple[str, ...]:
    """Why these are excluded, what decides first: each reason once, in the law editor's sentence where there is one, else with the claim that it excludes."""
    said: dict[str, str] = {}
    for claim in decisive_first(excluded):
        for one in claim.excluded_by[:1]:
            title = book.claims[claim.id].title
            said.setdefault(formats.why_not(one, book), "" if one.note and one.test not in OF_TIME else title)
    return tuple(f"「{title}」：{why}" if title else why for why, title in list(said.items())[:MOST_REASONS])
