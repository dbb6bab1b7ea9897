"""The escalation checklist: what to be careful of in this case, who answers by when, and when what is not law was last checked."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from consumer_app import issuing
from consumer_app.documents import text
from consumer_app.documents.paper import Paper
from consumer_app.documents.paper_material import Material
from consumer_app.domain.case import Case, Demand, Party, Step
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook

Words = Callable[..., str]


def checklist(case: Case, book: LawBook, today: date) -> Paper:
    return issuing.compose(Material(case, assess(case, book, today), book), "checklist")


@pytest.fixture
def words(examples: Mapping[str, Example], book: LawBook) -> Words:
    """What the checklist of a story says, the story perhaps changed."""

    def said(slug: str, **changed: Any) -> str:
        story = examples[slug]
        return text.text(checklist(story.case.model_copy(update=changed), book, story.today))

    return said


@pytest.fixture
def undated_food(examples: Mapping[str, Example]) -> Case:
    return examples["undated-food"].case


@pytest.fixture
def false_material(examples: Mapping[str, Example]) -> Case:
    return examples["false-material"].case


def on(platform: str, case: Case) -> tuple[Party, ...]:
    """The parties of the case as if it had been bought on that platform."""
    there = case.party("platform") or Party(id="p9", role="platform")
    others = tuple(party for party in case.parties if party != there)
    return (*others, there.model_copy(update={"platform": platform}))


def test_advice_for_this_case_stands_on_top_with_the_provision_it_comes_from(words: Words, undated_food: Case) -> None:
    said = words("undated-food")
    assert said.index("先看这几条") < said.index("要记住的日期")
    assert "先求退货退款，不要急着主张十倍。（《食品安全民事纠纷解释（一）》第十一条）" in said
    answers = {**undated_food.answers, "outer_box_dated": False}
    assert "不要急着主张十倍" not in words("undated-food", answers=answers)


def test_advice_leads_back_to_its_dispute_and_its_provision(
    examples: Mapping[str, Example], book: LawBook, undated_food: Case
) -> None:
    paper = checklist(undated_food, book, examples["undated-food"].today)
    about = next(block for block in paper.blocks if getattr(block, "name", "") == "about")
    row = next(row for row in about.rows if row.cells[0] == "先看这几条")  # type: ignore[union-attr]
    assert {"dispute:undated-food", "spc-food-safety-civil:11"} <= set(row.source)


def test_whoever_reports_food_reads_that_it_is_answered_and_rewarded(words: Words) -> None:
    rewarded = "查证属实的，对举报人给予奖励"
    assert rewarded in words("undated-food")
    assert rewarded not in words("false-material")


def test_the_authority_answers_within_a_period_and_once_it_was_sent_by_a_day(words: Words, undated_food: Case) -> None:
    assert "多久答复：「市场监管部门收到投诉的日期」后 7 个工作日" in words("undated-food")
    sent = Step(id="s9", channel="market-regulator", done_on=date(2026, 10, 19))
    assert "应当在2026年10月28日（星期三）前答复" in words("undated-food", steps=(*undated_food.steps, sent))


def test_what_the_platform_does_not_take_is_said_in_the_words_of_its_own_rules(
    words: Words, false_material: Case
) -> None:
    demands = (Demand(claim="fraud-punitive-seller"),)
    said = words("false-material", parties=on("taobao", false_material), demands=demands)
    assert "《淘宝平台争议处理规则》第六条第六项：除规则自己写了的，不处理额外损失或者法定赔偿" in said


def test_it_says_when_the_ways_in_were_last_checked(words: Words) -> None:
    assert "各处的入口和平台规则核对于2026年11月，办理前以页面为准。" in words("false-material")


def test_a_period_that_no_provision_gives_says_where_it_is_taken_from(words: Words, false_material: Case) -> None:
    answers = {**false_material.answers, "seller_refused_on": date(2026, 10, 25)}
    said = words("false-material", parties=on("jd", false_material), answers=answers)
    assert (
        "（《京东开放平台交易纠纷处理总则》第七条：订单取消的退款、售后、发票，从商家拒绝之日起十五个自然日内" in said
    )
