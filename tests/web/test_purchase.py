"""The page of the purchase, in the words of its kind: what was read stands there, little is asked, and it says for whom it is."""

import re
from datetime import date
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE, Case, Order, OrderLine, Party
from consumer_app.domain.case.document import Representative
from consumer_app.domain.law import LawBook
from consumer_app.domain.law.purchase import words_of_purchase
from consumer_app.domain.listening.whose import whose_said
from consumer_app.storage.open_case import OpenCase

GYM = "我妈去年11月在乐健身房办了年卡，交了3980块，上个月关门跑路了，我要退钱"
SERVICES = (
    "prepaid-shop-closed", "prepaid-refund", "private-coach", "driving-school", "repair-trap", "renovation", "laundry",
    "hotel-booking", "event-ticket", "air-rail-ticket", "minor-spending", "courier-loss", "photography", "telecom-fees",
    "medical-beauty", "moving-damage", "auto-renewal",
)  # fmt: skip
OF_GOODS = re.compile("收货|收到|整单|整件|发货|下单|店铺首页")


def case_of(told: str, *disputes: str) -> Case:
    return EMPTY_CASE.model_copy(update={"told": told, "told_on": date(2026, 11, 2), "disputes": disputes})


def begin(visitor: Any, case: Case) -> OpenCase:
    opened: OpenCase = visitor.begin(case)[1]
    return opened


def kept(visitor: Any, opened: OpenCase) -> Case:
    found: OpenCase = visitor.storage.cases.open(opened.case_id, opened.dek)
    return found.case


def seen(page: Any) -> str:
    """The page without what is folded away."""
    return re.sub(r'<details class="fold">.*?</details>', "", page.html, flags=re.S)


def test_every_kind_asks_about_its_purchase_in_its_own_words(visitor: Any, book: LawBook) -> None:
    for slug in book.disputes:
        begin(visitor, case_of("说不清楚", slug))
        page, words = visitor.get("/case/purchase"), words_of_purchase(book, [slug])
        for said in (words.title, words.shop, words.what, words.day, words.price):
            assert said, slug
            assert said in page.words, slug
        typed = re.findall(r'<(?:input class="input|select)', seen(page))
        assert len(typed) <= 5, slug


def test_what_one_kind_does_not_ask_is_asked_where_another_of_the_case_does(visitor: Any, book: LawBook) -> None:
    asking = [slug for slug in book.disputes if words_of_purchase(book, [slug]).arrival != ""]
    silent = [slug for slug in book.disputes if words_of_purchase(book, [slug]).arrival == ""]
    for slug in silent:
        assert all(words_of_purchase(book, [slug, other]).arrival != "" for other in asking), slug
    begin(visitor, case_of("说不清楚", "late-reply", "seven-day-return"))
    assert 'name="received_at"' in visitor.get("/case/purchase").html


def test_whatever_of_the_purchase_a_demand_can_lack_has_a_field_or_a_question(visitor: Any, book: LawBook) -> None:
    held = {
        name: fact for name, fact in book.facts.items() if (fact.source or "").startswith("order.") and fact.question
    }
    goods = [slug for slug in book.disputes if "received_on" in book.disputes[slug].facts]
    services = [slug for slug in book.disputes if words_of_purchase(book, [slug]).arrival == ""]
    assert {"received_on", "bought_on"} <= set(held)
    for other in services:
        for slug in goods:
            if words_of_purchase(book, [slug]).arrival:
                assert words_of_purchase(book, [other, slug]).what == words_of_purchase(book, [slug]).what, (
                    other,
                    slug,
                )
    begin(visitor, case_of("说不清楚", "late-reply", "seven-day-return", "wrong-or-missing-items"))
    for name in held:
        assert f'name="{name}"' in visitor.get(f"/case/ask?fact={name}").html, name


@pytest.mark.parametrize("slug", SERVICES)
def test_what_never_arrives_is_not_asked_when_it_arrived(visitor: Any, slug: str) -> None:
    begin(visitor, case_of("说不清楚", slug))
    form = visitor.get("/case/purchase").html.partition("<form")[2].partition("</form>")[0]
    told = re.search(OF_GOODS, re.sub(r"<option.*?</option>|<[^>]+>", "", form))
    assert told is None or (slug in ("hotel-booking", "event-ticket", "air-rail-ticket") and told[0] != "收货"), told
    assert 'name="received_at"' not in form


def test_what_was_read_stands_in_its_field_with_its_words_and_counts_only_once_it_is_saved(visitor: Any) -> None:
    opened = begin(visitor, case_of(GYM, "prepaid-shop-closed"))
    page = visitor.get("/case/purchase")
    sent = page.fields()
    assert (sent["whose"], sent["ordered_at"], sent["paid"]) == ("family", "2025年11月", "3980.00")
    for field, quote in (("whose", "我妈去年11月在乐健身房办了年卡"), ("ordered_at", "去年11月"), ("paid", "3980块")):
        assert re.search(rf'id="{field}-heard">从您的话里读到：「{quote}」<', page.html), field
        assert re.search(rf'aria-describedby="[^"]*{field}-heard"', page.html), field
    assert (kept(visitor, opened).order, kept(visitor, opened).parties) == (Order(), ())
    visitor.fill("/case/purchase", page, shop="乐健身房", what="健身年卡一张")
    case = kept(visitor, opened)
    assert case.order.ordered_at is not None
    assert (str(case.order.ordered_at.at), str(case.order.paid)) == ("2025-11", "3980.00")
    assert case.order.lines[0].affected == case.order.paid
    assert case.party("shopper").representative.capacity == "family"  # type: ignore[union-attr]


def test_what_was_read_wrongly_is_put_right_where_it_stands_and_stays_so(visitor: Any) -> None:
    opened = begin(visitor, case_of(GYM, "prepaid-shop-closed"))
    visitor.fill("/case/purchase", whose="self", paid="", ordered_at="去年11月8号")
    case = kept(visitor, opened)
    assert (case.order.paid, case.party("shopper")) == (None, None)
    assert str(case.order.ordered_at.at) == "2025-11-08"  # type: ignore[union-attr]
    again = visitor.get("/case/purchase")
    assert (again.fields()["whose"], again.fields()["paid"]) == ("self", "")
    assert "从您的话里读到" not in again.words


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("4月15", "2026-04-15"),
        ("10月初", "2026-10-01/2026-10-10"),
        ("去年11月", "2025-11"),
        ("上周三", "2026-10-28"),
        ("2026.4.15", "2026-04-15"),
    ],
)
def test_a_day_is_taken_as_people_say_it(visitor: Any, typed: str, read: str) -> None:
    opened = begin(visitor, case_of("买的鞋开胶了", "quality-defect"))
    assert visitor.fill("/case/purchase", ordered_at=typed).status == 303
    assert str(kept(visitor, opened).order.ordered_at.at) == read  # type: ignore[union-attr]


def test_one_thing_bought_is_whole_unless_a_part_is_said(visitor: Any) -> None:
    opened = begin(visitor, case_of("买的鞋开胶了", "quality-defect"))
    visitor.fill("/case/purchase", paid="398")
    assert str(kept(visitor, opened).order.lines[0].affected) == "398.00"
    visitor.fill("/case/purchase", extent="part")
    assert kept(visitor, opened).order.lines[0].affected is None


def test_a_part_that_was_priced_elsewhere_is_not_made_whole_by_looking_at_the_page(visitor: Any) -> None:
    case = case_of("火腿肠发霉", "spoiled-food").model_copy(update={"answers": {"affected": "17.97"}})
    opened = begin(visitor, case)
    visitor.fill("/case/purchase", paid="59.9")
    assert kept(visitor, opened).answers["affected"] == "17.97"


def test_a_thing_is_named_as_the_words_name_it(visitor: Any) -> None:
    begin(visitor, case_of("在拼多多买了一双运动鞋，398块钱，4月11号下的单，穿了一个月底断了", "quality-defect"))
    sent = visitor.get("/case/purchase").fields()
    assert (sent["what"], sent["platform"], sent["ordered_at"]) == ("一双运动鞋", "pinduoduo", "2026年4月11日")


def test_the_list_of_places_begins_with_the_likely_ones_and_has_the_shop_round_the_corner_and_any_other(
    visitor: Any,
) -> None:
    begin(visitor, case_of("买的鞋开胶了", "quality-defect"))
    listed = visitor.get("/case/purchase").html.partition('<select name="platform"')[2].partition("</select>")[0]
    places = re.findall(r'<option value="([a-z0-9-]+)"', listed)
    assert {"offline-store", "other"} <= set(places)
    assert places[-1] == "other"
    assert {"taobao", "pinduoduo", "jd", "douyin"} <= set(places[:10])


@pytest.mark.parametrize(
    ("told", "whose"),
    [
        ("我妈买的保健品", "family"),
        ("爸妈在旅行社报了云南团", "family"),
        ("我儿子11岁拿我手机充了3000多块", "child"),
        ("孩子在学校门口买了辣条吃坏了", "child"),
        ("女儿办的健身卡，店关了", None),
        ("给我妈买的鞋，花了398", None),
        ("我妈让我买的手机坏了", None),
        ("买的鞋开胶了", None),
        ("我妈上个月在一家家具店看中一套沙发，交了3000定金", "family"),
        ("我爸上周相中一辆三轮车，付了定金", "family"),
        ("我妈说她不要了，店里不退", None),
        ("送我妈的手机坏了", None),
        ("替我爸问一下，他在保健品店被忽悠买了两万", "family"),
        ("替我妈写的：她在超市买菜少秤", "family"),
        ("我妈让我帮她投诉，她在健身房办的卡", "family"),
        ("代我父亲反映，他办了张健身卡", "family"),
        ("替孩子问问，他11岁，充了3000多块", "child"),
        ("帮我妈买的鞋开胶了", None),
        ("我妈不让我买", None),
        ("我妈过生日我买的蛋糕坏了", None),
        ("我妈劝我别买，我还是买了", None),
        ("我妈今年72了，被忽悠着花8800买了一张保健床垫", "family"),
        ("我妈今年72了。上个月18号被忽悠着花8800买了一张保健床垫", "family"),
        ("我爸68多了，在店里办了张卡", "family"),
        ("我妈今年72了，我在店里买了张床垫", None),
    ],
)
def test_for_whom_it_is_told_is_heard_from_who_did_the_buying(real_law: LawBook, told: str, whose: str | None) -> None:
    said = whose_said(told, real_law)
    assert (said.whose if said else None) == whose


@pytest.mark.parametrize(
    ("capacity", "own", "acting", "missing"),
    [
        ("guardian", "小宝（未成年人）", "法定代理人", "代办人"),
        ("agent", "小宝", "委托代理人", "未成年"),
        ("family", "小宝", "代办人", "法定代理人"),
    ],
)
def test_papers_say_in_which_capacity_somebody_acts(
    visitor: Any, capacity: Any, own: str, acting: str, missing: str
) -> None:
    helper = Representative(name="王芳", capacity=capacity, relation="母亲", phone="13800000000")
    case = case_of("我女儿在店里买的鞋开胶了", "quality-defect").model_copy(
        update={
            "parties": (Party(id="p1", role="shopper", name="小宝", representative=helper),),
            "order": Order(lines=(OrderLine(id="l1", what="鞋"),)),
        }
    )
    begin(visitor, case)
    letter = visitor.get("/case/papers/letter/store").words
    assert own in letter
    assert f"{acting} 王芳" in letter
    assert missing not in letter


def test_the_page_of_names_asks_for_the_child_and_its_guardian(visitor: Any) -> None:
    opened = begin(visitor, case_of("我儿子11岁，拿我手机充了游戏币3240元", "minor-spending"))
    assert visitor.get("/case/purchase").fields()["whose"] == "child"
    visitor.fill("/case/purchase")
    page = visitor.get("/case/you")
    for label in ("孩子的姓名", "您的姓名（监护人）", "您是孩子的什么人"):
        assert label in page.words
    made = visitor.fill(
        "/case/you", page, name="小宝", helper_name="王芳", helper_relation="母亲", helper_phone="13800000000"
    )
    assert made.status == 303, made.words
    you = kept(visitor, opened).party("shopper")
    assert you is not None
    assert you.representative is not None
    assert (you.name, you.representative.name, you.representative.capacity) == ("小宝", "王芳", "guardian")
    assert "事情经过由法定代理人讲述，其中的“我”指法定代理人" in visitor.get("/case/papers/letter/store").words
