"""Looking things up in the law book: what rests on an article, and what a reader's words find."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consumer_app.domain.law.book import LawBook
from consumer_app.domain.law.statutes import Citation

Place = tuple[str, str]
"""A statute's slug and the number of an article."""


@dataclass(frozen=True)
class Uses:
    """What rests on one article: the claims it is a basis of, the claims it supports, the excuses it answers; slugs in order."""

    basis_of: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Texts:
    """What can be found, in the order of the law book: each thing with all its words in one text, alike in upper and lower case."""

    disputes: tuple[tuple[str, str], ...]
    claims: tuple[tuple[str, str], ...]
    excuses: tuple[tuple[str, str], ...]
    articles: tuple[tuple[Place, str], ...]


@dataclass(frozen=True)
class Hits:
    """What a search found, each list in the order of the law book: disputes, claims, excuses, and articles by statute and number."""

    disputes: tuple[str, ...]
    claims: tuple[str, ...]
    excuses: tuple[str, ...]
    articles: tuple[Place, ...]

    @property
    def count(self) -> int:
        """How many things were found."""
        return len(self.disputes) + len(self.claims) + len(self.excuses) + len(self.articles)


def uses(book: LawBook) -> Mapping[Place, Uses]:
    """What rests on each article that anything rests on."""
    return book.worked_out(uses_of_articles)


def uses_of_articles(book: LawBook) -> Mapping[Place, Uses]:
    """What rests on each article; made once a book (see ``uses``)."""
    basis: dict[Place, dict[str, None]] = {}
    support: dict[Place, dict[str, None]] = {}
    answer: dict[Place, dict[str, None]] = {}
    for slug, claim in book.claims.items():
        _note(basis, claim.every_basis(), slug)
        _note(support, claim.supports, slug)
        _note(support, (when.source for when in (*claim.when, *claim.unless) if when.source), slug)
    for slug, excuse in book.excuses.items():
        _note(answer, excuse.basis, slug)
    return {
        place: Uses(
            tuple(basis.get(place, ())),
            tuple(slug for slug in support.get(place, ()) if slug not in basis.get(place, ())),
            tuple(answer.get(place, ())),
        )
        for place in (*basis, *support, *answer)
    }


def offered_by(claim: str, book: LawBook) -> tuple[str, ...]:
    """The disputes that offer a claim."""
    return tuple(slug for slug, dispute in book.disputes.items() if claim in dispute.claims)


def search(query: str, book: LawBook, most: int = 40) -> Hits:
    """Everything that holds all words of the query (divided by blanks); at most ``most`` articles. An empty query finds nothing.

    A number finds the articles of that number too.
    """
    words = tuple(query.casefold().split())
    if not words:
        return Hits((), (), (), ())
    texts = book.worked_out(texts_to_search)
    return Hits(
        tuple(slug for slug, text in texts.disputes if _holds(text, words)),
        tuple(slug for slug, text in texts.claims if _holds(text, words)),
        tuple(slug for slug, text in texts.excuses if _holds(text, words)),
        tuple(place for place, text in texts.articles if _holds(text, words))[:most],
    )


def _note(into: dict[Place, dict[str, None]], citations: Iterable[Citation], slug: str) -> None:
    for cited in citations:
        into.setdefault((cited.statute, cited.article), {})[slug] = None


def _holds(text: str, words: tuple[str, ...]) -> bool:
    return all(word in text for word in words)


def texts_to_search(book: LawBook) -> Texts:
    """What a search looks through; made once a book (see ``search``). A kind of dispute is found by the things it is often about as well."""
    things: dict[str, list[str]] = {}
    for words, disputes in book.everyday_words:
        for slug in disputes:
            things.setdefault(slug, []).extend(words)
    return Texts(
        tuple(
            (slug, "\n".join((d.title, d.plain, *things.get(slug, ()))).casefold()) for slug, d in book.disputes.items()
        ),
        tuple((slug, "\n".join((c.title, c.request, c.ground)).casefold()) for slug, c in book.claims.items()),
        tuple((slug, "\n".join((e.title, e.answer)).casefold()) for slug, e in book.excuses.items()),
        tuple(
            ((slug, number), f"{statute.title}\n{statute.short}\n{number}\n{article.text}".casefold())
            for slug, statute in book.statutes.items()
            for number, article in statute.articles.items()
        ),
    )
