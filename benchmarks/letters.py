"""A warm letter as PDF: this product's way against stock WeasyPrint with the system's font collections, on the same HTML."""

import contextlib
import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from benchmarks.clock import interleaved, line
from consumer_app import paths
from consumer_app.documents import html, pdf
from consumer_app.documents.fonts import ensure_fonts, fontconfig_environment
from consumer_app.documents.paper import (
    Paper,
)
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.law import LawBook
from consumer_app.isolated import Isolated
from consumer_app.issuing import NotComposed, compose
from consumer_app.lawbook import load_examples

ROUNDS = 7


def stock(payload: bytes) -> bytes:
    """What WeasyPrint does when asked in the ordinary way, in an ordinary process: nothing kept from letter to letter."""
    import weasyprint

    gc.unfreeze()
    gc.set_threshold(700, 10, 10)
    return bytes(weasyprint.HTML(string=payload.decode()).write_pdf())


def letters(book: LawBook) -> dict[str, Paper]:
    """The letter of every story, to the first channel that has a template for it."""
    found = {}
    for slug, story in load_examples(paths.LEGAL_REFS).items():
        for channel in sorted(book.channels, key=lambda name: book.channels[name].rank):
            with contextlib.suppress(NotComposed):
                if story.files and slug not in found:
                    assessment = assess(story.case, book, story.today)
                    found[slug] = compose(LetterMaterial(story.case, assessment, book, channel_id=channel), "letter")
    return found


def report(book: LawBook, data_dir: Path) -> Iterator[str]:
    """The letter, warm, both ways."""
    yield "A warm letter as PDF, the same HTML"
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    ensure_fonts(data_dir, background=False)
    if "truetype" not in fontconfig_environment(data_dir).get("FONTCONFIG_FILE", ""):
        yield "  (the small fonts are not ready: this measures the system's fonts)"
    pdf.use_fonts_of(data_dir)
    os.environ.pop("FONTCONFIG_FILE", None)
    papers = letters(book)
    pages = {slug: html.page(paper).encode() for slug, paper in papers.items()}
    ordinary = Isolated(stock, preload=["weasyprint"], cpu_seconds=60, memory_mb=4096, wall_seconds=60, warm=True)
    total = {"stock": 0.0, "ours": 0.0}
    for slug, paper in papers.items():
        found = interleaved(
            {"stock": lambda page=pages[slug]: ordinary.call(page), "ours": lambda paper=paper: pdf.write(paper)},
            ROUNDS,
            min,
        )
        sheets = len(pypdfium2.PdfDocument(pdf.write(paper).data))
        yield f"  {slug:<24} {sheets} pages   stock {found['stock']:6.0f} ms   ours {found['ours']:6.0f} ms   ratio {found['ours'] / found['stock']:.2f}"
        for name in total:
            total[name] += found[name]
    ordinary.close()
    yield line("a letter, stock WeasyPrint, system collections", total["stock"] / len(papers), "ms")
    yield line("a letter, this product, page and pipe included", total["ours"] / len(papers), "ms")
    yield line("ratio", total["ours"] / total["stock"], "×", 0.6)
