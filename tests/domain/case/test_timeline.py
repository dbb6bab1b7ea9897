"""The order of time: what certainly came first stands first, and nothing else is moved."""

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.case import Event, Moment
from consumer_app.domain.case.timeline import in_time_order, is_in_time_order, span
from consumer_app.domain.law.moments import SHANGHAI, UNKNOWN_MOMENT


def moment(at: str | None) -> Moment:
    """A moment of the precision that its text has."""
    if at is None:
        return UNKNOWN_MOMENT
    precision = {7: "month", 10: "day", 21: "range"}.get(len(at), "minute")
    return Moment.model_validate({"at": at, "precision": precision})


def told(*moments: str | None) -> list[Event]:
    """Events at these moments, each named by its place and its time."""
    return [Event(id=f"e{n}", what=at or "不知道", at=moment(at)) for n, at in enumerate(moments, 1)]


def order(*moments: str | None) -> list[str]:
    return [event.what for event in in_time_order(told(*moments))]


@pytest.mark.parametrize(
    ("at", "first", "last"),
    [
        ("2026-06-05T10:20+08:00", datetime(2026, 6, 5, 10, 20), datetime(2026, 6, 5, 10, 20)),
        ("2026-06-05T10:20Z", datetime(2026, 6, 5, 18, 20), datetime(2026, 6, 5, 18, 20)),
        ("2026-06-05", datetime(2026, 6, 5), datetime(2026, 6, 5, 23, 59, 59, 999999)),
        ("2026-06", datetime(2026, 6, 1), datetime(2026, 6, 30, 23, 59, 59, 999999)),
        ("2026-06-05/2026-06-07", datetime(2026, 6, 5), datetime(2026, 6, 7, 23, 59, 59, 999999)),
    ],
)
def test_a_moment_lies_between_its_first_and_its_last_instant(at: str, first: datetime, last: datetime) -> None:
    assert span(moment(at)) == (first.replace(tzinfo=SHANGHAI), last.replace(tzinfo=SHANGHAI))


def test_of_an_unknown_moment_no_instant_is_known() -> None:
    assert span(UNKNOWN_MOMENT) is None


def test_instants_are_compared_as_instants_whatever_zone_they_are_written_in() -> None:
    assert order("2026-06-05T03:00Z", "2026-06-05T10:20+08:00") == ["2026-06-05T10:20+08:00", "2026-06-05T03:00Z"]


def test_a_day_comes_before_something_only_when_it_lies_before_it_whole() -> None:
    ten, day, eve, month = "2026-06-05T10:20+08:00", "2026-06-05", "2026-06-04", "2026-06"
    assert order(ten, day) == [ten, day]
    assert order(day, ten) == [day, ten]
    assert order(ten, month, eve) == [month, eve, ten]
    assert order(ten, eve) == [eve, ten]
    assert order("2026-07", month) == [month, "2026-07"]
    assert order("2026-06-10/2026-06-20", "2026-06-01/2026-06-09", day) == [
        "2026-06-01/2026-06-09",
        day,
        "2026-06-10/2026-06-20",
    ]


def test_the_first_instant_of_a_day_comes_after_the_day_before_and_its_last_before_the_day_after() -> None:
    midnight, late = "2026-06-05T00:00+08:00", "2026-06-05T23:59:59+08:00"
    assert order(midnight, "2026-06-04") == ["2026-06-04", midnight]
    assert order("2026-06-06", late) == [late, "2026-06-06"]
    assert order("2026-06-05", midnight) == ["2026-06-05", midnight]
    assert order(late, "2026-06-05") == [late, "2026-06-05"]


def test_an_event_without_a_time_stays_behind_the_one_it_was_told_after() -> None:
    assert order(None, "2026-06-06", None, "2026-06-05") == ["不知道", "2026-06-05", "2026-06-06", "不知道"]
    assert order(None, None) == ["不知道", "不知道"]
    assert order() == []


day_of_june = st.integers(1, 28)
offsets = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
minutes = st.builds(
    lambda day, hour, zone: datetime(2026, 6, day, hour, 30, tzinfo=zone).isoformat(timespec="minutes"),
    day_of_june,
    st.integers(0, 23),
    offsets,
)
days = day_of_june.map(lambda day: f"2026-06-{day:02}")
ranges = st.builds(lambda first, more: f"2026-06-{first:02}/2026-07-{more:02}", day_of_june, day_of_june)
moments = st.lists(
    st.one_of(minutes, days, ranges, st.sampled_from(["2026-05", "2026-06", "2026-07"]), st.none()), max_size=9
)


def certainly_before(one: Event, other: Event) -> bool:
    ours, theirs = span(one.at), span(other.at)
    return ours is not None and theirs is not None and ours[1] < theirs[0]


def contradict(events: Sequence[Event]) -> bool:
    """Whether one stands before another that certainly came earlier."""
    return any(certainly_before(later, one) for place, one in enumerate(events) for later in events[place:])


@given(moments)
def test_nothing_stands_before_what_certainly_came_earlier_and_nothing_is_lost(at: list[str | None]) -> None:
    events = told(*at)
    ordered = in_time_order(events)
    assert sorted(event.id for event in ordered) == sorted(event.id for event in events)
    assert not contradict(ordered)


@given(moments)
def test_what_stands_in_order_is_left_as_it_was_told(at: list[str | None]) -> None:
    events = told(*at)
    ordered = in_time_order(events)
    assert in_time_order(ordered) == ordered
    assert is_in_time_order(ordered)
    assert is_in_time_order(events) is (ordered == tuple(events)) is not contradict(events)


@given(moments)
def test_of_those_that_may_stand_next_the_first_told_does(at: list[str | None]) -> None:
    waiting = [event for event in told(*at) if event.at != UNKNOWN_MOMENT]
    expected = []
    while waiting:
        following = next(one for one in waiting if not any(certainly_before(other, one) for other in waiting))
        waiting.remove(following)
        expected.append(following.id)
    assert [event.id for event in in_time_order(told(*at)) if event.at != UNKNOWN_MOMENT] == expected


@given(moments)
def test_an_unknown_time_follows_the_same_event_before_and_after(at: list[str | None]) -> None:
    events = told(*at)
    ordered = list(in_time_order(events))
    for before, event in itertools.pairwise(events):
        if event.at == UNKNOWN_MOMENT:
            assert ordered[ordered.index(event) - 1] == before
