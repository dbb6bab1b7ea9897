"""The law book as values: statutes, facts, claims, disputes, excuses, channels, platforms, calendars; and which text applies."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

T = TypeVar("T")
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
CitationText = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+:\d+(\.\d+)?(\(\d+\))?$")]
Unit = Literal["hour", "natural_day", "working_day", "month", "year"]
Roll = Literal["rest_day", "public_holiday", "none"]
Certainty = Literal["settled", "contested"]
Asks = Literal[
    "refund", "return", "exchange", "repair", "redo", "restore", "price_reduction", "supply", "perform", "compensate",
    "punitive", "information", "correction", "apology", "stop", "records",
]  # fmt: skip
Respondent = Literal["seller", "platform", "maker", "carrier", "installer"]


class Entry(BaseModel):
    """What every entry of the law book shares: frozen, and a key that the house does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dated(Entry, Generic[T]):
    """A value with the days from which it holds. Before the first day there is no value: never a fallback."""

    starts: tuple[tuple[date, T], ...]

    @model_validator(mode="before")
    @classmethod
    def _from_table(cls, table: Any) -> Any:
        if isinstance(table, dict) and "starts" not in table:
            return {"starts": tuple(sorted((date.fromisoformat(str(start)), value) for start, value in table.items()))}
        return table

    def on(self, day: date) -> T | None:
        """The value in force on that day; None before the first start."""
        return next((value for start, value in reversed(self.starts) if start <= day), None)


# ---- statutes -------------------------------------------------------------------------------------------------------


class Article(Entry):
    """One article, word for word. A line that begins with （一） is an item of the paragraph above it; every other line is a paragraph."""

    text: str

    def paragraphs(self) -> list[tuple[str, list[str]]]:
        """Each paragraph with its items, in order."""
        found: list[tuple[str, list[str]]] = []
        for line in filter(None, (line.strip() for line in self.text.splitlines())):
            if found and re.match(r"^（[一二三四五六七八九十]+）", line):
                found[-1][1].append(line)
            else:
                found.append((line, []))
        return found


class Statute(Entry):
    """One text of a statute: the articles the product cites, with the days it is in force (``in_force_until`` is exclusive).

    ``paragraphs`` is false where the source's paragraph breaks are not reliable: then only article and item are cited.
    """

    title: str
    short: str
    kind: Literal["law", "regulation", "rule", "interpretation"]
    issued_by: str
    document: str | None = None
    in_force_from: date
    in_force_until: date | None = None
    facts_from: date | None = None
    procedure: bool = False
    paragraphs: bool = True
    checked_on: date
    source: str
    articles: dict[Annotated[str, StringConstraints(pattern=r"^\d+$")], Article]


@dataclass(frozen=True, order=True)
class Citation:
    """``slug:ARTICLE[.PARAGRAPH][(ITEM)]``: which words of which statute."""

    statute: str
    article: str
    paragraph: int | None = None
    item: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Citation":
        """Raises ValueError with the shape expected."""
        found = re.fullmatch(r"([a-z0-9-]+):(\d+)(?:\.(\d+))?(?:\((\d+)\))?", text)
        if not found:
            raise ValueError(
                f"{text!r} is no citation; expected statute:ARTICLE[.PARAGRAPH][(ITEM)], such as food-safety-law:34(6)"
            )
        return cls(found[1], found[2], int(found[3]) if found[3] else None, int(found[4]) if found[4] else None)

    def __str__(self) -> str:
        paragraph = f".{self.paragraph}" if self.paragraph else ""
        return f"{self.statute}:{self.article}{paragraph}" + (f"({self.item})" if self.item else "")


@dataclass(frozen=True)
class Provision:
    """The words a citation points at, within the text that applies: the whole article, and the cited paragraph or item of it."""

    citation: Citation
    statute: Statute
    text: str
    article_text: str


# ---- facts and conditions -------------------------------------------------------------------------------------------


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


# ---- claims, excuses, disputes --------------------------------------------------------------------------------------


class Remedy(Entry):
    """A named sum of ``domain/remedies.py`` and what goes into it. Numbers are dated; ``inputs`` names money, number or date facts."""

    formula: Slug | Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
    base: Literal["affected", "whole", "household_quantity"] | None = None
    inputs: dict[str, FactName | tuple[FactName, ...]] = Field(default_factory=dict)
    less: tuple[FactName, ...] = ()
    multiple: Dated[Decimal] | None = None
    loss_multiple: Dated[Decimal] | None = None
    floor: Dated[Decimal] | None = None
    cap: Dated[Decimal] | None = None
    rate: Dated[Decimal] | None = None
    source: CitationText | None = None


class Burden(Entry):
    """Who must prove what, in words; with the provision that says so, when one does."""

    shopper: str | None = None
    seller: str | None = None
    basis: CitationText | None = None


class Caution(Entry):
    """What the shopper should know before asking this; shown always, or when its conditions hold."""

    text: str
    source: CitationText | None = None
    when: tuple[Condition, ...] = ()


class Claim(Entry):
    """One thing one respondent can be asked, when, on what basis, and for how much.

    ``day`` is the fact that dates the applicable text. ``demand`` words the demand in a letter ({amount} is put in); ``argument`` is
    the paragraph of a letter that ties the facts to the law.
    ``excludes`` are never had with it; ``instead_of`` are asked first, and this one only if they are not met: its sum is not added to theirs.
    """

    title: str
    asks: Asks
    against: Respondent
    day: FactName
    basis: tuple[CitationText, ...] | Dated[tuple[CitationText, ...]]
    supports: tuple[CitationText, ...] = ()
    excludes: tuple[Slug, ...] = ()
    instead_of: tuple[Slug, ...] = ()
    certainty: Certainty = "settled"
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    remedy: Remedy | None = None
    demand: str
    argument: str | None = None
    burden: Burden | None = None
    caution: tuple[Caution, ...] = ()
    deadline: tuple[Deadline, ...] = ()

    def basis_on(self, day: date) -> tuple[str, ...]:
        """The citations that are its basis on that day; empty where it had none yet."""
        return (self.basis.on(day) or ()) if isinstance(self.basis, Dated) else self.basis

    def every_basis(self) -> Iterator[str]:
        """All citations it is ever based on."""
        if isinstance(self.basis, Dated):
            for _, citations in self.basis.starts:
                yield from citations
        else:
            yield from self.basis


class Excuse(Entry):
    """What sellers say, the honest answer with its provision, and when the seller is right.

    ``said`` are the ways it is said, as plain phrases; ``patterns`` are regular expressions for what phrases cannot say.
    ``letter`` is the answer as the letter gives it. When every condition of ``right_if`` holds, the seller is right and it is not rebutted.
    ``when`` says which cases the answer is for (food only, say): where one fails it is no excuse of the case, whoever says it.
    """

    title: str
    said: tuple[str, ...]
    when: tuple[Condition, ...] = ()
    patterns: tuple[str, ...] = ()
    answer: str
    letter: str
    basis: tuple[CitationText, ...]
    right_when: str
    right_if: tuple[Condition, ...] = ()


class EvidenceWanted(Entry):
    """Evidence worth gathering before it disappears."""

    id: Slug
    title: str
    kind: str
    proves: str
    how: str | None = None
    disappears: Span | None = None
    why_soon: str | None = None
    basis: CitationText | None = None


class Dispute(Entry):
    """A kind of dispute in plain language: how people say it, what to ask, what can be claimed, what to keep, where to go."""

    title: str
    plain: str
    said: tuple[str, ...]
    never: tuple[str, ...] = ()
    facts: tuple[FactName, ...]
    claims: tuple[Slug, ...]
    excuses: tuple[Slug, ...] = ()
    evidence: tuple[EvidenceWanted, ...] = ()
    channels: tuple[Slug, ...]
    deadline: tuple[Deadline, ...] = ()
    advice: tuple[Caution, ...] = ()
    letter: Slug | None = None


# ---- where to go ----------------------------------------------------------------------------------------------------


class Checked(Entry):
    """A fact about the outside world with how certain it is: A read in the rule or official text, B secondary, C not verified."""

    text: str
    source: str
    verified_on: date | None = None
    certainty: Literal["A", "B", "C"]


class ChannelField(Entry):
    """One box of a channel's own form. ``fill`` names what goes in (a value of the letter's vocabulary)."""

    label: str
    fill: str | None = None
    required: bool = False
    max_chars: int | None = None
    note: str | None = None
    certainty: Literal["A", "B", "C"] = "C"


class Closing(Entry):
    """A door that going here closes."""

    channel: Slug
    why: str
    source: CitationText | None = None


class Channel(Entry):
    """A place a complaint can go: whom the letter addresses, what it takes, what it cannot do, which door it closes.

    ``rank`` orders the way up. ``cannot`` lists the asks it does not handle. ``instead`` are other ways in when this one does not open.
    """

    title: str
    kind: Literal["store", "platform", "regulator", "postal", "association", "mediation", "court", "hotline", "other"]
    rank: int
    addressee: str
    plain: str
    when: tuple[Condition, ...] = ()
    cannot: tuple[Asks, ...] = ()
    cannot_why: str | None = None
    needs: tuple[str, ...] = ()
    prepare: tuple[str, ...] = ()
    ways_in: tuple[Checked, ...] = ()
    instead: tuple[Slug, ...] = ()
    closes: tuple[Closing, ...] = ()
    after: tuple[Slug, ...] = ()
    fields: tuple[ChannelField, ...] = ()
    deadline: tuple[Deadline, ...] = ()
    caution: tuple[Caution, ...] = ()
    reply_within: Span | None = None
    reply_days: int | None = None
    otherwise: str | None = None
    letters: tuple[Slug, ...] = ()


class Platform(Entry):
    """A shopping platform: how people name it, who answers for it, what its own dispute procedure takes."""

    title: str
    also: tuple[str, ...] = ()
    operator: str | None = None
    self_operated: Literal["no", "mixed", "yes"] = "no"
    intervene: tuple[Checked, ...] = ()
    limits: tuple[Checked, ...] = ()
    deadline: tuple[Deadline, ...] = ()
    cannot: tuple[Asks, ...] = ()
    cannot_why: str | None = None
    fields: tuple[ChannelField, ...] = ()


class Calendar(Entry):
    """The days off and make-up workdays of one year, as the State Council gave them."""

    year: int
    holidays: dict[str, tuple[date, ...]]
    workdays: tuple[date, ...]
    statutory: tuple[date, ...] = ()
    source: str
    checked_on: date


class Elsewhere(Entry):
    """A matter that is not a consumer dispute, or not the market regulator's: how people say it and who handles it."""

    title: str
    said: tuple[str, ...]
    where: str
    because: str
    still: tuple[Slug, ...] = ()


class WordingRule(Entry):
    """Something a letter must not say: a regular expression, why not, what to write instead."""

    id: Slug
    pattern: str
    kind: Literal["threat", "accusation", "overclaim", "term", "silence", "insult", "privacy"]
    why: str
    instead: str
    source: CitationText | None = None


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


@dataclass(frozen=True)
class LawBook:
    """Everything in ``legal_refs/``, by slug. ``revision`` is a hash of the files' content."""

    statutes: Mapping[str, Statute]
    facts: Mapping[str, FactDefinition]
    claims: Mapping[str, Claim]
    disputes: Mapping[str, Dispute]
    excuses: Mapping[str, Excuse]
    channels: Mapping[str, Channel]
    platforms: Mapping[str, Platform]
    calendars: Mapping[int, Calendar]
    elsewhere: Mapping[str, Elsewhere]
    wording: tuple[WordingRule, ...]
    revision: str = ""
    texts: Mapping[str, tuple[Statute, ...]] = field(default_factory=dict)
    words: Words = field(default_factory=Words)

    def provision(self, citation: Citation, day: date | None, today: date) -> Provision | None:
        """The words cited, in the text that applies for that day; None when no text held applies (see ``in_force``)."""
        statute = in_force(self, citation, day, today)
        if statute is None or citation.article not in statute.articles:
            return None
        article = statute.articles[citation.article]
        words = _words(article, citation)
        return Provision(citation, statute, words, article.text) if words else None


def in_force(book: LawBook, citation: Citation, day: date | None, today: date) -> Statute | None:
    """Which text of the cited statute governs, or None when none that is held does. The only place that decides.

    Laws, regulations and rules: the text in force on the claim's ``day``, although replaced since. Interpretations: the text in force
    ``today``, because they govern every dispute not finally decided; where ``facts_from`` limits them to later facts, ``day`` must
    not be earlier. Procedure (``procedure = true``): today.
    """
    texts = book.texts.get(citation.statute) or tuple(filter(None, (book.statutes.get(citation.statute),)))
    for statute in texts:
        by_today = statute.kind == "interpretation" or statute.procedure
        on = today if by_today else day
        if on is None or on < statute.in_force_from or (statute.in_force_until and on >= statute.in_force_until):
            continue
        if statute.facts_from and (day is None or day < statute.facts_from):
            continue
        return statute
    return None


def _words(article: Article, citation: Citation) -> str | None:
    """The cited words of an article; None when it has no such paragraph or item."""
    paragraphs = article.paragraphs()
    if citation.paragraph:
        if citation.paragraph > len(paragraphs):
            return None
        lead, items = paragraphs[citation.paragraph - 1]
        if citation.item is None:
            return "\n".join([lead, *items])
    elif citation.item:
        items = next((items for _, items in paragraphs if items), [])
    else:
        return article.text.strip()
    return items[citation.item - 1] if 0 < citation.item <= len(items) else None
