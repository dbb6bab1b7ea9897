"""Who a paper is written to and what it calls the other side: by name, else by what it is; the one that took the money first."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from consumer_app import issuing
from consumer_app.documents import text
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook
from consumer_app.domain.law.purchase import in_words_of

TODAY = date(2026, 11, 30)
CHILD = {
    "for_living": True,
    "minor_years": "from8to15",
    "minor_acted": True,
    "minor_fits_age": False,
    "minor_spent": "6000",
}


def case_of(*disputes: str, **parts: Any) -> Case:
    return Case.model_validate({"v": 2, "disputes": disputes, **parts})


def letter(case: Case, law: LawBook, channel: str = "store") -> str:
    material = LetterMaterial(case, assess(case, law, TODAY), law, channel_id=channel)
    return text.text(issuing.compose(material, "letter", issuing.fitting_templates(material)[0]))


@pytest.mark.parametrize(
    ("dispute", "answers", "side"),
    [
        ("hotel-booking", {}, "酒店"),
        ("photography", {}, "影楼"),
        ("private-coach", {}, "健身房"),
        ("driving-school", {"goods_kind": "course"}, "驾校"),
        ("prepaid-refund", {"goods_kind": "course"}, "培训机构"),
        ("air-rail-ticket", {"ticket_kind": "air", "ticket_sold_by": "carrier"}, "航空公司"),
        ("air-rail-ticket", {"ticket_kind": "air", "ticket_sold_by": "agent"}, "售票平台"),
        ("repair-trap", {}, "维修方"),
        ("live-stream", {}, "直播间"),
        ("second-hand", {"seller_is_business": False}, "卖家"),
        ("minor-spending", {"minor_kind": "tip"}, "直播平台"),
        ("minor-spending", {"minor_kind": "game"}, "游戏公司"),
        ("late-delivery", {}, "店铺"),
    ],
)
def test_the_other_side_is_called_by_what_it_is_where_no_name_is_known(
    real_law: LawBook, dispute: str, answers: dict[str, Any], side: str
) -> None:
    assert f"致：{side}（＿＿＿＿＿＿＿＿）" in letter(case_of(dispute, answers=answers), real_law)


def test_a_letter_to_a_courier_or_a_platform_says_what_it_is_too(real_law: LawBook) -> None:
    lost = case_of("parcel-lost", answers={"courier_at_fault": True, "bought_how": "platform"})
    assert "致：快递公司（＿＿＿＿＿＿＿＿）" in letter(lost, real_law, "carrier")
    assert "致：平台（＿＿＿＿＿＿＿＿）" in letter(lost, real_law, "platform")


def test_questions_call_the_other_side_as_the_papers_do(real_law: LawBook) -> None:
    hotel, any_shop = in_words_of(real_law, ["hotel-booking"]), real_law
    assert "酒店" in (hotel.facts["seller_refused_on"].question or "")
    assert "商家" in (any_shop.facts["seller_refused_on"].question or "")


@pytest.mark.parametrize(
    ("platform", "kind", "named"),
    [("douyin", "tip", "抖音"), ("huya", "tip", "虎牙直播"), ("mihoyo", "game", "米哈游")],
)
def test_a_childs_gift_is_asked_back_of_the_platform_that_took_it_and_not_of_the_streamer(
    real_law: LawBook, platform: str, kind: str, named: str
) -> None:
    parties = [
        {"id": "p2", "role": "seller", "shop": "主播小甜"},
        {"id": "p3", "role": "platform", "platform": platform},
    ]
    case = case_of(
        "minor-spending", parties=parties, answers={**CHILD, "bought_how": "live_stream", "minor_kind": kind}
    )
    found = assess(case, real_law, TODAY)
    first = next(one for one in found.channels if one.door == "open")
    words = letter(case, real_law, first.id)
    addressed = words[words.index("致：") : words.index("\n", words.index("致："))]
    assert named in addressed
    for channel in (one.id for one in found.channels if one.door == "open"):
        assert "主播小甜" not in letter(case, real_law, channel), channel
    assert "platform" not in {one.id for one in found.channels if one.door == "open"}


def test_the_firm_on_the_bill_is_the_one_written_to_where_it_is_known(real_law: LawBook) -> None:
    parties = [
        {"id": "p2", "role": "seller", "registered_name": "某某网络科技有限公司"},
        {"id": "p3", "role": "platform", "platform": "douyin"},
    ]
    case = case_of("minor-spending", parties=parties, answers={**CHILD, "minor_kind": "tip"})
    assert "致：某某网络科技有限公司" in letter(case, real_law)


def test_no_paper_of_any_example_is_addressed_to_nobody_or_to_just_any_business(
    real_law: LawBook, examples: Mapping[str, Example]
) -> None:
    for slug, example in examples.items():
        found = assess(example.case, real_law, example.today)
        for one in found.channels:
            material = LetterMaterial(example.case, found, real_law, channel_id=one.id)
            for template in issuing.fitting_templates(material)[:1]:
                addressee = issuing.compose(material, "letter", template).addressee or ""
                assert addressee.strip("＿：") or one.id in ("court", "court-defence", "arbitration"), (slug, one.id)
                if addressee.startswith("致："):
                    assert not addressee.startswith("致：＿"), (slug, one.id)
                    assert "商家自己的" not in addressee, (slug, one.id)
