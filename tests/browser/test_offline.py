"""Without a network: a page of our own, of which alone the browser keeps a copy, and forms that stay where they are."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

READY = "async () => { await navigator.serviceWorker.ready; }"
KEPT = """async () => {
    const found = {};
    for (const name of await caches.keys()) {
        found[name] = (await (await caches.open(name)).keys()).map((each) => new URL(each.url).pathname).sort();
    }
    return found;
}"""
NEWER = "() => navigator.serviceWorker.register('/assets/newer/js/worker.js', { scope: '/' }).then(() => null)"
TAKEN_OVER = """() => {
    const worker = navigator.serviceWorker.controller;
    return worker?.scriptURL.includes("/assets/newer/") && worker.state === "activated";
}"""


def test_a_page_of_a_case_is_never_kept_and_our_own_stands_in_for_it(
    open_story: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = open_story("/case/you")
    page.evaluate(READY)
    for path in ("/case", "/case/timeline", "/case/papers"):
        page.goto(path)
    (kept,) = page.evaluate(KEPT).values()
    version = page.locator("link[rel=stylesheet]").get_attribute("href").removesuffix("/site.css")
    assert kept == [f"{version}/js/offline-page.js", f"{version}/seal.svg", f"{version}/site.css", "/offline"]
    page.context.set_offline(True)
    page.goto("/case/timeline")
    expect(page.get_by_role("heading", level=1)).to_have_text("现在没有网络")
    expect(page.locator("body")).to_have_css("font-size", "18px")
    assert axe(page) == []
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("现在没有网络", timeout=20_000)
    assert page.url.endswith("/case/timeline")


def test_what_is_kept_says_nothing_of_whoever_has_a_case_open(open_story: Callable[..., Page]) -> None:
    page = open_story("/case/you", large=True)
    page.evaluate(READY)
    kept = page.evaluate("async () => (await caches.match('/offline')).text()")
    assert "现在没有网络" in kept
    assert not any(words in kept for words in ("保存到", "大字", 'class="large"', "csrf"))
    page.context.set_offline(True)
    page.goto("/case")
    expect(page.locator("html")).to_have_class("large")


def test_a_form_is_not_sent_into_nothing(open_story: Callable[..., Page]) -> None:
    page = open_story("/case/you")
    page.locator("[name=name]").fill("写到一半")
    page.context.set_offline(True)
    page.get_by_role("button", name="保存并继续").click()
    expect(page.get_by_role("alert")).to_contain_text("现在没有网络")
    expect(page.locator("[name=name]")).to_have_value("写到一半")
    page.context.set_offline(False)
    with page.expect_navigation():
        page.get_by_role("button", name="保存并继续").click()
    page.goto("/case/you")
    expect(page.locator("[name=name]")).to_have_value("写到一半")


def test_a_newer_version_takes_over_and_keeps_nothing_of_the_older(open_story: Callable[..., Page]) -> None:
    page = open_story("/case")
    page.evaluate(READY)
    page.evaluate(NEWER)
    page.wait_for_function(TAKEN_OVER)
    (kept,) = page.evaluate(KEPT).values()
    assert kept == ["/assets/newer/js/offline-page.js", "/assets/newer/seal.svg", "/assets/newer/site.css", "/offline"]
