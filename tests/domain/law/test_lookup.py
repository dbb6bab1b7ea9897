"""Looking things up: what rests on an article, and what words find."""

from consumer_app.domain.law import LawBook
from consumer_app.domain.law.lookup import offered_by, search, uses


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
