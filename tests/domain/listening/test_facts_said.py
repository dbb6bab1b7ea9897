"""What a shopper's own words already say is read with the words that say it, and nothing that they leave open."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.case import EMPTY_CASE
from consumer_app.domain.case.sources import with_facts
from consumer_app.domain.judging.facts import facts_of
from consumer_app.domain.law import DayRange, FactDefinition, LawBook, Platform
from consumer_app.domain.listening.facts import facts_said
from consumer_app.domain.listening.in_writing import written_said
from tests.domain.listening.conftest import taught

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def book(speaking_law: LawBook) -> LawBook:
    """The small law that hears answers, choices, a platform with a long and a short name, and what was bought."""
    facts = {
        "rotten": {"kind": "yes_no", "label": "坏了"},
        "opened": {"kind": "yes_no", "label": "拆封"},
        "colour": {"kind": "choice", "label": "颜色", "choices": {"red": "红", "blue": "蓝"}},
        "troubles": {"kind": "choices", "label": "毛病", "choices": {"cracked": "裂", "stained": "脏"}},
        "shop_on": {"kind": "choice", "label": "平台", "from": "platform"},
        "note": {"kind": "text", "label": "备注", "said": ["备注"]},
    }  # fmt: skip
    more = {name: FactDefinition.model_validate(table) for name, table in facts.items()}
    platforms = {"taobao": {"title": "淘宝", "also": ["某宝"]}, "live": {"title": "淘宝直播"}}
    answers = [
        ("打开就馊掉了", "rotten=yes"),
        ("馊掉的火腿肠", "rotten=yes"),
        ("一打开全馊掉了", "rotten=yes"),
        ("没有馊掉", "rotten=no"),
        ("没馊掉", "rotten=no"),
        ("是不是馊掉了", "none"),
        ("会馊掉吗", "none"),
        ("如果馊掉怎么办", "none"),
        ("有污渍", "troubles=stained"),
        ("裂了", "troubles=cracked"),
        ("拆开了", "opened=yes"),
        ("没拆封", "opened=no"),
        ("颜色是大红的", "colour=red"),
        ("颜色是天蓝的", "colour=blue"),
        ("在店里买的", "none"),
        ("花了59元", "none"),
    ]
    knowing = replace(
        speaking_law,
        facts={**speaking_law.facts, **more},
        platforms={slug: Platform.model_validate(table) for slug, table in platforms.items()},
        words=speaking_law.words.model_copy(
            update={"goods": {"food": ("火腿", "火腿肠"), "bag": ("火腿肠包装袋", "行李箱")}}
        ),
    )
    return taught(knowing, answers=answers)


def heard(text: str, book: LawBook, today: date | None = TODAY) -> dict[str, tuple[Any, str]]:
    return {said.fact: (said.value, said.quote) for said in facts_said(text, book, today, book.facts)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("打开就馊掉了", {"rotten": (True, "打开就馊掉了")}),
        ("唉，打开就馊掉了，气人", {"rotten": (True, "打开就馊掉了")}),
        ("没有馊掉", {"rotten": (False, "没有馊掉")}),
        ("是不是馊掉了", {}),
        ("会馊掉吗", {}),
        ("如果馊掉怎么办", {}),
        ("打开就馊掉了。后来说，没有馊掉", {}),
        ("有污渍", {"troubles": (("stained",), "有污渍")}),
        ("裂了，有污渍", {"troubles": (("cracked", "stained"), "裂了")}),
        ("拆开了", {"opened": (True, "拆开了")}),
        ("没拆封", {"opened": (False, "没拆封")}),
        ("颜色是大红的", {"colour": ("red", "颜色是大红的")}),
        ("颜色是大红的，颜色是天蓝的", {}),
        ("备注", {}),
        ("", {}),
    ],
)
def test_an_answer_is_heard_where_a_clause_says_it_and_not_where_it_is_asked_feared_or_said_both_ways(
    book: LawBook, text, expected
) -> None:
    assert heard(text, book) == expected


@pytest.mark.parametrize(
    ("text", "shop"),
    [
        ("淘宝买的", ("taobao", "淘宝")),
        ("某 宝买的", ("taobao", "某 宝")),
        ("淘宝直播间买的", ("live", "淘宝直播")),
        ("先在淘宝直播看，后来淘宝买", ("live", "淘宝直播")),
        ("某宝和淘宝直播", ("taobao", "某宝")),
        ("店里买的", None),
        ("某宝是淘宝", ("taobao", "某宝")),
    ],
)
def test_the_first_platform_that_is_named_counts_by_its_longest_name(book: LawBook, text: str, shop) -> None:
    assert heard(text, book).get("shop_on") == shop


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("一箱火腿肠", ("food", "火腿肠")),
        ("火腿肠包装袋", ("bag", "火腿肠包装袋")),
        ("行李箱和火腿肠", ("bag", "行李箱")),
        ("火腿肠和行李箱", ("food", "火腿肠")),
        ("电视", None),
    ],
)
def test_the_first_goods_that_are_named_count(book: LawBook, text: str, goods) -> None:
    assert heard(text, book).get("goods_kind") == goods


def test_a_short_name_that_runs_into_a_longer_one_is_none_and_one_that_ends_before_it_is(book: LawBook) -> None:
    known = {"s": ("糖果",), "j": ("果汁机",)}
    named = replace(book, words=book.words.model_copy(update={"goods": known}))
    assert heard("糖果汁机", named)["goods_kind"] == ("j", "果汁机")
    assert heard("糖果果汁机", named)["goods_kind"] == ("s", "糖果")
    twice = replace(book, words=book.words.model_copy(update={"goods": {"a": ("糖果",), "b": ("糖果",)}}))
    assert heard("糖果", twice)["goods_kind"] == ("a", "糖果")
    alike = replace(book, words=book.words.model_copy(update={"goods": {"a": ("果汁",), "b": ("糖果",)}}))
    assert heard("糖果汁", alike)["goods_kind"] == ("b", "糖果")


def test_a_book_that_asks_for_neither_platform_nor_goods_hears_neither(book: LawBook) -> None:
    bare = replace(
        book, facts={name: fact for name, fact in book.facts.items() if name not in ("shop_on", "goods_kind")}
    )
    assert heard("淘宝买的火腿肠，打开就馊掉了", bare) == {"rotten": (True, "打开就馊掉了")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6月1日下单，6月3日收到", {"bought_on": date(2026, 6, 1), "received_on": date(2026, 6, 3)}),
        ("下单是6月1日，收到是6月3日", {"bought_on": date(2026, 6, 1), "received_on": date(2026, 6, 3)}),
        ("6月1日，下单", {}),
        ("下单，6月1日", {}),
        ("下单一二三四五六七八九十一二三四五六6月1日", {"bought_on": date(2026, 6, 1)}),
        ("下单一二三四五六七八九十一二三四五六七6月1日", {}),
        ("6月1日一二三四五六七八九十一二三四五六下单", {"bought_on": date(2026, 6, 1)}),
        ("6月1日一二三四五六七八九十一二三四五六七下单", {}),
        ("下单一二6月1日，6月2日下单", {"bought_on": date(2026, 6, 2)}),
        ("买一二收到三6月1日", {"received_on": date(2026, 6, 1)}),
        ("下单一6月1日收到", {"received_on": date(2026, 6, 1)}),
        ("6月1日买，6月2日买", {"bought_on": date(2026, 6, 1)}),
        ("6月1日下单，6月2日买", {"bought_on": date(2026, 6, 1)}),
        ("收到6月1日下单", {"received_on": date(2026, 6, 1)}),
        ("收到一二三6月1日四五下单", {"bought_on": date(2026, 6, 1)}),
        ("收到一二三四6月1日五六七下单", {"bought_on": date(2026, 6, 1)}),
        ("收到一二三6月1日四五六下单", {"received_on": date(2026, 6, 1)}),
        ("收到一二三6月1日四五六七下单", {"received_on": date(2026, 6, 1)}),
        ("花了59.9元", {"paid": Decimal("59.9")}),
        ("花了59.9元，退了10元", {"paid": Decimal("59.9")}),
        ("59.9元付了", {"paid": Decimal("59.9")}),
        ("花了两三百", {}),
        ("2026年6月1日", {}),
    ],
)
def test_a_day_or_a_sum_is_of_the_fact_whose_words_stand_nearest_in_its_clause(book: LawBook, text, expected) -> None:
    assert {fact: value for fact, (value, _) in heard(text, book).items()} == expected


def test_what_is_heard_stands_in_the_order_of_the_book_with_the_words_of_the_text(book: LawBook) -> None:
    text = "火腿肠打开就馊掉了，花了59.9元，昨天收到，淘宝买的"
    found = facts_said(text, book, TODAY, book.facts)
    assert [said.fact for said in found] == ["received_on", "paid", "goods_kind", "rotten", "shop_on"]
    assert all(said.quote in text for said in found)
    assert "received_on" not in heard(text, book, None)


@given(st.text(alphabet="馊掉没有不是吗，淘宝直播火腿肠拆开封6月1日下单花了59元。 ", max_size=40))
def test_nothing_is_heard_but_in_words_of_the_text_and_once_a_fact(book: LawBook, text: str) -> None:
    found = facts_said(text, book, TODAY, book.facts)
    assert all(said.quote and said.quote in text for said in found)
    assert len({said.fact for said in found}) == len(found)
    assert [name for name in book.facts if name in {said.fact for said in found}] == [said.fact for said in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("花了1万6买的", {"paid": Decimal(16000)}),
        ("花了3000多块", {}),
        ("花了几百块", {}),
        ("158元一瓶，每天300", {}),
        ("上个月收到的", {"received_on": DayRange(date(2026, 10, 1), date(2026, 10, 31))}),
        ("收到货快一个月", {"received_on": DayRange(date(2026, 10, 22), date(2026, 10, 30))}),
        ("2027年1月1日收到", {}),
        ("买了两箱", {"boxes": Decimal(2)}),
        ("买了大概两箱", {}),
        ("买了两次", {}),
        ("我女儿11岁", {"child": "older"}),
        ("孩子才七岁", {"child": "small"}),
        ("我妈71岁", {}),
        ("适合3岁以上的孩子", {}),
        ("猫11岁", {}),
        ("办到2027年1月1日到期", {"until": date(2027, 1, 1)}),
        ("12月3日到期", {}),
    ],
)
def test_numbers_ages_and_vague_days_are_of_facts_too_and_rough_sums_are_not(book: LawBook, text, expected) -> None:
    facts: dict[str, dict[str, Any]] = {
        "boxes": {"kind": "number", "label": "箱", "said": ["买了"], "counted": ["箱"]},
        "until": {"kind": "date", "label": "到期", "said": ["到期"], "future": True},
        "child": {
            "kind": "choice",
            "label": "年龄",
            "choices": {"small": "小", "older": "大"},
            "said": ["女儿", "孩子"],
            "ages": {"small": [0, 7], "older": [8, 17]},
        },
    }
    more = {name: FactDefinition.model_validate(table) for name, table in facts.items()}
    wider = replace(book, facts={**book.facts, **more})
    found = {said.fact: said.value for said in facts_said(text, wider, TODAY, wider.facts)}
    assert {
        name: value for name, value in found.items() if name not in ("goods_kind", "shop_on", "bought_on")
    } == expected
    case = with_facts(EMPTY_CASE, wider, found)
    assert facts_of(case, wider, TODAY).values.items() >= expected.items()


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ("我妈看中一套沙发，交了3000定金，收据上写的是“订金”，也没签合同", "dingjin_advance"),
        ("合同上写着定金两千，店里现在不给货了", "dingjin_bond"),
        ("收据写明押金500", "security"),
        ("交了3000定金，店里不退", None),
        ("收据上写的是订金，合同上写的是定金", None),
    ],
)
def test_the_word_on_the_paper_is_read_only_where_it_was_written(
    real_law: LawBook, told: str, word: str | None
) -> None:
    said = {one.fact: one for one in facts_said(told, real_law, None, {"deposit_word", "deposit_paid"})}
    assert (said["deposit_word"].value if "deposit_word" in said else None) == word


def test_what_was_not_written_is_on_no_paper(real_law: LawBook) -> None:
    assert list(written_said("收据上没写定金两个字", {"deposit_word"}, real_law)) == []
