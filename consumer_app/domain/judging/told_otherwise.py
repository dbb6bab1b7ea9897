"""Sums and numbers that the story says otherwise than they were filled in: both are shown, and a person says which is right."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.domain.case.parts import replaced
from consumer_app.domain.judging.asking import with_answers
from consumer_app.domain.judging.facts import Facts
from consumer_app.domain.judging.heard import heard_in
from consumer_app.domain.law import LawBook

NUMBERS = ("money", "number")
OF_ONE_THING = ("order.paid", "order.lines.affected", "order.lines.quantity")


@dataclass(frozen=True)
class ToldOtherwise:
    """A fact with what the story says of it, in which words, and what was filled in."""

    fact: str
    told: Decimal
    quote: str
    filled_in: Decimal


def told_otherwise(case: Case, facts: Facts, book: LawBook) -> Iterator[ToldOtherwise]:
    """Every sum and number of a case that its own words say otherwise; of several things bought the words may mean the price of any."""
    if not case.told:
        return
    several = len(case.order.lines) > 1
    alone = {"told": case.told, "told_on": case.told_on, "disputes": case.disputes}
    for name, said in heard_in(EMPTY_CASE.model_copy(update=alone), book).facts.items():
        if several and book.facts[name].source in OF_ONE_THING:
            continue
        told, filled_in = said.value, facts.number(name)
        if book.facts[name].kind in NUMBERS and isinstance(told, int | Decimal) and filled_in not in (None, told):
            yield ToldOtherwise(name, Decimal(told), said.quote, filled_in or Decimal(0))


def as_told(case: Case, clash: ToldOtherwise, book: LawBook) -> Case:
    """The case with what the story says in the place of what was filled in; of one thing bought whole its price goes with it."""
    line = case.order.lines[0] if len(case.order.lines) == 1 else None
    if book.facts[clash.fact].source != "order.paid" or line is None:
        return with_answers(
            case, book, {clash.fact: f"{clash.told:.2f}" if _is_money(clash, book) else str(clash.told)}
        )
    whole = line.affected in (None, line.paid)
    changed = line.model_copy(update={"paid": clash.told, "affected": clash.told if whole else line.affected})
    order = case.order.model_copy(update={"paid": clash.told, "lines": (changed,)})
    return replaced(case, "order", order)


def _is_money(clash: ToldOtherwise, book: LawBook) -> bool:
    return book.facts[clash.fact].kind == "money"
