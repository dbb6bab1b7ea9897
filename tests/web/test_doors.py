"""Doors on the pages: open, not yet known with the question that decides, closed with the reason; a letter only where it is open."""

import re
from typing import Any

import pytest

from consumer_app.domain.case import Case

BOUGHT = {"for_living": True, "seller_is_business": True, "bought_how": "platform", "bought_on": "2026-09-01"}
QUESTION = "平台已经处理过，结果没有支持您吗？"


@pytest.fixture
def bag(visitor: Any) -> Any:
    """A visitor with a bag not as described, nothing said of what the platform did."""
    visitor.begin(Case.model_validate({"v": 1, "disputes": ["false-description"], "answers": BOUGHT}))
    visitor.fill("/case/path", "/case", path="full")
    return visitor


def test_a_door_not_yet_known_shows_the_question_and_an_answer_decides_it(bag: Any) -> None:
    before = bag.get("/case/checklist")
    unsure = before.words.partition("先答一个问题，才知道能不能走的")[2]
    assert QUESTION in unsure
    assert "/case/papers/letter/platform-appeal" not in before.html
    page = bag.get("/case/facts?door=platform-appeal")
    assert QUESTION in page.words
    answered = bag.fill("/case/facts?door=platform-appeal", page, asks="platform_rejected", platform_rejected="yes")
    assert answered.leads_to == "/case/checklist"
    after = bag.get("/case/checklist")
    assert "/case/papers/letter/platform-appeal" in after.html.partition("现在走不通的，和为什么")[0]
    assert "再申请一次用处不大" in after.words.partition("现在走不通的，和为什么")[2]


def test_only_an_open_door_is_offered_a_letter_and_another_is_told_plainly(bag: Any) -> None:
    papers = bag.get("/case/papers")
    assert "/case/papers/letter/platform-appeal" not in papers.html
    assert QUESTION in papers.words.partition("答一个问题，才知道能不能写")[2]
    letter = bag.get("/case/papers/letter/platform-appeal")
    assert "还不知道这一步能不能走，先别寄" in letter.words
    assert QUESTION in letter.words
    bag.fill("/case/facts?door=platform-appeal", asks="platform_rejected", platform_rejected="no")
    closed = bag.get("/case/papers/letter/platform-appeal")
    assert "这一步现在还走不通" in closed.words
    assert "platform-appeal" not in bag.get("/case/papers").html


def test_what_would_close_an_open_door_is_said_with_where_to_say_so(bag: Any) -> None:
    page = bag.get("/case/checklist")
    assert "有这样的事就走不通" in page.words
    assert "door=market-regulator" in page.html
    asked = bag.get("/case/facts?door=market-regulator")
    assert "已经受理或处理过吗" in asked.words
    bag.fill("/case/facts?door=market-regulator", asked, asks="handled_elsewhere", handled_elsewhere="yes")
    shut = bag.get("/case/checklist").words.partition("现在走不通的，和为什么")[2]
    assert "已经受理或者处理过同一争议的，不予受理" in shut


def test_a_door_nobody_knows_asks_the_usual_questions(bag: Any) -> None:
    assert bag.get("/case/facts?door=no-such-place").status == 200


def test_a_place_that_is_not_on_the_list_is_written_and_stands_on_the_papers(bag: Any) -> None:
    page = bag.get("/case/parties")
    assert re.findall(r'<option value="([^"]*)"', page.html)[-1] == "other"
    bag.fill("/case/parties", page, platform="other", platform_name="小鹿优选", shop="示例箱包店")
    assert bag.get("/case/parties").fields()["platform_name"] == "小鹿优选"
    assert "其他平台（名单里没有的），小鹿优选" in bag.get("/case/check").words
    letter = bag.get("/case/papers/letter/platform").words
    assert "小鹿优选" in letter
    assert "名单里没有的" not in letter


def test_a_place_that_the_list_no_longer_has_stays_as_it_was_chosen(visitor: Any) -> None:
    parties = [{"id": "p3", "role": "platform", "platform": "no-longer-there", "shop": "旧商城"}]
    opened = visitor.begin(Case.model_validate({"v": 1, "disputes": ["late-delivery"], "parties": parties}))[1]
    for url in ("/case/parties", "/case/purchase"):
        page = visitor.get(url)
        assert "原来选的（名单里已经没有了）" in page.words
        assert visitor.fill(url, page).status == 303
        kept = visitor.storage.cases.open(opened.case_id, opened.dek).case
        assert (kept.platform, kept.party("platform").shop) == ("no-longer-there", "旧商城")
    for url in ("/case", "/case/checklist", "/case/papers", "/case/claims", "/case/check"):
        assert visitor.get(url).status == 200


def test_the_list_begins_with_what_the_case_is_about(visitor: Any) -> None:
    visitor.begin(Case.model_validate({"v": 1, "disputes": ["takeaway-meal"]}))
    for url in ("/case/parties", "/case/purchase"):
        listed = re.findall(r'<option value="([^"]+)"', visitor.get(url).html)
        assert set(listed[:2]) == {"meituan", "eleme"}


def test_the_carrier_that_the_book_knows_says_how_it_takes_complaints(visitor: Any) -> None:
    parties = [{"id": "p4", "role": "carrier", "registered_name": "日日顺供应链（示例）有限公司"}]
    answers = {**BOUGHT, "courier_at_fault": True}
    visitor.begin(
        Case.model_validate({"v": 1, "disputes": ["transport-damage"], "answers": answers, "parties": parties})
    )
    assert "日日顺怎么处理 在它的 App、小程序里打开运单" in visitor.get("/case/checklist").words
    assert "送货、安装是卖家安排的，没做好找卖家就行" in visitor.get("/case/papers/make/checklist").words
