"""The shopper's own words beside the rows: what papers say as it was told, and what is left out of them."""

from dataclasses import dataclass

from consumer_app.domain.case import Case
from consumer_app.domain.case.telling import ToldPart, left_out_of, rest_of
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


def shown_words(case: Case) -> WordsBeside:
    """The words of the story that stand in no row."""
    return WordsBeside(tuple(map(_shown, rest_of(case))), tuple(map(_shown, left_out_of(case))))


def _shown(part: ToldPart) -> ShownWords:
    return ShownWords(part.start, part.text.strip(), brief(part.text.strip()))
