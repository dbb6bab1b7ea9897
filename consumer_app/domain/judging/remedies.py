"""The few named sums a claim can ask for, over Decimal yuan, each with its lines. Never more than the law gives.

Which facts go in and which dated numbers are used is data (``docs/decisions/0005``); here is only how they are put together.
Every line is rounded half up to the fen, and a sum is its lines added.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from consumer_app.domain.judging.facts import Facts
from consumer_app.domain.judging.findings import Amount, SumItem
from consumer_app.domain.law import Citation, Dated, Remedy, Value

FEN = Decimal("0.01")
ZERO = Decimal(0)
HUNDRED = Decimal(100)
DAYS_IN_A_YEAR = 365
BASES = {"affected": "order.lines.affected", "household_quantity": "order.lines.affected", "whole": "order.paid"}


class UnknownInput(Exception):
    """A fact that a sum needs is not known yet."""

    def __init__(self, *facts: str) -> None:
        self.facts = facts
        super().__init__(", ".join(facts))


@dataclass(frozen=True)
class Formula:
    """A named sum: how it is worked out, and which inputs and dated numbers it takes."""

    work_out: Callable[["Inputs"], tuple[list[SumItem], Decimal | None]]
    inputs: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    optional_numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Worked:
    """A sum, or what it still needs: ``amount`` is None while an input it cannot do without is unknown; ``needs`` are facts to ask."""

    amount: Amount | None
    needs: tuple[str, ...]


def yuan(value: Decimal) -> Decimal:
    """Rounded half up to the fen."""
    return value.quantize(FEN, ROUND_HALF_UP)


class Inputs:
    """What one remedy takes from the facts, with what turned out to be unknown."""

    def __init__(self, remedy: Remedy, facts: Facts, day: date, source: Citation | None) -> None:
        self.remedy, self.facts, self.day, self.source = remedy, facts, day, source
        self.asked: list[str] = []

    def fact(self, name: str) -> str | None:
        """The fact that an input names, when the remedy gives that input."""
        given = self.remedy.inputs.get(name)
        return given if isinstance(given, str) else None

    def number(self, name: str) -> Decimal:
        """The value of an input. Raises UnknownInput while it is unknown."""
        fact = self.fact(name)
        value = self.facts.number(fact) if fact else None
        if value is None:
            raise UnknownInput(*([fact] if fact else []))
        return value

    def number_if_known(self, name: str) -> Decimal | None:
        """The value of an input that the sum can do without; asked for when the remedy names it."""
        fact = self.fact(name)
        value = self.facts.number(fact) if fact else None
        if fact and value is None:
            self.asked.append(fact)
        return value

    def number_if_told(self, name: str) -> Decimal | None:
        """The value of an input that is better than others where it is known, and never asked for."""
        fact = self.fact(name)
        return self.facts.number(fact) if fact else None

    def number_if_given(self, name: str) -> Decimal | None:
        """The value of an input the remedy may leave out, but which must be known when it names it."""
        return self.number(name) if self.fact(name) else None

    def day_of(self, name: str) -> date:
        """The value of a date input. Raises UnknownInput while it is unknown."""
        fact = self.fact(name)
        value = self.facts.day(fact) if fact else None
        if value is None:
            raise UnknownInput(*([fact] if fact else []))
        return value

    def price(self) -> tuple[Decimal, str | None]:
        """The price the sum is worked out from, and its fact: the input ``price``, or what ``base`` says."""
        fact = self.fact("price") or self._base_fact()
        value = self.facts.number(fact) if fact else None
        if value is None:
            raise UnknownInput(*([fact] if fact else []))
        if self.remedy.base == "household_quantity":
            quantity, household = self.number("quantity"), self.number("household")
            if quantity > 0:
                value = value * min(Decimal(1), household / quantity)
        return value, fact

    def counted(self, fact: str) -> tuple[str, Decimal | None]:
        """What of a fact of ``less`` counts against this sum, and the fact that says so.

        What came back of a whole order counts against one of its things only as far as it was for that thing: what a person says of it,
        else what cannot have been for the rest of the order; where that leaves it open, it is asked.
        """
        value = self.facts.number(fact)
        share = next(
            (n for n, d in self.facts.definitions.items() if d.share_of == fact and d.share_for in self._used()), None
        )
        rest = self._rest_of_the_order(share)
        if value is None or share is None or rest <= ZERO or value == ZERO:
            return fact, value
        said = self.facts.number(share)
        if said is not None:
            return share, min(said, value)
        self.asked.append(share)
        return fact, max(value - rest, ZERO)

    def _rest_of_the_order(self, share: str | None) -> Decimal:
        """What was paid for the other things of the order; nothing where the order says of no other."""
        part = self.facts.definitions[share].share_for if share else None
        whole = next((n for n, d in self.facts.definitions.items() if d.source == BASES["whole"]), None)
        paid, price = (self.facts.number(name) if name else None for name in (whole, part))
        return ZERO if paid is None or price is None else max(paid - price, ZERO)

    def _used(self) -> set[str | None]:
        """The facts that the sum is worked out from."""
        given = {name for one in self.remedy.inputs.values() for name in ((one,) if isinstance(one, str) else one)}
        return {*given, self._base_fact()} if self.remedy.base else set(given)

    def dated(self, numbers: Dated[Decimal] | None) -> Decimal | None:
        """The number in force on the claim's day."""
        return numbers.on(self.day) if numbers else None

    def parts(self) -> list[tuple[str, Decimal]]:
        """The facts of ``parts`` and those of ``also`` that are known, each with its value."""
        found, unknown = [], []
        for fact in self._several("parts"):
            value = self.facts.number(fact)
            if value is None:
                unknown.append(fact)
            else:
                found.append((fact, value))
        if unknown:
            raise UnknownInput(*unknown)
        for fact in self._several("also"):
            value = self.facts.number(fact)
            if value is None:
                self.asked.append(fact)
            else:
                found.append((fact, value))
        if not found:
            raise UnknownInput(*self._several("also"))
        return found

    def _several(self, name: str) -> tuple[str, ...]:
        given = self.remedy.inputs.get(name, ())
        return (given,) if isinstance(given, str) else given

    def _base_fact(self) -> str | None:
        source = BASES.get(self.remedy.base or "")
        return next((name for name, fact in self.facts.definitions.items() if fact.source == source), None)


def worked_out(remedy: Remedy, facts: Facts, day: date, source: Citation | None) -> Worked:
    """The sum of a remedy on the facts, with the numbers in force on ``day``; or the facts it still needs.

    What is unknown and only lowers (``less``) or only adds (``also``, a loss) is left out and asked. ``source`` is the provision of the lines.
    """
    formula = FORMULAS[remedy.formula]
    inputs = Inputs(remedy, facts, day, source)
    try:
        items, high = formula.work_out(inputs)
    except UnknownInput as unknown:
        return Worked(None, tuple(dict.fromkeys((*_all_unknown(unknown, formula, inputs), *inputs.asked))))
    if not items:
        return Worked(None, tuple(inputs.asked))
    left = sum((item.value for item in items), ZERO)
    repaid = ZERO
    for fact in remedy.less:
        taken_from, value = inputs.counted(fact)
        if value is None:
            if left or high:  # of nothing nothing can have come back
                inputs.asked.append(fact)
            continue
        repaid += yuan(value)
        if taken := min(yuan(value), left):
            items.append(SumItem("less", -taken, taken_from, (value,)))
            left -= taken
    if high is not None:
        high = max(yuan(high) - repaid, left)
    return Worked(Amount(remedy.formula, tuple(items), left, high), tuple(dict.fromkeys(inputs.asked)))


def _all_unknown(first: UnknownInput, formula: Formula, inputs: Inputs) -> tuple[str, ...]:
    """Every fact that the sum cannot do without and that is unknown, not only the first: what is put in its place is thrown away."""
    facts, unknown = inputs.facts, first.facts
    needed: dict[str, Value] = {}
    while any(fact not in needed or needed[fact] == 1 for fact in unknown):
        needed |= {fact: facts.today if fact in needed or _is_a_day(fact, facts) else 1 for fact in unknown}
        facts = replace(facts, values={**facts.values, **needed})
        try:
            formula.work_out(Inputs(inputs.remedy, facts, inputs.day, inputs.source))
            break
        except UnknownInput as another:
            unknown = another.facts
    return tuple(needed)


def _is_a_day(fact: str, facts: Facts) -> bool:
    return fact in facts.definitions and facts.definitions[fact].kind == "date"


def _price(given: Inputs) -> tuple[list[SumItem], Decimal | None]:
    price, fact = given.price()
    return [SumItem("price", yuan(price), fact, (price,), given.source)], None


def _sum_of(given: Inputs) -> tuple[list[SumItem], Decimal | None]:
    return [SumItem("fact", yuan(value), fact, (value,), given.source) for fact, value in given.parts()], None


def _multiple_of_price(given: Inputs) -> tuple[list[SumItem], Decimal | None]:
    price, fact = given.price()
    multiple = given.dated(given.remedy.multiple)
    if multiple is None:
        return [], None
    value, floor, cap = multiple * price, given.dated(given.remedy.floor), given.dated(given.remedy.cap)
    if floor is not None and value < floor:
        return [SumItem("floor", yuan(floor), fact, (multiple, price, floor), given.source)], None
    if cap is not None and value > cap:
        return [SumItem("cap", yuan(cap), fact, (multiple, price, cap), given.source)], None
    return [SumItem("multiple", yuan(value), fact, (multiple, price), given.source)], None


def _multiple_of_price_or_of_loss(given: Inputs) -> tuple[list[SumItem], Decimal | None]:
    multiple, of_loss = given.dated(given.remedy.multiple), given.dated(given.remedy.loss_multiple)
    loss = given.number_if_known("loss")
    if multiple is None or of_loss is None or loss is None:
        return _multiple_of_price(given)
    price, fact = given.price()
    by_price, by_loss, floor = multiple * price, of_loss * loss, given.dated(given.remedy.floor) or ZERO
    factors = (multiple, price, of_loss, loss, floor)
    if max(by_price, by_loss) < floor:
        return [SumItem("floor_of_both", yuan(floor), fact, factors, given.source)], None
    if by_loss > by_price:
        return [SumItem("loss_multiple", yuan(by_loss), given.fact("loss"), factors, given.source)], None
    return [SumItem("price_multiple", yuan(by_price), fact, factors, given.source)], None


def _promised_multiple(given: Inputs) -> tuple[list[SumItem], Decimal | None]:
    price, fact = given.price()
    times, cap = given.number("times"), given.dated(given.remedy.cap)
    times = times if cap is None else min(times, cap)
    return [SumItem("promised", yuan(times * price), fact, (times, price), given.source)], None


def _difference_of_price(given: Inputs) -> tuple[list[SumItem], Decimal | None]:
    higher, lower = given.number("higher"), given.number("lower")
    quantity = given.number_if_given("quantity")
    value = max(higher - lower, ZERO) * (1 if quantity is None else quantity)
    factors = (higher, lower) if quantity is None else (higher, lower, quantity)
    return [SumItem("difference", yuan(value), given.fact("higher"), factors, given.source)], None


def _price_reduction(given: Inputs) -> tuple[list[SumItem], Decimal | None]:
    conforming, actual, price = given.number("conforming"), given.number("actual"), given.number_if_given("price")
    value = max(conforming - actual, ZERO)
    value = value if price is None else min(value, price)
    return [SumItem("reduction", yuan(value), given.fact("conforming"), (conforming, actual), given.source)], None


def _deposit_doubled(given: Inputs) -> tuple[list[SumItem], Decimal | None]:
    paid, price, share = given.number("deposit"), given.number("price"), given.dated(given.remedy.cap)
    unperformed = given.number_if_given("unperformed")
    if share is None:
        return [], None
    deposit = min(paid, share * price)
    part = Decimal(1) if unperformed is None else min(unperformed, HUNDRED) / HUNDRED
    fact = given.fact("deposit")
    items = [
        SumItem("deposit", yuan(deposit), fact, (paid, share, price), given.source),
        SumItem("deposit_again", yuan(deposit * part), fact, (deposit, part * HUNDRED), given.source),
    ]
    if paid > deposit:
        items.append(SumItem("beyond_cap", yuan(paid - deposit), fact, (paid, deposit), given.source))
    return items, None


def _deposit_returned(given: Inputs) -> tuple[list[SumItem], Decimal | None]:
    paid = given.number("deposit")
    return [SumItem("price", yuan(paid), given.fact("deposit"), (paid,), given.source)], None


def _deposit_excess(given: Inputs) -> tuple[list[SumItem], Decimal | None]:
    paid, price, share = given.number("deposit"), given.number("price"), given.dated(given.remedy.cap)
    if share is None:
        return [], None
    kept = min(paid, share * price)
    return [SumItem("beyond_cap", yuan(paid - kept), given.fact("deposit"), (paid, kept), given.source)], None


def _share_unused(given: Inputs) -> tuple[list[SumItem], Decimal | None]:
    paid, bonus = given.number("paid"), given.number_if_given("bonus") or ZERO
    if _used_up(given, bonus):
        bonus = ZERO
    balance = given.number_if_told("balance") if not bonus else None
    used = given.number("used") if balance is None else max(paid - balance, ZERO)
    gifts = given.number_if_given("gifts") or ZERO
    worth = used * paid / (paid + bonus) if paid + bonus > 0 else ZERO
    if gifts > 0:
        worth += gifts * paid / (paid + bonus + gifts)
    value = max(paid - worth, ZERO)
    return [SumItem("unused", yuan(value), given.fact("paid"), (paid, used, bonus), given.source)], None


def _used_up(given: Inputs, gift: Decimal) -> bool:
    """Whether of what was given besides something is known to be used up: it is then no bonus that is still there. Asked only where there is a gift."""
    return gift > 0 and (given.number_if_known("used_up") or ZERO) > 0


def _share_of_time_left(given: Inputs) -> tuple[list[SumItem], Decimal | None]:
    paid = given.number("paid")
    if given.fact("left"):
        bonus, gifts = (given.number_if_known(name) or ZERO for name in ("bonus", "gifts"))
        if _used_up(given, bonus):
            bonus = ZERO
        left = given.number("left") + bonus
        total = (given.number("total") if given.fact("total") else HUNDRED) + bonus
        if _used_up(given, gifts):
            total += gifts
    else:
        start, until, stopped = given.day_of("from"), given.day_of("until"), given.day_of("stopped")
        total = Decimal((until - start).days + 1)
        left = Decimal(max((until - stopped).days, 0))
    share = min(left / total, Decimal(1)) if total > 0 else ZERO
    term = "share_left" if given.fact("left") else "time_left"
    return [SumItem(term, yuan(paid * share), given.fact("paid"), (paid, left, total), given.source)], None


def _rate_for_days(given: Inputs) -> tuple[list[SumItem], Decimal | None]:
    principal, start = given.number("principal"), given.day_of("from")
    until = given.day_of("until") if given.fact("until") else given.facts.today
    rate = given.number("rate") / HUNDRED if given.fact("rate") else given.dated(given.remedy.rate)
    if rate is None:
        return [], None
    days = Decimal(max((until - start).days, 0))
    value = principal * rate * days / DAYS_IN_A_YEAR
    return [SumItem("interest", yuan(value), given.fact("principal"), (principal, rate * HUNDRED, days))], None


def _restoration(given: Inputs) -> tuple[list[SumItem], Decimal | None]:
    items, _ = _sum_of(given)
    cap = given.dated(given.remedy.cap)
    total = sum((item.value for item in items), ZERO)
    if cap is not None and total > cap:
        items.append(SumItem("beyond", yuan(cap - total), None, (total, cap)))
    return items, None


def _range(given: Inputs) -> tuple[list[SumItem], Decimal | None]:
    fact = given.fact("loss")
    base, fact = (given.number("loss"), fact) if fact else given.price()
    low, high = given.dated(given.remedy.multiple), given.dated(given.remedy.cap)
    if low is None or high is None:
        return [], None
    return [SumItem("range", yuan(low * base), fact, (low, high, base), given.source)], high * base


FORMULAS: Mapping[str, Formula] = {
    "price": Formula(_price, (), ("price", "quantity", "household")),
    "sum_of": Formula(_sum_of, (), ("parts", "also")),
    "multiple_of_price": Formula(
        _multiple_of_price, (), ("price", "quantity", "household"), ("multiple",), ("floor", "cap")
    ),
    "multiple_of_price_or_of_loss": Formula(
        _multiple_of_price_or_of_loss,
        (),
        ("price", "loss", "quantity", "household"),
        ("multiple", "loss_multiple"),
        ("floor", "cap"),
    ),
    "promised_multiple": Formula(_promised_multiple, ("times",), ("price",), (), ("cap",)),
    "difference_of_price": Formula(_difference_of_price, ("higher", "lower"), ("quantity",)),
    "price_reduction": Formula(_price_reduction, ("conforming", "actual"), ("price",)),
    "deposit_doubled": Formula(_deposit_doubled, ("deposit", "price"), ("unperformed",), ("cap",)),
    "deposit_returned": Formula(_deposit_returned, ("deposit",)),
    "deposit_excess": Formula(_deposit_excess, ("deposit", "price"), (), ("cap",)),
    "share_unused": Formula(_share_unused, ("paid", "used"), ("balance", "bonus", "gifts", "used_up")),
    "share_of_time_left": Formula(
        _share_of_time_left, ("paid",), ("left", "total", "bonus", "gifts", "used_up", "from", "until", "stopped")
    ),
    "rate_for_days": Formula(_rate_for_days, ("principal", "from"), ("until", "rate"), (), ("rate",)),
    "restoration": Formula(_restoration, (), ("parts", "also"), (), ("cap",)),
    "range": Formula(_range, (), ("price", "loss"), ("multiple", "cap")),
}
