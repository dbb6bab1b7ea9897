"""What the words of a case say where the case itself says nothing yet: to be shown where it is asked, never to count before it was saved."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from consumer_app.domain.case import Case, Role
from consumer_app.domain.case.sources import held_in_case
from consumer_app.domain.judging.facts import with_todays_names
from consumer_app.domain.law import LawBook, Value
from consumer_app.domain.law.purchase import home_of, words_of_purchase
from consumer_app.domain.law.walk import facts_looked_at
from consumer_app.domain.listening.buying import day_of_buying, price_of_all, sum_beside
from consumer_app.domain.listening.facts import facts_said
from consumer_app.domain.listening.said import FactSaid
from consumer_app.domain.listening.whose import WhoseSaid, whose_said
from consumer_app.domain.listening.wishes import Wish, wishes_said

OF_THE_ORDER = ("order.ordered_at", "order.received_at", "order.paid")
"""What the page of the order asks: once it was saved, what stands empty there was left empty."""
PART_OF_IT = "order.lines.affected"
"""What of the price is at stake: whoever leaves the price empty is not asked for a part of it."""


@dataclass(frozen=True)
class Heard:
    """What the words say: facts by name, each with its value and the words that say it; what is wished; for whom it is told."""

    facts: Mapping[str, FactSaid]
    wishes: tuple[Wish, ...]
    whose: WhoseSaid | None = None

    @property
    def values(self) -> Mapping[str, Value]:
        """The values alone, by fact."""
        return {name: said.value for name, said in self.facts.items()}


def heard_in(case: Case, book: LawBook) -> Heard:
    """What ``case.told`` says of the facts that its disputes look at; 昨天 in it is counted from the day it was told.

    A fact that the case holds, or that was answered (also with 不清楚), is not heard any more, nor what a page that was saved left
    empty; no wish is, once one is kept.
    """
    if not case.told:
        return Heard({}, ())
    answered = with_todays_names(case, book).answers
    silent = left_empty(case, book)
    open_facts = {
        name
        for name in _looked_at(case, book)
        if name in book.facts
        and name not in answered
        and name not in silent
        and held_in_case(case, book.facts[home_of(name, case.disputes, book)]) is None
    }
    said = {one.fact: one for one in facts_said(case.told, book, case.told_on, open_facts)}
    bought_on = book.fact_from("order.ordered_at")
    if bought_on in open_facts and bought_on not in said and (day := day_of_buying(case.told, book, case.told_on)):
        said[bought_on] = FactSaid(bought_on, day.days, day.quote)
    price = book.fact_from("order.paid")
    beside = words_of_purchase(book, case.disputes).price_beside
    if price in open_facts and beside:
        said.pop(price, None)
        if price and (freight := sum_beside(case.told, beside, book)):
            said[price] = FactSaid(price, *freight)
    elif price in open_facts and price not in said and (all_of := price_of_all(case.told, book)):
        said[price] = FactSaid(price, *all_of)
    return Heard(
        _at_home(said, case.disputes, book),
        () if case.wishes else wishes_said(case.told, book),
        None if _is_known(case, "shopper") or case.order.lines else whose_said(case.told, book),
    )


def _at_home(said: Mapping[str, FactSaid], disputes: Collection[str], book: LawBook) -> Mapping[str, FactSaid]:
    """What was said, each at the fact that is asked: the deposit that was heard is the price that the page of the order asks."""
    found = dict(said)
    for name, one in said.items():
        home = home_of(name, disputes, book)
        if home != name:
            del found[name]
            found[home] = FactSaid(home, one.value, one.quote)
    return found


def left_empty(case: Case, book: LawBook) -> frozenset[str]:
    """The facts whose page was saved, and which stayed empty there or are kept: of the order, when it says what was bought, of the platform, when it names anybody."""
    saved: tuple[str, ...] = OF_THE_ORDER if case.order.lines else ()
    if saved and case.order.paid is None and len(case.order.lines) == 1 and case.order.lines[0].paid is None:
        saved = (*saved, PART_OF_IT)
    if _is_known(case, "seller") or _is_known(case, "platform"):
        saved = (*saved, "platform")
    return frozenset(name for name in book.facts if book.facts[home_of(name, case.disputes, book)].source in saved)


def _is_known(case: Case, role: Role) -> bool:
    """Whether a page has said anything of that side; that a row names it says nothing yet."""
    party = case.party(role)
    return party is not None and party.is_known


def _looked_at(case: Case, book: LawBook) -> frozenset[str]:
    """The facts that its disputes look at, and those that the place where it was bought brings with it, be that only heard."""
    place = case.platform
    name = book.fact_from("platform")
    if place is None and name and case.told:
        place = next((str(one.value) for one in facts_said(case.told, book, case.told_on, {name})), None)
    return facts_looked_at(book, case.disputes, [("platforms", place)] if place else ())
