"""What the words of a case say where it holds nothing yet: read from the day they were told, and silent once the case says so itself."""

from datetime import date
from decimal import Decimal

import pytest

from consumer_app.domain.case import EMPTY_CASE, Case, Moment
from consumer_app.domain.judging.heard import heard_in
from consumer_app.domain.law import LawBook

TOLD = "昨天在淘宝买的火腿肠，花了59.9元，打开就发霉了。我要退款"


@pytest.fixture
def case(real_law: LawBook) -> Case:
    return EMPTY_CASE.model_copy(update={"told": TOLD, "told_on": date(2026, 11, 10), "disputes": ("spoiled-food",)})


def test_what_was_told_is_heard_with_its_words_and_from_the_day_it_was_told(case: Case, real_law: LawBook) -> None:
    said = heard_in(case, real_law)
    assert said.values["paid"] == Decimal("59.9")
    assert said.values["bought_on"] == date(2026, 11, 9)
    assert said.values["platform"] == "taobao"
    assert said.values["goods_kind"] == "food"
    assert "59.9" in said.facts["paid"].quote
    assert said.wishes == ("refund",)


def test_words_of_which_the_day_is_not_known_date_nothing_by_the_day_before(case: Case, real_law: LawBook) -> None:
    assert "bought_on" not in heard_in(case.model_copy(update={"told_on": None}), real_law).facts


def test_what_the_case_holds_or_was_answered_is_not_heard_any_more(case: Case, real_law: LawBook) -> None:
    order = case.order.model_copy(update={"paid": Decimal("50.00"), "ordered_at": Moment.on(date(2026, 11, 1))})
    answered = case.model_copy(update={"order": order, "answers": {"goods_kind": None}, "wishes": ("apology",)})
    said = heard_in(answered, real_law)
    assert set(said.facts).isdisjoint({"paid", "bought_on", "goods_kind"})
    assert said.wishes == ()


def test_nothing_is_heard_in_a_case_without_words(real_law: LawBook) -> None:
    said = heard_in(EMPTY_CASE.model_copy(update={"disputes": ("spoiled-food",)}), real_law)
    assert (said.facts, said.wishes) == ({}, ())
