"""The demands of a letter in words: who is to do what, with the sum."""

from dataclasses import dataclass
from decimal import Decimal

from consumer_app import formats
from consumer_app.documents.paper import BLANK, Source
from consumer_app.domain.case import Case
from consumer_app.domain.judging.demands import Demands, LeftOut, Put, demands_for
from consumer_app.domain.judging.findings import Assessment, ClaimFound
from consumer_app.domain.law import Channel, Claim, LawBook


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
    def alternatives(self) -> tuple[tuple[int, int], ...]:
        """Demands asked only if another is not met: (its number, the number of the other)."""
        return self.decided.alternatives


def demands(
    case: Case, assessment: Assessment, channel: Channel | None, book: LawBook, only: tuple[str, ...] = ()
) -> WordedDemands:
    """The case's demands that this channel takes, or the claims in ``only``, in words."""
    decided = demands_for(case, assessment, channel, book, only)
    return WordedDemands(
        decided,
        tuple(_asked(put, _by(put.entry, channel, case) if put.entry else "") for put in decided.asked),
        tuple(_asked(put, "") for put in decided.elsewhere if put.entry),
    )


def _by(entry: Claim, channel: Channel | None, case: Case) -> str:
    """Who is to do it, where a letter that reaches several would leave that open."""
    party = case.party(entry.against)
    if party is None or entry.against in ("seller", "platform") or (channel is not None and channel.to):
        return ""
    return f"由{formats.ROLES[party.role]}{party.named or ''}"


def sum_in_words(value: Decimal) -> str:
    """人民币伍佰玖拾柒元整（￥597.00）."""
    return f"{formats.capitals(value)}（{formats.signed(value)}）"


def _asked(put: Put, by: str) -> Asked:
    entry, worked, amount = put.entry, put.found.amount if put.found is not None else None, put.amount
    text = put.demand.text or (entry.demand if entry else "")
    if worked is not None and worked.high is not None and amount is None:
        text = text.replace("{amount}", f"（{formats.amount(worked)}）")
    source: Source = (f"demands/{put.place}",) if put.place is not None else ()
    if entry:
        source = (*source, f"claim:{put.demand.claim}")
    if entry and "{amount}" in text:
        text = text.replace("{amount}", sum_in_words(amount) if amount is not None else BLANK)
    elif amount is not None and (entry is None or entry.remedy) and f"{amount.normalize():f}" not in text:
        text = f"{text}，计{sum_in_words(amount)}"
    text = f"{by}{text}"
    return Asked(text.strip().rstrip("。；;"), amount, put.demand.claim if entry else None, entry, put.found, source)
