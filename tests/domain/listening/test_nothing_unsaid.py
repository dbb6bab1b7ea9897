"""Nothing is read that was not said: what was used is no total, a later day no day of buying, an offer no price."""

from datetime import date

import pytest

from consumer_app.domain.case import EMPTY_CASE
from consumer_app.domain.judging.heard import heard_in
from consumer_app.domain.law import LawBook, Value
from consumer_app.domain.listening.days import days_in

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
