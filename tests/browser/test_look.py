"""The first page and its look, in a real browser: on a phone, on a desk, in large type, without scripts, by keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

STORY = "6月1日在淘宝网店买了一箱火腿肠，实付59.9元，吃到一半发现里面腐烂变质，客服还问我怎么保存的，说我讹钱。"
PUBLIC = ("/", "/privacy", "/help", "/unlock")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PUBLIC)
def test_axe_finds_nothing_wrong(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], path: str, width: int
) -> None:
    assert axe(open_page(path, width=width)) == []


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("path", [*PUBLIC, "/no-such-page"])
def test_nothing_sticks_out_of_the_smallest_phone(
    open_page: Callable[..., Page], too_wide: Callable[[Page], int], path: str, large: bool
) -> None:
    assert too_wide(open_page(path, width=320, large=large)) == 0


def test_the_first_page_is_light(open_page: Callable[..., Page]) -> None:
    page = open_page("about:blank")
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    page.goto("/", wait_until="networkidle")
    assert 5 < len(sizes) < 20
    assert sum(sizes) < 100_000


def test_everything_to_tap_is_large_enough(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    small = page.evaluate(
        """[...document.querySelectorAll("a, button, input, select, summary")]
           .filter((each) => !each.closest(".skip") && each.type !== "hidden" && !each.matches(".cover"))
           .map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
           .filter(([, box]) => box.height > 0 && box.height < 44).map(([words]) => words)"""
    )
    assert [words for words in small if words != "跳到正文"] == []


def test_the_button_stays_within_reach_of_the_thumb_and_makes_room_for_the_keyboard(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/")
    button = page.get_by_role("button", name="看看能怎么办")
    expect(button).to_be_in_viewport()
    actions = page.locator(".actions")
    expect(actions).to_have_css("position", "sticky")
    page.get_by_label("用自己的话说说发生了什么").focus()
    expect(actions).to_have_css("position", "static")


def test_the_keyboard_goes_first_to_the_text_and_its_place_is_always_seen(open_page: Callable[..., Page]) -> None:
    page = open_page("/", width=1280)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    seen = []
    for _ in range(8):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """(() => { const style = getComputedStyle(document.activeElement);
                    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2; })()"""
            )
        )
    assert seen == [True] * 8


def test_large_type_is_one_tap_away_and_stays(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    page.get_by_role("link", name="大字").click()
    expect(page.locator("main p").first).to_have_css("font-size", re.compile("^3[0-9]"))
    page.goto("/help")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "30px"
    page.get_by_role("link", name="标准字").click()
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px"


def test_large_type_works_without_scripts_and_leads_back(open_page: Callable[..., Page]) -> None:
    page = open_page("/help", javascript=False)
    page.get_by_role("link", name="大字").click()
    expect(page).to_have_url(re.compile("/help$"))
    expect(page.locator("html")).to_have_class("large")


@pytest.mark.parametrize("javascript", [True, False])
def test_saying_nothing_is_answered_with_a_summary_that_leads_to_the_box(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], javascript: bool
) -> None:
    page = open_page("/", javascript=javascript)
    page.get_by_role("button", name="看看能怎么办").click()
    expect(page).to_have_title(re.compile("^错误："))
    summary = page.get_by_role("alert")
    if javascript:
        expect(summary).to_be_focused()
        assert axe(page) == []
    summary.get_by_role("link").click()
    expect(page.locator("#told")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_words_told_come_out_as_likely_disputes_and_go_back_into_the_box(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], too_wide: Callable[[Page], int], javascript: bool
) -> None:
    page = open_page("/", width=320, javascript=javascript)
    page.locator("#told").fill(STORY)
    page.get_by_role("button", name="看看能怎么办").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("看起来是这|最像哪一类|是不是这一类"))
    assert page.locator("mark").all_inner_texts() != []
    assert all(words in STORY for words in page.locator("mark").all_inner_texts())
    expect(page.locator("input[name='disputes'][value='spoiled-food']")).to_be_visible()
    assert too_wide(page) == 0
    if javascript:
        assert axe(page) == []
    page.get_by_role("button", name="改一改我写的").click()
    expect(page.locator("#told")).to_have_value(STORY)


def test_what_was_being_typed_is_back_after_the_page_was_lost(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    page.locator("#told").press_sequentially("写到一半")
    page.goto("/help")
    page.goto("/")
    expect(page.locator("#told")).to_have_value("写到一半")
    page.get_by_role("button", name="不要这些").click()
    expect(page.locator("#told")).to_have_value("")


def test_going_back_never_ends_at_an_error_of_the_browser(open_page: Callable[..., Page]) -> None:
    page = open_page("/", phone=True)
    page.locator("#told").fill("在淘宝买的火腿肠发霉了")
    page.get_by_role("button", name="看看能怎么办").click()
    page.locator("input[name='disputes'][value='spoiled-food']").check()
    page.get_by_role("button", name="好，开始记录").click()
    page.wait_for_url("**/case/purchase")
    page.locator("[name=paid]").fill("-1")
    page.locator("[name=shop]").fill("好吃的店")
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_text("金额不能是负数").first).to_be_visible()
    page.reload()
    expect(page.locator("[name=shop]")).to_have_value("好吃的店")
    page.locator("[name=paid]").fill("59.90")
    page.get_by_role("button", name="继续").click()
    page.wait_for_url("**/case/ask")
    page.go_back()
    expect(page.locator("[name=paid]")).to_have_value("59.90")
    page.go_back()
    page.go_back()
    assert page.url.count("/") == 3
