"""The page of the demands: the wish first with the claims that grant it as they stand, then what else the law gives; what cannot be asked, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from consumer_app import formats
from consumer_app.domain.judging.demands import PAID_IN_MONEY
from consumer_app.domain.judging.findings import Assessment, ClaimFound
from consumer_app.domain.judging.wishes import asks_of, granting, money_wished, too_late
from consumer_app.domain.law import LawBook
from consumer_app.web.forms.demands import DemandsForm, Row

NAMED = 2


@dataclass(frozen=True)
class NotGranted:
    """A wish that nothing grants now: why, in sentences; empty where the law has no such claim here."""

    wish: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """The claims that stand under one heading, or why there are none."""

    title: str
    rows: list[Row]
    refused: NotGranted | None = None


@dataclass(frozen=True)
class DemandsPage:
    """The sections of the page, what is folded away, and what to say where money was wished and none is asked.

    ``nearest`` names what can be asked instead where nothing grants a wish.
    """

    sections: list[Section]
    folded: list[Row]
    no_money: str
    nearest: str


def page_of_demands(form: DemandsForm, wishes: Iterable[str], found: Assessment, book: LawBook) -> DemandsPage:
    """The form's claims under the wishes that they grant. Folded is what lacks much, and what cannot be had with what is ticked."""
    wishes, rows = tuple(wishes), form.rows
    chosen = {slug for slug, row in rows.items() if row.option.chosen}
    folded = [slug for slug, row in rows.items() if slug not in chosen and _folds(row, chosen)]
    placed: set[str] = set()
    sections: list[Section] = []
    for one in granting(wishes, found, book):
        ours = [claim.id for claim in one.offered if claim.id in rows]
        shown = [slug for slug in ours if slug not in folded] or ours[:1]
        placed |= {*shown}
        refused = None if shown else NotGranted(formats.WISHES[one.wish], _why(one.excluded, book))
        sections.append(Section(formats.WISHES[one.wish], [rows[slug] for slug in shown], refused))
    rest = [slug for slug in rows if slug not in placed and slug not in folded]
    if rest:
        sections.append(Section("法律还给您的" if wishes else "能要的", [rows[slug] for slug in rest]))
    nearest = [rows[slug].item.title for slug in rows if rows[slug].item.state in ("settled", "contested")]
    return DemandsPage(
        sections,
        [rows[slug] for slug in folded if slug not in placed],
        _no_money(wishes, chosen, rows, found, book),
        "、".join(f"「{title}」" for title in nearest[:NAMED]),
    )


def _folds(row: Row, chosen: set[str]) -> bool:
    """Whether a row is of no use before others were answered, or beside what is ticked."""
    return bool(row.item.never_with & chosen) or (row.item.state == "open" and not row.item.asks)


def _no_money(wishes: tuple[str, ...], chosen: set[str], rows: dict[str, Row], found: Assessment, book: LawBook) -> str:
    """What to say where money was wished and nothing that is ticked is paid in money; empty otherwise."""
    paid = [claim for claim in found.claims if claim.asks in PAID_IN_MONEY]
    if not money_wished(wishes, book) or any(claim.id in chosen for claim in paid):
        return ""
    contested = [claim for claim in paid if claim.status == "contested"]
    if contested:
        return f"「{book.claims[contested[0].id].title}」可以提，但法院看法不一，所以没有替您勾。想要就勾上它。"
    beside = [claim for claim in paid if claim.id in rows and rows[claim.id].item.asks]
    if beside:
        return f"「{book.claims[beside[0].id].title}」还差一点没说清，答一下它下面的问题，就知道能不能要。"
    return "按您现在说的，要钱的项目还没有一项说得准。下面写着为什么，也写着能要什么。"


def not_granted(wishes: Iterable[str], found: Assessment, book: LawBook) -> list[NotGranted]:
    """The wishes of which nothing can be asked now, each with why: what excludes it, or what is not known of it."""
    refused = []
    for one in granting(wishes, found, book):
        if any(claim.status != "open" for claim in one.offered):
            continue
        lacks = [
            f"「{book.claims[claim.id].title}」还差：{'、'.join(formats.fact_label(m.fact, book) for m in claim.missing)}"
            for claim in one.offered[:NAMED]
            if claim.missing
        ]
        refused.append(NotGranted(formats.WISHES[one.wish], tuple(lacks) or _why(one.excluded, book)))
    return refused


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
    """Why these are excluded: each reason once, with the claim that it excludes."""
    said: dict[str, str] = {}
    for claim in excluded:
        why = "；".join(formats.reason(one, book) for one in claim.excluded_by[:1])
        said.setdefault(why, book.claims[claim.id].title)
    return tuple(f"「{title}」：{why}" for why, title in list(said.items())[: NAMED + 1])
