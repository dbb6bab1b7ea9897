from dataclasses import replace
from datetime import date
from typing import Any

from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.findings import ChannelFound
from consumer_app.domain.law import LawBook, Span


def channels(law: LawBook, **parts: Any) -> dict[str, ChannelFound]:
    case = Case.model_validate({"v": 1, "disputes": ["bad-food"], **parts})
    return {channel.id: channel for channel in assess(case, law, date(2026, 6, 10)).channels}


def test_the_way_up_is_in_order_and_says_which_door_it_closes(law: LawBook) -> None:
    found = channels(law)
    assert list(found) == ["store", "regulator", "association"]
    assert all(channel.open for channel in found.values())
    assert found["regulator"].closes == ("association",)


def test_a_door_closed_by_a_step_already_taken_says_which(law: LawBook) -> None:
    found = channels(law, steps=[{"id": "s1", "channel": "regulator", "done_on": "2026-06-01"}])
    assert not found["association"].open
    assert [(r.test, r.wanted, r.note) for r in found["association"].why_not] == [
        ("closed_by", "regulator", "同一件事只由一家处理。")
    ]
    assert found["regulator"].open


def test_a_step_only_planned_closes_nothing(law: LawBook) -> None:
    assert channels(law, steps=[{"id": "s1", "channel": "regulator"}])["association"].open


def test_what_a_channel_requires_is_asked_until_the_case_has_it(law: LawBook) -> None:
    assert channels(law)["regulator"].needs == ("shopper.name", "seller.registered_name")
    parties = [{"id": "p1", "role": "shopper", "name": "张三"}, {"id": "p2", "role": "seller", "shop": "某店"}]
    assert channels(law, parties=parties)["regulator"].needs == ("seller.registered_name",)


WAITS = {"after": "asked_on", "count": 7, "unit": "working_day"}


def test_an_answer_is_due_from_the_day_the_matter_arrived_else_from_the_day_it_was_sent(law: LawBook) -> None:
    slow = law.channels["regulator"].model_copy(update={"reply_within": Span.model_validate(WAITS)})
    book = replace(law, channels={**law.channels, "regulator": slow})
    sent = {"id": "s1", "channel": "regulator", "done_on": "2026-06-01"}
    assert channels(book)["regulator"].reply_by is None
    assert channels(book, steps=[sent])["regulator"].reply_by == date(2026, 6, 10)
    arrived = channels(book, steps=[sent], answers={"asked_on": "2026-06-03"})["regulator"]
    assert arrived.reply_by == date(2026, 6, 12)
    for over in ({"reply": "已受理"}, {"closed": True}):
        assert channels(book, steps=[{**sent, **over}])["regulator"].reply_by is None
    assert channels(book, steps=[sent])["store"].reply_by is None


def test_a_way_says_which_others_are_usually_tried_before_until_they_were(law: LawBook) -> None:
    later = law.channels["regulator"].model_copy(update={"after": ("store",)})
    book = replace(law, channels={**law.channels, "regulator": later})
    assert channels(book)["regulator"].first == ("store",)
    assert channels(book)["store"].first == ()
    written = [{"id": "s1", "channel": "store", "done_on": "2026-06-01"}]
    assert channels(book, steps=written)["regulator"].first == ()
