"""Sums line by line: what each line is, and how it was worked out, in words and numbers."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from consumer_app.domain.judging.findings import Amount, SumItem
from consumer_app.domain.law import LawBook
from consumer_app.formats.money import plain_number, yuan
from consumer_app.formats.reasons import fact_label

Factors = tuple[Decimal, ...]


def item_label(item: SumItem, book: LawBook) -> str:
    """What a line of a sum is: 有问题的那部分的价款的十倍, 减去已经退回的钱."""
    fact = fact_label(item.fact, book) if item.fact else ""
    if item.term in _MULTIPLES:
        return f"{fact}的{plain_number(item.factors[_MULTIPLES[item.term]])}倍"
    return _LABELS.get(item.term, "{fact}").format(fact=fact)


def item_formula(item: SumItem) -> str:
    """How a line was worked out: 59.90元 × 10 = 599.00元，不足1000元，按1000元计."""
    write = _FORMULAS.get(item.term)
    return write(item.factors, item.value) if write else yuan(item.value)


def amount(found: Amount) -> str:
    """The sum: 1000.00元, or 100.00元至300.00元 where a court fixes it."""
    return yuan(found.total) if found.high is None else f"{yuan(found.total)}至{yuan(found.high)}（由法院酌定）"


def least(found: Amount | None) -> str:
    """What a contested sum comes to on the less favourable reading; empty where the law book says nothing of it."""
    if found is None or found.low is None or found.low == found.total:
        return ""
    return f"法院要是不这样看，大约只有{yuan(found.low)}" if found.low else "法院要是不这样看，这笔钱要不到"


_MULTIPLES = {"multiple": 0, "floor": 0, "cap": 0, "price_multiple": 0, "loss_multiple": 2, "floor_of_both": 0}
_LABELS: Mapping[str, str] = {
    "price": "{fact}",
    "fact": "{fact}",
    "promised": "{fact}按承诺的倍数",
    "difference": "差价",
    "reduction": "应减少的价款",
    "deposit": "定金（不超过主合同标的额的法定上限）",
    "deposit_again": "双倍返还的另一份定金",
    "beyond_cap": "超过定金上限的部分，按已付款退回",
    "unused": "扣除应扣部分后的余款",
    "time_left": "剩余期限对应的费用",
    "share_left": "还没有用的部分对应的费用",
    "interest": "利息",
    "beyond": "超过上限的部分",
    "range": "由法院酌定的赔偿",
    "less": "减去：{fact}",
}


def _times(factors: Factors, value: Decimal) -> str:
    return f"{yuan(factors[1])} × {plain_number(factors[0])} = {yuan(value)}"


def _floor(factors: Factors, value: Decimal) -> str:
    multiple, price, floor = factors
    return f"{_times(factors, multiple * price)}，不足{plain_number(floor)}元，按{plain_number(floor)}元计"


def _cap(factors: Factors, value: Decimal) -> str:
    multiple, price, cap = factors
    return f"{_times(factors, multiple * price)}，超过{plain_number(cap)}元，按{plain_number(cap)}元计"


def _both(factors: Factors) -> str:
    multiple, price, of_loss, loss, _ = factors
    return (
        f"价款 {yuan(price)} × {plain_number(multiple)} = {yuan(multiple * price)}；"
        f"损失 {yuan(loss)} × {plain_number(of_loss)} = {yuan(of_loss * loss)}"
    )


def _higher(factors: Factors, value: Decimal) -> str:
    return f"{_both(factors)}；取高的 {yuan(value)}"


def _floor_of_both(factors: Factors, value: Decimal) -> str:
    return f"{_both(factors)}；都不足{plain_number(factors[4])}元，按{plain_number(factors[4])}元计"


def _difference(factors: Factors, value: Decimal) -> str:
    higher, lower, *quantity = factors
    times = f" × {plain_number(quantity[0])}" if quantity else ""
    bracketed = f"（{yuan(higher)} − {yuan(lower)}）{times}" if times else f"{yuan(higher)} − {yuan(lower)}"
    return f"{bracketed} = {yuan(value)}" if higher > lower else f"{bracketed}，没有差额，为 {yuan(value)}"


def _deposit(factors: Factors, value: Decimal) -> str:
    paid, share, price = factors
    most = share * price
    text = f"上限 {yuan(price)} × {plain_number(share * 100)}% = {yuan(most)}"
    return f"已付 {yuan(paid)}，{text}，{'按上限' if paid > most else '没有超过，按已付'} {yuan(value)}"


def _deposit_again(factors: Factors, value: Decimal) -> str:
    deposit, percent = factors
    return yuan(value) if percent == 100 else f"{yuan(deposit)} × 未履行的 {plain_number(percent)}% = {yuan(value)}"


def _beyond_cap(factors: Factors, value: Decimal) -> str:
    return f"{yuan(factors[0])} − {yuan(factors[1])} = {yuan(value)}"


def _unused(factors: Factors, value: Decimal) -> str:
    paid, used, bonus = factors
    if not bonus:
        return f"{yuan(paid)} − 应扣 {yuan(used)} = {yuan(value)}"
    return f"{yuan(paid)} − 已用 {yuan(used)} × {yuan(paid)} ÷（{yuan(paid)} + 赠送 {yuan(bonus)}） = {yuan(value)}"


def _time_left(factors: Factors, value: Decimal) -> str:
    paid, left, total = factors
    return f"{yuan(paid)} × 剩余 {plain_number(left)} ÷ 总共 {plain_number(total)} = {yuan(value)}"


def _interest(factors: Factors, value: Decimal) -> str:
    principal, percent, days = factors
    return f"{yuan(principal)} × 年利率 {plain_number(percent)}% × {plain_number(days)}天 ÷ 365 = {yuan(value)}"


def _range(factors: Factors, value: Decimal) -> str:
    low, high, base = factors
    return f"{yuan(base)} × {plain_number(low)} 至 × {plain_number(high)}，具体由法院酌定"


_FORMULAS: Mapping[str, Callable[[Factors, Decimal], str]] = {
    "multiple": _times,
    "floor": _floor,
    "cap": _cap,
    "price_multiple": _higher,
    "loss_multiple": _higher,
    "floor_of_both": _floor_of_both,
    "promised": lambda factors, value: f"{yuan(factors[1])} × 承诺的{plain_number(factors[0])}倍 = {yuan(value)}",
    "difference": _difference,
    "reduction": _difference,
    "deposit": _deposit,
    "deposit_again": _deposit_again,
    "beyond_cap": _beyond_cap,
    "unused": _unused,
    "time_left": _time_left,
    "share_left": _time_left,
    "interest": _interest,
    "range": _range,
    "less": lambda _, value: yuan(value),
}
