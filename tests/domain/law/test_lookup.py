"""Looking things up: what rests on an article, and what words find."""

from consumer_app import paths
from consumer_app.domain.law.lookup import offered_by, search, uses
from consumer_app.lawbook import load_law_book

BOOK = load_law_book(paths.LEGAL_REFS)


def test_every_claim_is_found_from_each_article_it_is_based_on() -> None:
    resting = uses(BOOK)
    for slug, claim in BOOK.claims.items():
        for cited in claim.every_basis():
            assert slug in resting[cited.statute, cited.article].basis_of


def test_a_claim_that_is_based_on_an_article_is_not_listed_as_merely_supported_by_it() -> None:
    assert not [place for place, found in uses(BOOK).items() if set(found.basis_of) & set(found.supports)]


def test_a_claim_knows_the_disputes_that_offer_it() -> None:
    for slug in BOOK.claims:
        assert all(slug in BOOK.disputes[dispute].claims for dispute in offered_by(slug, BOOK))


def test_an_empty_search_finds_nothing_and_case_does_not_matter() -> None:
    assert search("   ", BOOK).count == 0
    assert search("APP", BOOK) == search("app", BOOK)


def test_a_search_holds_all_words_of_the_query() -> None:
    for place in search("食品 赔偿", BOOK).articles:
        statute, number = place
        text = BOOK.statutes[statute].title + BOOK.statutes[statute].articles[number].text
        assert "食品" in text
        assert "赔偿" in text
