"""Where a case holds a fact: what is put there is read there, never over what is there already, and taken out again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.domain.case.sources import (
    PARTY_FIELDS,
    PARTY_ROLES,
    SOURCES,
    held_in_case,
    source,
    with_facts,
    without_overtaken_answers,
    without_value,
)
from consumer_app.domain.law import DayRange, LawBook, Value

SOME_DAYS = DayRange(date(2026, 6, 1), date(2026, 6, 10))
TWO: dict[str, tuple[Value, Value]] = {
    "order.no": ("1", "2"),
    "order.ordered_at": (date(2026, 6, 1), SOME_DAYS),
    "order.received_at": (SOME_DAYS, date(2026, 6, 3)),
    "order.paid": (Decimal("59.90"), Decimal(1)),
    "order.freight": (Decimal("0.00"), Decimal(1)),
    "order.refunded": (Decimal("5.00"), Decimal(1)),
    "order.lines.goods_kind": ("food", "bag"),
    "order.lines.affected": (Decimal("12.00"), Decimal(1)),
    "order.lines.quantity": (Decimal(3), Decimal(1)),
    "platform": ("taobao", "jd"),
}
"""Two values of each place that a fact can be put in."""
PUT = [name for name, place in SOURCES.items() if place.put]


def case(**parts: Any) -> Case:
    return Case.model_validate({"v": EMPTY_CASE.v, **parts})


def read(told: Case, name: str) -> Value | None:
    place = source(name)
    assert place is not None
    return place.read(told)


def put(told: Case, name: str, value: Value) -> Case:
    place = source(name)
    assert place is not None
    assert place.put is not None
    return place.put(told, value)


def blanked(told: Case, name: str) -> Case:
    place = source(name)
    assert place is not None
    assert place.blank is not None
    return place.blank(told)


def test_this_table_has_two_values_of_every_place_that_can_be_filled() -> None:
    assert sorted(TWO) == sorted(PUT)
    assert [name for name in PUT if not SOURCES[name].blank] == []


@pytest.mark.parametrize("name", PUT)
def test_what_is_put_is_read_and_never_put_over_what_is_there(name: str) -> None:
    value, other = TWO[name]
    assert read(EMPTY_CASE, name) is None
    filled = put(EMPTY_CASE, name, value)
    assert read(filled, name) == value
    assert put(filled, name, other) == filled
    assert read(put(EMPTY_CASE, name, other), name) == other


@pytest.mark.parametrize("name", PUT)
def test_what_is_blanked_is_unknown_again_and_can_be_put_anew(name: str) -> None:
    value, other = TWO[name]
    emptied = blanked(put(EMPTY_CASE, name, value), name)
    assert read(emptied, name) is None
    assert read(put(emptied, name, other), name) == other or name == "platform"
    assert read(blanked(EMPTY_CASE, name), name) is None


@pytest.mark.parametrize("name", PUT)
def test_a_place_touches_no_other(name: str) -> None:
    everything = EMPTY_CASE
    for other, (value, _) in TWO.items():
        everything = put(everything, other, value)
    emptied = blanked(everything, name)
    assert {other: read(emptied, other) for other in PUT if other != name} == {
        other: value for other, (value, _) in TWO.items() if other != name
    }


@pytest.mark.parametrize("name", SOURCES)
def test_a_place_names_the_part_of_the_case_that_holds_it(name: str) -> None:
    assert SOURCES[name].part in Case.model_fields
    if SOURCES[name].put:
        filled = put(EMPTY_CASE, name, TWO[name][0])
        changed = [part for part in Case.model_fields if getattr(filled, part) != getattr(EMPTY_CASE, part)]
        assert changed == [SOURCES[name].part]


def test_a_day_of_another_kind_is_not_put() -> None:
    assert put(EMPTY_CASE, "order.ordered_at", "2026-06-01") == EMPTY_CASE


def test_the_price_is_the_order_s_or_that_of_the_things_bought_when_each_says() -> None:
    two = [{"id": "l1", "paid": "40.00"}, {"id": "l2", "paid": "19.90"}]
    assert read(case(order={"lines": two}), "order.paid") == Decimal("59.90")
    assert read(case(order={"paid": "50.00", "lines": two}), "order.paid") == Decimal("50.00")
    assert read(case(order={"paid": "0.00", "lines": two}), "order.paid") == Decimal(0)
    assert read(case(order={"lines": [two[0], {"id": "l2"}]}), "order.paid") is None
    assert read(blanked(case(order={"paid": "50.00", "lines": two}), "order.paid"), "order.paid") is None


def test_what_is_affected_and_how_many_are_added_over_the_things_bought() -> None:
    two = [{"id": "l1", "affected": "1.50", "quantity": 2}, {"id": "l2", "affected": "2.00", "quantity": 3}]
    assert read(case(order={"lines": two}), "order.lines.affected") == Decimal("3.50")
    assert read(case(order={"lines": two}), "order.lines.quantity") == 5
    assert read(case(order={"lines": [two[0], {"id": "l2"}]}), "order.lines.quantity") is None


def test_the_kind_of_goods_is_known_when_all_that_was_bought_is_of_one_kind() -> None:
    def kinds(*kinds: str | None) -> Case:
        return case(order={"lines": [{"id": f"l{n}", "goods_kind": kind} for n, kind in enumerate(kinds)]})

    assert read(kinds("food", "food"), "order.lines.goods_kind") == "food"
    assert read(kinds("food", "bag"), "order.lines.goods_kind") is None
    assert read(kinds("food", None), "order.lines.goods_kind") is None


@pytest.mark.parametrize("name", ["order.lines.goods_kind", "order.lines.affected", "order.lines.quantity"])
def test_of_several_things_bought_none_is_filled_by_guess(name: str) -> None:
    several = case(order={"lines": [{"id": "l1"}, {"id": "l2"}]})
    assert put(several, name, TWO[name][0]) == several
    one = case(order={"lines": [{"id": "l9", "what": "火腿肠"}]})
    (line,) = put(one, name, TWO[name][0]).order.lines
    assert (line.id, line.what) == ("l9", "火腿肠")


def test_the_platform_is_a_party_of_its_own_and_is_not_named_twice() -> None:
    seller = case(parties=[{"id": "p1", "role": "seller", "shop": "某店"}])
    (_, platform) = put(seller, "platform", "taobao").parties
    assert (platform.id, platform.role, platform.platform) == ("p2", "platform", "taobao")
    unnamed = case(parties=[{"id": "p1", "role": "platform"}])
    assert put(unnamed, "platform", "taobao") == unnamed


@pytest.mark.parametrize("role", PARTY_ROLES)
@pytest.mark.parametrize("field", PARTY_FIELDS)
def test_every_word_of_every_party_can_be_read_from_the_first_that_has_it(role: str, field: str) -> None:
    others = [{"id": f"o{n}", "role": other, field: "别人"} for n, other in enumerate(PARTY_ROLES) if other != role]
    silent = {"id": "p1", "role": role}
    speaking = {"id": "p2", "role": role, field: "是它"}
    assert read(case(parties=[*others, silent, speaking]), f"{role}.{field}") == "是它"
    assert read(case(parties=[*others, silent]), f"{role}.{field}") is None
    place = source(f"{role}.{field}")
    assert place is not None
    assert (place.part, place.put, place.blank) == ("parties", None, None)


@pytest.mark.parametrize("name", [None, "seller", "seller.age", "judge.name", "order.colour", ""])
def test_a_place_that_no_case_has_is_none(name: str | None) -> None:
    assert source(name) is None


@pytest.mark.parametrize(("party", "known"), [({"registered_name": "某公司"}, True), ({"licence_no": "91"}, True), ({"shop": "某店"}, None)])  # fmt: skip
def test_a_licence_is_seen_where_the_registered_name_or_number_stands(party: Mapping[str, str], known: bool) -> None:
    assert read(case(parties=[{"id": "p1", "role": "seller", **party}]), "seller.licence") is known
    assert read(case(parties=[{"id": "p1", "role": "maker", **party}]), "seller.licence") is None
    assert read(EMPTY_CASE, "seller.licence") is None


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("events", {"told": "坏了"}),
        ("events", {"events": [{"id": "e1", "what": "坏了"}]}),
        ("story", {"told": "坏了"}),
        ("story", {"events": [{"id": "e1", "what": "坏了"}]}),
        ("evidence", {"evidence": [{"id": "x1", "kind": "photo", "title": "照片"}]}),
        ("promises", {"promises": [{"id": "k1", "quote": "包退"}]}),
        ("demands", {"demands": [{"text": "道歉"}]}),
    ],
)
def test_of_a_list_only_whether_there_is_any_is_asked(name: str, parts: dict[str, Any]) -> None:
    assert read(case(**parts), name) is True
    assert read(EMPTY_CASE, name) is None


# Facts of the law book


def test_facts_said_go_where_the_case_holds_them_and_the_others_become_answers(law: LawBook) -> None:
    said = {"no_such_fact": True, "paid": Decimal("59.90"), "goods_kind": "food", "bad_food": True}
    told = with_facts(EMPTY_CASE, law, said)
    assert (told.order.paid, told.order.lines[0].goods_kind) == (Decimal("59.90"), "food")
    assert told.answers == {"bad_food": True}
    again = with_facts(told, law, {"paid": Decimal(1), "bad_food": False, "lied": True})
    assert again.order.paid == Decimal("59.90")
    assert again.answers == {"bad_food": False, "lied": True}


def test_a_place_that_only_its_page_fills_is_left_alone(law: LawBook) -> None:
    definition = law.facts["bad_food"].model_copy(update={"source": "evidence"})
    book = replace(law, facts={**law.facts, "has_evidence": definition})
    assert with_facts(EMPTY_CASE, book, {"has_evidence": True}) == EMPTY_CASE
    shown = case(evidence=[{"id": "x1", "kind": "photo", "title": "照片"}])
    assert without_value(shown, "has_evidence", book) == shown


def test_a_fact_is_taken_back_from_the_answers_first_and_then_from_the_case(law: LawBook) -> None:
    told = case(order={"paid": "59.90"}, answers={"paid": "59.90", "bad_food": True})
    once = without_value(told, "paid", law)
    assert (once.answers, once.order.paid) == ({"bad_food": True}, Decimal("59.90"))
    assert without_value(once, "paid", law).order.paid is None
    assert without_value(once, "lied", law) == once
    assert without_value(once, "bad_food", law).answers == {}


def test_a_fact_is_read_from_the_case_only_where_the_book_says_so(law: LawBook) -> None:
    told = case(order={"paid": "59.90"}, answers={"bad_food": True})
    assert held_in_case(told, law.facts["paid"]) == Decimal("59.90")
    assert held_in_case(told, law.facts["bad_food"]) is None


@pytest.mark.parametrize(
    ("ordered", "answer", "kept"),
    [
        ({"at": "2026-06-01", "precision": "day"}, "2026-06-01", False),
        ({"at": "2026-06-01", "precision": "day"}, "2026-06-02", False),
        ({"at": "2026-06", "precision": "month"}, "2026-06-01", True),
        ({"at": "2026-06", "precision": "month"}, "2026-06-30", True),
        ({"at": "2026-06", "precision": "month"}, "2026-07-01", False),
        ({"at": "2026-06", "precision": "month"}, date(2026, 6, 2), True),
        ({"at": "2026-06", "precision": "month"}, date(2026, 7, 2), False),
        ({"at": "2026-06", "precision": "month"}, "2026-06", False),
        ({"at": "2026-06", "precision": "month"}, "2026-13-45", True),
        ({"at": "2026-06", "precision": "month"}, "abcdefghij", True),
        ({"at": "2026-06-01/2026-06-10", "precision": "range"}, "一二三四五六七八九十", True),
        ({"at": "2026-06", "precision": "month"}, True, False),
        (None, "2026-06-01", True),
    ],
)
def test_an_answer_is_overtaken_by_what_the_case_holds_unless_it_says_more(law: LawBook, ordered, answer, kept) -> None:
    told = case(order={"ordered_at": ordered}, answers={"bought_on": answer, "bad_food": True, "unknown_name": 1})
    left = without_overtaken_answers(told, law)
    assert ("bought_on" in left.answers) is kept
    assert {"bad_food", "unknown_name"} <= set(left.answers)
    assert left.model_copy(update={"answers": told.answers}) == told


@pytest.mark.parametrize(
    ("party", "known"),
    [({}, False), ({"name": "某厂"}, True), ({"registered_name": "某厂"}, True), ({"phone": "1"}, False)],
)
def test_a_maker_is_known_when_it_is_named(party: dict[str, str], known: bool) -> None:
    assert read(case(parties=[{"id": "p1", "role": "maker", **party}]), "maker.named") is known
    assert read(case(parties=[{"id": "p1", "role": "seller", **party}]), "maker.named") is False
