"""A case that contradicts itself is still assessed, with what was left aside named; a strict reader refuses it whole."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.domain.judging.contradictions import Contradiction
from consumer_app.domain.judging.examination import Unsound, answers_not_looked_at, examine
from consumer_app.domain.judging.facts import FactConflict, FactError
from consumer_app.domain.law import Deadline, LawBook

TODAY = date(2026, 6, 10)
FOOD = {"goods_kind": "food", "bad_food": True, "bought_on": "2026-06-01"}


def case(**parts: Any) -> Case:
    return Case.model_validate({"v": EMPTY_CASE.v, "disputes": ["bad-food"], **parts})


def test_a_sound_case_has_no_trouble_strict_or_not(law: LawBook) -> None:
    for strict in (False, True):
        found = examine(case(answers=FOOD), law, TODAY, strict=strict)
        assert found.troubles == ()
        assert found.assessment.claim("refund") is not None
        assert found.assessment.today == TODAY


def test_every_answer_that_cannot_be_is_left_aside_and_named(law: LawBook) -> None:
    told = case(
        order={"paid": "59.90", "refunded": "5.00"},
        answers={**FOOD, "paid": "60.00", "refunded": "6.00", "goods_kind": "stone", "lied": "maybe"},
    )
    found = examine(told, law, TODAY)
    assert sorted((type(one).__name__, getattr(one, "fact", None)) for one in found.troubles) == [
        ("FactConflict", "paid"),
        ("FactConflict", "refunded"),
        ("FactError", "goods_kind"),
        ("FactError", "lied"),
    ]
    refund = found.assessment.claim("refund")
    assert refund is not None
    assert refund.amount is not None
    assert refund.amount.total == Decimal("54.90")


def test_what_the_case_itself_holds_wrongly_is_left_aside_too(law: LawBook) -> None:
    found = examine(case(order={"lines": [{"id": "l1", "goods_kind": "stone"}]}), law, TODAY)
    assert [(type(one), one.fact) for one in found.troubles if not isinstance(one, Contradiction)] == [
        (FactError, "goods_kind")
    ]


def test_a_contradiction_is_named_and_the_case_is_judged_all_the_same(law: LawBook) -> None:
    found = examine(case(order={"paid": "5.00", "refunded": "6.00"}, answers=FOOD), law, TODAY)
    assert [(one.kind, one.facts) for one in found.troubles if isinstance(one, Contradiction)] == [
        ("more_than", ("order.refunded", "order.paid"))
    ]
    assert found.assessment.claims


def test_an_answer_left_aside_contradicts_nothing_any_more(law: LawBook) -> None:
    found = examine(case(order={"refunded": "6.00"}, answers={"refunded": "9.00", "paid": "7.00"}), law, TODAY)
    assert [type(one) for one in found.troubles] == [FactConflict]


@pytest.mark.parametrize(
    ("parts", "troubles", "unknown"),
    [
        ({"answers": {"lied": "maybe"}}, 1, ()),
        ({"order": {"paid": "5.00"}, "answers": {"paid": "6.00"}}, 1, ()),
        ({"order": {"paid": "5.00", "refunded": "6.00"}}, 1, ()),
        ({"answers": {"no_such": True}}, 0, (("answers", "no_such"),)),
        ({"disputes": ["nothing"]}, 0, (("disputes", "nothing"),)),
        ({"answers": {"no_such": True, "lied": 3}}, 1, (("answers", "no_such"),)),
    ],
)
def test_a_strict_reader_refuses_what_a_lenient_one_leaves_aside(law: LawBook, parts, troubles, unknown) -> None:
    assert len(examine(case(**parts), law, TODAY).troubles) == troubles
    with pytest.raises(Unsound) as unsound:
        examine(case(**parts), law, TODAY, strict=True)
    assert (len(unsound.value.troubles), unsound.value.unknown) == (troubles, unknown)
    assert str(unsound.value) == f"{troubles} contradictions and {len(unknown)} unknown names in the case"


# What nothing looks at


def test_an_answer_that_nothing_the_case_leads_to_looks_at_is_named(law: LawBook) -> None:
    answers = {"bad_food": True, "loss": "1", "asked_on": "2026-06-01", "lied": None, "no_such": True}
    assert answers_not_looked_at(case(answers=answers), law) == ()
    parcel = case(disputes=["lost-parcel"], answers=answers)
    assert answers_not_looked_at(parcel, law) == ("bad_food", "loss", "asked_on")
    assert answers_not_looked_at(case(disputes=[], answers={"paid": "1", "bad_food": True}), law) == ("bad_food",)


def test_the_platform_of_the_case_and_the_channels_it_went_to_look_too(law: LawBook) -> None:
    def with_deadline(after: str) -> dict[str, Any]:
        fields = {"id": "d", "title": "x", "who": "shopper", "after": after, "count": 1, "unit": "month"}
        return {"deadline": (Deadline.model_validate(fields),)}

    taobao = law.platforms["taobao"].model_copy(update=with_deadline("asked_on"))
    court = law.channels["association"].model_copy(update=with_deadline("asked_on"))
    book = replace(law, platforms={"taobao": taobao}, channels={**law.channels, "court": court})
    asked = {"disputes": ["lost-parcel"], "answers": {"asked_on": "2026-06-01"}}
    assert answers_not_looked_at(case(**asked), book) == ("asked_on",)
    shop = [{"id": "p1", "role": "platform", "platform": "taobao"}]
    assert answers_not_looked_at(case(**asked, parties=shop), book) == ()
    assert answers_not_looked_at(
        case(**asked, parties=[{"id": "p1", "role": "platform", "platform": "gone"}]), book
    ) == ("asked_on",)
    assert answers_not_looked_at(case(**asked, parties=[{"id": "p1", "role": "platform"}]), book) == ("asked_on",)
    assert answers_not_looked_at(case(**asked, steps=[{"id": "s1", "channel": "court"}]), book) == ()
    assert answers_not_looked_at(case(**asked, steps=[{"id": "s1", "channel": "gone"}]), book) == ("asked_on",)
