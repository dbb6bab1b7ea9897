"""Sums go to the fact their words name, to the price where their place says so, and to nothing where they are another's; goods are what was bought."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from consumer_app.domain.law import LawBook
from consumer_app.domain.law.walk import facts_looked_at
from consumer_app.domain.listening.facts import facts_said
from consumer_app.lawbook_checks.completeness import words_of_two_facts

TODAY = date(2026, 11, 21)


def heard(text: str, book: LawBook, dispute: str) -> dict[str, object]:
    return {said.fact: said.value for said in facts_said(text, book, TODAY, facts_looked_at(book, [dispute]))}


@pytest.mark.parametrize(
    ("dispute", "text", "price"),
    [
        ("quality-defect", "398的运动鞋穿了一周就开胶", 398),
        ("quality-defect", "2000块的手机屏幕自己裂了", 2000),
        ("quality-defect", "婴儿车589元，推了两天轮子就断了", 589),
        ("seven-day-return", "昨天收到的裙子不喜欢，想退，269块，店家说特价不退", 269),
        ("false-description", "标着纯羊绒的毛衣，一千二，才穿就起球", 1200),
        ("seven-day-return", "耳机499到手不想要了", 499),
        ("quality-defect", "邻居家同款花了1800都没事", None),
        ("quality-defect", "吹风机坏了，商家说补我200", None),
        ("quality-defect", "300块钱的衣服坏了能退吗", None),
        ("quality-defect", "给朋友买的吹风机花了129，冒烟了", 129),
        ("quality-defect", "吹风机坏了，去医院花了300", None),
        ("quality-defect", "iPhone 15坏了，2024年的款", None),
        ("quality-defect", "这款电视3000到4000的都有", None),
    ],
)
def test_a_sum_is_the_price_where_its_place_says_so_and_not_where_another_cost_or_purchase_is_named(
    real_law: LawBook, dispute: str, text: str, price: int | None
) -> None:
    assert heard(text, real_law, dispute).get("paid") == (None if price is None else Decimal(price))


@pytest.mark.parametrize(
    ("dispute", "text", "fact", "value"),
    [
        ("spoiled-food", "医药费花了1260", "medical_costs", 1260),
        ("spoiled-food", "请假两天扣工资400", "lost_income", 400),
        ("cosmetics", "看皮肤科花了630", "medical_costs", 630),
        ("prepaid-refund", "理发店充了2000送500，用了600想退卡", "prepaid_bonus", 500),
        ("prepaid-refund", "理发店充了2000送500，用了600想退卡", "prepaid_used", 600),
        ("extra-fees", "开锁说好80，开完收了我380", "quoted_price", 80),
        ("travel-tour", "被拉进购物店买了玉花了5600", "tour_shopping_sum", 5600),
        ("price-discrimination", "我多付了120", "overpaid", 120),
    ],
)
def test_a_sum_is_of_the_fact_that_its_dispute_asks_about_before_it_is_the_price(
    real_law: LawBook, dispute: str, text: str, fact: str, value: int
) -> None:
    assert heard(text, real_law, dispute)[fact] == Decimal(value)


def test_a_word_may_need_another_one_behind_the_day(real_law: LawBook) -> None:
    assert heard("说好11月5号送货", real_law, "late-delivery")["delivery_due_on"] == date(2026, 11, 5)
    assert "delivery_due_on" not in heard("说好11月5号退钱", real_law, "late-delivery")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("手机上下单的鞋，左右脚不一样大", "clothing"),
        ("之前买的冰箱很好，这次买的破壁机漏水", "small_appliance"),
        ("药店推荐的鱼油吃了没效果", "health_food"),
        ("买的书一直不发货", "book"),
        ("买冰箱说送空气炸锅没送", "large_appliance"),
        ("收了我块钱包装费", None),
        ("邻居的手机修了四次", None),
        ("表示不退", None),
    ],
)
def test_goods_are_what_was_bought_and_not_a_tool_a_place_a_gift_or_part_of_a_longer_word(
    real_law: LawBook, text: str, kind: str | None
) -> None:
    assert heard(text, real_law, "quality-defect").get("goods_kind") == kind


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ({"medical_costs": "花了", "paid": "花了"}, 0),
        ({"medical_costs": "弄丢了", "parcel_loss": "弄丢了"}, 0),
        ({"medical_costs": "弄丢了", "lost_income": "弄丢了"}, 1),
    ],
)
def test_a_word_is_of_two_sums_only_where_no_dispute_asks_both_or_one_is_the_price(
    real_law: LawBook, words: dict[str, str], found: int
) -> None:
    facts = {
        name: fact.model_copy(update={"said": (words[name],) if name in words else ()})
        for name, fact in real_law.facts.items()
    }
    assert len(list(words_of_two_facts(replace(real_law, facts=facts)))) == found


@pytest.mark.parametrize(
    ("dispute", "text", "fact", "value"),
    [
        ("deposit", "我订了套餐付了定金，五百", "deposit_paid", 500),
        ("deposit", "付了定金五百，一千二", "deposit_paid", 500),
        ("domestic-agency", "婚介的红娘说了半天，刷了29800", "paid", 29800),
        ("store-regret", "磁疗床垫说能治腿，我信了才掏九千八", "paid", 9800),
        ("takeaway-meal", "堂食点单168元，牛排中心是冰的", "paid", 168),
        ("elderly-health-sales", "我母亲购买虫草含片共计22360元", "paid", 22360),
        ("elderly-health-sales", "我妈在会场买了一台9800的理疗仪", "paid", 9800),
        ("hotel-booking", "宾馆说满房，我另外订了别家780", "rebooked_price", 780),
        ("extra-fees", "洗头讲好三十，弄完了跟我要三百八", "charged_price", 380),
        ("agency-guarantee", "报了公务员协议班，不过退16800", "promised_refund_sum", 16800),
        ("elderly-health-sales", "一盒四十九块九的参片", "paid", None),
        ("hotel-booking", "订的民宿3晚2100，取消扣了全款", "paid", 2100),
        ("price-trick", "差价320元不给", "paid", None),
        ("counterfeit", "买的茅台是假的，两瓶3000", "quantity", 2),
        ("undated-food", "自制辣椒酱没日期，三瓶一共75元", "quantity", 3),
        ("quality-defect", "买的两条裤子都掉色", "quantity", 2),
        ("quality-defect", "买的平板坏了，发来一个模型机", "quantity", None),
        ("undated-food", "把瓶盖寄去，能换三瓶两块五的", "quantity", None),
    ],
)
def test_a_sum_or_a_count_is_read_by_the_words_beside_it_or_by_the_price_behind_it(
    real_law: LawBook, dispute: str, text: str, fact: str, value: int | None
) -> None:
    assert heard(text, real_law, dispute).get(fact) == value
