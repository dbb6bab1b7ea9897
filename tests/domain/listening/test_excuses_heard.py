"""A seller's excuse is heard however it is typed, once a text, with the first words that say it."""

from dataclasses import replace
from typing import Any

import pytest

from consumer_app.domain.law import Excuse, LawBook
from consumer_app.domain.listening.excuses import excuses_heard


@pytest.fixture(scope="module")
def book(law: LawBook) -> LawBook:
    plain = {"title": "x", "answer": "x", "letter": "x", "basis": [], "right_when": "x"}
    excuses: dict[str, dict[str, Any]] = {
        "late": {"said": ["超过7天", "太晚了"]},
        "stored": {"said": ["保存不当", "。。。"]},
        "fee": {"said": [], "patterns": [r"扣\s*\d+%", "违约金(?=没商量)"]},
        "shout": {"said": [], "patterns": ["not my fault"]},
        "nothing": {"said": [], "patterns": ["(?=空)"]},
    }
    return replace(law, excuses={slug: Excuse.model_validate({**plain, **table}) for slug, table in excuses.items()})


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
        ("太晚了，超过7天", [("late", "e1", "超过7天")]),
        ("要扣 30%", [("fee", "e1", "扣 30%")]),
        ("要扣３0%", [("fee", "e1", "扣３0%")]),
        ("违 约 金没商量", [("fee", "e1", "违 约 金")]),
        ("违约金好商量", []),
        ("NOT MY FAULT", [("shout", "e1", "NOT MY FAULT")]),
        ("空", []),
        ("。。。", []),
        ("", []),
        ("没说什么", []),
    ],
)
def test_an_excuse_is_heard_in_phrases_and_patterns_as_the_text_writes_them(book: LawBook, text: str, expected) -> None:
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
    assert [(one.id, one.key, one.quote) for one in found] == [("late", "e1", "太晚了")]


def test_a_phrase_does_not_reach_from_one_text_into_the_next(book: LawBook) -> None:
    assert heard(book, "保存", "不当") == []
    assert heard(book) == []
