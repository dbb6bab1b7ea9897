"""Where the words a case was told in stand now: in a row, left out of papers, or in neither, which papers then say as they were told."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from consumer_app.domain.case.document import Case, Event, ToldWords

WORD = re.compile(r"\w")
Where = Literal["row", "left_out", "rest"]


@dataclass(frozen=True)
class ToldPart:
    """A stretch of the story, and where its words stand now; ``event`` is the id of the row that holds them."""

    where: Where
    start: int
    text: str
    event: str | None = None


def parts_of(case: Case) -> tuple[ToldPart, ...]:
    """The whole story in its order, cut by where its words stand; all of it, marks and spaces too.

    Words that do not stand in the story any more, because it was written anew, hold nothing of it.
    """
    told = case.told or ""
    owner: list[tuple[Where, str | None]] = [("rest", None)] * len(told)
    for words, where, event in _held(case):
        if (at := _place(words, told, owner)) is not None:
            owner[at : at + len(words.text)] = [(where, event)] * len(words.text)
    parts: list[ToldPart] = []
    first = 0
    for at in range(1, len(told) + 1):
        if at == len(told) or owner[at] != owner[first]:
            parts.append(ToldPart(owner[first][0], first, told[first:at], owner[first][1]))
            first = at
    return tuple(parts)


def rest_of(case: Case) -> tuple[ToldPart, ...]:
    """What of the story no row holds and nobody left out, in its order; of nothing but marks there is nothing to say."""
    return tuple(part for part in parts_of(case) if part.where == "rest" and WORD.search(part.text))


def left_out_of(case: Case) -> tuple[ToldPart, ...]:
    """What of the story goes into no paper, in its order."""
    return tuple(part for part in parts_of(case) if part.where == "left_out" and WORD.search(part.text))


def with_words_put_back(case: Case, start: int) -> Case:
    """The case in which the words left out at that place of the story are told again."""
    return case.model_copy(update={"left_out": tuple(one for one in case.left_out if one.start != start)})


def with_words_left_out(case: Case, start: int) -> Case:
    """The case in which what stands in no row at that place of the story goes into no paper; as it was where nothing stands there."""
    more = tuple(ToldWords(start=part.start, text=part.text) for part in rest_of(case) if part.start == start)
    return case.model_copy(update={"left_out": tuple(sorted((*case.left_out, *more), key=lambda one: one.start))})


def with_row_left_out(case: Case, row: Event) -> Case:
    """The case, which has that row no longer, with the words of the story that it held in no paper."""
    held = tuple(words for words in row.told if words not in case.left_out)
    return case.model_copy(update={"left_out": tuple(sorted((*case.left_out, *held), key=lambda one: one.start))})


def with_their_words(case: Case, start: int, text: str) -> Case:
    """The case in which these words of the story are said to be the business's own."""
    kept = [one for one in case.their_words if one.start != start]
    words = sorted((*kept, ToldWords(start=start, text=text)), key=lambda one: one.start)
    return case.model_copy(update={"their_words": tuple(words)})


def without_their_words(case: Case, start: int) -> Case:
    """The case in which the words at that place of the story are nobody's but the shopper's again."""
    return case.model_copy(update={"their_words": tuple(one for one in case.their_words if one.start != start)})


def their_words_of(case: Case) -> tuple[ToldWords, ...]:
    """The words said to be the business's that still stand in the story."""
    return tuple(one for one in case.their_words if one.text in (case.told or ""))


def _held(case: Case) -> Iterable[tuple[ToldWords, Where, str | None]]:
    for event in case.events:
        for words in event.told:
            yield words, "row", event.id
    for words in case.left_out:
        yield words, "left_out", None


def _place(words: ToldWords, told: str, owner: list[tuple[Where, str | None]]) -> int | None:
    """Where these words stand and nobody holds them: their own place, else the first other one."""
    length = len(words.text)
    at = words.start if told.startswith(words.text, words.start) else told.find(words.text)
    while length and at >= 0:
        if all(where == "rest" for where, _ in owner[at : at + length]):
            return at
        at = told.find(words.text, at + 1)
    return None
