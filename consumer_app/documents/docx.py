"""A paper as a Word document, for editing before it is sent. The shopper's machine supplies the Song typeface."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

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

LATIN, CHINESE = "Times New Roman", "宋体"
BODY = 11.0
_ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
_TEXT_WIDTH_MM = 158


def write(paper: Paper, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The paper as .docx, the same bytes for the same paper. Its properties name no author and no machine."""
    return _Writer(paper, pictures or {}).bytes()


class _Writer:
    def __init__(self, paper: Paper, pictures: Mapping[str, bytes]) -> None:
        self.paper, self.pictures = paper, pictures
        self.document: Any = docx.Document()
        self._set_up()

    def bytes(self) -> bytes:
        paper = self.paper
        if paper.example:
            self._paragraph(paper.example, size=9, align="center")
        if paper.letterhead:
            self._rule_below(self._paragraph(paper.letterhead, size=9, colour="565B63"))
        title = self._paragraph(paper.title, size=20, bold=True, align="center")
        title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(18), Pt(14)
        if paper.addressee:
            self._paragraph(paper.addressee, bold=True)
        for place, block in enumerate(paper.blocks):
            if isinstance(block, Signature) and place and self.document.paragraphs:
                self.document.paragraphs[-1].paragraph_format.keep_with_next = True
            self._block(block)
        return _reproducible(self.document)

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                heading = self._paragraph(block.text, size=12 if block.level == 1 else BODY, bold=True)
                heading.paragraph_format.space_before, heading.paragraph_format.keep_with_next = Pt(10), True
                _outline(heading, block.level)
            case Paragraph():
                found = self._paragraph("")
                if block.lead:
                    self._run(found, block.lead, bold=True)
                self._run(found, block.text, size=9 if block.style == "note" else BODY)
                if block.style == "body":
                    found.paragraph_format.first_line_indent = Pt(24)
                if block.style == "right":
                    found.alignment = _ALIGN["right"]
            case Quotation():
                found = self._paragraph("", indent=24)
                if block.label:
                    self._run(found, f"{block.label}：", size=10, bold=True)
                self._run(found, block.text, size=10)
            case Items():
                self._items(block)
            case Table():
                self._table(block)
            case Picture():
                if block.asset in self.pictures:
                    self.document.add_picture(io.BytesIO(self.pictures[block.asset]), width=Mm(_TEXT_WIDTH_MM))
                self._paragraph(block.caption, size=10, align="center")
            case Signature():
                for label, value in block.lines:
                    line = self._paragraph(f"{label}{value}", indent=210)
                    line.paragraph_format.keep_with_next = True
            case PageBreak():
                self.document.add_page_break()

    def _items(self, block: Items) -> None:
        for item in block.items:
            mark = "□ " if block.style == "boxes" else ""
            text = f"{mark}{item.number}{item.text}{'（未核验）' if item.unverified else ''}"
            line = self._paragraph(text, indent=24)
            line.paragraph_format.first_line_indent = Pt(-24)
            if item.note:
                self._paragraph(item.note, size=9, indent=24, colour="565B63")

    def _table(self, block: Table) -> None:
        if block.title:
            self._paragraph(block.title, size=10.5, bold=True).paragraph_format.keep_with_next = True
        heads = 0 if block.plain else 1
        table = self.document.add_table(rows=heads + len(block.rows), cols=len(block.columns))
        table.autofit = False
        _quiet_rules(table)
        total = sum(column.width for column in block.columns)
        for index, column in enumerate(block.columns):
            for cell in table.columns[index].cells:
                cell.width = Mm(_TEXT_WIDTH_MM * column.width / total)
        if heads:
            for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
                self._cell(cell, column.title, column.align, bold=True)
            _row_property(table.rows[0], "w:tblHeader")
        for row, line in zip(block.rows, list(table.rows)[heads:], strict=True):
            _row_property(line, "w:cantSplit")
            for index, cell in enumerate(line.cells):
                if not index and row.picture and row.picture in self.pictures:
                    cell.paragraphs[0].add_run().add_picture(io.BytesIO(self.pictures[row.picture]), width=Mm(18))
                    cell.add_paragraph()
                self._cell(cell, row.cells[index], block.columns[index].align, bold=row.strong)
        self._paragraph(block.note or "", size=9, colour="565B63")

    def _cell(self, cell: Any, text: str, align: str, *, bold: bool = False) -> None:
        paragraph = cell.paragraphs[-1]
        paragraph.alignment = _ALIGN[align]
        paragraph.paragraph_format.space_after = Pt(0)
        self._run(paragraph, text, size=9.5, bold=bold)

    def _paragraph(
        self,
        text: str,
        *,
        size: float = BODY,
        bold: bool = False,
        align: str = "left",
        indent: int = 0,
        colour: str = "",
    ) -> Any:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = _ALIGN[align]
        paragraph.paragraph_format.space_after = Pt(4)
        paragraph.paragraph_format.left_indent = Pt(indent) if indent else None
        if text:
            self._run(paragraph, text, size=size, bold=bold, colour=colour)
        return paragraph

    def _run(self, paragraph: Any, text: str, *, size: float = BODY, bold: bool = False, colour: str = "") -> None:
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(size), bold
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)

    def _rule_below(self, paragraph: Any) -> None:
        borders = OxmlElement("w:pBdr")
        borders.append(_border("w:bottom", 10))
        paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")

    def _set_up(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(27), Mm(25)
        section.top_margin, section.bottom_margin = Mm(27), Mm(26)
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = LATIN, Pt(BODY)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), CHINESE)
        style.paragraph_format.line_spacing = 1.3
        language = OxmlElement("w:lang")
        language.set(qn("w:eastAsia"), "zh-CN")
        style.element.rPr.append(language)
        properties = self.document.core_properties
        for name in ("author", "last_modified_by", "comments", "keywords", "subject", "category"):
            setattr(properties, name, "")
        properties.title, properties.language, properties.revision = self.paper.title, "zh-CN", 1
        made_on = self.paper.made_on
        properties.created = properties.modified = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
        footer = section.footer.paragraphs[0]
        footer.alignment = _ALIGN["center"]
        self._run(footer, f"{self.paper.running or self.paper.title}　第 ", size=8)
        _field(footer, "PAGE")
        self._run(footer, " 页，共 ", size=8)
        _field(footer, "NUMPAGES")
        self._run(footer, " 页", size=8)


def _field(paragraph: Any, name: str) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(8)
    for kind, text in (("begin", None), (None, name), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _outline(paragraph: Any, level: int) -> None:
    # Word reads the children of a property in one order only; this one comes last.
    element = OxmlElement("w:outlineLvl")
    element.set(qn("w:val"), str(level - 1))
    paragraph._p.get_or_add_pPr().append(element)


def _border(name: str, eighths: int, colour: str = "1B1D21") -> Any:
    element = OxmlElement(name)
    for key, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", colour)):
        element.set(qn(f"w:{key}"), value)
    return element


def _quiet_rules(table: Any) -> None:
    """Rules above, below and between the rows."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom"):
        borders.append(_border(f"w:{side}", 8))
    borders.append(_border("w:insideH", 2, "C9C3B5"))
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _row_property(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _reproducible(document: Any) -> bytes:
    """The document with every entry dated alike, so that the same paper gives the same bytes."""
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, given.read(name))
    return out.getvalue()
