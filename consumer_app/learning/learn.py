"""All ears, learned from the told texts of a law book, as the one artefact that the site reads."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.ears import Ear, as_bytes
from consumer_app.domain.listening.grams import folded_lines
from consumer_app.learning.courses import courses_of
from consumer_app.learning.lines import lines_of, vocabulary_of
from consumer_app.told_texts import told_texts


def learn(root: Path, book: LawBook) -> Iterator[tuple[str, bytes]]:
    """What is done, in words, as it is done; the artefact comes with the last of them, nothing with those before."""
    texts = told_texts(root)
    courses = [course for course in courses_of(texts, book) if course.told]
    simplified = book.characters.table
    least = min((course.strictness.least for course in courses), default=1)
    vocabulary = vocabulary_of(folded_lines([one.text for course in courses for one in course.told], simplified), least)
    ears: dict[str, Ear] = {}
    for course in courses:
        yield f"{course.name}: {len(course.told)} texts by {len({one.by for one in course.told})} writers", b""
        lines = lines_of(course.told, vocabulary, simplified)
        ears[course.name] = ear = course.learned(lines, vocabulary, course.strictness)
        yield f"{course.name}: {len(ear.labels)} labels, {len(ear.weights)} weights, right at share: {ear.sure}", b""
    kept = _without_unused_runs(ears)
    artefact = as_bytes(kept, texts.hash)
    yield (
        f"{len(next(iter(kept.values())).vocabulary)} runs, {len(artefact)} bytes, learned from {texts.hash}",
        artefact,
    )


def _without_unused_runs(ears: dict[str, Ear]) -> dict[str, Ear]:
    """The same ears over a vocabulary of the runs that at least one of them listens for."""
    used = np.any([ear.squares > 0 for ear in ears.values()], axis=0)
    return {
        name: replace(
            ear,
            vocabulary=ear.vocabulary[used],
            squares=ear.squares[used],
            starts=np.concatenate([[0], np.cumsum(np.diff(ear.starts)[used])]).astype(np.int32),
        )
        for name, ear in ears.items()
    }
