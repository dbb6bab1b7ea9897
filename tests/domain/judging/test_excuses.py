"""What the other side said is answered, once an excuse, where the answer is for such a case; and when the seller is right is said."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.domain.judging.excuses import excuses_of
from consumer_app.domain.judging.facts import facts_of
from consumer_app.domain.judging.findings import ExcuseFound
from consumer_app.domain.law import Excuse, LawBook

TODAY = date(2026, 6, 10)
PARTIES = [{"id": "p1", "role": "shopper"}, {"id": "p2", "role": "seller"}]


def with_excuses(law: LawBook, usual: list[str], **entries: dict[str, Any]) -> LawBook:
    plain = {"title": "x", "answer": "x", "ground": "x", "basis": [], "right_when": "x"}
    made = {slug: Excuse.model_validate({**plain, **entry}) for slug, entry in entries.items()}
    dispute = law.disputes["bad-food"].model_copy(update={"excuses": tuple(usual)})
    return replace(law, excuses=made, disputes={"bad-food": dispute})


def excuses(law: LawBook, *said: dict[str, Any], **parts: Any) -> tuple[ExcuseFound, ...]:
    events = [{"id": f"e{n}", "what": "来电", **one} for n, one in enumerate(said, 1)]
    case = Case.model_validate(
        {"v": EMPTY_CASE.v, "disputes": ["bad-food"], "parties": PARTIES, "events": events, **parts}
    )
    return excuses_of(case, law, facts_of(case, law, TODAY))


@pytest.fixture
def three(law: LawBook) -> LawBook:
    """Three excuses, of which the dispute lists the second and the third; the first is said anywhere."""
    return with_excuses(
        law,
        ["stored", "opened"],
        late={"title": "太晚了", "anywhere": True},
        stored={"title": "没放好"},
        opened={"title": "拆封了"},
    )


def test_those_heard_come_before_those_only_usual_and_the_usual_before_the_others(three: LawBook) -> None:
    assert [one.id for one in excuses(three)] == ["stored", "opened"]
    heard = excuses(three, {"actor": "p2", "quote": "太晚了，而且拆封了"})
    assert [(one.id, one.heard_in) for one in heard] == [
        ("opened", (("e1", "而且拆封了"),)),
        ("late", (("e1", "太晚了"),)),
        ("stored", ()),
    ]


def test_what_belongs_to_another_dispute_is_not_listened_for(three: LawBook) -> None:
    excuses_there = {**three.excuses, "late": three.excuses["late"].model_copy(update={"anywhere": False})}
    assert "late" not in {one.id for one in excuses(replace(three, excuses=excuses_there), {"quote": "太晚了"})}


def test_an_excuse_is_heard_in_what_was_quoted_and_in_what_was_told_once_an_event(three: LawBook) -> None:
    found = excuses(
        three,
        {"actor": "p2", "what": "客服说我没放好", "quote": "您没放好"},
        {"actor": "p2", "what": "又说没放好"},
        {"actor": "p1", "what": "我说不是没放好"},
        {"what": "有人说没放好"},
    )
    assert found[0].heard_in == (("e1", "您没放好"), ("e2", "又说没放好"), ("e4", "有人说没放好"))


def test_without_a_shopper_among_the_parties_everyone_may_have_said_it(three: LawBook) -> None:
    assert excuses(three, {"actor": "p2", "quote": "没放好"}, parties=PARTIES[1:])[0].heard_in == (("e1", "没放好"),)


def test_what_is_usual_in_two_disputes_is_listed_once_and_a_dispute_that_is_gone_lists_nothing(three: LawBook) -> None:
    book = replace(three, disputes={**three.disputes, "again": three.disputes["bad-food"]})
    assert [one.id for one in excuses(book, disputes=["gone", "bad-food", "again"])] == ["stored", "opened"]


@pytest.mark.parametrize(("kind", "usual", "heard"), [("food", True, True), ("bag", False, False), (None, True, False)])
def test_an_answer_is_given_where_it_is_for_such_a_case_and_while_unknown_where_it_is_usual(
    law, kind, usual, heard
) -> None:
    for_food = {"title": "没放好", "anywhere": True, "when": [{"fact": "goods_kind", "is": "food"}]}
    said = {"actor": "p2", "quote": "没放好"}
    answers = {"goods_kind": kind}
    assert bool(excuses(with_excuses(law, ["stored"], stored=for_food), said, answers=answers)) is usual
    assert bool(excuses(with_excuses(law, [], stored=for_food), said, answers=answers)) is heard


@pytest.mark.parametrize(("flaw", "right"), [(True, True), (False, False), (None, None)])
def test_the_seller_is_right_when_every_condition_holds_and_it_is_not_known_while_one_is_open(law, flaw, right) -> None:
    conditions = [{"fact": "label_flaw", "is": True}, {"fact": "lied", "is": False}]
    book = with_excuses(law, ["stored"], stored={"right_if": conditions}, other={"title": "没放好", "anywhere": True})
    found = excuses(book, {"actor": "p2", "quote": "没放好"}, answers={"label_flaw": flaw, "lied": False})
    by_id = {one.id: one for one in found}
    assert by_id["stored"].seller_is_right is right
    assert [(reason.fact, reason.holds) for reason in by_id["stored"].because] == [
        ("label_flaw", right),
        ("lied", True),
    ]
    assert (by_id["other"].seller_is_right, by_id["other"].because) == (False, ())


def test_a_limited_condition_makes_nobody_right_in_another_case(law: LawBook) -> None:
    only = {"fact": "label_flaw", "is": True, "only": {"fact": "goods_kind", "is": "bag"}}
    book = with_excuses(law, ["stored"], stored={"right_if": [only]})
    assert excuses(book, answers={"goods_kind": "food", "label_flaw": True})[0].seller_is_right is False
    assert excuses(book, answers={"goods_kind": "bag", "label_flaw": True})[0].seller_is_right is True


@pytest.mark.parametrize(
    ("ordered", "basis"),
    [
        ("2026-06-01", ["parcel-rules:28", "shopper-law:24"]),
        ("2025-05-31", ["parcel-rules:27", "shopper-law:24"]),
        ("2025-05-31/2025-06-05", ["parcel-rules:27", "shopper-law:24"]),
        (None, ["parcel-rules:28", "shopper-law:24"]),
    ],
)
def test_an_answer_rests_on_the_text_of_the_day_of_purchase_or_of_today(law: LawBook, ordered, basis) -> None:
    book = with_excuses(law, ["stored"], stored={"basis": ["parcel-rules:27", "parcel-rules:28", "shopper-law:24"]})
    answers = {"bought_on": ordered} if ordered else {}
    assert [str(cited) for cited in excuses(book, answers=answers)[0].basis] == basis
    without = replace(book, facts={name: fact for name, fact in book.facts.items() if name != "bought_on"})
    assert [str(cited) for cited in excuses(without)[0].basis] == ["parcel-rules:28", "shopper-law:24"]
