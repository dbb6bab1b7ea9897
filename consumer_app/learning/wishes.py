"""The ear for wishes: what each part of the marked stories wants and does not want, as it will be listened to."""

from collections.abc import Iterator
from typing import get_args

from consumer_app.domain.listening.ears import NONE
from consumer_app.domain.listening.parts import parts_of
from consumer_app.domain.listening.wishes import Wish
from consumer_app.told_texts import Told, Wished

ALL = frozenset(get_args(Wish))


def parts_told(wished: tuple[Wished, ...]) -> tuple[Told, ...]:
    """Every part of the marked stories, with the wishes whose words stand whole within it.

    It says nothing of the wishes whose words it cuts, nor of those that the marker was unsure of there.
    """
    return tuple(told for one in wished for told in _parts(one))


def _parts(wished: Wished) -> Iterator[Told]:
    line = wished.line
    marks = [(wish, line.text.index(words), len(words)) for wish, words in line.says]
    doubts = [(wish, line.text.index(words), len(words)) for wish, words in line.unsure]
    for part in dict.fromkeys(parts_of(line.text)):
        start = line.text.index(part)
        end = start + len(part)
        labels = tuple(dict.fromkeys(wish for wish, at, long in marks if start <= at and at + long <= end))
        touched = {wish for wish, at, long in (*marks, *doubts) if at < end and at + long > start}
        yield Told(part, labels or (NONE,), line.by, None, wished.file, ALL - (touched - set(labels)))
