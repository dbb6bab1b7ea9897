"""The forms of the order: the purchase itself, and one thing bought; and how parties and sums are put into the case."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Self

from consumer_app.domain.case import Case, Moment, Order, OrderLine, Party
from consumer_app.domain.case.parts import replaced
from consumer_app.domain.judging.contradictions import comes_before, lies_after
from consumer_app.domain.law.purchase import PurchaseWords
from consumer_app.web.forms.fields import (
    ChoiceField,
    CountField,
    MomentField,
    MoneyField,
    OrderNoField,
    TextField,
)
from consumer_app.web.forms.part_form import CasePartForm

Choices = Iterable[tuple[str, str]]


WHOLE, PART = "whole", "part"
EXTENTS = ((WHOLE, "整件（整单）都有问题"), (PART, "只有其中一部分"))


class BoughtForm(CasePartForm):
    """What the two order pages share: when it was bought and received (where anything is), and what was paid."""

    today: date
    ordered_at: MomentField
    received_at: MomentField
    paid: MoneyField
    extent: ChoiceField

    def put_words(self, words: PurchaseWords) -> None:
        """Asks in the words of this kind of purchase, where it has them."""
        said = {
            "platform": (words.place, None),
            "shop": (words.shop, words.shop_hint),
            "what": (words.what, words.what_hint),
            "ordered_at": (words.day, None),
            "received_at": (words.arrival, words.arrival_hint),
            "paid": (words.price, words.price_hint),
            "no": (words.number, None),
        }
        for name, (label, hint) in said.items():
            if name in self and label:
                self[name].label.text = label
                self[name].description = self[name].description if hint is None else hint
        if words.whole and words.part:
            self.extent.choices = ((WHOLE, words.whole), (PART, words.part))

    def check(self) -> None:
        """Days in the order in which they can have happened."""
        ordered, received = self.ordered_at.days, self.received_at.days if self.received_at else None
        if ordered and lies_after(ordered, self.today):
            self.complain(self.ordered_at, "这一天在今天之后，请看看是不是写错了年份")
        if received and lies_after(received, self.today):
            self.complain(self.received_at, "这一天在今天之后；还没收到就先空着")
        if received and ordered and comes_before(received, ordered):
            self.complain(self.received_at, "收到的日子比买的日子还早，请看看哪一个写错了")


class OrderForm(BoughtForm):
    """The purchase, with the first thing bought."""

    address = "order"
    what = TextField("买了什么", most=300, hint="写到别人一看就明白，例如「43 寸电视一台」「火腿肠一箱 30 根」")
    goods_kind = ChoiceField("属于哪一类", as_list=True, hint="不同的商品，法律规定不一样")
    quantity = CountField("数量（选填）")
    no = OrderNoField("订单号", hint="在平台的「我的订单」里可以复制；到店买的可以不填")
    ordered_at = MomentField("什么时候下单", hint="只记得哪一天就写哪一天")
    received_at = MomentField("什么时候收到（或服务完成）", hint="还没收到就空着")
    paid = MoneyField("一共实付多少钱", hint="不含运费，用券后的实际付款")
    freight = MoneyField("其中另付的运费", hint="包邮就空着")
    extent = ChoiceField("有问题的是", choices=EXTENTS)
    affected = MoneyField("有问题的那一部分值多少钱", hint="只有其中几件有问题时，写那几件的价钱")
    refunded = MoneyField("已经退给您多少钱", hint="没有退过就空着")

    @classmethod
    def of(cls, case: Case, goods_kinds: Choices, today: date) -> Self:
        """The form as the case has it."""
        order, line = case.order, first_line(case.order)
        form = cls.filled(
            case, cls.address, no=order.no, ordered_at=order.ordered_at, received_at=order.received_at,
            paid=order.paid, freight=order.freight, refunded=order.refunded, what=line.what,
            goods_kind=line.goods_kind, quantity=line.quantity, **extent_of(line, order.paid),
        )  # fmt: skip
        form.goods_kind.choices, form.today = tuple(goods_kinds), today
        return form

    def check(self) -> None:
        """Sums that fit each other."""
        super().check()
        paid: Decimal | None = self.paid.data if not self.paid.errors else None
        part = self.affected.data
        if part is not None and self.extent.data == WHOLE:
            self.complain(self.affected, "整件都有问题就不用写这一格；只有一部分有问题，请在上面选「只有其中一部分」")
        if paid is not None and part is not None and part > paid:
            self.complain(self.affected, f"这一部分不会比一共实付的 {paid} 元还多，请看看哪一个写错了")
        whole = None if paid is None else paid + (self.freight.data or Decimal(0))
        if whole is not None and self.refunded.data is not None and self.refunded.data > whole:
            self.complain(self.refunded, f"退款比实付的 {whole} 元还多，请看看哪一个写错了")

    def onto(self, case: Case) -> Case:
        """The case with this purchase; further things bought stay."""
        line = first_line(case.order)
        only = len(case.order.lines) <= 1
        changed = line.model_copy(
            update={
                "what": self.what.data,
                "goods_kind": self.goods_kind.data,
                "quantity": self.quantity.data,
                "affected": affected_part(self.extent.data, self.affected.data, self.paid.data if only else line.paid),
                "paid": self.paid.data if only else line.paid,
            }
        )
        values = {name: self[name].data for name in ("no", "ordered_at", "received_at", "paid", "freight", "refunded")}
        return replaced(
            case, "order", case.order.model_copy(update={**values, "lines": (changed, *case.order.lines[1:])})
        )


class LineForm(CasePartForm):
    """One of several things bought."""

    address = "order"
    what = TextField("买了什么", most=300, required="请写这一件是什么，例如「儿童雨衣一件」")
    goods_kind = ChoiceField("属于哪一类", as_list=True)
    quantity = CountField("数量（选填）")
    paid = MoneyField("这一件实付多少钱")
    extent = ChoiceField("有问题的是", choices=EXTENTS)
    affected = MoneyField("有问题的那一部分值多少钱", hint="只有一部分有问题时写；这一件没有问题就写 0")

    @classmethod
    def of(cls, case: Case, line_id: str, goods_kinds: Choices) -> Self:
        """The form of that line; an id not there yet is a new line."""
        line = next((line for line in case.order.lines if line.id == line_id), OrderLine(id=line_id))
        values = {**line.model_dump(exclude={"id"}), **extent_of(line, None)}
        form = cls.filled(case, cls.address, **values)
        form.goods_kind.choices, form.line_id = tuple(goods_kinds), line_id
        return form

    line_id: str

    def onto(self, case: Case) -> Case:
        """The case with this line changed, or added at the end."""
        values = {name: self[name].data for name in ("what", "goods_kind", "quantity", "paid")}
        values["affected"] = affected_part(self.extent.data, self.affected.data, self.paid.data)
        line = OrderLine(id=self.line_id, **values)
        lines = case.order.lines
        kept = tuple(line if one.id == line.id else one for one in lines)
        if line.id not in {one.id for one in lines}:
            kept = (*lines, line)
        return replaced(case, "order", case.order.model_copy(update={"lines": kept}))


def put_party(case: Case, role: str, **values: object) -> Case:
    """The case with these values on its party in that role, which is made when there is none and something is to be kept."""
    party = next((one for one in case.parties if one.role == role), None)
    if party is None:
        if not any(values.values()):
            return case
        used = {one.id for one in case.parties}
        party = Party(id=next(f"p{n}" for n in range(1, 100) if f"p{n}" not in used), role=role)
    return replaced(case, f"parties/{party.id}", party.model_copy(update=values))


def put_platform(case: Case, platform: str | None, **named: str | None) -> Case:
    """The case with that platform; without one, the platform party stays where more is known of it. ``named`` is its name, where a page asks it."""
    return put_party(case, "platform", platform=platform, **named)


def affected_part(extent: str | None, part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """The price of what the trouble concerns, in yuan; None while it was not said, or the part was not priced."""
    return whole if extent == WHOLE else part


def extent_of(line: OrderLine, paid: Decimal | None) -> dict[str, object]:
    """What the two fields show for a line: the whole, or a part with its price, or neither."""
    whole = paid if line.paid is None else line.paid
    if line.affected is None:
        return {"extent": None, "affected": None}
    if line.affected == whole:
        return {"extent": WHOLE, "affected": None}
    return {"extent": PART, "affected": line.affected}


def first_line(order: Order) -> OrderLine:
    return order.lines[0] if order.lines else OrderLine(id="l1")


def kept_to_the_minute(before: Moment | None, now: Moment | None) -> Moment | None:
    """A page that asks only for the day does not erase the minute known of the same day."""
    return before if before and now and before.day == now.day and before.precision == "minute" else now
