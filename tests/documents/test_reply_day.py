"""The day an answer is asked for lies before what was bought takes place: an answer after the flight is of no use."""

from collections.abc import Mapping
from datetime import date

import pytest

from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.deadlines import day_awaited, day_to_ask_for
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook

TODAY = date(2026, 11, 30)


def asked_by(case: Case, law: LawBook, channel: str = "store", today: date = TODAY) -> date | None:
    return LetterMaterial(case, assess(case, law, today), law, channel_id=channel).usual_reply_by


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("我订了12月5号的酒店，现在说没房了。", date(2026, 12, 4)),
        ("12月3日入住，刚付完钱酒店就说要加价。", date(2026, 12, 2)),
        ("影楼收了钱，12月6号婚礼，现在说摄影师来不了。", date(2026, 12, 5)),
        ("后天起飞的航班被取消了，不给退。", date(2026, 12, 1)),
        ("明天的票，今天说不演了。", date(2026, 12, 1)),
        ("12月25号入住，酒店说没房了。", date(2026, 12, 7)),
        ("11月5号入住，房间有虫。", date(2026, 12, 7)),
        ("买了一箱苹果，坏了一半。", date(2026, 12, 7)),
    ],
)
def test_the_term_ends_before_the_day_that_the_story_waits_for(real_law: LawBook, told: str, day: date) -> None:
    case = Case(v=2, told=told, told_on=TODAY, disputes=("hotel-booking",))
    assert asked_by(case, real_law) == day


def test_the_day_of_a_flight_that_was_answered_counts_too(real_law: LawBook) -> None:
    case = Case.model_validate({"v": 2, "disputes": ["air-rail-ticket"], "answers": {"trip_on": "2026-12-03"}})
    assert asked_by(case, real_law) == date(2026, 12, 2)


def test_no_letter_of_any_kind_of_dispute_asks_for_an_answer_behind_what_it_waits_for(real_law: LawBook) -> None:
    for slug in real_law.disputes:
        case = Case(v=2, told="我订了12月3号入住的，说没有了。", told_on=TODAY, disputes=(slug,))
        assert day_awaited(case, real_law, TODAY) == date(2026, 12, 3), slug
        for channel_id, channel in real_law.channels.items():
            if channel.reply_days:
                assert asked_by(case, real_law, channel_id) == date(2026, 12, 2), (slug, channel_id)


def test_no_letter_of_an_example_asks_for_an_answer_behind_what_it_waits_for(
    real_law: LawBook, examples: Mapping[str, Example]
) -> None:
    for slug, example in examples.items():
        awaited = day_awaited(example.case, real_law, example.today)
        for channel in real_law.channels.values():
            day = day_to_ask_for(channel, example.today, awaited)
            assert day is None or day > example.today, slug
            assert day is None or awaited is None or day <= awaited, slug
