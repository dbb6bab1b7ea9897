"""The evidence list (证据清单): every exhibit with what it is, where it comes from and what it proves, and its pages if wanted."""

from collections.abc import Iterator

from consumer_app import formats
from consumer_app.documents import numbering
from consumer_app.documents.paper import Block, Column, Exhibit, PageBreak, Paragraph, Picture, Row, Table
from consumer_app.documents.paper_material import Material
from consumer_app.documents.sections import parties
from consumer_app.documents.sections.closing import signature
from consumer_app.domain.case import Evidence

COLUMNS = (
    Column(title="编号", width=9),
    Column(title="名称", width=22),
    Column(title="种类", width=10),
    Column(title="来源与取得时间", width=18),
    Column(title="证明什么", width=23),
    Column(title="页数", width=6),
    Column(title="原件", width=12),
)
KEPT_BY_SHOPPER = "投诉人保存"
SHOWN_OF_HASH = 8


def blocks(given: Material, *, with_pages: bool = True) -> tuple[Block, ...]:
    """The list, the signature, and each page of each exhibit with its caption."""
    held = {item.id: item for item in given.case.evidence}
    rows = tuple(_row(one, held[one.evidence]) for one in given.exhibits)
    total = sum(one.pages for one in given.exhibits)
    about = parties.about(given)
    count = f"共{len(rows)}项" + (f"，可打印的共{total}页。" if total else "。")
    listed: tuple[Block, ...] = (
        *((about,) if about else ()),
        *((Table(name="evidence", columns=COLUMNS, rows=rows),) if rows else ()),
        Paragraph(
            text=count,
            style="flush",
            source=tuple(f"evidence/{one.evidence}" for one in given.exhibits) or ("evidence",),
        ),
        *signature(given),
    )
    shown = tuple(_pages(given, held)) if with_pages else ()
    return (*listed, PageBreak(), *shown) if shown else listed


def _row(exhibit: Exhibit, item: Evidence) -> Row:
    taken = formats.day(item.taken_at.day) if item.taken_at and item.taken_at.day else ""
    if taken in (item.source or ""):
        taken = ""
    proves = item.proves or ""
    if item.passage:
        proves = "\n".join(filter(None, (proves, f"要点：{item.passage}")))
    kept = [item.kept_at or KEPT_BY_SHOPPER]
    if item.file and not exhibit.pages:
        kept.append(f"文件{item.file.name}，校验码{item.file.sha256[:SHOWN_OF_HASH]}")
    return Row(
        cells=(
            numbering.name(exhibit),
            item.title,
            formats.EVIDENCE_KINDS[item.kind],
            "\n".join(filter(None, (item.source, taken))),
            proves,
            str(exhibit.pages) if exhibit.pages else "—",
            "\n".join(kept),
        ),
        picture=(item.file.thumbnail or next(iter(item.file.pages), None)) if item.file else None,
        source=(f"evidence/{item.id}",),
    )


def _pages(given: Material, held: dict[str, Evidence]) -> Iterator[Picture]:
    for exhibit in given.exhibits:
        item = held[exhibit.evidence]
        shown = item.file.pages if item.file else ()
        for number, asset in enumerate(shown, 1):
            which = f"　第{number}页，共{exhibit.pages}页" if exhibit.pages > 1 else ""
            yield Picture(
                asset=asset, caption=f"{numbering.name(exhibit)}　{item.title}{which}", source=(f"evidence/{item.id}",)
            )
