"""An ear fitted to lines: tf-idf of runs, multinomial logistic regression, weights as whole numbers of one byte."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from consumer_app.domain.listening.answers import fact_of
from consumer_app.domain.listening.ears import NONE, Ear
from consumer_app.domain.listening.grams import Runs
from consumer_app.learning.lines import Lines
from consumer_app.told_texts import Told

ONE = 1024
LEVELS = 11
"""How many sizes of a weight there are: the squares of 1 to this, so that the many small ones are told apart, and all pack well."""
NEVER = -20.0
"""The bias of a label that nothing speaks for."""


@dataclass(frozen=True)
class Strictness:
    """How an ear is fitted: labels weighed ``together`` or each by itself; ``looseness`` is the inverse of the penalty on weights,
    ``least`` in how many of the texts a run must stand to be listened for, ``faintest`` the least weight kept, as a share of a label's largest."""

    together: bool
    looseness: float = 30.0
    least: int = 3
    faintest: float = 0.02


def fit(lines: Lines, vocabulary: Runs, strictness: Strictness) -> Ear:
    """The ear that these lines teach. A text with several labels speaks for each of them with an equal part."""
    labels = tuple(sorted({label for told in lines.told for label in told.labels} | {NONE}))
    kept = np.flatnonzero(np.asarray(lines.stands.sum(axis=0)).ravel() >= strictness.least)
    stands = lines.stands[:, kept]
    squares = np.round(_idf(stands) ** 2 * ONE).astype(np.int32)
    features = _lengthwise(stands @ sparse.diags(np.sqrt(squares / ONE)))
    learned = _together if strictness.together else _each
    weights, biases = learned(features, lines, labels, strictness.looseness)
    return _in_whole_numbers(strictness, labels, vocabulary, kept, squares, weights, biases)


def _together(
    features: sparse.csr_matrix, lines: Lines, labels: tuple[str, ...], looseness: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The weights and biases of labels of which one is to be chosen."""
    rows, targets, parts = _rows(lines, labels)
    weights, biases = np.zeros((len(labels), features.shape[1])), np.full(len(labels), NEVER)
    if len(set(targets)) < 2:
        biases[targets] = 0
        return weights, biases
    learner = LogisticRegression(C=looseness, max_iter=200, tol=1e-3)
    learner.fit(features[rows], targets, sample_weight=parts)
    weights[learner.classes_], biases[learner.classes_] = learner.coef_, learner.intercept_
    return weights, biases


def _each(
    features: sparse.csr_matrix, lines: Lines, labels: tuple[str, ...], looseness: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The weights and biases of labels that stand each by itself."""
    weights, biases = np.zeros((len(labels), features.shape[1])), np.zeros(len(labels))
    speaking = [(told.speaks_of, rows) for told, rows in _alike(lines)]
    for number, label in enumerate(labels):
        known = [rows for facts, rows in speaking if facts is None or fact_of(label) in facts]
        rows = np.sort(np.concatenate(known)) if known else np.zeros(0, np.intp)
        so = [label in lines.told[row].labels for row in rows]
        if all(so) or not any(so):
            biases[number] = 0 if any(so) else NEVER
            continue
        learner = LogisticRegression(C=looseness, solver="liblinear", intercept_scaling=3)
        learner.fit(features[rows], so)
        weights[number], biases[number] = learner.coef_[0], learner.intercept_[0]
    return weights, biases


def _alike(lines: Lines) -> list[tuple[Told, NDArray[np.intp]]]:
    """The rows of the texts that speak of the same facts, each with one such text."""
    rows: dict[frozenset[str] | None, list[int]] = {}
    for row, told in enumerate(lines.told):
        rows.setdefault(told.speaks_of, []).append(row)
    return [(lines.told[several[0]], np.asarray(several, np.intp)) for several in rows.values()]


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
    weights: NDArray[np.float64],
    biases: NDArray[np.float64],
) -> Ear:
    scaled = weights * np.sqrt(squares / ONE)
    largest = np.maximum(np.abs(scaled).max(axis=1, initial=0), 1e-9)
    size = np.abs(scaled) / largest[:, None]
    level = np.where(size < strictness.faintest, 0, np.maximum(np.round(np.sqrt(size) * LEVELS), 1))
    bytes_ = (np.sign(scaled) * level**2).astype(np.int8)
    all_squares = np.zeros(len(vocabulary), np.int32)
    all_squares[kept] = squares
    run, label = np.nonzero(bytes_.T)
    starts = np.zeros(len(vocabulary) + 1, np.int32)
    np.add.at(starts, kept[run] + 1, 1)
    return Ear(
        together=strictness.together,
        labels=labels,
        vocabulary=vocabulary,
        squares=all_squares,
        starts=np.cumsum(starts).astype(np.int32),
        columns=label.astype(np.int16),
        weights=bytes_.T[run, label],
        scales=np.round(largest / LEVELS**2 * np.sqrt(ONE), 6),
        biases=np.round(biases, 6),
    )
