"""Pasted chats become messages: who, when as far as the paste says, and the words; what is no chat is left alone."""

from datetime import date

import pytest

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.days import days_in
from consumer_app.domain.listening.numerals import narrow
from consumer_app.intake.chats.plain import messages_in

TODAY = date(2026, 11, 30)


def messages(text: str, law: LawBook, me: str | None = None) -> list[tuple[str | None, str | None, str | None, str]]:
    found = messages_in(text, narrow(text, law), days_in(text, law, TODAY), law, me)
    return [(one.at.at, one.speaker, one.role, one.text) for one in found]


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ("我：能退吗\n店家：不退", [(None, "我", "shopper", "能退吗"), (None, "店家", "seller", "不退")]),
        ("我:能退吗\n客服:不退", [(None, "我", "shopper", "能退吗"), (None, "客服", "seller", "不退")]),
        (
            "客服 20:05 亲，不退的\n我 20:06 为什么",
            [(None, "客服", "seller", "亲，不退的"), (None, "我", "shopper", "为什么")],
        ),
        ("房东 18:03：扣400\n我：为什么", [(None, "房东", "seller", "扣400"), (None, "我", "shopper", "为什么")]),
        (
            "2026-11-02 20:05 客服小美: 不退的",
            [("2026-11-02T20:05+08:00", "客服小美", "seller", "不退的")],
        ),
        (
            "客服小美(2026-11-02 20:05:33):\n  亲，不退\n我(2026-11-02 20:06:01):\n  好",
            [
                ("2026-11-02T20:05+08:00", "客服小美", "seller", "亲，不退"),
                ("2026-11-02T20:06+08:00", "我", "shopper", "好"),
            ],
        ),
        (
            "石榴  11月2日 20:05\n在吗\n店小二 11月2日 下午8:06\n在的亲\n定金不退",
            [
                ("2026-11-02T20:05+08:00", "石榴", None, "在吗"),
                ("2026-11-02T20:06+08:00", "店小二", "seller", "在的亲\n定金不退"),
            ],
        ),
        (
            "【招生老师】保过\n我：没过呢\n【招生老师】没过全额退",
            [
                (None, "招生老师", "seller", "保过"),
                (None, "我", "shopper", "没过呢"),
                (None, "招生老师", "seller", "没过全额退"),
            ],
        ),
        ("客服 下午3:05：不退\n我：为什么", [(None, "客服", "seller", "不退"), (None, "我", "shopper", "为什么")]),
        ("客服 20:05 在的\n我 20:06 好", [(None, "客服", "seller", "在的"), (None, "我", "shopper", "好")]),
        ("我：在吗\n张三：在的", [(None, "我", "shopper", "在吗"), (None, "张三", None, "在的")]),
    ],
)
def test_the_ways_in_which_chats_are_copied_are_read(
    pasted: str, found: list[tuple[str | None, str | None, str | None, str]], real_law: LawBook
) -> None:
    assert messages(pasted, real_law) == found


def test_a_day_above_the_messages_holds_for_those_below(real_law: LawBook) -> None:
    found = messages("2026年11月2日 20:05\n我：在吗\n客服：在的\n11月3日\n我：还不退？", real_law)
    assert [(at, speaker) for at, speaker, _, _ in found] == [
        ("2026-11-02T20:05+08:00", None),
        ("2026-11-02", "我"),
        ("2026-11-02", "客服"),
        ("2026-11-03", None),
        ("2026-11-03", "我"),
    ]


def test_what_is_told_behind_a_chat_is_nobodys_message(real_law: LawBook) -> None:
    found = messages(
        "我 11月2日 20:05\n在吗\n\n客服 11月2日 20:06\n在的\n不退\n\n鞋是十月买的，以上是聊天记录", real_law
    )
    assert [words for _, _, _, words in found] == ["在吗", "在的\n不退"]


def test_the_shoppers_name_in_the_chat_can_be_said(real_law: LawBook) -> None:
    assert messages("石榴：在吗\n客服：在的", real_law, me="石榴")[0][2] == "shopper"


@pytest.mark.parametrize(
    "told",
    [
        "店铺：某某旗舰店\n订单：123\n诉求：退款",
        "诉求：退一赔三",
        "材质：PU\n产地：广州",
        "我收到的：一箱24个",
        "6月3日我打电话给客服，客服说不退",
        "页面写着：七天无理由",
    ],
)
def test_what_is_no_chat_is_left_alone(told: str, real_law: LawBook) -> None:
    assert messages(told, real_law) == []
