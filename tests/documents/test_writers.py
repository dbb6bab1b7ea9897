"""One paper, five formats: they say the same, print every character, fetch nothing, and are the same bytes twice."""

import io
import re
from collections.abc import Iterator
from datetime import date
from html import unescape

import docx as python_docx
import icalendar
import pypdfium2
import pytest
from docx.oxml.ns import qn
from PIL import Image

from consumer_app import issuing
from consumer_app.documents import calendar, docx, html, pdf, text
from consumer_app.documents.frozen import freeze, thaw
from consumer_app.documents.paper import (
    BLANK,
    Column,
    Heading,
    Item,
    Items,
    Paper,
    Paragraph,
    Picture,
    Quotation,
    Row,
    Signature,
    Table,
    statements,
)
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.law import LawBook


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "#8899aa").save(out, "JPEG")
    return out.getvalue()


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_range() for page in document)


def docx_text(data: bytes) -> str:
    document = python_docx.Document(io.BytesIO(data))
    return "".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))


@pytest.fixture
def letter(spoiled_food: Case, book: LawBook, today: date) -> Paper:
    return issuing.compose(
        LetterMaterial(spoiled_food, assess(spoiled_food, book, today), book, channel_id="store"), "letter"
    )


def small(*blocks: object) -> Paper:
    return Paper(kind="letter", title="投诉函", addressee="致：某店", blocks=blocks, made_on=date(2026, 11, 22))  # type: ignore[arg-type]


HOSTILE = '<script>alert(1)</script> {{ 7*7 }} [[law]] # 标题 "引号" & \'单\' <img src="file:///etc/passwd"> @import url(http://127.0.0.1/x)'


def all_formats(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "pdf", pdf_text(pdf.write(paper).data)
    yield "docx", docx_text(docx.write(paper))
    yield "txt", text.text(paper)
    yield "html", unescape(re.sub(r"<[^>]*>", "", html.page(paper, with_style=False)))


def test_every_format_carries_every_sentence(letter: Paper) -> None:
    for name, found in all_formats(letter):
        printed = squeezed(found)
        for words, _ in statements(letter):
            # a page's foot may stand between two lines of one cell in a PDF
            pieces = [words] if name != "pdf" else re.split(r"\n|[，。；：、]", words)
            for piece in pieces:
                assert squeezed(piece) in printed, f"{name} lacks {piece!r}"


def test_a_hostile_value_stays_text_in_every_format() -> None:
    paper = small(
        Paragraph(text=HOSTILE),
        Quotation(label=HOSTILE, text=HOSTILE),
        Table(name="order", columns=(Column(title="甲", width=1),), rows=(Row(cells=(HOSTILE,)),)),
        Items(style="boxes", items=(Item(text=HOSTILE),)),
    )
    for name, found in all_formats(paper):
        if name != "html":
            assert squeezed(found).count(squeezed("<script>alert(1)</script>")) == 5, name
    page = html.page(paper, with_style=False)
    assert "<script" not in page
    assert 'src="file' not in page
    assert pdf.write(paper).complaints == ()


def test_the_pdf_is_set_in_song_without_a_missing_character_or_a_complaint(letter: Paper) -> None:
    printed = pdf.write(letter)
    assert printed.unprintable == ()
    assert printed.complaints == ()
    fonts = set(re.findall(rb"/FontName\s*/(?:[A-Z]{6}\+)?([\w#-]+)", _uncompressed(printed.data)))
    assert any(b"Noto" in font and b"Serif" in font for font in fonts), fonts
    assert not any(b"DejaVu" in font for font in fonts), fonts


def _uncompressed(data: bytes) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(
            out,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()


def test_rare_names_print_and_what_cannot_is_named() -> None:
    printed = pdf.write(small(Paragraph(text="䶮㛃𬎆、堃喆玥祎")))
    assert printed.unprintable == ()
    assert "䶮㛃𬎆" in pdf_text(printed.data)
    strange = chr(0x10FFFD)
    printed = pdf.write(small(Paragraph(text=f"甲{strange}{strange}乙")))
    assert printed.unprintable == (strange,)
    assert "甲〓乙" in pdf_text(printed.data)


def test_each_page_says_which_of_how_many_it_is(letter: Paper) -> None:
    document = pypdfium2.PdfDocument(pdf.write(letter).data)
    assert len(document) > 1
    for number, page in enumerate(document, 1):
        words = squeezed(page.get_textpage().get_text_range())
        assert f"第{number}页，共{len(document)}页" in words
        assert "投诉函（第1号）订单3141592653589" in words


def test_the_same_paper_gives_the_same_bytes(letter: Paper) -> None:
    again = thaw(freeze(letter))
    assert again == letter
    assert pdf.write(letter).data == pdf.write(again).data
    assert docx.write(letter) == docx.write(again)
    assert text.write(letter) == text.write(again)


def test_the_pdf_names_its_title_and_language_and_no_machine(letter: Paper) -> None:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf.write(letter).data)) as document:
        assert str(document.docinfo["/Title"]) == "投诉函"
        assert "/CreationDate" not in document.docinfo
        assert str(document.Root.Lang) == "zh-CN"
        assert document.Root.MarkInfo.Marked


def test_the_word_file_names_no_author_and_sets_chinese_in_song(letter: Paper) -> None:
    document = python_docx.Document(io.BytesIO(docx.write(letter)))
    properties = document.core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.title == "投诉函"
    assert 'w:eastAsia="宋体"' in document.styles["Normal"].element.xml


def test_word_finds_the_parts_of_each_property_in_the_order_it_wants(letter: Paper) -> None:
    wanted = ["pStyle", "keepNext", "keepLines", "pBdr", "shd", "tabs", "spacing", "ind", "jc", "outlineLvl", "rPr"]
    in_table = ["tblStyle", "tblW", "jc", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook"]
    body = python_docx.Document(io.BytesIO(docx.write(letter))).element.body
    for tag, order in (("pPr", wanted), ("tblPr", in_table)):
        for node in (n for n in body.iter() if n.tag.endswith("}" + tag)):
            names = [child.tag.rpartition("}")[2] for child in node]
            assert names == sorted(names, key=order.index), names


def test_the_web_page_holds_its_pictures_within_itself() -> None:
    paper = small(Picture(asset="photo-1", caption="证据1"))
    assert b"data:image/jpeg;base64," in issuing.render(paper, "html", {"photo-1": picture()})
    assert b"<img" not in issuing.render(paper, "html")


def test_only_the_pictures_handed_in_are_shown() -> None:
    paper = small(
        Picture(asset="photo-1", caption="证据1　照片"),
        Picture(asset="photo-2", caption="证据2　没有交来的照片"),
        Table(
            name="evidence", columns=(Column(title="编号", width=1),), rows=(Row(cells=("证据1",), picture="photo-1"),)
        ),
    )
    assert paper.assets == ("photo-1", "photo-2")
    printed = pdf.write(paper, {"photo-1": picture(), "secret": b"not a picture"})
    assert printed.complaints == ()
    images = [o for page in pypdfium2.PdfDocument(printed.data) for o in page.get_objects() if o.type == 3]
    assert len(images) == 2
    assert "没有交来的照片" in pdf_text(printed.data)


def test_a_broken_picture_costs_its_place_and_not_the_paper() -> None:
    printed = pdf.write(small(Picture(asset="x", caption="证据1"), Paragraph(text="还在")), {"x": b"\x89PNGbroken"})
    assert "还在" in pdf_text(printed.data)
    assert printed.complaints


def test_blanks_are_ruled_and_a_missing_value_is_never_none() -> None:
    paper = small(Signature(lines=(("签名：", BLANK),)), Paragraph(text="结尾"))
    assert '<span class="blank">' in html.fragment(paper)
    for _, found in all_formats(paper):
        assert "None" not in found


def test_a_table_row_is_not_split_between_pages() -> None:
    rows = tuple(Row(cells=(f"开头{n:02d}" + "，".join(["很长的一段经过"] * 20) + f"结尾{n:02d}",)) for n in range(40))
    document = pypdfium2.PdfDocument(
        pdf.write(small(Table(name="timeline", columns=(Column(title="经过", width=1),), rows=rows))).data
    )
    for page in document:
        words = squeezed(page.get_textpage().get_text_range())
        assert set(re.findall(r"开头(\d\d)", words)) == set(re.findall(r"结尾(\d\d)", words))
        assert words.startswith("经过") or "投诉函" in words  # the heading row stands on every page


def test_a_heading_is_never_the_last_line_of_a_page() -> None:
    blocks = [b for n in range(30) for b in (Heading(text=f"第{n}节"), Paragraph(text="内容。" * 60))]
    for page in pypdfium2.PdfDocument(pdf.write(small(*blocks)).data):
        lines = [line for line in page.get_textpage().get_text_range().splitlines() if line.strip()]
        body = [line for line in lines if not line.startswith(("投诉函", "第 ")) or "节" in line]
        assert not re.fullmatch(r"第\d+节", body[-1].strip())


def test_a_calendar_holds_each_day_once_and_nothing_personal() -> None:
    entries = [calendar.Entry("a", "投诉的最后一天", date(2026, 12, 1), "11月22日当天不算，满9日是12月1日。")]
    data = calendar.write(entries, date(2026, 11, 22), "据理")
    assert data == calendar.write(entries, date(2026, 11, 22), "据理")
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert event["DTSTART"].dt == date(2026, 12, 1)
    assert event["SUMMARY"] == "投诉的最后一天"
    assert len(list(event.walk("VALARM"))) == 2


def test_in_word_a_table_has_quiet_rules_and_the_signature_keeps_company(spoiled_food: Case, book: LawBook) -> None:
    found = assess(spoiled_food, book, date(2026, 11, 22))
    paper = issuing.compose(LetterMaterial(spoiled_food, found, book, channel_id="market-regulator"), "letter")
    document = python_docx.Document(io.BytesIO(docx.write(paper)))
    assert document.tables
    for table in document.tables:
        sides = [child.tag.rpartition("}")[2] for child in table._tbl.tblPr.find(qn("w:tblBorders"))]
        assert sides == ["top", "bottom", "insideH"]
    lines = [p for p in document.paragraphs if p.text.strip()]
    signed = next(n for n, line in enumerate(lines) if line.text.startswith("投诉人："))
    assert lines[signed - 1].paragraph_format.keep_with_next
