"""How sure an ear may be: each writer is left out once, and what is then heard in their texts is compared with what they meant."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

import numpy as np
from sklearn.isotonic import IsotonicRegression

from consumer_app.domain.listening.ears import NONE, Ear
from consumer_app.domain.listening.excuses import windows_of
from consumer_app.domain.listening.grams import folded_lines
from consumer_app.learning.fitting import Strictness, fit
from consumer_app.learning.lines import Lines
from consumer_app.told_texts import Told

FOLDS = 5
LEAST_SHARE = 0.02
KNOTS = 20
Candidates = Callable[[Told], Collection[str]]


def calibrated(
    ear: Ear, lines: Lines, strictness: Strictness, candidates: Candidates | None, simplified: dict[int, str]
) -> Ear:
    """The ear with how often what it hears at each share was right, on the writers with most texts, each left out once."""
    writers = [by for by, _ in Counter(told.by for told in lines.told).most_common(FOLDS)]
    heard: list[tuple[float, bool]] = []
    for writer in writers:
        others = [number for number, told in enumerate(lines.told) if told.by != writer]
        own = [told for told in lines.told if told.by == writer]
        if others and own:
            learned = fit(lines.some(others), ear.vocabulary, strictness)
            heard += _heard(learned, own, candidates, simplified)
    if len({right for _, right in heard}) < 2:
        return ear
    shares = np.array([share for share, _ in heard])
    rising = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(shares, [right for _, right in heard])
    at = np.unique(np.round(np.quantile(shares, np.linspace(0, 1, KNOTS)), 3))
    return replace(ear, sure=tuple((float(x), round(float(y), 3)) for x, y in zip(at, rising.predict(at), strict=True)))


def _heard(
    ear: Ear, told: list[Told], candidates: Candidates | None, simplified: dict[int, str]
) -> Iterator[tuple[float, bool]]:
    """The share of what is heard in each text, in parts as it is listened to, and whether it is so: of the best label of each part where one
    is chosen, else of each that is not quite faint; once a text."""
    for one in told:
        listening = ear.only(candidates(one)) if candidates else ear
        parts = folded_lines(windows_of(one.text) if ear.together else [one.text], simplified)
        best: dict[str, float] = {}
        for row in listening.shares(parts):
            speaking = sorted(((float(s), label) for s, label in zip(row, listening.labels, strict=True) if label != NONE), reverse=True)
            for share, label in speaking[:1] if ear.together else speaking:
                best[label] = max(share, best.get(label, 0))
        yield from ((share, label in one.labels) for label, share in best.items() if share >= LEAST_SHARE)
