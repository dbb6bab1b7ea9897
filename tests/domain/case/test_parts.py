"""A part of a case is read by its address, replaced, and known again by its fingerprint."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from consumer_app.domain.case import EMPTY_CASE, Case, Demand, Event, Evidence, Moment, Party, Promise, Step
from consumer_app.domain.case.exhibits import exhibit_numbers
from consumer_app.domain.case.parts import LISTS, fingerprint, new_id, part, replaced

CASE = Case(
    v=EMPTY_CASE.v,
    told="坏了",
    parties=(Party(id="p1", role="shopper", name="甲"), Party(id="p2", role="seller", shop="某店")),
    events=(
        Event(id="e1", what="开箱", actor="p1", evidence=("x1", "x2")),
        Event(id="e2", what="投诉", actor="p2", evidence=("x1",)),
    ),
    promises=(Promise(id="k1", quote="包退", by="p2", evidence=("x1",)),),
    evidence=(Evidence(id="x1", kind="photo", title="照片"), Evidence(id="x2", kind="chat", title="聊天")),
    answers={"bad_food": True, "paid": Decimal("59.90"), "bought_on": date(2026, 6, 1)},
    demands=(Demand(text="道歉"),),
    steps=(Step(id="s1", channel="store", paper="d1"), Step(id="s2", channel="court")),
)


def test_a_part_is_a_field_or_one_item_of_a_list() -> None:
    assert part(CASE, "told") == "坏了"
    assert part(CASE, "order") == CASE.order
    assert part(CASE, "demands") == CASE.demands
    assert part(CASE, "parties/p2") == CASE.parties[1]
    assert part(CASE, "parties/p9") is None
    assert part(CASE, "steps/s1") == CASE.steps[0]


@pytest.mark.parametrize("address", ["orders", "order/l1", "answers/paid", "demands/0", "", "told/x"])
def test_an_address_that_no_case_has_is_an_error_that_names_those_there_are(address: str) -> None:
    with pytest.raises(KeyError, match="one item of parties, events, promises, evidence, papers, steps"):
        part(CASE, address)


def test_the_same_content_has_the_same_fingerprint_and_another_has_another() -> None:
    again = Case.model_validate(CASE.model_dump())
    for address in (*Case.model_fields, "parties/p2", "order+parties", "events/e1+answers"):
        assert fingerprint(again, address) == fingerprint(CASE, address)
        assert len(fingerprint(CASE, address)) == 20
    other = replaced(CASE, "parties/p2", CASE.parties[1].model_copy(update={"shop": "别家"}))
    assert fingerprint(other, "parties/p2") != fingerprint(CASE, "parties/p2")
    assert fingerprint(other, "parties") != fingerprint(CASE, "parties")
    assert fingerprint(other, "order+parties") != fingerprint(CASE, "order+parties")
    assert fingerprint(other, "parties/p1") == fingerprint(CASE, "parties/p1")
    assert fingerprint(other, "order") == fingerprint(CASE, "order")
    assert fingerprint(CASE, "parties/p9") != fingerprint(CASE, "parties/p1")
    for address, value in (("told", "好了"), ("answers", {"bad_food": False}), ("disputes", ("bad-food",))):
        assert fingerprint(replaced(CASE, address, value), address) != fingerprint(CASE, address)


def test_answers_have_the_same_fingerprint_in_any_order() -> None:
    turned = CASE.model_copy(update={"answers": dict(reversed(CASE.answers.items()))})
    assert fingerprint(turned, "answers") == fingerprint(CASE, "answers")


def test_a_field_is_replaced_whole() -> None:
    assert replaced(CASE, "told", "好了").told == "好了"
    assert replaced(CASE, "answers", {"lied": True}).answers == {"lied": True}
    assert replaced(CASE, "told", "坏了") == CASE


def test_an_item_is_replaced_in_its_place_and_a_new_one_added_at_the_end() -> None:
    changed = replaced(CASE, "events/e1", Event(id="e1", what="拆包"))
    assert [event.what for event in changed.events] == ["拆包", "投诉"]
    added = replaced(CASE, "events/e3", Event(id="e3", what="来电"))
    assert [event.id for event in added.events] == ["e1", "e2", "e3"]
    assert added.events[:2] == CASE.events


def test_a_party_taken_out_is_no_longer_named() -> None:
    without = replaced(CASE, "parties/p2", None)
    assert [party.id for party in without.parties] == ["p1"]
    assert [event.actor for event in without.events] == ["p1", None]
    assert [promise.by for promise in without.promises] == [None]


def test_an_exhibit_taken_out_is_no_longer_named() -> None:
    without = replaced(CASE, "evidence/x1", None)
    assert [item.id for item in without.evidence] == ["x2"]
    assert [event.evidence for event in without.events] == [("x2",), ()]
    assert [promise.evidence for promise in without.promises] == [()]
    assert [event.actor for event in without.events] == ["p1", "p2"]


def test_a_paper_taken_out_is_no_longer_named_by_its_step() -> None:
    assert replaced(CASE, "papers/d1", None).steps == (CASE.steps[0].model_copy(update={"paper": None}), CASE.steps[1])
    assert replaced(CASE, "papers/d2", None).steps == CASE.steps
    assert replaced(CASE, "events/e1", None).steps == CASE.steps


def test_what_is_no_case_is_refused() -> None:
    with pytest.raises(ValidationError):
        replaced(CASE, "events/e1", Event(id="e2", what="同一个编号"))
    with pytest.raises(ValidationError):
        replaced(CASE, "events", (Event(id="e1", what="没有这个人", actor="p9"),))
    with pytest.raises(KeyError):
        replaced(CASE, "nothing", None)


def test_the_case_that_was_changed_stays_as_it_is() -> None:
    before = CASE.model_dump()
    replaced(CASE, "evidence/x1", None)
    replaced(CASE, "parties/p2", None)
    assert CASE.model_dump() == before


def test_a_new_id_follows_the_highest_number_of_its_list() -> None:
    assert [new_id(EMPTY_CASE, name) for name in LISTS] == ["p1", "e1", "k1", "x1", "d1", "s1"]
    assert new_id(CASE, "events") == "e3"
    odd = CASE.model_copy(update={"events": (*CASE.events, Event(id="e10", what="事"), Event(id="first", what="事"))})
    assert new_id(odd, "events") == "e11"
    named = CASE.model_copy(update={"events": (Event(id="e5-old", what="事"), Event(id="late7", what="事"))})
    assert new_id(named, "events") == "e1"


def test_a_moment_put_in_is_read_back() -> None:
    event = Event(id="e1", what="开箱", at=Moment.on(date(2026, 6, 1)))
    assert part(replaced(CASE, "events/e1", event), "events/e1") == event


ISSUED = {
    "id": "d1",
    "number": 1,
    "kind": "evidence_list",
    "title": "证据清单",
    "issued_at": {"at": "2026-06-02", "precision": "day"},
}


def test_an_exhibit_that_a_paper_named_leaves_its_id_to_no_other_when_it_is_taken_out() -> None:
    paper = {**ISSUED, "exhibits": {"x1": 1, "x2": 2}, "frozen": "{}"}
    issued = Case.model_validate({**CASE.model_dump(), "papers": [paper]})
    left = replaced(replaced(issued, "evidence/x2", None), "evidence/x1", None)
    assert new_id(left, "evidence") == "x3"
    assert exhibit_numbers(replaced(left, "evidence/x3", Evidence(id="x3", kind="photo", title="新照片"))) == {"x3": 3}
    assert new_id(replaced(CASE, "evidence/x2", None), "evidence") == "x2"


def test_the_page_of_an_exhibit_goes_with_the_exhibit() -> None:
    on_page = CASE.events[0].model_copy(update={"pages": {"x1": 2, "x2": 3}})
    told = replaced(CASE, "events/e1", on_page)
    assert told.events[0].pages == {"x1": 2, "x2": 3}
    left = replaced(told, "evidence/x2", None)
    assert (left.events[0].evidence, left.events[0].pages) == (("x1",), {"x1": 2})


def test_a_page_of_an_exhibit_that_is_not_named_is_no_page() -> None:
    for teller in (
        Event(id="e1", what="x", pages={"x9": 3}),
        Promise(id="k1", quote="x", evidence=("x1",), pages={"x1": 1, "x9": 3}),
    ):
        assert set(teller.pages) == set(teller.evidence)
