"""The short path's one page of the purchase, in the words of this kind: for whom, what, from whom, when, for how much."""

from datetime import date
from typing import Self

from consumer_app.domain.case import Case
from consumer_app.domain.case.parts import fingerprint, replaced
from consumer_app.domain.law import LawBook
from consumer_app.domain.law.purchase import PurchaseWords
from consumer_app.web.forms.fields import ChoiceField, MomentField, MoneyField, OrderNoField, SiteField, TextField
from consumer_app.web.forms.order import (
    EXTENTS,
    PART,
    WHOLE,
    BoughtForm,
    Choices,
    affected_part,
    extent_of,
    first_line,
    kept_to_the_minute,
    put_party,
    put_platform,
)
from consumer_app.web.forms.trouble import trouble_field
from consumer_app.web.forms.whose import MINE, WHOSE, put_whose, whose

A_MONTH_WILL_DO = "例如 4月15日、上周三；记不清哪天，写到几月也行"
MORE = ("platform", "extent", "received_at", "trouble", "no")
"""What is folded away where the kind does not need it on the page, and nothing stands in it."""


class PurchaseForm(BoughtForm):
    """For whom, and the purchase with the seller; labels and hints are those of ``PurchaseWords`` where the kind has them."""

    address = "order+parties+trouble"
    whose = ChoiceField("这件事是谁的？", choices=WHOSE, hint="替孩子、家人办的，信里写他们的名字，您的名字写在后面")
    platform = ChoiceField(
        "在哪个平台买的", as_list=True, hint="名单里没有的，选「其他平台」；不是在平台上买的，选「实体店」"
    )
    shop = TextField("店铺名称", most=300)
    what = TextField("买了什么", most=300)
    goods_kind = ChoiceField("属于哪一类", as_list=True, hint="不同的商品，法律规定不一样")
    ordered_at = MomentField("哪天买的", with_time=False, hint=A_MONTH_WILL_DO)
    received_at = MomentField("哪天收到", with_time=False)
    paid = MoneyField("实付多少钱")
    extent = ChoiceField("有问题的是", choices=EXTENTS)
    trouble = trouble_field()
    no = OrderNoField("订单号", hint="在「我的订单」里可以复制")

    words: PurchaseWords

    @classmethod
    def of(
        cls, case: Case, platforms: Choices, goods_kinds: Choices, words: PurchaseWords, today: date, book: LawBook
    ) -> Self:
        """The form as the case has it, in these words."""
        order, line = case.order, first_line(case.order)
        seller = case.party("seller")
        form = cls(
            data={
                "seen": fingerprint(case, cls.address), "platform": case.platform, "whose": whose(case),
                "shop": seller.shop if seller else None, "what": line.what, "goods_kind": line.goods_kind, "no": order.no, "paid": order.paid,
                "trouble": case.trouble,
                "extent": _extent(case, book), "ordered_at": order.ordered_at, "received_at": order.received_at,
            }
        )  # fmt: skip
        form.platform.choices, form.goods_kind.choices, form.today = tuple(platforms), tuple(goods_kinds), today
        for field in form:
            field.unmarked = True
        form._word(words)
        return form

    def _word(self, words: PurchaseWords) -> None:
        """Puts the words of this kind on the fields, and leaves out what this kind does not have."""
        self.words = words
        self.put_words(words)
        if words.arrival == "" and not self.received_at.data:
            del self.received_at
        if words.whole == "" and self.extent.data != PART:
            del self.extent

    def suppose(self) -> None:
        """What is so unless it is changed, where the page is shown for the first time: one's own matter, and the whole of what was bought."""
        if self.is_submitted():
            return
        for name, usual in (("whose", MINE), ("extent", WHOLE)):
            if name in self and self[name].is_empty():
                self[name].fill(usual)

    @property
    def shown(self) -> list[SiteField]:
        """The fields that the page shows at once."""
        return [field for field in self._asked() if field not in self.folded]

    @property
    def folded(self) -> list[SiteField]:
        """The fields for whoever has it at hand: what this kind seldom has, unless something stands there that has to be looked at."""
        return [
            field
            for field in self._asked()
            if field.short_name in MORE
            and not (field.short_name == "platform" and self.words.place != "")
            and not (field.errors or field.heard)
        ]

    def _asked(self) -> list[SiteField]:
        order = (
            "whose",
            "what",
            "goods_kind",
            "platform",
            "shop",
            "ordered_at",
            "paid",
            "received_at",
            "extent",
            "trouble",
            "no",
        )
        return [self[name] for name in order if name in self and (name != "goods_kind" or self._of_a_kind())]

    def _of_a_kind(self) -> bool:
        """Whether the kind of goods was read from the words, or is kept; otherwise it is asked where it decides something."""
        return bool(self.goods_kind.data and self.words.whole)

    def onto(self, case: Case) -> Case:
        """The case with the purchase, the shop and the platform, and for whom it is."""
        changed = put_platform(put_party(case, "seller", shop=self.shop.data), self.platform.data)
        changed = replaced(put_whose(changed, self.whose.data), "trouble", self.trouble.data)
        line = first_line(changed.order)
        only = len(changed.order.lines) <= 1
        paid = self.paid.data if only else line.paid
        extent = self.extent.data if self.extent else None
        if only and extent is None:
            extent = WHOLE
        part = line.affected if extent == PART and line.affected != line.paid else None
        affected = line.affected if extent is None else affected_part(extent, part, paid)
        kind = self.goods_kind.data if self._of_a_kind() else line.goods_kind
        update = {"what": self.what.data, "goods_kind": kind, "paid": paid, "affected": affected}
        line = line.model_copy(update=update)
        days = [name for name in ("ordered_at", "received_at") if name in self]
        values: dict[str, object] = {
            name: kept_to_the_minute(getattr(changed.order, name), self[name].data) for name in days
        }
        values |= {"no": self.no.data, "paid": self.paid.data, "lines": (line, *changed.order.lines[1:])}
        return replaced(changed, "order", changed.order.model_copy(update=values))


def _extent(case: Case, book: LawBook) -> object:
    """How far the trouble goes, as the order says, or as it was answered what the part is worth."""
    answered = book.fact_from("order.lines.affected")
    if first_line(case.order).affected is None and answered and case.answers.get(answered) is not None:
        return PART
    return extent_of(first_line(case.order), case.order.paid)["extent"]
