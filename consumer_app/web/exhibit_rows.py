"""What the evidence pages show: each exhibit in plain words, and what is worth gathering before it disappears."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import url_for

from consumer_app.domain.case import Case, Evidence, FileRef
from consumer_app.domain.case.exhibits import in_order_of_number, issued_numbers, mentioned, what_it_belongs_to
from consumer_app.domain.judging.findings import EvidenceGap
from consumer_app.domain.law import EvidenceWanted, LawBook
from consumer_app.formats import EVIDENCE_KINDS, day, event_in_a_line, exhibit_name, promise_in_a_line, weekday
from consumer_app.web import assessed, kept_work
from consumer_app.web.shown.cautions import provision_link

SOON = 7


@dataclass(frozen=True)
class ShownFile:
    """One file of an exhibit: its name, its size in words, its hash, where its original is."""

    name: str
    about: str
    sha256: str
    url: str


@dataclass(frozen=True)
class Row:
    """One exhibit as its card shows it; ``told`` says that an event, a promise or a sent paper names it, ``missing`` what would make it stronger."""

    id: str
    no: str
    title: str
    kind: str
    proves: str
    note: str
    told: bool
    belongs: tuple[str, ...]
    missing: str
    thumbnail: str
    pages: tuple[str, ...]
    files: tuple[ShownFile, ...]


@dataclass(frozen=True)
class Wanted:
    """Something worth gathering: what it shows, how, until when, the provision that makes it matter, and where to add it."""

    title: str
    proves: str
    how: str
    why_soon: str
    law: str
    law_url: str
    url: str
    on: str
    shown: str
    weekday: str
    left: str
    urgency: str


@dataclass(frozen=True)
class WorthGathering:
    """What is worth gathering: first what may soon be gone, then the rest."""

    soon: list[Wanted]
    others: list[Wanted]


def rows(case: Case) -> list[Row]:
    """Every exhibit in the order of the numbers they have now."""
    settled, awaited = {*mentioned(case), *issued_numbers(case)}, kept_work.awaited()
    return [
        _row(case, item, exhibit_name(number), item.id in settled, awaited=item.id in awaited)
        for number, item in in_order_of_number(case)
    ]


def worth_gathering(today: date) -> WorthGathering:
    """What the disputes of the open case want and the case does not have yet, what disappears first at the top."""
    book = assessed.law_book()
    found = [
        (gap, next(one for one in book.disputes[gap.dispute].evidence if one.id == gap.id))
        for gap in assessed.assessed().assessment.evidence_gaps
    ]
    soon = sorted(
        ((gap, entry) for gap, entry in found if gap.disappears_on or entry.why_soon),
        key=lambda one: one[0].disappears_on or date.max,
    )
    others = [one for one in found if one not in soon]
    return WorthGathering(
        [_wanted(gap, entry, book, today) for gap, entry in soon],
        [_wanted(gap, entry, book, today) for gap, entry in others],
    )


def wanted_evidence(gathers: str) -> EvidenceWanted | None:
    """The item of that id in the lists of evidence worth gathering."""
    book = assessed.law_book()
    lists = (dispute.evidence for dispute in book.disputes.values())
    return next((one for evidence in lists for one in evidence if one.id == gathers), None)


def size_in_words(size: int) -> str:
    """1.2 MB, 340 KB."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, size // 1024)} KB"


def _row(case: Case, item: Evidence, no: str, told: bool, *, awaited: bool) -> Row:
    belongs = _belongs(case, item.id)
    return Row(
        id=item.id,
        no=no,
        title=item.title,
        kind=EVIDENCE_KINDS[item.kind],
        proves=item.proves or "",
        note=" · ".join(_notes(item, belongs, awaited)),
        told=told,
        belongs=belongs,
        missing="、".join(_missing(item, bool(belongs))),
        thumbnail=url_for("evidence.show_thumbnail", exhibit=item.id) if item.thumbnail else "",
        pages=_page_urls(item),
        files=tuple(_shown_file(item, number) for number in range(1, len(item.files) + 1)),
    )


def _notes(item: Evidence, belongs: tuple[str, ...], awaited: bool) -> Iterator[str]:
    yield EVIDENCE_KINDS[item.kind]
    if item.page_count > 1:
        yield f"{item.page_count} 页"
    if awaited:
        yield "文件正在检查，好了会自己出现"
    elif not item.files:
        yield f"原件：{item.kept_at}" if item.kept_at else "原件在您手里"
    if belongs:
        yield f"说的是「{belongs[0]}」" + (f"等 {len(belongs)} 件事" if len(belongs) > 1 else "")


def _missing(item: Evidence, linked: bool) -> Iterator[str]:
    if not item.proves:
        yield "写上它证明什么"
    if not linked:
        yield "勾上说的是哪件事"
    if any(file.taken_at for file in item.files) and not item.taken_at:
        yield "核对拍摄时间"
    if item.kind in ("audio", "video") and not item.passage:
        yield "写上要紧的是几分几秒"


def _belongs(case: Case, evidence_id: str) -> tuple[str, ...]:
    events, promises = what_it_belongs_to(case, evidence_id)
    return (*map(event_in_a_line, events), *map(promise_in_a_line, promises))


def _page_urls(item: Evidence) -> tuple[str, ...]:
    return tuple(url_for("evidence.show_page", exhibit=item.id, number=n) for n in range(1, len(item.pages) + 1))


def _shown_file(item: Evidence, number: int) -> ShownFile:
    file = item.files[number - 1]
    url = url_for("evidence.download_original", exhibit=item.id, number=number if number > 1 else None)
    return ShownFile(file.name, _about(file), file.sha256, url)


def _about(file: FileRef) -> str:
    pages = f"，共 {file.page_count} 页" if file.page_count > 1 else ""
    return size_in_words(file.size) + pages


def _wanted(gap: EvidenceGap, entry: EvidenceWanted, book: LawBook, today: date) -> Wanted:
    until = gap.disappears_on
    left = (until - today).days if until else 0
    law, law_url = provision_link(gap.basis, None, book)
    return Wanted(
        title=entry.title,
        proves=entry.proves,
        how=entry.how or "",
        why_soon=entry.why_soon or "",
        law=law,
        law_url=law_url,
        url=url_for("evidence.add_exhibit", gathers=entry.id),
        on=until.isoformat() if until else "",
        shown=day(until) if until else "",
        weekday=weekday(until) if until else "",
        left=f"还有 {left} 天" if left > 0 else "就是今天" if left == 0 else "可能已经没有了",
        urgency="past" if left < 0 else "soon" if left <= SOON else "later",
    )
