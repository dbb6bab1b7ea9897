"""From every page of the short path one comes back to the page before, where what was answered stands and can be changed; no answer is asked again on the way on."""

import re
from html import unescape
from typing import Any

from consumer_app.domain.case import Case

CASE = {
    "v": 2,
    "told": "上月买的电饭锅用了三天就不加热了，商家让我自己修，我想退货",
    "told_on": "2026-11-04",
    "disputes": ["quality-defect"],
    "wishes": ["refund"],
}


def back(page: Any) -> str:
    """Where the page's own link back leads."""
    link = re.search(r'<a class="back" href="([^"]*)"', page.html)
    assert link
    return unescape(link[1])


def answer_all(visitor: Any, answers: dict[str, str]) -> list[str]:
    """Answer the questions with these, and whatever else with 不清楚; what was asked."""
    url, asked = "/case/ask", list[str]()
    while url.startswith("/case/ask"):
        page = visitor.get(url)
        names = page.fields().getlist("asks")
        asked += names
        url = visitor.fill(url, page, **{name: answers[name] for name in names if name in answers}).leads_to
    return asked


def test_from_the_demands_one_walks_back_over_every_answer_to_the_kind_of_trouble(visitor: Any) -> None:
    visitor.begin(Case.model_validate(CASE))
    visitor.fill("/case/purchase", what="电饭锅一个", shop="某某电器", paid="399")
    asked = answer_all(visitor, {})
    url, seen = back(visitor.get("/case/demands")), list[str]()
    while url.startswith("/case/ask"):
        page = visitor.get(url)
        seen += page.fields().getlist("asks")
        url = back(page)
    assert set(seen) == set(asked)
    assert url == "/case/purchase"
    assert visitor.get(url).fields()["paid"] == "399.00"
    kinds = visitor.get(back(visitor.get(url)))
    assert kinds.fields().getlist("disputes") == ["quality-defect"]
    assert visitor.fill("/case/disputes", kinds).leads_to == "/case/purchase"


def test_an_answer_that_was_given_stands_there_is_changed_and_nothing_is_asked_again(visitor: Any) -> None:
    visitor.begin(Case.model_validate(CASE))
    visitor.fill("/case/purchase", what="电饭锅一个", shop="某某电器", paid="399")
    asked = answer_all(visitor, {"refunded": "0", "for_living": "yes", "seller_is_business": "yes"})
    first = visitor.get("/case/ask?page=0")
    names = first.fields().getlist("asks")
    assert names
    assert all("checked" in first.html for _ in names)
    yes = [name for name in names if first.fields().get(name) == "yes"]
    url = visitor.fill("/case/ask?page=0", first, **dict.fromkeys(yes, "no")).leads_to
    again = visitor.get("/case/ask?page=0").fields()
    assert [again[name] for name in yes] == ["no"] * len(yes)
    assert url in ("/case/ask?page=1", "/case/demands") or set(visitor.get(url).fields().getlist("asks")).isdisjoint(
        asked
    )


def test_what_the_case_took_over_from_an_answer_can_be_changed_too(visitor: Any) -> None:
    case = CASE | {"order": {"paid": "399.00", "refunded": "0.00", "lines": [{"id": "l1", "what": "电饭锅"}]}}
    opened = visitor.begin(Case.model_validate(case | {"answers": {"for_living": True}}))[1]
    page = visitor.get("/case/ask?page=0")
    assert page.fields()["refunded"] == "0.00"
    visitor.fill("/case/ask?page=0", page, refunded="100")
    assert str(visitor.storage.cases.open(opened.case_id, opened.dek).case.order.refunded) == "100.00"


def test_a_page_of_answers_that_is_not_there_leads_on(visitor: Any) -> None:
    visitor.begin(Case.model_validate(CASE))
    assert visitor.get("/case/ask?page=7").leads_to == "/case/ask"
    assert back(visitor.get("/case/ask")) == "/case/purchase"
