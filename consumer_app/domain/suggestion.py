"""A shopper's own words -> likely disputes with the words that led there, facts already said, and matters that belong elsewhere.

No model and no chance: phrases of the law book are looked for, exactly, with gaps and roughly; rare pairs of characters weigh more.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from consumer_app.domain.conditions import cited
from consumer_app.domain.facts_said import FactSaid, facts_said
from consumer_app.domain.heard import folded
from consumer_app.domain.law import Citation, LawBook
from consumer_app.domain.matching import Hit, Phrase, Phrasebook, Told, grams, phrasebook, told
from consumer_app.domain.once import once_per_book
from consumer_app.domain.relevance import facts_looked_at

LONGEST_TEXT = 20_000
MOST_QUOTES = 4
MOST_PROVISIONS = 40
RUNNERS_UP = (1.0, 0.55, 0.35, 0.2)
VOCABULARY = 0.3
NEVER_LEAVES = 0.25
FAINTEST = 0.25


@dataclass(frozen=True)
class DisputeSuggested:
    """A dispute that the words may be about: ``score`` from 0 to 1, ``because`` the words of the text that led there."""

    id: str
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True)
class ElsewhereSuggested:
    """A matter that is not one for the market regulator: where it goes, and the words of the text that led there."""

    id: str
    title: str
    where: str
    because: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class Suggestion:
    """What a text is likely about. ``provisions`` are the articles the likely disputes' claims rest on, most likely first."""

    disputes: tuple[DisputeSuggested, ...]
    facts: tuple[FactSaid, ...]
    elsewhere: tuple[ElsewhereSuggested, ...]
    provisions: tuple[Citation, ...]


@dataclass(frozen=True)
class _Known:
    """The phrases of a law book, ready to be looked for."""

    disputes: Phrasebook
    elsewhere: Phrasebook
    never: Phrasebook
    synonyms: tuple[tuple[str, str], ...]


@once_per_book
def _known(book: LawBook) -> _Known:
    plainly = [(folded(other), folded(word)) for word, others in book.words.synonyms.items() for other in others]
    synonyms = tuple(sorted(plainly, key=lambda pair: -len(pair[0])))
    nothing = frozenset(gram for word in book.words.never for gram in grams(folded(word)))
    return _Known(
        phrasebook(((slug, p) for slug, d in book.disputes.items() for p in (*d.said, d.title)), nothing),
        phrasebook(((slug, p) for slug, e in book.elsewhere.items() for p in (*e.said, e.title)), nothing),
        phrasebook((slug, p) for slug, d in book.disputes.items() for p in d.never),
        synonyms,
    )


def suggest(text: str, book: LawBook, today: date | None = None, top: int = 5) -> Suggestion:
    """The ``top`` likeliest disputes, best first, with the facts said and where else it may belong. Only ``today`` dates 昨天 or 6月1日."""
    given, known = told(text[:LONGEST_TEXT]), _known(book)
    scores = _scores(given, known.disputes, known)
    for slug, hits in known.never.find(given).items():
        if slug in scores and any(hit.share == 1 for _, hit in hits):
            score, quotes = scores[slug]
            scores[slug] = (score * NEVER_LEAVES, quotes)
    best = max((score for score, _ in scores.values()), default=0.0)
    kept = [(slug, *found) for slug, found in scores.items() if found[0] >= best * FAINTEST and found[1]]
    kept.sort(key=lambda found: -found[1])
    disputes = tuple(DisputeSuggested(slug, round(s / (s + 1), 4), quotes) for slug, s, quotes in kept[: max(top, 0)])
    relevant = facts_looked_at([found.id for found in disputes], book)
    return Suggestion(
        disputes,
        tuple(said for said in facts_said(given.text, book, today) if said.fact in relevant),
        _elsewhere(given, known, book),
        _provisions(disputes, book, today),
    )


def _scores(given: Told, phrases: Phrasebook, known: _Known) -> dict[str, tuple[float, tuple[str, ...]]]:
    """Each owner's score and the words that led there; the text is also read with synonyms put plainly."""
    scores = _scored(phrases.find(given))
    for owner, (shared, words) in phrases.overlaps(given).items():
        score, quotes = scores.get(owner, (0.0, ()))
        scores[owner] = (score + VOCABULARY * math.sqrt(shared), _apart((*quotes, *words)))
    plainly = _put_plainly(given, known.synonyms)
    if plainly is not None:
        for owner, (score, quotes) in _scored(phrases.find(plainly)).items():
            if score > scores.get(owner, (0.0, ()))[0]:
                scores[owner] = (score, quotes)
    return scores


def _scored(found: Mapping[str, list[tuple[Phrase, Hit]]]) -> dict[str, tuple[float, tuple[str, ...]]]:
    scores = {}
    for owner, hits in found.items():
        ranked = sorted(hits, key=lambda found: -_weight(*found))
        apart: list[tuple[Phrase, Hit]] = []
        for phrase, hit in ranked:
            if all(hit.end <= other.start or other.end <= hit.start for _, other in apart):
                apart.append((phrase, hit))
            if len(apart) == len(RUNNERS_UP):
                break
        score = sum(share * _weight(*found) for share, found in zip(RUNNERS_UP, apart, strict=False))
        scores[owner] = (score, _apart(hit.quote for _, hit in apart))
    return scores


def _apart(quotes: Iterable[str]) -> tuple[str, ...]:
    """The first few quotes of which none lies within another before it."""
    kept: list[str] = []
    for quote in quotes:
        if quote and not any(quote in other for other in kept):
            kept.append(quote)
    return tuple(kept[:MOST_QUOTES])


def _weight(phrase: Phrase, hit: Hit) -> float:
    """How much a hit says: a longer, rarer phrase more, a rough hit much less than an exact one."""
    worth = math.sqrt(max(phrase.weight, 0.3))
    return worth if hit.share == 1 else worth * hit.share * hit.share * hit.share * 0.8


def _put_plainly(given: Told, synonyms: tuple[tuple[str, str], ...]) -> Told | None:
    """The text with other ways to say a word replaced by the word; None when there are none in it."""
    plain, places = given.plain, list(given.places)
    changed = False
    for other, word in synonyms:
        start = plain.find(other)
        while start >= 0:
            changed = True
            first, last = places[start], places[start + len(other) - 1]
            spread = [first] * (len(word) - 1) + [last]
            plain = plain[:start] + word + plain[start + len(other) :]
            places[start : start + len(other)] = spread
            start = plain.find(other, start + len(word))
    return Told(given.text, plain, tuple(places)) if changed else None


def _elsewhere(given: Told, known: _Known, book: LawBook) -> tuple[ElsewhereSuggested, ...]:
    scores = _scores(given, known.elsewhere, known)
    best = max((score for score, _ in scores.values()), default=0.0)
    found = [
        ElsewhereSuggested(slug, book.elsewhere[slug].title, book.elsewhere[slug].where, quotes, round(s / (s + 1), 4))
        for slug, (s, quotes) in scores.items()
        if s >= best * 0.6 and s >= FAINTEST
    ]
    return tuple(sorted(found, key=lambda e: -e.score)[:3])


def _provisions(disputes: Iterable[DisputeSuggested], book: LawBook, today: date | None) -> tuple[Citation, ...]:
    """The articles behind the likely disputes' claims, whole articles once each, the most likely first."""
    weights: dict[Citation, float] = {}
    for place, found in enumerate(disputes):
        claims = book.disputes[found.id].claims
        for rank, slug in enumerate(claims):
            claim = book.claims[slug]
            basis = claim.basis_on(today) if today else tuple(claim.every_basis())
            for share, citations in ((1.0, basis), (0.4, claim.supports)):
                for text in citations:
                    whole = Citation(cited(text).statute, cited(text).article)
                    weight = share * found.score / ((place + 1) * (1 + 0.15 * rank))
                    weights[whole] = weights.get(whole, 0.0) + weight
    ranked = sorted(weights, key=lambda citation: -weights[citation])
    return tuple(ranked[:MOST_PROVISIONS])
