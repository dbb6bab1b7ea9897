"""Which events, promises and exhibits of a case are told to one channel: what its reader can do nothing with is left to others."""

from consumer_app.domain.case import Case, Event, Promise, Role
from consumer_app.domain.case.timeline import in_time_order
from consumer_app.domain.law import Channel

PLATFORM: Role = "platform"


def events_told(channel: Channel, case: Case) -> tuple[Event, ...]:
    """The events told there, in order of time: of others than the shopper only those whom ``hears`` names, none of the shopper's own that ``passes_over`` names."""
    return tuple(event for event in in_time_order(case.events) if _is_told(event, channel, case))


def promises_told(channel: Channel, case: Case) -> tuple[Promise, ...]:
    """The promises told there: those of whom it hears, and those that nobody is named for."""
    return tuple(one for one in case.promises if _hears(_role(one.by, case), channel))


def evidence_left_out(channel: Channel, case: Case) -> frozenset[str]:
    """The exhibits that show nothing but what is not told there."""
    told: list[Event | Promise] = [*events_told(channel, case), *promises_told(channel, case)]
    all_of_it: list[Event | Promise] = [*case.events, *case.promises]
    shown = {evidence for one in told for evidence in one.evidence}
    return frozenset(evidence for one in all_of_it for evidence in one.evidence) - shown


def _is_told(event: Event, channel: Channel, case: Case) -> bool:
    role = _role(event.actor, case)
    if role not in (None, "shopper"):
        return _hears(role, channel)
    if event.channel == PLATFORM and not _hears(PLATFORM, channel) and not _is_the_order(event, case):
        return False
    return not any(words in event.what for words in channel.passes_over)


def _is_the_order(event: Event, case: Case) -> bool:
    """Whether it is of the day of the order, which is told to everyone, wherever it was made."""
    ordered = case.order.ordered_at
    return ordered is not None and ordered.day is not None and event.at.day == ordered.day


def _hears(role: Role | None, channel: Channel) -> bool:
    return role is None or not channel.hears or role in channel.hears


def _role(party_id: str | None, case: Case) -> Role | None:
    return next((party.role for party in case.parties if party.id == party_id), None)
