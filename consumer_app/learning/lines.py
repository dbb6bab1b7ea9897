"""Told texts as a learner takes them: lines folded, and which runs of characters stand in each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse

from consumer_app.domain.listening.grams import Runs, folded_lines, runs
from consumer_app.told_texts import Told


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines to learn from: one row each in ``stands`` (run by run of the vocabulary, once each), with the told texts behind them."""

    told: tuple[Told, ...]
    stands: sparse.csr_matrix

    def some(self, chosen: Sequence[int]) -> "Lines":
        """The lines of those numbers."""
        return Lines(tuple(self.told[number] for number in chosen), self.stands[list(chosen)])


def vocabulary_of(texts: Sequence[str], least: int) -> Runs:
    """Every run that stands in at least so many of the folded texts, sorted."""
    line, run = runs(texts)
    names, place = np.unique(run, return_inverse=True)
    once = np.sort(place * len(texts) + line)
    once = once[np.diff(once, prepend=-1) > 0]
    return np.asarray(names[np.bincount(once // len(texts), minlength=len(names)) >= least])


def lines_of(told: Sequence[Told], vocabulary: Runs, simplified: dict[int, str]) -> Lines:
    """The told texts over that vocabulary."""
    line, run = runs(folded_lines([one.text for one in told], simplified))
    place = np.minimum(np.searchsorted(vocabulary, run), len(vocabulary) - 1)
    known = vocabulary[place] == run
    shape = (len(told), len(vocabulary))
    stands = sparse.csr_matrix((np.ones(known.sum()), (line[known], place[known])), shape=shape)
    stands.data[:] = 1
    return Lines(tuple(told), stands)
