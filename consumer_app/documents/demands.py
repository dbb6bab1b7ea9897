"""The demands of a letter in words: who is to do what, with the sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from consumer_app import formats
from consumer_app.documents.paper import BLANK, Source
from consumer_app.documents.speaking import Speaking
from consumer_app.domain.case import Case, Role
from consumer_app.domain.judging.demands import Demands, LeftOut, Put, begin_requests, is_report
from consumer_app.domain.judging.findings import ClaimFound
from consumer_app.domain.law import Claim, LawBook


@dataclass(frozen=True)
class Asked:
    """One demand as the letter makes it. ``claim``, ``entry`` and ``found`` are None for a demand in the shopper's own words only."""

    text: str
    amount: Decimal | None
    claim: str | None
    entry: Claim | None
    found: ClaimFound | None
    source: Source


@dataclass(frozen=True)
class WordedDemands:
    """The demands of one letter in words. ``elsewhere`` are those put to another business."""

    decided: Demands
    asked: tuple[Asked, ...]
    elsewhere: tuple[Asked, ...]

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Those that do not go to this channel, and why."""
        return self.decided.left_out

    @property
    def chosen(self) -> bool:
        """Whether the shopper chose them; otherwise the law's findings stand in."""
        return self.decided.chosen

    @property
    def total(self) -> Decimal | None:
        """The sum of what is asked, in yuan; None when no money is."""
        return self.decided.total

    @property
    def asks_money(self) -> bool:
        """Whether money is asked, with a sum or without one."""
        return self.decided.asks_money

    @property
    def uncounted(self) -> tuple[int, ...]:
        """The numbers of the sums that are not in the total."""
        return self.decided.uncounted

    @property
    def contested(self) -> tuple[int, ...]:
        """The numbers of the sums on which courts may differ."""
        return self.decided.contested

    @property
    def caveat(self) -> str:
        """What is said beside a total that holds such a sum; empty where it holds none."""
        inside = [place for place in self.contested if place not in self.uncounted]
        places = "、".join(f"第{place}项" for place in inside)
        which = f"其中{places}" if len(self.asked) > 1 else "该项金额"
        return f"{which}以协商一致或者裁判确定的数额为准" if inside else ""

    @property
    def only_instead(self) -> bool:
        """Whether every sum is asked only if what comes first is not done."""
        instead = dict(self.decided.alternatives)
        return all(place in instead for place, one in enumerate(self.asked, 1) if one.amount is not None)

    @property
    def alternatives(self) -> tuple[tuple[int, int], ...]:
        """Demands asked only if another is not met: (its number, the number of the other)."""
        return self.decided.alternatives


def worded(
    decided: Demands, case: Case, speaking: Speaking, called: Mapping[Role, str], book: LawBook
) -> WordedDemands:
    """The demands of a paper in words, as it speaks. Of several who are asked, each demand says whom it is for."""
    asked = {put.entry.against if put.entry else "seller" for put in decided.asked}

    def by(put: Put) -> str:
        if len(asked) < 2 or is_report(put.demand, book):
            return ""
        role = put.entry.against if put.entry else "seller"
        party = case.party(role)
        return speaking.named(role, (party and party.named) or "", called[role])

    return WordedDemands(
        decided,
        tuple(_asked(put, speaking, by(put), book) for put in decided.asked),
        tuple(_asked(put, speaking, "", book) for put in decided.elsewhere if put.entry),
    )


def sum_in_words(value: Decimal) -> str:
    """597.00元（人民币伍佰玖拾柒元整）."""
    return f"{formats.yuan(value)}（{formats.capitals(value)}）"


def _asked(put: Put, speaking: Speaking, by: str, book: LawBook) -> Asked:
    entry, worked, amount = put.entry, put.found.amount if put.found is not None else None, put.amount
    in_words = sum_in_words(amount) if amount is not None else BLANK
    if worked is not None and worked.high is not None and amount is None:
        in_words = f"（{formats.amount(worked)}）"
    if entry and not put.demand.text:
        text = speaking.say(entry.request, in_words)
        named = "{amount}" in (entry.request or "")
    else:
        own = put.demand.text or ""
        begins = book.worked_out(begin_requests)
        plain = is_report(put.demand, book)
        text = speaking.say(own).removeprefix("请") if plain else speaking.own(own, in_words, begins)
        named = "{amount}" in own
    if not named and amount is not None and (entry is None or entry.remedy) and f"{amount.normalize():f}" not in text:
        text = f"{text}，计{in_words}"
    source: Source = (f"demands/{put.place}",) if put.place is not None else ()
    if entry:
        source = (*source, f"claim:{put.demand.claim}")
    return Asked(f"{by}{text}", amount, put.demand.claim if entry else None, entry, put.found, source)
