"""The way up: which channel opens, which door is closed, what is still needed, by when, and what it will not handle."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.findings import ChannelFound
from consumer_app.domain.law import Channel, Condition, LawBook, Platform, Span

TODAY = date(2026, 6, 10)


def channels(law: LawBook, **parts: Any) -> dict[str, ChannelFound]:
    case = Case.model_validate({"v": EMPTY_CASE.v, "disputes": ["bad-food"], **parts})
    return {channel.id: channel for channel in assess(case, law, TODAY).channels}


def with_channels(law: LawBook, listed: list[str] | None = None, **entries: dict[str, Any]) -> LawBook:
    """The small law with these channels; the dispute lists all of them, or those in ``listed``."""
    plain = {"title": "x", "kind": "other", "rank": 10, "addressee": "x", "voice": "business", "plain": "x"}
    made = {slug: Channel.model_validate({**plain, **entry}) for slug, entry in entries.items()}
    dispute = law.disputes["bad-food"].model_copy(update={"channels": tuple(listed or entries)})
    return replace(law, channels=made, disputes={"bad-food": dispute})


def test_the_way_up_is_in_order_and_says_which_door_it_closes(law: LawBook) -> None:
    found = channels(law)
    assert list(found) == ["store", "regulator", "association"]
    assert all(channel.open for channel in found.values())
    assert found["regulator"].closes == ("association",)


def test_channels_are_listed_by_rank_whatever_the_order_of_the_dispute(law: LawBook) -> None:
    book = with_channels(law, last={"rank": 90}, first={"rank": 5}, middle={"rank": 20})
    assert list(channels(book)) == ["first", "middle", "last"]
    same = with_channels(law, one={}, other={}, third={"rank": 5})
    assert list(channels(same)) == ["third", "one", "other"]
    assert channels(book, disputes=[]) == {}
    assert channels(book, disputes=["no-longer-there", "bad-food"]).keys() == {"first", "middle", "last"}


def test_a_door_closed_by_a_step_already_taken_says_which(law: LawBook) -> None:
    found = channels(law, steps=[{"id": "s1", "channel": "regulator", "done_on": "2026-06-01"}])
    assert not found["association"].open
    (reason,) = found["association"].why_not
    assert (reason.fact, reason.test, reason.wanted, reason.found) == ("steps", "closed_by", "regulator", "association")
    assert (reason.holds, reason.note) == (False, "同一件事只由一家处理。")
    assert found["regulator"].open
    assert found["regulator"].why_not == ()


@pytest.mark.parametrize(
    ("step", "is_open"),
    [({"done_on": "2026-06-01"}, False), ({"closed": True}, False), ({"closed": False}, True), ({}, True)],
)
def test_a_step_counts_once_it_is_done_or_closed(law: LawBook, step: dict[str, Any], is_open: bool) -> None:
    assert channels(law, steps=[{"id": "s1", "channel": "regulator", **step}])["association"].open is is_open


def test_a_step_only_planned_closes_nothing(law: LawBook) -> None:
    assert channels(law, steps=[{"id": "s1", "channel": "regulator"}])["association"].open


def test_a_channel_that_closes_itself_stays_open_to_who_has_gone_there(law: LawBook) -> None:
    book = with_channels(law, once={"closes": [{"channel": "once", "why": "一次"}]})
    assert channels(book, steps=[{"id": "s1", "channel": "once", "done_on": "2026-06-01"}])["once"].open


def test_where_somebody_went_is_listed_though_the_dispute_does_not(law: LawBook) -> None:
    book = with_channels(law, ["store"], store={}, court={"closes": [{"channel": "store", "why": "起诉了"}]})
    assert list(channels(book)) == ["store"]
    gone = channels(book, steps=[{"id": "s1", "channel": "court", "done_on": "2026-06-01"}])
    assert set(gone) == {"store", "court"}
    assert not gone["store"].open
    assert set(channels(book, steps=[{"id": "s1", "channel": "unknown", "done_on": "2026-06-01"}])) == {"store"}


def test_every_door_that_was_closed_is_a_reason_in_the_same_order_always(law: LawBook) -> None:
    closing = {"closes": [{"channel": "store", "why": "x"}, {"channel": "elsewhere", "why": "y"}]}
    book = with_channels(law, store={}, a=closing, b=closing)
    steps = [{"id": f"s{n}", "channel": slug, "done_on": "2026-06-01"} for n, slug in enumerate(("b", "a"))]
    assert [reason.wanted for reason in channels(book, steps=steps)["store"].why_not] == ["a", "b"]


@pytest.mark.parametrize(
    ("lied", "door", "reasons", "waits_for"),
    [(True, "open", [], ()), (None, "not_yet_known", [None], ("lied",)), (False, "closed", [False], ())],
)
def test_a_door_opens_only_when_its_conditions_are_known_to_hold(law, lied, door, reasons, waits_for) -> None:
    book = with_channels(law, here={"when": [{"fact": "lied", "is": True}]}, there={})
    found = channels(book, answers={"lied": lied})["here"]
    assert (found.door, found.open, found.waits_for) == (door, door == "open", waits_for)
    assert [(reason.fact, reason.holds) for reason in found.why_not] == [("lied", holds) for holds in reasons]
    assert [reason.holds for reason in found.closed_by] == [holds for holds in reasons if holds is not None]


@pytest.mark.parametrize(
    ("lied", "door", "why", "could_close"),
    [(True, "closed", ["lied"], []), (None, "open", [], ["lied"]), (False, "open", [], [])],
)
def test_what_may_have_happened_closes_a_door_once_it_is_known_and_is_said_before(
    law, lied, door, why, could_close
) -> None:
    book = with_channels(
        law, here={"unless": [{"fact": "lied", "is": True, "why": "别处先办了"}], "instead": ["there"]}, there={}
    )
    book = replace(book, disputes={"bad-food": book.disputes["bad-food"].model_copy(update={"channels": ("here",)})})
    found = channels(book, answers={"lied": lied})
    assert found["here"].door == door
    assert [reason.fact for reason in found["here"].closed_by] == why
    assert [reason.fact for reason in found["here"].could_close] == could_close
    assert ("there" in found) is (door == "closed")


def test_what_closes_a_door_for_certain_counts_before_what_is_not_known(law: LawBook) -> None:
    book = with_channels(
        law, here={"when": [{"fact": "bad_food", "is": True}], "unless": [{"fact": "lied", "is": True}]}
    )
    found = channels(book, answers={"lied": True})["here"]
    assert (found.door, found.waits_for, found.could_close) == ("closed", (), ())
    assert [(reason.fact, reason.holds) for reason in found.closed_by] == [("lied", True)]
    unsure = channels(book)["here"]
    assert (unsure.door, unsure.waits_for, len(unsure.could_close)) == ("not_yet_known", ("bad_food",), 1)


def test_a_reason_to_go_there_that_only_other_disputes_have_keeps_no_door_waiting(law: LawBook) -> None:
    two = {"when": [{"any": [{"fact": "lied", "is": True}, {"fact": "seller_knew", "is": True}]}]}
    book = with_channels(law, here=two)
    mine = book.disputes["bad-food"].model_copy(update={"facts": ("lied",)})
    book = replace(book, disputes={"bad-food": mine})
    unsure = channels(book)["here"]
    assert (unsure.door, unsure.waits_for) == ("not_yet_known", ("lied",))
    assert channels(book, answers={"lied": False})["here"].door == "closed"
    assert channels(book, answers={"lied": False, "seller_knew": True})["here"].door == "open"
    nobody = replace(book, disputes={"bad-food": mine.model_copy(update={"facts": ()})})
    assert channels(nobody)["here"].waits_for == ("lied", "seller_knew")


def test_one_condition_that_fails_keeps_it_closed_whatever_the_next_says(law: LawBook) -> None:
    two = [{"fact": "lied", "is": True}, {"fact": "bad_food", "is": True}]
    book = with_channels(law, here={"when": two}, other={"when": two[::-1]})
    found = channels(book, answers={"lied": False})
    assert [(found[slug].door, len(found[slug].why_not)) for slug in ("here", "other")] == [("closed", 2)] * 2
    assert [len(found[slug].closed_by) for slug in ("here", "other")] == [1, 1]


def test_another_way_in_is_shown_only_where_the_first_is_closed(law: LawBook) -> None:
    shut = {"when": [{"fact": "lied", "is": True}], "instead": ["post", "phone"]}
    book = with_channels(
        law, ["online"], online=shut, post={"rank": 5, "instead": ["online"], "when": shut["when"]}, phone={}
    )
    assert list(channels(book, answers={"lied": True})) == ["online"]
    assert list(channels(book)) == ["online"]
    assert list(channels(book, answers={"lied": False})) == ["online", "phone"]
    both = with_channels(
        law, ["online", "desk"], online={**shut, "instead": ["post"]}, desk=shut, post={}, phone={"rank": 20}
    )
    assert list(channels(both, answers={"lied": False})) == ["online", "desk", "post", "phone"]


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
    planned, again = {**sent, "id": "s2", "done_on": None}, {**sent, "id": "s3", "done_on": "2026-06-03"}
    assert channels(book, steps=[planned])["regulator"].reply_by is None
    assert channels(book, steps=[planned, again, sent])["regulator"].reply_by == date(2026, 6, 12)
    assert channels(book, steps=[{**sent, "channel": "store"}])["regulator"].reply_by is None
    assert channels(book, steps=[{**sent, "reply": "已受理"}, again])["regulator"].reply_by is None
    assert channels(book, steps=[{**sent, "reply_kind": "silence"}])["regulator"].reply_by == date(2026, 6, 10)
    for over in ({"reply": "已受理"}, {"closed": True}, {"reply_kind": "refused"}):
        assert channels(book, steps=[{**sent, **over}])["regulator"].reply_by is None
    assert channels(book, steps=[sent])["store"].reply_by is None


def test_a_way_says_which_others_are_usually_tried_before_until_they_were(law: LawBook) -> None:
    later = law.channels["regulator"].model_copy(
        update={"after": ("store", "no-longer-there", "shut", "of-another-dispute")}
    )
    never = law.channels["store"].model_copy(update={"when": (Condition.model_validate({"fact": "lied", "is": True}),)})
    listed = law.disputes["bad-food"].model_copy(update={"channels": (*law.disputes["bad-food"].channels, "shut")})
    book = replace(
        law,
        channels={**law.channels, "regulator": later, "shut": never, "of-another-dispute": law.channels["store"]},
        disputes={**law.disputes, "bad-food": listed},
    )
    assert channels(book)["regulator"].first == ("store", "shut")
    honest = {"lied": False}
    assert channels(book, answers=honest)["regulator"].first == ("store",)
    assert channels(book, answers=honest)["store"].first == ()
    written = [{"id": "s1", "channel": "store", "done_on": "2026-06-01"}]
    assert channels(book, answers=honest, steps=written)["regulator"].first == ()


def test_only_what_is_required_and_has_a_place_in_a_case_is_needed_and_once(law: LawBook) -> None:
    fields = [
        {"label": "订单号", "fill": "order.no", "required": True},
        {"label": "再写一次", "fill": "order.no", "required": True},
        {"label": "金额", "fill": "order.paid"},
        {"label": "签名", "required": True},
        {"label": "今天", "fill": "today", "required": True},
    ]
    book = with_channels(law, here={"fields": fields})
    assert channels(book)["here"].needs == ("order.no",)
    assert channels(book, order={"no": "1"})["here"].needs == ()


def test_the_last_day_of_a_channel_is_the_first_of_the_shopper_s_own_deadlines_there(law: LawBook) -> None:
    def deadline(name: str, who: str, count: int, after: str = "received_on") -> dict[str, Any]:
        return {
            "id": name,
            "title": "x",
            "who": who,
            "after": after,
            "count": count,
            "unit": "natural_day",
            "roll": "none",
        }

    due = [deadline("late", "shopper", 9), deadline("soon", "shopper", 7), deadline("theirs", "seller", 1), deadline("open", "shopper", 1, "asked_on")]  # fmt: skip
    book = with_channels(law, here={"deadline": due}, there={})
    found = channels(book, answers={"received_on": "2026-06-01"})
    assert (found["here"].by, found["there"].by) == (date(2026, 6, 8), None)
    assert channels(book)["here"].by is None


def test_what_a_channel_will_not_handle_of_the_claims_that_stand_is_named(law: LawBook) -> None:
    book = with_channels(law, here={"cannot": ["punitive"]}, there={"kind": "platform"})
    assert channels(book)["here"].not_handled == ("ten-times", "three-times")
    assert channels(book, answers={"lied": False, "seller_knew": False})["here"].not_handled == ("ten-times",)
    strict = replace(book, platforms={"taobao": Platform.model_validate({"title": "淘宝", "cannot": ["refund"]})})
    shop = [{"id": "p1", "role": "platform", "platform": "taobao"}]
    found = channels(strict, parties=shop)
    assert (found["here"].not_handled, found["there"].not_handled) == (("ten-times", "three-times"), ("refund",))
