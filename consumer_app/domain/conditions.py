"""Three-valued conditions over facts, and why each held, failed or is open. Unknown stays unknown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from consumer_app.domain.facts import Facts
from consumer_app.domain.findings import Reason
from consumer_app.domain.law import Citation, Condition, Span, Test, Value
from consumer_app.domain.periods import Days

Truth = bool | None


@dataclass(frozen=True)
class Judged:
    """One condition judged: whether it holds (None while unknown), the reasons that settle it, and the facts it waits for."""

    holds: Truth
    reasons: tuple[Reason, ...]
    waits_for: tuple[str, ...] = ()


def judge(condition: Condition, facts: Facts, days: Days, source: Citation | None) -> Judged:
    """Whether the condition holds, and why. ``source`` is the provision of a condition that names none itself.

    Of alternatives (``any``): one that holds is the reason; while none holds, the unknown ones keep it open; when all fail,
    all are the reasons.
    """
    if condition.source:
        source = cited(condition.source)
    reasons = [_test(test, facts, days, source, condition.why) for test in condition.tests]
    for reason in reasons:
        if reason.holds:
            return Judged(True, (reason,))
    unknown = [(test, reason) for test, reason in zip(condition.tests, reasons, strict=True) if reason.holds is None]
    if unknown:
        waits = tuple(dict.fromkeys(fact for test, _ in unknown for fact in _unknown_facts(test, facts)))
        return Judged(None, tuple(reason for _, reason in unknown), waits)
    return Judged(False, tuple(reasons))


def all_hold(conditions: Iterable[Condition], facts: Facts, days: Days) -> tuple[Truth, tuple[Reason, ...]]:
    """Whether every condition holds: False as soon as one fails, None while one is unknown; with all reasons."""
    holds: Truth = True
    reasons: list[Reason] = []
    for condition in conditions:
        judged = judge(condition, facts, days, None)
        reasons += judged.reasons
        if judged.holds is False:
            holds = False
        elif judged.holds is None and holds:
            holds = None
    return holds, tuple(reasons)


def values_to_try(test: Test, facts: Facts, days: Days) -> tuple[Value, ...]:
    """Answers to the test's fact on both sides of what it wants, to see what an answer would change; empty when they cannot be told."""
    if test.is_ is not None:
        return (test.is_, not test.is_) if isinstance(test.is_, bool) else (test.is_, _another(test.is_))
    if test.in_ is not None:
        return (*test.in_, _another(test.in_[0]))
    if test.at_least is not None:
        return (test.at_least, test.at_least - 1)
    if test.at_most is not None:
        return (test.at_most, test.at_most + 1)
    edge = _edge(test, facts, days)
    return (edge, date.fromordinal(edge.toordinal() - 1), date.fromordinal(edge.toordinal() + 1)) if edge else ()


def _another(value: Value) -> Value:
    """A value of the same kind that is not this one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | Decimal):
        return value + 1
    return date.max if isinstance(value, date) else f"not-{value}"


def _edge(test: Test, facts: Facts, days: Days) -> date | None:
    span = test.within or test.beyond
    if span:
        return _end(span, facts, days)
    other = test.before or test.after
    return facts.day(other) if isinstance(other, str) else other


def _end(span: Span, facts: Facts, days: Days) -> date | None:
    start = facts.day(span.after)
    return days.count(start, span.count, span.unit, span.roll).on if start else None


def _unknown_facts(test: Test, facts: Facts) -> Iterable[str]:
    if facts.get(test.fact) is None:
        yield test.fact
    span = test.within or test.beyond
    if span and facts.get(span.after) is None:
        yield span.after
    for other in (test.before, test.after):
        if isinstance(other, str) and facts.get(other) is None:
            yield other


def _test(test: Test, facts: Facts, days: Days, source: Citation | None, note: str | None) -> Reason:
    found = facts.get(test.fact)
    kind, wanted, holds = _outcome(test, found, facts, days)
    return Reason(test.fact, kind, wanted, found, holds, source, note)


def _outcome(
    test: Test, found: Value | None, facts: Facts, days: Days
) -> tuple[str, Value | tuple[Value, ...] | None, Truth]:
    if test.is_ is not None:
        return "is", test.is_, None if found is None else _same(found, test.is_)
    if test.in_ is not None:
        return "in", test.in_, None if found is None else any(_same(found, wanted) for wanted in test.in_)
    if test.at_least is not None:
        number = facts.number(test.fact)
        return "at_least", test.at_least, None if number is None else number >= test.at_least
    if test.at_most is not None:
        number = facts.number(test.fact)
        return "at_most", test.at_most, None if number is None else number <= test.at_most
    kind = next(name for name in ("within", "beyond", "before", "after") if getattr(test, name) is not None)
    edge, day = _edge(test, facts, days), facts.day(test.fact)
    if edge is None or day is None:
        return kind, edge, None
    return kind, edge, {"within": day <= edge, "beyond": day > edge, "before": day < edge, "after": day > edge}[kind]


def _same(found: Value, wanted: Value) -> bool:
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    return found == wanted


@cache
def cited(text: str) -> Citation:
    """A citation of the law book, parsed once."""
    return Citation.parse(text)
