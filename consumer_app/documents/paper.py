"""A paper as one value, whatever format it is written in: title, addressee, blocks of text, tables and pictures, with where each comes from.

Every statement carries its ``source``: addresses of the case (``order``, ``events/e1``, ``answers/seller_knew``), citations
(``food-safety-law:148.2``), entries of the law book (``claim:…``, ``excuse:…``, ``channel:…``, ``fact:…``, ``dispute:…``, ``platform:…``) or the line
of the letter template that says it (``template:to-store:12``). A paper holds finished words only, so every writer says the same thing.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from consumer_app.domain.case import PaperKind

_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def _writable(words: str) -> str:
    if found := _UNWRITABLE.search(words):
        raise ValueError(f"contains U+{ord(found[0]):04X}, which no file can hold")
    return words


Words = Annotated[str, AfterValidator(_writable)]
Source = tuple[str, ...]
BLANK = "＿" * 8
Align = Literal["left", "right", "center"]


class Piece(BaseModel):
    """What every piece of a paper shares: frozen, and nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Heading(Piece):
    """A section heading, already numbered."""

    type: Literal["heading"] = "heading"
    level: Literal[1, 2] = 1
    text: Words
    source: Source = ()


class Paragraph(Piece):
    """A paragraph. ``lead`` opens a line in bold (「致：」); a ``note`` is set small."""

    type: Literal["paragraph"] = "paragraph"
    text: Words
    lead: Words | None = None
    style: Literal["body", "flush", "note", "right"] = "body"
    source: Source = ()


class Item(Piece):
    """One entry of a list with its number or dash as printed; ``unverified`` marks what nobody has checked."""

    text: Words
    number: Words = ""
    note: Words | None = None
    unverified: bool = False
    source: Source = ()


class Items(Piece):
    """A list: ``numbered`` demands, plain ``dashes``, or ``boxes`` to tick."""

    type: Literal["items"] = "items"
    style: Literal["numbered", "dashes", "boxes"]
    items: tuple[Item, ...]


class Quotation(Piece):
    """Words taken over exactly, with the label of where they stand (a provision, a page, a speaker)."""

    type: Literal["quotation"] = "quotation"
    text: Words
    label: Words | None = None
    source: Source = ()


class Column(Piece):
    """A column's heading, its share of the width, and how its cells are set."""

    title: Words
    width: Annotated[int, Field(ge=1, le=100)]
    align: Align = "left"


class Row(Piece):
    """One row: a cell a column. ``picture`` is the asset shown small in its first cell."""

    cells: tuple[Words, ...]
    picture: str | None = None
    strong: bool = False
    source: Source = ()


class Table(Piece):
    """A table with a heading row; ``plain`` has no heading row and reads as label and value."""

    type: Literal["table"] = "table"
    name: str
    title: Words | None = None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    plain: bool = False
    note: Words | None = None
    source: Source = ()

    @model_validator(mode="after")
    def _every_row_has_a_cell_a_column(self) -> Self:
        if not self.columns or any(len(row.cells) != len(self.columns) for row in self.rows):
            raise ValueError(f"the table {self.name} has {len(self.columns)} columns; every row has one cell for each")
        return self


class Picture(Piece):
    """One page of an exhibit: the asset (the sealed picture's id) and its caption."""

    type: Literal["picture"] = "picture"
    asset: str
    caption: Words
    source: Source = ()


class Signature(Piece):
    """Where the shopper signs: label and value a line; a missing value is a ruled blank."""

    type: Literal["signature"] = "signature"
    lines: tuple[tuple[Words, Words], ...]
    source: Source = ()


class PageBreak(Piece):
    """What follows starts on a new page."""

    type: Literal["page_break"] = "page_break"


Block = Annotated[
    Heading | Paragraph | Items | Quotation | Table | Picture | Signature | PageBreak, Field(discriminator="type")
]


class Exhibit(Piece):
    """An exhibit's number in this paper: 证据``number`` is the case's evidence ``evidence``, with so many pages (0: none to print)."""

    number: Annotated[int, Field(ge=1)]
    evidence: str
    title: Words
    pages: Annotated[int, Field(ge=0)] = 0


class Paper(Piece):
    """A finished paper, before it becomes a file.

    ``made_on`` is the day it is dated; ``reply_by`` the day an answer is asked for. ``letterhead`` is the small line above the title,
    ``running`` the short title at the foot of each page. ``example`` says that it is a sample and as of which day.
    """

    v: Literal[1] = 1
    kind: PaperKind
    title: Words
    letterhead: Words = ""
    running: Words = ""
    addressee: Words | None = None
    blocks: tuple[Block, ...]
    made_on: date
    reply_by: date | None = None
    channel: str | None = None
    template: str | None = None
    template_sha256: str | None = None
    law_revision: str | None = None
    exhibits: tuple[Exhibit, ...] = ()
    example: Words | None = None

    @property
    def assets(self) -> tuple[str, ...]:
        """The pictures it shows, each once, in order."""
        found: dict[str, None] = {}
        for block in self.blocks:
            if isinstance(block, Picture):
                found[block.asset] = None
            if isinstance(block, Table):
                found.update((row.picture, None) for row in block.rows if row.picture)
        return tuple(found)


def statements(paper: Paper) -> Iterator[tuple[str, Source]]:
    """Every piece of text in reading order, with where it comes from. Our column headings and captions are not statements."""
    for block in paper.blocks:
        match block:
            case Heading() | Paragraph() | Quotation():
                yield block.text, block.source
            case Items():
                for item in block.items:
                    yield item.text, item.source
                    if item.note:
                        yield item.note, item.source
            case Table():
                for row in block.rows:
                    for cell in row.cells:
                        yield cell, row.source
                if block.note:
                    yield block.note, block.source
            case Picture():
                yield block.caption, block.source
            case Signature():
                for label, value in block.lines:
                    yield f"{label}{value}", block.source
