"""A shopper's own words -> likely disputes with the words that led there, facts already said, and matters that belong elsewhere.

No model and no chance: phrases of the law book are looked for, exactly, with gaps and roughly; rare pairs of characters weigh more.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from consumer_app.domain.law import Citation, LawBook
from consumer_app.domain.law.walk import facts_looked_at
from consumer_app.domain.listening.facts import FactSaid, facts_said
from consumer_app.domain.listening.folding import folded
from consumer_app.domain.listening.phrases import Hit, Phrase, Phrasebook, Told, grams, phrasebook, told
from consumer_app.domain.listening.topics import named, topics

LONGEST_TEXT = 20_000
MOST_QUOTES = 4
MOST_PROVISIONS = 40
RUNNERS_UP = (1.0, 0.55, 0.35, 0.2)
VOCABULARY = 0.3
NAMED = 0.4
NAMED_AGAIN = 0.2
NOT_NAMED = 0.85
NEVER_LEAVES = 0.25
FAINTEST = 0.15
SURE = 0.6
CLEARLY_MORE = 1.3
BESIDE_A_DISPUTE = 0.45
MOST_ELSEWHERE = 3


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
class Known:
    """The phrases of a law book, ready to be looked for."""

    disputes: Phrasebook
    elsewhere: Phrasebook
    never: Phrasebook
    synonyms: tuple[tuple[str, str], ...]


def known_phrases(book: LawBook) -> Known:
    """The phrases of disputes and matters elsewhere, ready to be looked for; made once a book."""
    plainly = [(folded(other), folded(word)) for word, others in book.words.synonyms.items() for other in others]
    synonyms = tuple(sorted(plainly, key=lambda pair: -len(pair[0])))
    nothing = frozenset(gram for word in book.words.never for gram in grams(folded(word)))
    return Known(
        phrasebook(((slug, p) for slug, d in book.disputes.items() for p in (*d.said, d.title)), nothing),
        phrasebook(((slug, p) for slug, e in book.elsewhere.items() for p in (*e.said, e.title)), nothing),
        phrasebook((slug, p) for slug, d in book.disputes.items() for p in d.never),
        synonyms,
    )


def suggest(text: str, book: LawBook, today: date | None = None, top: int = 5) -> Suggestion:
    """The ``top`` likeliest disputes, best first, with the facts said and where else it may belong. Only ``today`` dates 昨天 or 6月1日."""
    given, known = told(text[:LONGEST_TEXT]), book.worked_out(known_phrases)
    disputes = _likeness(given, known.disputes, known)
    for slug, hits in known.never.find(given).items():
        if slug in disputes and any(hit.share == 1 for _, hit in hits):
            disputes[slug] = replace(disputes[slug], score=disputes[slug].score * NEVER_LEAVES)
    _lift_what_is_named(disputes, given, book)
    elsewhere = _likeness(given, known.elsewhere, known)
    likely = _likely_disputes(disputes, elsewhere)[: max(top, 0)]
    said, platform = facts_said(given.text, book, today), book.fact_from("platform")
    bought_at = [("platforms", str(one.value)) for one in said if one.fact == platform]
    relevant = facts_looked_at(book, [found.id for found in likely], bought_at)
    return Suggestion(
        likely,
        tuple(one for one in said if one.fact in relevant),
        _elsewhere(disputes, elsewhere, book),
        _provisions(likely, book, today),
    )


@dataclass(frozen=True)
class _Likeness:
    """How like one owner's phrases a text is: ``by_phrase`` the part that whole phrases give, ``score`` with shared words."""

    score: float
    by_phrase: float
    quotes: tuple[str, ...]


NOTHING_ALIKE = _Likeness(0.0, 0.0, ())


def _lift_what_is_named(disputes: dict[str, _Likeness], given: Told, book: LawBook) -> None:
    """A dispute about one kind of thing is likelier when the thing is named, and less likely when it is not."""
    for slug, words in book.worked_out(topics):
        found, things = disputes.get(slug, NOTHING_ALIKE), named(given, words)
        if things:
            score = found.score + NAMED + NAMED_AGAIN * (len(things) - 1)
            disputes[slug] = replace(found, score=score, quotes=_apart((*found.quotes, *things)))
        elif slug in disputes:
            disputes[slug] = replace(found, score=found.score * NOT_NAMED)


def _likely_disputes(
    disputes: Mapping[str, _Likeness], elsewhere: Mapping[str, _Likeness]
) -> tuple[DisputeSuggested, ...]:
    """The disputes not far behind the best. One that only shares words gives way to a matter elsewhere said in whole phrases."""
    best = max((found.score for found in disputes.values()), default=0.0)
    sure = max((found.score for found in elsewhere.values() if _is_clear(found, best)), default=0.0)
    kept = [
        (slug, found)
        for slug, found in disputes.items()
        if found.quotes and found.score >= best * FAINTEST and (found.by_phrase or found.score > sure)
    ]
    kept.sort(key=lambda each: -each[1].score)
    return tuple(DisputeSuggested(slug, _shown(found.score), found.quotes) for slug, found in kept)


def _elsewhere(
    disputes: Mapping[str, _Likeness], elsewhere: Mapping[str, _Likeness], book: LawBook
) -> tuple[ElsewhereSuggested, ...]:
    """The matters elsewhere that the text says clearly, unless a dispute is said much more clearly."""
    dispute = max((found.score for found in disputes.values()), default=0.0)
    least = max(0.6 * max((found.score for found in elsewhere.values()), default=0.0), BESIDE_A_DISPUTE * dispute)
    kept = [(slug, found) for slug, found in elsewhere.items() if _is_clear(found, dispute) and found.score >= least]
    kept.sort(key=lambda each: -each[1].score)
    return tuple(
        ElsewhereSuggested(
            slug, book.elsewhere[slug].title, book.elsewhere[slug].where, found.quotes, _shown(found.score)
        )
        for slug, found in kept[:MOST_ELSEWHERE]
    )


def _is_clear(found: _Likeness, dispute: float) -> bool:
    """Whether a matter elsewhere is said in a whole phrase, or shares much more with the text than any dispute."""
    return found.by_phrase >= SURE or bool(found.quotes and found.score > CLEARLY_MORE * max(dispute, FAINTEST))


def _shown(score: float) -> float:
    """A score between 0 and 1."""
    return round(score / (score + 1), 4)


def _likeness(given: Told, phrases: Phrasebook, known: Known) -> dict[str, _Likeness]:
    """How like each owner's phrases the text is; it is also read with synonyms put plainly."""
    found = _by_phrase(phrases.find(given))
    for owner, (shared, words) in phrases.overlaps(given).items():
        likeness = found.get(owner, NOTHING_ALIKE)
        score = likeness.score + VOCABULARY * math.sqrt(shared)
        found[owner] = _Likeness(score, likeness.by_phrase, _apart((*likeness.quotes, *words)))
    plainly = _put_plainly(given, known.synonyms)
    if plainly is not None:
        for owner, likeness in _by_phrase(phrases.find(plainly)).items():
            if likeness.score > found.get(owner, NOTHING_ALIKE).score:
                found[owner] = likeness
    return found


def _by_phrase(found: Mapping[str, list[tuple[Phrase, Hit]]]) -> dict[str, _Likeness]:
    alike = {}
    for owner, hits in found.items():
        apart: list[tuple[Phrase, Hit]] = []
        for phrase, hit in sorted(hits, key=lambda each: -_weight(*each)):
            if all(hit.end <= other.start or other.end <= hit.start for _, other in apart):
                apart.append((phrase, hit))
            if len(apart) == len(RUNNERS_UP):
                break
        score = sum(share * _weight(*each) for share, each in zip(RUNNERS_UP, apart, strict=False))
        alike[owner] = _Likeness(score, score, _apart(hit.quote for _, hit in apart))
    return alike


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


def _provisions(disputes: Iterable[DisputeSuggested], book: LawBook, today: date | None) -> tuple[Citation, ...]:
    """The articles behind the likely disputes' claims, whole articles once each, the most likely first."""
    weights: dict[Citation, float] = {}
    for place, found in enumerate(disputes):
        claims = book.disputes[found.id].claims
        for rank, slug in enumerate(claims):
            claim = book.claims[slug]
            basis = claim.basis_on(today) if today else tuple(claim.every_basis())
            for share, citations in ((1.0, basis), (0.4, claim.supports)):
                for cited in citations:
                    whole = Citation(cited.statute, cited.article)
                    weight = share * found.score / ((place + 1) * (1 + 0.15 * rank))
                    weights[whole] = weights.get(whole, 0.0) + weight
    ranked = sorted(weights, key=lambda citation: -weights[citation])
    return tuple(ranked[:MOST_PROVISIONS])
