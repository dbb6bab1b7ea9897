"""Finding a phrase in a layperson's text: exactly, with gaps, or roughly (typed badly, words in another order)."""

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import add
from typing import NamedTuple

from consumer_app.domain.listening.folding import PLAIN, folded, folded_with_places

LONGEST_GAP = 10
ROUGHLY = 0.56
WORTH_QUOTING = 0.6
GAP = re.compile(r"…+|\.{3,}|\*+")


@dataclass(frozen=True)
class Hit:
    """A phrase found: how much of it (1 is all), the words of the text, and where they stand in it."""

    share: float
    quote: str
    start: int
    end: int


@dataclass(frozen=True)
class Told:
    """A text ready to be searched: folded, with the place of each folded character in the original."""

    text: str
    plain: str
    places: tuple[int, ...]

    def quote(self, start: int, end: int) -> str:
        """The original words behind a stretch of the folded text."""
        return self.text[self.places[start] : self.places[end - 1] + 1] if end > start else ""


def told(text: str) -> Told:
    """A text ready to be searched."""
    plain, places = folded_with_places(text)
    return Told(text, plain, tuple(places))


class Phrase(NamedTuple):
    """A phrase of the law book, ready to be found: its parts in order, its pairs of characters, and what they weigh together."""

    owner: str
    text: str
    parts: tuple[str, ...]
    grams: Collection[str]
    weight: float

    def exactly_in(self, given: Told) -> Hit | None:
        """Where all its parts stand in order, with no more than a short gap between two."""
        first = self.parts[0]
        start = given.plain.find(first)
        while start >= 0:
            end = start + len(first)
            for part in self.parts[1:]:
                found = given.plain.find(part, end, end + LONGEST_GAP + len(part))
                if found < 0:
                    break
                end = found + len(part)
            else:
                return Hit(1.0, given.quote(start, end), start, end)
            start = given.plain.find(first, start + 1)
        return None


def parts_of(phrase: str) -> tuple[str, ...]:
    """The parts of a phrase around its gaps (…), folded."""
    if PLAIN.fullmatch(phrase):
        return (phrase,)
    return tuple(part for part in (folded(piece) for piece in GAP.split(phrase)) if part)


def grams(text: str) -> set[str]:
    """The pairs of neighbouring characters."""
    return {text[i : i + 2] for i in range(len(text) - 1)}


@dataclass(frozen=True)
class Phrasebook:
    """Phrases by owner and what their pairs of characters tell: how much each weighs (one that few owners use weighs more), the
    phrases that have it by number, and the owners with how many of their phrases have it.
    """

    phrases: Sequence[Phrase]
    weights: Mapping[str, float]
    index: Mapping[str, Sequence[int]]
    told_by: Mapping[str, Mapping[str, int]]

    def overlaps(self, given: Told) -> dict[str, tuple[float, tuple[str, ...]]]:
        """How much of each owner's vocabulary the text shares, wherever it stands; with the words shared, the weightiest first."""
        shared: dict[str, dict[int, float]] = {}
        seen: set[str] = set()
        for place in range(len(given.plain) - 1):
            gram = given.plain[place : place + 2]
            if gram in seen:
                continue
            seen.add(gram)
            for owner, count in self.told_by.get(gram, {}).items():
                shared.setdefault(owner, {})[place] = self.weights[gram] * count / (count + 1)
        return {owner: (sum(found.values()), _runs(given, found)) for owner, found in shared.items()}

    def find(self, given: Told) -> dict[str, list[tuple[Phrase, Hit]]]:
        """Every phrase found in the text, exactly or roughly, by owner."""
        found: dict[str, list[tuple[Phrase, Hit]]] = {}
        exact: set[int] = set()
        for number in self._candidates(given):
            phrase = self.phrases[number]
            hit = phrase.exactly_in(given)
            if hit:
                exact.add(number)
                found.setdefault(phrase.owner, []).append((phrase, hit))
        for number, hit in self._roughly(given):
            phrase = self.phrases[number]
            if number not in exact:
                found.setdefault(phrase.owner, []).append((phrase, hit))
        return found

    def _candidates(self, given: Told) -> Iterable[int]:
        present = {gram for gram in grams(given.plain) if gram in self.index}
        numbers: set[int] = set()
        for gram in present:
            numbers.update(self.index[gram])
        singles = (n for n, phrase in enumerate(self.phrases) if not phrase.grams)
        return sorted(numbers | set(singles))

    def _roughly(self, given: Told) -> Iterable[tuple[int, Hit]]:
        """Phrases of which most pairs stand close together in the text."""
        places: dict[int, list[tuple[int, str, float]]] = {}
        plain = given.plain
        for place in range(len(plain) - 1):
            gram = plain[place : place + 2]
            for number in self.index.get(gram, ()):
                places.setdefault(number, []).append((place, gram, self.weights[gram]))
        for number, found in places.items():
            phrase = self.phrases[number]
            if len(phrase.grams) < 3 or sum({gram: w for _, gram, w in found}.values()) < ROUGHLY * phrase.weight:
                continue
            hit = _closest(phrase, found, given)
            if hit:
                yield number, hit


def _runs(given: Told, found: Mapping[int, float]) -> tuple[str, ...]:
    """The stretches of the text whose pairs of characters were shared, the weightiest first."""
    runs: list[tuple[float, int, int]] = []
    for place in sorted(found):
        if runs and place <= runs[-1][2]:
            weight, start, _ = runs.pop()
            runs.append((weight + found[place], start, place + 1))
        else:
            runs.append((found[place], place, place + 1))
    heavy = sorted((run for run in runs if run[0] >= WORTH_QUOTING), key=lambda run: -run[0])
    return tuple(given.quote(start, end + 1) for _, start, end in heavy)


def _closest(phrase: Phrase, found: list[tuple[int, str, float]], given: Told) -> Hit | None:
    """The stretch of the text, not much longer than the phrase, that holds most of it."""
    longest = sum(map(len, phrase.parts)) + LONGEST_GAP
    best, start, inside = (0.0, 0, 0), 0, dict.fromkeys(phrase.grams, 0)
    covered = 0.0
    for end, (place, gram, weight) in enumerate(found):
        if inside[gram] == 0:
            covered += weight
        inside[gram] += 1
        while place - found[start][0] > longest:
            _, left, its_weight = found[start]
            inside[left] -= 1
            if inside[left] == 0:
                covered -= its_weight
            start += 1
        if covered > best[0] + 1e-9:
            best = (covered, start, end)
    share = best[0] / phrase.weight
    if share < ROUGHLY:
        return None
    first, last = found[best[1]][0], found[best[2]][0] + 2
    return Hit(min(share, 0.99), given.quote(first, last), first, last)


def phrasebook(said: Iterable[tuple[str, str]], nothing: frozenset[str] = frozenset()) -> Phrasebook:
    """The phrases (owner, phrase) ready to be found. Pairs of characters in ``nothing`` weigh little."""
    split = [(owner, text, parts, _pairs(parts)) for owner, text in said if (parts := parts_of(text))]
    told_by: dict[str, dict[str, int]] = {}
    for owner, _, _, pairs in split:
        for gram in pairs:
            by = told_by.setdefault(gram, {})
            by[owner] = by.get(owner, 0) + 1
    owners = max(len({owner for owner, *_ in split}), 2)
    rarity = [0.15 + math.log((owners + 1) / (users + 0.5)) / math.log(owners + 1) for users in range(owners + 1)]
    weights = {gram: rarity[len(by)] * (0.2 if gram in nothing else 1.0) for gram, by in told_by.items()}
    index: dict[str, list[int]] = {gram: [] for gram in weights}
    for number, (*_, pairs) in enumerate(split):
        for gram in pairs:
            index[gram].append(number)
    phrases = [
        Phrase(owner, text, parts, pairs, sum(map(weights.__getitem__, pairs))) for owner, text, parts, pairs in split
    ]
    return Phrasebook(phrases, weights, index, told_by)


def _pairs(parts: Sequence[str]) -> tuple[str, ...]:
    """The pairs of neighbouring characters of all parts, each once, in order."""
    if len(parts) == 1:
        return tuple(dict.fromkeys(map(add, parts[0], parts[0][1:])))
    return tuple(dict.fromkeys(pair for part in parts for pair in map(add, part, part[1:])))
