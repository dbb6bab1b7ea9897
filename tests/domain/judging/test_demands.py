"""Every demand of a case is asked of a channel, left out with its reason, or asked elsewhere: exactly once; and sums are added once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.case import EMPTY_CASE, Case, Demand
from consumer_app.domain.judging.demands import Demands, Put, cannot_handle, demands_for, why_not_handled
from consumer_app.domain.judging.findings import Amount, Assessment, ClaimFound, Status
from consumer_app.domain.law import Channel, Claim, LawBook, Platform, Respondent

TODAY = date(2026, 6, 10)
RESPONDENTS: tuple[Respondent, ...] = get_args(Respondent)


def entry(against: Respondent = "seller", asks: str = "refund", **parts: Any) -> Claim:
    table = {
        "title": "x",
        "asks": asks,
        "against": against,
        "day": "bought_on",
        "request": "x",
        "ground": "x",
        "basis": ["shopper-law:24"],
    }
    return Claim.model_validate({**table, **parts})


def found(
    name: str, status: Status = "settled", total: str | None = "10", high: str | None = None, **more: Any
) -> ClaimFound:
    amount = None if total is None else Amount("price", (), Decimal(total), None if high is None else Decimal(high))
    return replace(
        ClaimFound(name, "refund", "seller", status, None, (), (), amount, (), (), (), (), None, (), "settled"), **more
    )


def assessment(*claims: ClaimFound) -> Assessment:
    return Assessment(TODAY, (), claims, (), (), (), (), ())


def channel(**parts: Any) -> Channel:
    return Channel.model_validate(
        {"title": "x", "kind": "regulator", "rank": 1, "addressee": "x", "voice": "business", "plain": "x", **parts}
    )


def case(*demands: Demand, roles: tuple[str, ...] = ("seller",), platform: str | None = None) -> Case:
    parties = [
        {"id": f"p{n}", "role": role, "platform": platform if role == "platform" else None}
        for n, role in enumerate(roles)
    ]
    return Case.model_validate(
        {"v": EMPTY_CASE.v, "parties": parties, "demands": [one.model_dump() for one in demands]}
    )


Book = Callable[..., LawBook]


@pytest.fixture
def book(law: LawBook) -> Book:
    return lambda platforms=None, **claims: replace(law, claims=claims, platforms=platforms or {})


def names(demands: Demands) -> tuple[list[str | None], list[tuple[str, str]], list[str | None]]:
    """What is asked, what is left out and why, and what of it is asked elsewhere."""
    return (
        [put.demand.claim or put.demand.text for put in demands.asked],
        [(left.claim or left.text or "", left.why) for left in demands.left_out],
        [put.demand.claim for put in demands.elsewhere],
    )


# What is asked


def test_without_a_choice_what_is_settled_and_does_not_exclude_each_other_is_asked(book: Book) -> None:
    law = book(a=entry(), b=entry(), c=entry(), d=entry(), e=entry())
    judged = assessment(
        found("a", total="5"),
        found("b", never_with=("a",)),
        found("c", better="a"),
        found("d", "open"),
        found("e", total="2", high="8"),
    )
    demands = demands_for(case(), judged, None, law)
    assert names(demands) == (["a", "e"], [], [])
    assert not demands.chosen
    assert [(put.demand.amount, put.amount, put.place) for put in demands.asked] == [(5, 5, None), (None, None, None)]
    assert [put.entry for put in demands.asked] == [law.claims["a"], law.claims["e"]]
    assert [put.found and put.found.id for put in demands.asked] == ["a", "e"]


def test_what_was_chosen_is_asked_with_the_sum_chosen_or_else_what_the_law_gives(book: Book) -> None:
    law = book(a=entry(), b=entry(), c=entry())
    judged = assessment(found("a"), found("b", "open", "7"), found("c", total="2", high="8"))
    chosen = case(
        Demand(claim="a", amount=Decimal(3)), Demand(claim="b"), Demand(claim="c"), Demand(text="道歉"),
        Demand(text="赔我", amount=Decimal(1)), Demand(claim="c", amount=Decimal(0)),
    )  # fmt: skip
    demands = demands_for(chosen, judged, None, law)
    assert demands.chosen
    assert [put.amount for put in demands.asked] == [3, 7, None, 0, None, 1]
    assert [put.place for put in demands.asked] == [0, 1, 2, 5, 3, 4]
    assert (demands.asked[4].entry, demands.asked[4].found) == (None, None)


def test_only_the_claims_named_are_asked_whatever_was_chosen(book: Book) -> None:
    law = book(a=entry(), b=entry())
    demands = demands_for(case(Demand(claim="b")), assessment(found("a"), found("b")), None, law, ("a",))
    assert names(demands) == (["a"], [], [])
    assert demands.chosen
    assert demands.asked[0].place is None
    unchosen = demands_for(case(), assessment(found("a"), found("b")), None, law, ("b",))
    assert (names(unchosen), unchosen.chosen) == ((["b"], [], []), True)


def test_nothing_to_ask_is_no_choice(book: Book) -> None:
    demands = demands_for(case(), assessment(), None, book())
    assert (names(demands), demands.chosen, demands.total) == (([], [], []), False, None)


def test_what_the_law_excludes_is_left_out_everywhere(book: Book) -> None:
    law = book(a=entry("maker"), b=entry())
    demands = demands_for(
        case(Demand(claim="a"), Demand(claim="b")), assessment(found("a", "excluded"), found("b")), None, law
    )
    assert names(demands) == (["b"], [("a", "excluded")], [])


def test_a_claim_that_the_book_has_no_more_is_asked_in_its_words(book: Book) -> None:
    demands = demands_for(case(Demand(claim="gone", text="旧的")), assessment(), channel(cannot=["refund"]), book())
    assert names(demands) == (["gone"], [], [])
    unjudged = demands_for(case(Demand(claim="a")), assessment(), None, book(a=entry()))
    assert (names(unjudged), unjudged.asked[0].amount) == ((["a"], [], []), None)


# Which channel takes it


def test_what_a_channel_cannot_handle_is_left_out(book: Book) -> None:
    law = book(a=entry(asks="apology"), b=entry())
    demands = demands_for(
        case(Demand(claim="a"), Demand(claim="b")), assessment(found("a"), found("b")), channel(cannot=["apology"]), law
    )
    assert names(demands) == (["b"], [("a", "not_handled")], [])


def test_the_platform_s_own_channel_keeps_to_the_platform_s_rules(book: Book) -> None:
    rules = {"taobao": Platform.model_validate({"title": "淘宝", "cannot": ["apology"]})}
    law = book(rules, a=entry())
    bought_there = case(roles=("seller", "platform"), platform="taobao")
    platform, court = channel(kind="platform", cannot=["punitive"]), channel(kind="court", cannot=["stop"])
    assert cannot_handle(platform, bought_there, law) == ("punitive", "apology")
    assert cannot_handle(court, bought_there, law) == ("stop",)
    assert cannot_handle(platform, case(), law) == ("punitive",)
    assert cannot_handle(platform, case(roles=("platform",)), law) == ("punitive",)
    assert cannot_handle(platform, case(roles=("platform",), platform="gone"), law) == ("punitive",)
    assert cannot_handle(None, bought_there, law) == ()


def test_why_it_is_not_handled_is_said_by_the_platform_whose_rule_it_is_or_else_by_the_channel(book: Book) -> None:
    rules = {
        "taobao": Platform.model_validate({"title": "淘宝", "cannot": ["apology"], "cannot_why": "淘宝不处理道歉。"}),
        "silent": Platform.model_validate({"title": "某网", "cannot": ["apology"]}),
    }
    law, there = book(rules), channel(kind="platform", cannot=["punitive"], cannot_why="平台不处理赔偿金。")
    on = {name: case(roles=("platform",), platform=name) for name in ("taobao", "silent", "gone")}
    sorry, more = entry(asks="apology"), entry(asks="punitive")
    assert why_not_handled(there, sorry, on["taobao"], law) == "淘宝不处理道歉。"
    assert why_not_handled(there, more, on["taobao"], law) == "平台不处理赔偿金。"
    for elsewhere in (on["silent"], on["gone"], case()):
        assert why_not_handled(there, sorry, elsewhere, law) == "平台不处理赔偿金。"
    assert why_not_handled(channel(kind="court"), sorry, on["taobao"], law) is None


@pytest.mark.parametrize(
    ("against", "reaches", "roles", "asked"),
    [
        ("seller", [], (), True),
        ("seller", ["maker"], ("seller",), False),
        ("maker", ["maker"], (), True),
        ("maker", [], (), False),
        ("maker", [], ("maker",), True),
        ("platform", [], ("platform",), True),
        ("platform", [], (), False),
        ("platform", ["platform"], (), True),
        ("carrier", ["seller", "carrier"], (), True),
    ],
)
def test_a_channel_reaches_those_it_names_or_the_seller_and_whoever_is_a_party(
    book: Book, against, reaches, roles, asked
) -> None:
    demands = demands_for(
        case(Demand(claim="a"), roles=roles), assessment(found("a")), channel(reaches=reaches), book(a=entry(against))
    )
    assert names(demands)[:2] == ((["a"], []) if asked else ([], [("a", "other_respondent")]))


def test_what_is_asked_of_the_platform_beside_a_business_goes_to_the_platform_alone(book: Book) -> None:
    law = book(a=entry(), p=entry("platform"))
    both, judged = (
        case(Demand(claim="a"), Demand(claim="p"), roles=("seller", "platform")),
        assessment(found("a"), found("p")),
    )
    assert names(demands_for(both, judged, channel(), law)) == (["a"], [("p", "other_respondent")], [])
    assert names(demands_for(both, judged, channel(reaches=["platform"]), law)) == (
        ["p"],
        [("a", "other_respondent")],
        ["a"],
    )
    alone = case(Demand(claim="p"), roles=("seller", "platform"))
    assert names(demands_for(alone, judged, channel(), law)) == (["p"], [], [])
    assert names(demands_for(both, judged, None, law)) == (["a", "p"], [], [])


@pytest.mark.parametrize(
    ("reaches", "total", "elsewhere"),
    [
        (["seller"], "10", ["m"]),
        (["seller"], None, []),
        (["seller", "carrier"], None, ["m"]),
        (["seller", "carrier"], "10", ["m"]),
        ([], None, ["m"]),
    ],
)
def test_a_sum_asked_of_another_business_is_told_and_other_wishes_where_several_are_reached(
    book: Book, reaches, total, elsewhere
) -> None:
    chosen, judged = case(Demand(claim="m")), assessment(found("m", total=total))
    demands = demands_for(chosen, judged, channel(reaches=reaches), book(m=entry("maker")))
    assert names(demands) == ([], [("m", "other_respondent")], elsewhere)


any_entry = st.builds(entry, st.sampled_from(RESPONDENTS), st.sampled_from(["refund", "apology"]))
any_finding = st.tuples(st.sampled_from(["settled", "open", "excluded"]), st.sampled_from([None, "5"]))


@given(
    st.lists(st.tuples(any_entry, any_finding, st.sampled_from(["chosen", "own words", "not"])), max_size=6),
    st.lists(st.sampled_from(RESPONDENTS), unique=True, max_size=3),
    st.booleans(),
    st.sets(st.sampled_from(["seller", "maker", "platform"])),
)
def test_every_demand_is_asked_or_left_out_exactly_once(law: LawBook, claims, reaches, cannot, roles) -> None:
    entries = {f"c{n}": one for n, (one, _, _) in enumerate(claims)}
    judged = assessment(*(found(f"c{n}", status, total) for n, (_, (status, total), _) in enumerate(claims)))
    chosen = [
        Demand(claim=f"c{n}") if how == "chosen" else Demand(text=f"t{n}")
        for n, (_, _, how) in enumerate(claims)
        if how != "not"
    ]
    told = case(*chosen, roles=tuple(sorted(roles)))
    there = channel(reaches=reaches, cannot=["apology"] if cannot else [])
    demands = demands_for(told, judged, there, replace(law, claims=entries))
    asked, left, elsewhere = names(demands)
    wanted = [one.claim or one.text for one in chosen] or [one.id for one in judged.claims if one.status == "settled"]
    assert sorted([*asked, *(name for name, _ in left)], key=str) == sorted(wanted, key=str)
    assert set(elsewhere) <= {name for name, why in left if why == "other_respondent"}
    status = {one.id: one.status for one in judged.claims}
    assert all(status[name] == "excluded" for name, why in left if why == "excluded")
    assert not [name for name in asked if name in status and status[name] == "excluded"]
    assert all(why != "not_handled" or entries[name].asks == "apology" for name, why in left)
    if reaches:
        assert all(put.entry.against in reaches for put in demands.asked if put.entry)
    main = [put.place for put in demands.asked if put.entry and put.entry.asks == "refund"]
    assert main == sorted(main) if chosen else True
    last = [put.entry.asks if put.entry else "words" for put in demands.asked]
    assert last == sorted(last, key=["refund", "apology", "words"].index)


# Sums


def together(*asked: tuple[str, str | None, tuple[str, ...]]) -> Demands:
    """Demands of these sums, each with the claims that come before it."""
    puts = (
        Put(Demand(claim=name), entry(instead_of=list(firsts)), None, None if amount is None else Decimal(amount), n)
        for n, (name, amount, firsts) in enumerate(asked)
    )
    return Demands(tuple(puts), (), True)


@pytest.mark.parametrize(
    ("asked", "alternatives", "uncounted", "total"),
    [
        ((), (), (), None),
        ((("a", None, ()),), (), (), None),
        ((("a", "5", ()), ("b", "7", ())), (), (), "12"),
        ((("a", "0", ()),), (), (), "0"),
        ((("a", "5", ()), ("b", "7", ("a",))), ((2, 1),), (2,), "5"),
        ((("a", "5", ("b",)), ("b", "7", ())), ((1, 2),), (1,), "7"),
        ((("a", None, ()), ("b", "7", ("a",))), ((2, 1),), (), "7"),
        ((("a", None, ()), ("b", "7", ("a",)), ("c", "3", ())), ((2, 1),), (2,), "3"),
        ((("a", None, ()), ("b", "7", ("a",)), ("c", "3", ("b", "a"))), ((2, 1), (3, 2)), (3,), "7"),
        ((("a", None, ()), ("b", None, ()), ("c", "3", ("b", "a"))), ((3, 1),), (), "3"),
        ((("a", "5", ()), ("b", "7", ("gone",))), (), (), "12"),
        ((("a", "5", ()), ("b", None, ("a",))), (), (), "5"),
    ],
)
def test_what_stands_in_for_another_sum_is_shown_and_not_added(asked, alternatives, uncounted, total) -> None:
    demands = together(*asked)
    assert demands.alternatives == alternatives
    assert demands.uncounted == uncounted
    assert demands.total == (None if total is None else Decimal(total))


def test_a_wish_in_words_stands_in_for_nothing_but_its_sum_counts() -> None:
    words = Put(Demand(text="赔我", amount=Decimal(2)), None, None, Decimal(2), 0)
    demands = replace(together(("a", "5", ())), asked=(words, *together(("a", "5", ())).asked))
    assert (demands.alternatives, demands.uncounted, demands.total) == ((), (), 7)


def test_a_sum_stands_in_for_no_claim_that_the_book_has_no_more() -> None:
    gone = Put(Demand(claim="gone", amount=Decimal(2)), None, None, Decimal(2), 0)
    (instead,) = together(("a", "5", ("gone",))).asked
    demands = Demands((gone, instead), (), True)
    assert (demands.alternatives, demands.total) == ((), 7)


sums = st.lists(st.sampled_from([None, "1", "5"]), max_size=5)


@given(sums, st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4))))
def test_the_total_is_of_sums_that_are_counted_and_there_is_one_where_any_is_asked(amounts, pairs) -> None:
    firsts = {n: tuple(f"c{first}" for one, first in sorted(pairs) if one == n and first < one) for n in range(5)}
    demands = together(*((f"c{n}", amount, firsts[n]) for n, amount in enumerate(amounts)))
    asked = {n: Decimal(amount) for n, amount in enumerate(amounts, 1) if amount is not None}
    assert set(demands.uncounted) <= set(asked)
    counted = set(asked) - set(demands.uncounted)
    assert demands.total == (sum(asked[n] for n in counted) if asked else None)
    assert bool(counted) is bool(asked)
    assert all(1 <= first < one for one, first in demands.alternatives)
