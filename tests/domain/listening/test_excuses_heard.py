"""A seller's excuse is heard in what was learned of it, a sentence or two at a time, and only where it is listened for."""

import tracemalloc
from dataclasses import replace
from typing import Any

import pytest

from consumer_app.domain.law import Excuse, LawBook
from consumer_app.domain.listening.excuses import excuses_heard
from tests.timing import least_seconds

LONG = "亲亲您好，非常抱歉给您带来不便，您的心情我们完全理解，我们已经为您登记并会尽快核实处理的呢"


@pytest.fixture(scope="module")
def book(law: LawBook) -> LawBook:
    """A law book of which nothing was learned yet."""
    plain = {"answer": "x", "ground": "x", "basis": [], "right_when": "x"}
    titles = {"late": "「太晚了，超过7天」", "stored": "「保存不当」", "no": "「不」"}
    excuses: dict[str, dict[str, Any]] = {slug: {"title": title} for slug, title in titles.items()}
    return replace(law, excuses={slug: Excuse.model_validate({**plain, **table}) for slug, table in excuses.items()})


def heard(book: LawBook, *texts: str, among: tuple[str, ...] | None = None) -> list[tuple[str, str, str]]:
    keyed = [(f"e{n}", text) for n, text in enumerate(texts, 1)]
    return [(one.id, one.key, one.quote) for one in excuses_heard(keyed, among or tuple(book.excuses), book)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("您保存不当", [("stored", "e1", "您保存不当")]),
        ("亲，您 保-存 不當！哦", [("stored", "e1", "您 保-存 不當")]),
        ("已经超过７天了", [("late", "e1", "已经超过７天了")]),
        ("保存，不当", []),
        ("不", []),
        ("。。。", []),
        ("", []),
        ("没说什么", []),
    ],
)
def test_an_excuse_of_which_nothing_was_learned_is_heard_by_its_title_within_a_clause(
    book: LawBook, real_law: LawBook, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert heard(replace(book, characters=real_law.characters), text) == expected


def test_excuses_stand_in_the_order_of_the_book_and_once_a_text_with_the_first_words(book: LawBook) -> None:
    assert heard(book, "保存不当", "", "说了保存不当。又说保存不当", "太晚了") == [
        ("late", "e4", "太晚了"),
        ("stored", "e1", "保存不当"),
        ("stored", "e3", "说了保存不当"),
    ]


def test_nothing_is_heard_that_is_not_listened_for_and_nothing_in_nothing(book: LawBook) -> None:
    assert heard(book, "保存不当，太晚了", among=("late",)) == [("late", "e1", "太晚了")]
    assert heard(book) == []


@pytest.mark.parametrize(
    ("dispute", "text", "excuse"),
    [
        ("deposit", "小姐姐，定金交了就是定了呀，自己不要了可退不了哦", "deposit-never-returned"),
        ("prepaid-refund", "课程一经售出概不退换的，合同写得清清楚楚", "card-not-refundable"),
        ("renovation", "钱你是转给他私人的吧，我们公司账上没有收到", "paid-to-a-person"),
        ("wrong-or-missing-items", "沒有開箱視頻的話我們是不認的喔", "no-unboxing-video"),
    ],
)
def test_what_was_learned_hears_an_excuse_in_words_nobody_listed(
    real_law: LawBook, dispute: str, text: str, excuse: str
) -> None:
    among = (*real_law.disputes[dispute].excuses, excuse)
    found = heard(real_law, f"{LONG}。{text}", among=among)
    assert [slug for slug, _, _ in found] == [excuse]
    assert LONG not in found[0][2]


@pytest.mark.parametrize(
    "text", [LONG, "已经给您退款了，请注意查收", "请问您的订单是哪天下的呢？我帮您看看", "好的", "😀😀", "a" * 5000]
)
def test_a_harmless_reply_says_no_excuse_in_any_dispute(real_law: LawBook, text: str) -> None:
    for dispute in real_law.disputes.values():
        assert heard(real_law, text, among=dispute.excuses) == []


def test_a_case_of_a_megabyte_in_every_dispute_is_heard_in_time_and_little_memory(real_law: LawBook) -> None:
    said = ["课程一经售出概不退换", "没有开箱视频的话我们是不认的", "定金交了可退不了", "请您耐心等待"]
    texts = [
        (f"e{n}", f"{said[n % 4]}{chr(0x4E00 + n)}的{chr(0x5000 + n % 97)}，{said[n % 3]}呀。") for n in range(12_000)
    ]
    excuses_heard(texts[:1], real_law.excuses.keys(), real_law)
    tracemalloc.start()
    excuses_heard(texts, real_law.excuses.keys(), real_law)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 45_000_000, most
    assert least_seconds(lambda: excuses_heard(texts, real_law.excuses.keys(), real_law)) < 1.2
