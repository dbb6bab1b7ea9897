"""What the law book says beside claims reaches the shopper where it helps: advice, cautions, who proves what, where a thing is read."""

import re
from collections.abc import Mapping
from datetime import date
from html import unescape
from typing import Any

import pytest

from consumer_app.domain.case import Case, Event, Step
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook


@pytest.fixture
def cakes(examples: Mapping[str, Example]) -> Case:
    """Cakes of which only the outer box has a date."""
    return examples["undated-food"].case


@pytest.fixture
def dated_box(visitor: Any, cakes: Case) -> Any:
    """A visitor with the case of the cakes open."""
    visitor.begin(cakes)
    return visitor


def on(platform: str, case: Case, **changed: Any) -> Case:
    parties = tuple(
        party.model_copy(update={"platform": platform}) if party.role == "platform" else party for party in case.parties
    )
    return case.model_copy(update={"parties": parties, **changed})


def test_the_home_of_a_case_begins_with_the_first_advice_and_leads_to_the_rest(dated_box: Any, book: LawBook) -> None:
    home = dated_box.get("/case")
    assert "先看这几条" in home.words
    assert book.disputes["undated-food"].advice[0].text in home.words
    assert 'href="/case/claims#advice"' in home.html
    everything = dated_box.get("/case/claims")
    assert 'id="advice"' in everything.html
    for advice in book.disputes["undated-food"].advice:
        assert advice.text in everything.words


def test_advice_for_other_cases_is_not_given(dated_box: Any, cakes: Case) -> None:
    assert "不要急着主张十倍" in dated_box.get("/case/claims").words
    dated_box.begin(cakes.model_copy(update={"answers": {**cakes.answers, "outer_box_dated": None}}))
    assert "不要急着主张十倍" not in dated_box.get("/case/claims").words


def test_the_ways_up_warn_of_what_concerns_this_case_with_the_provision_it_comes_from(dated_box: Any) -> None:
    page = dated_box.get("/case/checklist")
    rewarded = page.html[page.html.index("查证属实的，对举报人给予奖励") :][:200]
    assert "/law/statutes/food-safety-law#art-115" in rewarded


def test_a_way_says_what_to_bring_what_is_usually_done_before_and_when_an_answer_is_due(
    dated_box: Any, cakes: Case
) -> None:
    page = dated_box.get("/case/checklist").words
    assert "带什么 您的真实姓名、电话、通讯地址" in page
    assert "一般先走：和商家交涉" in page
    assert "多久答复： 「市场监管部门收到投诉的日期」后 7 个工作日" in page
    sent = Step(id="s9", channel="market-regulator", done_on=date(2026, 11, 2))
    dated_box.begin(cakes.model_copy(update={"steps": (*cakes.steps, sent)}))
    assert "应当在2026年11月11日（星期三）前给您答复" in dated_box.get("/case/checklist").words


def test_a_platforms_own_rules_stand_with_its_way_each_with_its_source_and_when_they_were_checked(
    visitor: Any, cakes: Case
) -> None:
    visitor.begin(on("taobao", cakes))
    page = visitor.get("/case/checklist").words
    assert "淘宝，还要知道 退款、退货、扣除保证金是平台能做的" in page
    assert "《淘宝平台争议处理规则》（2025年8月15日修订）第六条第六项" in page
    assert "核对于2026年11月" in page


def test_a_period_says_where_it_comes_from(visitor: Any, cakes: Case) -> None:
    visitor.begin(on("jd", cakes, answers={**cakes.answers, "seller_refused_on": date(2026, 10, 25)}))
    for page in ("/case/checklist", "/case/claims"):
        found = visitor.get(page)
        assert "出处：《京东开放平台交易纠纷处理总则》第七条" in found.words
        assert re.search(r'出处：<a href="/law/statutes/[a-z0-9-]+#art-\d+">', found.html)


def test_a_claim_says_on_which_provision_each_side_must_prove_its_part(dated_box: Any, book: LawBook) -> None:
    found = dated_box.get("/case/claims").html
    burdens = [rest[: rest.index("</details>")] for rest in found.split("谁来证明什么")[1:]]
    assert any("/law/statutes/spc-food-drug#art-6" in burden for burden in burdens)


def test_evidence_worth_gathering_names_the_provision_that_makes_it_matter(visitor: Any) -> None:
    visitor.begin(Case(v=1, disputes=("car-defect",)))
    found = visitor.get("/case/evidence").html
    papers = found[found.index("购车发票、合同、三包凭证") :]
    assert "/law/statutes/car-rules#art-14" in papers[: papers.index("</li>")]


def test_what_a_letter_should_not_say_is_named_once_with_its_kind_and_its_provision(visitor: Any) -> None:
    said = ("再不退钱我就曝光到网上", "不给退款就发抖音")
    events = tuple(Event(id=f"e{number}", what=what) for number, what in enumerate(said, 1))
    visitor.begin(Case(v=1, disputes=("spoiled-food",), events=events))
    page = visitor.get("/case/check")
    assert page.words.count("建议改一改") == 1
    assert "（威胁）" in page.words
    assert "/law/statutes/criminal-law#art-274" in page.html


def test_a_matter_for_somebody_else_says_what_of_it_can_still_be_done_here(visitor: Any) -> None:
    page = visitor.fill("/likely", "/", "/likely", told="闲鱼上买的手机", kind="elsewhere:private-used")
    assert "可能要找别的地方" in page.words
    assert "其中这些仍可以在这里办：二手商品" in page.words


def test_a_reader_of_the_law_sees_for_which_cases_advice_and_cautions_are(visitor: Any, book: LawBook) -> None:
    undated = visitor.get("/law/disputes/undated-food").words
    assert "只在这种情况（外盒、外袋上写了日期：有）： 外盒有日期、小包装又不单独卖的，商家可能说得对" in undated
    slug, caution = next((slug, one) for slug, claim in book.claims.items() for one in claim.caution if one.when)
    page = visitor.get(f"/law/claims/{slug}").words
    assert re.search(rf"只在这种情况（.*）： {re.escape(caution.text)}", page)


def test_a_reader_of_the_law_finds_burden_evidence_and_matters_beside_with_their_place(visitor: Any) -> None:
    claim = visitor.get("/law/claims/above-quote-refund").html
    burden = claim[claim.index("谁来证明什么") :]
    assert "/law/statutes/spc-civil-procedure#art-91" in burden[: burden.index("</section>")]
    assert "/law/statutes/car-rules#art-14" in visitor.get("/law/disputes/car-defect").html
    assert "容易混在一起，要找别处的 个人之间的二手交易" in visitor.get("/law/disputes/second-hand").words


def test_a_reader_of_the_law_sees_by_which_calendar_days_are_counted(visitor: Any, book: LawBook) -> None:
    page = visitor.get("/law").words
    for calendar in book.calendars.values():
        assert unescape(calendar.source) in page
    assert "国庆节 10月1日至10月7日" in page
    assert "调休上班：1月4日、2月14日" in page
    assert "其中节日当天：1月1日、2月16日至2月19日" in page
