"""What a case says that cannot all be true: shown to the shopper, never guessed away."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from consumer_app.domain.case import Case
from consumer_app.domain.case.sources import held_in_case, source
from consumer_app.domain.judging.facts import Facts
from consumer_app.domain.law import DayRange, Value
from consumer_app.domain.law.moments import ends


@dataclass(frozen=True)
class Contradiction:
    """Two things that cannot both be so.

    ``kind``: ``before`` (the first lies before the second), ``more_than``, ``future``, ``none_of_it``.
    ``facts`` are fact names, or fields of the case (``order.received_at``); ``found`` their values in the same order.
    """

    kind: str
    facts: tuple[str, ...]
    found: tuple[Value, ...]


def contradictions(case: Case, facts: Facts, today: date) -> tuple[Contradiction, ...]:
    """What the case says that cannot be: shown to the shopper, never guessed away."""
    return (*_in_order(case, today), *_in_events(case, today), *_in_answers(case, facts, today))


def _in_order(case: Case, today: date) -> list[Contradiction]:
    order, found = case.order, list[Contradiction]()
    ordered, received = (moment.days if moment else None for moment in (order.ordered_at, order.received_at))
    if ordered and received and comes_before(received, ordered):
        found.append(Contradiction("before", ("order.received_at", "order.ordered_at"), (received, ordered)))
    for name, days in (("order.ordered_at", ordered), ("order.received_at", received)):
        if days and lies_after(days, today):
            found.append(Contradiction("future", (name,), (days,)))
    place = source("order.paid")
    paid = place.read(case) if place else None
    if order.refunded is not None and isinstance(paid, Decimal) and order.refunded > paid + (order.freight or 0):
        found.append(Contradiction("more_than", ("order.refunded", "order.paid"), (order.refunded, paid)))
    for line in order.lines:
        price = line.paid if line.paid is not None else paid
        if line.affected is not None and isinstance(price, Decimal) and line.affected > price:
            whole = "order.paid" if line.paid is None else f"order.lines.{line.id}.paid"
            found.append(Contradiction("more_than", (f"order.lines.{line.id}.affected", whole), (line.affected, price)))
    return found


def _in_events(case: Case, today: date) -> list[Contradiction]:
    return [
        Contradiction("future", (f"events.{event.id}.at",), (days,))
        for event in case.events
        if (days := event.at.days) and lies_after(days, today)
    ]


def _in_answers(case: Case, facts: Facts, today: date) -> list[Contradiction]:
    found = list[Contradiction]()
    held = {name for name, definition in facts.definitions.items() if held_in_case(case, definition) is not None}
    for name, definition in facts.definitions.items():
        value = facts.get(name)
        if value is None:
            continue
        days = facts.days(name)
        if days and days[0] > today and not definition.future and name not in held:
            found.append(Contradiction("future", (name,), (value,)))
        early = _too_early(name, definition.not_before, facts) if definition.not_before else None
        much = _too_much(name, definition.at_most, facts) if definition.at_most else None
        found += [one for one in (early, much) if one and not held.issuperset(one.facts)]
        if definition.at_least_one and facts.number(name) == 0:
            found.append(Contradiction("none_of_it", (name,), (value,)))
    return found


def _too_early(name: str, limit: str, facts: Facts) -> Contradiction | None:
    later, earlier = facts.get(name), facts.get(limit)
    if isinstance(later, date | DayRange) and isinstance(earlier, date | DayRange) and comes_before(later, earlier):
        return Contradiction("before", (name, limit), (later, earlier))
    return None


def _too_much(name: str, limit: str, facts: Facts) -> Contradiction | None:
    number, most = facts.number(name), facts.number(limit)
    if number is not None and most is not None and number > most:
        return Contradiction("more_than", (name, limit), (number, most))
    return None


def comes_before(later: date | DayRange, earlier: date | DayRange) -> bool:
    """Whether what must come later certainly came first: the last day it can be lies before the first that the other can be."""
    (_, last), (first, _) = ends(later), ends(earlier)
    return last < first


def lies_after(days: date | DayRange, today: date) -> bool:
    """Whether a day certainly lies after today."""
    first, _ = ends(days)
    return first > today
