"""Whoever presses only the main buttons and knows nothing more never sees a page twice, and ends with a letter that asks what was wished, or that says so where nothing can be had."""

import re
from html import unescape
from typing import Any

import pytest

from consumer_app.domain.case import Case

MAIN = re.compile(r'<(?:button|a) class="button"([^>]*)>([^<]+)')


def pressed(visitor: Any, url: str) -> str:
    """The main button of a page pressed with nothing answered; where that leads."""
    page = visitor.get(url)
    assert page.status == 200, url
    link = re.search(r'<a class="button" href="([^"]+)"', page.html)
    heads, label = MAIN.search(page.html.split("<main", 1)[1]).groups()  # type: ignore[union-attr]
    if link and f'href="{link[1]}"' in heads:
        return unescape(link[1])
    form = page.forms[-1]
    named = re.search(r'name="([^"]*)" value="([^"]*)"', heads)
    fields = form.fields
    if named:
        fields.setlist(named[1], [named[2]])
    answer = visitor.send(form.action, fields)
    assert answer.status == 303, (url, label, answer.words[:400])
    return str(answer.leads_to)


@pytest.mark.parametrize(
    ("kind", "wishes", "told"),
    [
        ("quality-defect", ["refund"], "上月买的电饭锅用了三天就不加热了，商家让我自己修，我想退货"),
        ("spoiled-food", ["compensate"], "买的面包里吃出一根铁丝，我要店家赔"),
        ("prepaid-refund", ["refund"], "我在健身房办的卡，不想去了，想退钱"),
        ("deposit", ["refund"], "订家具交了3000块，现在不想要了，想把钱拿回来"),
        ("moving-damage", ["compensate"], "搬家公司把我柜子磕坏了，不赔"),
        ("quality-defect", ["repair"], "新买的风扇不转了，让他们修，一直拖着"),
        ("store-regret", ["refund"], "商场里买的大衣，回家觉得颜色不好，想退"),
    ],
)  # fmt: skip
def test_only_main_buttons_and_no_answers_never_show_a_page_twice(
    visitor: Any, kind: str, wishes: list[str], told: str
) -> None:
    case = {"v": 2, "told": told, "told_on": "2026-11-04", "disputes": [kind], "wishes": wishes}
    opened = visitor.begin(Case.model_validate(case))[1]
    seen, url = list[str](), "/case/purchase"
    while url not in ("/case/papers", "/case"):
        seen.append(url)
        url = pressed(visitor, url)
        assert url not in seen, (seen, url)
    now = visitor.storage.cases.open(opened.case_id, opened.dek).case
    assert url == "/case/papers"
    assert [demand.claim for demand in now.demands if demand.claim and "rescission" not in demand.claim]


def test_another_kind_drops_what_it_does_not_give_and_asks_its_own_questions(visitor: Any) -> None:
    order = {"lines": [{"id": "l1", "what": "沙发一套"}]}
    case = {
        "v": 2,
        "disputes": ["deposit"],
        "order": order,
        "demands": [{"claim": "deposit-returned"}, {"text": "请书面回复"}],
    }
    opened = visitor.begin(Case.model_validate(case))[1]
    assert visitor.fill("/case/disputes", disputes=["spoiled-food"]).leads_to == "/case/ask"
    now = visitor.storage.cases.open(opened.case_id, opened.dek).case
    assert [(one.claim, one.text) for one in now.demands] == [(None, "请书面回复")]


def test_a_second_start_names_the_case_whose_card_was_not_saved(visitor: Any, another: Any) -> None:
    assert "没存卡片" not in another.get("/start").words
    visitor.begin(Case.model_validate({"v": 2, "disputes": ["deposit"]}), card=True)
    page = visitor.get("/start")
    assert "您还有一个没存卡片的案件" in page.words
    assert {"/card", "/case"} <= set(page.links)


def test_a_name_given_before_is_that_of_whoever_fills_in_and_the_childs_is_asked(visitor: Any) -> None:
    you = {"id": "p1", "role": "shopper", "name": "吴小满", "phone": "13800138000"}
    opened = visitor.begin(Case.model_validate({"v": 2, "disputes": ["deposit"], "parties": [you]}))[1]
    visitor.fill("/case/you", whose="child")
    asked = visitor.get("/case/you")
    assert (asked.fields()["name"], asked.fields()["helper_name"]) == ("", "吴小满")
    now = visitor.storage.cases.open(opened.case_id, opened.dek).case.party("shopper")
    assert now
    assert now.name is None
    visitor.fill("/case/you", asked, whose="self")
    assert visitor.get("/case/you").fields()["name"] == "吴小满"
