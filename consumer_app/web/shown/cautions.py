"""What to be careful of, and what a thing rests on, in words with the place where the provision is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from consumer_app import formats
from consumer_app.domain.judging.findings import CautionFound
from consumer_app.domain.law import Citation, LawBook
from consumer_app.web.shown.articles import article_url


@dataclass(frozen=True)
class ShownCaution:
    """Something to be careful of: its words, in which cases only (empty: in all), the provision it comes from and where that is read."""

    text: str
    only_when: str = ""
    source: str = ""
    url: str = ""


def shown_cautions(found: Iterable[CautionFound], book: LawBook) -> list[ShownCaution]:
    """Cautions and advice that concern a case, each with its provision in the text that governs there."""
    return [ShownCaution(one.text, "", *provision_link(one.source, one.day, book)) for one in found]


def provision_link(cited: Citation | None, day: date | None, book: LawBook) -> tuple[str, str]:
    """A provision's short name, and where it is read in the text of that day (the newest, without one); two empty texts for none."""
    if cited is None:
        return "", ""
    statute = book.text_to_read(cited, day)
    return f"《{statute.short}》{formats.provision(cited)}", article_url(cited, statute, book)
