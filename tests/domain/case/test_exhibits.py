"""Exhibits are numbered by first mention, and what names them can be tied, untied and pointed at a page."""

from consumer_app.domain.case import Case, Event, Evidence, Promise
from consumer_app.domain.case.exhibits import (
    all_on_page,
    belonging_to,
    common_page,
    in_order_of_number,
    what_it_belongs_to,
)

CASE = Case(
    v=1,
    evidence=tuple(Evidence(id=f"x{number}", kind="photo", title=f"照片{number}") for number in range(1, 5)),
    events=(
        Event(id="e1", what="开箱", evidence=("x3",), pages={"x3": 2}),
        Event(id="e2", what="投诉", evidence=("x1", "x3")),
    ),
    promises=(Promise(id="k1", quote="30天包退", evidence=("x4", "x1")),),
)


def test_events_come_first_then_promises_then_what_nothing_names() -> None:
    assert [item.id for _, item in in_order_of_number(CASE)] == ["x3", "x1", "x4", "x2"]


def test_an_exhibit_knows_what_it_belongs_to() -> None:
    events, promises = what_it_belongs_to(CASE, "x1")
    assert [event.id for event in events] == ["e2"]
    assert [promise.id for promise in promises] == ["k1"]


def test_tying_adds_at_the_end_and_untying_takes_the_page_along() -> None:
    tied = belonging_to(CASE, "x3", frozenset({"e2"}), frozenset({"k1"}))
    assert (tied.events[0].evidence, tied.events[0].pages) == ((), {})
    assert tied.events[1].evidence == ("x1", "x3")
    assert tied.promises[0].evidence == ("x4", "x1", "x3")


def test_a_page_is_common_only_where_all_agree() -> None:
    assert common_page(CASE, "x3") is None
    assert common_page(CASE, "x2") is None
    turned = all_on_page(CASE, "x3", 4)
    assert common_page(turned, "x3") == 4
    assert turned.promises == CASE.promises
    assert common_page(all_on_page(turned, "x3", None), "x3") is None
