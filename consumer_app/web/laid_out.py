"""The page of the demands: the wish first with the claims that grant it as they stand, then what else the law gives; what cannot be asked, and why."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from consumer_app import formats
from consumer_app.domain.judging.demands import PAID_IN_MONEY
from consumer_app.domain.judging.findings import Assessment
from consumer_app.domain.judging.same_money import one_then_the_other
from consumer_app.domain.judging.wishes import (
    Granting,
    asks_of,
    decided_by_one,
    granting,
    money_wished,
    unheard_of,
)
from consumer_app.domain.law import LawBook
from consumer_app.web.forms.demands import DemandsForm, Row
from consumer_app.web.reasons import NAMED, Lacked, NotGranted, lacked, why_not

AT_HAND = 3


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
    return NotGranted(wish, why_not(one.excluded, book), instead=instead[:NAMED], unsure=unsure[:NAMED], both=both)


def _decided_against(wish: str, found: Assessment, book: LawBook) -> tuple[str, ...]:
    """Why claims that would grant the wish cannot be asked: those that one answer has decided, where none of the same kind is sure."""
    sure = {claim.asks for claim in found.claims if claim.status == "settled"}
    asks = book.words.wishes.get(wish, ())
    ours = [one for one in found.claims if one.status == "excluded" and one.asks in asks and one.asks not in sure]
    return why_not(filter(decided_by_one, ours), book)[:NAMED]


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
