"""Which demands of a case go to one channel, which are left out and why, and which sums count in the total. No words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from consumer_app.domain.case import Case, Demand
from consumer_app.domain.judging.findings import Assessment, ClaimFound
from consumer_app.domain.judging.same_money import gives_money_back, keeps_the_contract
from consumer_app.domain.law import Asks, Channel, Claim, LawBook, Platform, Respondent

AUTHORITIES = ("regulator", "postal", "hotline")
"""The kinds of channel that look into a matter by office."""
THE_THING_ITSELF: frozenset[Asks] = frozenset(
    {"refund", "return", "price_reduction", "exchange", "repair", "redo", "restore", "supply", "perform"}
)
DAMAGES: frozenset[Asks] = frozenset({"compensate", "punitive"})
SELLER: Respondent = "seller"
PAID_IN_MONEY = ("refund", "return", "price_reduction", "compensate", "punitive")


@dataclass(frozen=True)
class Put:
    """One demand put to a channel. ``entry`` and ``found`` are None for a demand in the shopper's own words only.

    ``amount`` is what is asked, in yuan: the sum chosen, else what the law gives; None where no sum is asked or a court fixes it within
    a range. ``place`` is its place among the demands of the case; None where the shopper chose none yet and the law's findings stand in.
    """

    demand: Demand
    entry: Claim | None
    found: ClaimFound | None
    amount: Decimal | None
    place: int | None


@dataclass(frozen=True)
class LeftOut:
    """A demand that does not go to this channel: it does not handle it, it is put to someone else, or the law does not give it. ``claim`` is None for one in ``text`` of the shopper's own."""

    claim: str | None
    why: Literal["not_handled", "not_beside", "other_respondent", "excluded"]
    text: str | None = None


@dataclass(frozen=True)
class Demands:
    """The demands of one letter, those left out of it, and whether the shopper chose them or the law's findings stand in.

    ``elsewhere`` are those of ``left_out`` that are put to another business.
    """

    asked: tuple[Put, ...]
    left_out: tuple[LeftOut, ...]
    chosen: bool
    elsewhere: tuple[Put, ...] = ()

    @property
    def total(self) -> Decimal | None:
        """The sums added, without those asked only if another demand is not met; None when no money is asked.

        Where every sum is asked in the alternative, the total is of those that stand in for no other sum.
        """
        sums = self._sums()
        return sum((sums[place] for place in sums if place not in self.uncounted), Decimal(0)) if sums else None

    @property
    def asks_money(self) -> bool:
        """Whether money is asked: a sum, or what is paid in money though its sum is not known or left to a court."""
        return any(one.amount is not None or (one.entry and one.entry.asks in PAID_IN_MONEY) for one in self.asked)

    @property
    def uncounted(self) -> tuple[int, ...]:
        """The numbers of the sums that are not in the total, since they stand in for another."""
        instead, sums = dict(self.alternatives), self._sums().keys()
        counted = sums - set(instead) or {place for place in sums if instead[place] not in sums}
        return tuple(sorted(sums - counted))

    @property
    def alternatives(self) -> tuple[tuple[int, int], ...]:
        """Demands for money asked only if another is not met: (its number, the number of the other), counted from 1.

        Of several that come first a sum is named: it is itself asked only if what comes before it is not met.
        """
        places = {one.demand.claim: place for place, one in enumerate(self.asked, 1) if one.entry}
        return tuple(
            (place, min(firsts, key=lambda first: (self.asked[first - 1].amount is None, first)))
            for place, one in enumerate(self.asked, 1)
            if one.amount is not None
            and (firsts := [places[other.demand.claim] for other in self.asked if stands_in(one, other)])
        )

    @property
    def contested(self) -> tuple[int, ...]:
        """The numbers of the sums on which courts may differ."""
        return tuple(
            place
            for place, one in enumerate(self.asked, 1)
            if one.amount is not None and one.found is not None and one.found.certainty == "contested"
        )

    def _sums(self) -> dict[int, Decimal]:
        return {place: one.amount for place, one in enumerate(self.asked, 1) if one.amount is not None}


def demands_for(
    case: Case, assessment: Assessment, channel: Channel | None, book: LawBook, only: tuple[str, ...] = ()
) -> Demands:
    """The case's demands that this channel takes, or the claims in ``only``; without a channel, all that the law does not exclude.

    A case that has chosen none yet asks what is settled and does not exclude each other: what is contested only a person chooses.
    """
    chosen = () if only else case.demands
    wanted = tuple(Demand(claim=claim) for claim in only) or chosen or _settled(assessment)
    entries = {one.claim: entry for one in wanted if one.claim and (entry := _entry(one.claim, assessment, book))}
    everyone = {entry.against for entry in entries.values()}
    against = _the_one_asked(entries, assessment, channel, case)
    cannot = cannot_handle(channel, case, book)
    asked: list[Put] = []
    elsewhere: list[Put] = []
    left: list[LeftOut] = []
    for place, demand in enumerate(wanted):
        entry = entries.get(demand.claim or "")
        found = assessment.claim(demand.claim) if demand.claim else None
        put = Put(demand, entry, found, _amount(demand, found), place if chosen else None)
        if is_report(demand, book) and not takes_reports(channel):
            continue
        if demand.claim is None or entry is None:
            if is_report(demand, book) or _takes_own_words(channel, against):
                asked.append(put)
            else:
                left.append(LeftOut(None, "other_respondent", demand.text))
        elif found is not None and found.status == "excluded":
            left.append(LeftOut(demand.claim, "excluded"))
        elif channel is not None and not handles(channel, entry, cannot, book):
            left.append(LeftOut(demand.claim, "not_handled"))
        elif not _reached(entry.against, channel, case, everyone) or against not in (None, entry.against):
            left.append(LeftOut(demand.claim, "other_respondent"))
            one_only = channel is not None and len(channel.reaches) == 1
            if entry.against != "platform" and (put.amount is not None or not one_only):
                elsewhere.append(put)
        else:
            asked.append(put)
    if channel and channel.alone and any(put.entry and put.entry.asks in PAID_IN_MONEY for put in asked):
        spoiling = [put for put in asked if put.entry and put.entry.asks in channel.alone]
        left += [LeftOut(put.demand.claim or "", "not_beside") for put in spoiling]
        asked = [put for put in asked if put not in spoiling]
    return Demands(in_order(asked), tuple(left), bool(only or case.demands), tuple(elsewhere))


def stands_in(put: Put, other: Put) -> bool:
    """Whether it is asked only if the other is not met: the law book says so, or the law gives one of the two and the other keeps the contract (换，不换就退)."""
    if put.entry is None or other.entry is None:
        return False
    if other.demand.claim in put.entry.instead_of:
        return True
    apart = other.found is not None and put.demand.claim in other.found.never_with
    return apart and keeps_the_contract(other.entry) and gives_money_back(put.entry)


def in_order(asked: Sequence[Put]) -> tuple[Put, ...]:
    """The main thing first, then what is to stop, damages, interest and costs, then what is said or done besides, last what is asked in words of one's own.

    What is asked only if another is not met stands behind that other.
    """
    places = {put.demand.claim: _rank(put) for put in asked if put.entry}

    def key(put: Put, depth: int = 0) -> tuple[int, int]:
        firsts = [one for one in asked if stands_in(put, one)]
        behind = [key(one, depth + 1) for one in firsts if depth < len(places)]
        rank, after = max(behind, default=(0, -1))
        return (max(_rank(put), rank), after + 1 if rank >= _rank(put) else 0)

    return tuple(sorted(asked, key=key))


def _rank(put: Put) -> int:
    if put.entry is None:
        return 5
    if put.entry.beside:
        return 3
    asks = put.entry.asks
    return 0 if asks in THE_THING_ITSELF else 1 if asks == "stop" else 2 if asks in DAMAGES else 4


def begin_requests(book: LawBook) -> frozenset[str]:
    """The words that the law book's requests begin with: whoever asks so in words of their own names something to be done."""
    return frozenset(one.request[:2] for one in book.claims.values() if "{" not in one.request[:2])


def is_report(demand: Demand, book: LawBook) -> bool:
    """Whether it asks nothing but that an authority looks into the matter."""
    return demand.claim is None and bool(demand.text) and demand.text == book.words.only_report


def only_reports(case: Case, book: LawBook) -> bool:
    """Whether nothing is asked but that an authority looks into the matter."""
    return bool(case.demands) and all(is_report(one, book) for one in case.demands)


def takes_reports(channel: Channel | None) -> bool:
    """Whether an authority's words can be asked there: of an authority, never of a business."""
    return channel is None or channel.kind in AUTHORITIES


def best_for_reports(channels: Mapping[str, Channel]) -> str | None:
    """Of these the one to report to: an authority that only looks into matters rather than one that also settles what is owed."""
    offices = [slug for slug, one in channels.items() if takes_reports(one)]
    return min(offices, key=lambda slug: "refund" not in channels[slug].cannot, default=None)


def _entry(slug: str, assessment: Assessment, book: LawBook) -> Claim | None:
    """The claim as the case has it: against whoever owes it on the facts."""
    entry, found = book.claims.get(slug), assessment.claim(slug)
    if entry is None or found is None or not entry.other_respondent:
        return entry
    return entry.model_copy(update={"against": found.against})


def cannot_handle(channel: Channel | None, case: Case, book: LawBook) -> tuple[str, ...]:
    """What a channel does not take: by itself, and by the rules of the case's platform where it is the platform's own."""
    if channel is None:
        return ()
    platform = _platform_of(channel, case, book)
    return (*channel.cannot, *(platform.cannot if platform else ()))


def handles(channel: Channel, entry: Claim, cannot: Collection[str], book: LawBook) -> bool:
    """Whether the channel can give what the claim asks; ``cannot`` are the asks that ``cannot_handle`` lists there. A court orders nothing that no suit is about, a platform nothing that only the shop can do, and an answer to a suit goes to the court that has it."""
    of_others = entry.asks in channel.only_of_itself and entry.against != "platform"
    homes = [one for one in book.channels.values() if set(one.home_of) & set(entry.common)]
    stray = bool(homes) and channel not in homes
    return not (entry.asks in cannot or of_others or stray or (entry.no_suit and channel.kind == "court"))


def why_not_handled(channel: Channel, claim: Claim, case: Case, book: LawBook) -> str | None:
    """Why the channel does not take what the claim asks, in the law book's words: the platform's own, where its rules say so."""
    platform = _platform_of(channel, case, book)
    own = platform.cannot_why if platform and claim.asks in platform.cannot else None
    return own or channel.cannot_why


def _platform_of(channel: Channel, case: Case, book: LawBook) -> Platform | None:
    """The platform of the case, where the channel is the platform's own."""
    return book.platforms.get(case.platform or "") if channel.kind == "platform" else None


def _reached(against: Respondent, channel: Channel | None, case: Case, everyone: Collection[Respondent]) -> bool:
    """Whether a letter there can ask it. What is asked of the platform beside a business goes to the platform alone."""
    if channel is None:
        return True
    if channel.reaches:
        return against in channel.reaches
    to_the_platform_alone = against == "platform" and len(everyone) > 1
    return not to_the_platform_alone and (against == "seller" or case.party(against) is not None)


def _takes_own_words(channel: Channel | None, against: Respondent | None) -> bool:
    """Whether what is asked in words of one's own goes there: it is meant for the seller, whom a carrier's or a maker's letter does not reach."""
    if channel is None:
        return True
    return against in (None, SELLER) and (not channel.reaches or SELLER in channel.reaches)


def _the_one_asked(
    entries: Mapping[str, Claim], assessment: Assessment, channel: Channel | None, case: Case
) -> Respondent | None:
    """Of several the one whom a complaint is about that takes only one: the seller, else whoever owes the first; None where all can be asked at once."""
    if channel is None or not channel.one_respondent:
        return None
    everyone = {entry.against for entry in entries.values()}
    alive = [
        entry.against
        for slug, entry in entries.items()
        if (found := assessment.claim(slug))
        and found.status != "excluded"
        and _reached(entry.against, channel, case, everyone)
    ]
    return SELLER if SELLER in alive else next(iter(alive), None)


def _settled(assessment: Assessment) -> tuple[Demand, ...]:
    """Every settled claim that no better one stands against; nothing that excludes another."""
    taken: list[ClaimFound] = []
    for found in assessment.claims:
        if found.status == "settled" and not any(other.id in found.never_with for other in taken) and not found.better:
            taken.append(found)
    return tuple(Demand(claim=found.id, amount=_single(found)) for found in taken)


def _amount(demand: Demand, found: ClaimFound | None) -> Decimal | None:
    return demand.amount if demand.amount is not None or found is None else _single(found)


def _single(found: ClaimFound) -> Decimal | None:
    """The one sum a claim comes to; None where none is asked, or a court fixes it within a range."""
    return found.amount.total if found.amount and found.amount.high is None else None
