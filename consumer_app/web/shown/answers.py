"""Everything said so far, a row each, to be checked before it is sent."""

from dataclasses import dataclass

from flask import url_for

from consumer_app import formats
from consumer_app.domain.case import Answer, Case
from consumer_app.domain.judging.facts import FactError, typed, with_todays_names
from consumer_app.domain.law import LawBook
from consumer_app.domain.law.purchase import PurchaseWords, words_of_purchase
from consumer_app.web.shown.choices import goods_choices


@dataclass(frozen=True)
class AnswerRow:
    """One row to check."""

    label: str
    value: str
    url: str


@dataclass(frozen=True)
class AnswerGroup:
    """The rows of one step."""

    title: str
    rows: list[AnswerRow]


def answers_of(case: Case, book: LawBook) -> list[AnswerGroup]:
    """Order, parties, facts and the shopper, a row each."""
    order, seller, you = case.order, case.party("seller"), case.party("shopper")
    goods, words = dict(goods_choices(book)), words_of_purchase(book, case.disputes)
    rows: list[AnswerRow] = []
    for line in order.lines:
        kind = goods.get(line.goods_kind or "", "")
        quantity = f"{line.quantity} 件" if line.quantity else ""
        bought = "，".join(
            filter(None, (line.what, kind, quantity, formats.yuan(line.paid) if line.paid is not None else ""))
        )
        rows.append(AnswerRow("买了什么", bought, url_for("order.edit_order")))
    at = url_for("order.edit_order")
    rows += [
        AnswerRow("订单号", order.no or "", at),
        AnswerRow(f"{words.done or '下单'}时间", formats.moment(order.ordered_at) if order.ordered_at else "", at),
        *_arrival(case, words, at),
        AnswerRow("实付", formats.yuan(order.paid) if order.paid is not None else "", at),
    ]
    if order.freight:
        rows.append(AnswerRow("另付运费", formats.yuan(order.freight), at))
    if order.refunded:
        rows.append(AnswerRow("已经退回", formats.yuan(order.refunded), at))
    at = url_for("parties.edit_seller")
    known, there = book.platforms.get(case.platform or ""), case.party("platform")
    name = there.known_as if there and (not known or known.unnamed) else None
    where = "，".join(filter(None, (known.title if known else "", name)))
    sellers = [
        AnswerRow("在哪里买的", where, at),
        AnswerRow(words.shop if words.place == "" and words.shop else "店铺名称", (seller and seller.shop) or "", at),
        AnswerRow("登记名称", (seller and seller.registered_name) or "", at),
        AnswerRow("商家地址", (seller and seller.address) or "", at),
    ]
    for party in case.parties:
        if party.role in ("maker", "carrier", "passenger_carrier", "installer"):
            sellers.append(AnswerRow(formats.ROLES[party.role], formats.party_name(party), at))
    facts = [
        AnswerRow(
            book.facts[name].label,
            "不清楚" if value is None else _answer(name, value, book),
            url_for("questions.ask", fact=name, to="check", _anchor=name),
        )
        for name, value in with_todays_names(case, book).answers.items()
        if name in book.facts and book.facts[name].question
    ]
    at = url_for("shopper.edit_shopper")
    yours = [
        AnswerRow("姓名", (you and you.name) or "", at),
        AnswerRow("电话", (you and you.phone) or "", at),
        AnswerRow("联系地址", (you and you.address) or "", at),
    ]
    if you and you.representative and you.representative.name:
        helper = you.representative
        yours.append(
            AnswerRow(
                formats.CAPACITIES[helper.capacity or "family"],
                "，".join(filter(None, (helper.name, helper.relation, helper.phone))),
                at,
            )
        )
    groups = [("订单", rows), ("商家与平台", sellers), ("事实", facts), ("您的信息", yours)]
    return [AnswerGroup(title, list(of)) for title, of in groups if of]


def _arrival(case: Case, words: PurchaseWords, at: str) -> list[AnswerRow]:
    """When it arrived; no row where nothing arrives."""
    received = case.order.received_at
    if words.arrival == "" and received is None:
        return []
    label = f"{words.arrived}时间" if words.arrived else "收货时间"
    return [AnswerRow(label, formats.moment(received) if received else "", at)]


def _answer(name: str, value: Answer, book: LawBook) -> str:
    try:
        return formats.fact_value(name, typed(name, value, book), book)
    except FactError:
        return str(value)
