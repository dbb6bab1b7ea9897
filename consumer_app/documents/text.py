"""A paper as plain text, for pasting into a form: one line a statement, nothing that a text box would lose."""

from collections.abc import Iterator

from consumer_app.documents.paper import (
    Block,
    Heading,
    Items,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Quotation,
    Signature,
    Table,
)


def write(paper: Paper) -> bytes:
    """The paper as UTF-8 text with line feeds."""
    return text(paper).encode("utf-8")


def text(paper: Paper) -> str:
    """The paper as text."""
    head = [line for line in (paper.example, paper.title, "", paper.addressee) if line is not None]
    return "\n".join([*head, "", *lines(paper.blocks)]).strip() + "\n"


def lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The lines of some blocks, with an empty line between sections."""
    for block in blocks:
        match block:
            case Heading():
                yield from ("", block.text)
            case Paragraph():
                yield f"{block.lead or ''}{block.text}"
            case Quotation():
                yield f"{block.label}：{block.text}" if block.label else block.text
            case Items():
                mark = "□ " if block.style == "boxes" else ""
                for item in block.items:
                    yield f"{mark}{item.number}{item.text}{'（未核验）' if item.unverified else ''}"
                    if item.note:
                        yield f"　　{item.note}"
            case Table():
                yield from _table(block)
            case Picture():
                yield block.caption
            case Signature():
                yield ""
                for label, value in block.lines:
                    yield f"{label}{value}"
            case PageBreak():
                yield ""


def _table(table: Table) -> Iterator[str]:
    if table.title:
        yield table.title
    for row in table.rows:
        if table.plain:
            yield f"{row.cells[0]}：{'　'.join(filter(None, row.cells[1:]))}"
        else:
            named = zip(table.columns, row.cells, strict=True)
            cells = [(column.title, cell.rstrip("。；;")) for column, cell in named if cell]
            yield "；".join(f"{title}：{cell}" if title else cell for title, cell in cells).replace("\n", " ")
    if table.note:
        yield table.note
