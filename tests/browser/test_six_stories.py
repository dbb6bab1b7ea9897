"""Six stories walked on a phone by the main button alone, with honest answers and 不清楚 for the rest: each ends in a letter that asks what was wished."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

MOST_PAGES = 12
"""The nine of the path, a question between kinds, an honest end, and pages of questions that an answer called for."""


@dataclass(frozen=True)
class Told:
    """A story: what is typed first, which kind is pressed where the site asks, what is filled in, what is answered, and what the letter says."""

    told: str
    kind: str
    letter: tuple[str, ...]
    filled: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)


BUSINESS = {"for_living": "yes", "seller_is_business": "yes"}
STORIES = {
    "food": Told(
        "10月12号在永盛超市买了三袋面包，38.7元，打开里面长毛了，我要退钱",
        "spoiled-food",
        ("退还问题食品的价款", "38.70"),
        {"shop": "永盛超市", "ordered_at": "2026年10月12日", "paid": "38.7"},
        {**BUSINESS, "food_trouble": ("spoiled",), "found_on_arrival": "yes", "rest_cannot_be_used": "yes", "bought_how": "store"},
    ),
    "advance": Told(
        "9月15号在佳和家居城订餐桌，交了订金1500，单子上写的订金，现在不想要了，想把钱要回来",
        "deposit",
        ("返还订金",),
        {"shop": "佳和家居城", "what": "餐桌一张", "ordered_at": "2026年9月15日", "paid": "1500"},
        {**BUSINESS, "deposit_word": "dingjin_advance", "deposit_broken_by": "me", "deposit_price": "9000", "bought_how": "store"},
    ),
    "course": Told(
        "给孩子在启慧画室报了48节美术课，交了5760，才上了11节，国庆后老师说店不干了，没人管，我要退钱",
        "prepaid-shop-closed",
        ("退还未用的次数（课时）",),
        {"shop": "启慧画室", "ordered_at": "2026年6月1日", "paid": "5760"},
        {**BUSINESS, "prepaid_multi": "yes", "prepaid_kind": "counted", "lessons_total": "48", "lessons_left": "37", "prepaid_reasons": ("closed",), "cards_bought": "one"},
    ),
    "child": Told(
        "我女儿今年7岁，10月3号偷偷用我手机在换装游戏里充了2960元，客服不退，我要退钱",
        "minor-spending",
        ("2,960.00",),
        {"shop": "某某游戏", "ordered_at": "2026年10月3日", "paid": "2960"},
        {"minor_years": "under8", "minor_acted": "yes", "minor_kind": "game", "guardian_ratified": "no"},
    ),
    "late": Told(
        "10月1号在淘宝拍的沙发，3299，页面写15天内发货，到现在还没发，催了几次都说排单，我不要了想退款",
        "late-delivery",
        ("退款",),
        {"shop": "某某家居", "ordered_at": "2026年10月1日", "paid": "3299"},
        {**BUSINESS, "goods_not_received": "yes", "delivery_state": "not_sent"},
    ),
    "repair": Told(
        "洗衣机不转了，网上找的维修师傅说电机烧了要换，收了我680，另找人看电机是好的没换过，我要退钱",
        "repair-trap",
        ("退还虚报、不必要的维修费", "680.00"),
        {"shop": "刘师傅", "ordered_at": "2026年10月20日", "paid": "680"},
        {**BUSINESS, "repair_false_items": "yes", "repair_overcharge": "680", "fee_agreed": "yes"},
    ),
}  # fmt: skip


def walked(page: Page, story: Told) -> list[str]:
    """From the first box to the papers by the main button; the addresses of the pages on the way."""
    page.locator("[name=told]").fill(story.told)
    pages: list[str] = []
    while len(pages) <= MOST_PAGES:
        path = urlsplit(page.url).path
        pages.append(path)
        if path == "/case/papers":
            return pages
        for name, said in story.filled.items():
            box = page.locator(f"input[name='{name}']:visible")
            if box.count() and not box.first.input_value():
                box.first.fill(said)
        for name in page.locator("input[name='asks']").evaluate_all("(all) => all.map((each) => each.value)"):
            _answer(page, name, story.answers.get(name))
        if path == "/case/you":
            for name, said in (("name", "龚小满"), ("phone", "13800138000"), ("helper_name", "龚大年")):
                if (box := page.locator(f"[name='{name}']:visible")).count():
                    box.first.fill(said)
        main = page.locator("main .actions .button:visible").first
        if (between := page.locator("main .which button")).count():
            ours = page.locator(f"main .which button[value='{story.kind}']")
            main = ours if ours.count() else between.first
        elif path == "/likely" and not page.locator("main input[name='disputes']:checked").count():
            page.locator(f"main input[name='disputes'][value='{story.kind}']").check()
        with page.expect_navigation():
            main.click()
        assert page.locator(".summary li").all_inner_texts() == [], (page.url, pages)
    raise AssertionError(pages)


def _answer(page: Page, name: str, said: str | tuple[str, ...] | None) -> None:
    if said is None:
        return
    box = page.locator(f"[name='{name}']:visible").first
    kind = box.get_attribute("type")
    if kind in ("radio", "checkbox"):
        for one in (said,) if isinstance(said, str) else said:
            page.locator(f"input[name='{name}'][value='{one}']").check()
    elif kind is None and isinstance(said, str):
        box.select_option(said)
    else:
        box.fill(str(said))


@pytest.mark.parametrize("slug", STORIES)
def test_the_main_button_leads_from_the_story_to_a_letter_that_asks_what_was_wished(
    open_page: Callable[..., Page], slug: str
) -> None:
    story = STORIES[slug]
    page = open_page("/", phone=True)
    pages = walked(page, story)
    assert len(set(pages)) >= 6
    page.goto("/case/papers/letter/store")
    words = "".join(page.locator("main").inner_text().split())
    assert "龚小满" in words
    assert story.filled["shop"] in words
    for asked in story.letter:
        assert asked in words, (slug, pages, words[:900])
