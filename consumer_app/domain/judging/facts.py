"""The facts of a case: what was answered, and what follows from its order, parties and events. Unknown is not no."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from consumer_app.domain.case import MOST_MONEY, Answer, Case
from consumer_app.domain.case.sources import held_in_case
from consumer_app.domain.law import DayRange, FactDefinition, LawBook, Value
from consumer_app.domain.law.moments import EARLIEST_YEAR, LATEST_YEAR, days_written, ends
from consumer_app.domain.law.purchase import words_of_purchase

TODAY = "today"


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
        """The value of a date fact whose day is known, or None."""
        value = self.values.get(fact)
        return value if isinstance(value, date) else None

    def days(self, fact: str) -> tuple[date, date] | None:
        """The first and the last day that a date fact can be, or None while nothing is known."""
        value = self.values.get(fact)
        return ends(value) if isinstance(value, date | DayRange) else None

    def number(self, fact: str) -> Decimal | None:
        """The value of a number or money fact, or None."""
        value = self.values.get(fact)
        return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def facts_of(case: Case, book: LawBook, today: date) -> Facts:
    """Everything the case says, by fact name: first what it holds itself, then the answers, then what those settle of others.

    Answers to facts that the book does not have are left out (see ``unknown_names``). Raises FactError for an answer of the
    wrong kind, FactConflict for one that differs from the case.
    """
    values: dict[str, Value] = {TODAY: today}
    for name, definition in book.facts.items():
        held = held_in_case(case, definition)
        if held is not None:
            values[name] = _typed(name, held, definition, book)
    for name, answer in with_todays_names(case, book).answers.items():
        definition_of = book.facts.get(name)
        if answer is None or definition_of is None:
            continue
        value = _typed(name, answer, definition_of, book)
        if name in values and not _agree(values[name], value):
            raise FactConflict(name, values[name], value, definition_of.source or "")
        values[name] = value if not isinstance(value, DayRange) else values.get(name, value)
    values |= _same_as_the_purchase(values, case.disputes, book)
    return Facts(_with_what_follows(values, case.disputes, book), today, book.facts)


def _same_as_the_purchase(values: Mapping[str, Value], disputes: Collection[str], book: LawBook) -> dict[str, Value]:
    """The facts that in this kind of purchase are the same thing as one that is known, where they were not answered themselves."""
    found: dict[str, Value] = {}
    for one, home in (words_of_purchase(book, disputes).same or {}).items():
        if one not in values and home in values:
            found[one] = values[home]
        elif home not in values and one in values and book.facts[home].source is None:
            found[home] = values[one]
    return found


def _with_what_follows(values: dict[str, Value], disputes: Collection[str], book: LawBook) -> dict[str, Value]:
    """The values with those that others settle (``settled_by``, ``worked_out``), one after another; what was said itself stands."""
    waiting = [name for name in book.worked_out(settled_facts) if name not in values]
    while waiting:
        found = {name: value for name in waiting if (value := _settled(name, values, disputes, book)) is not None}
        if not found:
            break
        values |= found
        waiting = [name for name in waiting if name not in found]
    return values


def settled_facts(book: LawBook) -> tuple[str, ...]:
    """The facts that others can settle, or that are worked out from others; made once a book."""
    return tuple(name for name, one in book.facts.items() if one.settled_by or one.worked_out)


def _settled(name: str, values: Mapping[str, Value], disputes: Collection[str], book: LawBook) -> Value | None:
    for one in book.facts[name].settled_by:
        value = values.get(one.value_of) if one.value_of else one.value
        if one.meant(values.get(one.fact)) and value is not None and not set(one.not_in) & set(disputes):
            return _typed(name, value, book.facts[name], book)
    reckoned = book.facts[name].worked_out
    return reckoned.value(values) if reckoned else None


@dataclass(frozen=True)
class AskedAgain:
    """An answer of an earlier version that today's questions cannot take over: the name it had, and the facts that are asked instead."""

    was: str
    facts: tuple[str, ...]


def with_todays_names(case: Case, book: LawBook) -> Case:
    """The case with answers under the names their facts have today (``was``), as far as one fact took the name over and takes the value.

    Where a fact has several older names with different answers, none is taken over (see ``asked_again``). A choice becomes the one of several choices. An answer under today's name stands over one under an older name.
    """
    heirs = book.worked_out(former_names)
    if not heirs.keys() & case.answers.keys():
        return case
    answers: dict[str, Answer] = {}
    for name, answer in case.answers.items():
        match _heir(name, case, book):
            case None:
                answers[name] = answer
            case fact, value if case.answers.get(fact) is None:
                answers[fact] = value
    return case.model_copy(update={"answers": answers})


def asked_again(case: Case, book: LawBook) -> tuple[AskedAgain, ...]:
    """The answers of earlier versions that cannot be taken over, until the facts that are asked instead are answered."""
    heirs = book.worked_out(former_names)
    return tuple(
        AskedAgain(name, heirs[name])
        for name, answer in case.answers.items()
        if answer is not None
        and name in heirs
        and _heir(name, case, book) is None
        and any(fact not in case.answers for fact in heirs[name])
    )


def former_names(book: LawBook) -> dict[str, tuple[str, ...]]:
    """By a name that facts had before: the facts that have it as ``was``, several where it was split; made once a book."""
    found: dict[str, list[str]] = {}
    for name, definition in book.facts.items():
        for old in definition.was:
            if old not in book.facts:
                found.setdefault(old, []).append(name)
    return {old: tuple(names) for old, names in found.items()}


def _heir(name: str, case: Case, book: LawBook) -> tuple[str, Answer] | None:
    """The one fact that takes an answer over, with the value it has there; None too where answers to two older names of it differ."""
    names = book.worked_out(former_names).get(name, ())
    if len(names) != 1:
        return None
    (heir,) = names
    older = [answer for old in book.facts[heir].was if (answer := case.answers.get(old)) is not None]
    if not older:
        return None
    value, *others = (_taken_over(answer, heir, book) for answer in older)
    return None if value is None or any(other != value for other in others) else (heir, value)


def _taken_over(answer: Answer, name: str, book: LawBook) -> Answer:
    """An answer to an older name as today's fact has it; None where it cannot have it."""
    definition = book.facts[name]
    value: Answer = (answer,) if definition.kind == "choices" and isinstance(answer, str) else answer
    try:
        _typed(name, value, definition, book)
    except FactError:
        return None
    return value


def _agree(held: Value, answered: Value) -> bool:
    """Whether what the case holds and what was answered can both be so: the same, or a day within the range that the other leaves."""
    if isinstance(held, DayRange) and isinstance(answered, date):
        return answered in held
    if isinstance(answered, DayRange) and isinstance(held, date):
        return held in answered
    return held == answered


def day_of_purchase(book: LawBook, facts: Facts) -> date:
    """The day whose law applies where nothing else dates a matter: the first day on which it can have been bought, else today."""
    bought = book.fact_from("order.ordered_at")
    days = facts.days(bought) if bought else None
    return days[0] if days else facts.today


def unknown_names(case: Case, book: LawBook) -> tuple[tuple[str, str], ...]:
    """What the case names and the book does not have: (``answers`` or ``disputes`` or ``demands``, the name)."""
    answers = [("answers", n) for n in case.answers if n not in book.facts and n not in book.worked_out(former_names)]
    disputes = [("disputes", slug) for slug in case.disputes if slug not in book.disputes]
    demands = [("demands", d.claim) for d in case.demands if d.claim and d.claim not in book.claims]
    return (*disputes, *answers, *demands)


def typed(name: str, answer: Answer, book: LawBook) -> Value:
    """An answer as a value of its fact's kind. Raises FactError."""
    return _typed(name, answer, book.facts[name], book)


def _typed(name: str, answer: Answer | Value, definition: FactDefinition, book: LawBook) -> Value:
    value = _KINDS[definition.kind](answer)
    allowed = tuple(definition.choices) or (tuple(book.platforms) if definition.source == "platform" else ())
    if value is None or (allowed and not _chosen(value) <= set(allowed)):
        raise FactError(name, answer, definition.kind, allowed)
    return value


def _chosen(value: Value) -> set[Value]:
    return set(value) if isinstance(value, tuple) else {value}


def _yes_no(answer: Answer | Value) -> Value | None:
    return answer if isinstance(answer, bool) else None


def _text(answer: Answer | Value) -> Value | None:
    return answer if isinstance(answer, str) and answer.strip() else None


def _number(answer: Answer | Value) -> Value | None:
    if isinstance(answer, bool) or not isinstance(answer, str | int | Decimal):
        return None
    try:
        number = Decimal(answer)
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() and 0 <= number <= MOST_MONEY else None


def _money(answer: Answer | Value) -> Value | None:
    number = _number(answer)
    return number if isinstance(number, Decimal) and number == round(number, 2) else None


def _choices(answer: Answer | Value) -> Value | None:
    """Several choices; one alone, as a fact of one choice held it before, is the one of several."""
    if isinstance(answer, str):
        return (answer,)
    if not isinstance(answer, tuple | list) or not all(isinstance(one, str) for one in answer):
        return None
    return tuple(dict.fromkeys(answer))


def _date(answer: Answer | Value) -> Value | None:
    """A day, or as text a day, a month or an interval of days (ISO 8601)."""
    if isinstance(answer, DayRange):
        days: date | DayRange | None = answer
    elif isinstance(answer, date):
        days = answer.date() if isinstance(answer, datetime) else answer
    else:
        days = days_written(answer) if isinstance(answer, str) else None
    if days is None:
        return None
    first, last = ends(days)
    return days if first.year >= EARLIEST_YEAR and last.year <= LATEST_YEAR else None


_KINDS: Mapping[str, Callable[[Answer | Value], Value | None]] = {
    "yes_no": _yes_no,
    "choice": _text,
    "choices": _choices,
    "text": _text,
    "number": _number,
    "money": _money,
    "date": _date,
}
