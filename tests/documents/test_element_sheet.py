"""The short sheet of elements prints every paper of a story exactly as WeasyPrint's own does."""

from collections.abc import Mapping

import pytest
import weasyprint

from consumer_app.documents import html, pdf
from consumer_app.documents.kinds import KINDS
from consumer_app.documents.paper_material import LetterMaterial, Material
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook
from consumer_app.issuing import compose


@pytest.mark.parametrize("slug", ["undated-food", "wrong-installation"])
def test_both_sheets_print_the_same_pages(slug: str, book: LawBook, examples: Mapping[str, Example]) -> None:
    story = examples[slug]
    pdf.warm_up()
    found = assess(story.case, book, story.today)
    nobody, store = Material(story.case, found, book), LetterMaterial(story.case, found, book, channel_id="store")
    for name, kind in KINDS.items():
        page = html.page(compose(store if kind.to_channel else nobody, name))
        whole, short = (
            made(string=page).write_pdf(pdf_identifier=b"same") for made in (weasyprint.HTML, pdf._Kept.page)
        )
        assert whole == short, f"{name}: static/print/elements.css lacks something that this paper uses"
