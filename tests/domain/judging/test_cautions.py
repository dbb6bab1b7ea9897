"""What to be careful of is said where it concerns the case: always, or when its conditions hold, and never while that is unknown."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.findings import Assessment
from consumer_app.domain.law import LawBook
from consumer_app.lawbook import load_law_book

TODAY = date(2026, 6, 10)
ADVICE = """
[[advice]]
text = "东西先留着。"
[[advice]]
text = "包不是食品，没有十倍。"
source = "food-law:148.2"
when = [{fact = "goods_kind", is = "bag"}]
[[advice]]
text = "路上坏的，看快递怎么说。"
source = "parcel-rules:28"
when = [{fact = "bad_food", is = true, only = {fact = "goods_kind", is = "food"}}]
"""
CAUTION = """
[[caution]]
text = "投诉和举报分开写。"
source = "shopper-law:24"
[[caution]]
text = "食品的举报有奖励。"
source = "food-law:148.1"
when = [{fact = "goods_kind", is = "food"}]
"""


@pytest.fixture
def advised(write_law: Callable[..., Path]) -> LawBook:
    plain = write_law()
    added = {"disputes/bad-food.toml": ADVICE, "disputes/lost-parcel.toml": ADVICE, "channels/regulator.toml": CAUTION}
    return load_law_book(write_law({name: (plain / name).read_text("utf-8") + text for name, text in added.items()}))


def assessed(law: LawBook, disputes: tuple[str, ...] = ("bad-food",), **answers: Any) -> Assessment:
    return assess(Case.model_validate({"v": 1, "disputes": disputes, "answers": answers}), law, TODAY)


def test_advice_for_some_cases_only_is_given_where_its_condition_holds_and_not_while_that_is_unknown(
    advised: LawBook,
) -> None:
    def given(**answers: Any) -> list[str]:
        return [one.text for one in assessed(advised, **answers).advice]

    assert given() == ["东西先留着。"]
    assert given(goods_kind="bag") == ["东西先留着。", "包不是食品，没有十倍。", "路上坏的，看快递怎么说。"]
    assert given(goods_kind="food", bad_food=False) == ["东西先留着。"]
    assert given(goods_kind="food") == ["东西先留着。"]


def test_the_same_advice_of_two_disputes_is_given_once(advised: LawBook) -> None:
    found = assessed(advised, ("lost-parcel", "bad-food"), goods_kind="bag").advice
    assert [one.text for one in found].count("东西先留着。") == 1
    assert {one.dispute for one in found} == {"lost-parcel"}


def test_advice_names_its_provision_only_where_a_text_of_it_applied_when_the_thing_was_bought(advised: LawBook) -> None:
    def source(bought_on: str) -> str | None:
        found = assessed(advised, goods_kind="bag", bought_on=bought_on).advice[-1].source
        return found and str(found)

    assert source("2026-06-01") == "parcel-rules:28"
    assert source("2025-05-31") is None


def test_a_way_in_warns_of_what_its_conditions_say_only_when_they_hold(advised: LawBook) -> None:
    def warned(**answers: Any) -> list[tuple[str, str]]:
        (regulator,) = [one for one in assessed(advised, **answers).channels if one.id == "regulator"]
        return [(one.text, str(one.source)) for one in regulator.cautions]

    assert warned() == warned(goods_kind="bag") == [("投诉和举报分开写。", "shopper-law:24")]
    assert warned(goods_kind="food")[1:] == [("食品的举报有奖励。", "food-law:148.1")]


def test_whoever_reports_bad_food_hears_of_the_answer_and_the_reward(real_law: LawBook) -> None:
    def heard(goods_kind: str) -> bool:
        found = assessed(real_law, ("spoiled-food",), goods_kind=goods_kind).channels
        report = next(one for one in found if one.id == "market-regulator-report")
        return any("给予奖励" in caution.text for caution in report.cautions)

    assert heard("food")
    assert not heard("cosmetics")
