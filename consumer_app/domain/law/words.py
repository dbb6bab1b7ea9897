"""Words: what a letter must not say, and how a layperson's words are heard."""

from typing import Literal

from pydantic import Field

from consumer_app.domain.law.entries import Entry, Slug
from consumer_app.domain.law.statutes import Cited


class WordingRule(Entry):
    """Something a letter must not say: a regular expression, why not, what to write instead."""

    id: Slug
    pattern: str
    kind: Literal["threat", "accusation", "overclaim", "term", "silence", "insult", "privacy"]
    why: str
    instead: str
    source: Cited | None = None


class ValuePattern(Entry):
    """How a day or a sum is written: a regular expression with named groups.

    Days: ``year month day`` (numbers), ``ago`` (days back), ``weekday`` with ``weeks`` (weeks back), ``months`` (months back) and ``day``;
    ``offset`` for a word that is a number of days from today. Sums: ``yuan`` and ``rest`` (what follows the unit: tenths).
    """

    pattern: str
    offset: int | None = None
    weeks: int | None = None
    months: int | None = None
    years: int | None = None


class Words(Entry):
    """What ``suggest`` knows of plain speech: other ways to say a word, what goods are called, how days and sums are written.

    ``negations`` right before a phrase turn it round, ``doubts`` right before or after it leave it open; ``approximate`` words make a sum unsure.
    ``digits`` and ``units`` are the values of numerals.
    """

    synonyms: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    goods: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    never: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    approximate: tuple[str, ...] = ()
    digits: dict[str, int] = Field(default_factory=dict)
    units: dict[str, int] = Field(default_factory=dict)
    day: tuple[ValuePattern, ...] = ()
    sum: tuple[ValuePattern, ...] = ()
