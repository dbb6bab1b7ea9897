"""Whether a question makes sense in a case: some belong to a few disputes, some come only after another fact is so, and then that one is asked first."""

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, replace

from consumer_app.domain.judging.findings import ChannelFound, ClaimFound, Missing
from consumer_app.domain.law import AskedIf, FactDefinition, LawBook, Value
from consumer_app.domain.law.purchase import words_of_purchase


@dataclass(frozen=True)
class Sense:
    """What makes sense to ask in a case of these disputes, of which ``values`` are known."""

    values: Mapping[str, Value]
    disputes: Collection[str]
    book: LawBook

    def asked_first(self, fact: str, looks_at: Container[str] = ()) -> str | None:
        """The fact to ask for this one: itself where it makes sense, what decides whether it does while that is not known, or None where it makes none.

        ``looks_at`` is what the claim that wants it looks at: whatever else could decide is no question of that claim, but where the book has it asked first.
        """
        definition = self.book.facts.get(fact)
        if definition is None:
            return fact
        if definition.asked_in and not set(definition.asked_in) & set(self.disputes):
            return None
        if self._speaks_of_what_is_not_there(fact, definition):
            return None
        same = next(
            (one.value_of for one in definition.settled_by if one.value_of and one.meant(self.values.get(one.fact))),
            None,
        )
        if same is not None:
            return self.asked_first(same, looks_at)
        if definition.worked_out:
            unknown = (sum_ for sum_ in definition.worked_out.sums if sum_ not in self.values)
            return next((first for sum_ in unknown if (first := self.asked_first(sum_, looks_at))), None)
        deciding = [one for one in definition.asked_if if one.first or one.or_unknown or one.fact in looks_at]
        if not deciding or any(self._so(one) for one in deciding):
            return fact
        waiting = (one.fact for one in deciding if one.fact not in self.values)
        return next((first for one in waiting if (first := self.asked_first(one, looks_at))), None)

    def of_claim(self, claim: ClaimFound) -> ClaimFound:
        """The claim as it is asked about: in the place of a question that makes no sense yet the one that decides whether it does."""
        named = {one.fact: one for one in claim.missing}
        looks_at = {*named, *(reason.fact for reason in (*claim.why, *claim.excluded_by))}
        missing: dict[str, Missing] = {}
        for one in claim.missing:
            if (first := self.asked_first(one.fact, looks_at)) is not None:
                missing.setdefault(first, named.get(first) or replace(one, fact=first))
        needs = dict.fromkeys(first for one in claim.amount_needs if (first := self.asked_first(one, looks_at)))
        return replace(claim, missing=tuple(missing.values()), amount_needs=tuple(needs))

    def of_channel(self, channel: ChannelFound) -> ChannelFound:
        """The channel without what could close it in other disputes only."""
        could = tuple(reason for reason in channel.could_close if self.asked_first(reason.fact) is not None)
        return replace(channel, could_close=could)

    def _speaks_of_what_is_not_there(self, fact: str, definition: FactDefinition) -> bool:
        """Whether the question uses words of another way of buying than is known: a page, where it was bought in a shop."""
        never = self.book.purchase.never_where
        if not never or words_of_purchase(self.book, self.disputes).afar:
            return False
        asked = "".join(filter(None, (definition.question, definition.yes, definition.no)))
        return any(
            word in asked
            for other, by_value in never.items()
            if other != fact and isinstance(known := self.values.get(other), str)
            for word in by_value.get(known, ())
        )

    def _so(self, one: AskedIf) -> bool:
        known = self.values.get(one.fact)
        if known is None:
            return one.or_unknown
        held = known if isinstance(known, tuple) else (known,)
        return any(value in one.in_ for value in held) or bool(one.but and not set(held) & set(one.but))
