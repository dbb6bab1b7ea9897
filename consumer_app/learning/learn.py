"""All ears, learned from the told texts of a law book, as the one artefact that the site reads."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.ears import Ear, as_bytes
from consumer_app.domain.listening.excuses import REPLIES
from consumer_app.domain.listening.grams import folded_lines
from consumer_app.learning.calibration import calibrated
from consumer_app.learning.fitting import Strictness, fit
from consumer_app.learning.lines import lines_of, vocabulary_of
from consumer_app.told_texts import Told, ToldTexts, told_texts

LEAST = 2
"""A run is listened for when it stands in at least so many told texts."""


@dataclass(frozen=True)
class Course:
    """What one ear learns: its name, from which texts, how strictly, and which labels come into question for a text (None: all)."""

    name: str
    told: tuple[Told, ...]
    strictness: Strictness
    candidates: Callable[[Told], Collection[str]] | None = None


def courses_of(texts: ToldTexts, book: LawBook) -> tuple[Course, ...]:
    """What is learned: to hear excuses in replies."""
    anywhere = {slug for slug, excuse in book.excuses.items() if excuse.anywhere}

    def excuses_there(told: Told) -> Collection[str]:
        dispute = book.disputes.get(told.dispute or "")
        return {*(dispute.excuses if dispute else ()), *anywhere}

    return (Course(REPLIES, texts.replies, Strictness(together=True, runs=40_000, faintest=1), excuses_there),)


def learn(root: Path, book: LawBook) -> Iterator[tuple[str, bytes]]:
    """What is done, in words, as it is done; the artefact comes with the last of them, nothing with those before."""
    texts = told_texts(root)
    courses = courses_of(texts, book)
    simplified = book.characters.table
    vocabulary = vocabulary_of(folded_lines([one.text for course in courses for one in course.told], simplified), LEAST)
    ears: dict[str, Ear] = {}
    for course in courses:
        yield f"{course.name}: {len(course.told)} texts by {len({one.by for one in course.told})} writers", b""
        lines = lines_of(course.told, vocabulary, simplified)
        ear = fit(lines, vocabulary, course.strictness)
        ears[course.name] = calibrated(ear, lines, course.strictness, course.candidates, simplified)
        yield f"{course.name}: {len(ear.labels)} labels, {len(ear.weights)} weights, sure: {ears[course.name].sure}", b""
    artefact = as_bytes(ears, texts.hash)
    yield f"{len(vocabulary)} runs, {len(artefact)} bytes, learned from {texts.hash}", artefact
