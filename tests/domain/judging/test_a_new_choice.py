"""A choice that is added to a fact of the law book changes no example, and is treated like its ordinary neighbours."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import Claim, LawBook
from consumer_app.domain.law.walk import conditions_of
from tests.conftest import Judged

Examples = Mapping[str, Example]
GOODS, TROUBLE = "goods_kind", "food_trouble"
NEW_GOODS, NEW_TROUBLE = "instrument", "allergen_unsaid"


def with_choice(book: LawBook, fact: str, choice: str, words: str) -> LawBook:
    """The book with one more choice of that fact, of which no entry knows."""
    definition = book.facts[fact]
    longer = definition.model_copy(update={"choices": {**definition.choices, choice: words}})
    return replace(book, facts={**book.facts, fact: longer})


@pytest.fixture(scope="module")
def with_instruments(real_law: LawBook) -> LawBook:
    return with_choice(real_law, GOODS, NEW_GOODS, "乐器")


@pytest.fixture(scope="module")
def with_allergens(real_law: LawBook) -> LawBook:
    return with_choice(real_law, TROUBLE, NEW_TROUBLE, "没有写明过敏原")


def having_bought(kind: str, case: Case) -> Case | None:
    """The case with goods of that kind; None where it does not say what was bought."""
    lines = tuple(line.model_copy(update={"goods_kind": kind}) for line in case.order.lines if line.goods_kind)
    if not lines and not case.answers.get(GOODS):
        return None
    answers = {**case.answers, GOODS: kind} if case.answers.get(GOODS) else case.answers
    order = case.order.model_copy(update={"lines": lines}) if lines else case.order
    return case.model_copy(update={"answers": answers, "order": order})


def with_goods(examples: Examples, every: int) -> Iterator[tuple[str, Example, Case]]:
    """Every example, or one of so many, that says what was bought, with the case as if it had been an instrument."""
    for slug, example in list(examples.items())[::every]:
        if (case := having_bought(NEW_GOODS, example.case)) is not None:
            yield slug, example, case


def names(claim: Claim, kind: str) -> bool:
    """Whether a condition of the claim names that kind of goods: then it is meant, and a new kind is not."""
    tests = [test for _, condition in conditions_of(claim) for test in condition.every_test if test.fact == GOODS]
    return any(kind in (test.in_ or (test.is_,)) for test in tests)


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.drill)])
def test_no_example_changes(
    every: int, with_instruments: LawBook, with_allergens: LawBook, examples: Examples, judged: Judged
) -> None:
    """That nothing comes out otherwise than the example expects is asked of the law book itself."""
    for slug, example in list(examples.items())[::every]:
        for book in (with_instruments, with_allergens):
            assert assess(example.case, book, example.today) == judged(slug), slug


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.drill)])
def test_a_new_kind_of_goods_is_judged_like_the_ordinary_ones(
    every: int, real_law: LawBook, with_instruments: LawBook, examples: Examples
) -> None:
    compared = dict.fromkeys(("toy", "bag"), 0)
    for slug, example, case in with_goods(examples, every):
        new = assess(case, with_instruments, example.today)
        for ordinary in compared:
            neighbour = having_bought(ordinary, example.case)
            assert neighbour is not None
            old = assess(neighbour, with_instruments, example.today)
            for claim in old.claims:
                if not names(real_law.claims[claim.id], ordinary):
                    found = new.claim(claim.id)
                    assert found is not None
                    assert (claim.id, found.status, found.amount) == (claim.id, claim.status, claim.amount), slug
                    compared[ordinary] += 1
            assert [(c.id, c.open) for c in new.channels] == [(c.id, c.open) for c in old.channels], slug
            assert {excuse.id for excuse in new.excuses} == {excuse.id for excuse in old.excuses}, slug
    assert min(compared.values()) > 1000 / every


def test_a_new_trouble_with_food_waits_for_proof_and_for_nothing_that_is_of_other_troubles(
    with_allergens: LawBook, examples: Examples
) -> None:
    answers = {"for_living": True, "seller_is_business": True, GOODS: "food", TROUBLE: NEW_TROUBLE}
    example = examples["mouldy-bread-in-shelf-life"]
    case = Case.model_validate(
        {"v": 1, "disputes": ["spoiled-food"], "answers": {**answers, "bought_on": "2026-06-01"}}
    )
    refund = assess(case, with_allergens, example.today).claim("food-refund")
    assert refund is not None
    assert (refund.status, [missing.fact for missing in refund.missing]) == ("open", ["food_below_standard"])
    proven = case.model_copy(update={"answers": {**case.answers, "food_below_standard": True}})
    refund = assess(proven, with_allergens, example.today).claim("food-refund")
    assert refund is not None
    assert refund.status == "settled"
