"""A wish stands only in what the teller wants, and a reason only in what says something."""

import pytest

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.kinds import kinds_heard
from consumer_app.domain.listening.wishes import own_words, wishes_said


@pytest.mark.parametrize(
    "told",
    [
        "晚上在直播间看上一个手镯，主播说是天然翡翠，还说假一赔三，我花了1980拍的。收到去鉴定根本不是",
        "页面写着假一赔十",
        "客服说最多赔我20块",
        "店里答应给我道歉",
        "卖家保证七天无理由退货",
        "包装上写着不满意全额退款",
        "直播间说坏了包赔",
        "快递说丢了赔三倍运费",
        "店员说帮我粘一下，最多退我一半",
    ],
)
def test_a_promise_or_an_offer_is_nobodys_wish(real_law: LawBook, told: str) -> None:
    assert wishes_said(told, real_law) == ()


@pytest.mark.parametrize(
    ("told", "wish"),
    [
        ("商家承诺假一赔三，我要求按承诺赔我三倍", "compensate"),
        ("店家说可以给我换一双，我不要换，我要退钱", "refund"),
        ("我想退货退款", "refund"),
        ("要求商家道歉并赔偿", "apology"),
        ("希望能退钱", "refund"),
        ("家里空调修坏了，我要他们给我修好", "repair"),
    ],
)
def test_what_the_teller_wants_is_a_wish(real_law: LawBook, told: str, wish: str) -> None:
    assert wish in wishes_said(told, real_law)


def test_own_words_are_as_long_as_all_words(real_law: LawBook) -> None:
    told = "客服说不退，我要退钱"
    own = own_words(told, real_law)
    assert len(own) == len(told)
    assert "我要退钱" in own
    assert "不退" not in own


def test_a_price_alone_or_an_offer_is_no_reason_for_a_kind(real_law: LawBook) -> None:
    for told, hollow in (
        ("主播说是天然A货翡翠，还说假一赔三，我花了1980拍的。收到后去鉴定，根本不是翡翠，把我拉黑了", "我花了1980拍的"),
        (
            "买的皮鞋鞋底断了，店员看了说属于人为，不给退也不给换，最多帮我粘一下还要收30块胶水钱",
            "最多帮我粘一下还要收30块胶水钱",
        ),
    ):
        reasons = {clause for kind in kinds_heard(told, real_law) for clause in kind.because}
        assert reasons
        assert hollow not in reasons


@pytest.mark.parametrize(
    ("told", "wish"),
    [
        ("买的台灯坏了，能换一个吗", "exchange"),
        ("鞋底开胶了，至少退一部分吧", "refund"),
        ("头发烫坏了，给个说法行不行", "explanation"),
        ("到店说没有预订，让我退还是怎么着", "refund"),
        ("我：能换一个吗\n客服：亲，不可以的呢\n我：那至少退一部分吧", "exchange"),
        ("我：能换一个吗\n客服：亲，不可以的呢\n我：那至少退一部分吧", "refund"),
        ("课不想上了，钱还能要回来吗", "refund"),
        ("照片挂在店门口，我让他们撤下来", "takedown"),
        ("东西少了一半，要求补发", "supply"),
        ("骂了我，至少公开道歉", "apology"),
    ],
)
def test_a_wish_said_plainly_is_read_wherever_it_stands(real_law: LawBook, told: str, wish: str) -> None:
    assert wish in wishes_said(told, real_law)


@pytest.mark.parametrize(
    "told",
    [
        "店里不肯退，也不给换",
        "鞋穿了两天开胶，说只能换不能退",
        "我：东西坏了\n客服：亲，给您换一个好吗",
        "客服问我要不要换一个",
        "退货地址写错了，包裹丢在路上",
        "我不想退货，东西还行",
        "对方律师函要求删除评价并道歉",
        "商家起诉我，要求退还货款、赔偿损失",
        "店里换了个老板，卡不认了",
        "到现在没给过任何说法",
    ],
)
def test_what_the_shop_says_and_what_is_denied_is_no_wish(real_law: LawBook, told: str) -> None:
    assert wishes_said(told, real_law) == ()
