import itertools
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.judging.conditions import all_hold, applies, is_open, judge, truth, values_to_try
from consumer_app.domain.judging.facts import Facts
from consumer_app.domain.judging.findings import Reason
from consumer_app.domain.law import Citation, Condition, DayRange, Days, LawBook, Value
from consumer_app.domain.law.moments import one_or_range

DAYS = Days({})
TODAY = date(2026, 11, 21)


def facts(**values: Value) -> Facts:
    return Facts({"today": TODAY, **values}, TODAY, {})


def holds(table: dict[str, object], **values: Value) -> bool | None:
    return judge(Condition.model_validate(table), facts(**values), DAYS, None).holds


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ({"is": True}, True, True),
        ({"is": True}, False, False),
        ({"is": "food"}, "bag", False),
        ({"in": ["food", "bag"]}, "bag", True),
        ({"at_least": 3}, Decimal(3), True),
        ({"at_least": 3}, Decimal("2.99"), False),
        ({"at_most": 3}, Decimal(3), True),
        ({"before": date(2026, 1, 1)}, date(2025, 12, 31), True),
        ({"before": date(2026, 1, 1)}, date(2026, 1, 1), False),
        ({"after": date(2026, 1, 1)}, date(2026, 1, 2), True),
    ],
)
def test_a_test_holds_fails_and_is_open_while_the_fact_is_unknown(test, value, expected) -> None:
    assert holds({"fact": "x", **test}, x=value) is expected
    assert truth(Condition.model_validate({"fact": "x", **test}), {"x": value}, DAYS, "unless") is expected
    assert holds({"fact": "x", **test}) is None


def test_a_date_is_compared_with_a_period_after_another_and_both_are_asked() -> None:
    table = {"fact": "found_on", "within": {"after": "got_on", "count": 6, "unit": "month"}}
    assert holds(table, found_on=date(2026, 8, 1), got_on=date(2026, 2, 1)) is True
    assert holds(table, found_on=date(2026, 8, 2), got_on=date(2026, 2, 1)) is False
    open_one = judge(Condition.model_validate(table), facts(), DAYS, None)
    assert open_one.holds is None
    assert open_one.waits_for == ("found_on", "got_on")
    half_known = judge(Condition.model_validate(table), facts(found_on=date(2026, 8, 1)), DAYS, None)
    assert (half_known.holds, half_known.waits_for) == (None, ("got_on",))


def test_today_is_a_fact() -> None:
    table = {"fact": "today", "beyond": {"after": "got_on", "count": 7, "unit": "natural_day"}}
    assert holds(table, got_on=date(2026, 11, 1)) is True
    assert holds(table, got_on=TODAY) is False


def test_of_alternatives_one_that_holds_is_the_only_reason() -> None:
    table = {
        "any": [{"fact": "a", "is": True}, {"fact": "b", "is": True}],
        "source": "food-safety-law:34(6)",
        "why": "任一",
    }
    judged = judge(Condition.model_validate(table), facts(a=False, b=True), DAYS, None)
    assert judged.holds is True
    assert [(r.fact, r.holds, str(r.source), r.note) for r in judged.reasons] == [
        ("b", True, "food-safety-law:34(6)", "任一")
    ]


def test_alternatives_stay_open_while_one_of_them_is_unknown_and_fail_only_when_all_fail() -> None:
    table = {"any": [{"fact": "a", "is": True}, {"fact": "b", "is": True}]}
    condition = Condition.model_validate(table)
    open_one = judge(condition, facts(a=False), DAYS, None)
    assert (open_one.holds, open_one.waits_for) == (None, ("b",))
    assert judge(condition, facts(a=False, b=False), DAYS, None).holds is False
    assert len(judge(condition, facts(a=False, b=False), DAYS, None).reasons) == 2


def test_a_condition_without_a_source_rests_on_the_basis() -> None:
    basis = Citation.parse("food-safety-law:148.2")
    condition = Condition.model_validate({"fact": "a", "is": True})
    assert judge(condition, facts(a=True), DAYS, basis).reasons[0].source == basis


def test_true_is_not_one() -> None:
    assert holds({"fact": "n", "is": True}, n=Decimal(1)) is False
    assert holds({"fact": "n", "is": 1}, n=True) is False


@given(st.lists(st.sampled_from([True, False, None]), max_size=6))
def test_together_conditions_are_as_a_person_would_say(law: LawBook, answers: list[bool | None]) -> None:
    conditions = [Condition.model_validate({"fact": f"f{n}", "is": True}) for n in range(len(answers))]
    known = {f"f{n}": answer for n, answer in enumerate(answers) if answer is not None}
    together, reasons = all_hold(conditions, facts(**known), law)
    assert together is (False if False in answers else None if None in answers else True)
    assert len(reasons) == len(answers)


# Days of which only a range is known


SOME_DAY = DayRange(date(2026, 6, 10), date(2026, 6, 20))


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ({"before": date(2026, 6, 21)}, SOME_DAY, True),
        ({"before": date(2026, 6, 20)}, SOME_DAY, None),
        ({"before": date(2026, 6, 11)}, SOME_DAY, None),
        ({"before": date(2026, 6, 10)}, SOME_DAY, False),
        ({"after": date(2026, 6, 9)}, SOME_DAY, True),
        ({"after": date(2026, 6, 10)}, SOME_DAY, None),
        ({"after": date(2026, 6, 19)}, SOME_DAY, None),
        ({"after": date(2026, 6, 20)}, SOME_DAY, False),
        ({"after": date(2026, 6, 10)}, date(2026, 6, 10), False),
        ({"is": date(2026, 6, 10)}, SOME_DAY, None),
        ({"is": date(2026, 6, 9)}, SOME_DAY, False),
        ({"is": date(2026, 6, 10)}, date(2026, 6, 10), True),
        ({"is": "June"}, SOME_DAY, False),
    ],
)
def test_a_range_of_days_decides_only_what_all_its_days_decide_alike(test, value, expected) -> None:
    assert holds({"fact": "x", **test}, x=value) is expected


@pytest.mark.parametrize(
    ("found", "got", "within"),
    [
        (date(2026, 6, 27), SOME_DAY, None),
        (date(2026, 6, 17), SOME_DAY, True),
        (date(2026, 6, 18), SOME_DAY, None),
        (date(2026, 6, 28), SOME_DAY, False),
        (SOME_DAY, date(2026, 6, 13), True),
        (SOME_DAY, date(2026, 6, 12), None),
        (SOME_DAY, date(2026, 6, 3), None),
        (SOME_DAY, date(2026, 6, 2), False),
    ],
)
def test_a_period_after_a_range_of_days_is_open_where_it_ends_between(found, got, within) -> None:
    span = {"after": "got_on", "count": 7, "unit": "natural_day"}
    assert holds({"fact": "found_on", "within": span}, found_on=found, got_on=got) is within
    beyond = holds({"fact": "found_on", "beyond": span}, found_on=found, got_on=got)
    assert beyond is (None if within is None else not within)


def test_a_date_is_compared_with_another_date_fact() -> None:
    for table, expected in (({"before": "got_on"}, (True, False, False)), ({"after": "got_on"}, (False, False, True))):
        days = (date(2026, 6, 9), date(2026, 6, 10), date(2026, 6, 11))
        assert tuple(holds({"fact": "x", **table}, x=day, got_on=days[1]) for day in days) == expected
        assert holds({"fact": "x", **table}, x=days[0]) is None
        assert holds({"fact": "x", **table}, x=days[1], got_on=SOME_DAY) is (None if "before" in table else False)


def test_a_period_is_rolled_as_it_says() -> None:
    span = {"after": "got_on", "count": 1, "unit": "natural_day"}
    friday, monday = date(2026, 6, 5), date(2026, 6, 8)
    assert holds({"fact": "x", "within": span}, x=monday, got_on=friday) is False
    assert holds({"fact": "x", "within": {**span, "roll": "rest_day"}}, x=monday, got_on=friday) is True


@pytest.mark.parametrize(
    "table",
    [
        {"before": date(2026, 6, 1)},
        {"within": {"after": "got_on", "count": 1, "unit": "month"}},
        {"at_least": 3},
        {"at_most": 3},
        {"has": "a"},
    ],
)
@pytest.mark.parametrize("value", ["words", True])
def test_what_is_of_another_kind_decides_nothing(table, value) -> None:
    assert holds({"fact": "x", **table}, x=value, got_on=date(2026, 6, 1)) is None
    assert holds({"fact": "today", "before": "x"}, x=value) is None
    assert holds({"fact": "today", "within": {"after": "x", "count": 1, "unit": "month"}}, x=value) is None


def test_numbers_are_bounded_on_both_sides_and_zero_is_a_bound() -> None:
    for value, at_least, at_most in ((2, False, True), (3, True, True), (4, True, False)):
        assert holds({"fact": "n", "at_least": 3}, n=Decimal(value)) is at_least
        assert holds({"fact": "n", "at_most": 3}, n=Decimal(value)) is at_most
    assert holds({"fact": "n", "at_most": 0}, n=Decimal("0.01")) is False
    assert holds({"fact": "n", "at_least": 0}, n=0) is True


def test_of_several_choices_one_is_looked_for() -> None:
    assert holds({"fact": "x", "has": "a"}, x=("a", "b")) is True
    assert holds({"fact": "x", "has": "c"}, x=("a", "b")) is False
    assert holds({"fact": "x", "has": "c"}, x=()) is False
    assert holds({"fact": "x", "has": ["c", "b"]}, x=("a", "b")) is True
    assert holds({"fact": "x", "has": ["c", "d"]}, x=("a", "b")) is False


# Roads: an alternative with all that it needs

ROADS = {
    "any": [
        {"fact": "trouble", "has": "hair"},
        {
            "fact": "trouble",
            "has": "mould",
            "also": [{"fact": "kept_well", "is": True}, {"fact": "in_date", "is": True}],
        },
        {
            "fact": "trouble",
            "has": "no_date",
            "also": [{"fact": "packed", "is": True}],
            "source": "law:2",
            "why": "包装",
        },
    ],
    "why": "坏在到手以前",
}


def on_roads(**values: Value) -> tuple[bool | None, tuple[str, ...], list[tuple[str, str | None]]]:
    found = judge(Condition.model_validate(ROADS), facts(**values), DAYS, None)
    return found.holds, found.waits_for, [(reason.fact, reason.note) for reason in found.reasons]


def test_a_road_holds_with_all_it_needs_and_says_so() -> None:
    assert on_roads(trouble=("hair",)) == (True, (), [("trouble", "坏在到手以前")])
    held = on_roads(trouble=("mould",), kept_well=True, in_date=True)
    assert held == (True, (), [(fact, "坏在到手以前") for fact in ("trouble", "kept_well", "in_date")])
    assert on_roads(trouble=("no_date",), packed=True)[2] == [("trouble", "包装"), ("packed", "包装")]


def test_one_road_is_enough_though_another_fails() -> None:
    assert on_roads(trouble=("mould", "no_date"), kept_well=False, packed=True)[0] is True
    assert on_roads(trouble=("mould", "hair"), kept_well=False)[0] is True


def test_what_a_road_needs_is_waited_for_only_when_the_road_has_begun() -> None:
    assert on_roads()[:2] == (None, ("trouble",))
    assert on_roads(trouble=("mould",))[:2] == (None, ("kept_well", "in_date"))
    assert on_roads(trouble=("mould",), kept_well=True)[:2] == (None, ("in_date",))
    assert on_roads(trouble=("mould", "no_date"), kept_well=False)[:2] == (None, ("packed",))


def test_where_every_road_fails_the_part_that_failed_is_named() -> None:
    assert on_roads(trouble=("mould",), kept_well=False) == (False, (), [("kept_well", "坏在到手以前")])
    assert on_roads(trouble=("taste",)) == (False, (), [("trouble", "坏在到手以前"), ("trouble", "包装")])


@pytest.mark.parametrize(
    "table",
    [
        {"fact": "x", "has": "a", "also": [{"fact": "y", "is": True}]},
        {"fact": "x", "is": True, "only": {"fact": "y", "is": True, "also": [{"fact": "z", "is": True}]}},
        {"any": [{"fact": "x", "has": "a", "also": [{"fact": "y", "is": True, "why": "因为"}]}]},
    ],
)
def test_also_stands_with_an_alternative_and_has_tests_only(table: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="also"):
        Condition.model_validate(table)


# Only for some cases


@pytest.mark.parametrize(
    ("concerned", "is_so", "as_when", "as_unless"),
    [
        (True, True, True, True),
        (True, False, False, False),
        (True, None, None, None),
        (False, True, True, False),
        (False, False, True, False),
        (False, None, True, False),
        (None, True, True, None),
        (None, False, None, False),
        (None, None, None, None),
    ],
)
def test_a_limited_condition_holds_for_others_as_a_ground_and_never_as_an_exception(
    concerned, is_so, as_when, as_unless
) -> None:
    condition = Condition.model_validate({"fact": "so", "is": True, "only": {"fact": "kind", "is": "phone"}})
    kind = {True: "phone", False: "food"}.get(concerned)
    known = facts(**{name: value for name, value in (("so", is_so), ("kind", kind)) if value is not None})
    for role, expected in (("when", as_when), ("unless", as_unless)):
        judged = judge(condition, known, DAYS, None, role)
        assert judged.holds is expected
        assert truth(condition, known.values, DAYS, role) is expected
        assert {reason.holds for reason in judged.reasons} == {expected}
        unknown = [name for name, value in (("kind", concerned), ("so", is_so)) if value is None]
        assert judged.waits_for == (tuple(unknown) if expected is None else ())
        assert expected is not None or [reason.fact for reason in judged.reasons] == unknown


def test_a_limit_that_does_not_concern_the_case_is_the_reason() -> None:
    table = {"fact": "so", "is": True, "only": {"fact": "kind", "in": ["phone", "watch"]}, "why": "仅限手机"}
    basis = Citation.parse("food-safety-law:148.2")
    for role, holds_so in (("when", True), ("unless", False)):
        (reason,) = judge(Condition.model_validate(table), facts(kind="food", so=True), DAYS, basis, role).reasons
        assert reason == Reason("kind", "only", ("phone", "watch"), "food", holds_so, basis, "仅限手机")


def test_an_unknown_limit_is_asked_first_and_only_with_the_tests_that_are_open() -> None:
    table = {"any": [{"fact": "a", "is": True}, {"fact": "b", "is": True}], "only": {"fact": "kind", "is": "phone"}}
    judged = judge(Condition.model_validate(table), facts(a=False), DAYS, None)
    assert judged.waits_for == ("kind", "b")
    assert [reason.fact for reason in judged.reasons] == ["kind", "b"]
    decided = judge(Condition.model_validate(table), facts(a=True), DAYS, None)
    assert (decided.holds, [reason.fact for reason in decided.reasons]) == (True, ["a"])
    not_yet = judge(Condition.model_validate(table), facts(a=True), DAYS, None, "unless")
    assert (not_yet.holds, not_yet.waits_for) == (None, ("kind",))


def test_all_conditions_of_an_exception_are_judged_as_exceptions(law: LawBook) -> None:
    limited = Condition.model_validate({"fact": "so", "is": True, "only": {"fact": "kind", "is": "phone"}})
    assert all_hold([limited], facts(kind="food", so=True), law)[0] is True
    assert all_hold([limited], facts(kind="food", so=True), law, "unless")[0] is False


@pytest.mark.parametrize(
    ("needed", "excepted", "applied"),
    [
        ((), (), True),
        ((True,), (), True),
        ((True, False), (), False),
        ((True, None), (), None),
        ((), (True,), False),
        ((), (False,), True),
        ((), (None,), None),
        ((True,), (False, False), True),
        ((True,), (False, True), False),
        ((None,), (True,), False),
        ((False,), (None,), False),
        ((True,), (None,), None),
    ],
)
def test_something_is_for_the_case_when_all_that_it_needs_holds_and_no_exception_does(
    needed, excepted, applied
) -> None:
    def written(kind: str, answers: tuple[bool | None, ...]) -> list[Condition]:
        return [Condition.model_validate({"fact": f"{kind}{n}", "is": True}) for n in range(len(answers))]

    known = {f"n{n}": one for n, one in enumerate(needed)} | {f"e{n}": one for n, one in enumerate(excepted)}
    said = facts(**{name: one for name, one in known.items() if one is not None})
    assert applies(written("n", needed), written("e", excepted), said, DAYS) is applied


def test_what_is_limited_to_some_cases_applies_to_the_others() -> None:
    limited = [Condition.model_validate({"fact": "so", "is": True, "only": {"fact": "kind", "is": "phone"}})]
    assert applies(limited, (), facts(kind="food", so=False), DAYS) is True
    assert applies((), limited, facts(kind="food", so=True), DAYS) is True
    assert applies((), limited, facts(kind="phone", so=True), DAYS) is False


# Why, and what an answer could change


def test_a_reason_says_what_was_wanted_and_what_was_found() -> None:
    day, span = date(2026, 6, 1), {"after": "got_on", "count": 7, "unit": "natural_day"}
    for test, value, wanted in (
        ({"is": "food"}, "bag", "food"),
        ({"is": False}, True, False),
        ({"in": ["food", "bag"]}, "tea", ("food", "bag")),
        ({"has": "a"}, ("b",), "a"),
        ({"at_least": 3}, Decimal(2), Decimal(3)),
        ({"at_most": 3}, Decimal(4), Decimal(3)),
        ({"before": day}, day, day),
        ({"after": day}, day, day),
        ({"before": "got_on"}, date(2026, 6, 10), date(2026, 6, 10)),
        ({"within": span}, date(2026, 6, 18), date(2026, 6, 17)),
        ({"beyond": span}, day, date(2026, 6, 17)),
    ):
        judged = judge(
            Condition.model_validate({"fact": "x", **test}), facts(x=value, got_on=date(2026, 6, 10)), DAYS, None
        )
        (kind,) = test
        assert judged.reasons == (Reason("x", kind, wanted, value, False, None),)
    ranged = judge(Condition.model_validate({"fact": "x", "within": span}), facts(x=day, got_on=SOME_DAY), DAYS, None)
    assert ranged.reasons[0].wanted == DayRange(date(2026, 6, 17), date(2026, 6, 27))


@pytest.mark.parametrize(
    ("test", "known", "tried"),
    [
        ({"is": True}, {}, (True, False)),
        ({"is": False}, {}, (False, True)),
        ({"is": "food"}, {}, ("food", "not-food")),
        ({"is": 3}, {}, (3, 4)),
        ({"is": date(2026, 6, 1)}, {}, (date(2026, 6, 1), date(2026, 5, 31), date(2026, 6, 2))),
        ({"in": ["food", "bag"]}, {}, ("food", "bag", "not-food")),
        ({"in": [date(2026, 6, 1), date(2026, 7, 1)]}, {}, (date(2026, 6, 1), date(2026, 7, 1), date(2026, 6, 2))),
        ({"has": "a"}, {}, (("a",), ())),
        ({"at_least": 3}, {}, (Decimal(3), Decimal(2))),
        ({"at_most": 3}, {}, (Decimal(3), Decimal(4))),
        ({"before": date(2026, 6, 1)}, {}, (date(2026, 6, 1), date(2026, 5, 31), date(2026, 6, 2))),
        ({"after": "got_on"}, {"got_on": SOME_DAY}, (date(2026, 6, 9), date(2026, 6, 10), date(2026, 6, 20), date(2026, 6, 21))),
        ({"after": "got_on"}, {}, ()),
    ],
)  # fmt: skip
def test_answers_are_tried_on_both_sides_of_what_is_wanted(test, known, tried) -> None:
    written = Condition.model_validate({"fact": "x", **test}).tests[0]
    assert values_to_try(written, known, DAYS) == tried


def test_a_fact_is_open_while_unknown_or_known_only_as_a_range_of_days() -> None:
    known = facts(day=date(2026, 6, 1), month=SOME_DAY, no=False).values
    assert [name for name in ("day", "month", "no", "nothing") if is_open(name, known)] == ["month", "nothing"]
    waiting = judge(
        Condition.model_validate({"fact": "month", "before": date(2026, 6, 15)}), facts(month=SOME_DAY), DAYS, None
    )
    assert waiting.waits_for == ("month",)


any_truth = st.sampled_from([True, False, None])


@given(any_truth, st.lists(any_truth, min_size=1, max_size=4), st.sampled_from(["when", "unless"]))
def test_what_is_judged_while_something_is_unknown_stays_so_whatever_the_answer(concerned, answers, role) -> None:
    table = {"any": [{"fact": f"f{n}", "is": True} for n in range(len(answers))], "only": {"fact": "kind", "is": True}}
    condition, every = Condition.model_validate(table), ["kind", *(f"f{n}" for n in range(len(answers)))]
    known = {name: value for name, value in zip(every, [concerned, *answers], strict=True) if value is not None}
    judged = judge(condition, facts(**known), DAYS, None, role)
    unknown = [name for name in every if name not in known]
    outcomes = set()
    for answered in itertools.product([True, False], repeat=len(unknown)):
        whole = {**known, **dict(zip(unknown, answered, strict=True))}
        by_person = any(whole[name] for name in every[1:])
        by_person = (not whole["kind"] or by_person) if role == "when" else (whole["kind"] and by_person)
        outcomes.add(judge(condition, facts(**whole), DAYS, None, role).holds)
        assert truth(condition, whole, DAYS, role) is by_person
    assert judged.holds is (outcomes.pop() if len(outcomes) == 1 else None)


days_or_ranges = st.builds(
    lambda first, length: one_or_range(first, first + timedelta(days=length)),
    st.dates(date(2026, 6, 1), date(2026, 6, 12)),
    st.integers(0, 5),
)


@given(days_or_ranges, days_or_ranges, st.sampled_from(["before", "after", "within", "beyond"]), st.integers(0, 4))
def test_a_range_is_judged_as_all_of_its_days_would_be(found, other, kind, count) -> None:
    edge = "other" if kind in ("before", "after") else {"after": "other", "count": count, "unit": "natural_day"}
    table = {"fact": "x", kind: edge}
    each = {holds(table, x=one, other=another) for one in all_days(found) for another in all_days(other)}
    assert holds(table, x=found, other=other) is (each.pop() if len(each) == 1 else None)


def all_days(days: date | DayRange) -> list[date]:
    if isinstance(days, date):
        return [days]
    return [days.first + timedelta(days=n) for n in range((days.last - days.first).days + 1)]
