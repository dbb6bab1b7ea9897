"""Which demands go into a letter to one channel, in words and sums."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from consumer_app import formats
from consumer_app.documents.papers import BLANK, Source
from consumer_app.domain.case import Case, Demand
from consumer_app.domain.findings import Assessment, ClaimFound
from consumer_app.domain.law import Channel, Claim, LawBook, Respondent

# Who can be asked through a kind of channel; a kind that is not here takes every respondent that is a party.
_REACHES: dict[str, frozenset[Respondent]] = {
    "store": frozenset({"seller", "installer", "carrier"}),
    "platform": frozenset({"seller", "platform", "installer", "carrier"}),
}
_ONE_RESPONDENT: dict[str, frozenset[Respondent]] = {
    "maker": frozenset({"maker"}),
    "carrier": frozenset({"carrier"}),
    "installer": frozenset({"installer"}),
}


@dataclass(frozen=True)
class Asked:
    """One demand as the letter makes it. ``claim`` and ``found`` are None for a demand in the shopper's own words only."""

    text: str
    amount: Decimal | None
    claim: str | None
    entry: Claim | None
    found: ClaimFound | None
    source: Source


@dataclass(frozen=True)
class LeftOut:
    """A demand that does not go to this channel: it does not handle it, it is put to someone else, or the law does not give it."""

    claim: str
    why: Literal["not_handled", "other_respondent", "excluded"]


@dataclass(frozen=True)
class Demands:
    """The demands of one letter, those left out of it, and whether the shopper chose them or the law's findings stand in.

    ``elsewhere`` are those of ``left_out`` that are put to another business, in words that say to whom.
    """

    asked: tuple[Asked, ...]
    left_out: tuple[LeftOut, ...]
    chosen: bool
    elsewhere: tuple[Asked, ...] = ()

    @property
    def total(self) -> Decimal | None:
        """The sums added, without those asked only if another demand is not met; None when no money is asked.

        Where every sum is asked in the alternative, the total is of those that stand in for no other sum.
        """
        sums = {place: one.amount for place, one in enumerate(self.asked, 1) if one.amount is not None}
        return sum((sums[place] for place in sums if place not in self.uncounted), Decimal(0)) if sums else None

    @property
    def uncounted(self) -> tuple[int, ...]:
        """The numbers of the sums that are not in the total, since they stand in for another."""
        instead = dict(self.alternatives)
        sums = {place for place, one in enumerate(self.asked, 1) if one.amount is not None}
        counted = sums - set(instead) or {place for place in sums if instead[place] not in sums}
        return tuple(sorted(sums - counted))

    @property
    def alternatives(self) -> tuple[tuple[int, int], ...]:
        """Demands for money asked only if another is not met: (its number, the number of the other), counted from 1.

        Of several that come first a sum is named: it is itself asked only if what comes before it is not met.
        """
        places = {one.claim: place for place, one in enumerate(self.asked, 1) if one.claim}
        return tuple(
            (place, min(firsts, key=lambda first: (self.asked[first - 1].amount is None, first)))
            for place, one in enumerate(self.asked, 1)
            if one.amount is not None
            and one.entry
            and (firsts := [places[other] for other in one.entry.instead_of if other in places])
        )


def demands(
    case: Case, assessment: Assessment, channel_id: str, channel: Channel, book: LawBook, only: tuple[str, ...] = ()
) -> Demands:
    """The case's demands that this channel takes, or the claims in ``only``.

    A case that has chosen none yet asks what is supported and does not exclude each other.
    """
    wanted = tuple(Demand(claim=claim) for claim in only) or case.demands or _supported(assessment)
    chosen = () if only else case.demands
    against = {book.claims[name].against for one in wanted if (name := one.claim or "") in book.claims}
    one_only = _ONE_RESPONDENT.get(channel_id)
    platform = book.platforms.get(getattr(case.party("platform"), "platform", None) or "")
    cannot = (*channel.cannot, *(platform.cannot if platform and channel.kind == "platform" else ()))
    asked: list[Asked] = []
    others: list[Asked] = []
    left: list[LeftOut] = []
    for place, demand in enumerate(wanted):
        entry = book.claims.get(demand.claim or "")
        found = assessment.claim(demand.claim) if demand.claim else None
        if demand.claim and entry:
            if found is not None and found.status == "excluded":
                left.append(LeftOut(demand.claim, "excluded"))
                continue
            if entry.asks in cannot:
                left.append(LeftOut(demand.claim, "not_handled"))
                continue
            if not _reached(entry.against, channel_id, channel, case, against):
                left.append(LeftOut(demand.claim, "other_respondent"))
                other = _asked(demand, _to(entry.against, case), entry, found, _at(chosen, place))
                if entry.against != "platform" and (other.amount is not None or not one_only):
                    others.append(other)
                continue
        by = _by(entry, channel_id, channel, case) if entry else ""
        asked.append(_asked(demand, by, entry, found, _at(chosen, place)))
    return Demands(tuple(asked), tuple(left), bool(wanted and (only or case.demands)), tuple(others))


def _reached(
    against: Respondent, channel_id: str, channel: Channel, case: Case, everyone: Collection[Respondent]
) -> bool:
    """Whether a letter there can ask it. What is asked of the platform beside a business goes to the platform alone."""
    if not channel_id:
        return True
    reached = _ONE_RESPONDENT.get(channel_id) or _REACHES.get(channel.kind)
    if reached is not None:
        return against in reached
    if against == "platform" and len(everyone) > 1:
        return False
    return against == "seller" or case.party(against) is not None


def _at(chosen: tuple[Demand, ...], place: int) -> Source:
    return (f"demands/{place}",) if chosen else ()


def _to(against: Respondent, case: Case) -> str:
    party = case.party(against)
    named = (party.registered_name or party.shop or party.name or "") if party else ""
    return f"向{formats.ROLES[against]}{named}："


def _by(entry: Claim, channel_id: str, channel: Channel, case: Case) -> str:
    """Who is to do it, where a letter that reaches several would leave that open."""
    party = case.party(entry.against)
    if party is None or entry.against == "seller" or channel.kind == "store" or channel_id in _ONE_RESPONDENT:
        return ""
    if entry.against == "platform":
        return ""
    return f"由{formats.ROLES[party.role]}{party.registered_name or party.name or party.shop or ''}"


def sum_in_words(value: Decimal) -> str:
    """人民币伍佰玖拾柒元整（￥597.00）."""
    return f"{formats.capitals(value)}（{formats.signed(value)}）"


def _supported(assessment: Assessment) -> tuple[Demand, ...]:
    taken: list[ClaimFound] = []
    for found in assessment.claims:
        if (
            found.status == "supported"
            and not any(other.id in found.never_with for other in taken)
            and not found.better
        ):
            taken.append(found)
    return tuple(Demand(claim=found.id, amount=_single(found)) for found in taken)


def _single(found: ClaimFound) -> Decimal | None:
    """The one sum a claim comes to; None where none is asked, or a court fixes it within a range."""
    return found.amount.total if found.amount and found.amount.high is None else None


def _asked(demand: Demand, by: str, entry: Claim | None, found: ClaimFound | None, source: Source) -> Asked:
    amount, worked = demand.amount, found.amount if found is not None else None
    text = demand.text or (entry.demand if entry else "")
    if worked is not None and worked.high is not None and amount is None:
        text = text.replace("{amount}", f"（{formats.amount(worked)}）")
    elif worked is not None and amount is None:
        amount = worked.total
    if entry:
        source = (*source, f"claim:{demand.claim}")
    if entry and "{amount}" in text:
        text = text.replace("{amount}", sum_in_words(amount) if amount is not None else BLANK)
    elif amount is not None and (entry is None or entry.remedy) and f"{amount.normalize():f}" not in text:
        text = f"{text}，计{sum_in_words(amount)}"
    text = f"{by}{text}"
    return Asked(text.strip().rstrip("。；;"), amount, demand.claim if entry else None, entry, found, source)
