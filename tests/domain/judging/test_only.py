"""``only`` limits a condition to some cases, and what it makes of unknown facts is Kleene's strong logic: unknown is not no."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app import paths
from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.conditions import Role, judge, truth
from consumer_app.domain.judging.facts import Facts
from consumer_app.domain.law import Claim, Condition, Dispute, Excuse, FactDefinition, LawBook
from consumer_app.lawbook import law_book_of

LAW = law_book_of(paths.LEGAL_REFS)
TODAY = date(2026, 11, 21)
NAMES = ("limit", "first", "second", "third")
NO, UNKNOWN, YES = 0, 1, 2
"""Kleene's three values in their order: of alternatives the greatest counts, of requirements the least."""
READ: dict[bool | None, int] = {False: NO, None: UNKNOWN, True: YES}

Answers = Mapping[str, bool | None]
answers = st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in NAMES})
tests = st.builds(lambda fact, wanted: {"fact": fact, "is": wanted}, st.sampled_from(NAMES), st.booleans())
limits = st.builds(lambda wanted: {"fact": "limit", "is": wanted}, st.booleans())
tables = st.builds(lambda only, any_: {"only": only, "any": any_}, limits, st.lists(tests, min_size=1, max_size=3))


def asks_nothing_twice(table: dict[str, Any]) -> bool:
    """Whether no alternative asks what the limit already asks."""
    return all(test["fact"] != "limit" for test in table["any"])


def by_the_table(table: dict[str, Any], given_: Answers, role: Role) -> int:
    """What a person reads off Kleene's tables: in ``when`` not limited or an alternative, else limited and an alternative."""

    def read(test: dict[str, Any]) -> int:
        answer = given_[test["fact"]]
        return UNKNOWN if answer is None else YES if answer is test["is"] else NO

    alternative = max(read(test) for test in table["any"])
    limited = read(table["only"])
    return max(YES - limited, alternative) if role == "when" else min(limited, alternative)


def known(given_: Answers) -> dict[str, bool]:
    return {name: answer for name, answer in given_.items() if answer is not None}


@pytest.mark.parametrize("role", ["when", "unless"])
@given(tables, answers)
def test_a_limited_condition_holds_as_the_tables_say(role: Role, table: dict[str, Any], given_: Answers) -> None:
    condition = Condition.model_validate(table)
    facts = Facts({"today": TODAY, **known(given_)}, TODAY, {})
    judged = judge(condition, facts, LAW.days, None, role)
    assert READ[judged.holds] == by_the_table(table, given_, role)
    assert truth(condition, facts.values, LAW.days, role) is judged.holds
    assert judged.reasons
    assert all(reason.holds is judged.holds for reason in judged.reasons)


@pytest.mark.parametrize("role", ["when", "unless"])
@given(tables, answers)
def test_what_is_unknown_is_waited_for_the_limit_first(role: Role, table: dict[str, Any], given_: Answers) -> None:
    facts = Facts({"today": TODAY, **known(given_)}, TODAY, {})
    judged = judge(Condition.model_validate(table), facts, LAW.days, None, role)
    assert (judged.waits_for == ()) is (judged.holds is not None)
    assert all(given_[fact] is None for fact in judged.waits_for)
    if judged.holds is None and given_["limit"] is None:
        assert judged.waits_for[0] == "limit"


@pytest.mark.parametrize("role", ["when", "unless"])
@given(tables, answers, st.sampled_from(NAMES), st.booleans())
def test_one_more_answer_never_turns_a_settled_condition_round(
    role: Role, table: dict[str, Any], given_: Answers, name: str, answer: bool
) -> None:
    condition = Condition.model_validate(table)
    before = truth(condition, {"today": TODAY, **known(given_)}, LAW.days, role)
    after = truth(condition, {"today": TODAY, name: answer, **known(given_)}, LAW.days, role)
    assert before is None or after is before


def book_with(when: list[dict[str, Any]], unless: list[dict[str, Any]]) -> LawBook:
    """A book of one claim with these conditions and one excuse to which the exceptions are when the seller is right."""
    yes_no = {name: FactDefinition(kind="yes_no", label=name, question=f"{name}？") for name in NAMES}
    claim = {
        "title": "退款",
        "asks": "refund",
        "against": "seller",
        "day": "bought_on",
        "request": "退款",
        "ground": "x",
    }
    excuse = {"title": "不给退", "answer": "要退", "ground": "应当退款。", "right_when": "说过不退"}
    dispute = {"title": "不退款", "plain": "不退款", "facts": NAMES, "channels": ["store"]}
    basis = ["consumer-rights-law:24"]
    return replace(
        LAW,
        facts={**LAW.facts, **yes_no},
        claims={"limited": Claim.model_validate({**claim, "basis": basis, "when": when, "unless": unless})},
        excuses={"no": Excuse.model_validate({**excuse, "basis": basis, "right_if": unless})},
        disputes={"refused": Dispute.model_validate({**dispute, "claims": ["limited"], "excuses": ["no"]})},
    )


@given(st.lists(tables, max_size=2), st.lists(tables, max_size=2), answers)
def test_a_claim_and_an_excuse_come_out_as_their_conditions_do(
    when: list[dict[str, Any]], unless: list[dict[str, Any]], given_: Answers
) -> None:
    case = Case.model_validate(
        {"v": 1, "disputes": ["refused"], "answers": {"bought_on": "2026-06-01", **known(given_)}}
    )
    found = assess(case, book_with(when, unless), TODAY)
    required = [by_the_table(one, given_, "when") for one in when]
    excepted = [by_the_table(one, given_, "unless") for one in unless]
    settled = min([YES, *required, *(YES - one for one in excepted)])
    claim = found.claim("limited")
    assert claim is not None
    assert claim.status == {NO: "excluded", UNKNOWN: "open", YES: "settled"}[settled]
    right = min([YES, *excepted]) if unless else NO
    assert READ[found.excuses[0].seller_is_right] == right


@given(tables.filter(asks_nothing_twice), st.sampled_from(["when", "unless"]), answers)
def test_the_limit_is_the_first_thing_a_claim_asks(table: dict[str, Any], role: str, given_: Answers) -> None:
    case = Case.model_validate(
        {"v": 1, "disputes": ["refused"], "answers": {"bought_on": "2026-06-01", **known(given_)}}
    )
    book = book_with([table] if role == "when" else [], [table] if role == "unless" else [])
    claim = assess(case, book, TODAY).claim("limited")
    assert claim is not None
    if claim.status == "open" and given_["limit"] is None:
        assert claim.missing[0].fact == "limit"


def test_a_limit_that_leaves_a_case_out_is_its_own_reason() -> None:
    table = {"only": {"fact": "limit", "is": True}, "fact": "first", "is": True}
    facts = Facts({"today": TODAY, "limit": False, "first": True}, TODAY, {})
    for role, holds in (("when", True), ("unless", False)):
        (reason,) = judge(Condition.model_validate(table), facts, LAW.days, None, role).reasons
        assert (reason.fact, reason.test, reason.found, reason.holds) == ("limit", "only", False, holds)
