"""Words: what a letter must not say, and how a layperson's words are heard."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from pydantic import Field

from consumer_app.domain.law.entries import Entry, Slug
from consumer_app.domain.law.statutes import Cited

NAMED = re.compile(r"\{([a-z_]+)\}")
GAP = re.compile(r"…(\d*)")
SENTENCE_ENDS = r"。！？；!?;\n"
USUAL_GAP = 10


def spelled_out(pattern: str, lists: Mapping[str, Iterable[str]]) -> str:
    """The regular expression that a pattern of a law file stands for.

    ``{name}`` is any one of the list of that name; ``…8`` is at most eight characters within the sentence (``…`` alone: ten).
    Raises KeyError for a list that is not there.
    """
    text = NAMED.sub(lambda found: _any_of(lists[found[1]]), pattern)
    return GAP.sub(lambda found: f"[^{SENTENCE_ENDS}]{{0,{found[1] or USUAL_GAP}}}", text)


def _any_of(alternatives: Iterable[str]) -> str:
    return f"(?:{'|'.join(alternatives)})"


class WordingRule(Entry):
    """Something a letter must not say: patterns of which one is found, why not, what to write instead.

    ``words`` are lists of alternatives that the patterns name (see ``spelled_out``). Nothing is found right after ``not_after`` or right
    before ``not_before``. ``hears`` are sentences in which it must find something, ``passes`` near ones in which it must not.
    """

    id: Slug
    patterns: tuple[str, ...]
    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    hears: tuple[str, ...]
    passes: tuple[str, ...]
    why: str
    instead: str
    source: Cited | None = None

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """All patterns as one. Raises KeyError for a list that a pattern names and is not there, re.error for what is no pattern."""
        before = "".join(f"(?<!{words})" for words in self.not_after)
        after = "".join(f"(?!{words})" for words in self.not_before)
        found = _any_of(spelled_out(pattern, self.words) for pattern in self.patterns)
        return re.compile(before + found + after, re.IGNORECASE)


class ValuePattern(Entry):
    """How a day or a sum is written: a regular expression with named groups, in which ``{name}`` is a part that ``Words.parts`` spells.

    Days: ``year month day`` (numbers), ``ago`` (days back), ``weekday`` with ``weeks`` (weeks back), ``months`` (months back) and ``day``;
    ``offset`` for a word that is a number of days from today. Sums: ``yuan`` and ``rest`` (what follows the unit: tenths).
    ``hears`` are words it must read, ``passes`` words it must leave alone.
    """

    pattern: str
    hears: tuple[str, ...]
    passes: tuple[str, ...]
    offset: int | None = None
    weeks: int | None = None
    months: int | None = None
    years: int | None = None


class Words(Entry):
    """What ``suggest`` knows of plain speech: what goods are called, how days and sums are written.

    ``approximate`` words make a sum unsure.
    ``digits`` and ``units`` are the values of numerals; ``parts`` are what the patterns of days and sums have in common.
    """

    goods: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    approximate: tuple[str, ...] = ()
    digits: dict[str, int] = Field(default_factory=dict)
    units: dict[str, int] = Field(default_factory=dict)
    parts: dict[str, str] = Field(default_factory=dict)
    day: tuple[ValuePattern, ...] = ()
    sum: tuple[ValuePattern, ...] = ()

    def regex(self, shape: ValuePattern) -> re.Pattern[str]:
        """The pattern with its parts put in. Raises KeyError for a part that is not there, re.error for what is no pattern."""
        parts = {name: (part,) for name, part in self.parts.items()}
        return re.compile(spelled_out(shape.pattern, parts), re.IGNORECASE)
