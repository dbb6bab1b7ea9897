"""Where a case holds a fact: one table that says how to read it there, put it there, take it out, and which part of the case it is.

A fact of the law book names its place (``from``); a box of a channel's form names one too (``fill``). What is held nowhere else is an answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from consumer_app.domain.case.document import Case, OrderLine, Party, Role
from consumer_app.domain.case.parts import new_id, replaced
from consumer_app.domain.law import DayRange, FactDefinition, LawBook, Value
from consumer_app.domain.law.moments import Moment, days_written

PARTY_ROLES: tuple[Role, ...] = ("shopper", "seller", "maker", "carrier", "passenger_carrier", "installer", "platform")
PARTY_FIELDS = ("name", "shop", "registered_name", "licence_no", "address", "phone")


@dataclass(frozen=True)
class Source:
    """One place of a case. ``part`` is the part that holds it (``order``, ``parties``, ``events`` …), and so the page that asks it.

    ``read`` gives its value, None while it is empty; ``put`` fills it, never over what is there; ``blank`` empties it. The last two
    are None where nothing but a page of its own changes it.
    """

    part: str
    read: Callable[[Case], Value | None]
    put: Callable[[Case, Value], Case] | None = None
    blank: Callable[[Case], Case] | None = None


def source(name: str | None) -> Source | None:
    """The place of that name (``order.paid``, ``seller.registered_name``); None when a case has no such place."""
    if name is None:
        return None
    role, _, field = name.partition(".")
    if name not in SOURCES and role in PARTY_ROLES and field in PARTY_FIELDS:
        return Source("parties", lambda case: _of_a_party(case, role, field))
    return SOURCES.get(name)


def held_in_case(case: Case, definition: FactDefinition) -> Value | None:
    """What the case itself says of a fact that is read from it; None when it does not say, or is not read from it."""
    place = source(definition.source)
    return place.read(case) if place else None


def with_facts(case: Case, book: LawBook, said: Mapping[str, Value]) -> Case:
    """The case with these facts, each where the case holds it, and never over what is there already; the others become answers."""
    for name, value in said.items():
        definition = book.facts.get(name)
        if definition is None:
            continue
        place = source(definition.source)
        if place is None:
            answer = value.isoformat() if isinstance(value, DayRange) else value
            case = replaced(case, "answers", {**case.answers, name: answer})
        elif place.put:
            case = place.put(case, value)
    return case


def without_value(case: Case, fact: str, book: LawBook) -> Case:
    """The case without its value of one fact: without the answer or, where none was given, without what the case itself holds of it."""
    if fact in case.answers:
        return case.model_copy(update={"answers": {n: a for n, a in case.answers.items() if n != fact}})
    place = source(book.facts[fact].source)
    return place.blank(case) if place and place.blank else case


def without_overtaken_answers(case: Case, book: LawBook) -> Case:
    """The case without the answers that the case itself has come to hold: an order filled in later overtakes what was answered.

    A day answered within the range of days that the case holds is not overtaken: it says more. Nor is what cannot be read as a day,
    which the examination leaves aside and names.
    """
    kept = {
        name: answer
        for name, answer in case.answers.items()
        if name not in book.facts or not _overtaken(answer, held_in_case(case, book.facts[name]))
    }
    return case if len(kept) == len(case.answers) else case.model_copy(update={"answers": kept})


def _overtaken(answer: object, held: Value | None) -> bool:
    if isinstance(held, DayRange):
        days = days_written(answer) if isinstance(answer, str) else answer
        return days is not None and not (isinstance(days, date) and days in held)
    return held is not None


def _of_a_party(case: Case, role: str, field: str) -> str | None:
    return next((value for party in case.parties if party.role == role and (value := getattr(party, field))), None)


def _order(field: str) -> Source:
    """A field of the order that holds a sum or a word."""

    def put(case: Case, value: Value) -> Case:
        if getattr(case.order, field) is not None:
            return case
        return replaced(case, "order", case.order.model_copy(update={field: value}))

    return Source("order", lambda case: getattr(case.order, field), put, lambda case: _without(case, field))


def _order_day(field: str) -> Source:
    """A moment of the order, read as its day or the range of days it can be."""

    def read(case: Case) -> date | DayRange | None:
        moment: Moment | None = getattr(case.order, field)
        return moment.days if moment else None

    def put(case: Case, value: Value) -> Case:
        if getattr(case.order, field) is not None or not isinstance(value, date | DayRange):
            return case
        return replaced(case, "order", case.order.model_copy(update={field: Moment.between(value)}))

    return Source("order", read, put, lambda case: _without(case, field))


def _lines(field: str, read: Callable[[Case], Value | None]) -> Source:
    """A field of the things bought, put only where one thing was bought and its field is empty."""

    def put(case: Case, value: Value) -> Case:
        bought, *others = case.order.lines or (OrderLine(id="l1"),)
        if others or getattr(bought, field) is not None:
            return case
        line = OrderLine.model_validate({**bought.model_dump(), field: value})
        return replaced(case, "order", case.order.model_copy(update={"lines": (line,)}))

    return Source("order", read, put, lambda case: _without_on_lines(case, field))


def _without(case: Case, field: str) -> Case:
    """Emptied in the order, and in each thing bought that has a field of that name (the price paid is both)."""
    case = _without_on_lines(case, field) if field in OrderLine.model_fields else case
    return case.model_copy(update={"order": case.order.model_copy(update={field: None})})


def _without_on_lines(case: Case, field: str) -> Case:
    lines = tuple(line.model_copy(update={field: None}) for line in case.order.lines)
    return case.model_copy(update={"order": case.order.model_copy(update={"lines": lines})})


def _paid(case: Case) -> Decimal | None:
    """What was paid: as the order says, or the things bought added when each of them says."""
    return case.order.paid if case.order.paid is not None else _sum_of_lines(case, "paid")


def _sum_of_lines(case: Case, field: str) -> Decimal | None:
    values = [getattr(line, field) for line in case.order.lines]
    return sum(map(Decimal, values), Decimal(0)) if values and None not in values else None


def _goods_kind(case: Case) -> str | None:
    kinds = {line.goods_kind for line in case.order.lines}
    return kinds.pop() if len(kinds) == 1 else None


def _put_platform(case: Case, value: Value) -> Case:
    if case.party("platform") is not None:
        return case
    party = Party(id=new_id(case, "parties"), role="platform", platform=str(value))
    return replaced(case, f"parties/{party.id}", party)


def _without_platform(case: Case) -> Case:
    return case.model_copy(
        update={"parties": tuple(party.model_copy(update={"platform": None}) for party in case.parties)}
    )


def _licence(case: Case) -> bool | None:
    seller = case.party("seller")
    return True if seller and (seller.registered_name or seller.licence_no) else None


def _maker(case: Case) -> bool:
    """Whether the case itself names the maker: it does or it does not, so that this is never unknown."""
    maker = case.party("maker")
    return bool(maker and (maker.name or maker.shop or maker.registered_name))


def _any(part: str, *also: str) -> Source:
    """A list of the case, or a text that stands in for it; only whether there is any is asked."""
    return Source(part, lambda case: any(getattr(case, name) for name in (part, *also)) or None)


SOURCES: Mapping[str, Source] = {
    "order.no": _order("no"),
    "order.ordered_at": _order_day("ordered_at"),
    "order.received_at": _order_day("received_at"),
    "order.paid": Source("order", _paid, _order("paid").put, lambda case: _without(case, "paid")),
    "order.freight": _order("freight"),
    "order.refunded": _order("refunded"),
    "order.lines.goods_kind": _lines("goods_kind", _goods_kind),
    "order.lines.affected": _lines("affected", lambda case: _sum_of_lines(case, "affected")),
    "order.lines.quantity": _lines("quantity", lambda case: _sum_of_lines(case, "quantity")),
    "platform": Source("parties", lambda case: case.platform, _put_platform, _without_platform),
    "seller.licence": Source("parties", _licence),
    "maker.named": Source("parties", _maker),
    "events": _any("events", "told"),
    "story": _any("events", "told"),
    "evidence": _any("evidence"),
    "promises": _any("promises"),
    "demands": _any("demands"),
}
