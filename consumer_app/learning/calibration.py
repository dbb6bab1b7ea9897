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

FOLDS = 3
KNOTS = 24
LEAST_SHARE = 0.02
Heard = Callable[[Ear, Told], Iterable[tuple[str, float, bool | None]]]
"""What an ear hears in a told text as the site would listen to it: label, share, and whether it is so (None: nobody said)."""


def calibrated(ear: Ear, lines: Lines, strictness: Strictness, heard: Heard, with_bars: bool) -> Ear:
    """The ear with how often what it hears at each share was right, on the writers with most texts, each left out once.

    ``with_bars``: a label that was heard wrongly counts only above the share at which it was.
    """
    writers = [by for by, _ in Counter(told.by for told in lines.told if told.by != BOOK).most_common(FOLDS)]
    shares: list[float] = []
    rights: list[bool] = []
    wrongly: defaultdict[str, float] = defaultdict(float)
    for writer in writers:
        others = [number for number, told in enumerate(lines.told) if told.by != writer]
        if not others:
            continue
        learned = fit(lines.some(others), ear.vocabulary, strictness)
        for told in (told for told in lines.told if told.by == writer):
            for label, share, right in heard(learned, told):
                if right is None or share < LEAST_SHARE:
                    continue
                shares.append(share)
                rights.append(right)
                if not right:
                    wrongly[label] = max(wrongly[label], share)
    if len(set(rights)) < 2:
        return ear
    rising = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(shares, rights)
    at = np.unique(np.round(np.quantile(shares, np.linspace(0, 1, KNOTS)), 3))
    sure = tuple((float(x), round(float(y), 3)) for x, y in zip(at, rising.predict(at), strict=True))
    bars = np.array(
        [min(round(wrongly[label] + 0.001, 3), 1.0) if with_bars and label in wrongly else 0.0 for label in ear.labels]
    )
    return replace(ear, sure=sure, bars=bars)
