"""The small scripts that improve pages, each tried in a real page of the site."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SUMS = """
<form data-sum>
  <label>退款 <input id="a" data-addend value="￥1,299.50"></label>
  <label>运费 <input id="b" data-addend value="１００"></label>
  <label><input type="checkbox" id="also"> 还要</label> <input id="c" data-addend data-when="also" value="0.05">
  <output data-total></output>
</form>"""
LIST = """
<form method="post"><ol data-order>
  <li>一 <input type="hidden" name="order" value="e1"><span><button name="up" value="e1" data-move="up" disabled>上移</button><button name="down" value="e1" data-move="down">下移</button></span></li>
  <li>二 <input type="hidden" name="order" value="e2"><span><button name="up" value="e2" data-move="up">上移</button><button name="down" value="e2" data-move="down">下移</button></span></li>
  <li>三 <input type="hidden" name="order" value="e3"><span><button name="up" value="e3" data-move="up">上移</button><button name="down" value="e3" data-move="down" disabled>下移</button></span></li>
</ol><button data-save-order hidden>保存顺序</button></form>"""


@pytest.fixture
def show(open_page: Callable[..., Page]) -> Callable[[str], Page]:
    """Puts a piece of a page into a page of the site and lets the site's own scripts improve it."""

    def shown(piece: str) -> Page:
        page = open_page("/help")
        page.evaluate(
            """async (piece) => {
              const main = document.querySelector("main");
              main.innerHTML = piece;
              const { improve } = await import(document.querySelector("script[type=module]").src);
              improve(main);
            }""",
            piece,
        )
        return page

    return shown


def test_sums_are_added_in_whole_fen_while_typing(show: Callable[[str], Page]) -> None:
    page = show(SUMS)
    total = page.locator("[data-total]")
    expect(total).to_have_text("￥1,399.50")
    page.locator("#also").check()
    expect(total).to_have_text("￥1,399.55")
    page.locator("#a").fill("0.1")
    page.locator("#b").fill("0.2")
    expect(total).to_have_text("￥0.35")
    page.locator("#b").fill("二百")
    expect(total).to_have_text("有一处金额还没写对")


def order(page: Page) -> list[str]:
    return list(page.locator("input[name='order']").evaluate_all("inputs => inputs.map((input) => input.value)"))


def test_items_move_with_the_buttons_and_the_order_can_then_be_saved(show: Callable[[str], Page]) -> None:
    page = show(LIST)
    save = page.get_by_role("button", name="保存顺序")
    expect(save).to_be_hidden()
    page.get_by_role("button", name="下移").first.click()
    assert order(page) == ["e2", "e1", "e3"]
    expect(page.get_by_role("button", name="上移").first).to_be_disabled()
    expect(save).to_be_visible()


def test_items_move_by_dragging_their_grip(show: Callable[[str], Page]) -> None:
    page = show(LIST)
    grip, last = page.locator(".grip").first.bounding_box(), page.locator("li").last.bounding_box()
    assert grip
    assert last
    page.mouse.move(grip["x"] + 10, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(last["x"] + 20, last["y"] + last["height"] - 4, steps=8)
    page.mouse.up()
    assert order(page) == ["e2", "e3", "e1"]


def test_copying_says_that_it_is_done(show: Callable[[str], Page]) -> None:
    page = show('<pre id="text">全文</pre><button type="button" data-copy="text" hidden>复制</button>')
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button")).to_have_text("已复制")


def test_the_calendar_writes_the_day_as_people_do(show: Callable[[str], Page]) -> None:
    page = show('<input id="day" value=""><button type="button" data-picker="day" hidden>日历</button>')
    expect(page.get_by_role("button", name="日历")).to_be_visible()
    page.locator("input[type=date]").evaluate(
        "input => { input.value = '2026-03-01'; input.dispatchEvent(new Event('change')); }"
    )
    expect(page.locator("#day")).to_have_value("2026年3月1日")


def test_a_text_near_its_limit_tells_how_much_is_left(show: Callable[[str], Page]) -> None:
    page = show('<textarea id="t" data-most="20"></textarea><span data-count="t" hidden></span>')
    count = page.locator("[data-count]")
    expect(count).to_be_hidden()
    page.locator("#t").fill("一二三四五六七八九十一二三四五六🍎")
    expect(count).to_have_text("还可以写 3 个字")
    page.locator("#t").fill("字" * 22)
    expect(count).to_have_text("多了 2 个字，请删短一些")


def test_a_form_is_sent_once_however_often_its_button_is_tapped(show: Callable[[str], Page]) -> None:
    page = show('<form method="post" action="/look"><button>保存</button></form>')
    page.evaluate(
        """() => { window.sent = 0; document.addEventListener("submit", (event) => {
             if (!event.defaultPrevented) window.sent += 1; event.preventDefault(); }); }"""
    )
    page.get_by_role("button", name="保存").dblclick()
    assert page.evaluate("window.sent") == 1
