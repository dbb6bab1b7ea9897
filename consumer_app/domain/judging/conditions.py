"""Three-valued conditions over facts, and why each held, failed or is open. Unknown stays unknown (Kleene's strong logic).

A day of which only a range is known is compared as the range: a test is open only where it holds on some of its days and not on others.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from consumer_app.domain.judging.facts import Facts
from consumer_app.domain.judging.findings import Reason
from consumer_app.domain.law import Citation, Condition, DayRange, Days, LawBook, Span, Test, TestKind, Value
from consumer_app.domain.law.moments import ends

Truth = bool | None
Values = Mapping[str, Value]
Role = Literal["when", "unless"]
"""What a condition is for: ``when`` must hold; ``unless`` (and ``right_if``) names an exception. It decides what ``only`` means."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Judged:
    """One condition judged: whether it holds (None while unknown), the reasons that settle it, and the facts it waits for."""

    holds: Truth
    reasons: tuple[Reason, ...]
    waits_for: tuple[str, ...] = ()


def check(test: Test, values: Values, days: Days) -> Truth:
    """Whether one test holds on these values, with all that must hold with it; None while a fact it looks at is unknown."""
    if test.also:
        return _and(_check_alone(part, values, days) for part in test.parts)
    return _check_alone(test, values, days)


def _check_alone(test: Test, values: Values, days: Days) -> Truth:
    found = values.get(test.fact)
    return None if found is None else _CHECKS[test.kind](test, found, values, days)


def truth(condition: Condition, values: Values, days: Days, role: Role) -> Truth:
    """Whether a condition holds: one of its alternatives, for the cases it is limited to.

    With ``only``: in ``when`` it holds where ``only`` fails or an alternative holds; in ``unless`` both must hold.
    """
    alternative = _or(check(test, values, days) for test in condition.tests)
    if condition.only is None:
        return alternative
    concerned = check(condition.only, values, days)
    if role == "when":
        return _or((None if concerned is None else not concerned, alternative))
    return _and((concerned, alternative))


def judge(condition: Condition, facts: Facts, days: Days, source: Citation | None, role: Role = "when") -> Judged:
    """Whether the condition holds, and why. ``source`` is the provision of a condition that names none itself.

    Of alternatives: one that holds is the reason; while none holds, the unknown ones keep it open; when all fail, all are the reasons.
    A limit (``only``) that decides is the reason itself, and one that is unknown is waited for first. Of roads (``also``) that have begun,
    the parts that are unknown or fail are the reasons; what a road needs is not waited for before it has begun.
    """
    source, values = condition.source or source, facts.values
    by_test = [(test, check(test, values, days)) for test in condition.tests]
    known = next((test for test, found in by_test if found), None)
    unknown = [(test, found) for test, found in by_test if found is None]
    if condition.only is not None:
        concerned = check(condition.only, values, days)
        holds = truth(condition, values, days, role)
        if concerned is False:
            return Judged(holds, (Reason(*_limit(condition.only, values, days), holds, source, condition.why),))
        if concerned is None and holds is None:
            open_ones = [condition.only, *((test for test, _ in unknown) if known is None else ())]
            return _open(open_ones, values, source, condition.why, days)
    if known is not None:
        reasons = (_reason(known, part, values, True, source, condition.why, days) for part in known.parts)
        return Judged(True, tuple(reasons))
    if unknown:
        return _open([test for test, _ in unknown], values, source, condition.why, days)
    failed = [(test, part) for test, _ in by_test for part in _parts_that(test, False, values, days)]
    begun = [(test, part) for test, part in failed if part is not test] or failed
    reasons = (_reason(test, part, values, False, source, condition.why, days) for test, part in begun)
    return Judged(False, _each_fact_once(reasons))


def all_hold(
    conditions: Iterable[Condition], facts: Facts, book: LawBook, role: Role = "when"
) -> tuple[Truth, tuple[Reason, ...]]:
    """Whether every condition holds: False as soon as one fails, None while one is unknown; with all reasons."""
    judged = [judge(condition, facts, book.days, None, role) for condition in conditions]
    return _and(one.holds for one in judged), tuple(reason for one in judged for reason in one.reasons)


def applies(when: Iterable[Condition], unless: Iterable[Condition], facts: Facts, days: Days) -> Truth:
    """Whether something is for the case: every condition of ``when`` holds, and none of ``unless``."""
    required = [truth(condition, facts.values, days, "when") for condition in when]
    excepted = [truth(condition, facts.values, days, "unless") for condition in unless]
    return _and((*required, *(None if one is None else not one for one in excepted)))


def values_to_try(test: Test, values: Values, days: Days) -> tuple[Value, ...]:
    """Answers to the test's fact on both sides of what it wants, to see what an answer would change; empty when they cannot be told."""
    wanted = _wanted(test, values, days)
    if wanted is None:
        return ()
    if test.kind == "has":
        return (*((choice,) for choice in test.choices), ())
    if isinstance(wanted, tuple):
        return (*wanted, _another(wanted[0]))
    if isinstance(wanted, DayRange):
        return (wanted.first - ONE_DAY, wanted.first, wanted.last, wanted.last + ONE_DAY)
    if isinstance(wanted, date):
        return (wanted, wanted - ONE_DAY, wanted + ONE_DAY)
    if test.kind == "at_least" and not isinstance(wanted, str):
        return (wanted, wanted - 1)
    return (wanted, _another(wanted))


def is_open(fact: str, values: Values) -> bool:
    """Whether an answer to the fact could still say more: it is unknown, or only a range of days is known."""
    return isinstance(values.get(fact), DayRange | None)


def _or(truths: Iterable[Truth]) -> Truth:
    unknown = False
    for one in truths:
        if one:
            return True
        unknown = unknown or one is None
    return None if unknown else False


def _and(truths: Iterable[Truth]) -> Truth:
    unknown = False
    for one in truths:
        if one is False:
            return False
        unknown = unknown or one is None
    return None if unknown else True


def _open(tests: Iterable[Test], values: Values, source: Citation | None, why: str | None, days: Days) -> Judged:
    """What would begin a road is waited for alone; then what the roads that have begun lack, before any other alternative."""
    parts = [(test, part) for test in tests for part in _parts_that(test, None, values, days)]
    parts.sort(key=lambda pair: pair[0] is pair[1])
    starts = [(test, part) for test, part in parts if test.also and part is test]
    waits = dict.fromkeys(fact for _, part in starts or parts for fact in part.facts if is_open(fact, values))
    reasons = (_reason(test, part, values, None, source, why, days) for test, part in parts)
    return Judged(None, _each_fact_once(reasons), tuple(waits))


def _parts_that(test: Test, found: Truth, values: Values, days: Days) -> tuple[Test, ...]:
    """The test alone where it is what is so found, else those of ``also`` that are."""
    if not test.also or _check_alone(test, values, days) is found:
        return (test,)
    return tuple(part for part in test.also if _check_alone(part, values, days) is found)


def _each_fact_once(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Reasons that only look for different choices of one fact as one reason that names all of them."""
    found: dict[tuple[object, ...], Reason] = {}
    for one in reasons:
        key = (one.fact, one.test, one.source, one.note, None if one.test == "has" else one.wanted)
        if (before := found.get(key)) and one.test == "has":
            wanted = dict.fromkeys((*_as_tuple(before.wanted), *_as_tuple(one.wanted)))
            one = replace(before, wanted=tuple(wanted) if len(wanted) > 1 else before.wanted)
        found[key] = one
    return tuple(found.values())


def _as_tuple(wanted: Value | tuple[Value, ...] | None) -> tuple[Value, ...]:
    return wanted if isinstance(wanted, tuple) else () if wanted is None else (wanted,)


def _reason(
    road: Test, part: Test, values: Values, holds: Truth, source: Citation | None, note: str | None, days: Days
) -> Reason:
    """Why a part of a road holds, fails or is unknown; a road's own source and why go before the condition's."""
    own = (road.source or source, road.why or note)
    return Reason(part.fact, part.kind, _wanted(part, values, days), values.get(part.fact), holds, *own)


def _limit(only: Test, values: Values, days: Days) -> tuple[str, str, Value | tuple[Value, ...] | None, Value | None]:
    """What limited the condition to other cases, as the reason says it."""
    return only.fact, "only", _wanted(only, values, days), values.get(only.fact)


def _another(value: Value) -> Value:
    """A value of the same kind that is not this one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | Decimal):
        return value + 1
    return value + ONE_DAY if isinstance(value, date) else f"not-{value}"


def _wanted(test: Test, values: Values, days: Days) -> Value | tuple[Value, ...] | None:
    """What the test looks for: the value or values written, or the day that its period or other fact leads to."""
    if test.kind in ("before", "after", "within", "beyond"):
        return _edge(test, values, days)
    return test.of_kind(test.kind)  # type: ignore[no-any-return]


def _edge(test: Test, values: Values, days: Days) -> date | DayRange | None:
    """The day a date is compared with: the end of a span, another date fact, or a day of the calendar; a range where only that is known."""
    edge = test.of_kind(test.kind)
    if isinstance(edge, date):
        return edge
    start = values.get(edge.after if isinstance(edge, Span) else edge)
    if not isinstance(start, date | DayRange):
        return None
    if not isinstance(edge, Span):
        return start
    first, last = (days.count(day, edge.count, edge.unit, edge.roll).on for day in ends(start))
    return first if first == last else DayRange(first, last)


def _is(test: Test, found: Value, values: Values, days: Days) -> Truth:
    wanted = test.is_
    if isinstance(wanted, bool) or isinstance(found, bool):
        return found is wanted
    if isinstance(found, DayRange):
        return None if isinstance(wanted, date) and wanted in found else False
    return found == wanted


def _in(test: Test, found: Value, values: Values, days: Days) -> Truth:
    return found in (test.in_ or ())


def _has(test: Test, found: Value, values: Values, days: Days) -> Truth:
    return any(choice in found for choice in test.choices) if isinstance(found, tuple) else None


def _bounded(test: Test, found: Value, values: Values, days: Days) -> Truth:
    if isinstance(found, bool) or not isinstance(found, int | Decimal):
        return None
    return found >= test.at_least if test.at_least is not None else found <= (test.at_most or Decimal(0))


def _no_later(test: Test, found: Value, values: Values, days: Days) -> Truth:
    """``within``: the day is the edge or before it."""
    return _ordered(found, _edge(test, values, days), lambda day, edge: day <= edge)


def _earlier(test: Test, found: Value, values: Values, days: Days) -> Truth:
    """``before``."""
    return _ordered(found, _edge(test, values, days), lambda day, edge: day < edge)


def _later(test: Test, found: Value, values: Values, days: Days) -> Truth:
    """``after`` and ``beyond``: the day lies behind the edge."""
    return _ordered(_edge(test, values, days), found, lambda edge, day: edge < day)


def _ordered(left: Value | None, right: Value | None, holds: Callable[[date, date], bool]) -> Truth:
    """Whether the left day stands so to the right one: on all days they can be, on none (False), or on some (None)."""
    if not isinstance(left, date | DayRange) or not isinstance(right, date | DayRange):
        return None
    (earliest, latest), (first, last) = ends(left), ends(right)
    if holds(latest, first):
        return True
    return None if holds(earliest, last) else False


_CHECKS: Mapping[TestKind, Callable[[Test, Value, Values, Days], Truth]] = {
    "is": _is,
    "in": _in,
    "has": _has,
    "at_least": _bounded,
    "at_most": _bounded,
    "before": _earlier,
    "within": _no_later,
    "after": _later,
    "beyond": _later,
}
