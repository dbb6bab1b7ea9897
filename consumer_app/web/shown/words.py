"""The shopper's own words beside the rows: what papers say as it was told, and what is left out of them."""

from dataclasses import dataclass
from datetime import date

from consumer_app import formats
from consumer_app.domain.case import Case, ToldWords
from consumer_app.domain.case.telling import ToldPart, left_out_of, rest_of, their_words_of
from consumer_app.domain.judging.excuses import to_confirm
from consumer_app.domain.law import LawBook
from consumer_app.formats.private import hides
from consumer_app.web.shown.parts import brief


@dataclass(frozen=True)
class ShownWords:
    """A stretch of the story, and the place by which a button means it."""

    start: int
    text: str
    brief: str


@dataclass(frozen=True)
class WordsBeside:
    """What no row holds and papers say as it was told, and what goes into no paper, each in the order of the story."""

    told: tuple[ShownWords, ...]
    left_out: tuple[ShownWords, ...]


@dataclass(frozen=True)
class Reasons:
    """What the business is told to have given as a reason: the words that papers do not answer before the shopper says so, each with the answer, and those they answer."""

    unsure: tuple[tuple[ShownWords, str], ...]
    answered: tuple[ShownWords, ...]


def shown_words(case: Case) -> WordsBeside:
    """The words of the story that stand in no row."""
    return WordsBeside(tuple(map(_shown, rest_of(case))), tuple(map(_shown, left_out_of(case))))


def shown_reasons(case: Case, book: LawBook, today: date) -> Reasons:
    """The reasons of the business that stand in the story."""
    unsure = tuple(
        (_shown(words), formats.in_general(book.excuses[slug].ground)) for words, slug in to_confirm(case, book, today)
    )
    return Reasons(unsure, tuple(map(_shown, their_words_of(case))))


def hides_numbers(case: Case) -> bool:
    """Whether the story or a row holds a number of an identity card or a bank card, which papers show as stars."""
    rows = (text for event in case.events for text in (event.what, event.quote))
    return any(hides(text) for text in (case.told, *rows) if text)


def _shown(part: ToldPart | ToldWords) -> ShownWords:
    return ShownWords(part.start, part.text.strip(), brief(part.text.strip()))
