"""The page where nothing is asked says first what decides it, in the shopper's words, under a title that is true; and a button is not asked again."""

import re
from typing import Any

import pytest

from consumer_app.domain.case import Case

OWN_MIND_CHANGED = {
    "deposit_word": "dingjin_bond",
    "deposit_broken_by": "me",
    "deposit_paid": "3000.00",
    "deposit_price": "20000.00",
    "deposit_over_cap": False,
    "deposit_ended": False,
    "balance_paid": "0.00",
    "for_living": True,
    "seller_is_business": True,
    "bought_how": "store",
}


def end_of(visitor: Any, dispute: str, wishes: list[str], answers: dict[str, Any]) -> Any:
    case = {"v": 2, "disputes": [dispute], "wishes": wishes, "answers": answers, "order": {"ordered_at": {"at": "2026-10-20", "precision": "day"}}}  # fmt: skip
    visitor.begin(Case.model_validate(case))
    return visitor.get("/case/end")


def heading(page: Any) -> str:
    found = re.search(r"<h1[^>]*>([^<]*)</h1>", page.html)
    assert found
    return found[1]


@pytest.mark.parametrize("wishes", [["refund"], []], ids=["money was wished", "nothing was wished"])
def test_who_changed_their_mind_reads_first_that_a_deposit_so_named_does_not_come_back(
    visitor: Any, wishes: list[str]
) -> None:
    page = end_of(visitor, "deposit", wishes, OWN_MIND_CHANGED)
    assert heading(page) == "这笔钱要不回来"
    first = re.search(r"<p><strong>([^<]*)</strong>", page.html)
    assert first
    assert "「定金」" in first[1]
    assert "自己违约就不能要回" in first[1]
    before_the_fold = page.html[: page.html.index("<details")]
    assert before_the_fold.count("<li>") == 0
    assert "deposit" not in page.words


def test_where_something_is_not_known_yet_the_title_says_what_is_lacked_and_the_truth_is_told_too(visitor: Any) -> None:
    answers = {
        name: value for name, value in OWN_MIND_CHANGED.items() if name not in ("deposit_price", "deposit_over_cap")
    }
    page = end_of(visitor, "deposit", ["refund"], answers)
    assert re.fullmatch("现在还差(一样| [23] 样)", heading(page))
    assert "自己违约就不能要回" in page.words
    shown = re.findall(r'<li><a href="/case/ask\?fact=', page.html)
    assert 0 < len(shown) <= 3


def test_what_can_be_asked_is_never_said_to_be_lost(visitor: Any) -> None:
    answers = {"food_trouble": ["spoiled"], "for_living": True, "seller_is_business": True, "found_on_arrival": True}
    page = end_of(visitor, "spoiled-food", ["refund"], answers)
    assert "要不回来" not in page.words


def test_whoever_pressed_that_the_shop_is_gone_finds_it_answered(visitor: Any) -> None:
    told = "我在楼下健身房办了年卡，花了2880元，上个月店关门了，群也解散了，不退钱"
    likely = visitor.fill("/likely", "/", told=told, kind="prepaid-shop-closed")
    visitor.fill("/start", likely, "/start", confirm="yes", path="short")
    visitor.fill("/case/purchase", what="健身年卡一张", shop="某某健身")
    asked = visitor.get("/case/ask").fields().getlist("asks")
    assert "cards_bought" in asked
    assert "prepaid_reasons" not in asked
    assert "商家关门、停业了，不再提供" in visitor.get("/case/check").words


def test_the_button_between_kinds_answers_the_fact_it_asks(visitor: Any) -> None:
    likely = visitor.fill("/likely", "/", told="二手手机，卖家说没修过，收到发现修过", kind="second-hand")
    visitor.fill("/start", likely, "/start", disputes=["second-hand"], confirm="yes", path="short")
    row = re.search("对方是开店|卖家是开店", visitor.get("/case/check").words)
    assert row
    visitor.fill("/case/purchase", what="手机一部", shop="某某数码")
    assert "seller_is_business" not in visitor.get("/case/ask").fields().getlist("asks")


def test_a_gym_is_asked_in_its_own_words(visitor: Any) -> None:
    visitor.begin(Case.model_validate({"v": 2, "disputes": ["prepaid-refund"]}))
    page = visitor.get("/case/ask")
    assert "哪天交的钱？" in page.words
    assert "一张卡（一门课），还是好几样" in page.words
    assert "下单" not in page.words


@pytest.mark.parametrize(
    ("dispute", "aside"),
    [
        ("spoiled-food", "insult-apology"),
        ("store-regret", "unfair-bargain-rescission"),
        ("prepaid-shop-closed", "platform-discloses-seller"),
        ("minor-spending", "platform-discloses-seller"),
    ],
)
def test_where_nothing_was_wished_or_answered_no_side_matter_stands_as_what_can_be_asked(
    visitor: Any, dispute: str, aside: str
) -> None:
    visitor.begin(Case.model_validate({"v": 2, "disputes": [dispute]}))
    page = visitor.get("/case/demands").html
    shown = page.split("<details", 1)[0]
    assert f'value="{aside}"' not in shown
    assert "看看为什么，还能去哪里" in shown or 'name="claims"' in shown
