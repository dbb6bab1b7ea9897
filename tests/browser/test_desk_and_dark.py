"""On a desk and in the dark: no page hangs at the left of an empty screen, everything can be read, and a paper stays paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PAGES = (
    "/case",
    "/case/disputes",
    "/case/order",
    "/case/purchase",
    "/case/timeline",
    "/case/timeline/new",
    "/case/facts",
    "/case/claims",
    "/case/demands",
    "/case/you",
    "/case/check",
    "/case/papers",
    "/case/safety",
    "/help",
    "/privacy",
    "/unlock",
    "/law",
    "/law/claims/food-punitive-seller-open",
    "/law/disputes/spoiled-food",
    "/law/statutes/food-safety-law",
    "/examples",
    "/templates",
)
EMPTY_AT_THE_SIDES = """() => {
    const boxes = [...document.querySelectorAll("main > .wrap > *, main > .wrap > * > *")]
        .filter((each) => each.checkVisibility()).map((each) => each.getBoundingClientRect()).filter((box) => box.width);
    const own = boxes.slice(1).length ? boxes.slice(1) : boxes;
    return [Math.min(...own.map((box) => box.left)), innerWidth - Math.max(...own.map((box) => box.right))];
}"""


def test_no_page_is_a_narrow_column_at_the_left_of_an_empty_screen(
    open_story: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = open_story("/case", width=1280)
    lopsided, wrong = {}, {}
    for path in PAGES:
        page.goto(path)
        left, right = page.evaluate(EMPTY_AT_THE_SIDES)
        if abs(right - left) > 160:
            lopsided[path] = (left, right)
        if path.startswith("/law"):
            wrong[path] = axe(page)
    assert lopsided == {}
    assert {path: found for path, found in wrong.items() if found} == {}


def test_beside_a_page_of_a_case_stands_how_far_the_path_is_and_on_a_phone_the_page_alone(
    open_story: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = open_story("/case/you", width=1280)
    way = page.get_by_role("navigation", name="做到哪一步了")
    expect(way.locator("[aria-current=step]")).to_contain_text("姓名和电话")
    expect(way.get_by_role("link").last).to_contain_text("文书")
    assert axe(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    expect(way).to_be_hidden()


def test_in_the_dark_everything_can_be_read(open_story: Callable[..., Page], axe: Callable[[Page], list[str]]) -> None:
    page = open_story("/case", dark=True)
    found = {}
    for path in ("/case", "/case/claims", "/case/demands", "/case/timeline", "/case/papers", "/case/you", "/", "/help"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
        found[path] = axe(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
    expect(page.locator("body")).to_have_css("background-color", "rgb(23, 25, 28)")


def test_a_paper_stays_paper_in_the_dark(open_story: Callable[..., Page]) -> None:
    page = open_story("/case/papers/letter/store", dark=True)
    paper = page.locator(".paper").first
    expect(paper).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(paper).to_have_css("color", "rgb(31, 35, 40)")


def test_in_large_type_the_head_of_a_page_is_one_line(open_page: Callable[..., Page]) -> None:
    page = open_page("/", large=True)
    name, unlock, size = (
        page.locator(f".site-head {each}").bounding_box() for each in (".brand", ".site-nav a >> nth=0", ".size")
    )
    assert name
    assert unlock
    assert size
    assert max(each["y"] for each in (name, unlock, size)) < min(
        each["y"] + each["height"] for each in (name, unlock, size)
    )
    assert min(each["height"] for each in (name, unlock, size)) >= 44


@pytest.mark.parametrize("width", [360, 1280])
def test_everybody_begins_on_the_short_path_and_can_change_to_the_full_one_and_back(
    open_page: Callable[..., Page], width: int
) -> None:
    page = open_page("/", width=width)
    page.locator("#told").fill("网购火腿肠发霉变质了，花了59.9元")
    with page.expect_navigation():
        page.get_by_role("button", name="看看能怎么办").click()
    with page.expect_navigation():
        page.get_by_role("button", name="好，开始记录").click()
    page.wait_for_url("**/case/purchase")
    page.goto("/case")
    with page.expect_navigation():
        page.get_by_role("button", name="改为一项一项填").click()
    page.goto("/case/you")
    full = page.locator(".way li").count()
    page.goto("/case")
    with page.expect_navigation():
        page.get_by_role("button", name="只填最要紧的几页").click()
    page.goto("/case/you")
    assert full == 13 > page.locator(".way li").count() > 3
