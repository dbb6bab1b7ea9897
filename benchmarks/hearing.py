"""How often a told text of held-back writers is understood: by writer, by length, by kind; how sure it may be; how long it takes.

The texts lie in ``benchmarks/told/held_back/``, one JSON object a line (``label``, ``also``, ``by``, ``text``); a label ``elsewhere:…`` is a
matter that is no consumer dispute, ``none`` no complaint at all, ``vague`` too little to tell. Their writers wrote nothing that is learned
from: figures on them are reported, and nothing is ever tuned on them.
"""

import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.ears import NONE
from consumer_app.domain.listening.kinds import ELSEWHERE, kinds_heard
from consumer_app.domain.listening.suggestion import Suggestion, suggest

FOLDER = Path(__file__).parent / "told"
FIRST_FEW = 3
LENGTHS = (15, 60, 150, 300, 20_000)
BINS = 10
OFTEN_ENOUGH = 0.7
"""Kinds understood at once less often than this are named."""


@dataclass(frozen=True)
class Told:
    """One told text: everything it is about, the main thing first, by whom it was written, its words."""

    labels: tuple[str, ...]
    by: str
    text: str

    @property
    def elsewhere(self) -> bool:
        """Whether the main thing is no consumer dispute."""
        return self.labels[0].startswith(ELSEWHERE)


@dataclass(frozen=True)
class Answer:
    """What was heard in one told text."""

    told: Told
    heard: tuple[str, ...]
    asked: tuple[str, ...]
    sure: tuple[str, ...]

    @property
    def first(self) -> bool:
        """Whether a right label came first, or stands on a button of the question that is asked."""
        return bool(set(self.told.labels) & {*self.heard[:1], *self.asked})

    @property
    def among(self) -> bool:
        """Whether a right label is among the first three, or on a button."""
        return bool(set(self.told.labels) & {*self.heard[:FIRST_FEW], *self.asked})


def texts(path: Path) -> tuple[Told, ...]:
    """The texts of one file."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return tuple(Told((one["label"], *one["also"]), one["by"], one["text"]) for one in lines)


def report(book: LawBook, _data_dir: Path) -> Iterator[str]:
    """The share understood at once and among the first three, then the same by length and kind, calibration and time."""
    yield "Hearing: told texts of writers that nothing was learned from (right first / among the first three)"
    everything: list[Answer] = []
    for path in sorted(FOLDER.glob("held_back/h*.jsonl")):
        known = [one for one in texts(path) if set(one.labels) & kinds(book)]
        answers = [answer(one, book) for one in known]
        everything += answers
        yield f"  {path.stem:<10} disputes {_shares(a for a in answers if not a.told.elsewhere)}   elsewhere {_elsewhere(answers)}"
    for least, most in zip((0, *LENGTHS), LENGTHS, strict=False):
        some = [one for one in everything if least < len(one.told.text) <= most]
        yield f"  {least + 1:>5}–{most:<6} characters {_shares(some)}"
    asked = sum(bool(one.asked) for one in everything)
    yield f"  one question asked first in {asked} of {len(everything)}; without its buttons: {_shares(everything, buttons=False)}"
    weak = [(label, share) for label, share in _by_kind(everything) if share < OFTEN_ENOUGH]
    yield "  least understood at once: " + ", ".join(f"{label} {share:.2f}" for label, share in weak)
    ticked = [label in one.told.labels for one in everything for label in one.sure]
    yield f"  ticked beforehand: {len(ticked)}, right {_share(ticked)}"
    yield from _calibration([one.told for one in everything], book)
    yield from _time(everything, book)


def kinds(book: LawBook) -> frozenset[str]:
    """Every label that the law book can give."""
    return frozenset((*book.disputes, *(ELSEWHERE + slug for slug in book.elsewhere)))


def answer(told: Told, book: LawBook) -> Answer:
    """What is heard in that text."""
    found = suggest(told.text, book)
    sure = tuple(one.id for one in found.disputes if one.sure)
    return Answer(told, tuple(heard(found)), found.ask.between if found.ask else (), sure)


def heard(found: Suggestion) -> list[str]:
    """The kinds suggested, the likeliest first, as labels."""
    scored = [(one.score, one.id) for one in found.disputes]
    scored += [(one.score, ELSEWHERE + one.id) for one in found.elsewhere]
    return [label for _, label in sorted(scored, key=lambda each: -each[0])]


def _share(right: Iterable[bool]) -> str:
    all_ = list(right)
    return f"{sum(all_) / len(all_):.2f}" if all_ else "–"


def _shares(answers: Iterable[Answer], buttons: bool = True) -> str:
    some = list(answers)
    first = (one.first if buttons else bool(set(one.told.labels) & set(one.heard[:1])) for one in some)
    few = (one.among if buttons else bool(set(one.told.labels) & set(one.heard[:FIRST_FEW])) for one in some)
    return f"{_share(first)} / {_share(few)} ({len(some)})"


def _elsewhere(answers: Iterable[Answer]) -> str:
    some = [one for one in answers if one.told.elsewhere]
    taken = _share(bool(one.heard) and not one.first and not one.heard[0].startswith(ELSEWHERE) for one in some)
    return f"{_shares(some)}, taken for a dispute {taken}"


def _by_kind(answers: Iterable[Answer]) -> list[tuple[str, float]]:
    by: defaultdict[str, list[bool]] = defaultdict(list)
    for one in answers:
        by[one.told.labels[0]].append(one.first)
    return sorted(((label, sum(right) / len(right)) for label, right in by.items()), key=lambda each: each[1])


def _calibration(told: list[Told], book: LawBook) -> Iterator[str]:
    """How likely kinds were said to be, in ten bins, and how often they were; the mean difference, weighted."""
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for one in told:
        for kind in kinds_heard(one.text, book):
            if kind.label != NONE:
                bins[min(int(kind.likely * BINS), BINS - 1)].append((kind.likely, kind.label in one.labels))
    total = sum(map(len, bins.values()))
    error = 0.0
    for number in sorted(bins):
        said = sum(likely for likely, _ in bins[number]) / len(bins[number])
        so = sum(right for _, right in bins[number]) / len(bins[number])
        error += abs(said - so) * len(bins[number]) / total
        yield f"    said to be likely {said:.2f}: so {so:.2f} ({len(bins[number])})"
    yield f"  expected calibration error {error:.3f}"


def _time(answers: list[Answer], book: LawBook) -> Iterator[str]:
    """Processor time of a suggestion, by length of the text."""
    whole = "。".join(one.told.text for one in answers)
    for length in (50, 500, 2_000, 20_000):
        text, times = whole[:length], []
        for _ in range(5):
            before = time.process_time()
            kinds_heard(text, book)
            middle = time.process_time()
            suggest(text, book)
            times.append((middle - before, time.process_time() - middle))
        kinds_only, all_of_it = (min(column) * 1000 for column in zip(*times, strict=True))
        yield f"  {length:>6} characters: kinds {kinds_only:.1f} ms, with facts and all {all_of_it:.1f} ms"
