"""Rules about the texts of statutes: their days, their sources, and whether what is cited was in force when it is cited for."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from consumer_app.domain.law import Citation, Claim, Dated, LawBook, Statute
from consumer_app.lawbook_checks.finding import Finding


def _file(book: LawBook, text: Statute) -> str:
    return next((f"statutes/{name}.toml" for name, held in book.statutes.items() if held is text), "statutes/")


def texts_that_overlap(book: LawBook) -> Iterator[Finding]:
    """Of one statute, no two texts are in force on one day."""
    for texts in book.texts.values():
        for newer, older in pairwise(texts):
            if older.in_force_until is None or older.in_force_until > newer.in_force_from:
                yield Finding(
                    _file(book, older),
                    "in_force_until",
                    str(older.in_force_until or "nothing"),
                    f"no later than {newer.in_force_from}, when the next text begins (the day it ends is not part of it)",
                )


def texts_that_end_before_they_start(book: LawBook) -> Iterator[Finding]:
    """A text ends after it began, and was checked on a day that can be."""
    for name, text in book.statutes.items():
        if text.in_force_until is not None and text.in_force_until <= text.in_force_from:
            right = f"a day after {text.in_force_from}"
            yield Finding(f"statutes/{name}.toml", "in_force_until", str(text.in_force_until), right)
        if text.in_force_from > text.checked_on + timedelta(days=366):
            right = f"a day near {text.checked_on}, when it was checked"
            yield Finding(f"statutes/{name}.toml", "in_force_from", str(text.in_force_from), right)


def texts_without_source(book: LawBook) -> Iterator[Finding]:
    """A text says where it was read and who issued it; a year's calendar too."""
    for name, text in book.statutes.items():
        for key in ("source", "issued_by", "title", "short"):
            if not getattr(text, key).strip():
                yield Finding(f"statutes/{name}.toml", key, "nothing", "where the text was read, in words")
        for number, article in text.articles.items():
            if not article.text.strip():
                yield Finding(
                    f"statutes/{name}.toml", f"articles.{number}.text", "nothing", "the article, word for word"
                )
    for year, calendar in book.calendars.items():
        if not calendar.source.strip():
            yield Finding(f"calendars/{year}.toml", "source", "nothing", "the State Council's notice")


def citations_outside_every_text(book: LawBook) -> Iterator[Finding]:
    """A dated basis is cited from a day on which its text was in force."""
    for slug, claim in book.claims.items():
        for start, citations in _dated(claim):
            for citation in citations:
                texts = book.texts.get(citation.statute, ())
                if texts and not any(_covers(held, citation, start) for held in texts):
                    held = "; ".join(f"{t.in_force_from} to {t.in_force_until or 'now'}" for t in texts)
                    yield Finding(
                        f"claims/{slug}.toml", f"basis.{start}", str(citation), f"a day its text was in force: {held}"
                    )


def _dated(claim: Claim) -> tuple[tuple[date, tuple[Citation, ...]], ...]:
    return claim.basis.starts if isinstance(claim.basis, Dated) else ()


def _covers(text: Statute, citation: Citation, day: date) -> bool:
    in_force = text.in_force_from <= day and (text.in_force_until is None or day < text.in_force_until)
    return citation.article in text.articles and (in_force or text.kind == "interpretation" or text.procedure)
