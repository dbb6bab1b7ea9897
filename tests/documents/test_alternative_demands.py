"""What is asked only if something else is not done is worded and shown, but never added to what is asked first."""

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest

from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.domain.case import Case, Demand
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.demands import demands_for
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook

Asked = Callable[..., tuple[Decimal | None, tuple[tuple[int, int], ...]]]


@pytest.fixture
def asked(book: LawBook, examples: Mapping[str, Example]) -> Asked:
    """The total of a story with these demands chosen, and which demand stands in for which."""

    def of(slug: str, *chosen: str) -> tuple[Decimal | None, tuple[tuple[int, int], ...]]:
        story = examples[slug]
        case = story.case.model_copy(update={"demands": tuple(Demand(claim=claim) for claim in chosen)})
        given = demands_for(case, assess(case, book, story.today), book.channels["store"], book)
        return given.total, given.alternatives

    return of


def test_the_price_back_in_case_the_exchange_fails_is_not_added_to_the_freight(asked: Asked) -> None:
    assert asked("dented-appliance", "transport-exchange", "promised-return", "return-freight") == (
        Decimal("46.00"),
        ((2, 1),),
    )


def test_the_price_back_counts_when_no_exchange_isasked(asked: Asked) -> None:
    assert asked("dented-appliance", "promised-return", "return-freight") == (Decimal("945.00"), ())


def test_when_every_sum_is_asked_in_the_alternative_the_total_is_theirs(asked: Asked) -> None:
    assert asked("cancelled-order", "perform-order", "price-difference-market") == (Decimal("600.00"), ((2, 1),))


def test_accessories_are_never_added_to_the_difference_that_would_buy_the_phone_they_fit(asked: Asked) -> None:
    assert asked("cancelled-order", "perform-order", "price-difference-market", "order-reliance-costs") == (
        Decimal("600.00"),
        ((2, 1), (3, 2)),
    )
    assert asked("cancelled-order", "order-reliance-costs", "price-difference-market", "perform-order") == (
        Decimal("600.00"),
        ((2, 1), (3, 2)),
    )
    assert asked("cancelled-order", "perform-order", "order-reliance-costs") == (Decimal("128.00"), ((2, 1),))


def test_a_sum_that_a_court_fixes_within_a_range_is_never_a_figure_of_the_letter(
    book: LawBook, examples: Mapping[str, Example]
) -> None:
    story = examples["tour-stranded"]
    found = assess(story.case, book, story.today)
    ranged = found.claim("tour-refusal-punitive")
    assert ranged is not None
    assert ranged.amount is not None
    assert ranged.amount.high == 3 * ranged.amount.total
    chosen = [
        {"claim": claim.id} for claim in found.claims if claim.status in ("settled", "contested") and not claim.better
    ]
    case = Case.model_validate({**story.case.model_dump(mode="json"), "demands": chosen})
    given = LetterMaterial(case, found, book, channel_id="store").demands
    (asked,) = (one for one in given.asked if one.claim == "tour-refusal-punitive")
    assert asked.amount is None
    assert "人民币" not in asked.text
    assert given.total == sum(one.amount for one in given.asked if one.amount is not None)
