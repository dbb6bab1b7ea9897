"""Statutes as they were published: articles word for word, and citations of them."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer, StringConstraints, ValidationInfo

from consumer_app.domain.law.entries import Entry

ITEM = re.compile(r"^（[一二三四五六七八九十]+）")
CITATION = re.compile(r"([a-z0-9-]+):(\d+)(?:\.(\d+))?(?:\((\d+)\))?")


class Article(Entry):
    """One article, word for word. A line that begins with （一） is an item of the paragraph above it; every other line is a paragraph."""

    text: str

    @cached_property
    def paragraphs(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each paragraph with its items, in order."""
        split: list[tuple[str, list[str]]] = []
        for line in filter(None, (line.strip() for line in self.text.splitlines())):
            if split and ITEM.match(line):
                split[-1][1].append(line)
            else:
                split.append((line, []))
        return tuple((lead, tuple(items)) for lead, items in split)


class Statute(Entry):
    """One text of a statute: the articles the product cites, with the days it is in force (``in_force_until`` is exclusive).

    ``paragraphs`` is false where the source's paragraph breaks are not reliable: then only article and item are cited.
    """

    title: str
    short: str
    kind: Literal["law", "regulation", "rule", "interpretation"]
    issued_by: str
    document: str | None = None
    in_force_from: date
    in_force_until: date | None = None
    facts_from: date | None = None
    procedure: bool = False
    paragraphs: bool = True
    checked_on: date
    source: str
    articles: dict[Annotated[str, StringConstraints(pattern=r"^\d+$")], Article]


@dataclass(frozen=True, order=True)
class Citation:
    """``slug:ARTICLE[.PARAGRAPH][(ITEM)]``: which words of which statute."""

    statute: str
    article: str
    paragraph: int | None = None
    item: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Citation":
        """Raises ValueError with the shape expected."""
        shape = CITATION.fullmatch(text)
        if not shape:
            raise ValueError(
                f"{text!r} is no citation; expected statute:ARTICLE[.PARAGRAPH][(ITEM)], such as food-safety-law:34(6)"
            )
        return cls(shape[1], shape[2], int(shape[3]) if shape[3] else None, int(shape[4]) if shape[4] else None)

    def __str__(self) -> str:
        paragraph = f".{self.paragraph}" if self.paragraph else ""
        return f"{self.statute}:{self.article}{paragraph}" + (f"({self.item})" if self.item else "")


def _parsed(written: Any, info: ValidationInfo) -> Any:
    if not isinstance(written, str):
        return written
    known: dict[str, Citation] = {} if info.context is None else info.context
    if written not in known:
        known[written] = Citation.parse(written)
    return known[written]


Cited = Annotated[Citation, BeforeValidator(_parsed), PlainSerializer(str, return_type=str)]
"""A citation as a law file writes it, parsed when the file is read: once a reading, whose citations are the validation's context."""


@dataclass(frozen=True)
class Provision:
    """The words a citation points at, within the text that applies."""

    citation: Citation
    statute: Statute
    text: str


def words_of(article: Article, citation: Citation) -> str | None:
    """The cited words of an article; None when it has no such paragraph or item."""
    if citation.paragraph:
        if citation.paragraph > len(article.paragraphs):
            return None
        lead, items = article.paragraphs[citation.paragraph - 1]
        if citation.item is None:
            return "\n".join([lead, *items])
    elif citation.item:
        items = next((items for _, items in article.paragraphs if items), ())
    else:
        return article.text.strip()
    return items[citation.item - 1] if 0 < citation.item <= len(items) else None
