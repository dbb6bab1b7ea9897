"""Whether two claims can ever both come out: their conditions as clauses over what facts can be, searched for an answer that meets all.

A fact of few choices is one variable with those values. A test of a number, a day or one of several choices is a variable of its own:
what is said of another test of the same fact does not bind it, so that two claims are thought to go together rather too often.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from consumer_app.domain.law import Claim, Condition, LawBook, Test

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
    """The conditions of a claim as clauses: one alternative of each ``when`` must hold, none of ``unless``."""
    domains: dict[Variable, Values] = {}

    def literal(test: Test, holds: bool) -> Literal:
        variable, domain, wanted = _read(test, book)
        domains[variable] = domain
        return variable, wanted if holds else domain - wanted

    def clauses_of(condition: Condition, holds: bool) -> Iterator[Clause]:
        limit = (literal(condition.only, False),) if condition.only else ()
        if holds:
            yield (*limit, *(literal(test, True) for test in condition.tests))
        else:
            yield from ((*limit, literal(test, False)) for test in condition.tests)

    clauses = [clause for one in claim.when for clause in clauses_of(one, True)]
    clauses += [clause for one in claim.unless for clause in clauses_of(one, False)]
    return Demanded(tuple(clauses), domains)


def can_hold_together(one: Demanded, other: Demanded) -> bool:
    """Whether some answers meet the demands of both."""
    return _can_be_met([*one.clauses, *other.clauses], {**one.domains, **other.domains})


def _read(test: Test, book: LawBook) -> tuple[Variable, Values, Values]:
    """The variable that a test looks at, what it can be, and what the test wants of it."""
    fact = book.facts.get(test.fact)
    wanted = (test.is_,) if test.is_ is not None else test.in_
    if wanted is not None and fact is not None and (fact.kind == "yes_no" or fact.choices):
        domain: Values = YES_NO if fact.kind == "yes_no" else frozenset(fact.choices)
        return test.fact, domain, frozenset(wanted)
    written = test.model_dump_json(by_alias=True, exclude_none=True)
    return written, YES_NO, frozenset((True,))


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
