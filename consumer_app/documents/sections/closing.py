"""The end of a letter: exhibits, attachments, signature."""

from consumer_app import formats
from consumer_app.documents.paper import BLANK, Block, Column, Paragraph, Row, Signature, Table
from consumer_app.documents.paper_material import LetterMaterial, Material

MOST_NAMED, MOST_NAMED_TO_A_BUSINESS = 15, 5


def exhibits(material: Material) -> tuple[Block, ...]:
    """The exhibits by number: name, what each proves, pages."""
    columns = (
        Column(title="编号", width=12),
        Column(title="名称", width=34),
        Column(title="证明什么", width=42),
        Column(title="页数", width=12, align="right"),
    )
    rows = tuple(
        Row(
            cells=(
                formats.exhibit_name(one.number),
                one.title,
                material.evidence[one.evidence].proves or "",
                pages(one.pages),
            ),
            source=(f"evidence/{one.evidence}",),
        )
        for one in material.attached
    )
    return (Table(name="exhibits", columns=columns, rows=rows),) if rows else ()


def pages(count: int) -> str:
    """3页; empty for what has no pages (a recording, a thing)."""
    return f"{count}页" if count else ""


def attachments(material: Material) -> tuple[Block, ...]:
    """What goes with the letter: the evidence list and the exhibits, by name while they are few; the list names them all."""
    if not material.attached:
        return ()
    named = []
    for one in material.attached:
        detail = "，".join(
            filter(None, (formats.EVIDENCE_KINDS[material.evidence[one.evidence].kind], pages(one.pages)))
        )
        named.append(f"{formats.exhibit_name(one.number)}　{one.title}（{detail}）")
    to_a_business = isinstance(material, LetterMaterial) and material.recipient
    listed = (
        "；".join(named)
        if len(named) <= (MOST_NAMED_TO_A_BUSINESS if to_a_business else MOST_NAMED)
        else _runs([one.number for one in material.attached])
    )
    unseen = any(not material.evidence[one.evidence].files for one in material.attached)
    shown = f"没有附页的，原件由{material.asker}保存，可当面出示。" if unseen else ""
    source = tuple(f"evidence/{one.evidence}" for one in material.attached)
    text = f"证据清单一份；{listed}。{shown}"
    return (Paragraph(lead="附件：", text=text, style="flush", source=source),)


def _runs(numbers: list[int]) -> str:
    """证据1至证据8、证据10: what goes with the letter by number, none that does not."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    name = formats.exhibit_name
    return "、".join(name(run[0]) if len(run) == 1 else f"{name(run[0])}至{name(run[-1])}" for run in runs)


def signature(material: Material) -> tuple[Block, ...]:
    """The shopper's name and a line to sign on, the representative's, and the day; for a child its guardian signs."""
    shopper = material.case.party("shopper")
    source = (f"parties/{shopper.id}",) if shopper else ("parties",)
    acting = shopper.representative if shopper else None
    lines = [(f"{material.signer}：", (shopper.name if shopper else None) or BLANK)]
    if acting is None or acting.capacity != "guardian":
        lines.append(("签　名：", BLANK))
    if acting:
        lines += [(f"{formats.CAPACITIES[acting.capacity or 'family']}：", acting.name or BLANK), ("签　名：", BLANK)]
    lines.append(("日　期：", formats.day(material.today)))
    return (Signature(lines=tuple(lines), source=source),)
