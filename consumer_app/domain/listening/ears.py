"""What was learned from told texts, as it listens: runs of characters, whole-number weights, and how sure a score is.

An ear knows labels (kinds of dispute, excuses, facts). Its score for one is the sum of the weights of the runs a line has, by the length of
the line (a cosine of tf-idf and the label's weights), plus the label's bias: logistic regression. One ear weighs the labels that come into
question, and "none of them", against each other (``together``); another weighs each label by itself. Sums are sums of whole numbers: the
same on every machine.
"""

import json
import lzma
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consumer_app.domain.listening.grams import Runs, runs

NONE = "none"
"""The label of what is none of the others; an ear that weighs labels together has it."""
VAGUE = "vague"
"""The label of what says too little to tell what it is about."""
PARTS = ("squares", "starts", "columns", "weights", "scales", "biases")
IN_PLANES = ("starts", "columns", "scales", "biases")
"""Parts that are written with the first bytes of all their numbers before the second ones: they pack better."""
AT_ONCE = 4_000
"""Characters looked at in one go: what that takes stays in the processor's cache."""
MOST_PARTS = 8
"""Parts of an ear that are kept: each takes about a megabyte and is made again in a few milliseconds."""


@dataclass(frozen=True, eq=False)
class Ear:
    """One ear. Its arrays go by the runs of its vocabulary: ``squares`` (of the inverse document frequency, in 1/1024), and
    ``starts`` (one more than there are runs) into ``columns`` and ``weights``: which labels a run speaks for, and how much.

    ``scales`` and ``biases`` go by label. Measured on writers that had not been learned from:
    ``sure`` maps a share (0 to 1, ascending) to how often such a one was right, ``beyond`` to how often it and all larger ones were;
    ``bars`` (by label, empty where nothing was measured) from which share each label is right often enough, more than 1 where it never is.
    """

    together: bool
    labels: tuple[str, ...]
    vocabulary: Runs
    squares: NDArray[np.int32]
    starts: NDArray[np.int32]
    columns: NDArray[np.int16]
    weights: NDArray[np.int8]
    scales: NDArray[np.float64]
    biases: NDArray[np.float64]
    sure: tuple[tuple[float, float], ...] = ()
    beyond: tuple[tuple[float, float], ...] = ()
    bars: tuple[float, ...] = ()
    _parts: dict[frozenset[str], "Ear"] = field(default_factory=dict, repr=False)

    def only(self, labels: Collection[str]) -> "Ear":
        """The same ear listening for these labels only, and for none of them; the last few are kept."""
        wanted = (frozenset(labels) | {NONE}) & frozenset(self.labels)
        if wanted == frozenset(self.labels):
            return self
        part = self._parts.get(wanted)
        if part is None:
            part = self._part(wanted)
            for oldest in list(self._parts)[: 1 - MOST_PARTS]:
                self._parts.pop(oldest, None)  # another thread may have been here first
            self._parts[wanted] = part
        return part

    def _part(self, wanted: frozenset[str]) -> "Ear":
        kept = [number for number, label in enumerate(self.labels) if label in wanted]
        renumbered = np.full(len(self.labels), -1, np.int16)
        renumbered[kept] = np.arange(len(kept), dtype=np.int16)
        columns = renumbered[self.columns]
        spoken = columns >= 0
        before = np.zeros(len(spoken) + 1, np.int32)
        np.cumsum(spoken, out=before[1:])
        return Ear(
            self.together,
            tuple(self.labels[number] for number in kept),
            self.vocabulary,
            self.squares,
            before[self.starts],
            columns[spoken],
            self.weights[spoken],
            self.scales[kept],
            self.biases[kept],
            self.sure,
            self.beyond,
            tuple(self.bars[number] for number in kept) if self.bars else (),
        )

    def scores(self, lines: Sequence[str]) -> NDArray[np.float64]:
        """The score of every label for every folded line, one row a line."""
        found = np.zeros((len(lines), len(self.labels)))
        first = 0
        while first < len(lines):
            last, length = first, 0
            while last < len(lines) and (length < AT_ONCE or last == first):
                length += len(lines[last]) + 1
                last += 1
            found[first:last] = self._scores(lines[first:last])
            first = last
        return found

    def _scores(self, lines: Sequence[str]) -> NDArray[np.float64]:
        line, run = runs(lines)
        place = np.minimum(np.searchsorted(self.vocabulary, run), len(self.vocabulary) - 1)
        known = self.vocabulary[place] == run
        once = np.sort(line[known] * len(self.vocabulary) + place[known])  # several times as fast as np.unique
        once = once[np.diff(once, prepend=-1) > 0]
        line, place = once // len(self.vocabulary), once % len(self.vocabulary)
        length = np.bincount(line, self.squares[place], len(lines))
        many = self.starts[place + 1] - self.starts[place]
        entry = np.repeat(self.starts[place] - np.cumsum(many) + many, many) + np.arange(many.sum())
        cell = np.repeat(line, many) * len(self.labels) + self.columns[entry]
        sums = np.bincount(cell, self.weights[entry], len(lines) * len(self.labels)).reshape(len(lines), -1)
        return sums * self.scales / np.sqrt(np.maximum(length, 1))[:, None] + self.biases

    def shares(self, lines: Sequence[str]) -> NDArray[np.float64]:
        """How much of each line is each label's, 0 to 1, rounded to three places; rows add up to 1 where labels are weighed together."""
        return np.round(shared(self.scores(lines), self.together), 3)

    def how_sure(self, share: float) -> float:
        """How often a label with that share was right; the share itself where nothing was measured."""
        return _between(self.sure, share)

    def right_beyond(self, share: float) -> float:
        """How often a label with that share or a larger one was right; the share itself where nothing was measured."""
        return _between(self.beyond, share)


def _between(measured: tuple[tuple[float, float], ...], share: float) -> float:
    if not measured:
        return share
    shares, right = zip(*measured, strict=True)
    return round(float(np.interp(share, shares, right)), 3)


def shared(scores: NDArray[np.float64], together: bool) -> NDArray[np.float64]:
    """Scores as shares: of one whole (softmax), or each by itself (logistic)."""
    if not together:
        return np.asarray(1 / (1 + np.exp(-scores)))
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def as_bytes(ears: Mapping[str, Ear], learned_from: str) -> bytes:
    """The artefact: all ears over one vocabulary, and the hash of what they were learned from. The same ears give the same bytes."""
    arrays: dict[str, NDArray[np.generic]] = {"vocabulary": np.diff(next(iter(ears.values())).vocabulary, prepend=0)}
    for name, ear in ears.items():
        arrays |= {f"{name}.{part}": getattr(ear, part) for part in PARTS}
        arrays[f"{name}.starts"] = np.diff(ear.starts, prepend=0).astype(np.int32)
        arrays[f"{name}.columns"] = _steps(ear.columns, ear.starts).astype(np.uint16)
    about = {
        "learned_from": learned_from,
        "ears": {
            name: {
                "labels": ear.labels,
                "together": ear.together,
                "sure": ear.sure,
                "beyond": ear.beyond,
                "bars": ear.bars,
            }
            for name, ear in ears.items()
        },
        "arrays": {name: [array.dtype.str, array.nbytes] for name, array in arrays.items()},
    }
    head = json.dumps(about, ensure_ascii=False).encode()
    parts = (_planes(array) if _in_planes(name) else array.tobytes() for name, array in arrays.items())
    return lzma.compress(b"".join([len(head).to_bytes(4, "big"), head, *parts]), preset=9 | lzma.PRESET_EXTREME)


def _in_planes(name: str) -> bool:
    return name.endswith(IN_PLANES)


def _planes(array: NDArray[np.generic]) -> bytes:
    return np.ascontiguousarray(array).view(np.uint8).reshape(-1, array.itemsize).T.tobytes()


def _from_planes(planes: bytes, kind: str) -> NDArray[np.generic]:
    size = np.dtype(kind).itemsize
    return np.ascontiguousarray(np.frombuffer(planes, np.uint8).reshape(size, -1).T).reshape(-1).view(kind)


def _steps(columns: NDArray[np.int16], starts: NDArray[np.int32]) -> NDArray[np.int32]:
    """From each label of a run how far to the next: small numbers, which pack better."""
    before = np.concatenate([[0], columns[:-1]])
    before[starts[:-1][np.diff(starts) > 0]] = 0
    return np.asarray(columns - before, np.int32)


def _summed(steps: NDArray[np.uint16], starts: NDArray[np.int32]) -> NDArray[np.int64]:
    """The labels again."""
    so_far = np.concatenate([[0], np.cumsum(steps, dtype=np.int64)])
    return np.asarray(so_far[1:] - np.repeat(so_far[starts[:-1]], np.diff(starts)), np.int64)


def from_bytes(artefact: bytes) -> tuple[dict[str, Ear], str]:
    """The ears of an artefact by name, and the hash of what they were learned from; no ears of an empty one.

    Raises ValueError for bytes that are no artefact.
    """
    if not artefact:
        return {}, ""
    try:
        whole = lzma.decompress(artefact)
        at = 4 + int.from_bytes(whole[:4], "big")
        about = json.loads(whole[4:at])
        arrays: dict[str, NDArray[np.generic]] = {}
        for name, (kind, size) in about["arrays"].items():
            part = whole[at : at + size]
            arrays[name] = _from_planes(part, kind) if _in_planes(name) else np.frombuffer(part, dtype=kind)
            at += size
        vocabulary = np.cumsum(arrays["vocabulary"])
        ears = {name: _ear(name, told, vocabulary, arrays) for name, told in about["ears"].items()}
        return ears, str(about["learned_from"])
    except (lzma.LZMAError, LookupError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"not what learning writes ({error})") from error


def _ear(name: str, told: dict[str, Any], vocabulary: Runs, arrays: dict[str, NDArray[np.generic]]) -> Ear:
    parts: dict[str, Any] = {part: arrays[f"{name}.{part}"] for part in PARTS}
    parts["starts"] = np.cumsum(parts["starts"], dtype=np.int32)
    parts["columns"] = _summed(parts["columns"], parts["starts"]).astype(np.int16)
    measured: dict[str, Any] = {key: tuple(map(tuple, told[key])) for key in ("sure", "beyond")}
    ear = Ear(told["together"], tuple(told["labels"]), vocabulary, **parts, **measured, bars=tuple(told["bars"]))
    if not _fits(ear):
        raise ValueError(f"the parts of {name} do not fit each other")
    return ear


def _fits(ear: Ear) -> bool:
    """Whether there is a part of everything for every run, every weight and every label."""
    runs, weights, labels = len(ear.vocabulary), len(ear.weights), len(ear.labels)
    by_label = (ear.scales, ear.biases)
    return (
        (len(ear.squares), len(ear.starts), len(ear.columns)) == (runs, runs + 1, weights)
        and bool(runs and ear.starts[0] == 0 and ear.starts[-1] == weights)
        and all(len(part) == labels for part in by_label)
        and not (weights and not 0 <= ear.columns.min() <= ear.columns.max() < labels)
        and all(len(pair) == 2 for pair in (*ear.sure, *ear.beyond))
        and len(ear.bars) in (0, labels)
    )
