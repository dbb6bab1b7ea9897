"""Whether courts may differ on a claim: always, or on these facts; and the least it comes to if they do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from consumer_app.domain.judging.conditions import Judged, judge, truth
from consumer_app.domain.judging.facts import Facts
from consumer_app.domain.judging.findings import Amount, Missing, Reason, Status
from consumer_app.domain.law import Citation, Claim, Days, Value

EITHER_WAY: tuple[Status, ...] = ("settled", "contested")


@dataclass(frozen=True)
class Doubt:
    """What is contested in a claim. ``known``: courts differ on what is known already; ``open``: an answer could still make them differ."""

    claim: Claim
    judged: tuple[Judged, ...]

    @property
    def known(self) -> bool:
        """Whether it is contested whatever else is answered."""
        return self.claim.certainty == "contested" or any(one.holds for one in self.judged)

    @property
    def stands(self) -> bool:
        """Whether it is contested as things stand: one reason holds, or is not known."""
        return self.known or any(one.holds is None for one in self.judged)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it is contested, or may be."""
        return tuple(reason for one in self.judged if one.holds is not False for reason in one.reasons)

    def with_answer(self, values: Mapping[str, Value], days: Days) -> bool:
        """Whether it is certainly contested on these values."""
        if self.claim.certainty == "contested":
            return True
        return any(truth(one, values, days, "unless") for one in self.claim.contested)


def doubt_about(claim: Claim, facts: Facts, days: Days, source: Citation | None) -> Doubt:
    """What is contested in the claim on the facts. A limit (``only``) that fails leaves nothing to contest, as in ``unless``."""
    return Doubt(claim, tuple(judge(one, facts, days, source, "unless") for one in claim.contested))


def waits_for(doubt: Doubt) -> dict[str, list[int]]:
    """The facts on which it hangs whether the claim is contested, each with the places of the conditions that wait for it.

    None where it is contested already: no answer to them changes that.
    """
    waiting: dict[str, list[int]] = {}
    if not doubt.known:
        for place, one in enumerate(doubt.judged):
            for fact in one.waits_for if one.holds is None else ():
                waiting.setdefault(fact, []).append(place)
    return waiting


def missing_of(
    doubt: Doubt, answers: Mapping[str, tuple[Value, ...]], facts: Facts, days: Days, at_stake: Decimal
) -> Iterator[Missing]:
    """The facts whose answer could settle the claim or make it contested. ``answers`` are those worth trying, by fact."""
    for fact, places in waits_for(doubt).items():
        conditions = [doubt.claim.contested[place] for place in places]
        tried = [
            {truth(one, {**facts.values, fact: answer}, days, "unless") for one in conditions}
            for answer in answers.get(fact, ())
        ]
        if not tried or any(False in found for found in tried):
            yield Missing(fact, EITHER_WAY, at_stake)


def with_least(amount: Amount | None, least: Amount | None) -> Amount | None:
    """The sum with what it comes to at least; never more than is asked."""
    if amount is None or least is None:
        return amount
    return replace(amount, low=min(least.total, amount.total))
