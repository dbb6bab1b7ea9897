"""What to do now that a letter was issued: send it, wait, take the answer, or go through the next door."""

from datetime import date
from typing import Any

import pytest

from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.next_move import Move, next_move
from consumer_app.domain.law import LawBook

TODAY = date(2026, 6, 10)
LETTER = {
    "id": "d1",
    "number": 1,
    "kind": "letter",
    "title": "投诉函",
    "issued_at": {"at": "2026-06-01T10:00+08:00", "precision": "minute"},
    "channel": "store",
    "reply_by": "2026-06-12",
    "frozen": "{}",
}
SENT = {"id": "s1", "channel": "store", "done_on": "2026-06-02", "paper": "d1"}


def move(law: LawBook, *, papers: list[Any] | None = None, steps: list[Any] | None = None) -> Move | None:
    given = {"papers": [LETTER] if papers is None else papers, "steps": steps or []}
    case = Case.model_validate({"v": 2, "disputes": ["bad-food"], **given})
    return next_move(case, assess(case, law, TODAY), law)


def test_nothing_follows_before_a_letter_was_issued_or_a_step_taken(law: LawBook) -> None:
    assert move(law, papers=[]) is None
    assert move(law, papers=[{**LETTER, "channel": None, "kind": "timeline"}]) is None


def test_a_letter_that_was_issued_is_to_be_sent(law: LawBook) -> None:
    assert move(law) == Move("send", "store", "d1")


@pytest.mark.parametrize(
    "step",
    [
        SENT,
        {**SENT, "paper": None},
        {**SENT, "done_on": "2026-06-01", "paper": None},
    ],
)
def test_a_letter_that_was_sent_is_waited_for_until_the_day_it_names(law: LawBook, step: dict[str, Any]) -> None:
    assert move(law, steps=[step]) == Move("wait", "store", "d1", "s1", date(2026, 6, 12), "regulator")


@pytest.mark.parametrize(
    "step",
    [
        {**SENT, "done_on": "2026-05-31", "paper": None},
        {**SENT, "done_on": None, "paper": None},
        {**SENT, "channel": "regulator", "paper": None},
    ],
)
def test_a_step_before_the_letter_or_elsewhere_did_not_send_it(law: LawBook, step: dict[str, Any]) -> None:
    assert move(law, steps=[step]) == Move("send", "store", "d1")


@pytest.mark.parametrize(("day", "kind"), [("2026-06-09", "overdue"), ("2026-06-10", "wait"), (None, "wait")])
def test_a_day_that_passed_without_an_answer_leads_to_the_next_door(law: LawBook, day: str | None, kind: str) -> None:
    found = move(law, papers=[{**LETTER, "reply_by": day}], steps=[SENT])
    assert found is not None
    assert (found.kind, found.then) == (kind, "regulator")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"reply_kind": "refused"}, "refused"),
        ({"reply_kind": "partial"}, "refused"),
        ({"reply_kind": "silence"}, "refused"),
        ({"reply_kind": "accepted"}, "agreed"),
        ({"reply": "再等等"}, "answered"),
        ({"closed": True}, "answered"),
    ],
)
def test_an_answer_is_told_by_what_it_came_to(law: LawBook, answer: dict[str, Any], kind: str) -> None:
    found = move(law, steps=[{**SENT, **answer}])
    assert found is not None
    assert (found.kind, found.step, found.then) == (kind, "s1", "regulator")


def test_the_next_door_is_open_further_up_not_gone_to_and_no_mediator(law: LawBook) -> None:
    to_regulator = {"id": "s2", "channel": "regulator", "done_on": "2026-06-05"}
    both = move(law, steps=[{**SENT, "reply_kind": "refused"}, to_regulator])
    assert both is not None
    assert both.then is None  # the association mediates, and going to the regulator has closed it
    later = {**LETTER, "id": "d2", "number": 2, "channel": "regulator", "reply_by": None}
    assert move(law, papers=[LETTER, later], steps=[SENT]) == Move("send", "regulator", "d2")


def test_without_a_letter_the_last_step_says_what_follows(law: LawBook) -> None:
    found = move(law, papers=[], steps=[{**SENT, "paper": None}, {"id": "s2", "channel": "gone"}])
    assert found is not None
    assert (found.kind, found.channel, found.paper, found.step) == ("wait", "store", None, "s1")
