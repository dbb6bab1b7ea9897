"""Three-valued conditions over facts, and why each held, failed or is open. Unknown stays unknown.

Each condition of a law book is made ready once (its tests as functions, its provision parsed); judging a case then only calls them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from consumer_app.domain.facts import Facts
from consumer_app.domain.findings import Reason
from consumer_app.domain.law import Citation, Condition, LawBook, Test, Value
from consumer_app.domain.once import once_per_book
from consumer_app.domain.periods import Days, days_of

Truth = bool | None
Values = Mapping[str, Value]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ReadyTest:
    """One test made ready: ``check`` its truth on values, ``wanted`` what it looks for, ``facts`` all facts it looks at."""

    test: Test
    kind: str
    check: Callable[[Values], Truth]
    wanted: Callable[[Values], Value | tuple[Value, ...] | None]
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Ready:
    """One condition made ready: alternatives of which one must hold."""

    tests: tuple[ReadyTest, ...]
    source: Citation | None
    why: str | None

    def truth(self, values: Values) -> Truth:
        """True as soon as one alternative holds; None while one that could is unknown; False when all fail."""
        unknown = False
        for test in self.tests:
            holds = test.check(values)
            if holds:
                return True
            unknown = unknown or holds is None
        return None if unknown else False


@dataclass(frozen=True)
class Judged:
    """One condition judged: whether it holds (None while unknown), the reasons that settle it, and the facts it waits for."""

    holds: Truth
    reasons: tuple[Reason, ...]
    waits_for: tuple[str, ...] = ()


@cache
def cited(text: str) -> Citation:
    """A citation of the law book, parsed once."""
    return Citation.parse(text)


@once_per_book
def _made_ready(book: LawBook) -> dict[int, tuple[Condition, Ready]]:
    """The conditions of a book that were made ready so far, by identity; each is kept, so that no identity is used twice."""
    return {}


def ready(condition: Condition, book: LawBook) -> Ready:
    """The condition, made ready."""
    known = _made_ready(book)
    found = known.get(id(condition))
    if found is None:
        days = days_of(book)
        made = Ready(
            tuple(_ready_test(test, days) for test in condition.tests),
            cited(condition.source) if condition.source else None,
            condition.why,
        )
        found = known[id(condition)] = (condition, made)
    return found[1]


def judge(condition: Ready, facts: Facts, source: Citation | None) -> Judged:
    """Whether the condition holds, and why. ``source`` is the provision of a condition that names none itself.

    Of alternatives: one that holds is the reason; while none holds, the unknown ones keep it open; when all fail, all are the reasons.
    """
    source, values = condition.source or source, facts.values
    failed: list[ReadyTest] = []
    unknown: list[ReadyTest] = []
    for test in condition.tests:
        holds = test.check(values)
        if holds:
            return Judged(True, (_reason(test, values, True, source, condition.why),))
        (failed if holds is False else unknown).append(test)
    if unknown:
        waits = dict.fromkeys(fact for test in unknown for fact in test.facts if fact not in values)
        return Judged(None, tuple(_reason(t, values, None, source, condition.why) for t in unknown), tuple(waits))
    return Judged(False, tuple(_reason(t, values, False, source, condition.why) for t in failed))


def all_hold(conditions: Iterable[Condition], facts: Facts, book: LawBook) -> tuple[Truth, tuple[Reason, ...]]:
    """Whether every condition holds: False as soon as one fails, None while one is unknown; with all reasons."""
    holds: Truth = True
    reasons: list[Reason] = []
    for condition in conditions:
        judged = judge(ready(condition, book), facts, None)
        reasons += judged.reasons
        if judged.holds is False:
            holds = False
        elif judged.holds is None and holds:
            holds = None
    return holds, tuple(reasons)


def values_to_try(ready_test: ReadyTest, values: Values) -> tuple[Value, ...]:
    """Answers to the test's fact on both sides of what it wants, to see what an answer would change; empty when they cannot be told."""
    wanted = ready_test.wanted(values)
    if wanted is None:
        return ()
    if isinstance(wanted, tuple):
        return (*wanted, _another(wanted[0]))
    if isinstance(wanted, date):
        return (wanted, wanted - ONE_DAY, wanted + ONE_DAY)
    if ready_test.kind == "at_least" and not isinstance(wanted, str):
        return (wanted, wanted - 1)
    return (wanted, _another(wanted))


def _another(value: Value) -> Value:
    """A value of the same kind that is not this one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | Decimal):
        return value + 1
    return value + ONE_DAY if isinstance(value, date) else f"not-{value}"


def _reason(test: ReadyTest, values: Values, holds: Truth, source: Citation | None, note: str | None) -> Reason:
    fact = test.test.fact
    return Reason(fact, test.kind, test.wanted(values), values.get(fact), holds, source, note)


def _ready_test(test: Test, days: Days) -> ReadyTest:
    fact = test.fact
    if test.is_ is not None:
        wanted = test.is_
        return ReadyTest(test, "is", _equals(fact, wanted), lambda _: wanted, (fact,))
    if test.in_ is not None:
        allowed = test.in_
        return ReadyTest(test, "in", _among(fact, allowed), lambda _: allowed, (fact,))
    if test.at_least is not None:
        least = test.at_least
        return ReadyTest(test, "at_least", _bounded(fact, least, at_least=True), lambda _: least, (fact,))
    if test.at_most is not None:
        most = test.at_most
        return ReadyTest(test, "at_most", _bounded(fact, most, at_least=False), lambda _: most, (fact,))
    kind = next(name for name in ("within", "beyond", "before", "after") if getattr(test, name) is not None)
    edge, others = _edge(test, days)
    return ReadyTest(test, kind, _compared(fact, kind, edge), edge, (fact, *others))


def _equals(fact: str, wanted: Value) -> Callable[[Values], Truth]:
    if isinstance(wanted, bool):

        def is_so(values: Values) -> Truth:
            found = values.get(fact)
            return None if found is None else found is wanted

        return is_so

    def is_it(values: Values) -> Truth:
        found = values.get(fact)
        return None if found is None else not isinstance(found, bool) and found == wanted

    return is_it


def _among(fact: str, allowed: tuple[Value, ...]) -> Callable[[Values], Truth]:
    known = frozenset(allowed)

    def is_one(values: Values) -> Truth:
        found = values.get(fact)
        return None if found is None else found in known

    return is_one


def _bounded(fact: str, bound: Decimal, *, at_least: bool) -> Callable[[Values], Truth]:
    def is_within(values: Values) -> Truth:
        found = values.get(fact)
        if not isinstance(found, int | Decimal) or isinstance(found, bool):
            return None
        return found >= bound if at_least else found <= bound

    return is_within


def _edge(test: Test, days: Days) -> tuple[Callable[[Values], date | None], tuple[str, ...]]:
    """The day a date is compared with: the end of a span, another date fact, or a day of the calendar."""
    span = test.within or test.beyond
    if span:

        def end(values: Values) -> date | None:
            start = values.get(span.after)
            return days.count(start, span.count, span.unit, span.roll).on if isinstance(start, date) else None

        return end, (span.after,)
    other = test.before if test.before is not None else test.after
    if isinstance(other, str):
        named = other

        def day_of_other(values: Values) -> date | None:
            found = values.get(named)
            return found if isinstance(found, date) else None

        return day_of_other, (named,)
    return lambda _: other, ()


def _compared(fact: str, kind: str, edge: Callable[[Values], date | None]) -> Callable[[Values], Truth]:
    def is_so(values: Values) -> Truth:
        found, limit = values.get(fact), edge(values)
        if limit is None or not isinstance(found, date):
            return None
        if kind == "within":
            return found <= limit
        return found < limit if kind == "before" else found > limit

    return is_so
