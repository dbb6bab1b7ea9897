"""A seller's excuses heard in words, however they are typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.folding import folded, folded_with_places


@dataclass(frozen=True)
class ExcuseHeard:
    """An excuse heard in one text: the key of the text, and the words of it that say so."""

    id: str
    key: str
    quote: str


@dataclass(frozen=True)
class Ear:
    """One excuse as it is listened for: folded phrases, and what phrases cannot say."""

    phrases: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class _Text:
    key: str
    written: str
    plain: str
    places: list[int]


def excuses_heard(texts: Iterable[tuple[str, str]], book: LawBook) -> tuple[ExcuseHeard, ...]:
    """Every excuse said in the texts (key, text), in the order of the book; once a key, with the first words that say it."""
    prepared = [_Text(key, text, *folded_with_places(text)) for key, text in texts]
    if not prepared:
        return ()
    everything = "\n".join(text.plain for text in prepared)
    as_written = "\n".join(text.written for text in prepared)
    heard: dict[tuple[str, str], ExcuseHeard] = {}
    for slug, ear in book.worked_out(ears).items():
        phrases = tuple([phrase for phrase in ear.phrases if phrase in everything])
        if not phrases and not any(found.search(as_written) or found.search(everything) for found in ear.patterns):
            continue
        said = Ear(phrases, ear.patterns)
        for text in prepared:
            if (slug, text.key) not in heard and (quote := _quote(said, text)):
                heard[slug, text.key] = ExcuseHeard(slug, text.key, quote)
    return tuple(heard.values())


def ears(book: LawBook) -> dict[str, Ear]:
    """Every excuse ready to be listened for, in the order of the book; made once a book."""
    return {
        slug: Ear(
            tuple(filter(None, (folded(phrase) for phrase in excuse.said))),
            tuple(re.compile(pattern, re.IGNORECASE) for pattern in excuse.patterns),
        )
        for slug, excuse in book.excuses.items()
    }


def _quote(ear: Ear, text: _Text) -> str | None:
    for phrase in ear.phrases:
        start = text.plain.find(phrase)
        if start >= 0:
            return text.written[text.places[start] : text.places[start + len(phrase) - 1] + 1]
    for pattern in ear.patterns:
        if found := pattern.search(text.written):
            return found[0]
        if found := pattern.search(text.plain):
            return text.written[text.places[found.start()] : text.places[found.end() - 1] + 1] if found[0] else None
    return None
