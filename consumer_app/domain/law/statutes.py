"""Statutes as they were published: articles word for word, and citations of them."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from consumer_app.domain.law.entries import Entry


class Article(Entry):
    """One article, word for word. A line that begins with （一） is an item of the paragraph above it; every other line is a paragraph."""

    text: str

    def paragraphs(self) -> list[tuple[str, list[str]]]:
        """Each paragraph with its items, in order."""
        found: list[tuple[str, list[str]]] = []
        for line in filter(None, (line.strip() for line in self.text.splitlines())):
            if found and re.match(r"^（[一二三四五六七八九十]+）", line):
                found[-1][1].append(line)
            else:
                found.append((line, []))
        return found


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
        found = re.fullmatch(r"([a-z0-9-]+):(\d+)(?:\.(\d+))?(?:\((\d+)\))?", text)
        if not found:
            raise ValueError(
                f"{text!r} is no citation; expected statute:ARTICLE[.PARAGRAPH][(ITEM)], such as food-safety-law:34(6)"
            )
        return cls(found[1], found[2], int(found[3]) if found[3] else None, int(found[4]) if found[4] else None)

    def __str__(self) -> str:
        paragraph = f".{self.paragraph}" if self.paragraph else ""
        return f"{self.statute}:{self.article}{paragraph}" + (f"({self.item})" if self.item else "")


@dataclass(frozen=True)
class Provision:
    """The words a citation points at, within the text that applies: the whole article, and the cited paragraph or item of it."""

    citation: Citation
    statute: Statute
    text: str
    article_text: str


def words_of(article: Article, citation: Citation) -> str | None:
    """The cited words of an article; None when it has no such paragraph or item."""
    paragraphs = article.paragraphs()
    if citation.paragraph:
        if citation.paragraph > len(paragraphs):
            return None
        lead, items = paragraphs[citation.paragraph - 1]
        if citation.item is None:
            return "\n".join([lead, *items])
    elif citation.item:
        items = next((items for _, items in paragraphs if items), [])
    else:
        return article.text.strip()
    return items[citation.item - 1] if 0 < citation.item <= len(items) else None
