"""The evidence list (证据清单): every exhibit with what it is, where it comes from and what it proves, and its pages if wanted."""

from collections.abc import Iterator

from consumer_app import formats
from consumer_app.documents.kinds.kind import Content, Kind
from consumer_app.documents.paper import Block, Column, Exhibit, PageBreak, Paragraph, Picture, Row, Table
from consumer_app.documents.paper_material import Material
from consumer_app.documents.sections import parties
from consumer_app.documents.sections.closing import signature
from consumer_app.domain.case import Evidence
from consumer_app.domain.law.moments import Moment

COLUMNS = (
    Column(title="编号", width=9),
    Column(title="名称", width=22),
    Column(title="种类", width=10),
    Column(title="来源与取得时间", width=18),
    Column(title="证明什么", width=23),
    Column(title="页数", width=6),
    Column(title="原件", width=12),
)
NAME, MAY_BE_LEFT_OUT = 1, (3, 4)
NOTHING_YET = "还没有证据，空的清单交出去没有用。先传一张截图、照片，或者写下原件在哪里"
KEPT_BY_SHOPPER = "投诉人保存"
SHOWN_OF_HASH = 8


def blocks(material: Material, *, with_pages: bool = True) -> tuple[Block, ...]:
    """The list, the signature, and each page of each exhibit with its caption."""
    rows = tuple(_row(one, material.evidence[one.evidence]) for one in material.exhibits)
    total = sum(one.pages for one in material.exhibits)
    about = parties.about(material)
    count = f"共{len(rows)}项" + (f"，可打印的共{total}页。" if total else "。")
    listed: tuple[Block, ...] = (
        *((about,) if about else ()),
        *((_table(rows),) if rows else ()),
        Paragraph(
            text=count,
            style="flush",
            source=tuple(f"evidence/{one.evidence}" for one in material.exhibits) or ("evidence",),
        ),
        *signature(material),
    )
    shown = tuple(_pages(material)) if with_pages else ()
    return (*listed, PageBreak(), *shown) if shown else listed


def _table(rows: tuple[Row, ...]) -> Table:
    """The list; a column that says nothing of any exhibit is left out, and its room goes to the name."""
    empty = {at for at in MAY_BE_LEFT_OUT if not any(row.cells[at] for row in rows)}
    kept = [at for at in range(len(COLUMNS)) if at not in empty]
    room = sum(COLUMNS[at].width for at in empty)
    columns = (COLUMNS[at].model_copy(update={"width": COLUMNS[at].width + (room if at == NAME else 0)}) for at in kept)
    shown = (row.model_copy(update={"cells": tuple(row.cells[at] or "—" for at in kept)}) for row in rows)
    return Table(name="evidence", columns=tuple(columns), rows=tuple(shown))


def _row(exhibit: Exhibit, item: Evidence) -> Row:
    taken = _days(item.taken_at) if item.taken_at else ""
    if taken in (item.source or ""):
        taken = ""
    proves = item.proves or ""
    if item.passage:
        proves = "\n".join(filter(None, (proves, f"要点：{item.passage}")))
    kept = [item.kept_at or KEPT_BY_SHOPPER]
    if not exhibit.pages:
        kept += [f"文件{file.name}，校验码{file.sha256[:SHOWN_OF_HASH]}" for file in item.files]
    return Row(
        cells=(
            formats.exhibit_name(exhibit.number),
            item.title,
            formats.EVIDENCE_KINDS[item.kind],
            "\n".join(filter(None, (item.source, taken))),
            proves,
            str(exhibit.pages) if exhibit.pages else "—",
            "\n".join(kept),
        ),
        picture=item.thumbnail or next(iter(item.pages), None),
        source=(f"evidence/{item.id}",),
    )


def _days(taken: Moment) -> str:
    """The day, month or range of days; the hour is left out."""
    return formats.day(taken.day) if taken.day else formats.moment(taken) if taken.days else ""


def _pages(material: Material) -> Iterator[Picture]:
    for exhibit in material.exhibits:
        item = material.evidence[exhibit.evidence]
        for number, asset in enumerate(item.pages, 1):
            which = f"　第{number}页，共{exhibit.pages}页" if exhibit.pages > 1 else ""
            yield Picture(
                asset=asset,
                caption=f"{formats.exhibit_name(exhibit.number)}　{item.title}{which}",
                source=(f"evidence/{item.id}",),
            )


KIND = Kind(
    name="evidence_list",
    address="evidence",
    title="证据清单",
    letterhead="消费者权益争议　证据材料",
    says="编号、名称、来源、证明什么、共几页，交给平台、12315 和法院都用得上",
    next_step="和投诉函一起交：网上提交时，把证据清单放在附件第一个；当面或邮寄的，订在信的后面。原件自己留着。",
    make=lambda material, wish: Content(blocks(material, with_pages=wish.with_exhibits)),
    shows_exhibits=True,
    lacks=lambda material: "" if material.exhibits else NOTHING_YET,
)
