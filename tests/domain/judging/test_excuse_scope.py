"""An excuse's answer is only given in cases it is for."""

from datetime import date

import pytest

from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.law import LawBook

TODAY = date(2026, 11, 4)


@pytest.fixture
def book(real_law: LawBook) -> LawBook:
    return real_law


def _case(dispute: str, goods_kind: str | None, quote: str = "我们有合格证，质量没问题") -> Case:
    said = {"id": "e1", "actor": "p1", "what": "客服回复", "quote": quote}
    return Case.model_validate(
        {
            "v": 1,
            "disputes": [dispute],
            "parties": [{"id": "p1", "role": "seller"}],
            "events": [said],
            "answers": {"goods_kind": goods_kind},
        }
    )


def test_food_law_answers_a_certificate_only_where_food_was_bought(book: LawBook) -> None:
    for_food = {x.id for x in assess(_case("spoiled-food", "food"), book, TODAY).excuses}
    for_a_fridge = {x.id for x in assess(_case("transport-damage", "large_appliance"), book, TODAY).excuses}
    assert "has-certificate" in for_food
    assert "has-certificate" not in for_a_fridge


def test_while_the_goods_are_unknown_the_answer_stays_in_disputes_that_list_it(book: LawBook) -> None:
    assert "has-certificate" in {x.id for x in assess(_case("spoiled-food", None), book, TODAY).excuses}
    assert "has-certificate" not in {x.id for x in assess(_case("transport-damage", None), book, TODAY).excuses}


def test_an_answer_is_not_given_where_one_of_its_exceptions_holds(book: LawBook) -> None:
    def heard(goods_kind: str | None, dispute: str = "seven-day-return") -> bool:
        case = _case(dispute, goods_kind, "拆封了就不能退")
        case = case.model_copy(update={"answers": {**case.answers, "seller_is_business": True}})
        return "opened-means-kept" in {x.id for x in assess(case, book, TODAY).excuses}

    assert heard("toy")
    assert not heard("food")
    assert heard(None)
    assert not heard("toy", "moving-damage")
