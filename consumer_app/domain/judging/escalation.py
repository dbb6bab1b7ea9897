"""Where to go next: which channel is open, not yet known or closed, which door it closes, what it still needs, by when, what it will not handle."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from consumer_app.domain.case import Case
from consumer_app.domain.case.sources import source
from consumer_app.domain.judging.cautions import cautions_of
from consumer_app.domain.judging.conditions import all_hold, judge
from consumer_app.domain.judging.deadlines import answer_due
from consumer_app.domain.judging.demands import cannot_handle, handles
from consumer_app.domain.judging.facts import Facts
from consumer_app.domain.judging.findings import ChannelFound, ClaimFound, Door, Due, Reason
from consumer_app.domain.law import Channel, Condition, LawBook

WENT, WHERE = "steps", "platform"
"""What a reason is about that no condition gives: the steps taken, the place where it was bought."""


def channels_of(
    case: Case, book: LawBook, facts: Facts, claims: Iterable[ClaimFound], deadlines: Iterable[Due]
) -> tuple[ChannelFound, ...]:
    """The channels of the case's disputes in their order up, and the other ways in of those that are closed, as far as they are not.

    ``claims`` are those not excluded; ``deadlines`` those already worked out, from which each channel's own last day is taken.
    """
    slugs = dict.fromkeys(slug for d in case.disputes if d in book.disputes for slug in book.disputes[d].channels)
    done = {step.channel for step in case.steps if step.done_on is not None or step.closed}
    claims, deadlines = tuple(claims), tuple(deadlines)
    found: dict[str, ChannelFound] = {}
    waiting = listed = [*slugs, *(slug for slug in sorted(done) if slug in book.channels)]
    while waiting:
        slug, *waiting = waiting
        if slug in found:
            continue
        found[slug] = _channel(slug, case, book, facts, done, claims, deadlines)
        if found[slug].door == "closed":
            waiting = [*waiting, *book.channels[slug].instead]
    leads_on = {slug for slug, channel in found.items() if channel.door != "closed"}
    shown = (found[slug] for slug in found if slug in leads_on or slug in listed)
    ways = (replace(one, first=tuple(slug for slug in one.first if slug in leads_on)) for one in shown)
    return tuple(sorted(ways, key=lambda channel: book.channels[channel.id].rank))


def _channel(
    slug: str,
    case: Case,
    book: LawBook,
    facts: Facts,
    done: set[str],
    claims: tuple[ClaimFound, ...],
    deadlines: tuple[Due, ...],
) -> ChannelFound:
    channel = book.channels[slug]
    cannot = cannot_handle(channel, case, book)
    stands = _door(slug, case, book, facts, done)
    return ChannelFound(
        slug,
        stands.door,
        stands.why_not,
        _missing_parts(case, channel),
        tuple(closing.channel for closing in channel.closes),
        _last_day(channel, deadlines),
        tuple(claim.id for claim in claims if not handles(channel, book.claims[claim.id], cannot, book)),
        cautions_of(channel.caution, facts.today, book, facts),
        tuple(other for other in channel.after if other not in done),
        answer_due(slug, case, book, facts),
        next((one.text for one in cautions_of(channel.ending, facts.today, book, facts)), channel.otherwise),
        next((one for one in book.voices[channel.voice].otherwise if all_hold(one.when, facts, book)[0]), None),
        stands.waits_for,
        stands.could_close,
        tuple(way for way in channel.ways_in if all_hold(way.when, facts, book)[0]),
    )


@dataclass(frozen=True)
class _Stands:
    """How a door stands: the reasons why it is not open, the facts it waits for, and what could still close it."""

    door: Door
    why_not: tuple[Reason, ...]
    waits_for: tuple[str, ...]
    could_close: tuple[Reason, ...]


def _door(slug: str, case: Case, book: LawBook, facts: Facts, done: set[str]) -> _Stands:
    """Every condition of the channel judged, and the doors that were closed by going elsewhere."""
    channel = book.channels[slug]
    wanted = [judge(_as_asked(condition, case, book, facts), facts, book.days, None) for condition in channel.when]
    spoiled = [judge(condition, facts, book.days, None, "unless") for condition in channel.unless]
    closing = [one for one in wanted if one.holds is False] + [one for one in spoiled if one.holds]
    unknown = [one for one in wanted if one.holds is None]
    reasons = [reason for one in (*wanted, *spoiled) if one in closing or one in unknown for reason in one.reasons]
    reasons += (steps := (*_closed_by_steps(slug, book, done), *_shut(channel, case, book)))
    if closing or steps:
        return _Stands("closed", tuple(reasons), (), ())
    could_close = tuple(reason for one in spoiled if one.holds is None for reason in one.reasons)
    waits = tuple(dict.fromkeys(fact for one in unknown for fact in one.waits_for))
    return _Stands("not_yet_known" if unknown else "open", tuple(reasons), waits, could_close)


def _shut(channel: Channel, case: Case, book: LawBook) -> Iterator[Reason]:
    """Why nobody steps in where it was bought: no third party, or the place is no more."""
    platform = book.platforms.get(case.platform or "") if channel.kind == "platform" else None
    if platform and platform.shut:
        yield Reason(WHERE, "shut", None, case.platform, False, None, platform.shut.text)


def _as_asked(condition: Condition, case: Case, book: LawBook, facts: Facts) -> Condition:
    """The condition without the alternatives that belong to other disputes, which nobody here would be asked.

    A channel serves several disputes, each with its own reason to go there; one that none of the case's disputes asks, and that is not
    known, keeps no door waiting.
    """
    asked = {fact for slug in case.disputes if slug in book.disputes for fact in book.disputes[slug].facts}
    ours = tuple(test for test in condition.any if test.fact in asked or test.fact in facts.values)
    if not ours or ours == condition.any:
        return condition
    return Condition.model_construct(any=ours, only=condition.only, source=condition.source, why=condition.why)


def _closed_by_steps(slug: str, book: LawBook, done: set[str]) -> Iterator[Reason]:
    """The doors that going elsewhere has closed."""
    for other in sorted(done - {slug}):
        for closing in book.channels[other].closes if other in book.channels else ():
            if closing.channel == slug:
                yield Reason(WENT, "closed_by", other, slug, False, closing.source, closing.why)


def _last_day(channel: Channel, deadlines: tuple[Due, ...]) -> date | None:
    own = {deadline.id for deadline in channel.deadline if deadline.who == "shopper"}
    return min((due.on for due in deadlines if due.id in own and due.on is not None), default=None)


def _missing_parts(case: Case, channel: Channel) -> tuple[str, ...]:
    """What the channel's own form needs and the case does not hold."""
    required = dict.fromkeys(filter(None, (field.fill for field in channel.fields if field.required)))
    return tuple(name for name in required if (place := source(name)) and not place.read(case))
