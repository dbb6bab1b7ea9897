"""Where to go next: which channel is open, which door it closes, what it still needs, by when, what it will not handle."""

from collections.abc import Iterable
from datetime import date

from consumer_app.domain.case import Case
from consumer_app.domain.case.sources import source
from consumer_app.domain.judging.cautions import cautions_of
from consumer_app.domain.judging.conditions import judge
from consumer_app.domain.judging.deadlines import answer_due
from consumer_app.domain.judging.demands import cannot_handle
from consumer_app.domain.judging.facts import Facts
from consumer_app.domain.judging.findings import ChannelFound, ClaimFound, Due, Reason
from consumer_app.domain.law import Channel, LawBook

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
    waiting = [*slugs, *(slug for slug in sorted(done) if slug in book.channels)]
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
    cannot = cannot_handle(channel, case, book)
    why_not: list[Reason] = []
    for condition in channel.when:
        judged = judge(condition, facts, book.days, None)
        if not judged.holds:
            why_not += judged.reasons
            is_open = is_open and judged.holds is None
    for other in sorted(done - {slug}):
        for closing in book.channels[other].closes if other in book.channels else ():
            if closing.channel == slug:
                why_not.append(Reason(WENT, "closed_by", other, slug, False, closing.source, closing.why))
                is_open = False
    return ChannelFound(
        slug,
        is_open,
        tuple(why_not),
        _missing_parts(case, channel),
        tuple(closing.channel for closing in channel.closes),
        _last_day(channel, deadlines),
        tuple(claim.id for claim in claims if claim.asks in cannot),
        cautions_of(channel.caution, facts.today, book, facts),
        tuple(other for other in channel.after if other not in done and other in book.channels),
        answer_due(slug, case, book, facts),
        next((one.text for one in cautions_of(channel.ending, facts.today, book, facts)), channel.otherwise),
    )


def _last_day(channel: Channel, deadlines: tuple[Due, ...]) -> date | None:
    own = {deadline.id for deadline in channel.deadline if deadline.who == "shopper"}
    return min((due.on for due in deadlines if due.id in own and due.on is not None), default=None)


def _missing_parts(case: Case, channel: Channel) -> tuple[str, ...]:
    """What the channel's own form needs and the case does not hold."""
    required = dict.fromkeys(filter(None, (field.fill for field in channel.fields if field.required)))
    return tuple(name for name in required if (place := source(name)) and not place.read(case))
