"""How sure an ear may be: each writer is left out once, and what is then heard in their texts is compared with what they meant."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
from sklearn.isotonic import IsotonicRegression

from consumer_app.domain.listening.ears import Ear
from consumer_app.learning.fitting import Strictness, fit
from consumer_app.learning.lines import Lines
from consumer_app.told_texts import BOOK, Told

FOLDS = 2
KNOTS = 24
LEAST_SHARE = 0.02
Found = tuple[str, float, bool]
Heard = Callable[[Ear, Told], Iterable[tuple[str, float, bool | None]]]
"""What an ear hears in a told text as the site would listen to it: label, share, and whether it is so (None: nobody said)."""


def calibrated(ear: Ear, lines: Lines, strictness: Strictness, heard: Heard) -> Ear:
    """The ear with how often what it hears at each share was right, on the writers with most texts, each left out once."""
    found = _on_writers_left_out(ear, lines, strictness, heard)
    if len({right for _, _, right in found}) < 2:
        return ear
    shares, rights = [share for _, share, _ in found], [right for _, _, right in found]
    rising = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(shares, rights)
    at = np.unique(np.round(np.quantile(shares, np.linspace(0, 1, KNOTS)), 3))
    sure = tuple((float(x), round(float(y), 3)) for x, y in zip(at, rising.predict(at), strict=True))
    return replace(ear, sure=sure, beyond=_beyond(found))


def _on_writers_left_out(ear: Ear, lines: Lines, strictness: Strictness, heard: Heard) -> list[Found]:
    """What is heard in the texts of each of the writers with most texts by an ear that learned only from the others."""
    writers = [by for by, _ in Counter(told.by for told in lines.told if told.by != BOOK).most_common(FOLDS)]
    found: list[Found] = []
    for writer in writers:
        others = [number for number, told in enumerate(lines.told) if told.by != writer]
        if not others:
            continue
        learned = fit(lines.some(others), ear.vocabulary, strictness)
        for told in (told for told in lines.told if told.by == writer):
            found += [
                (label, share, right)
                for label, share, right in heard(learned, told)
                if right is not None and share >= LEAST_SHARE
            ]
    return found


def _beyond(found: list[Found]) -> tuple[tuple[float, float], ...]:
    """At some shares, ascending: how often what was heard with that share or a larger one was right, at best from a smaller one on."""
    ordered = sorted(found, key=lambda one: -one[1])
    so_far = np.cumsum([right for _, _, right in ordered]) / np.arange(1, len(ordered) + 1)
    from_here = np.maximum.accumulate(so_far[::-1])[::-1]
    places = np.unique(np.linspace(0, len(ordered) - 1, 4 * KNOTS).astype(int))[::-1]
    at = {round(ordered[place][1], 3): round(float(from_here[place]), 3) for place in places}
    return tuple(sorted(at.items()))
