"""The page of the demands: the wish first with the claims that grant it as they stand, then what else the law gives; what cannot be asked, and why."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from flask import url_for

from consumer_app import formats
from consumer_app.domain.judging.demands import PAID_IN_MONEY, one_then_the_other
from consumer_app.domain.judging.findings import Assessment, ClaimFound
from consumer_app.domain.judging.gone import gone, left_of
from consumer_app.domain.judging.questions import decides
from consumer_app.domain.judging.wishes import (
    OF_TIME,
    Granting,
    asks_of,
    can_be_asked,
    decided_by_one,
    decisive_first,
    granting,
    money_wished,
    too_late,
    unheard_of,
)
from consumer_app.domain.law import LawBook
from consumer_app.web.forms.demands import DemandsForm, Row

NAMED, AT_HAND, FEW, MOST_REASONS = 2, 3, 3, 4
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


@dataclass(frozen=True)
class Section:
    """The claims that stand under one heading, or why there are none; ``beside`` is why others that grant the same wish cannot be asked."""

    title: str
    rows: list[Row]
    refused: NotGranted | None = None
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class DemandsPage:
    """The sections of the page, what is folded away, and what to say where money was wished and none is asked.

    ``at_hand`` is the claim for that money which courts see differently, so that only a person asks it: it is asked first of all, and the button names it; ``besides`` that other money is ticked beside it, and it stands in its section. ``nearest`` names what can be asked instead where nothing grants a wish; ``lacks`` what an open claim lacks, by its name. ``ticked`` says whether all that was wished is ticked, something, or nothing.
    """

    sections: list[Section]
    folded: list[Row]
    lacks: dict[str, tuple[Lacked, ...]]
    no_money: str
    nearest: str
    at_hand: Row | None = None
    besides: bool = False
    ticked: Literal["all", "some", "none"] = "all"


def page_of_demands(
    form: DemandsForm, wishes: Iterable[str], found: Assessment, book: LawBook, unsure: Container[str] = ()
) -> DemandsPage:
    """The form's claims under the wishes that they grant; ``unsure`` are facts answered with 不清楚, which no link asks again. Folded is what lacks much, and what cannot be had with what is ticked."""
    wishes, rows = tuple(wishes), form.rows
    chosen = {slug for slug, row in rows.items() if row.option.chosen}
    unheard = {claim.id for claim in found.claims if unheard_of(claim, book)}
    at_hand = _at_hand(wishes, chosen, rows, found, book)
    folded = [slug for slug, row in rows.items() if slug not in chosen and (slug in unheard or _folds(row, chosen))]
    placed: set[str] = set()
    sections: list[Section] = []
    for one in granting(wishes, found, book):
        ours = [claim for claim in one.offered if claim.id in rows]
        sure = any(claim.status == "settled" for claim in ours)
        shown = [claim.id for claim in ours if claim.id not in folded and not (sure and claim.status == "open")]
        if not sure:
            shown += [claim.id for claim in ours if claim.id not in shown][: max(AT_HAND - len(shown), 0)]
        placed |= {*shown}
        refused = None if shown else _not_shown(one, found, rows, chosen, book)
        beside = () if refused else _decided_against(one.wish, found, book)
        sections.append(Section(formats.WISHES[one.wish], [rows[slug] for slug in shown], refused, beside))
    wished = {claim.id for one in granting(wishes, found, book) for claim in one.offered}
    rest = [slug for slug in rows if slug not in placed and slug not in folded and slug not in wished]
    if rest:
        sections.append(Section("法律还给您的" if wishes else "能要的", [rows[slug] for slug in rest]))
    nearest = [rows[slug].item.title for slug in rows if rows[slug].item.state in ("settled", "contested")]
    folded += [slug for slug, row in rows.items() if slug not in placed and slug not in folded and slug not in rest]
    besides = at_hand is not None and not _goes_without(wishes, chosen, found, book)
    if at_hand and not besides:
        sections = _without(at_hand, sections)
        folded = [slug for slug in folded if slug != at_hand.item.claim]
    return DemandsPage(
        sections,
        [rows[slug] for slug in dict.fromkeys(folded) if slug not in placed],
        {claim.id: lacked([claim], book, unsure) for claim in found.claims if claim.status == "open"},
        _no_money(wishes, chosen, rows, found, at_hand, book),
        "、".join(f"「{title}」" for title in nearest[:NAMED]),
        at_hand,
        besides,
        ("some" if _unmet(wishes, chosen, found, book) else "all") if chosen else "none",
    )


def _not_shown(one: Granting, found: Assessment, rows: dict[str, Row], chosen: set[str], book: LawBook) -> NotGranted:
    """A wish of which nothing stands open on the page: why it cannot be had, or which of the folded ones grant it instead of what is ticked, or when more is known."""
    asks = book.words.wishes.get(one.wish, ())
    ours = [claim for claim in found.claims if claim.asks in asks and claim.id in rows]
    instead = tuple(rows[claim.id].item.title for claim in ours if rows[claim.id].item.never_with & chosen)
    unsure = tuple(rows[claim.id].item.title for claim in ours)
    wish = formats.WISHES[one.wish]
    beside = [(claim.id, other) for claim in ours for other in rows[claim.id].item.never_with & chosen]
    both = bool(beside) and all(one_then_the_other(book.claims[ours_], book.claims[other]) for ours_, other in beside)
    return NotGranted(wish, _why(one.excluded, book), instead=instead[:NAMED], unsure=unsure[:NAMED], both=both)


def _decided_against(wish: str, found: Assessment, book: LawBook) -> tuple[str, ...]:
    """Why claims that would grant the wish cannot be asked: those that one answer has decided, where none of the same kind is sure."""
    sure = {claim.asks for claim in found.claims if claim.status == "settled"}
    asks = book.words.wishes.get(wish, ())
    ours = [one for one in found.claims if one.status == "excluded" and one.asks in asks and one.asks not in sure]
    return _why(filter(decided_by_one, ours), book)[:NAMED]


def _without(row: Row, sections: list[Section]) -> list[Section]:
    """The sections without the row that stands above them all, and without the one that held nothing else."""
    kept = (replace(one, rows=[other for other in one.rows if other is not row]) for one in sections)
    return [one for one in kept if one.rows or one.refused or one.beside]


def _folds(row: Row, chosen: set[str]) -> bool:
    """Whether a row is of no use before others were answered, or beside what is ticked."""
    return bool(row.item.never_with & chosen) or (row.item.state == "open" and not row.item.asks)


def _no_money(
    wishes: tuple[str, ...],
    chosen: set[str],
    rows: dict[str, Row],
    found: Assessment,
    at_hand: Row | None,
    book: LawBook,
) -> str:
    """What to say where money was wished and nothing that is ticked is paid in money; empty otherwise."""
    if not _goes_without(wishes, chosen, found, book):
        return ""
    if at_hand:
        return "您想要钱，能要的只有这一项，可是有争议：不写它，信里就不要钱。"
    paid = (claim for claim in found.claims if claim.asks in PAID_IN_MONEY)
    beside = [one for one in paid if one.id in rows and rows[one.id].item.asks and not unheard_of(one, book)]
    if beside:
        return f"「{book.claims[beside[0].id].title}」还差一点没说清，答一下它下面的问题，就知道能不能要。"
    return "按您现在说的，要钱的项目还没有一项说得准。下面写着为什么，也写着能要什么。"


def _goes_without(wishes: tuple[str, ...], chosen: set[str], found: Assessment, book: LawBook) -> bool:
    """Whether money was wished and nothing that is ticked is paid in money."""
    paid = {claim.id for claim in found.claims if claim.asks in PAID_IN_MONEY}
    return money_wished(wishes, book) and not paid & chosen


def _unmet(wishes: tuple[str, ...], chosen: set[str], found: Assessment, book: LawBook) -> list[str]:
    """The wishes that nothing which is ticked grants."""
    ticked = {claim.asks for claim in found.claims if claim.id in chosen}
    return [wish for wish in wishes if not ticked & set(book.words.wishes.get(wish, ()))]


def _at_hand(
    wishes: tuple[str, ...], chosen: set[str], rows: dict[str, Row], found: Assessment, book: LawBook
) -> Row | None:
    """The contested claim that grants most nearly a wish for money of which nothing is ticked, and that goes with what is.

    None whose sum waits for more than the page of the purchase asks while something nearer to the wish may still be had: a letter that asks for a blank is not what was wished.
    """
    lone = wishes if _goes_without(wishes, chosen, found, book) else _unmet(wishes, chosen, found, book)
    nearness = asks_of(lone, book)
    hoped = [
        nearness.index(one.asks)
        for one in found.claims
        if one.status == "open" and one.asks in nearness and not unheard_of(one, book)
    ]
    nearest_hope = min(hoped, default=len(nearness))
    contested = [
        claim
        for claim in found.claims
        if claim.id in rows
        and claim.asks in nearness
        and claim.asks in PAID_IN_MONEY
        and claim.status == "contested"
        and (
            claim.amount
            or nearness.index(claim.asks) <= nearest_hope
            or all(book.facts[fact].source for fact in claim.amount_needs)
        )
        and not rows[claim.id].item.never_with & chosen
    ]
    nearest = min(contested, key=lambda claim: nearness.index(claim.asks), default=None)
    return rows[nearest.id] if nearest else None


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
    why = _why(gone(before, now, wishes, book), book)
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
        why = _why(decided if one.offered else ours, book)
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
        *(f"{sentence}" for sentence in _why(wished, book)),
    ]


def _why(excluded: Iterable[ClaimFound], book: LawBook) -> tuple[str, ...]:
    """Why these are excluded, what decides first: each reason once, in the law editor's sentence where there is one, else with the claim that it excludes."""
    said: dict[str, str] = {}
    for claim in decisive_first(excluded):
        for one in claim.excluded_by[:1]:
            title = book.claims[claim.id].title
            said.setdefault(formats.why_not(one, book), "" if one.note and one.test not in OF_TIME else title)
    return tuple(f"「{title}」：{why}" if title else why for why, title in list(said.items())[:MOST_REASONS])
