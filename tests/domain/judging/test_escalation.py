from datetime import date
from typing import Any

from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.findings import ChannelFound
from consumer_app.domain.law import LawBook


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
