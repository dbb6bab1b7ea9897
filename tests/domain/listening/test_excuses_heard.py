"""A seller's excuse is heard however it is typed, in one clause, once a text, with the first words that say it."""

from dataclasses import replace
from typing import Any

import pytest

from consumer_app.domain.law import Excuse, Hearing, LawBook
from consumer_app.domain.law.saying import SayingError, keys_wanted, parts_of
from consumer_app.domain.listening.excuses import excuses_heard
from consumer_app.lawbook_checks import sayings

HEARING = Hearing.model_validate(
    {
        "same": {"不能": ["没办法", "没法", "不支持"], "你": ["您"]},
        "silent": ["的", "了", "呢"],
        "lists": {"back": ["退", "换"]},
        "not_after": ["不", "没", "是不是"],
        "own": ["我(问|说)"],
        "granted": ["可以退", "全额"],
    }
)


@pytest.fixture(scope="module")
def book(law: LawBook) -> LawBook:
    plain = {"title": "x", "answer": "x", "letter": "x", "basis": [], "right_when": "x"}
    excuses: dict[str, dict[str, Any]] = {
        "late": {"said": ["超过7天", "太晚了"]},
        "stored": {"said": ["保存不当"]},
        "opened": {"said": ["拆(封|开)…6不能{back}"], "never": ["质量问题"]},
        "fee": {"said": ["扣…2(%|百分之)", "{money}没商量"], "words": {"money": ["违约金", "手续费"]}},
        "shout": {"said": ["not my fault"]},
        "swap": {"said": ["只能换"], "offers": True},
        "again": {"like": "swap"},
    }
    made = {slug: Excuse.model_validate({**plain, **table}) for slug, table in excuses.items()}
    return replace(law, excuses=made, words=law.words.model_copy(update={"hearing": HEARING}))


def heard(book: LawBook, *texts: str) -> list[tuple[str, str, str]]:
    return [
        (one.id, one.key, one.quote)
        for one in excuses_heard([(f"e{n}", text) for n, text in enumerate(texts, 1)], book)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("您保存不当", [("stored", "e1", "保存不当")]),
        ("您 保存-不当！", [("stored", "e1", "保存-不当")]),
        ("超过７天了", [("late", "e1", "超过７天")]),
        ("太晚了，超过7天", [("late", "e1", "太晚")]),
        ("要扣 30%", [("fee", "e1", "扣 30%")]),
        ("要扣３0%", [("fee", "e1", "扣３0%")]),
        ("违 约 金没商量", [("fee", "e1", "违 约 金没商量")]),
        ("手续费没商量", [("fee", "e1", "手续费没商量")]),
        ("违约金好商量", []),
        ("NOT MY FAULT", [("shout", "e1", "NOT MY FAULT")]),
        ("拆封了没办法给您退的呢", []),
        ("拆封的没法退的呢", [("opened", "e1", "拆封的没法退")]),
        ("拆开以后不支持换", [("opened", "e1", "拆开以后不支持换")]),
        ("没拆封，不能退", []),
        ("拆封了，不能退", []),
        ("没拆封就不能退", []),
        ("拆封不存在不能退", []),
        ("质量问题拆封不能退", []),
        ("我问他拆封不能退", []),
        ("保存不当，但全额退给您", []),
        ("保存不当。别的全额退", [("stored", "e1", "保存不当")]),
        ("只能换，不可以退", [("swap", "e1", "只能换"), ("again", "e1", "只能换")]),
        ("。。。", []),
        ("", []),
        ("没说什么", []),
    ],
)
def test_an_excuse_is_heard_in_one_clause_as_the_text_writes_it(book: LawBook, text: str, expected) -> None:
    assert heard(book, text) == expected


def test_excuses_stand_in_the_order_of_the_book_and_once_a_text(book: LawBook) -> None:
    assert heard(book, "扣20%，保存不当", "", "保存不当，保存不当", "超过7天") == [
        ("late", "e4", "超过7天"),
        ("stored", "e1", "保存不当"),
        ("stored", "e3", "保存不当"),
        ("fee", "e1", "扣20%"),
    ]


def test_two_texts_of_one_key_are_heard_once(book: LawBook) -> None:
    found = excuses_heard([("e1", "太晚了"), ("e1", "超过7天")], book)
    assert [(one.id, one.key, one.quote) for one in found] == [("late", "e1", "太晚")]


def test_a_phrase_does_not_reach_from_one_text_into_the_next(book: LawBook) -> None:
    assert heard(book, "保存", "不当") == []
    assert heard(book) == []


def test_numbers_that_nothing_names_make_no_difference_and_those_named_do(book: LawBook) -> None:
    assert heard(book, "第12次扣8%", "第13次扣9%", "超过8天") == [("fee", "e1", "扣8%"), ("fee", "e2", "扣9%")]


def test_a_voice_without_a_stop_is_heard_in_pieces(book: LawBook) -> None:
    assert heard(book, "啊" * 200 + "保存不当" + "啊" * 200) == [("stored", "e1", "保存不当")]


@pytest.mark.parametrize("saying", ["[ab]", "a.*b", "(a", "a)", "?", "{nobody}", "a…99b", "…4?"])
def test_what_is_not_in_the_notation_cannot_be_read(saying: str) -> None:
    with pytest.raises(SayingError):
        parts_of(saying, {}, str)


def test_something_must_always_be_said() -> None:
    assert keys_wanted(parts_of("(拆封|开)…不退", {}, str)) == (frozenset({"不退"}), frozenset({"拆封", "开"}))
    with pytest.raises(SayingError):
        keys_wanted(parts_of("(拆封)?", {}, str))


def test_every_excuse_is_heard_in_what_it_hears_and_in_nothing_it_passes(book: LawBook) -> None:
    one = book.excuses["stored"].model_copy(update={"hears": ("保存得当",), "passes": ("保存不当",)})
    found = list(sayings.excuses_wrongly_heard(replace(book, excuses={"stored": one})))
    assert [(each.key, each.found) for each in found] == [("hears", "保存得当"), ("passes", "保存不当")]


def test_an_excuse_that_cannot_be_read_or_is_like_nothing_is_found(book: LawBook) -> None:
    bad = {
        "a": book.excuses["stored"].model_copy(update={"said": ("[",)}),
        "b": book.excuses["again"].model_copy(update={"like": "nobody"}),
    }
    found = list(sayings.sayings_that_cannot_be_read(replace(book, excuses=bad)))
    assert [(each.file, each.key) for each in found] == [("excuses/a.toml", "said"), ("excuses/b.toml", "like")]
