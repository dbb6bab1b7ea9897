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
