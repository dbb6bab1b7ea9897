"""Facts, the tests put to them, and the periods that run from them."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from consumer_app.domain.law.entries import CitationText, Entry, FactName, Roll, Slug, Unit


class FactDefinition(Entry):
    """One fact, asked once. ``source`` (TOML key ``from``) is where the case already holds it; see ``domain/facts.py``.

    ``label`` names it in a reason; ``statement`` and ``denial`` say in a letter that it is so, or is not so.
    ``said`` are words that mean yes; near a day or a sum, words that say which one it is. ``said_for`` are such words for each choice,
    ``statement_for`` the letter's sentence for each.
    ``not_before`` (a date) and ``at_most`` (a number) name the fact it cannot contradict; ``future`` allows a day still to come;
    ``at_least_one`` counts things of which there is one at least.
    """

    kind: Literal["yes_no", "choice", "number", "money", "date", "text"]
    label: str
    question: str | None = None
    hint: str | None = None
    choices: dict[str, str] = Field(default_factory=dict)
    statement: str | None = None
    denial: str | None = None
    source: str | None = Field(default=None, alias="from")
    said: tuple[str, ...] = ()
    said_for: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    statement_for: dict[str, str] = Field(default_factory=dict)
    not_before: FactName | None = None
    at_most: FactName | None = None
    future: bool = False
    at_least_one: bool = False
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Span(Entry):
    """A period after a fact's day, for a test: ``after`` a date fact, ``count`` of ``unit``s."""

    after: FactName
    count: int = Field(ge=0)
    unit: Unit
    roll: Roll = "none"


Value = bool | int | Decimal | date | str


class Test(Entry):
    """One test of one fact: exactly one of the tests. ``before``/``after`` take a date or the name of another date fact."""

    fact: FactName
    is_: Value | None = Field(default=None, alias="is")
    in_: tuple[Value, ...] | None = Field(default=None, alias="in")
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    before: date | FactName | None = None
    after: date | FactName | None = None
    within: Span | None = None
    beyond: Span | None = None
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="after")
    def _has_one_test(self) -> Self:
        tests = ("is_", "in_", "at_least", "at_most", "before", "after", "within", "beyond")
        given = [name.rstrip("_") for name in tests if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(
                f"the test of {self.fact!r} has {given or 'no test'}; exactly one of is, in, at_least, at_most, before, after, within, beyond"
            )
        return self


class Condition(Entry):
    """A test, or alternatives of which one must hold (``any``). ``source`` is the provision it comes from; without one, the claim's basis."""

    any: tuple[Test, ...] = ()
    test: Test | None = None
    source: CitationText | None = None
    why: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _gather_test(cls, table: Any) -> Any:
        if isinstance(table, dict) and "fact" in table:
            own = {"source", "why"}
            return {
                "test": {k: v for k, v in table.items() if k not in own},
                **{k: v for k, v in table.items() if k in own},
            }
        return table

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if bool(self.any) == bool(self.test):
            raise ValueError("a condition has either one fact with its test, or any = [ … ] with at least one")
        return self

    @property
    def tests(self) -> tuple[Test, ...]:
        """The alternatives; one of them must hold."""
        return self.any or ((self.test,) if self.test else ())


class Deadline(Entry):
    """A period that somebody must keep: ``count`` ``unit``s after the fact ``after``; see ``domain/periods.py`` for the counting."""

    id: Slug
    title: str
    who: Literal["shopper", "seller", "platform", "carrier", "authority", "court"]
    after: FactName
    count: int = Field(ge=0)
    unit: Unit
    roll: Roll = "rest_day"
    basis: CitationText | None = None
    source: str | None = None
    certainty: Literal["A", "B", "C"] | None = None
    on_expiry: Slug | None = None
    note: str | None = None
