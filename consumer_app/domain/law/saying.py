"""How a law file writes what may be said, so that a lawyer reads it and no regular expression gets in.

``(a|b)`` is one of several, ``{name}`` one of the list of that name, ``x?`` or ``(a|b)?`` may be missing, ``…4`` are at most four characters
between (``…`` alone: eight), none of which is a negation. Everything else stands for itself.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

USUAL_GAP, LONGEST_GAP = 8, 20
NEGATIONS = "不没无未非别免勿"
FORBIDDEN = re.compile(r"[\[\]\\^$*+.<>=\"]|\{\d")
TOKENS = re.compile(r"…(\d*)|\{([a-z_]+)\}|([()|?])|([^…{}()|?]+)")
SLOTS = 3

Fold = Callable[[str], str]
Lists = Mapping[str, tuple[str, ...]]


class SayingError(ValueError):
    """A saying that cannot be read; the text says what would be right."""


@dataclass(frozen=True)
class Letters:
    """Characters that stand for themselves."""

    text: str


@dataclass(frozen=True)
class Gap:
    """At most so many characters between."""

    most: int


@dataclass(frozen=True)
class OneOf:
    """One of several sequences; an empty one may be missing."""

    ways: tuple[tuple["Part", ...], ...]


Part = Letters | Gap | OneOf


def parts_of(saying: str, lists: Lists, fold: Fold) -> tuple[Part, ...]:
    """The parts of a saying, its characters folded as the text will be. Raises SayingError."""
    if found := FORBIDDEN.search(saying):
        raise SayingError(f"no {found[0]}: only ( | ) ? … and {{name}} mean something")
    reading = _Reading(saying, lists, fold)
    ways = reading.ways()
    if reading.rest:
        raise SayingError("as many ( as )")
    return ways[0] if len(ways) == 1 else (OneOf(ways),)


class _Reading:
    def __init__(self, saying: str, lists: Lists, fold: Fold) -> None:
        self.rest = [found.groups() for found in TOKENS.finditer(saying)]
        self.rest.reverse()
        self.lists, self.fold = lists, fold

    def ways(self) -> tuple[tuple[Part, ...], ...]:
        """Sequences between bars, up to a closing bracket or the end."""
        ways: list[tuple[Part, ...]] = []
        parts: list[Part] = []
        while self.rest:
            gap, name, sign, letters = self.rest[-1]
            if sign == ")":
                break
            self.rest.pop()
            if sign == "|":
                ways.append(tuple(parts))
                parts = []
            elif sign == "(":
                parts.append(OneOf(self.ways()))
                if not self.rest:
                    raise SayingError("as many ( as )")
                self.rest.pop()
            elif sign == "?":
                parts += self._optional(parts)
            elif name is not None:
                parts.append(self._list(name))
            elif letters is not None:
                parts.append(Letters(letters))
            else:
                parts.append(_gap(gap))
        ways.append(tuple(parts))
        folded = [(way, tuple(self._folded(way))) for way in ways]
        return tuple(way for written, way in folded if way or not written) or ((),)

    def _optional(self, parts: list[Part]) -> list[Part]:
        if not parts or isinstance(parts[-1], Gap):
            raise SayingError("? after what may be missing")
        last = parts.pop()
        if isinstance(last, OneOf):
            return [OneOf((*last.ways, ()))]
        kept = [Letters(last.text[:-1])] if isinstance(last, Letters) and len(last.text) > 1 else []
        return [*kept, OneOf(((Letters(last.text[-1:]),), ()))] if isinstance(last, Letters) else []

    def _list(self, name: str) -> OneOf:
        if name not in self.lists:
            raise SayingError(f"a list of that name: words.{name} = […], or hearing.lists.{name} in words.toml")
        others = {other: words for other, words in self.lists.items() if other != name}
        ways = (parts_of(one, others, self.fold) for one in self.lists[name])
        return OneOf(tuple(way for way in ways if way) or ((),))

    def _folded(self, way: tuple[Part, ...]) -> Iterator[Part]:
        for part in way:
            if not isinstance(part, Letters):
                yield part
            elif text := self.fold(part.text):
                yield Letters(text)


def _gap(digits: str) -> Gap:
    most = int(digits) if digits else USUAL_GAP
    if not 0 < most <= LONGEST_GAP:
        raise SayingError(f"a gap of at most {LONGEST_GAP}")
    return Gap(most)


def expression(parts: tuple[Part, ...]) -> str:
    """The regular expression that finds the parts in a folded clause."""
    return "".join(map(_expression, parts))


def _expression(part: Part) -> str:
    if isinstance(part, Letters):
        return re.escape(part.text)
    if isinstance(part, Gap):
        return f"[^{NEGATIONS}]{{0,{part.most}}}?"
    return f"(?:{'|'.join(expression(way) for way in part.ways)})"


def keys_wanted(parts: tuple[Part, ...]) -> tuple[frozenset[str], ...]:
    """What a clause must hold for this to be said in it: of each of these sets one, a character or two side by side. The rarest sets, three at most.

    Raises SayingError where nothing is always said.
    """
    wanted = [keys for part in parts if (keys := _keys(part))]
    if not wanted:
        raise SayingError("some words that are always said")
    return tuple(sorted(dict.fromkeys(wanted), key=_cost)[:SLOTS])


def _cost(keys: frozenset[str]) -> int:
    """Few are best, pairs rather than single characters."""
    return sum(1 if len(key) > 1 else 5 for key in keys)


def _keys(part: Part) -> frozenset[str] | None:
    """One key of every way to say a part; None where it may be missing or a way holds nothing sure."""
    if isinstance(part, Gap):
        return None
    if isinstance(part, Letters):
        return frozenset({part.text[:2]}) if part.text else None
    found: set[str] = set()
    for way in part.ways:
        best = min((keys for one in way if (keys := _keys(one))), key=_cost, default=None)
        if best is None:
            return None
        found |= best
    return frozenset(found)
