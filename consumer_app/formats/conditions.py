"""The conditions of a claim as a reader of the law book sees them, before any case."""

from collections.abc import Iterable
from datetime import date

from consumer_app.domain.law import Condition, LawBook, Span, Test, Value
from consumer_app.formats.names import UNITS
from consumer_app.formats.reasons import fact_label, fact_value
from consumer_app.formats.times import day


def condition(one: Condition, book: LawBook) -> str:
    """A condition in words; alternatives are joined by 或者, what one of them also needs by 并且, and what it is only for comes last."""
    words = "，或者".join(alternatives(one, book))
    return f"{words}（{only_where(one, book)}）" if one.only else words


def alternatives(one: Condition, book: LawBook) -> tuple[str, ...]:
    """What a condition looks for, any of which is enough; with what one of them also needs."""
    return tuple("，并且".join(_test(part, book) for part in test.parts) for test in one.tests)


def only_where(one: Condition, book: LawBook) -> str:
    """For which cases alone a condition is; empty where it is for all."""
    return f"只在「{_test(one.only, book)}」时才看" if one.only else ""


def _test(test: Test, book: LawBook) -> str:
    label = fact_label(test.fact, book)
    if isinstance(test.is_, bool):
        own = book.facts[test.fact].yes if test.fact in book.facts else None
        return label if test.is_ and not own else f"{label}：{fact_value(test.fact, test.is_, book)}"
    if test.is_ is not None:
        return f"{label}：{fact_value(test.fact, test.is_, book)}"
    if test.in_ is not None:
        return f"{label}：{_any_of(test.fact, test.in_, book)}"
    if test.has is not None:
        return f"{label}：{_any_of(test.fact, test.choices, book)}"
    if test.at_least is not None:
        return f"{label}至少 {fact_value(test.fact, test.at_least, book)}"
    if test.at_most is not None:
        return f"{label}至多 {fact_value(test.fact, test.at_most, book)}"
    if test.within is not None:
        return f"{label}在{span(test.within, book)}以内"
    if test.beyond is not None:
        return f"{label}在{span(test.beyond, book)}以后"
    bound = test.before if test.before is not None else test.after
    words = day(bound) if isinstance(bound, date) else fact_label(str(bound), book)
    return f"{label}{'早于' if test.before is not None else '晚于'}{words}"


def _any_of(fact: str, values: Iterable[Value], book: LawBook) -> str:
    return "或者".join(f"「{fact_value(fact, value, book)}」" for value in values)


def span(span: Span, book: LawBook) -> str:
    """A period as people count it: 「收货日期」后 7 日."""
    return f"「{fact_label(span.after, book)}」后 {span.count} {UNITS[span.unit]}"
