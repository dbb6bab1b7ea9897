"""The tests a law file puts to facts, and the conditions they make. How they are judged: ``domain/judging/conditions.py``."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, Self, get_args

from pydantic import ConfigDict, Field, model_validator

from consumer_app.domain.law.entries import Entry, FactName, Roll, Scalar, Unit
from consumer_app.domain.law.statutes import Cited

TestKind = Literal["is", "in", "has", "at_least", "at_most", "before", "after", "within", "beyond"]
KINDS: tuple[TestKind, ...] = get_args(TestKind)
KEYS: Mapping[TestKind, str] = {kind: f"{kind}_" if kind in ("is", "in") else kind for kind in KINDS}
"""Where a test of each kind stands in the model: ``is`` and ``in`` are words of Python."""
OF_THE_CONDITION = ("source", "why", "only")


class Span(Entry):
    """A period after a fact's day: ``after`` a date fact, ``count`` of ``unit``s, a last day that is off moved on as ``roll`` says."""

    after: FactName
    count: int = Field(ge=0)
    unit: Unit
    roll: Roll = "none"


class Test(Entry):
    """One test of one fact: exactly one of the tests.

    ``is`` and ``in`` ask for one value or one of several, ``has`` for one choice, or one of several, among those that a fact of several
    choices holds.
    ``at_least`` and ``at_most`` bound a number. ``before`` and ``after`` take a day or the name of another date fact; ``within`` and
    ``beyond`` a period after one. ``also`` are tests that must hold with it: one road of several, each with what it needs. A road may
    have a ``source`` and a ``why`` of its own.
    """

    fact: FactName
    is_: Scalar | None = Field(default=None, alias="is")
    in_: tuple[Scalar, ...] | None = Field(default=None, alias="in")
    has: str | tuple[str, ...] | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    before: date | FactName | None = None
    after: date | FactName | None = None
    within: Span | None = None
    beyond: Span | None = None
    also: tuple["Test", ...] = ()
    source: Cited | None = None
    why: str | None = None
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="after")
    def _has_one_test(self) -> Self:
        if len(named := self._named()) != 1:
            raise ValueError(
                f"the test of {self.fact!r} has {named or 'no test'}; exactly one of {', '.join(KINDS)} is right"
            )
        if any(further.also or further.source or further.why for further in self.also):
            raise ValueError(f"what is under also of {self.fact!r} is tests only: no also, source or why of their own")
        return self

    def _named(self) -> list[TestKind]:
        return [kind for kind, key in KEYS.items() if getattr(self, key) is not None]

    def of_kind(self, kind: TestKind) -> Any:
        """What the file says under that key; None when it has not that key."""
        return getattr(self, KEYS[kind])

    @cached_property
    def kind(self) -> TestKind:
        """Which of the tests it is."""
        (kind,) = self._named()
        return kind

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Every fact the test itself looks at, its own first; not those of ``also``."""
        others = [other for other in (self.before, self.after) if isinstance(other, str)]
        return (self.fact, *others, *(span.after for span in (self.within, self.beyond) if span))

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """The choices one of which it looks for (``has``)."""
        return (self.has,) if isinstance(self.has, str) else self.has or ()

    @property
    def parts(self) -> tuple["Test", ...]:
        """The test itself, then those that must hold with it."""
        return (self, *self.also)


class Condition(Entry):
    """A test, or alternatives of which one must hold (``any``), perhaps limited to some cases (``only``).

    ``source`` is the provision it comes from; without one, the claim's basis. ``why`` is the editor's own sentence.
    Where ``only`` fails, a condition of ``when`` asks nothing and holds; one of ``unless`` or ``right_if`` does not concern the case
    and does not hold.
    """

    any: tuple[Test, ...] = ()
    test: Test | None = None
    only: Test | None = None
    source: Cited | None = None
    why: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _gather_test(cls, table: Any) -> Any:
        if isinstance(table, dict) and "fact" in table:
            own = {key: value for key, value in table.items() if key in OF_THE_CONDITION}
            return {"test": {key: value for key, value in table.items() if key not in own}, **own}
        return table

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if self.test and self.test.also:
            raise ValueError(
                "also stands in any = [ … ] only: a test by itself needs a condition of its own for what else must hold"
            )
        if self.only and (self.only.also or self.only.source or self.only.why):
            raise ValueError("only is one test, without also, source or why")
        if bool(self.any) == bool(self.test):
            raise ValueError("a condition has either one fact with its test, or any = [ … ] with at least one")
        return self

    @cached_property
    def tests(self) -> tuple[Test, ...]:
        """The alternatives; one of them must hold."""
        return self.any or ((self.test,) if self.test else ())

    @property
    def every_test(self) -> tuple[Test, ...]:
        """What limits it, then the alternatives with what they need: every test that is put to a fact."""
        return (*((self.only,) if self.only else ()), *(part for test in self.tests for part in test.parts))
