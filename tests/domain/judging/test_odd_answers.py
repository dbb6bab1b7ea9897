"""Odd answers to the real book's questions: contradictory ones, ones of another dispute, and those to questions that have changed since."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.examination import Unsound, answers_not_looked_at, examine
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.judging.facts import AskedAgain, facts_of
from consumer_app.domain.law import LawBook

TODAY = date(2026, 6, 1)


def told(*disputes: str, **answers: Any) -> Case:
    return Case.model_validate({"v": 2, "disputes": list(disputes), "answers": answers})


def test_answers_of_another_dispute_change_nothing_and_are_named(
    real_law: LawBook, examples: Mapping[str, Example]
) -> None:
    example = examples["second-shirt-faulty"]
    also = {"rental_damage_charged": "900.00", "prepaid_multi": True, "coach_left": True}
    strayed = {name: value for name, value in also.items() if name in real_law.facts}
    assert strayed
    mixed = example.case.model_copy(update={"answers": {**example.case.answers, **strayed}})
    plain, found = (assess(case, real_law, example.today) for case in (example.case, mixed))
    assert found.claims == plain.claims
    assert set(strayed) <= set(answers_not_looked_at(mixed, real_law))


@pytest.mark.parametrize(
    ("answers", "facts"),
    [
        ({"bought_on": "2026-05-10", "received_on": "2026-05-01"}, ("received_on", "bought_on")),
        ({"refunded": "400", "affected_refunded": "500"}, ("affected_refunded", "refunded")),
    ],
)
def test_what_cannot_all_be_so_is_named_and_a_script_is_refused(real_law: LawBook, answers, facts) -> None:
    case = told("quality-defect", **answers)
    found = examine(case, real_law, TODAY)
    assert any(getattr(trouble, "facts", ()) == facts for trouble in found.troubles)
    with pytest.raises(Unsound):
        examine(case, real_law, TODAY, strict=True)


def test_an_answer_to_an_older_question_is_taken_over_or_asked_again_and_never_lost(real_law: LawBook) -> None:
    older = [(old, name, fact) for name, fact in real_law.facts.items() for old in fact.was]
    assert older
    for old, name, fact in older:
        for answer in [*fact.choices, "no-such-choice", True]:
            case = told("quality-defect", **{old: answer})
            found = examine(case, real_law, TODAY)
            value = facts_of(case, real_law, TODAY).get(name)
            heirs = [one for one, definition in real_law.facts.items() if old in definition.was]
            asked = [one for one in found.troubles if isinstance(one, AskedAgain) and one.was == old]
            if value is None:
                assert [one.facts for one in asked] == [tuple(heirs)], (old, answer)
            else:
                assert value in (answer, (answer,)), (old, answer)
                assert not asked, (old, answer)
