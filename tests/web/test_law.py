"""The law book as readers see it: every page opens, every citation leads to its words, a search finds them."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from consumer_app.domain.law import LawBook


@pytest.fixture(scope="module")
def entries(real_law: LawBook) -> tuple[str, ...]:
    """The address of every entry's page."""
    return (
        *(f"/law/disputes/{slug}" for slug in real_law.disputes),
        *(f"/law/claims/{slug}" for slug in real_law.claims),
        *(f"/law/excuses/{slug}" for slug in real_law.excuses),
        *(f"/law/statutes/{slug}" for slug in real_law.statutes),
    )


@pytest.fixture
def app(site: Flask) -> Flask:
    """The site for pytest-flask's ``client``."""
    return site


@pytest.fixture
def read(client: FlaskClient) -> Callable[[str], str]:
    """The HTML of a page that must open."""

    def get(path: str) -> str:
        answer = client.get(path)
        assert answer.status_code == 200, path
        return answer.text

    return get


def test_every_entry_of_the_law_book_has_its_page(read: Callable[[str], str], entries: tuple[str, ...]) -> None:
    for path in entries:
        assert "<h1>" in read(path), path


def test_every_link_to_an_article_leads_to_that_article(
    read: Callable[[str], str], real_law: LawBook, entries: tuple[str, ...]
) -> None:
    anchors = {slug: set(re.findall(r'id="art-(\d+)"', read(f"/law/statutes/{slug}"))) for slug in real_law.statutes}
    followed = 0
    for path in entries:
        for slug, number in re.findall(r'href="/law/statutes/([a-z0-9-]+)#art-(\d+)"', read(path)):
            assert number in anchors[slug], f"{path} leads to {slug} {number}"
            followed += 1
    assert followed > len(real_law.claims)


def test_a_statute_says_since_when_it_is_in_force_where_it_comes_from_and_which_claims_use_it(
    read: Callable[[str], str], real_law: LawBook
) -> None:
    page = read("/law/statutes/food-safety-law")
    assert real_law.statutes["food-safety-law"].source in page
    assert "2026年" in page[page.index("核对日期") :][:120]
    article = page[page.index('id="art-148"') :]
    assert "/law/claims/food-punitive-maker" in article[: article.index("</section>")]


def test_what_a_letter_should_not_say_is_shown_with_examples_why_and_what_to_write_instead(
    read: Callable[[str], str], real_law: LawBook
) -> None:
    page = read("/law/wording")
    for rules in real_law.wording.values():
        for rule in rules:
            assert escape(rule.why) in page
            assert escape(rule.instead) in page
            assert all(f"「{escape(sentence)}」" in page for sentence in (*rule.hears, *rule.passes))
    assert "/law/statutes/criminal-law#art-274" in page
    assert 'href="/law/wording"' in read("/law")


def test_a_search_finds_disputes_claims_and_articles_by_their_words(read: Callable[[str], str]) -> None:
    page = read("/law?q=签收")
    assert "/law/disputes/transport-damage" in page
    assert "#art-" in page


def test_the_name_of_a_thing_finds_the_kinds_of_dispute_it_is_often_about(read: Callable[[str], str]) -> None:
    page = read("/law?q=冰箱")
    assert "/law/disputes/quality-defect" in page
    assert "/law/disputes/hotel-booking" not in page


def test_the_words_of_the_law_wait_folded_below_what_a_claim_needs(read: Callable[[str], str]) -> None:
    page = read("/law/claims/food-punitive-seller-open")
    folded = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert '<blockquote class="text">' in page
    assert '<blockquote class="text">' not in folded


def test_a_search_for_two_words_wants_both(read: Callable[[str], str]) -> None:
    both, one = read("/law?q=食品 十倍"), read("/law?q=食品")
    assert 0 < both.count("#art-") < one.count("#art-")


def test_a_search_that_finds_nothing_says_what_to_do(read: Callable[[str], str]) -> None:
    assert "没有找到" in read("/law?q=量子纠缠退货")


@pytest.mark.parametrize("query", ["%3Cscript%3Ealert(1)%3C/script%3E", "%00%FF", "a" * 5000, "%F0%9F%98%A1", "+++"])
def test_a_hostile_search_is_only_words(read: Callable[[str], str], query: str) -> None:
    assert "<script>alert" not in read(f"/law?q={query}")


@pytest.mark.parametrize(
    "path", ["/law/claims/none", "/law/statutes/..%2F..%2Fetc", "/law/disputes/%00", "/law/excuses/x'"]
)
def test_an_entry_there_is_not_is_a_kind_404(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<h1>" in answer.text
