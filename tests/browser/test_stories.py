"""The true stories, driven through the real pages from the first box to the printed paper, each on its own day.

What is typed comes from ``legal_refs/examples/*/case.json``. One story is told in every detail; one without scripts; one in WeChat's browser.
"""

import json
import re
import threading
import tomllib
from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pypdfium2
import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from consumer_app import create_app, paths
from consumer_app.config import Config
from consumer_app.domain.case import Case, Event, Moment, OrderLine, Promise
from consumer_app.domain.law.moments import SHANGHAI
from consumer_app.storage import StorageSettings
from consumer_app.storage.vault import Argon2Cost

pytestmark = pytest.mark.browser

EXAMPLES = paths.LEGAL_REFS / "examples"
MOST_PAGES_OF_QUESTIONS = 12
FEW = 4


class Calendar:
    """The day on which a story is told."""

    def __init__(self) -> None:
        self.today = date(2026, 11, 4)

    def __call__(self) -> datetime:
        return datetime(self.today.year, self.today.month, self.today.day, 10, 0, tzinfo=SHANGHAI)


class Site(NamedTuple):
    """The running site and its day."""

    url: str
    app: Any
    calendar: Calendar


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Requests are not logged."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real application, on the day that its calendar says."""
    calendar = Calendar()
    settings = StorageSettings(argon2=Argon2Cost(passes=1, memory_kib=1024, lanes=1), clock=calendar)
    app = create_app(
        Config(data_dir=tmp_path_factory.mktemp("stories") / "data", bench_wait=30.0, print_ahead=False).prepared(),
        storage=settings,
    )
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(f"http://127.0.0.1:{server.port}", app, calendar)
    server.shutdown()
    server.server_close()


class Story:
    """One story: its case, its files, its day."""

    def __init__(self, slug: str) -> None:
        folder = EXAMPLES / slug
        self.slug = slug
        self.case = Case.model_validate(json.loads((folder / "case.json").read_text(encoding="utf-8")))
        self.today: date = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))["today"]
        self.files = {item.id: next(iter(sorted(folder.glob(f"files/{item.id}.*"))), None) for item in self.case.evidence}  # fmt: skip

    @property
    def order_no(self) -> str:
        """The order's number as a platform shows it."""
        return re.sub(r"[^A-Za-z0-9-]", "", self.case.order.no or "")


class Shopper:
    """A person with a phone who tells a story, page by page. ``everything`` types all of it, otherwise what matters."""

    def __init__(self, page: Page, story: Story, *, everything: bool, javascript: bool = True) -> None:
        self.page, self.story, self.case = page, story, story.case
        self.everything, self.javascript = everything, javascript
        self.exhibits: dict[str, str] = {}

    def go(self, path: str) -> None:
        self.page.goto(path)

    def press(self, name: str) -> None:
        """Press a button that sends the page, and wait for the page after it."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()
        self.must_not_complain()

    def must_not_complain(self) -> None:
        complaints = self.page.locator(".summary li").all_inner_texts()
        assert complaints == [], f"{self.page.url}: {complaints}"

    def type(self, name: str, value: object) -> None:
        if value not in (None, ""):
            self.page.locator(f"[name='{name}']:visible").first.fill(str(value))

    def choose(self, name: str, value: str | None) -> None:
        if value:
            self.page.locator(f"select[name='{name}']").select_option(value)

    def tick(self, name: str, value: str, on: bool = True) -> None:
        self.page.locator(f"input[name='{name}'][value='{value}']").set_checked(on)

    def tick_only(self, name: str, wanted: Collection[str]) -> None:
        """Tick these boxes of that name and no other: those are touched that stand otherwise."""
        boxes = self.page.locator(f"input[name='{name}']")
        for value, on in boxes.evaluate_all("(all) => all.map((each) => [each.value, each.checked])"):
            if on != (value in wanted):
                self.tick(name, value, value in wanted)

    def moment(self, name: str, moment: Moment | None) -> None:
        if moment is None:
            return
        if moment.precision == "unknown":
            self.tick(f"{name}-unknown", "yes")
            return
        self.type(name, (moment.at or "")[: 7 if moment.precision == "month" else 10])
        if moment.precision == "minute":
            self.type(f"{name}-time", (moment.at or "")[11:16])

    def unfold(self) -> None:
        """Open every fold, those in folds too."""
        closed = self.page.locator("main details:not([open]) > summary:visible")
        while closed.count():
            closed.first.click()

    # The pages, in the order of the journey

    def tell(self) -> None:
        self.go("/")
        self.type("told", self.case.told)
        self.press("看看能怎么办")
        if (neither := self.page.get_by_role("button", name="都不是，看看别的")).is_visible():
            kinds = self.page.locator("button[name='kind']").evaluate_all("all => all.map((each) => each.value)")
            told = next((kind for kind in kinds if kind in self.case.disputes), None)
            button = self.page.locator(f"button[name='kind'][value='{told}']") if told else neither
            with self.page.expect_navigation():
                button.click()
        self.unfold()
        self.tick_only("disputes", self.case.disputes)
        self.press("好，开始记录")

    def keep_the_card(self) -> None:
        """The card has a page of its own, one tap away on every page of the case; then on by the full path."""
        self.page.get_by_role("link", name="先存好打开案件的卡片").click()
        expect(self.page.locator("#code")).to_have_text(re.compile("[0-9A-Z]{4}"))
        self.press("存好了，继续")
        self.go("/case")
        self.press("改为一项一项填")
        expect(self.page).to_have_url(re.compile("/case$"))

    def order(self) -> None:
        order, lines = self.case.order, self.case.order.lines
        self.go("/case/order")
        self.type("what", lines[0].what)
        self.choose("goods_kind", lines[0].goods_kind)
        self.type("no", self.story.order_no)
        self.moment("ordered_at", order.ordered_at)
        self.moment("received_at", order.received_at)
        for name in ("paid", "freight", "refunded"):
            self.type(name, getattr(order, name))
        self.affected(lines[0], lines[0].paid or order.paid)
        self.type("quantity", lines[0].quantity)
        self.press("保存并继续")
        for line in lines[1:]:
            self.go("/case/order/new")
            for name in ("what", "paid"):
                self.type(name, getattr(line, name))
            self.affected(line, line.paid)
            self.choose("goods_kind", line.goods_kind)
            self.press("保存")
        if lines[1:]:
            self.go("/case/order/l1")
            self.type("paid", lines[0].paid)
            self.press("保存")

    def affected(self, line: OrderLine, whole: Decimal | None) -> None:
        if line.affected is not None:
            self.tick("extent", "whole" if line.affected == whole else "part")
            self.type("affected", line.affected if line.affected != whole else None)

    def others(self) -> None:
        seller, platform = self.case.party("seller"), self.case.party("platform")
        assert seller is not None
        self.go("/case/parties")
        self.choose("platform", platform.platform if platform else None)
        for name in ("shop", "registered_name", "licence_no"):
            self.type(name, getattr(seller, name))
        self.type("seller_address", seller.address)
        self.press("保存并继续")
        for party in self.case.parties:
            if party.role in ("maker", "carrier", "installer"):
                self.go("/case/parties/new")
                self.tick("role", party.role)
                self.type("registered_name", party.registered_name or party.name or party.role)
                self.type("party_address", party.address)
                self.press("保存")

    def evidence(self) -> None:
        with_file = [item for item in self.case.evidence if self.story.files[item.id]]
        self.go("/case/evidence")
        chosen: list[str | Path] = [path for item in with_file if (path := self.story.files[item.id])]
        with self.page.expect_navigation(timeout=30_000) if not self.javascript else _no_wait():
            self.page.get_by_label("从相册或文件里选").set_input_files(chosen)
            if not self.javascript:
                self.page.get_by_role("button", name="上传").click()
        expect(self.page.locator("article.exhibit")).to_have_count(len(with_file), timeout=30_000)
        self.exhibits = {item.id: f"x{number}" for number, item in enumerate(with_file, start=1)}
        described = with_file if self.everything else with_file[:FEW]
        for item in described:
            self.go(f"/case/evidence/{self.exhibits[item.id]}")
            self.type("title", item.title)
            self.choose("kind", item.kind)
            self.type("proves", item.proves)
            self.press("保存")
        for item in self.case.evidence:
            if item not in with_file:
                self.go("/case/evidence/new")
                self.type("title", item.title)
                self.choose("kind", item.kind)
                self.type("kept_at", item.kept_at or "在我手里")
                self.type("proves", item.proves)
                self.press("保存")
                self.exhibits[item.id] = f"x{len(self.exhibits) + 1}"

    def told_events(self) -> list[Event]:
        if self.everything:
            return list(self.case.events)
        quoted = [event for event in self.case.events if event.quote]
        return [self.case.events[0], *quoted[:FEW]] if self.case.events[0] not in quoted else quoted[: FEW + 1]

    def events(self) -> None:
        self.go("/case/timeline/new")
        for number, event in enumerate(self.told_events(), start=1):
            self.moment("at", event.at)
            self.actor("actor", event.actor)
            self.type("speaker", event.speaker)
            self.choose("channel", event.channel)
            self.type("what", event.what)
            self.type("quote", event.quote)
            self.type("topic", event.topic)
            for exhibit in event.evidence:
                self.tick("evidence", self.exhibits[exhibit])
            self.press("保存" if number == len(self.told_events()) else "保存并再写一条")

    def actor(self, name: str, party_id: str | None) -> None:
        role = next((party.role for party in self.case.parties if party.id == party_id), "shopper")
        words = {"shopper": "我", "seller": "商家", "platform": "平台", "maker": "生产", "carrier": "快递|承运", "installer": "安装"}  # fmt: skip
        group = self.page.locator(f"label.option:has(input[name='{name}'])")
        group.filter(has_text=re.compile(words[role])).first.locator("input").check()

    def promises(self) -> None:
        for promise in self.case.promises:
            self.promise(promise)

    def promise(self, promise: Promise) -> None:
        self.go("/case/promises/new")
        self.type("quote", promise.quote)
        self.actor("by", promise.by)
        self.choose("where", promise.where)
        self.moment("due_at", promise.due_at)
        self.tick("outcome", promise.outcome)
        self.type("happened", promise.happened)
        self.moment("happened_at", promise.happened_at)
        self.press("保存")

    def questions(self) -> None:
        self.go("/case/facts")
        for _ in range(MOST_PAGES_OF_QUESTIONS):
            for fact in self.page.locator("input[name='asks']").evaluate_all("(all) => all.map((each) => each.value)"):
                self.answer(fact, self.case.answers.get(fact))
            self.press("保存并继续")
            if not self.page.url.endswith("/case/facts"):
                return
        raise AssertionError("the questions never end")

    def answer(self, fact: str, answer: Any) -> None:
        if answer is None:
            return
        box = self.page.locator(f"[name='{fact}']:visible").first
        if box.get_attribute("type") == "radio":
            self.tick(fact, {True: "yes", False: "no"}.get(answer, str(answer)))
        elif box.get_attribute("type") == "checkbox":
            for choice in (answer,) if isinstance(answer, str) else answer:
                self.tick(fact, choice)
        else:
            box.fill(str(answer))

    def demands(self) -> None:
        self.go("/case/demands")
        self.unfold()
        wanted = {demand.claim for demand in self.case.demands}
        self.tick_only("claims", wanted)
        own = [demand.text for demand in self.case.demands if demand.text and not demand.claim]
        self.type("own", "\n".join(own))
        without = (
            name
            for name in ("照上面勾的，继续", "这一项不写，继续")
            if self.page.get_by_role("button", name=name).count()
        )
        self.press(next(without, "保存并继续"))

    def you(self) -> None:
        you = self.case.party("shopper")
        assert you is not None
        self.go("/case/you")
        self.type("name", you.name)
        self.type("phone", you.phone)
        self.type("own_address", you.address)
        self.press("保存并继续")

    def paper(self, path: str) -> str:
        """Freeze a paper, download its PDF, and give back the PDF's text."""
        self.go(path)
        self.press("定稿，生成 PDF")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("已定稿")
        expect(self.page.get_by_role("heading", name="接下来做什么")).to_be_visible()
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name="下载 PDF").click()
        return printed(Path(download.value.path()))

    def tell_all(self) -> None:
        self.tell()
        self.keep_the_card()
        for page in (self.order, self.others, self.evidence, self.events, self.promises, self.questions, self.demands):
            page()
        self.you()


class _no_wait:
    def __enter__(self) -> None:
        """Scripts send the files by themselves."""

    def __exit__(self, *about: object) -> None:
        """Nothing to wait for."""


def printed(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return bare("".join(page.get_textpage().get_text_bounded() for page in document))


def bare(text: str) -> str:
    """A text without blanks and marks: line breaks and quotation marks differ between a page and a print."""
    return re.sub(r"[\W_]+", "", text)


def must_hold(text: str, *said: object) -> None:
    missing = [str(one) for one in said if bare(str(one)) not in text]
    assert missing == [], missing


@pytest.fixture
def told(site: Site, open_page: Callable[..., Page]) -> Callable[..., Shopper]:
    """A story told to its end, ready for its papers."""

    def tell(slug: str, *, everything: bool = False, javascript: bool = True, **look: Any) -> Shopper:
        story = Story(slug)
        site.calendar.today = story.today
        shopper = Shopper(
            open_page("/", javascript=javascript, **look), story, everything=everything, javascript=javascript
        )
        shopper.tell_all()
        return shopper

    return tell


def must_say_the_story(letter: str, shopper: Shopper, *, but: Decimal | None = None) -> None:
    """The letter holds who, what, when, each sum asked (``but`` the one that is asked of somebody else), the words typed but what the platform decided, and an exhibit for what is shown."""
    case, story = shopper.case, shopper.story
    you, seller = case.party("shopper"), case.party("seller")
    assert you is not None
    assert seller is not None
    must_hold(letter, story.order_no, you.name, seller.registered_name or seller.shop, case.order.lines[0].what)
    must_hold(letter, f"{case.order.paid}元")
    passed_over = {party.id for party in case.parties if party.role == "platform"}
    must_hold(letter, *(one.quote[:10] for one in shopper.told_events() if one.quote and one.actor not in passed_over))
    must_hold(letter, *(promise.quote[:10] for promise in case.promises))
    must_hold(letter, *(demand.text for demand in case.demands if demand.text and not demand.claim))
    must_hold(letter, *(f"{demand.amount:,.2f}" for demand in case.demands if demand.amount not in (None, but)))
    must_hold(letter, "证据1", "证据2")


def test_the_spoiled_sausages_are_told_in_every_detail_and_become_three_papers(
    told: Callable[..., Shopper], too_wide: Callable[[Page], int]
) -> None:
    shopper = told("spoiled-food", everything=True)
    page = shopper.page
    shopper.go("/case/check")
    assert too_wide(page) == 0
    letter = shopper.paper("/case/papers/letter/store")
    must_say_the_story(letter, shopper, but=Decimal(1000))
    must_hold(letter, "食品安全法第一百四十八条", "人民币壹拾柒元玖角柒分")
    assert bare("1,000.00") not in letter  # it is asked of the maker, in a letter of its own
    must_hold(shopper.paper("/case/papers/letter/maker"), "食品安全法第一百四十八条", "1,000.00")
    evidence = shopper.paper("/case/papers/make/evidence")
    must_hold(evidence, *(item.title for item in shopper.case.evidence), f"证据{len(shopper.case.evidence)}")
    checklist = shopper.paper("/case/papers/make/checklist")
    must_hold(checklist, "12315", "申请平台介入", "起诉")


def test_the_wrong_installation_goes_all_the_way_without_scripts(told: Callable[..., Shopper]) -> None:
    shopper = told("wrong-installation", javascript=False)
    letter = shopper.paper("/case/papers/letter/store")
    must_say_the_story(letter, shopper)
    assert shopper.paper("/case/papers/make/checklist")


def test_the_red_icon_asks_for_no_money_and_reaches_wechat(
    told: Callable[..., Shopper], open_page: Callable[..., Page]
) -> None:
    shopper = told("unexplained-warning", wechat=True)
    page = shopper.page
    shopper.go("/case/papers/letter/store")
    shopper.press("定稿，生成 PDF")
    expect(page.get_by_text("微信里不能直接下载文件")).to_be_visible()
    assert page.get_by_role("link", name="下载 PDF").count() == 0
    pictures = page.locator(".page-pictures img")
    pictures.first.scroll_into_view_if_needed()
    expect(pictures.first).to_have_js_property("complete", True)
    assert pictures.first.evaluate("(one) => one.naturalWidth") > 600
    words = bare(page.locator("#paper-words").inner_text())
    must_say_the_story(words, shopper)
    assert "人民币" not in words

    page.get_by_role("button", name="在浏览器或电脑上打开").click()
    link = page.locator("#ticket-link").inner_text()
    elsewhere = open_page(link.removeprefix("{0.scheme}://{0.netloc}".format(urlsplit(link))))
    expect(elsewhere).to_have_url(re.compile("/case"))
    elsewhere.goto("/case/papers/d1")
    with elsewhere.expect_download() as download:
        elsewhere.get_by_role("link", name="下载 PDF").click()
    must_say_the_story(printed(Path(download.value.path())), shopper)
    late = open_page(link.removeprefix("{0.scheme}://{0.netloc}".format(urlsplit(link))))
    late.goto("/case/papers/d1")
    expect(late).to_have_url(re.compile("/unlock"))


@pytest.mark.parametrize("slug", ["cancelled-order", "dented-appliance", "undated-food", "false-material"])
def test_the_story_becomes_a_letter_that_says_it(told: Callable[..., Shopper], slug: str) -> None:
    shopper = told(slug)
    must_say_the_story(shopper.paper("/case/papers/letter/store"), shopper)


# The short path, counted


def visible_inputs(page: Page) -> int:
    return int(
        page.evaluate(
            """() => new Set([...document.querySelectorAll("main input, main textarea, main select")]
                 .filter((each) => each.type !== "hidden" && each.checkVisibility()).map((each) => each.name)).size"""
        )
    )


def test_the_short_path_is_nine_pages_on_which_a_person_fills_at_most_fifteen_fields(
    site: Site, open_page: Callable[..., Page]
) -> None:
    site.calendar.today = date(2026, 11, 4)
    page = open_page("/", phone=True)
    pages: list[str] = []
    filled: set[str] = set()
    visible = 0

    def count() -> None:
        nonlocal visible
        pages.append(urlsplit(page.url).path)
        visible += visible_inputs(page)

    def fill(name: str, value: str) -> None:
        filled.add(name)
        page.locator(f"[name={name}]").fill(value)

    def on(name: str) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=name).first.click()

    count()
    fill(
        "told",
        "在淘宝买了一箱火腿肠自己家吃，花了59.9元，2026年10月1日下单，10月4日收到，有几根发霉变质了，客服说我讹钱",
    )
    on("看看能怎么办")
    count()
    filled.add("disputes")
    page.locator("input[name='disputes'][value='spoiled-food']").check()
    on("好，开始记录")
    count()
    fill("shop", "好味零食铺")
    on("继续")
    count()
    answers = Story("spoiled-food").case.answers
    while page.url.partition("?")[0].endswith(("/case/ask", "/case/demands")):
        for asked in page.locator("input[name='asks']").all():
            fact = str(asked.get_attribute("value"))
            answer = answers.get(fact)
            box = page.locator(f"[name='{fact}']:visible").first
            if answer is not None and box.get_attribute("type") in ("radio", "checkbox"):
                filled.add(fact)
                for value in answer if isinstance(answer, tuple | list) else (answer,):
                    said = {True: "yes", False: "no"}.get(value, value)
                    page.locator(f"input[name='{fact}'][value='{said}']").check()
        on("保存并继续")
        count()
    fill("name", "龚䶮")
    fill("phone", "13800000000")
    on("保存并继续")
    count()
    assert len(pages) <= 9
    assert len(filled) <= 15
    assert visible <= 40
    on("定稿，生成 PDF")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 PDF").click()
    must_hold(printed(Path(download.value.path())), "龚䶮", "好味零食铺", "59.90元", "退还")
