"""How sure an ear may be: each writer is left out once, and what is then heard in their texts is compared with what they meant."""

from collections import Counter, defaultdict
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
NEARLY_ALWAYS = 0.9
OFTEN = 2
NEVER = 1.001
Found = tuple[str, float, bool]
Heard = Callable[[Ear, Told], Iterable[tuple[str, float, bool | None]]]
"""What an ear hears in a told text as the site would listen to it: label, share, and whether it is so (None: nobody said)."""


def calibrated(ear: Ear, lines: Lines, strictness: Strictness, heard: Heard, with_bars: bool) -> Ear:
    """The ear with how often what it hears at each share was right, on the writers with most texts, each left out once.

    ``with_bars``: a label counts only from the share on from which it was nearly always right; one that seldom was heard never.
    """
    found = _on_writers_left_out(ear, lines, strictness, heard)
    if len({right for _, _, right in found}) < 2:
        return ear
    bars = _bars(found) if with_bars else {}
    found = [one for one in found if one[1] >= bars.get(one[0], 0.0)]
    shares, rights = [share for _, share, _ in found], [right for _, _, right in found]
    rising = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(shares, rights)
    at = np.unique(np.round(np.quantile(shares, np.linspace(0, 1, KNOTS)), 3))
    sure = tuple((float(x), round(float(y), 3)) for x, y in zip(at, rising.predict(at), strict=True))
    return replace(
        ear,
        sure=sure,
        beyond=_beyond(found),
        bars=np.array([bars.get(label, NEVER if with_bars else 0.0) for label in ear.labels]),
    )


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


def _bars(found: list[Found]) -> dict[str, float]:
    """For each label the least share from which on it was right nearly always; more than 1 where it never was."""
    by_label: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    for label, share, right in found:
        by_label[label].append((share, right))
    bars: dict[str, float] = {}
    for label, heard in by_label.items():
        bar, right_so_far = NEVER, 0
        for number, (share, right) in enumerate(sorted(heard, reverse=True), 1):
            right_so_far += right
            if number >= OFTEN and right_so_far / number >= NEARLY_ALWAYS:
                bar = share
        bars[label] = round(bar, 3)
    return bars
