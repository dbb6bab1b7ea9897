"""What was paid back counts once among the claims of one case, and a claim is put to whoever owes it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from consumer_app.domain.case import Case, Demand
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.demands import demands_for
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.judging.findings import Amount, ClaimFound, SumItem
from consumer_app.domain.judging.repaid import repaid_once
from consumer_app.domain.law import LawBook

TODAY = date(2026, 11, 30)


def asked(name: str, price: str, repaid: str, **more: Any) -> ClaimFound:
    back = min(Decimal(price), Decimal(repaid))
    items = (
        SumItem("price", Decimal(price), "price"),
        SumItem("less", -back, "refunded", (Decimal(repaid),)),
    )
    parts = {"status": "settled", "never_with": (), "better": None, **more}
    amount = Amount("price", items, Decimal(price) - back)
    return ClaimFound(
        id=name, asks="refund", against="seller", day=None, basis=(), supports=(), amount=amount, why=(), missing=(),
        excluded_by=(), cautions=(), certainty="settled", **parts,
    )  # fmt: skip


def book_of(law: LawBook, **instead_of: tuple[str, ...]) -> LawBook:
    """The small law book with three claims for a refund, of which some stand in for others."""
    refund = law.claims["refund"]
    names = ("one", "two", "three")
    return replace(
        law, claims={name: refund.model_copy(update={"instead_of": instead_of.get(name, ())}) for name in names}
    )


def totals(law: LawBook, *claims: ClaimFound) -> list[Decimal | None]:
    return [one.amount.total if one.amount else None for one in repaid_once(claims, law)]


def test_what_came_back_is_taken_from_the_first_claim_and_not_again_from_the_next(law: LawBook) -> None:
    assert totals(book_of(law), asked("one", "300", "100"), asked("two", "80", "100")) == [Decimal(200), Decimal(80)]


def test_what_the_first_claim_leaves_of_it_is_taken_from_the_next(law: LawBook) -> None:
    assert totals(book_of(law), asked("one", "60", "100"), asked("two", "80", "100")) == [Decimal(0), Decimal(40)]


def test_three_claims_take_it_once_together(law: LawBook) -> None:
    claims = (asked("one", "60", "100"), asked("two", "30", "100"), asked("three", "50", "100"))
    assert totals(book_of(law), *claims) == [Decimal(0), Decimal(0), Decimal(40)]


def test_claims_that_are_never_had_together_subtract_it_each(law: LawBook) -> None:
    first, second = asked("one", "300", "100", never_with=("two",)), asked("two", "80", "100", never_with=("one",))
    assert totals(book_of(law), first, second) == [Decimal(200), Decimal(0)]


def test_a_claim_that_stands_in_for_another_subtracts_it_too(law: LawBook) -> None:
    claims = (asked("one", "300", "100"), asked("two", "180", "100"))
    assert totals(book_of(law, two=("one",)), *claims) == [Decimal(200), Decimal(80)]


def test_a_claim_that_is_still_open_takes_nothing_from_the_others(law: LawBook) -> None:
    assert totals(book_of(law), asked("one", "300", "100", status="open"), asked("two", "180", "100")) == [
        Decimal(200),
        Decimal(80),
    ]


def of_example(examples: Mapping[str, Example], name: str, **answers: Any) -> Case:
    case = examples[name].case
    return case.model_copy(update={"answers": {**case.answers, **answers}})


def test_what_the_airline_owes_is_not_asked_of_the_agent_who_sold_the_ticket(
    real_law: LawBook, examples: Mapping[str, Example]
) -> None:
    case = of_example(examples, "flight-delay-agent-sold-the-ticket")
    found = assess(case, real_law, TODAY)
    loss = found.claim("flight-delay-loss")
    assert loss is not None
    assert (loss.status, loss.against) == ("contested", "passenger_carrier")
    case = case.model_copy(update={"demands": (Demand(claim="flight-delay-loss"),)})
    to_agent = demands_for(case, found, real_law.channels["store"], real_law)
    to_airline = demands_for(case, found, real_law.channels["passenger-carrier"], real_law)
    assert "flight-delay-loss" not in [one.demand.claim for one in to_agent.asked]
    assert "flight-delay-loss" in [one.demand.claim for one in to_airline.asked]


def test_an_airline_that_sold_the_ticket_itself_is_the_seller(
    real_law: LawBook, examples: Mapping[str, Example]
) -> None:
    case = of_example(examples, "flight-delay-agent-sold-the-ticket", ticket_sold_by="carrier")
    loss = assess(case, real_law, TODAY).claim("flight-delay-loss")
    assert loss is not None
    assert loss.against == "seller"


def test_a_letter_to_one_who_is_no_business_does_not_end_with_the_shoppers_law(
    real_law: LawBook, examples: Mapping[str, Example]
) -> None:
    ends = {}
    for name in ("agent-favour-fake-bag", "agent-in-trade-fake-bag", "freight-insurance-refused-without-reason"):
        channels = assess(examples[name].case, real_law, examples[name].today).channels
        ends[name] = next(one.otherwise for one in channels if one.id == "store") or ""
    by_the_shoppers_law = [name for name, end in ends.items() if "消费者权益保护法" in end]
    assert by_the_shoppers_law == ["agent-in-trade-fake-bag"]


def test_who_sold_the_ticket_is_asked_while_it_decides_who_owes(
    real_law: LawBook, examples: Mapping[str, Example]
) -> None:
    case = of_example(examples, "flight-delay-agent-sold-the-ticket")
    unsaid = case.model_copy(update={"answers": {k: v for k, v in case.answers.items() if k != "ticket_sold_by"}})
    assert "ticket_sold_by" in [asked.fact for asked in assess(unsaid, real_law, TODAY).questions]
    assert "ticket_sold_by" not in [asked.fact for asked in assess(case, real_law, TODAY).questions]
