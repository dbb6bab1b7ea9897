"""By when: every deadline of a case's disputes, claims, channels and platform, each with its day and its working."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from consumer_app.domain.case import Case
from consumer_app.domain.judging.facts import Facts, typed
from consumer_app.domain.judging.findings import ClaimFound, Due
from consumer_app.domain.law import Channel, DayRange, Deadline, LawBook, Value
from consumer_app.domain.law.moments import ends
from consumer_app.domain.listening.days import days_booked

ONE_DAY = timedelta(days=1)


def opened_by(deadlines: Iterable[Deadline], book: LawBook, facts: Facts) -> list[str]:
    """The claims that deadlines open which have passed; none while the day that one runs from is unknown."""
    return [
        one.on_expiry
        for one in deadlines
        if one.on_expiry
        and (start := facts.day(one.after))
        and book.days.count(start, one.count, one.unit, one.roll).on < facts.today
    ]


def due(deadline: Deadline, facts: Facts, book: LawBook, belongs_to: str | None = None) -> Due:
    """A deadline on the facts: the day, the days left, the working; without a day while the fact it runs from is unknown."""
    days = book.days
    start = facts.day(deadline.after)
    period = days.count(start, deadline.count, deadline.unit, deadline.roll) if start else None
    basis = deadline.basis
    return Due(
        id=deadline.id,
        title=deadline.title,
        who=deadline.who,
        after=deadline.after,
        started_on=start,
        on=period.on if period else None,
        raw_on=period.raw_on if period else None,
        days_left=(period.on - facts.today).days if period else None,
        count=deadline.count,
        unit=deadline.unit,
        working=period.working if period else (),
        basis=basis if basis and book.holds(basis, start or facts.today, facts.today) else None,
        calendar_known=period.calendar_known if period else True,
        on_expiry=deadline.on_expiry,
        certainty=deadline.certainty,
        source=deadline.source,
        note=deadline.note,
        belongs_to=belongs_to,
    )


def answer_due(channel: str, case: Case, book: LawBook, facts: Facts) -> date | None:
    """By when the channel must answer what was put to it; None where nothing was, it has answered, or no period is known."""
    within, taken = book.channels[channel].reply_within, [step for step in case.steps if step.channel == channel]
    if within is None or any(step.answered for step in taken):
        return None
    start = facts.day(within.after) or max((step.done_on for step in taken if step.done_on), default=None)
    return book.days.count(start, within.count, within.unit, within.roll).on if start else None


def day_to_ask_for(channel: Channel, today: date, awaited: date | None = None) -> date | None:
    """The day by which a letter asks for an answer when the shopper names none: the channel's own number of days from today, but before what was bought takes place.

    awaited: that day, where it is to come. Tomorrow is the first day that can be asked for.
    """
    if not channel.reply_days:
        return None
    usual = today + ONE_DAY * channel.reply_days
    return usual if awaited is None else max(min(usual, awaited - ONE_DAY), today + ONE_DAY)


def day_awaited(case: Case, book: LawBook, today: date) -> date | None:
    """The first day to come on which what was bought takes place (a flight, a night at a hotel, a wedding), as answered or told; None where none is known."""
    awaited = [name for name, fact in book.facts.items() if fact.awaited and case.answers.get(name) is not None]
    days: list[Value] = [typed(name, case.answers[name], book) for name in awaited]
    days += [one.days for one in days_booked(case.told or "", book, case.told_on)]
    firsts = (ends(one)[0] for one in days if isinstance(one, date | DayRange))
    return min((first for first in firsts if first > today), default=None)


def deadlines_of(
    disputes: Iterable[str], claims: Iterable[ClaimFound], case: Case, book: LawBook, facts: Facts
) -> tuple[Due, ...]:
    """Every deadline once, those with a day first, the nearest first."""
    found: dict[str, Due] = {}
    for belongs_to, deadline in _listed(disputes, claims, case, book):
        known = found.get(deadline.id)
        if known is None or (known.after, known.count, known.unit) != (deadline.after, deadline.count, deadline.unit):
            key = deadline.id if known is None else f"{belongs_to}/{deadline.id}"
            found[key] = due(deadline, facts, book, belongs_to)
    return tuple(sorted(found.values(), key=lambda d: d.on or date.max))


def _listed(
    disputes: Iterable[str], claims: Iterable[ClaimFound], case: Case, book: LawBook
) -> Iterator[tuple[str, Deadline]]:
    disputes = tuple(disputes)
    for claim in claims:
        yield from ((claim.id, deadline) for deadline in book.claims[claim.id].deadline)
    for slug in disputes:
        yield from ((slug, deadline) for deadline in book.disputes[slug].deadline)
    for slug in dict.fromkeys(channel for dispute in disputes for channel in book.disputes[dispute].channels):
        yield from ((slug, deadline) for deadline in book.channels[slug].deadline)
    if (platform := case.platform) and platform in book.platforms:
        yield from ((platform, deadline) for deadline in book.platforms[platform].deadline)
