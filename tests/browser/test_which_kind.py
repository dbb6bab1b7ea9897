"""The page after the first box in a real browser: a question answered with one tap, and one's kind found among all of them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from consumer_app.domain.listening.suggestion import suggest
from tests.web.test_which_kind import NEAR_TIES

pytestmark = pytest.mark.browser

TOO_SMALL = """() => [...document.querySelectorAll("main button, main input[type=search], main summary, main label.option")]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 43.5).map((each) => each.textContent)"""


def tell(page: Page, words: str) -> Page:
    page.locator("#told").fill(words)
    with page.expect_navigation():
        page.get_by_role("button", name="看看能怎么办").click()
    return page


@pytest.mark.parametrize("javascript", [True, False])
def test_a_near_tie_is_answered_with_one_tap_and_leads_to_a_case(
    site: Any,
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    too_wide: Callable[[Page], int],
    javascript: bool,
) -> None:
    book = site.app.extensions["law_book"]
    words, ask = next((text, ask) for text in NEAR_TIES if (ask := suggest(text, book).ask))
    page = tell(open_page("/", javascript=javascript), words)
    expect(page.get_by_role("heading", level=1)).to_have_text(ask.question)
    assert page.url.endswith("/likely")
    assert (too_wide(page), axe(page) if javascript else []) == (0, [])
    kind, label = next((kind, label) for kind, label in ask.answers if kind in book.disputes)
    with page.expect_navigation():
        page.get_by_role("button", name=label, exact=True).click()
    assert page.url.endswith("/likely")
    expect(page.locator(f"input[name='disputes'][value='{kind}']")).to_be_checked()
    with page.expect_navigation():
        page.get_by_role("button", name="好，开始记录").click()
    expect(page).to_have_url(re.compile("/case/purchase$"))


def test_ones_kind_is_found_by_its_words_with_the_keyboard_alone(
    site: Any, open_page: Callable[..., Page], axe: Callable[[Page], list[str]], too_wide: Callable[[Page], int]
) -> None:
    page = tell(open_page("/", width=360), "唔")
    search = page.get_by_role("searchbox")
    folds = page.locator("main .all-kinds > details")
    assert page.evaluate(TOO_SMALL) == []
    before = folds.count()
    search.focus()
    page.keyboard.insert_text("健身卡")
    expect(page.locator("[data-found]")).to_contain_text("找到")
    shown = page.locator("main .all-kinds label.option:visible")
    expect(shown.filter(has_text="办卡、课程、会员要退钱")).to_have_count(1)
    about = {
        kind for words, kinds in site.app.extensions["law_book"].everyday_words if "健身卡" in words for kind in kinds
    }
    values = shown.locator("input").evaluate_all("(all) => all.map((each) => each.value)")
    assert [
        words
        for words, kind in zip(shown.all_inner_texts(), values, strict=True)
        if "健身卡" not in words and kind not in about
    ] == []
    assert (axe(page), too_wide(page), page.evaluate(TOO_SMALL)) == ([], 0, [])
    page.keyboard.press("Enter")  # sends nothing
    assert page.url.endswith("/likely")
    while page.evaluate("document.activeElement.value") != "prepaid-refund":
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    search.fill("没有这种事情")
    expect(page.locator("[data-found]")).to_contain_text("没有找到")
    expect(page.locator("input[value='prepaid-refund']")).to_be_visible()  # what is ticked stays in sight
    search.fill("")
    expect(folds.locator("visible=true").first).to_be_visible()
    assert page.locator("main .all-kinds > details:visible").count() == before
    with page.expect_navigation():
        page.get_by_role("button", name="好，开始记录").click()
    expect(page).to_have_url(re.compile("/case/purchase$"))


def test_words_in_pieces_are_found_too(open_page: Callable[..., Page]) -> None:
    page = tell(open_page("/", width=1280), "唔")
    page.get_by_role("searchbox").fill("手机坏")
    shown = page.locator("main .all-kinds label.option:visible")
    expect(shown.filter(has_text="手机、电脑、音响坏了")).to_have_count(1)
    expect(shown.filter(has_text="机票")).to_have_count(0)


@pytest.mark.parametrize(
    ("thing", "kind"),
    [
        ("电视", "quality-defect"),
        ("冰箱", "warranty-electronics"),
        ("鞋", "seven-day-return"),
        ("手机", "second-hand"),
        ("榴莲", "short-weight"),
        ("瑜伽", "prepaid-shop-closed"),
    ],
)
def test_the_name_of_a_thing_finds_the_kinds_it_is_often_about(
    open_page: Callable[..., Page], thing: str, kind: str
) -> None:
    page = tell(open_page("/", width=1280), "唔")
    page.get_by_role("searchbox").fill(thing)
    expect(page.locator(f"main .all-kinds input[value='{kind}']")).to_be_visible()
    expect(page.locator("main .all-kinds input[value='data-leak']")).to_be_hidden()


def test_without_scripts_every_kind_is_in_a_fold_that_opens(open_page: Callable[..., Page]) -> None:
    page = tell(open_page("/", javascript=False), "唔")
    expect(page.get_by_role("searchbox")).to_be_hidden()
    page.locator("summary", has_text="办卡").click()
    page.locator("input[value='prepaid-refund']").check()
    with page.expect_navigation():
        page.get_by_role("button", name="好，开始记录").click()
    expect(page).to_have_url(re.compile("/case/purchase$"))
