"""The facts of a case: what was answered, and what follows from its order, parties and events. Unknown is not no."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from consumer_app.domain.case import EARLIEST_YEAR, LATEST_YEAR, MOST_MONEY, Answer, Case, Moment, Order, OrderLine
from consumer_app.domain.law import FactDefinition, LawBook, Value

TODAY = "today"
_Blanked = TypeVar("_Blanked", Order, OrderLine)


class FactError(ValueError):
    """An answer that its fact cannot have. ``expected`` is the fact's kind; ``choices`` what would be right."""

    def __init__(self, fact: str, found: object, expected: str, choices: tuple[str, ...] = ()) -> None:
        self.fact, self.found, self.expected, self.choices = fact, found, expected, choices
        super().__init__(
            f"the fact {fact} is not of the kind {expected}" + (f": {', '.join(choices)}" if choices else "")
        )


class FactConflict(ValueError):
    """An answer that differs from what the case itself says. Both are kept as data, neither in the message."""

    def __init__(self, fact: str, in_case: Value, answered: Value, source: str) -> None:
        self.fact, self.in_case, self.answered, self.source = fact, in_case, answered, source
        super().__init__(f"the answer to {fact} differs from {source} in the case")


@dataclass(frozen=True)
class Facts:
    """Typed values by fact name, as of ``today``; a fact that is not here is unknown."""

    values: Mapping[str, Value]
    today: date
    definitions: Mapping[str, FactDefinition]

    def get(self, fact: str) -> Value | None:
        """The value, or None while it is unknown."""
        return self.values.get(fact)

    def day(self, fact: str) -> date | None:
        """The value of a date fact, or None."""
        value = self.values.get(fact)
        return value if isinstance(value, date) else None

    def number(self, fact: str) -> Decimal | None:
        """The value of a number or money fact, or None."""
        value = self.values.get(fact)
        return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


@dataclass(frozen=True)
class Contradiction:
    """Two things that cannot both be so. ``kind``: ``before`` (the first lies before the second), ``more_than``, ``future``, ``none_of_it``.

    ``facts`` are fact names, or fields of the case (``order.received_at``); ``found`` their values in the same order.
    """

    kind: str
    facts: tuple[str, ...]
    found: tuple[Value, ...]


def facts_of(case: Case, book: LawBook, today: date) -> Facts:
    """Everything the case says, by fact name: first what it holds itself, then the answers.

    Answers to facts that the book does not have are left out (see ``unknown_names``). Raises FactError for an answer of the
    wrong kind, FactConflict for one that differs from the case.
    """
    values: dict[str, Value] = {TODAY: today}
    for name, definition in book.facts.items():
        held = held_in_case(case, definition)
        if held is not None:
            values[name] = _typed(name, held, definition, book)
    for name, answer in case.answers.items():
        definition_of = book.facts.get(name)
        if answer is None or definition_of is None:
            continue
        value = _typed(name, answer, definition_of, book)
        if name in values and values[name] != value:
            raise FactConflict(name, values[name], value, definition_of.source or "")
        values[name] = value
    return Facts(values, today, book.facts)


def held_in_case(case: Case, definition: FactDefinition) -> Value | None:
    """What the case itself says of a fact that is read from it (``from``); None when it does not say, or is not read from it."""
    return READERS[definition.source](case) if definition.source in READERS else None


def without_overtaken_answers(case: Case, book: LawBook) -> Case:
    """The case without the answers that the case itself has come to hold: an order filled in later overtakes what was answered."""
    overtaken = {
        name for name in case.answers if name in book.facts and held_in_case(case, book.facts[name]) is not None
    }
    if not overtaken:
        return case
    return case.model_copy(update={"answers": {n: a for n, a in case.answers.items() if n not in overtaken}})


def without_value(case: Case, name: str, book: LawBook) -> Case:
    """The case without its value of one fact: without the answer or, where none was given, without what the case itself holds of it.

    A value that the book does not take (a kind of goods it no longer lists, a sum of lines beyond any price) is unknown, never an end.
    """
    if name in case.answers:
        return case.model_copy(update={"answers": {n: a for n, a in case.answers.items() if n != name}})
    field = (book.facts[name].source or "").rpartition(".")[2]
    lines = tuple(_blanked(line, field) if field in OrderLine.model_fields else line for line in case.order.lines)
    order = case.order.model_copy(update={"lines": lines})
    parties = case.parties
    if field == "platform":
        parties = tuple(party.model_copy(update={"platform": None}) for party in parties)
    return case.model_copy(
        update={"order": _blanked(order, field) if field in Order.model_fields else order, "parties": parties}
    )


def _blanked(part: _Blanked, field: str) -> _Blanked:
    return part.model_copy(update={field: None})


def unknown_names(case: Case, book: LawBook) -> tuple[tuple[str, str], ...]:
    """What the case names and the book does not have: (``answers`` or ``disputes`` or ``demands``, the name)."""
    answers = [("answers", name) for name in case.answers if name not in book.facts]
    disputes = [("disputes", slug) for slug in case.disputes if slug not in book.disputes]
    demands = [("demands", d.claim) for d in case.demands if d.claim and d.claim not in book.claims]
    return (*disputes, *answers, *demands)


def typed(name: str, answer: Answer, book: LawBook) -> Value:
    """An answer as a value of its fact's kind. Raises FactError."""
    return _typed(name, answer, book.facts[name], book)


def _typed(name: str, answer: Answer, definition: FactDefinition, book: LawBook) -> Value:
    value = _KINDS[definition.kind](answer)
    choices = tuple(definition.choices) or (tuple(book.platforms) if definition.source == "platform" else ())
    if value is None or (definition.kind == "choice" and choices and value not in choices):
        raise FactError(name, answer, definition.kind, choices if definition.kind == "choice" else ())
    return value


def _yes_no(answer: Answer) -> Value | None:
    return answer if isinstance(answer, bool) else None


def _text(answer: Answer) -> Value | None:
    return answer if isinstance(answer, str) and answer.strip() else None


def _number(answer: Answer) -> Value | None:
    if isinstance(answer, bool | date) or answer is None:
        return None
    try:
        number = Decimal(answer)
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() and 0 <= number <= MOST_MONEY else None


def _money(answer: Answer) -> Value | None:
    number = _number(answer)
    return number if isinstance(number, Decimal) and number == round(number, 2) else None


def _date(answer: Answer) -> Value | None:
    day: date | None = None
    if isinstance(answer, date):
        day = answer.date() if isinstance(answer, datetime) else answer
    elif isinstance(answer, str) and len(answer) == 10:
        with suppress(ValueError):
            day = date.fromisoformat(answer)
    return day if day and EARLIEST_YEAR <= day.year <= LATEST_YEAR else None


_KINDS: Mapping[str, Callable[[Answer], Value | None]] = {
    "yes_no": _yes_no,
    "choice": _text,
    "text": _text,
    "number": _number,
    "money": _money,
    "date": _date,
}


def _day(moment: Moment | None) -> date | None:
    return moment.day if moment else None


def _paid(case: Case) -> Decimal | None:
    """What was paid: as the order says, or the lines added when each of them says."""
    return case.order.paid if case.order.paid is not None else _sum_of_lines(case, "paid")


def _sum_of_lines(case: Case, field: str) -> Decimal | None:
    values = [getattr(line, field) for line in case.order.lines]
    return sum(map(Decimal, values), Decimal(0)) if values and None not in values else None


def _goods_kind(case: Case) -> str | None:
    kinds = {line.goods_kind for line in case.order.lines}
    return kinds.pop() if len(kinds) == 1 else None


def _platform(case: Case) -> str | None:
    party = case.party("platform")
    return party.platform if party else None


def _licence(case: Case) -> bool | None:
    seller = case.party("seller")
    return True if seller and (seller.registered_name or seller.licence_no) else None


READERS: Mapping[str | None, Callable[[Case], Value | None]] = {
    "order.ordered_at": lambda case: _day(case.order.ordered_at),
    "order.received_at": lambda case: _day(case.order.received_at),
    "order.paid": _paid,
    "order.freight": lambda case: case.order.freight,
    "order.refunded": lambda case: case.order.refunded,
    "order.lines.goods_kind": _goods_kind,
    "order.lines.affected": lambda case: _sum_of_lines(case, "affected"),
    "order.lines.quantity": lambda case: _sum_of_lines(case, "quantity"),
    "platform": _platform,
    "seller.licence": _licence,
    "events.count": lambda case: Decimal(len(case.events)) if case.events else None,
}


def contradictions(case: Case, facts: Facts, today: date) -> tuple[Contradiction, ...]:
    """What the case says that cannot be: shown to the shopper, never guessed away."""
    return (*_in_order(case, today), *_in_events(case, today), *_in_answers(case, facts, today))


def _in_order(case: Case, today: date) -> list[Contradiction]:
    order, found = case.order, []
    ordered, received = _first_day(order.ordered_at), _day(order.received_at)
    if ordered and received and received < ordered:
        found.append(Contradiction("before", ("order.received_at", "order.ordered_at"), (received, ordered)))
    for name, moment in (("order.ordered_at", order.ordered_at), ("order.received_at", order.received_at)):
        day = _first_day(moment)
        if day and day > today:
            found.append(Contradiction("future", (name,), (day,)))
    paid = _paid(case)
    if order.refunded is not None and paid is not None and order.refunded > paid + (order.freight or 0):
        found.append(Contradiction("more_than", ("order.refunded", "order.paid"), (order.refunded, paid)))
    for line in order.lines:
        price = line.paid if line.paid is not None else paid
        if line.affected is not None and price is not None and line.affected > price:
            names = (f"order.lines.{line.id}.affected", f"order.lines.{line.id}.paid" if line.paid else "order.paid")
            found.append(Contradiction("more_than", names, (line.affected, price)))
    return found


def _in_events(case: Case, today: date) -> list[Contradiction]:
    days = ((f"events.{event.id}.at", _first_day(event.at)) for event in case.events)
    return [Contradiction("future", (name,), (day,)) for name, day in days if day and day > today]


def _in_answers(case: Case, facts: Facts, today: date) -> list[Contradiction]:
    found = []
    for name, definition in facts.definitions.items():
        value = facts.get(name)
        if value is None:
            continue
        held = held_in_case(case, definition) is not None
        if isinstance(value, date):
            if value > today and not definition.future and not held:
                found.append(Contradiction("future", (name,), (value,)))
            other = facts.day(definition.not_before) if definition.not_before else None
            if other and value < other and not (held and _held(case, facts, definition.not_before)):
                found.append(Contradiction("before", (name, definition.not_before or ""), (value, other)))
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


def _first_day(moment: Moment | None) -> date | None:
    return moment.first_day if moment else None
