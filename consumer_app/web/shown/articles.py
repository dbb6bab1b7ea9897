"""Where an article of the law book is read on this site."""

from flask import url_for

from consumer_app.domain.law import Citation, LawBook, Statute


def article_url(cited: Citation, statute: Statute, book: LawBook) -> str:
    """The address of a provision in this text of its statute."""
    slug = next(slug for slug, known in book.statutes.items() if known is statute)
    return url_for("law.show_statute", slug=slug, _anchor=f"art-{cited.article}")
