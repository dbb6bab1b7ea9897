"""An excuse that is told in prose is answered once the shopper says, with one tap, that it was said."""

import re
from datetime import date
from typing import Any

from consumer_app.domain.case import EMPTY_CASE, Case

SOLE = "10月18号在商场买的皮鞋，699，穿了一个多月鞋底断了。拿去店里，店员看了一眼说是我穿着磨损不正常，属于人为，不给退也不给换。"


def case_of(told: str, dispute: str = "quality-defect") -> Case:
    return EMPTY_CASE.model_copy(update={"told": told, "told_on": date(2026, 11, 2), "disputes": (dispute,)})


def test_a_letter_answers_an_excuse_told_in_prose_once_it_is_said_to_have_been_said(visitor: Any) -> None:
    visitor.begin(case_of(SOLE))
    page = visitor.get("/case/papers")
    assert "对方说过这样的话吗？" in page.words
    assert "举证责任" not in visitor.get("/case/papers/letter/store").words
    start = str(SOLE.index("属于人为"))
    assert visitor.fill("/case/papers/reasons", page, "/case/papers/reasons", theirs=start).leads_to == "/case/papers"
    letter = visitor.get("/case/papers/letter/store").words
    assert re.search("贵方称：“属于人为”。[^“]*(?:证明|举证|证据)", letter)
    assert "被投诉人称：“属于人为”" in visitor.get("/case/papers/letter/market-regulator").words


def test_what_was_said_to_be_theirs_by_mistake_is_taken_back(visitor: Any) -> None:
    visitor.begin(case_of(SOLE))
    start = str(SOLE.index("属于人为"))
    visitor.fill("/case/papers/reasons", visitor.get("/case/papers"), "/case/papers/reasons", theirs=start)
    page = visitor.get("/case/papers")
    assert "信里回应了您说的对方的话（1 处）" in page.words
    visitor.fill("/case/papers/reasons", page, "/case/papers/reasons", not_theirs=start)
    assert "属于人为”。主张" not in visitor.get("/case/papers/letter/store").words


def test_words_that_are_not_in_the_story_are_nobodys(visitor: Any) -> None:
    visitor.begin(case_of(SOLE))
    visitor.fill("/case/papers/reasons", visitor.get("/case/papers"), "/case/papers/reasons", theirs="0")
    assert "贵方称" not in visitor.get("/case/papers/letter/store").words


def test_what_the_shopper_did_and_thought_is_no_excuse_of_the_business(visitor: Any) -> None:
    for told in ("鞋底断了，我没有弄坏它，收到后去检测站鉴定了。", "我跟店员说这不是人为的，是质量问题。"):
        visitor.begin(case_of(told))
        assert "对方说过这样的话吗" not in visitor.get("/case/papers").words


TWO_WAYS = "会员费交了就不退，缘分没到嘛。"


def test_where_words_can_be_taken_two_ways_nobody_picks_one_but_the_shopper(visitor: Any) -> None:
    said = {
        "v": 2,
        "disputes": ["domestic-agency"],
        "parties": [{"id": "p1", "role": "shopper"}, {"id": "p2", "role": "seller", "shop": "牵手婚介"}],
        "events": [{"id": "e1", "actor": "p2", "what": "婚介这样答复。", "quote": TWO_WAYS}],
    }
    visitor.begin(Case.model_validate(said))
    page = visitor.get("/case/papers")
    assert "对方的意思是哪一种？" in page.words
    assert "对贵方有关说法的回应" not in visitor.get("/case/papers/letter/store").words
    assert visitor.fill("/case/papers/reasons", page, "/case/papers/reasons", meant="0/card-not-refundable").leads_to
    assert "对方的意思是哪一种？" not in visitor.get("/case/papers").words
    letter = visitor.get("/case/papers/letter/store").words
    assert f"贵方称：“{TWO_WAYS.rstrip('。')}" in letter
    assert "格式条款" in letter


def test_a_meaning_that_was_not_offered_is_none(visitor: Any) -> None:
    visitor.begin(case_of(SOLE))
    page = visitor.get("/case/papers")
    visitor.fill("/case/papers/reasons", page, "/case/papers/reasons", meant="0/card-not-refundable")
    assert "格式条款" not in visitor.get("/case/papers/letter/store").words
