"""Exhibits are numbered by first mention, keep the number of a paper that was sent, and can be tied, untied and pointed at a page."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.case import EMPTY_CASE, Case, Event, Evidence, FileRef, IssuedPaper, Moment, Promise
from consumer_app.domain.case.exhibits import (
    agrees_with_issued,
    all_on_page,
    belonging_to,
    common_page,
    exhibit_numbers,
    in_order_of_number,
    issued_numbers,
    joined,
    mentioned,
    what_it_belongs_to,
)
from consumer_app.domain.case.timeline import in_time_order

CASE = Case(
    v=EMPTY_CASE.v,
    evidence=tuple(Evidence(id=f"x{number}", kind="photo", title=f"照片{number}") for number in range(1, 5)),
    events=(
        Event(id="e1", what="开箱", evidence=("x3",), pages={"x3": 2}),
        Event(id="e2", what="投诉", evidence=("x1", "x3")),
    ),
    promises=(Promise(id="k1", quote="30天包退", evidence=("x4", "x1")),),
)


def sent(case: Case, number: int = 1, **exhibits: int) -> Case:
    """The case after a paper that gave these numbers, or those of today, was issued."""
    paper = IssuedPaper(
        id=f"d{number}",
        number=number,
        kind="evidence_list",
        title="证据清单",
        issued_at=Moment.on(date(2026, 6, number)),
        exhibits=exhibits or dict(exhibit_numbers(case)),
        frozen="{}",
    )
    return case.model_copy(update={"papers": (*case.papers, paper)})


def changed(case: Case, **parts: Any) -> Case:
    return case.model_copy(update=parts)


def test_events_come_first_then_promises_then_what_nothing_names() -> None:
    assert [item.id for _, item in in_order_of_number(CASE)] == ["x3", "x1", "x4", "x2"]
    assert list(exhibit_numbers(CASE).items()) == [("x3", 1), ("x1", 2), ("x4", 3), ("x2", 4)]
    assert mentioned(CASE) == ("x3", "x1", "x4")


def test_the_first_in_time_is_mentioned_first_wherever_it_was_told() -> None:
    dated = [
        event.model_copy(update={"at": Moment.on(date(2026, 6, day))})
        for event, day in zip(CASE.events, (5, 1), strict=True)
    ]
    assert mentioned(changed(CASE, events=tuple(dated))) == ("x1", "x3", "x4")


def test_a_case_without_exhibits_has_no_numbers() -> None:
    assert exhibit_numbers(EMPTY_CASE) == {}
    assert in_order_of_number(EMPTY_CASE) == ()


def test_a_number_that_a_paper_gave_stays_and_what_is_new_follows() -> None:
    after = sent(CASE)
    told_first = Event(id="e9", what="更早", at=Moment.on(date(2020, 1, 1)), evidence=("x2", "x5"))
    more = changed(
        after,
        evidence=(Evidence(id="x5", kind="photo", title="新"), *after.evidence),
        events=(told_first, *after.events),
    )
    assert exhibit_numbers(more) == {"x3": 1, "x1": 2, "x4": 3, "x2": 4, "x5": 5}
    assert [(number, item.title) for number, item in in_order_of_number(more)][-1] == (5, "新")


def test_the_earliest_paper_wins_and_a_number_is_never_given_twice() -> None:
    twice = sent(sent(CASE, 1, x3=7, x1=2), 2, x1=9, x4=3)
    assert issued_numbers(twice) == {"x3": 7, "x1": 2, "x4": 3}
    assert list(exhibit_numbers(twice).items()) == [("x1", 2), ("x4", 3), ("x3", 7), ("x2", 8)]
    without = changed(
        twice,
        evidence=tuple(item for item in CASE.evidence if item.id != "x3"),
        events=(CASE.events[1].model_copy(update={"evidence": ("x1",)}),),
    )
    assert list(exhibit_numbers(without).items()) == [("x1", 2), ("x4", 3), ("x2", 8)]


def test_an_exhibit_knows_what_it_belongs_to() -> None:
    events, promises = what_it_belongs_to(CASE, "x1")
    assert [event.id for event in events] == ["e2"]
    assert [promise.id for promise in promises] == ["k1"]
    assert what_it_belongs_to(CASE, "x2") == ((), ())
    assert what_it_belongs_to(CASE, "x3") == (CASE.events, ())


def test_tying_adds_at_the_end_and_untying_takes_the_page_along() -> None:
    tied = belonging_to(CASE, "x3", frozenset({"e2"}), frozenset({"k1"}))
    assert (tied.events[0].evidence, tied.events[0].pages) == ((), {})
    assert tied.events[1].evidence == ("x1", "x3")
    assert tied.promises[0].evidence == ("x4", "x1", "x3")


def test_untying_one_exhibit_leaves_the_others_and_their_pages() -> None:
    both = CASE.events[1].model_copy(update={"pages": {"x1": 5, "x3": 6}})
    untied = belonging_to(changed(CASE, events=(both,)), "x3", frozenset(), frozenset({"k1"}))
    assert (untied.events[0].evidence, untied.events[0].pages) == (("x1",), {"x1": 5})


def test_a_page_is_common_only_where_all_agree() -> None:
    assert common_page(CASE, "x3") is None
    assert common_page(CASE, "x2") is None
    turned = all_on_page(CASE, "x3", 4)
    assert common_page(turned, "x3") == 4
    assert turned.promises == CASE.promises
    assert common_page(all_on_page(turned, "x3", None), "x3") is None


def test_a_page_is_set_where_the_exhibit_is_named_and_nowhere_else() -> None:
    both = CASE.events[1].model_copy(update={"pages": {"x1": 5, "x3": 6}})
    turned = all_on_page(changed(CASE, events=(CASE.events[0], both)), "x1", 4)
    assert turned.events[0] == CASE.events[0]
    assert turned.events[1].pages == {"x1": 4, "x3": 6}
    assert turned.promises[0].pages == {"x1": 4}
    assert all_on_page(turned, "x1", None).events[1].pages == {"x3": 6}


ids = st.lists(st.integers(1, 7).map(lambda n: f"x{n}"), unique=True, max_size=5).map(tuple)
moments = st.integers(1, 28).map(lambda day: Moment.on(date(2026, 6, day)))


@st.composite
def cases(draw: Callable[..., Any]) -> Case:
    """Cases whose events and promises name some of seven exhibits."""
    evidence = tuple(Evidence(id=f"x{n}", kind="photo", title=f"照片{n}") for n in draw(st.permutations(range(1, 8))))
    events = tuple(
        Event(id=f"e{n}", what="事", at=draw(moments), evidence=draw(ids)) for n in range(draw(st.integers(0, 4)))
    )
    promises = tuple(Promise(id=f"k{n}", quote="诺", evidence=draw(ids)) for n in range(draw(st.integers(0, 3))))
    return Case(v=EMPTY_CASE.v, evidence=evidence, events=events, promises=promises)


@given(cases())
def test_before_a_paper_is_sent_numbers_run_from_one_in_the_order_of_mention(case: Case) -> None:
    numbers = exhibit_numbers(case)
    assert list(numbers.values()) == list(range(1, len(case.evidence) + 1))
    named = [one for event in in_time_order(case.events) for one in event.evidence]
    named += [one for promise in case.promises for one in promise.evidence]
    assert list(numbers) == list(dict.fromkeys([*named, *(item.id for item in case.evidence)]))


@given(cases(), cases(), st.sets(st.integers(0, 6)))
def test_after_a_paper_was_sent_its_numbers_stay_whatever_is_changed(case: Case, later: Case, gone: set[int]) -> None:
    kept = tuple(item for place, item in enumerate(later.evidence) if place not in gone)
    present = {item.id for item in kept}
    events = tuple(
        e.model_copy(update={"evidence": tuple(x for x in e.evidence if x in present)}) for e in later.events
    )
    given_out = issued_numbers(sent(case))
    fresh = (*kept, Evidence(id="x9", kind="photo", title="新"))
    numbers = exhibit_numbers(changed(sent(case), evidence=fresh, events=events, promises=()))
    assert set(numbers) == {item.id for item in fresh}
    assert {one: numbers[one] for one in present} == {one: given_out[one] for one in present}
    assert numbers["x9"] == max(given_out.values()) + 1
    assert list(numbers.values()) == sorted(numbers.values())


@given(cases(), st.integers(1, 7), st.integers(1, 30))
def test_a_page_given_to_an_exhibit_is_common_to_all_that_name_it(case: Case, number: int, page: int) -> None:
    turned = all_on_page(case, f"x{number}", page)
    named = any(what_it_belongs_to(case, f"x{number}"))
    assert common_page(turned, f"x{number}") == (page if named else None)
    assert all_on_page(turned, f"x{number}", None) == case


@given(cases(), st.integers(1, 7), st.sets(st.integers(0, 3)), st.sets(st.integers(0, 2)))
def test_an_exhibit_belongs_to_exactly_what_it_was_tied_to(case: Case, number: int, events, promises) -> None:
    wanted_events, wanted_promises = frozenset(f"e{n}" for n in events), frozenset(f"k{n}" for n in promises)
    tied = belonging_to(case, f"x{number}", wanted_events, wanted_promises)
    named_events, named_promises = what_it_belongs_to(tied, f"x{number}")
    assert {event.id for event in named_events} == wanted_events & {event.id for event in case.events}
    assert {promise.id for promise in named_promises} == wanted_promises & {promise.id for promise in case.promises}
    others = [[x for x in one.evidence if x != f"x{number}"] for one in (*case.events, *case.promises)]
    assert [[x for x in one.evidence if x != f"x{number}"] for one in (*tied.events, *tied.promises)] == others


@pytest.mark.parametrize(
    ("numbers", "agrees"),
    [
        ({"x1": 1, "x2": 2}, True),
        ({"x3": 3}, True),
        ({}, True),
        ({"x1": 2}, False),
        ({"x3": 1}, False),
        ({"x1": 1, "x3": 2}, False),
    ],
)
def test_a_paper_agrees_with_those_issued_before_when_no_exhibit_and_no_number_is_given_otherwise(
    numbers: dict[str, int], agrees: bool
) -> None:
    issued = {
        "id": "d1",
        "number": 1,
        "kind": "evidence_list",
        "title": "证据清单",
        "issued_at": {},
        "exhibits": {"x1": 1, "x2": 2},
        "frozen": "{}",
    }
    assert agrees_with_issued(Case.model_validate({"v": 2, "papers": [issued]}), numbers) is agrees


def test_exhibits_made_one_keep_all_their_files_and_what_any_of_them_proves() -> None:
    def file(name: str) -> FileRef:
        return FileRef(blob=f"blob-000-{name}", name=name, media_type="image/jpeg", size=1, sha256="0" * 64)

    one, two, three = (
        Evidence(id=f"x{n}", kind="photo", title=f"照片{n}", proves=proves, files=files)
        for n, proves, files in (
            (1, None, (file("a"),)),
            (2, "外箱完好", (file("b"), file("c"))),
            (3, None, ()),
        )
    )
    case = EMPTY_CASE.model_copy(update={"evidence": (one, two, three)})
    whole = joined(case, ("x1", "x2", "x3"))
    assert [item.id for item in whole.evidence] == ["x1", "x3"]
    assert [file.name for file in whole.evidence[0].files] == ["a", "b", "c"]
    assert (whole.evidence[0].title, whole.evidence[0].proves) == ("照片1", "外箱完好")
    assert joined(case, ("x1", "x3")) == case  # one without a file is no picture
    many = case.model_copy(update={"evidence": (one, two.model_copy(update={"files": (file("d"),) * 100}))})
    assert joined(many, ("x1", "x2")) == many
