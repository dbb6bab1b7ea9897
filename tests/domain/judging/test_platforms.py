"""Where it was bought: the likeliest place first by the book's data, the carrier by its name, and what a place is called."""

from datetime import date
from typing import Any

import pytest

from consumer_app import formats, paths
from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.platforms import carrier_of, likeliest_first, platform_name
from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.suggestion import suggest
from consumer_app.lawbook import load_law_book


@pytest.fixture(scope="module")
def book() -> LawBook:
    """The law book itself: the order of its places is its data."""
    return load_law_book(paths.LEGAL_REFS)


def case_of(*disputes: str, goods: str | None = None, **parts: Any) -> Case:
    order = {"lines": [{"id": "l1", "goods_kind": goods}]} if goods else {}
    return Case.model_validate({"v": 1, "disputes": disputes, "order": order, **parts})


def on(slug: str | None, **named: str) -> dict[str, Any]:
    return {"parties": [{"id": "p9", "role": "platform", "platform": slug, **named}]}


def test_without_anything_known_the_most_usual_come_first_and_the_rest_last(book: LawBook) -> None:
    listed = likeliest_first(case_of(), book)
    assert listed[:5] == ("taobao", "tmall", "jd", "pinduoduo", "douyin")
    assert listed[-1] == "other"
    assert {slug for slug, one in book.platforms.items() if not one.carries} == set(listed)


@pytest.mark.parametrize(
    ("disputes", "goods", "first"),
    [
        (("takeaway-meal",), "meal", {"meituan", "eleme"}),
        (("hotel-booking",), "travel", {"ctrip", "qunar", "fliggy", "tongcheng"}),
        (("second-hand",), None, {"xianyu", "zhuanzhuan"}),
        (("minor-spending",), "digital", {"apple-app-store", "huawei-app-market"}),
        (("car-defect",), "car", {"offline-store"}),
        (("auto-renewal",), None, {"own-site", "apple-app-store"}),
        (("domestic-agency",), None, {"wuba"}),
        (("courier-loss",), None, {"jd-logistics", "rrs", "cainiao"}),
        (("quality-defect",), "phone", {"jd"}),
    ],
)
def test_what_the_case_is_about_brings_its_places_to_the_front(
    book: LawBook, disputes: tuple[str, ...], goods: str | None, first: set[str]
) -> None:
    listed = likeliest_first(case_of(*disputes, goods=goods), book)
    assert set(listed[: len(first)]) == first


def test_a_carrier_is_a_place_to_buy_only_where_carriage_was_bought_or_it_was_chosen(book: LawBook) -> None:
    assert "rrs" not in likeliest_first(case_of("transport-damage"), book)
    assert "rrs" in likeliest_first(case_of("courier-loss"), book)
    assert "rrs" in likeliest_first(case_of("transport-damage", **on("rrs")), book)


@pytest.mark.parametrize(
    ("name", "carrier"),
    [
        ("日日顺供应链科技（示例）有限公司", "日日顺"),
        ("北京京邦达贸易示例公司", "京东物流"),
        ("菜鸟驿站（示例路店）", "菜鸟"),
        ("示例速递有限公司", None),
        (None, None),
    ],
)
def test_the_carrier_of_a_case_is_known_by_its_name(book: LawBook, name: str | None, carrier: str | None) -> None:
    found = carrier_of(case_of(parties=[{"id": "p4", "role": "carrier", "registered_name": name}]), book)
    assert (found.title if found else None) == carrier


def test_carriage_bought_at_a_carrier_makes_it_the_carrier(book: LawBook) -> None:
    found = carrier_of(case_of("courier-loss", **on("jd-logistics")), book)
    assert found is not None
    assert found.title == "京东物流"
    assert carrier_of(case_of("courier-loss", **on("taobao")), book) is None
    assert carrier_of(case_of(), book) is None


def test_a_carrier_named_in_the_story_is_not_taken_for_the_place_where_it_was_bought(book: LawBook) -> None:
    told = suggest("在淘宝买的杯子，菜鸟驿站没打电话就签收了，日日顺也没送", book, None)
    assert [said.value for said in told.facts if said.fact == "platform"] == ["taobao"]


@pytest.mark.parametrize(
    ("slug", "written", "name"),
    [
        ("taobao", None, "淘宝"),
        ("taobao", "写错的", "淘宝"),
        ("other", "小鹿优选", "小鹿优选"),
        ("other", None, None),
        ("no-longer-there", "旧商城", "旧商城"),
        (None, "旧商城", "旧商城"),
        ("own-site", None, None),
    ],
)
def test_a_place_is_called_as_the_book_has_it_else_as_the_shopper_wrote(
    book: LawBook, slug: str | None, written: str | None, name: str | None
) -> None:
    party = case_of(**on(slug, **({"shop": written} if written else {}))).party("platform")
    assert party is not None
    assert platform_name(party, book) == name


@pytest.mark.parametrize(
    ("slug", "door", "said"),
    [
        ("other", "open", None),
        ("haier", "open", None),
        ("amazon-china", "closed", "未核验"),
        ("yhd", "closed", "未核验"),
        ("offline-store", "closed", "先写给店家"),
        ("own-site", "closed", "先写给商家"),
    ],
)
def test_a_place_where_nobody_steps_in_says_so_and_whom_to_turn_to(
    book: LawBook, slug: str, door: str, said: str | None
) -> None:
    answers = {"for_living": True, "seller_is_business": True, "bought_how": "platform", "bought_on": "2026-05-01"}
    case = case_of("quality-defect", answers=answers, **on(slug))
    channels = {one.id: one for one in assess(case, book, date(2026, 6, 1)).channels}
    assert channels["platform"].door == door
    notes = "".join(formats.reason(one, book) for one in channels["platform"].closed_by)
    assert (said or "") in notes
    assert channels["market-regulator"].door == "open"
