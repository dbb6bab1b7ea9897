"""Looking things up: what rests on an article, and what words find."""

from dataclasses import replace

import pytest

from consumer_app.domain.law import Claim, LawBook
from consumer_app.domain.law.lookup import Hits, Uses, offered_by, search, uses


def test_every_claim_is_found_from_each_article_it_is_based_on(real_law: LawBook) -> None:
    resting = uses(real_law)
    for slug, claim in real_law.claims.items():
        for cited in claim.every_basis():
            assert slug in resting[cited.statute, cited.article].basis_of


def test_a_claim_that_is_based_on_an_article_is_not_listed_as_merely_supported_by_it(real_law: LawBook) -> None:
    assert not [place for place, found in uses(real_law).items() if set(found.basis_of) & set(found.supports)]


def test_a_claim_knows_the_disputes_that_offer_it(real_law: LawBook) -> None:
    for slug in real_law.claims:
        assert all(slug in real_law.disputes[dispute].claims for dispute in offered_by(slug, real_law))


def test_an_empty_search_finds_nothing_and_case_does_not_matter(real_law: LawBook) -> None:
    assert search("   ", real_law).count == 0
    assert search("APP", real_law) == search("app", real_law)


def test_a_search_holds_all_words_of_the_query(real_law: LawBook) -> None:
    for place in search("食品 赔偿", real_law).articles:
        statute, number = place
        text = real_law.statutes[statute].title + real_law.statutes[statute].articles[number].text
        assert "食品" in text
        assert "赔偿" in text


# By the small law


def test_what_rests_on_an_article_is_named_once_by_how_it_rests(law: LawBook) -> None:
    resting = uses(law)
    assert resting["shopper-law", "24"] == Uses(basis_of=("refund",))
    assert resting["food-law", "148"] == Uses(basis_of=("ten-times",), answers=("badly-stored",))
    assert resting["parcel-rules", "27"].basis_of == resting["parcel-rules", "28"].basis_of == ("carrier-pays",)
    assert ("food-law", "34") not in resting


def test_what_a_condition_or_a_claim_leans_on_supports_it_unless_it_is_its_basis(law: LawBook) -> None:
    food = {"fact": "goods_kind", "is": "food", "source": "food-law:34(1)"}
    own = {"fact": "bad_food", "is": True, "source": "shopper-law:24"}
    flaw = {"fact": "label_flaw", "is": True, "source": "food-law:148.1"}
    table = {"when": [food, own], "unless": [flaw], "supports": ["shopper-law:55"]}
    refund = Claim.model_validate({**law.claims["refund"].model_dump(by_alias=True, exclude_none=True), **table})
    resting = uses(replace(law, claims={"refund": refund, "other": law.claims["refund"]}))
    assert resting["food-law", "34"] == Uses(supports=("refund",))
    assert resting["shopper-law", "55"] == Uses(supports=("refund",))
    assert resting["shopper-law", "24"] == Uses(basis_of=("refund", "other"))
    assert resting["food-law", "148"] == Uses(supports=("refund",), answers=("badly-stored",))


def test_a_claim_is_offered_by_each_dispute_that_lists_it(law: LawBook) -> None:
    assert offered_by("refund", law) == ("bad-food",)
    assert offered_by("nothing", law) == ()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("食品", Hits(("bad-food",), ("ten-times",), (), (("food-law", "34"), ("food-law", "148")))),
        ("十倍", Hits((), ("ten-times",), (), ())),
        ("支付赔偿金", Hits((), ("ten-times", "three-times"), (), (("food-law", "148"),))),
        ("保存不当", Hits((), (), ("badly-stored",), ())),
        ("按包装存放", Hits((), (), ("badly-stored",), ())),
        ("丢", Hits(("lost-parcel",), (), (), ())),
        ("包裹不见了", Hits(("lost-parcel",), (), (), ())),
        ("148", Hits((), (), (), (("food-law", "148"),))),
        ("国务院", Hits((), (), (), ())),
        ("食品 变质", Hits(("bad-food",), (), (), ())),
        ("食品 丢", Hits((), (), (), ())),
        ("  ", Hits((), (), (), ())),
    ],
)
def test_a_search_looks_into_names_words_and_articles(law: LawBook, query: str, expected: Hits) -> None:
    found = search(query, law)
    assert (found.disputes, found.claims, found.excuses) == (expected.disputes, expected.claims, expected.excuses)
    assert sorted(found.articles) == sorted(expected.articles)
    assert (
        found.count
        == expected.count
        == sum(map(len, (expected.disputes, expected.claims, expected.excuses, expected.articles)))
    )


def test_a_search_looks_into_the_ground_of_a_claim_in_upper_and_lower_case(law: LawBook) -> None:
    refund = law.claims["refund"].model_copy(update={"ground": "依据APP内的约定"})
    book = replace(law, claims={"refund": refund, "bare": law.claims["refund"]})
    assert search("app", book).claims == search("APP", book).claims == ("refund",)


def test_only_so_many_articles_are_shown(law: LawBook) -> None:
    assert len(search("法", law).articles) > 2
    assert search("法", law, most=2).articles == search("法", law).articles[:2]
    many = law.statutes["food-law"].model_copy(
        update={"articles": {str(n): law.statutes["food-law"].articles["34"] for n in range(1, 50)}}
    )
    assert len(search("禁止", replace(law, statutes={"food-law": many})).articles) == 40
