"""Facts: what can be asked or read of a case, once, and the values they can have."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from pydantic import ConfigDict, Field

from consumer_app.domain.law.conditions import Test
from consumer_app.domain.law.entries import Entry, FactName, Respondent, Scalar, Slug
from consumer_app.domain.law.moments import DayRange
from consumer_app.domain.law.statutes import Cited

Value = Scalar | DayRange | tuple[str, ...]
"""What a fact can be: yes or no, a number, a day or a range of days, a choice, or several choices."""

CENT = Decimal("0.01")
Kind = Literal["yes_no", "choice", "choices", "number", "money", "date", "text"]


class SettledBy(Entry):
    """What another fact says of this one: where ``fact`` is one of ``in``, or is known and none of ``but``, this one is ``value``; not in cases of the disputes ``not_in``.

    ``value_of`` names the fact that it is equal to instead; ``or_unknown`` says so while ``fact`` is not known, too.
    """

    fact: FactName
    in_: tuple[Scalar, ...] = Field(default=(), alias="in")
    but: tuple[Scalar, ...] = ()
    value: Scalar | tuple[str, ...] | None = None
    value_of: FactName | None = None
    or_unknown: bool = False
    not_in: tuple[Slug, ...] = ()
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def meant(self, known: Value | None) -> bool:
        """Whether it speaks where ``fact`` has that value; None while it is not known."""
        return self.or_unknown if known is None else known in self.in_ or bool(self.but and known not in self.but)


class AskedIf(Entry):
    """What makes a question worth asking: that another fact is one of ``in``, or is known and none of ``but``; with ``or_unknown`` also while it is not known.

    With ``first`` the other fact is asked before this one even where no claim looks at it.
    """

    fact: FactName
    in_: tuple[Scalar, ...] = Field(default=(), alias="in")
    but: tuple[Scalar, ...] = ()
    or_unknown: bool = False
    first: bool = False
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class WorkedOut(Entry):
    """How a fact follows from sums that are known: it is ``times`` as much as ``of``, or, for a yes_no, whether ``more`` is more than that."""

    of: FactName
    times: Decimal
    more: FactName | None = None

    @property
    def sums(self) -> tuple[FactName, ...]:
        """The facts that it is worked out from, in the order in which they are asked."""
        return (self.of, *((self.more,) if self.more else ()))

    def value(self, known: Mapping[str, Value]) -> Value | None:
        """What follows from these facts; None while one of them is not known."""
        sums = [known.get(name) for name in self.sums]
        numbers = [Decimal(one) for one in sums if isinstance(one, int | Decimal) and not isinstance(one, bool)]
        if len(numbers) < len(sums):
            return None
        share = (numbers[0] * self.times).quantize(CENT)
        return numbers[1] > share if self.more else share


class Breach(Entry):
    """That an answer says that a duty was broken whose breach an authority punishes: which ``provisions`` set the duty, ``by`` whom it was broken.

    ``where`` are tests that must hold as well: what is not known says no breach. ``unless`` are tests of which none may be known to hold. ``day`` is the fact that holds the day of it, the purchase where it has none.
    """

    answer: bool | str
    provisions: tuple[Cited, ...] = Field(min_length=1)
    by: Respondent = "seller"
    where: tuple[Test, ...] = ()
    unless: tuple[Test, ...] = ()
    day: FactName | None = None

    def said(self, answer: object) -> bool:
        """Whether this answer is the one meant, or has it among several choices."""
        return self.answer in answer if isinstance(answer, tuple) else answer == self.answer


class FactDefinition(Entry):
    """One fact, asked once. ``source`` (TOML key ``from``) is where the case already holds it; see ``domain/case/sources.py``.

    ``label`` names it in a reason; ``statement`` and ``denial`` say in a letter that it is so, or is not so, ``statement_for`` what each choice says:
    one thing that is true whenever this was answered. In them ``{asker}`` is the shopper and ``{asked}`` the business the shopper dealt with.
    ``yes`` and ``no`` are the words on the buttons of a yes_no question where 是 and 不是 do not answer it.
    ``said`` are words that, near a day, a sum, a number or an age, say that it is this one; ``counted`` what a number counts (次, 节, 公里),
    ``ages`` from which to which year of age each choice is, ``written`` the words on a paper that say each. How answers are said is learned from ``told/facts``.
    ``not_before`` (a date) and ``at_most`` (a number) name the fact it cannot contradict; ``future`` allows a day still to come; ``awaited`` is the day of what was bought, after which an answer is of no use;
    ``share_of`` and ``share_for``: it says how much of one sum (what came back of the order) was for another (the price of one thing).
    ``at_least_one`` counts things of which there is one at least. ``was`` are names it had before, under which older cases hold its answer.
    ``late`` is asked after the others: what seldom is so, or only takes something away.
    ``settled_by`` says which other facts settle this one, so that it is not asked: no wages at eleven, no phone battery in a rice cooker.
    ``asked_if`` says what makes it worth asking, any of them being enough: 信了这些话 only where there were such words. What decides that is asked first.
    ``asked_in`` are the disputes in which alone it is asked, where channels or excuses that many share look at it.
    Of a day, a sum or a number ``statement`` leaves room for it ({day}, {amount}, {number}); ``untold``: the order or the working says it already; ``of_sides``: it says who stands against whom, nothing of what went wrong.
    ``breach`` says which answers are the breach of which duty: a report names the provision and prints the fact.
    ``worked_out``: how it follows from sums; those are asked in its place, and never what can be reckoned from them.
    Its label, question, hint and answers leave room for words of the purchase (``purchase.SLOTS``).
    """

    kind: Kind
    label: str
    question: str | None = None
    hint: str | None = None
    yes: str | None = None
    no: str | None = None
    choices: dict[str, str] = Field(default_factory=dict)
    statement: str | None = None
    denial: str | None = None
    source: str | None = Field(default=None, alias="from")
    said: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    written: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    ages: dict[str, tuple[int, int]] = Field(default_factory=dict)
    statement_for: dict[str, str] = Field(default_factory=dict)
    not_before: FactName | None = None
    at_most: FactName | None = None
    future: bool = False
    awaited: bool = False
    at_least_one: bool = False
    share_of: FactName | None = None
    share_for: FactName | None = None
    was: tuple[FactName, ...] = ()
    late: bool = False
    settled_by: tuple[SettledBy, ...] = ()
    asked_if: tuple[AskedIf, ...] = ()
    asked_in: tuple[Slug, ...] = ()
    worked_out: WorkedOut | None = None
    breach: tuple[Breach, ...] = ()
    untold: bool = False
    of_sides: bool = False
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
