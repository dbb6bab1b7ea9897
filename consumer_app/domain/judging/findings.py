"""What an assessment finds, as values: no prose. ``formats`` words them with the law book's labels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from consumer_app.domain.law import Asks, Certainty, Checked, Citation, Respondent, Sides, Unit, Value
from consumer_app.domain.law.periods import CountedDay

Status = Literal["settled", "contested", "open", "excluded"]
ORDER: tuple[Status, ...] = ("settled", "contested", "open", "excluded")
"""The order in which claims are shown and answers are weighed."""
Door = Literal["open", "not_yet_known", "closed"]
"""How a channel stands: it takes the case, an answer decides whether it does, or it does not."""
Found = Value | None


@dataclass(frozen=True)
class Reason:
    """Why a condition held, failed or is open: the fact, what was wanted of it, what was found, and the provision that wants it.

    ``test`` is the kind of test (``is``, ``in``, ``at_least`` …, ``within``); ``holds`` is None while unknown.
    ``note`` is the law editor's own sentence, when the condition has one.
    """

    fact: str
    test: str
    wanted: Value | tuple[Value, ...] | None
    found: Found
    holds: bool | None
    source: Citation | None
    note: str | None = None


@dataclass(frozen=True)
class Missing:
    """A fact the result still depends on: which statuses its answers could lead to, and the most money (yuan) that hangs on it."""

    fact: str
    could_become: tuple[Status, ...]
    at_stake: Decimal


@dataclass(frozen=True)
class SumItem:
    """One line of a sum. ``term`` names what it is (``price``, ``multiple``, ``floor``, ``less``, ``fact`` …), ``fact`` the fact it comes from.

    ``factors`` are the numbers multiplied or compared to get ``value`` (yuan, half up to the fen); the sum's total is the items added.
    """

    term: str
    value: Decimal
    fact: str | None = None
    factors: tuple[Decimal, ...] = ()
    source: Citation | None = None


@dataclass(frozen=True)
class Amount:
    """A sum in yuan with its lines; ``high`` is set when a court has discretion and the sum is a range from ``total`` to ``high``.

    ``low`` is what a contested claim comes to on the reading that favours the shopper less, where the book says so.
    """

    formula: str
    items: tuple[SumItem, ...]
    total: Decimal
    high: Decimal | None = None
    low: Decimal | None = None


@dataclass(frozen=True)
class Due:
    """A deadline worked out. ``on`` is None while the day it runs from is unknown; ``raw_on`` is the day before any roll-over.

    ``calendar_known`` is False when a year it touches is not published yet: the day is then only expected. ``source`` says where a
    deadline that no provision gives is taken from, and ``certainty`` how sure that is.
    """

    id: str
    title: str
    who: str
    after: str
    started_on: date | None
    on: date | None
    raw_on: date | None
    days_left: int | None
    count: int
    unit: Unit
    working: tuple[CountedDay, ...]
    basis: Citation | None
    calendar_known: bool
    on_expiry: str | None
    certainty: str | None
    source: str | None
    note: str | None
    belongs_to: str | None


@dataclass(frozen=True)
class CautionFound:
    """What to be careful of in this case, with the provision it comes from where a text of it applies to ``day``."""

    text: str
    source: Citation | None
    day: date


@dataclass(frozen=True)
class AdviceFound(CautionFound):
    """What someone in a dispute of this kind should know or do, as far as it concerns this case."""

    dispute: str


@dataclass(frozen=True)
class ClaimFound:
    """One claim of the case's disputes: its status and everything a person needs to judge it.

    ``certainty`` is contested where courts may differ on what is known, though the claim be still open; ``contested_by`` are the reasons
    of the facts that make it so, or may.
    """

    id: str
    asks: Asks
    against: Respondent
    status: Status
    day: date | None
    basis: tuple[Citation, ...]
    supports: tuple[Citation, ...]
    amount: Amount | None
    why: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    excluded_by: tuple[Reason, ...]
    never_with: tuple[str, ...]
    better: str | None
    cautions: tuple[CautionFound, ...]
    certainty: Certainty
    text_not_held: tuple[Citation, ...] = ()
    amount_needs: tuple[str, ...] = ()
    contested_by: tuple[Reason, ...] = ()

    @property
    def waits_for_its_text(self) -> bool:
        """Whether no answer would decide it: all that is missing is the text of its day."""
        decided_by = [one for one in self.missing if not set(one.could_become) <= {"settled", "contested"}]
        return self.status == "open" and bool(self.text_not_held) and not decided_by


@dataclass(frozen=True)
class ExcuseFound:
    """Something the seller says: heard in the case (``heard_in`` are event ids with the words found) or usual in such disputes.

    ``seller_is_right`` is None while it depends on an unknown fact.
    """

    id: str
    heard_in: tuple[tuple[str, str], ...]
    basis: tuple[Citation, ...]
    seller_is_right: bool | None
    because: tuple[Reason, ...]


@dataclass(frozen=True)
class ChannelFound:
    """A channel for this case: how its door stands, what it still needs, which doors it closes, by when, what it will not handle.

    ``why_not`` are the reasons why it is not open, those not known yet among them, and ``waits_for`` the facts that decide; both are empty
    of an open door. ``could_close`` is what would close it if it turned out to be so. ``first`` are the channels of the case that are not closed, that one
    usually goes to before it and has not gone to; ``reply_by`` is the day by which it must answer what was
    put to it, counted while nothing else is known from the day the step was taken. ``otherwise`` is how its letter ends, ``sides`` what the two are called
    there where that is not as its voice usually says. ``ways`` are
    the ways in that are ways in this case.
    """

    id: str
    door: Door
    why_not: tuple[Reason, ...]
    needs: tuple[str, ...]
    closes: tuple[str, ...]
    by: date | None
    not_handled: tuple[str, ...]
    cautions: tuple[CautionFound, ...] = ()
    first: tuple[str, ...] = ()
    reply_by: date | None = None
    otherwise: str | None = None
    sides: Sides | None = None
    waits_for: tuple[str, ...] = ()
    could_close: tuple[Reason, ...] = ()
    ways: tuple[Checked, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it takes the case; what is not known yet is not open."""
        return self.door == "open"

    @property
    def closed_by(self) -> tuple[Reason, ...]:
        """The reasons, known to be so, that keep it closed."""
        return tuple(reason for reason in self.why_not if reason.holds is not None)


@dataclass(frozen=True)
class EvidenceGap:
    """Evidence worth gathering that the case does not have yet, the day it may be gone, and the provision that makes it matter."""

    id: str
    dispute: str
    title: str
    proves: str
    disappears_on: date | None
    basis: Citation | None = None


@dataclass(frozen=True)
class Assessment:
    """What ``assess`` found, as of ``today``. Claims come settled first, then contested, open, excluded; within each in the disputes' order.

    ``sides`` is what those of a role are called in this case where their name is not meant; with ``seller_is_platform`` the platform of the case itself is the one that took the money.
    """

    today: date
    disputes: tuple[str, ...]
    claims: tuple[ClaimFound, ...]
    questions: tuple[Missing, ...]
    deadlines: tuple[Due, ...]
    excuses: tuple[ExcuseFound, ...]
    channels: tuple[ChannelFound, ...]
    evidence_gaps: tuple[EvidenceGap, ...]
    advice: tuple[AdviceFound, ...] = ()
    sides: Mapping[Respondent, str] = field(default_factory=dict)
    seller_is_platform: bool = False

    def claim(self, claim_id: str) -> ClaimFound | None:
        """The finding on one claim."""
        return next((claim for claim in self.claims if claim.id == claim_id), None)
