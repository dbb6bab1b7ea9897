"""A second story beside a case whose card was not saved, too many matters at once, and a story in another language: each is answered in a kind sentence, and nothing is lost."""

from typing import Any

import pytest

from consumer_app.domain.case import Case

GYM = "健身房关门跑路了，卡里还剩2000块。"
SHOE = "上个月在淘宝买的跑鞋穿一周鞋底断了，商家不给退。"
PARCEL = "还有快递公司把我寄的电脑弄丢了，只肯赔运费三倍。"


def test_the_first_pages_name_the_case_whose_card_was_not_saved_and_the_new_one_waits_for_a_yes(visitor: Any) -> None:
    _, first = visitor.begin(Case.model_validate({"v": 2, "disputes": ["deposit"]}), card=True)
    likely = visitor.fill("/likely", "/", told=GYM, kind="prepaid-shop-closed")
    for page in (visitor.get("/"), likely):
        assert "您还有一个没存卡片的案件" in page.words
        assert {"/card", "/case"} <= set(page.links)
    asked = visitor.fill("/start", likely, "/start", confirm="yes", path="short")
    assert asked.status == 200
    assert "再开始一个，前面那个就打不开了" in asked.words
    assert asked.fields("/start")["told"] == GYM
    assert visitor.get("/case").status == 200
    made = visitor.fill("/start", asked, "/start", confirm="yes")
    assert made.leads_to == "/case/purchase"
    assert visitor.storage.cases.open(first.case_id, first.dek).case.disputes == ("deposit",)


def test_nobody_is_warned_of_a_case_whose_card_was_saved(visitor: Any) -> None:
    visitor.begin(Case.model_validate({"v": 2, "disputes": ["deposit"]}))
    assert "没存卡片" not in visitor.get("/").words
    likely = visitor.fill("/likely", "/", told=GYM, kind="prepaid-shop-closed")
    assert visitor.fill("/start", likely, "/start", confirm="yes", path="short").leads_to == "/case/purchase"


def test_whoever_ticks_everything_is_asked_for_what_is_most_pressing(visitor: Any, book: Any) -> None:
    likely = visitor.fill("/likely", "/", told=SHOE)
    page = visitor.fill("/start", likely, "/start", disputes=list(book.disputes)[:16], confirm="yes")
    assert page.status == 422
    assert "先选最要紧的一两件" in page.words
    assert page.fields("/start")["told"] == SHOE
    two = visitor.fill("/start", page, "/start", disputes=["quality-defect", "refund-delayed"], confirm="yes")
    assert two.leads_to == "/case/purchase"


def test_three_matters_in_one_story_are_written_one_after_another_with_the_same_words(visitor: Any) -> None:
    told = GYM + SHOE + PARCEL
    kinds = ["prepaid-shop-closed", "quality-defect", "courier-loss"]
    likely = visitor.fill("/likely", "/", told=told)
    asked = visitor.fill("/start", likely, "/start", disputes=kinds, confirm="yes", path="short")
    assert "一件一封：先写哪一件？" in asked.words
    one = next(form for form in asked.forms if "later" in form.fields)
    assert visitor.send("/start", one.fields | {"disputes": "courier-loss"}).leads_to == "/case/purchase"
    home = visitor.get("/case")
    assert "您还说到别的事" in home.words
    again = next(form for form in home.forms if form.action == "/likely")
    assert again.fields["told"] == told
    next_one = visitor.send("/likely", again.fields | {"kind": "prepaid-shop-closed"})
    assert next_one.fields("/start").getlist("disputes")[0] == "prepaid-shop-closed"


@pytest.mark.parametrize(
    "told",
    [
        "I bought a jacket on Taobao for 500 yuan on October 3 and the zipper broke, the seller refuses to refund.",
        "Купил телефон за 3000 юаней, он сломан, продавец не возвращает деньги",
    ],
)
def test_a_story_in_another_language_is_never_called_no_complaint(visitor: Any, told: str) -> None:
    page = visitor.fill("/likely", "/", told=told)
    assert "请用中文写" in page.words
    assert "please tell it in Chinese" in page.words
    assert "看起来不像" not in page.words
    assert page.html.count('name="disputes"') > 60
    assert page.fields("/start")["told"] == told
