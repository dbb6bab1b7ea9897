"""The pages of the journey in a real browser: for everybody's eyes and hands, on the smallest phone, in large type, by keyboard alone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from consumer_app.domain.case import EMPTY_CASE

pytestmark = pytest.mark.browser

PAGES = (
    "/case",
    "/case/disputes",
    "/case/order",
    "/case/order/new",
    "/case/purchase",
    "/case/proof",
    "/case/parties",
    "/case/parties/new",
    "/case/timeline",
    "/case/timeline/new",
    "/case/timeline/e5",
    "/case/timeline/e5/delete",
    "/case/promises",
    "/case/promises/new",
    "/case/facts",
    "/case/claims",
    "/case/demands",
    "/case/you",
    "/case/check",
    "/case/papers",
    "/case/papers/letter/store",
    "/case/papers/make/evidence",
    "/case/papers/make/checklist",
    "/case/papers/form/market-regulator",
    "/case/checklist",
    "/case/checklist/new",
    "/examples",
    "/examples/spoiled-food",
    "/templates",
    "/templates/to-store",
    "/templates/words",
    "/templates/try",
)
UNFOLD = "document.querySelectorAll('main details').forEach((each) => { each.open = true; })"
TWICE = """() => { document.documentElement.classList.remove("large"); document.documentElement.style.fontSize = "36px"; }"""
IN_ERROR = {
    "/case/order": ("paid", "-1"),
    "/case/timeline/new": ("what", "x"),
    "/case/promises/new": ("happened", "x"),
    "/case/demands": ("own", "x" * 5000),
    "/case/you": ("phone", "123"),
    "/templates/try": ("own", "{{ nothing }}"),
}


TOO_SMALL_TO_TAP = """() =>
    [...document.querySelectorAll("main button, main .button, main summary, main select, main label.option, main .back")]
        .filter((each) => each.checkVisibility()).map((each) => [each.textContent.trim().slice(0, 20), each.getBoundingClientRect()])
        .filter(([, box]) => box.height > 0 && box.height < 43.5).map(([words]) => words)"""


def test_nothing_on_any_page_is_wrong_for_axe_too_small_to_tap_or_wider_than_the_screen(
    open_story: Callable[..., Page], axe: Callable[[Page], list[str]], too_wide: Callable[[Page], int]
) -> None:
    page = open_story("/case", width=360)
    found = {}
    for path in PAGES:
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(path)
        found[path, "too small to tap"] = page.evaluate(TOO_SMALL_TO_TAP)
        page.evaluate(UNFOLD)
        found[path, "axe"] = axe(page)
        found[path, "wider than 360"] = too_wide(page)
        page.set_viewport_size({"width": 768, "height": 900})
        found[path, "wider than 768"] = too_wide(page)
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def test_nothing_sticks_out_of_the_smallest_phone_in_large_type_nor_of_a_phone_whose_text_is_twice_as_large(
    open_story: Callable[..., Page], too_wide: Callable[[Page], int]
) -> None:
    page = open_story("/case", width=320, large=True)
    found = {}
    for path in PAGES:
        page.set_viewport_size({"width": 320, "height": 740})
        page.goto(path)
        page.evaluate(UNFOLD)
        found[path] = too_wide(page)
        page.set_viewport_size({"width": 360, "height": 740})
        page.evaluate(TWICE)
        found[path, "twice"] = too_wide(page)
    assert {path: much for path, much in found.items() if much} == {}


def test_axe_finds_nothing_wrong_with_what_must_be_corrected(
    open_story: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = open_story("/case")
    found = {}
    for path, (name, typed) in IN_ERROR.items():
        page.goto(path)
        page.locator(f"[name='{name}']").fill(typed)
        with page.expect_navigation():
            page.locator("main form button[type=submit]").last.click()
        expect(page).to_have_title("错误：" + page.title().removeprefix("错误："))
        expect(page.get_by_role("alert")).to_be_focused()
        found[path] = axe(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_the_tables_of_a_paper_can_be_read_on_a_phone(open_story: Callable[..., Page]) -> None:
    page = open_story("/case/papers/make/timeline")
    cells = page.locator(".paper .ruled tbody td")
    assert cells.count() > 20
    narrow = page.evaluate(
        """() => [...document.querySelectorAll(".paper .ruled tbody td")]
            .filter((each) => each.checkVisibility() && each.getBoundingClientRect().width < 200).length"""
    )
    assert narrow == 0


def test_the_short_path_can_be_walked_by_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = open_page("/", phone=True)

    def to(selector: str) -> None:
        for _ in range(60):
            if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard never reaches {selector} on {page.url}")

    def on() -> None:
        with page.expect_navigation():
            page.keyboard.press("Enter")

    to("#told")
    page.keyboard.type("网购火腿肠发霉变质了，花了59.9元")
    to(".actions button")
    on()
    to("form[action='/start'] .actions button")
    on()
    to("[name=shop]")
    page.keyboard.type("好味零食铺")
    to(".actions .button")
    on()
    for _ in range(6):  # up to three pages of questions, the demands, the pictures
        if page.url.endswith("/case/you"):
            break
        if page.url.endswith("/case/demands"):
            to("[name=own]")
            page.keyboard.type("给一个书面说法")
        to(".actions .button")
        on()
    to("[name=name]")
    page.keyboard.type("甲")
    to(".actions button")
    on()
    to("button[name=freeze]")
    on()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已定稿")


def test_events_are_moved_without_scripts(open_story: Callable[..., Page]) -> None:
    page = open_story("/case/timeline", javascript=False)
    first = page.locator(".timeline .what").first.inner_text()
    page.get_by_role("button", name="下移").first.click()
    assert page.locator(".timeline .what").nth(1).inner_text() == first


def test_a_conflict_of_two_tabs_can_be_settled(
    open_story: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    one = open_story("/case/you")
    other = one.context.new_page()
    other.goto("/case/you")
    other.locator("[name=name]").fill("第二个窗口")
    one.locator("[name=name]").fill("第一个窗口")
    with one.expect_navigation():
        one.get_by_role("button", name="保存并继续").click()
    other.get_by_role("button", name="保存并继续").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("别处改过")
    expect(other.locator(".theirs").first).to_have_text("第一个窗口")
    expect(other.locator(".mine").first).to_have_text("第二个窗口")
    assert axe(other) == []
    other.get_by_role("button", name="用我刚填的").click()
    other.goto("/case/you")
    expect(other.locator("[name=name]")).to_have_value("第二个窗口")


def test_what_was_half_written_in_one_case_is_never_put_into_another(
    site: Any, open_story: Callable[..., Page]
) -> None:
    page = open_story("/case/timeline/new")
    mine = page.context.cookies()
    page.locator("[name=what]").fill("只属于这一个案件的话")
    storage = site.app.extensions["storage"]
    now = storage.settings.clock()
    _, other = storage.cases.create(EMPTY_CASE, now=now)
    page.context.add_cookies([{"name": "case", "value": storage.sessions.start(other, now=now), "url": site.url}])
    page.goto("/case/timeline/new")
    expect(page.locator("[name=what]")).to_have_value("")
    page.context.add_cookies(mine)
    page.goto("/case/timeline/new")
    expect(page.locator("[name=what]")).to_have_value("只属于这一个案件的话")


def test_a_form_of_the_first_tab_waits_when_the_second_has_opened_another_case(
    site: Any, open_story: Callable[..., Page], axe: Callable[[Page], list[str]], too_wide: Callable[[Page], int]
) -> None:
    page = open_story("/case/timeline/new")
    storage = site.app.extensions["storage"]
    now = storage.settings.clock()
    _, other = storage.cases.create(EMPTY_CASE, now=now)
    page.context.add_cookies([{"name": "case", "value": storage.sessions.start(other, now=now), "url": site.url}])
    page.locator("[name=what]").fill("店家说过两天来拿")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("这一页是另一个案件的")
    assert axe(page) == []
    assert too_wide(page) == 0
    page.get_by_text("您刚才填的", exact=True).click()
    expect(page.locator(".told")).to_have_text("店家说过两天来拿")
    assert storage.cases.open(other.case_id, other.dek).case.events == ()
