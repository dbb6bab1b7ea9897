"""An ear fitted to lines: tf-idf of runs, multinomial logistic regression, weights as whole numbers of one byte."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from consumer_app.domain.listening.answers import fact_of
from consumer_app.domain.listening.ears import NONE, Ear
from consumer_app.domain.listening.grams import Runs
from consumer_app.learning.lines import Lines

ONE = 1024
ENOUGH = 1e-3
"""How little a step may still change when learning a label by itself ends."""
LEVELS = 11
"""How many sizes of a weight there are: the squares of 1 to this, so that the many small ones are told apart, and all pack well."""
NEVER = -20.0
"""The bias of a label that nothing speaks for."""


@dataclass(frozen=True)
class Strictness:
    """How an ear is fitted: labels weighed ``together`` or each by itself; ``looseness`` is the inverse of the penalty on weights,
    ``least`` in how many of the texts a run must stand to be listened for, ``faintest`` the least weight kept, as a share of a label's largest;
    ``own``: a label by itself is learned from nothing but the runs of the texts that have it, several times as fast."""

    together: bool
    looseness: float = 30.0
    least: int = 3
    faintest: float = 0.02
    own: bool = False


def fit(lines: Lines, vocabulary: Runs, strictness: Strictness, only: Collection[str] | None = None) -> Ear:
    """The ear that these lines teach, of all their labels or of some. A text with several labels speaks for each of them with an equal part."""
    told = {label for one in lines.told for label in one.labels}
    labels = tuple(sorted((told if only is None else told.intersection(only)) | {NONE}))
    kept = np.flatnonzero(np.asarray(lines.stands.sum(axis=0)).ravel() >= strictness.least)
    stands = lines.stands[:, kept]
    squares = np.round(_idf(stands) ** 2 * ONE).astype(np.int32)
    worth = np.sqrt(squares / ONE)
    features = _lengthwise(stands @ sparse.diags(worth))
    learned = _together if strictness.together else _each
    weights, biases = learned(features, worth, lines, labels, strictness)
    return _in_whole_numbers(strictness, labels, vocabulary, kept, squares, weights, biases)


def _together(
    features: sparse.csr_matrix,
    worth: NDArray[np.float64],
    lines: Lines,
    labels: tuple[str, ...],
    strictness: Strictness,
) -> tuple[sparse.csr_matrix, NDArray[np.float64]]:
    """The weights and biases of labels of which one is to be chosen."""
    rows, targets, parts = _rows(lines, labels)
    weights, biases = np.zeros((len(labels), features.shape[1]), np.float32), np.full(len(labels), NEVER)
    if len(set(targets)) < 2:
        biases[targets] = 0
        return sparse.csr_matrix(weights), biases
    learner = LogisticRegression(C=strictness.looseness, max_iter=200, tol=3e-4)
    learner.fit(features[rows].astype(np.float32), targets, sample_weight=np.asarray(parts, np.float32))
    weights[learner.classes_], biases[learner.classes_] = learner.coef_, learner.intercept_
    size = np.abs(weights * worth.astype(np.float32))
    weights[size < strictness.faintest * size.max(axis=1, keepdims=True)] = 0
    return sparse.csr_matrix(weights), biases


def _each(
    features: sparse.csr_matrix,
    worth: NDArray[np.float64],
    lines: Lines,
    labels: tuple[str, ...],
    strictness: Strictness,
) -> tuple[sparse.csr_matrix, NDArray[np.float64]]:
    """The weights and biases of labels that stand each by itself.

    Each is learned twice: the second time from the runs alone that spoke up in the first.
    """
    by_run, speaking = features.tocsc(), list(_alike(lines).items())
    with_label: dict[str, list[int]] = {}
    for row, told in enumerate(lines.told):
        for label in told.labels:
            with_label.setdefault(label, []).append(row)
    known: dict[str, NDArray[np.intp]] = {}
    learned: list[tuple[NDArray[np.intp], NDArray[np.float64]]] = []
    biases = np.zeros(len(labels))
    for number, label in enumerate(labels):
        if (fact := fact_of(label)) not in known:
            known[fact] = _rows_of(fact, speaking)
        rows, so = known[fact], np.zeros(len(lines.told), bool)
        so[with_label.get(label, [])] = True
        own = np.unique(features[rows[so[rows]] if strictness.own else rows].indices).astype(np.intp)
        if so[rows].all() or not so[rows].any() or not len(own):
            biases[number] = 0 if so[rows].any() and so[rows].all() else NEVER
            learned.append((own[:0], np.zeros(0)))
            continue
        for least in (strictness.faintest, 0):
            learner = LogisticRegression(C=strictness.looseness, solver="liblinear", intercept_scaling=3, tol=ENOUGH)
            learner.fit(by_run[:, own].tocsr()[rows], so[rows])
            size = np.abs(learner.coef_[0] * worth[own])
            loud = size >= least * size.max(initial=0)
            own, weights = own[loud], learner.coef_[0][loud]
        biases[number] = learner.intercept_[0]
        learned.append((own, weights))
    starts = np.cumsum([0, *(len(own) for own, _ in learned)])
    runs, weights = (np.concatenate([each[part] for each in learned]) for part in (0, 1))
    return sparse.csr_matrix((weights, runs, starts), shape=(len(labels), features.shape[1])), biases


def _rows_of(fact: str, speaking: list[tuple[frozenset[str] | None, list[int]]]) -> NDArray[np.intp]:
    """The rows of the texts of which it is known whether they say the fact."""
    return np.sort([row for facts, rows in speaking if facts is None or fact in facts for row in rows]).astype(np.intp)


def _alike(lines: Lines) -> dict[frozenset[str] | None, list[int]]:
    """The rows of the texts that speak of the same facts."""
    rows: dict[frozenset[str] | None, list[int]] = {}
    for row, told in enumerate(lines.told):
        rows.setdefault(told.speaks_of, []).append(row)
    return rows


def _idf(stands: sparse.csr_matrix) -> NDArray[np.float64]:
    """The smoothed inverse document frequency of each run."""
    texts = stands.shape[0]
    return np.asarray(np.log((1 + texts) / (1 + np.asarray(stands.sum(axis=0)).ravel())) + 1)


def _lengthwise(features: sparse.csr_matrix) -> sparse.csr_matrix:
    length = np.sqrt(np.asarray(features.multiply(features).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(length, 1e-9)) @ features)


def _rows(lines: Lines, labels: tuple[str, ...]) -> tuple[list[int], list[int], list[float]]:
    """One row for each label of each text: the row of the text, the number of the label, and the part of the text it speaks for."""
    number = {label: place for place, label in enumerate(labels)}
    spoken = [
        (row, number[label], 1 / len(told.labels)) for row, told in enumerate(lines.told) for label in told.labels
    ]
    return [row for row, _, _ in spoken], [label for _, label, _ in spoken], [part for _, _, part in spoken]


def _in_whole_numbers(
    strictness: Strictness,
    labels: tuple[str, ...],
    vocabulary: Runs,
    kept: NDArray[np.intp],
    squares: NDArray[np.int32],
    weights: sparse.csr_matrix,
    biases: NDArray[np.float64],
) -> Ear:
    scaled = sparse.csr_matrix(weights @ sparse.diags(np.sqrt(squares / ONE)))
    of_label = np.repeat(np.arange(len(labels)), np.diff(scaled.indptr))
    largest = np.full(len(labels), 1e-9)
    np.maximum.at(largest, of_label, np.abs(scaled.data))
    size = np.abs(scaled.data) / largest[of_label]
    level = np.round(np.sqrt(size) * LEVELS)
    scaled.data = np.sign(scaled.data) * level**2
    scaled.eliminate_zeros()
    by_run = scaled.tocsc()
    by_run.sort_indices()
    all_squares = np.zeros(len(vocabulary), np.int32)
    all_squares[kept] = squares
    starts = np.zeros(len(vocabulary) + 1, np.int32)
    starts[kept + 1] = np.diff(by_run.indptr)
    return Ear(
        together=strictness.together,
        labels=labels,
        vocabulary=vocabulary,
        squares=all_squares,
        starts=np.cumsum(starts).astype(np.int32),
        columns=by_run.indices.astype(np.int16),
        weights=by_run.data.astype(np.int8),
        scales=np.round(largest / LEVELS**2 * np.sqrt(ONE), 6),
        biases=np.round(biases, 6),
    )
