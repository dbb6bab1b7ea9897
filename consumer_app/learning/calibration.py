"""How sure an ear may be: each writer is left out once, and what is then heard in their texts is compared with what they meant."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from sklearn.isotonic import IsotonicRegression

from consumer_app.domain.listening.ears import NONE, Ear
from consumer_app.domain.listening.grams import Runs
from consumer_app.learning.fitting import Strictness, fit
from consumer_app.learning.lines import Lines
from consumer_app.told_texts import BOOK, Told

FOLDS = 2
KNOTS = 24
LEAST_SHARE = 0.02
Heard = Callable[[Ear, Told], Iterable[tuple[str, float, bool | None]]]
"""What an ear hears in a told text as the site would listen to it: label, share, and whether it is so (None: nobody said)."""


class Found(NamedTuple):
    """Something heard: its share, whether it was so, and how much it weighs."""

    share: float
    right: bool
    weight: float


def calibrated(lines: Lines, vocabulary: Runs, strictness: Strictness, heard: Heard, half_none: bool = False) -> Ear:
    """The ear that the lines teach, with how often what it hears at each share was right, on the writers with most texts, each left out once.

    ``half_none``: measured as if half of the texts said nothing that it listens for, however few of those told are such.
    """
    ear = fit(lines, vocabulary, strictness)
    found = _on_writers_left_out(lines, vocabulary, strictness, heard, half_none)
    if len({one.right for one in found}) < 2:
        return ear
    shares, rights, weights = zip(*((one.share, one.right, one.weight) for one in found), strict=True)
    rising = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(shares, rights, sample_weight=weights)
    at = np.unique(np.round(np.quantile(shares, np.linspace(0, 1, KNOTS)), 3))
    sure = ((0.0, 0.0), *((float(x), round(float(y), 3)) for x, y in zip(at, rising.predict(at), strict=True)))
    return replace(ear, sure=sure, beyond=_beyond(found))


def _on_writers_left_out(
    lines: Lines, vocabulary: Runs, strictness: Strictness, heard: Heard, half_none: bool
) -> list[Found]:
    """What is heard in the texts of each of the writers with most texts by an ear that learned only from the others."""
    writers = [by for by, _ in Counter(told.by for told in lines.told if told.by != BOOK).most_common(FOLDS)]
    found: list[Found] = []
    for writer in writers:
        others = [number for number, told in enumerate(lines.told) if told.by != writer]
        mine = [told for told in lines.told if told.by == writer]
        if not others:
            continue
        learned = fit(lines.some(others), vocabulary, strictness)
        silent = sum(told.labels == (NONE,) for told in mine)
        weight = (len(mine) - silent) / silent if half_none and silent else 1.0
        for told in mine:
            found += [
                Found(share, right, weight if told.labels == (NONE,) else 1.0)
                for _, share, right in heard(learned, told)
                if right is not None and share >= LEAST_SHARE
            ]
    return found


def _beyond(found: list[Found]) -> tuple[tuple[float, float], ...]:
    """At some shares, ascending: how often what was heard with that share or a larger one was right, at best from a smaller one on."""
    ordered = sorted(found, key=lambda one: -one.share)
    so_far = np.cumsum([one.right * one.weight for one in ordered]) / np.cumsum([one.weight for one in ordered])
    from_here = np.maximum.accumulate(so_far[::-1])[::-1]
    places = np.unique(np.linspace(0, len(ordered) - 1, 4 * KNOTS).astype(int))[::-1]
    at = {round(ordered[place].share, 3): round(float(from_here[place]), 3) for place in places}
    return tuple(sorted(at.items()))
