"""Whether two claims can ever both come out: their conditions as clauses over what facts can be, searched for an answer that meets all.

A fact of few choices is one variable with those values. A test of a number, a day or one of several choices is a variable of its own:
what is said of another test of the same fact does not bind it, so that two claims are thought to go together rather too often.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, product

from consumer_app.domain.law import Claim, Condition, LawBook, Test
from consumer_app.domain.law.conditions import KINDS

Variable = str
Values = frozenset[object]
Literal = tuple[Variable, Values]
"""What a variable must be one of."""
Clause = tuple[Literal, ...]
YES_NO: Values = frozenset((True, False))


@dataclass(frozen=True)
class Demanded:
    """What a claim demands of the facts: clauses of which each must hold, and what each variable can be at all."""

    clauses: tuple[Clause, ...]
    domains: Mapping[Variable, Values]


def demanded(claim: Claim, book: LawBook) -> Demanded:
    """The conditions of a claim as clauses: one alternative of each ``when`` must hold with all that goes with it, none of ``unless``."""
    domains: dict[Variable, Values] = {}

    def part(test: Test) -> Clause:
        """What makes one test hold: one of these."""
        literals = _read(test, book)
        for variable, wanted in literals:
            domains[variable] = YES_NO if wanted <= YES_NO else frozenset(book.facts[variable].choices)
        return literals

    def holds(test: Test) -> list[Clause]:
        return [part(one) for one in test.parts]

    def fails(test: Test) -> list[Clause]:
        parts = [part(one) for one in test.parts]
        return [tuple((v, domains[v] - wanted) for v, wanted in chosen) for chosen in product(*parts)]

    def clauses_of(condition: Condition, wanted: bool) -> Iterator[Clause]:
        limits = fails(condition.only) if condition.only else [()]
        for limit in limits:
            if wanted:
                for chosen in product(*(holds(test) for test in condition.tests)):
                    yield (*limit, *chain.from_iterable(chosen))
            else:
                for test in condition.tests:
                    yield from ((*limit, *clause) for clause in fails(test))

    clauses = [clause for one in claim.when for clause in clauses_of(one, True)]
    clauses += [clause for one in claim.unless for clause in clauses_of(one, False)]
    return Demanded(tuple(clauses), domains)


def can_hold_together(one: Demanded, other: Demanded) -> bool:
    """Whether some answers meet the demands of both."""
    return _can_be_met([*one.clauses, *other.clauses], {**one.domains, **other.domains})


def _read(test: Test, book: LawBook) -> Clause:
    """What makes the test itself hold, as literals: one of several choices that a fact holds is a variable of its own each."""
    fact = book.facts.get(test.fact)
    wanted = (test.is_,) if test.is_ is not None else test.in_
    if wanted is not None and fact is not None and (fact.kind == "yes_no" or fact.choices):
        return ((test.fact, frozenset(wanted)),)
    if test.choices:
        return tuple((f"{test.fact} has {choice}", frozenset((True,))) for choice in test.choices)
    written = {kind: test.of_kind(kind) for kind in KINDS if test.of_kind(kind) is not None}
    return ((f"{test.fact} {written}", frozenset((True,))),)


def _can_be_met(clauses: list[Clause], domains: Mapping[Variable, Values]) -> bool:
    """Whether the variables can be so that every clause holds: what must be so is narrowed down, then each way is tried."""
    found = dict(domains)
    waiting = clauses
    narrowed = True
    while narrowed:
        narrowed, still = False, list[Clause]()
        for clause in waiting:
            if any(found[variable] <= wanted for variable, wanted in clause):
                continue
            possible = tuple(literal for literal in clause if found[literal[0]] & literal[1])
            if not possible:
                return False
            if len({variable for variable, _ in possible}) == 1:
                variable = possible[0][0]
                found[variable] &= frozenset().union(*(wanted for _, wanted in possible))
                narrowed = True
            else:
                still.append(possible)
        waiting = still
    if not waiting:
        return True
    variable, wanted = min(waiting, key=len)[0]
    inside, outside = found[variable] & wanted, found[variable] - wanted
    return _can_be_met(waiting, {**found, variable: inside}) or _can_be_met(waiting, {**found, variable: outside})
