"""What a story comes to: dated sentences and pasted chats become rows with the right person, what is said to us is left out, and no word is ever lost."""

import hashlib
from datetime import date

import pytest

from consumer_app import paths
from consumer_app.domain.case import Case, Event
from consumer_app.domain.case.telling import left_out_of, parts_of, rest_of
from consumer_app.domain.judging.excuses import heard_in
from consumer_app.domain.law import LawBook
from consumer_app.intake.telling import told_as_rows, trouble_told, with_rows
from consumer_app.told_texts import told_texts as every_told_text
from tests.timing import least_seconds

TODAY = date(2026, 11, 30)


def begun(told: str, law: LawBook, dispute: str = "quality-defect") -> Case:
    return with_rows(Case(v=2, told=told, told_on=TODAY, disputes=(dispute,)), law)


def rows(case: Case) -> list[tuple[str | None, str | None, str]]:
    """When, who by role, and what, of every row."""
    roles = {party.id: party.role for party in case.parties}
    return [(event.at.at, roles.get(event.actor or ""), event.what) for event in case.events]


def row(told: str, law: LawBook) -> Event:
    (one,) = begun(told, law).events
    return one


def test_a_dated_sentence_is_a_row_in_the_shoppers_own_words(real_law: LawBook) -> None:
    case = begun("我6月3号下单，5号到货，第二天打开一看坏了。店家说不退。", real_law)
    assert rows(case) == [
        ("2026-06-03", "shopper", "我6月3号下单"),
        ("2026-06-05", None, "5号到货"),
        ("2026-06-06", "shopper", "第二天打开一看坏了。店家说不退。"),
    ]


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("昨天收到的货，是坏的", "2026-11-29"),
        ("去年11月办的卡，才去了两次", "2025-11"),
        ("10月初付的款，一直没发货", "2026-10-01/2026-10-10"),
        ("2026年6月5日10:20我打电话问过", "2026-06-05T10:20+08:00"),
        ("6月2日至9日我接到推销电话6通", "2026-06-02/2026-06-09"),
    ],
)
def test_a_row_is_as_precise_as_what_was_said(told: str, at: str, real_law: LawBook) -> None:
    assert row(told, real_law).at.at == at


@pytest.mark.parametrize(
    "told",
    [
        "生产日期是2026年5月3日，吃了拉肚子",
        "店家说6月5日之前一定到货，到货要提前通知",
        "票是10月3号晚上八点的，没看成",
        "我要求11月10日之前把钱退给我",
        "买了两年多的洗衣机，又坏了",
        "今年我家翻盖房子",
        "周六带我妈去做足疗，说暂停",
        "买了5月1日的机票，退不了",
        "1985年3月我在这家店买过",
        "包装上写着“6月1日起免费退换”",
    ],
)
def test_a_day_that_is_not_the_day_of_what_happened_makes_no_row(told: str, real_law: LawBook) -> None:
    case = begun(told, real_law)
    assert not case.events
    assert [part.text for part in rest_of(case)] == [told]


@pytest.mark.parametrize(
    ("told", "role", "speaker"),
    [
        ("6月3日我打电话给客服要求退货", "shopper", None),
        ("6月3日客服让我自己出运费", "seller", "客服"),
        ("6月3日，店长说没有问题", "seller", "店长"),
        ("6月3日平台客服说已经结案", "platform", "平台客服"),
        ("6月3日师傅上门看了一眼", None, "师傅"),
        ("6月3日我妈在店里买了按摩椅", None, "我妈"),
        ("6月3日在商场里一家机构报的名", "shopper", None),
        ("6月3日问了客服，没人理", "shopper", None),
        ("6月3日发来一个物流单号", None, None),
    ],
)
def test_a_row_names_who_does_it_and_nobody_where_nobody_is_named(
    told: str, role: str | None, speaker: str | None, real_law: LawBook
) -> None:
    case = begun(told, real_law)
    (event,) = case.events
    assert rows(case)[0][1] == role
    assert event.speaker == speaker


def test_quoted_words_are_those_of_whoever_says_them(real_law: LawBook) -> None:
    case = begun("6月3日我去店里，店长说：「定金不退。」我说凭什么。结账页上有个“出行保障”。", real_law)
    assert rows(case)[0] == ("2026-06-03", "shopper", "6月3日我去店里")
    second = case.events[1]
    assert (second.at.at, second.speaker, second.quote) == ("2026-06-03", "店长", "定金不退。")
    assert all(event.quote in (None, "定金不退。") for event in case.events)


def test_the_words_of_a_shop_are_kept_apart_from_what_nobody_did(real_law: LawBook) -> None:
    first, second = begun("10月9日鞋底断了，客服说：「穿过的不退。」", real_law).events
    assert (first.actor, first.quote) == (None, None)
    assert (second.speaker, second.quote, second.at.at) == ("客服", "穿过的不退。", "2026-10-09")


def test_reported_words_stand_without_quotation_marks(real_law: LawBook) -> None:
    assert row("6月3日客服说定金不退", real_law).quote is None


def test_what_was_said_went_through_what_was_named(real_law: LawBook) -> None:
    assert row("6月3日我打电话给客服", real_law).channel == "phone"
    assert row("6月3日我在微信上找老板要说法", real_law).channel == "chat"
    assert row("6月3日我下的单", real_law).channel is None


def test_questions_to_us_and_curses_are_left_out_and_nothing_else(real_law: LawBook) -> None:
    case = begun("6月3日买的鞋断底了。气死我了什么破店。我问客服能退吗，客服说不退。这可怎么办呢？", real_law)
    assert [part.text for part in left_out_of(case)] == ["气死我了什么破店。", "这可怎么办呢？"]
    assert [event.what for event in case.events] == ["6月3日买的鞋断底了。我问客服能退吗，客服说不退。"]
    assert rest_of(case) == ()


def test_what_no_row_holds_stays_as_it_was_told(real_law: LawBook) -> None:
    case = begun("天然A货的镯子，主播说假一赔十。\n10月8日收到，证书查不到。\n石英岩染色的。", real_law)
    assert [event.what for event in case.events] == ["10月8日收到，证书查不到。"]
    assert [part.text.strip() for part in rest_of(case)] == ["天然A货的镯子，主播说假一赔十。", "石英岩染色的。"]


def test_an_excuse_is_heard_in_what_the_shop_wrote_in_a_pasted_chat(real_law: LawBook) -> None:
    case = begun("我：能退吗\n店家：定金不退", real_law, "deposit")
    (event,) = case.events
    assert (event.quote, event.channel) == ("定金不退", "chat")
    assert heard_in(case, real_law)["deposit-never-returned"] == [(event.id, "定金不退")]


def test_no_excuse_is_heard_in_what_the_shopper_wrote_or_told(real_law: LawBook) -> None:
    case = begun("我：你们说定金不退\n店家：在的\n6月3日我听人说定金不退，我不服", real_law, "deposit")
    assert "deposit-never-returned" not in heard_in(case, real_law)


def test_a_chat_is_one_row_a_day_and_one_of_the_other_side(real_law: LawBook) -> None:
    case = begun(
        "10月4日 我：申请退票\n10月4日 客服：已提交\n10月17日 我：还没到\n10月17日 客服：请等待\n平台客服：已受理",
        real_law,
    )
    assert [(event.at.at, event.quote) for event in case.events] == [
        ("2026-10-04", "已提交"),
        ("2026-10-17", "请等待"),
        ("2026-10-17", "已受理"),
    ]
    assert case.events[0].what == "10月4日 我：申请退票\n10月4日 客服：已提交"


def test_a_case_that_has_rows_or_no_story_stays_as_it_is(real_law: LawBook) -> None:
    own = Case(v=2, told="6月3日买的", events=(Event(id="e1", what="我自己写的"),))
    assert with_rows(own, real_law) is own
    assert with_rows(Case(v=2), real_law) == Case(v=2)


def told_texts(longer_than: int, share: int) -> list[str]:
    """Texts of the law book that people told, a share of them by chance that stays the same."""
    texts = [one.text for one in every_told_text(paths.LEGAL_REFS).kinds if len(one.text) > longer_than]
    return sorted(texts, key=lambda text: hashlib.sha256(text.encode()).hexdigest())[:share]


def test_no_word_that_was_told_is_ever_lost(real_law: LawBook) -> None:
    texts = told_texts(100, 300)
    assert len(texts) == 300
    for text in texts:
        case = begun(text, real_law)
        parts = parts_of(case)
        assert "".join(part.text for part in parts) == text
        held = {event.id: "".join(part.text for part in parts if part.event == event.id) for event in case.events}
        for event in case.events:
            assert held[event.id] == "".join(words.text for words in event.told), text
            shown = "".join(event.what.split())
            left = "".join(held[event.id].split())
            assert len(left) - len(shown) <= 12, (left, shown)
        assert sum(len(words.text) for words in case.left_out) == sum(
            len(part.text) for part in parts if part.where == "left_out"
        )


@pytest.mark.parametrize(
    "told",
    [
        "6月3日" + "买的鞋断底了" * 3000,
        "我：在吗\n客服：" + "在的" * 9000,
        "6月3日，" * 4000,
        "「" * 20_000,
        "我：\n" * 6000,
    ],
)
def test_a_story_that_fits_no_row_begins_a_case_all_the_same(told: str, real_law: LawBook) -> None:
    case = begun(told[:20_000], real_law)
    assert "".join(part.text for part in parts_of(case)) == told[:20_000]


def test_a_long_story_is_read_in_a_moment(real_law: LawBook) -> None:
    story = "\n".join(told_texts(100, 300))[:20_000]
    told_as_rows(story, TODAY, real_law)
    quickest = least_seconds(lambda: told_as_rows(story, TODAY, real_law))
    assert quickest < 0.5, "it takes 50 ms on the machine it was written on"


def test_what_is_wrong_is_said_in_the_storys_own_words(real_law: LawBook) -> None:
    told = "上个月在网上买的鞋，穿了十天鞋底就断了，想退"
    assert trouble_told(told, ("quality-defect",), real_law) in told
    assert "断" in str(trouble_told(told, ("quality-defect",), real_law))
    assert trouble_told(told, (), real_law) is None
    assert trouble_told("客服：亲，这是正常磨损", ("quality-defect",), real_law) is None
    assert trouble_told("嗯", ("quality-defect",), real_law) is None


@pytest.mark.parametrize("asked", ["找谁退钱啊", "这个找谁投诉", "到底该去哪里说理", "现在找谁？", "该找哪个部门啊"])
def test_whom_to_ask_is_asked_of_us_and_printed_nowhere(real_law: LawBook, asked: str) -> None:
    case = begun(f"我6月3号办的年卡，上个月去发现门锁了。{asked}", real_law)
    assert [one.text for one in case.left_out] == [asked.rstrip("？") if asked.endswith("？") else asked] or asked in (
        "".join(one.text for one in case.left_out)
    )
    assert all(asked not in event.what for event in case.events)


def test_that_nobody_helps_is_told_and_asked_of_nobody(real_law: LawBook) -> None:
    case = begun("我6月3号办的年卡，店关了，找谁都没用。", real_law)
    assert case.left_out == ()


def test_where_it_was_bought_is_nobody_who_acts(real_law: LawBook) -> None:
    event = row("10月18号在商场一个专柜买的皮鞋，一个月就断了", real_law)
    assert event.speaker is None
    assert row("10月18号专柜说不退", real_law).speaker == "专柜"


def test_a_way_is_only_said_of_somebody(real_law: LawBook) -> None:
    event = row("我妈10月18号去店里看中一套沙发，交了3000定金", real_law)
    assert (event.actor, event.channel) == (None, None)


def test_a_side_that_is_called_nothing_else_speaks_as_that_side(real_law: LawBook) -> None:
    event = row("我：你好，锅坏了\n商家：亲 不退的\n我：为什么\n商家：使用不当", real_law)
    assert (event.speaker, event.channel) == (None, "chat")
    assert row("我：你好，锅坏了\n客服小王：亲 不退的\n我：为什么\n客服小王：使用不当", real_law).speaker == "客服小王"


def test_what_is_wrong_is_read_from_the_shoppers_side_of_a_chat(real_law: LawBook) -> None:
    told = "我：你好 我上周买的电饭煲 内胆涂层掉了\n店家：亲 您是不是用钢丝球刷坏的呢\n我：没有啊"
    assert trouble_told(told, ("quality-defect",), real_law) == "内胆涂层掉了"


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ("昨天，也就是11月29日，我去店里退，店员不让退。", ["2026-11-29"]),
        ("昨天去店里退货，也就是11月29日，店员不让退。", ["2026-11-29"]),
        ("2026年11月23日下单，第二天（11月24日）就发货了。", ["2026-11-23", "2026-11-24"]),
        ("2026年11月23日，我买了一个锅。第二天，也就是11月24日，我去找店里。", ["2026-11-23", "2026-11-24"]),
    ],
)
def test_a_day_said_twice_is_one_happening_on_the_day_that_is_written(
    real_law: LawBook, told: str, days: list[str]
) -> None:
    rows = told_as_rows(told, date(2026, 12, 1), real_law).rows
    assert [row.at.at for row in rows] == days
    assert rows[-1].role in ("shopper", None)


@pytest.mark.parametrize("mark", [" ", "。", "  ", "；"])
@pytest.mark.parametrize("shop", ["客服", "商家", "老板", "店家"])
def test_a_chat_on_one_line_is_split_where_somebody_else_speaks(real_law: LawBook, mark: str, shop: str) -> None:
    turns = ["我：能换一个吗", f"{shop}：亲不可以哦", "我：那至少退一部分吧", f"{shop}：只能补5元"]
    told = f"11月20日买的鞋，开胶了。聊天是这样的：{mark.join(turns)}。后来就不回了"
    rows = told_as_rows(told, date(2026, 12, 1), real_law).rows
    chat = rows[-1]
    assert [line.rstrip("。；") for line in chat.what.split("\n")] == turns
    assert [line.rstrip("。；") for line in (chat.quote or "").split("\n")] == ["亲不可以哦", "只能补5元"]
    assert chat.role == "seller"
    assert "后来" not in chat.what
    assert all("我：" not in row.what for row in rows[:-1])


@pytest.mark.parametrize(
    ("told", "who"),
    [
        ("投诉人孩子10月3日偷偷充了4300块。", "孩子"),
        ("我儿子11岁，10月2号用我手机在游戏里偷偷充了4300块。", "儿子"),
        ("投诉人之子10月3日偷偷充了4300块。", "投诉人之子"),
        ("10月3日老人自己去店里交了钱。", "老人"),
        ("10月3日我妈在讲座上买了一台床垫。", "我妈"),
        ("10月3日店员上门让老人再交2000。", "店员"),
    ],
)
def test_whoever_the_sentence_is_about_did_it(real_law: LawBook, told: str, who: str) -> None:
    (row,) = told_as_rows(told, date(2026, 12, 1), real_law).rows
    assert row.speaker == who
    assert row.role != "shopper"


def test_what_was_done_with_the_shoppers_telephone_or_for_somebody_is_not_theirs(real_law: LawBook) -> None:
    (row,) = told_as_rows("10月3日给孩子买的书包开线了。", date(2026, 12, 1), real_law).rows
    assert row.role == "shopper"


@pytest.mark.parametrize(
    "wish", ["我就想退钱", "至少退一部分吧", "给个说法行不行", "我想把钱要回来", "能换一个吗", "我只要退款"]
)
def test_a_bare_wish_at_the_end_of_a_sentence_is_left_out_of_what_happened(real_law: LawBook, wish: str) -> None:
    found = told_as_rows(f"10月3号买的皮鞋，穿了一周开胶，{wish}。", date(2026, 12, 1), real_law)
    assert [row.what for row in found.rows] == ["10月3号买的皮鞋，穿了一周开胶"]
    assert [words.text for words in found.left_out] == [f"{wish}。"]


@pytest.mark.parametrize(
    "told",
    [
        "10月12号去店里要求退钱，店员说不退。",
        "10月12号我跟店长说我要退钱，他说不退。",
        "10月12号我想退货的时候发现少了一件。",
        "10月12号店员不给退，我要退钱，他把我推出来了。",
    ],
)
def test_a_wish_that_was_said_to_the_shop_is_part_of_what_happened(real_law: LawBook, told: str) -> None:
    found = told_as_rows(told, date(2026, 12, 1), real_law)
    assert found.left_out == ()
