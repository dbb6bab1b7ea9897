"""Where to go next: which channel is open, which door it closes, what it still needs, by when, what it will not handle."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from consumer_app.domain.case import Case
from consumer_app.domain.conditions import cited, judge, ready
from consumer_app.domain.facts import Facts
from consumer_app.domain.findings import ChannelFound, ClaimFound, Due, Reason
from consumer_app.domain.law import Channel, LawBook, Platform

WENT = "steps"


def channels_of(
    case: Case, book: LawBook, facts: Facts, claims: Iterable[ClaimFound], deadlines: Iterable[Due]
) -> tuple[ChannelFound, ...]:
    """The channels of the case's disputes in their order up, and the other ways in of those that do not open.

    ``claims`` are those not excluded; ``deadlines`` those already worked out, from which each channel's own last day is taken.
    """
    slugs = dict.fromkeys(slug for d in case.disputes if d in book.disputes for slug in book.disputes[d].channels)
    done = {step.channel for step in case.steps if step.done_on is not None or step.closed}
    claims, deadlines = tuple(claims), tuple(deadlines)
    found: dict[str, ChannelFound] = {}
    waiting = list(slugs) + [slug for slug in done if slug not in slugs and slug in book.channels]
    while waiting:
        slug = waiting.pop(0)
        if slug in found:
            continue
        found[slug] = _channel(slug, case, book, facts, done, claims, deadlines)
        if not found[slug].open:
            waiting += book.channels[slug].instead
    return tuple(sorted(found.values(), key=lambda channel: book.channels[channel.id].rank))


def _channel(
    slug: str,
    case: Case,
    book: LawBook,
    facts: Facts,
    done: set[str],
    claims: tuple[ClaimFound, ...],
    deadlines: tuple[Due, ...],
) -> ChannelFound:
    channel, is_open = book.channels[slug], True
    cannot = _cannot(channel, _platform(case, book))
    why_not: list[Reason] = []
    for condition in channel.when:
        judged = judge(ready(condition, book), facts, None)
        if not judged.holds:
            why_not += judged.reasons
            is_open = is_open and judged.holds is None
    for other in sorted(done - {slug}):
        for closing in book.channels[other].closes if other in book.channels else ():
            if closing.channel == slug:
                source = cited(closing.source) if closing.source else None
                why_not.append(Reason(WENT, "closed_by", other, slug, False, source, closing.why))
                is_open = False
    return ChannelFound(
        slug,
        is_open,
        tuple(why_not),
        _missing_parts(case, channel),
        tuple(closing.channel for closing in channel.closes),
        _last_day(channel, deadlines),
        tuple(claim.id for claim in claims if claim.asks in cannot),
    )


def _last_day(channel: Channel, deadlines: tuple[Due, ...]) -> date | None:
    own = {deadline.id for deadline in channel.deadline if deadline.who == "shopper"}
    return min((due.on for due in deadlines if due.id in own and due.on is not None), default=None)


def _platform(case: Case, book: LawBook) -> Platform | None:
    party = case.party("platform")
    return book.platforms.get(party.platform or "") if party else None


def _cannot(channel: Channel, platform: Platform | None) -> tuple[str, ...]:
    of_platform = platform.cannot if platform and channel.kind == "platform" else ()
    return (*channel.cannot, *of_platform)


PARTS: Mapping[str, Callable[[Case], object]] = {
    "platform": lambda case: getattr(case.party("platform"), "platform", None),
    "order.no": lambda case: case.order.no,
    "order.ordered_at": lambda case: case.order.ordered_at and case.order.ordered_at.at,
    "order.received_at": lambda case: case.order.received_at and case.order.received_at.at,
    "order.paid": lambda case: case.order.paid,
    "events": lambda case: case.events or case.told,
    "story": lambda case: case.events or case.told,
    "evidence": lambda case: case.evidence,
    "promises": lambda case: case.promises,
    "demands": lambda case: case.demands,
}
ROLES = ("shopper", "seller", "maker", "carrier", "installer", "platform")
OF_A_PARTY = ("name", "shop", "registered_name", "licence_no", "address", "phone")


def is_part(name: str) -> bool:
    """Whether a channel's field names a part of the case that can be looked up."""
    role, _, field = name.partition(".")
    return name in PARTS or (role in ROLES and field in OF_A_PARTY)


def _missing_parts(case: Case, channel: Channel) -> tuple[str, ...]:
    required = dict.fromkeys(field.fill for field in channel.fields if field.required and field.fill)
    return tuple(name for name in required if is_part(name) and not _has(case, name))


def _has(case: Case, name: str) -> bool:
    if name in PARTS:
        return bool(PARTS[name](case))
    role, _, field = name.partition(".")
    return any(getattr(party, field) for party in case.parties if party.role == role)
