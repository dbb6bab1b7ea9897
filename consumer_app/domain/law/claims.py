"""What can be asked, what sellers say to it, and the disputes in which it comes up."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from consumer_app.domain.law.conditions import Condition, Span
from consumer_app.domain.law.deadlines import Deadline
from consumer_app.domain.law.entries import Asks, Certainty, Dated, Entry, FactName, Respondent, Scalar, Slug
from consumer_app.domain.law.purchase import NO_WORDS, PurchaseWords
from consumer_app.domain.law.statutes import Citation, Cited

PLACES = ("asker", "asked", "amount", "goods", "term")
"""What the words for papers leave room for, in braces: who asks, who is asked, the sum, the goods, the term."""
ASKED, SAID = ("when", "unless", "contested"), ("caution", "deadline")
"""The lists that claims may share (``Common``): the conditions, and what is said besides."""
Some = tuple[Any, ...]


class Remedy(Entry):
    """A named sum of ``domain/judging/remedies.py`` and what goes into it. Numbers are dated; ``inputs`` names money, number or date facts.

    ``once_known`` is the fact without which no sum is named, so that nobody reads ten times a price before anything is known to be wrong.
    """

    formula: Slug | Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
    base: Literal["affected", "whole", "household_quantity"] | None = None
    inputs: dict[str, FactName | tuple[FactName, ...]] = Field(default_factory=dict)
    less: tuple[FactName, ...] = ()
    multiple: Dated[Decimal] | None = None
    loss_multiple: Dated[Decimal] | None = None
    floor: Dated[Decimal] | None = None
    cap: Dated[Decimal] | None = None
    rate: Dated[Decimal] | None = None
    source: Cited | None = None
    once_known: FactName | None = None


class Burden(Entry):
    """Who must prove what, in words; with the provision that says so, when one does."""

    shopper: str | None = None
    seller: str | None = None
    basis: Cited | None = None


class Caution(Entry):
    """What the shopper should know before asking this or going there; said always, or when its conditions hold."""

    text: str
    source: Cited | None = None
    when: tuple[Condition, ...] = ()


class OtherRespondent(Entry):
    """Who is asked instead, where all conditions hold: the airline, where somebody else sold the ticket."""

    respondent: Respondent
    when: tuple[Condition, ...]


class Common(Entry):
    """One thought that several claims share, told once: what makes food not fit to be sold, whoever is asked and for what.

    ``first``: its conditions are read before the claim's own, because they say for whom and for what it is at all; otherwise after them.
    Its cautions and days always come after the claim's own; its burden is that of a claim which has none of its own.
    """

    title: str
    first: bool = False
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    contested: tuple[Condition, ...] = ()
    burden: Burden | None = None
    caution: tuple[Caution, ...] = ()
    deadline: tuple[Deadline, ...] = ()


class Claim(Entry):
    """One thing one respondent can be asked, when, on what basis, and for how much.

    ``day`` is the fact that dates the applicable text. ``demand`` words the demand in a letter ({amount} is put in); ``argument`` is
    the paragraph of a letter that ties the facts to the law. ``other_respondent`` says who is asked in its stead where the facts say so.
    ``excludes`` are never had with it; ``instead_of`` are asked first, and this one only if they are not met: its sum is not added to theirs.
    ``instead_on``: what it waits for is that they are not performed (another way to the same thing), or not granted (a second ground for the same money).
    ``beside``: interest, or a cost on the way, which is asked behind the main thing. ``no_suit``: no court orders it by itself (an answer, a check of the batch).

    ``certainty`` contested: courts differ whatever the facts. Otherwise, where one of ``contested`` holds or is not known, courts may differ
    on these facts. ``least`` is the sum on the reading that favours the shopper less, ``moves`` says what decides, ``other_side`` what the
    other side will say and what answers it. ``request`` and ``ground`` are the words of papers: what is asked, and the rule that gives it.
    """

    title: str
    asks: Asks
    against: Respondent
    day: FactName
    basis: tuple[Cited, ...] | Dated[tuple[Cited, ...]]
    supports: tuple[Cited, ...] = ()
    excludes: tuple[Slug, ...] = ()
    instead_of: tuple[Slug, ...] = ()
    instead_on: Literal["not_performed", "not_granted"] = "not_performed"
    beside: bool = False
    no_suit: bool = False
    certainty: Certainty = "settled"
    common: tuple[Slug, ...] = ()
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    contested: tuple[Condition, ...] = ()
    remedy: Remedy | None = None
    least: Remedy | None = None
    request: str
    ground: str
    moves: str | None = None
    other_side: str | None = None
    burden: Burden | None = None
    other_respondent: tuple[OtherRespondent, ...] = ()
    caution: tuple[Caution, ...] = ()
    deadline: tuple[Deadline, ...] = ()

    def basis_on(self, day: date) -> tuple[Citation, ...]:
        """The citations that are its basis on that day; empty where it had none yet."""
        return (self.basis.on(day) or ()) if isinstance(self.basis, Dated) else self.basis

    def every_basis(self) -> Iterator[Citation]:
        """All citations it is ever based on."""
        if isinstance(self.basis, Dated):
            for _, citations in self.basis.starts:
                yield from citations
        else:
            yield from self.basis

    @property
    def can_be_contested(self) -> bool:
        """Whether courts may differ on it: always, or on some facts."""
        return self.certainty == "contested" or bool(self.contested)

    def with_what_it_shares(self, common: Mapping[str, Common]) -> "Claim":
        """The claim whole: what its file says, with what the entries say that it names under ``common``."""
        named = self._named(common)
        whole: dict[str, Any] = {key: (*first, *own, *then) for key, first, own, then in self._parts(named)}
        burden = self.burden or next((one.burden for one in named if one.burden), None)
        return self.model_copy(update={**whole, "burden": burden}) if named else self

    def as_written(self, common: Mapping[str, Common]) -> "Claim":
        """Of a claim that is whole only what its own file says."""
        named = self._named(common)
        own = {key: some[len(first) : len(some) - len(then)] for key, first, some, then in self._parts(named)}
        burden = None if any(one.burden is self.burden for one in named) else self.burden
        return self.model_copy(update={**own, "burden": burden}) if named else self

    def _named(self, common: Mapping[str, Common]) -> list[Common]:
        return [common[slug] for slug in self.common if slug in common]

    def _parts(self, named: list[Common]) -> Iterator[tuple[str, Some, Some, Some]]:
        """For each key that can be shared: what comes before the claim's own, what the claim has, what comes after."""
        for key in (*ASKED, *SAID):
            first = (entry for one in named if one.first and key in ASKED for entry in getattr(one, key))
            then = (entry for one in named if not (one.first and key in ASKED) for entry in getattr(one, key))
            yield key, tuple(first), getattr(self, key), tuple(then)


class Excuse(Entry):
    """What sellers say, the honest answer with its provision, and when the seller is right.

    How it is said is learned from ``told/replies``; it is listened for in the disputes that list it, ``anywhere`` in all of them.
    ``ground`` is the answer as one sentence of law, ``request`` what the answer asks, if anything. When every condition of ``right_if`` holds, the seller is right and it is not rebutted.
    ``when`` says which cases the answer is for (food only, say), ``unless`` which it is not for: where one of ``when`` fails or one of
    ``unless`` holds it is no excuse of the case, whoever says it.
    """

    title: str
    anywhere: bool = False
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    answer: str
    ground: str
    request: str | None = None
    basis: tuple[Cited, ...]
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
    basis: Cited | None = None


class Dispute(Entry):
    """A kind of dispute in plain language: what to ask, what can be claimed, what to keep, where to go. How people tell it is learned from ``told/disputes``.

    ``cause`` is the formal cause of action (案由) that a court files it under; ``purchase`` says how what was bought is asked about,
    where that is other than in its group. ``says`` is what whoever names their trouble so has said with it (关门、跑路: why the card is given up),
    ``first`` what is asked of every such case before anything else.
    """

    title: str
    plain: str
    cause: str | None = None
    facts: tuple[FactName, ...]
    claims: tuple[Slug, ...]
    excuses: tuple[Slug, ...] = ()
    evidence: tuple[EvidenceWanted, ...] = ()
    channels: tuple[Slug, ...]
    deadline: tuple[Deadline, ...] = ()
    advice: tuple[Caution, ...] = ()
    purchase: PurchaseWords = NO_WORDS
    says: dict[FactName, Scalar | tuple[str, ...]] = Field(default_factory=dict)
    first: tuple[FactName, ...] = ()
