"""Nothing is read that was not said: what was used is no total, a later day no day of buying, an offer no price."""

from datetime import date

import pytest

from consumer_app.domain.case import EMPTY_CASE
from consumer_app.domain.judging.heard import heard_in
from consumer_app.domain.law import LawBook, Value
from consumer_app.domain.listening.days import days_in
from consumer_app.domain.listening.reported import reported
from consumer_app.domain.listening.wishes import wishes_said
from consumer_app.intake.telling import told_as_rows, trouble_told

TODAY = date(2026, 11, 30)


def heard(told: str, dispute: str, book: LawBook) -> dict[str, Value]:
    """What the words of a case of that kind say, by fact."""
    case = EMPTY_CASE.model_copy(update={"told": told, "told_on": TODAY, "disputes": (dispute,)})
    return dict(heard_in(case, book).values)


@pytest.mark.parametrize(
    ("told", "total", "left"),
    [
        ("私教课40节，一共才上了9节，教练就走了", 40, None),
        ("报了48节课，总共去了11节", 48, None),
        ("私教课上了9节，还剩31节没上", None, 31),
        ("前前后后一共用了6次，店里就不让用了", None, None),
    ],
)
def test_what_was_used_is_never_the_total(real_law: LawBook, told: str, total: int | None, left: int | None) -> None:
    said = heard(told, "prepaid-refund", real_law)
    assert (said.get("lessons_total"), said.get("lessons_left")) == (total, left)


@pytest.mark.parametrize(
    ("told", "first", "last"),
    [
        ("10月3号到5号", date(2026, 10, 3), date(2026, 10, 5)),
        ("10月28号到3号", date(2026, 10, 28), date(2026, 11, 3)),
        ("3号-5号", date(2026, 11, 3), date(2026, 11, 5)),
    ],
)
def test_the_end_of_a_stretch_of_days_is_of_the_month_of_its_beginning(
    real_law: LawBook, told: str, first: date, last: date
) -> None:
    assert [one.days for one in days_in(told, real_law, TODAY)] == [first, last]


@pytest.mark.parametrize(
    ("told", "dispute", "bought"),
    [
        ("9月18号在飞猪订了12月8号丽江一家客栈", "hotel-booking", date(2026, 9, 18)),
        ("订了12月20号的演唱会票，现在不给退", "event-ticket", None),
        ("我们12月12号婚礼，8月1号订的跟拍", "photography", date(2026, 8, 1)),
        ("10月3号到5号我们订了民宿", "hotel-booking", None),
        ("10月12日的房，我9月1号订的", "hotel-booking", date(2026, 9, 1)),
    ],
)
def test_the_day_something_was_booked_for_is_not_the_day_of_the_booking(
    real_law: LawBook, told: str, dispute: str, bought: date | None
) -> None:
    assert heard(told, dispute, real_law).get("bought_on") == bought


def test_a_day_that_was_booked_for_lies_ahead_and_never_in_the_year_before(real_law: LawBook) -> None:
    told = "订了12月5号的酒店，12月12号婚礼"
    assert [one.days for one in days_in(told, real_law, TODAY, future=True)] == [date(2026, 12, 5), date(2026, 12, 12)]
    assert days_in(told, real_law, TODAY) == []


@pytest.mark.parametrize(
    ("told", "paid"),
    [
        ("让我再花68元优惠价购买新盖子，锅是299买的，用一个月就坏了", "299"),
        ("退款金额显示-500元，鞋子398买的开胶了", "398"),
        ("退款金额显示-500元", None),
    ],
)
def test_an_offer_of_the_shop_or_a_minus_is_no_price(real_law: LawBook, told: str, paid: str | None) -> None:
    said = heard(told, "quality-defect", real_law).get("paid")
    assert (None if said is None else str(said)) == paid


def test_who_sends_pays_the_freight_and_not_what_is_in_the_parcel(real_law: LawBook) -> None:
    assert str(heard("外套880块刚买的，寄丢了，运费15块，只赔45", "courier-loss", real_law).get("paid")) == "15"
    assert heard("外套880块刚买的，寄丢了", "courier-loss", real_law).get("paid") is None


@pytest.mark.parametrize(
    "told",
    [
        "10月4日打12315，客服说：「已经登记了」",
        "10月4日京东客服说：「不支持」",
        "10月4日我老公说：「算了吧」",
        "人员：您好\n我：锅漏水\n人员：这是正常的",
    ],
)
def test_what_somebody_else_says_is_no_word_of_the_shop(real_law: LawBook, told: str) -> None:
    rows = told_as_rows(told, TODAY, real_law).rows
    assert rows
    assert all(row.role != "seller" for row in rows)
    assert not list(reported(told, real_law))


def test_what_the_shop_says_stays_the_shops(real_law: LawBook) -> None:
    told = "10月4日在京东买的锅。10月6日客服说：「不退」"
    assert told_as_rows(told, TODAY, real_law).rows[-1].role == "seller"
    assert [one.text for one in reported(told, real_law)] == ["不退"]


def test_threats_are_left_out_and_what_happened_is_not(real_law: LawBook) -> None:
    told = "不退钱我弄死你们，我要砍人。锅10月3日买的漏水。店家说要弄死我"
    found = told_as_rows(told, TODAY, real_law)
    assert [one.text for one in found.left_out] == ["不退钱我弄死你们，我要砍人。"]
    assert "店家说要弄死我" in "".join(row.what for row in found.rows)


@pytest.mark.parametrize(
    ("told", "wish"),
    [
        ("私教课30节才上13节，想退掉", "refund"),
        ("锅漏水，能退一点吗", "refund"),
        ("酒是假的，我要按假一赔十赔我", "compensate"),
        ("衣服洗坏了只赔100，我不接受，我衣服900呢", "compensate"),
    ],
)
def test_a_wish_is_heard_as_people_say_it(real_law: LawBook, told: str, wish: str) -> None:
    assert wish in wishes_said(told, real_law)


def test_what_is_wrong_comes_before_what_the_other_side_did_after(real_law: LawBook) -> None:
    told = "11月1日群解散了，门锁了，老板把我拉黑"
    assert (trouble_told(told, ("prepaid-shop-closed",), real_law) or "").startswith("门锁了")
