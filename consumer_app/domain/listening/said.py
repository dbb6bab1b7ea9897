"""What a text says: of a fact, of sums, days, counts and ages; a value or a range of values, whether it is only roughly so, and where it stands."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from consumer_app.domain.law import Value
from consumer_app.domain.law.moments import DayRange

Within = Literal["month", "week"]


@dataclass(frozen=True)
class Said:
    """The words that say a value and where they stand; ``about`` when they say that it is only roughly so."""

    quote: str
    start: int
    end: int
    about: bool


@dataclass(frozen=True)
class DaySaid(Said):
    """A day, or the days that it can be. ``guessed`` when the words name no year (the last such day was taken), ``lasting`` when they say
    how long something has lasted since (买了两年) rather than when it was, ``within`` of what it is some day where they say no
    more than that (5号, 周三), ``in_range`` where it is an end of a stretch of days (3号到5号).
    """

    days: date | DayRange
    guessed: bool = False
    lasting: bool = False
    within: Within | None = None
    in_range: bool = False


@dataclass(frozen=True)
class NumberSaid(Said):
    """A number from ``low`` to ``high``, the two alike where one was said."""

    low: Decimal
    high: Decimal

    @property
    def value(self) -> Decimal | None:
        """The number that was said, roughly or exactly; None where it was said to lie between two."""
        return self.low if self.low == self.high else None

    @property
    def exact(self) -> Decimal | None:
        """The number, where it was said exactly; nothing else is a claim's sum without being confirmed."""
        return None if self.about else self.value


@dataclass(frozen=True)
class SumSaid(NumberSaid):
    """A sum of money, in yuan. ``each`` when it is said of one of several, or of a day, a month, a person."""

    each: bool = False


@dataclass(frozen=True)
class CountSaid(NumberSaid):
    """How many of what: ``unit`` is the word behind the number (次, 箱, 公里)."""

    unit: str


@dataclass(frozen=True)
class AgeSaid(NumberSaid):
    """How old somebody is, in years."""


@dataclass(frozen=True)
class FactSaid:
    """A fact with the value that was said and the words that say it; for the shopper to confirm."""

    fact: str
    value: Value
    quote: str
