"""When and what somebody says they bought, for a field that they look at before it is kept."""

from datetime import date

import pytest

from consumer_app.domain.law import LawBook
from consumer_app.domain.law.moments import month_of
from consumer_app.domain.listening.buying import day_of_buying, price_of_all, thing_bought

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ("我妈去年11月在乐健身房办了年卡", month_of(2025, 11)),
        ("10月3日给孩子报了钢琴课", date(2026, 10, 3)),
        ("上周三在店里买的，10月30日就坏了", date(2026, 10, 28)),
        ("10月30日坏了。是9月买的", month_of(2026, 9)),
        ("买的鞋，10月30日开胶", None),
        ("明年3月的票我已经买了", None),
        ("鞋开胶了", None),
    ],
)
def test_the_day_before_a_word_of_buying_is_the_day_of_the_purchase(real_law: LawBook, told: str, days: object) -> None:
    said = day_of_buying(told, real_law, TODAY)
    assert (said.days if said else None) == days


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ("在拼多多买了一双运动鞋，398块钱", "一双运动鞋"),
        ("买的43寸电视，屏幕碎了", "43寸电视"),
        ("手机收到短信，说我买了东西", None),
        ("找人上门装柜子", None),
    ],
)
def test_what_was_bought_is_called_as_the_words_call_it(real_law: LawBook, told: str, what: str | None) -> None:
    bought = thing_bought(told, real_law)
    assert (bought.what if bought else None) == what


def test_a_book_without_words_of_buying_reads_nothing(law: LawBook) -> None:
    assert (day_of_buying("昨天买了鞋", law, TODAY), thing_bought("昨天买了鞋", law)) == (None, None)


def test_two_prices_are_never_taken_for_one(real_law: LawBook) -> None:
    assert price_of_all("买了两件衣服，一件300，一件500，都起球", real_law) is None
    found = price_of_all("买了两件衣服，一件300，都起球", real_law)
    assert found is not None
    assert found[0] == 600
