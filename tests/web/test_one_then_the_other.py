"""Whoever wants it exchanged or mended, and the money if that is not done, can say so: one demand, and the other in its stead."""

from typing import Any

from consumer_app.domain.case import Demand
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.demands import demands_for
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.judging.same_money import gives_money_back, keeps_the_contract
from consumer_app.domain.law import LawBook


def pairs(examples: dict[str, Example], book: LawBook) -> list[tuple[Example, str, str]]:
    """Examples in which the law gives the thing itself or the money, not both: with the two claims."""
    found = []
    for one in examples.values():
        claims = {each.id: each for each in assess(one.case, book, one.today).claims if each.status == "settled"}
        for slug, each in claims.items():
            others = [other for other in each.never_with if other in claims and gives_money_back(book.claims[other])]
            if keeps_the_contract(book.claims[slug]) and others and each.against == "seller":
                found.append((one, slug, others[0]))
                break
    return found


def test_the_money_is_asked_in_the_stead_of_the_thing_itself_and_counted_once(
    book: LawBook, examples: dict[str, Example]
) -> None:
    several = pairs(examples, book)
    assert len(several) >= 5
    for one, kept, back in several:
        for order in ((kept, back), (back, kept)):
            case = one.case.model_copy(update={"demands": tuple(Demand(claim=claim) for claim in order)})
            found = demands_for(case, assess(case, book, one.today), book.channels["store"], book)
            asked = [put.demand.claim for put in found.asked]
            if asked != [kept, back]:
                assert set(asked) != {kept, back}, asked
                continue
            if found.asked[1].amount is not None:
                assert found.alternatives == ((2, 1),)


def test_the_page_takes_both_and_the_letter_says_which_comes_first(
    visitor: Any, book: LawBook, examples: dict[str, Example]
) -> None:
    one, kept, back = pairs(examples, book)[0]
    visitor.begin(one.case.model_copy(update={"demands": (), "wishes": ("exchange", "refund"), "papers": ()}))
    saved = visitor.fill("/case/demands", claims=[kept, back])
    assert saved.status == 303
    words = visitor.get("/case/papers/letter/store").words
    assert "若第1项未履行，则" in words
