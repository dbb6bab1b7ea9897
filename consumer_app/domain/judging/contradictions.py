"""What a case says that cannot all be true: shown to the shopper, never guessed away."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from consumer_app.domain.case import Case
from consumer_app.domain.case.sources import held_in_case, source
from consumer_app.domain.judging.facts import Facts
from consumer_app.domain.law import Value
from consumer_app.domain.law.moments import Moment


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
    if comes_before(order.received_at, order.ordered_at):
        days = tuple(m.days for m in (order.received_at, order.ordered_at) if m and m.days)
        found.append(Contradiction("before", ("order.received_at", "order.ordered_at"), days))
    for name, moment in (("order.ordered_at", order.ordered_at), ("order.received_at", order.received_at)):
        if moment and moment.days and lies_after(moment, today):
            found.append(Contradiction("future", (name,), (moment.days,)))
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
        Contradiction("future", (f"events.{event.id}.at",), (event.at.days,))
        for event in case.events
        if event.at.days and lies_after(event.at, today)
    ]


def _in_answers(case: Case, facts: Facts, today: date) -> list[Contradiction]:
    found = list[Contradiction]()
    for name, definition in facts.definitions.items():
        value = facts.get(name)
        if value is None:
            continue
        held = held_in_case(case, definition) is not None
        if days := facts.days(name):
            if days[0] > today and not definition.future and not held:
                found.append(Contradiction("future", (name,), (value,)))
            other = facts.days(definition.not_before) if definition.not_before else None
            if other and days[1] < other[0] and not (held and _held(case, facts, definition.not_before)):
                limit = facts.get(definition.not_before or "")
                found.append(Contradiction("before", (name, definition.not_before or ""), (value, limit or other[0])))
        elif definition.at_most and not (held and _held(case, facts, definition.at_most)):
            number, most = facts.number(name), facts.number(definition.at_most)
            if number is not None and most is not None and number > most:
                found.append(Contradiction("more_than", (name, definition.at_most), (number, most)))
        if definition.at_least_one and facts.number(name) == 0:
            found.append(Contradiction("none_of_it", (name,), (value,)))
    return found


def _held(case: Case, facts: Facts, fact: str | None) -> bool:
    definition = facts.definitions.get(fact or "")
    return definition is not None and held_in_case(case, definition) is not None


def comes_before(later: Moment | None, earlier: Moment | None) -> bool:
    """Whether what must come later certainly came first: its last possible day lies before the other's first."""
    last, first = later.last_day if later else None, earlier.first_day if earlier else None
    return last is not None and first is not None and last < first


def lies_after(moment: Moment | None, today: date) -> bool:
    """Whether a moment certainly lies after today."""
    first = moment.first_day if moment else None
    return first is not None and first > today
