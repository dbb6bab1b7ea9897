"""What cannot be so in a case, said kindly and with what to do."""

from decimal import Decimal

from consumer_app.domain.judging.contradictions import Contradiction
from consumer_app.domain.judging.examination import Trouble, Unsound
from consumer_app.domain.judging.facts import AskedAgain, FactConflict, FactError
from consumer_app.domain.law import LawBook
from consumer_app.formats.money import yuan
from consumer_app.formats.names import FACT_KINDS
from consumer_app.formats.reasons import fact_label, fact_value

NAMED_IN_A_CASE = {"answers": "事实", "disputes": "纠纷类型", "demands": "请求权"}


def trouble(found: Trouble, book: LawBook) -> str:
    """What cannot be so, for the shopper: a contradiction, two different values of one fact, or one that the law book does not take."""
    if isinstance(found, FactError):
        return left_aside(found.fact, book)
    if isinstance(found, FactConflict):
        in_case, answered = (fact_value(found.fact, value, book) for value in (found.in_case, found.answered))
        return f"「{fact_label(found.fact, book)}」前后不一致：订单等处写的是{in_case}，回答是{answered}，请核对"
    if isinstance(found, AskedAgain):
        return asked_again(found, book)
    return contradiction(found, book)


def asked_again(found: AskedAgain, book: LawBook) -> str:
    """A question that is asked in another way today than when it was answered."""
    labels = "、".join(f"「{fact_label(fact, book)}」" for fact in found.facts)
    return f"以前答过的一个问题，现在换了问法，请再答一次：{labels}"


def unsound(found: Unsound, book: LawBook) -> str:
    """Everything for which a script's or an advocate's case is not assessed, with the names by which it stands in the file."""
    unknown = [f"{NAMED_IN_A_CASE[part]}「{name}」不存在" for part, name in found.unknown]
    return "；".join((*unknown, *(_trouble_in_full(one, book) for one in found.troubles)))


def _trouble_in_full(found: Trouble, book: LawBook) -> str:
    if isinstance(found, Contradiction):
        return f"{contradiction(found, book)}［{'、'.join(found.facts)}］"
    if isinstance(found, AskedAgain):
        return f"{asked_again(found, book)}［{found.was}］"
    return conflict(found, book) if isinstance(found, FactConflict) else fact_error(found, book)


def fact_error(error: FactError, book: LawBook) -> str:
    """An answer of the wrong kind: which fact, what is expected."""
    known = book.facts.get(error.fact)
    choices = "、".join(f"{slug}（{known.choices.get(slug, slug)}）" if known else slug for slug in error.choices)
    expected = f"{FACT_KINDS.get(error.expected, error.expected)}{f'：{choices}' if choices else ''}"
    return f"「{fact_label(error.fact, book)}」（{error.fact}）填的是“{str(error.found)[:40]}”，应当是{expected}"


def left_aside(fact: str, book: LawBook) -> str:
    """A value that the law book does not take: which fact, that it counts as unknown, what to do."""
    return f"「{fact_label(fact, book)}」现在填的，这里认不出来，先当作「不清楚」。请重新填一次"


def conflict(error: FactConflict, book: LawBook) -> str:
    """An answer that differs from the case: both values, and that one of them has to be put right."""
    in_case, answered = (fact_value(error.fact, value, book) for value in (error.in_case, error.answered))
    return (
        f"「{fact_label(error.fact, book)}」（{error.fact}）前后不一致：订单等处（{error.source}）写的是{in_case}，"
        f"回答是{answered}；请核对后改成一样的"
    )


def contradiction(found: Contradiction, book: LawBook) -> str:
    """Two things that cannot both be so, with their values."""
    labels = [f"「{fact_label(name, book)}」" for name in found.facts]
    values = [
        yuan(Decimal(value))
        if name.startswith("order.") and isinstance(value, Decimal)
        else fact_value(name, value, book)
        for name, value in zip(found.facts * len(found.found), found.found, strict=False)
    ]
    if found.kind == "before":
        return f"{labels[0]}（{values[0]}）早于{labels[1]}（{values[1]}），请核对日期"
    if found.kind == "more_than":
        return f"{labels[0]}（{values[0]}）超过了{labels[1]}（{values[1]}），请核对数字"
    if found.kind == "future":
        return f"{labels[0]}（{values[0]}）还没有到，请核对日期"
    return f"{labels[0]}是 0，请填实际的数"
