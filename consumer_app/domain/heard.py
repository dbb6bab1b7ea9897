"""A seller's excuses heard in the words of a case, however they are typed; and those usual in such disputes."""

import re
import unicodedata
from dataclasses import dataclass

from consumer_app.domain.case import Case
from consumer_app.domain.conditions import all_hold, cited
from consumer_app.domain.facts import Facts
from consumer_app.domain.findings import ExcuseFound
from consumer_app.domain.held import is_held
from consumer_app.domain.law import LawBook
from consumer_app.domain.once import once_per_book

LONGEST_QUOTE_GAP = 8


def folded(text: str) -> str:
    """Text as it is compared: full and half width alike, lower case, without spaces and punctuation."""
    return folded_with_places(text)[0]


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters where it stood in ``text``."""
    kept, places = [], []
    for place, character in enumerate(text):
        for plain in _fold(character):
            kept.append(plain)
            places.append(place)
    return "".join(kept), places


def _fold(character: str) -> str:
    known = _FOLDED.get(character)
    if known is None:
        plain = unicodedata.normalize("NFKC", character).lower()
        known = "".join(c for c in plain if unicodedata.category(c)[0] in "LN")
        if len(_FOLDED) < 30_000:
            _FOLDED[character] = known
    return known


_FOLDED: dict[str, str] = {}


@dataclass(frozen=True)
class Listening:
    """One excuse as it is listened for."""

    phrases: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]


@once_per_book
def _ears(book: LawBook) -> dict[str, Listening]:
    return {
        slug: Listening(
            tuple(filter(None, (folded(phrase) for phrase in excuse.said))),
            tuple(re.compile(pattern, re.IGNORECASE) for pattern in excuse.patterns),
        )
        for slug, excuse in book.excuses.items()
    }


def excuse_in(text: str, book: LawBook) -> tuple[tuple[str, str], ...]:
    """The excuses said in one text, each with the words found: (excuse, quote)."""
    return tuple(
        (slug, quote)
        for slug, listening in _ears(book).items()
        if (quote := _quote(listening, text, *folded_with_places(text)))
    )


def _quote(listening: Listening, text: str, plain: str, places: list[int]) -> str | None:
    for phrase in listening.phrases:
        start = plain.find(phrase)
        if start >= 0:
            return text[places[start] : places[start + len(phrase) - 1] + 1]
    for pattern in listening.patterns:
        if found := pattern.search(text):
            return found[0]
        if found := pattern.search(plain):
            return text[places[found.start()] : places[found.end() - 1] + 1] if found[0] else None
    return None


def excuses_of(case: Case, book: LawBook, facts: Facts) -> tuple[ExcuseFound, ...]:
    """The excuses heard in what others than the shopper said, then those usual in the case's disputes."""
    shoppers = {party.id for party in case.parties if party.role == "shopper"}
    heard: dict[str, list[tuple[str, str]]] = {}
    spoken = [
        (event.id, text)
        for event in case.events
        if event.actor not in shoppers or event.actor is None
        for text in (event.quote, event.what)
        if text
    ]
    prepared = [(event, text, *folded_with_places(text)) for event, text in spoken]
    everything = "\n".join(plain for _, _, plain, _ in prepared)
    as_written = "\n".join(text for _, text, _, _ in prepared)
    for slug, listening in _ears(book).items() if prepared else ():
        phrases = tuple([phrase for phrase in listening.phrases if phrase in everything])
        patterns = listening.patterns
        if not phrases and not any(found.search(as_written) or found.search(everything) for found in patterns):
            continue
        said, by = Listening(phrases, patterns), set[str]()
        for event, text, plain, places in prepared:
            if event not in by and (quote := _quote(said, text, plain, places)):
                by.add(event)
                heard.setdefault(slug, []).append((event, quote))
    usual = dict.fromkeys(slug for d in case.disputes if d in book.disputes for slug in book.disputes[d].excuses)
    order = [slug for slug in usual if slug in heard] + [slug for slug in heard if slug not in usual]
    order += [slug for slug in usual if slug not in heard]
    return tuple(
        _found(slug, tuple(heard.get(slug, ())), book, facts)
        for slug in order
        if _answer_fits(slug, slug in usual, book, facts)
    )


def _answer_fits(slug: str, usual: bool, book: LawBook, facts: Facts) -> bool:
    """Whether the excuse's answer is for such a case; while that is unknown, only in a dispute that lists the excuse."""
    fits, _ = all_hold(book.excuses[slug].when, facts, book)
    return usual if fits is None else fits


def _found(slug: str, heard_in: tuple[tuple[str, str], ...], book: LawBook, facts: Facts) -> ExcuseFound:
    excuse = book.excuses[slug]
    right, reasons = all_hold(excuse.right_if, facts, book) if excuse.right_if else (False, ())
    bought = next((name for name, fact in book.facts.items() if fact.source == "order.ordered_at"), None)
    day = (facts.day(bought) if bought else None) or facts.today
    basis = tuple(c for text in excuse.basis if is_held(c := cited(text), book, day, facts.today))
    return ExcuseFound(slug, heard_in, basis, right, reasons)
