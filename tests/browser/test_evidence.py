"""Evidence in a real browser: a photo on a phone with its thumbnail, several files, a long screenshot, no scripts, WeChat."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from consumer_app.domain.case import Case, Event, Moment, Promise

pytestmark = pytest.mark.browser

TOLD = Case(
    v=1,
    disputes=(),
    events=(
        Event(id="e1", at=Moment(at="2026-06-05", precision="day"), what="师傅上门，由师傅本人开箱，发现机身右侧磕碰"),
        Event(id="e2", at=Moment(at="2026-06-06T09:30+08:00", precision="minute"), what="客服要我开质量检测报告"),
    ),
    promises=(Promise(id="k1", quote="30天包退"),),
)


def photo(
    name: str, folder: Path, colour: str = "#a33", size: tuple[int, int] = (900, 1200), format: str = "JPEG"
) -> Path:
    picture = Image.new("RGB", size, colour)
    ImageDraw.Draw(picture).rectangle((size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2), fill="white")
    picture.save(folder / name, format)
    return folder / name


@pytest.fixture
def open_case(site, open_page: Callable[..., Page]) -> Callable[..., Page]:  # type: ignore[no-untyped-def]
    """Opens a page of a case of one's own."""

    def opened(path: str, case: Case = TOLD, **look: object) -> Page:
        storage = site.app.extensions["storage"]
        _, vault = storage.cases.create(case, now=storage.settings.clock())
        page = open_page("/help", **look)
        token = storage.sessions.start(vault, now=storage.settings.clock())
        page.context.add_cookies([{"name": "case", "value": token, "url": site.url}])
        page.goto(path)
        return page

    return opened


def choose(page: Page, files: Path | list[Path], label: str = "从相册或文件里选", *, press: bool = False) -> None:
    """Choose files: with scripts the choice itself sends them, without scripts the button does."""
    page.get_by_label(label).set_input_files(files)
    if press:
        page.get_by_role("button", name="上传").click()


def loaded(page: Page, selector: str) -> bool:
    """Whether every such picture was really decoded by the browser."""
    return bool(
        page.evaluate(
            "async (s) => { const all = [...document.querySelectorAll(s)]; for (const i of all) { i.loading = 'eager'; await i.decode(); }"
            " return all.length > 0 && all.every((i) => i.naturalWidth > 0); }",
            selector,
        )
    )


@pytest.mark.parametrize("look", [{}, {"javascript": False}, {"wechat": True}], ids=["phone", "no-scripts", "wechat"])
def test_a_photo_is_taken_described_and_seen_on_a_small_phone(
    open_case: Callable[..., Page], tmp_path: Path, look: dict[str, bool]
) -> None:
    page = open_case("/case/evidence", **look)
    choose(page, photo("IMG_1.jpg", tmp_path), "现在拍一张", press=not look.get("javascript", True))
    expect(page.get_by_role("heading", level=1)).to_have_text("照片1")
    page.get_by_label("这份证据叫什么").fill("机身磕碰照片")
    page.get_by_label("它能证明什么").fill("机身右侧有磕碰，外箱完好")
    page.get_by_text("师傅本人开箱").click()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="机身磕碰照片")).to_be_visible()
    expect(page.get_by_text("证据1", exact=True)).to_be_visible()
    thumbnail = page.get_by_alt_text("机身磕碰照片的缩略图")
    expect(thumbnail).to_be_visible()
    if look.get("javascript", True):
        assert loaded(page, ".exhibit img")


def test_several_files_at_once_keep_the_good_ones_and_name_the_bad(
    open_case: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_case("/case/evidence")
    (tmp_path / "发票.jpg").write_text("这不是图片")
    files = [photo("外箱照片.jpg", tmp_path), tmp_path / "发票.jpg", photo("机身照片.jpg", tmp_path, "#36a")]
    choose(page, files)
    expect(page.get_by_role("alert")).to_contain_text("「发票.jpg」这个文件其实不是图片")
    expect(page.get_by_role("heading", name="外箱照片")).to_be_visible()
    expect(page.get_by_role("heading", name="机身照片")).to_be_visible()
    assert loaded(page, ".exhibit img")


def test_a_connection_that_breaks_leaves_the_files_chosen_and_the_second_try_works(
    open_case: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_case("/case/evidence")
    page.route("**/case/evidence", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    choose(page, photo("外箱照片.jpg", tmp_path))
    expect(page.get_by_text("连接断了，文件还在这里")).to_be_visible()
    page.unroute("**/case/evidence")
    page.get_by_role("button", name="再传一次").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("外箱照片")


def test_a_film_that_would_be_refused_is_not_sent_at_all(open_case: Callable[..., Page], tmp_path: Path) -> None:
    page = open_case("/case/evidence")
    film = tmp_path / "开箱视频.mp4"
    with film.open("wb") as file:
        file.truncate(60 * 1024 * 1024)
    page.evaluate(
        """() => {
          const send = XMLHttpRequest.prototype.send;
          XMLHttpRequest.prototype.send = function (body) {
            window.filesSent = [...body.values()].filter((value) => value instanceof File).map((file) => file.name);
            return send.call(this, body);
          };
        }"""
    )
    choose(page, [film, photo("外箱照片.jpg", tmp_path)])
    expect(page.get_by_role("alert")).to_contain_text("「开箱视频.mp4」超过了每个文件 50MB 的上限")
    expect(page.get_by_role("heading", name="外箱照片")).to_be_visible()
    assert [name for name in page.evaluate("window.filesSent") if name] == ["外箱照片.jpg"]


def test_a_long_screenshot_is_read_page_by_page(
    open_case: Callable[..., Page], too_wide: Callable[[Page], int], tmp_path: Path
) -> None:
    page = open_case("/case/evidence")
    choose(page, photo("聊天.png", tmp_path, "#eee", (1080, 6000), "PNG"))
    page.get_by_role("link", name="看全部 5 页").click()
    expect(page.get_by_text("证据1第5页")).to_be_visible()
    assert loaded(page, ".sheets img")
    assert too_wide(page) == 0


def test_a_recording_kept_at_home_is_an_exhibit_too(open_case: Callable[..., Page]) -> None:
    page = open_case("/case/evidence", javascript=False)
    page.get_by_role("link", name="没有文件，原件在我手里").click()
    page.get_by_label("这份证据叫什么").fill("师傅来电录音")
    page.get_by_label("是哪一种").select_option("录音")
    page.get_by_label("要紧的是哪一段").fill("3分20秒：装错可以改回去")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("写原件在哪里")
    page.get_by_label("原件在哪里").fill("在我的手机里")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("原件：在我的手机里")).to_be_visible()


def test_taking_an_exhibit_away_asks_first(open_case: Callable[..., Page], tmp_path: Path) -> None:
    page = open_case("/case/evidence")
    choose(page, photo("外箱照片.jpg", tmp_path))
    page.get_by_role("link", name="删除这份证据").click()
    expect(page.get_by_role("heading", name="要删除这份证据吗")).to_be_visible()
    page.get_by_role("button", name="删掉").click()
    expect(page.get_by_text("还没有证据")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_evidence_pages_are_open_to_everyone(
    open_case: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    too_wide: Callable[[Page], int],
    tmp_path: Path,
    width: int,
) -> None:
    page = open_case("/case/evidence", width=width)
    choose(page, [photo("外箱照片.jpg", tmp_path), photo("机身照片.jpg", tmp_path, "#36a")])
    expect(page.get_by_role("heading", name="机身照片")).to_be_visible()
    for address in ("", "/x1", "/x1/pages", "/x1/delete", "/new"):
        page.goto(f"/case/evidence{address}")
        assert axe(page) == [], address
        assert too_wide(page) == 0, address


def test_large_type_fits_the_smallest_phone_and_everything_is_large_enough_to_tap(
    open_case: Callable[..., Page], too_wide: Callable[[Page], int], tmp_path: Path
) -> None:
    page = open_case("/case/evidence", width=320, large=True)
    choose(
        page,
        [
            photo("外箱照片.jpg", tmp_path),
            photo("IMG_20260605_102033_a_very_long_name_of_a_camera.jpg", tmp_path, "#36a"),
        ],
    )
    expect(page.locator(".exhibit")).to_have_count(2)
    for address in ("", "/x2", "/x2/pages", "/x2/delete", "/new"):
        page.goto(f"/case/evidence{address}")
        assert too_wide(page) == 0, address
        small = page.evaluate(
            """[...document.querySelectorAll("main a, main button, main select, main summary, main .option")]
               .map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
               .filter(([, box]) => box.height > 0 && box.height < 44).map(([words]) => words)"""
        )
        assert small == [], address


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_on_the_path_two_photos_of_one_thing_are_sent_at_once_described_and_left_behind(
    open_case: Callable[..., Page], axe: Callable[[Page], list[str]], tmp_path: Path, javascript: bool
) -> None:
    page = open_case("/case/proof", TOLD.model_copy(update={"disputes": ("spoiled-food",)}), javascript=javascript)
    expect(page.get_by_role("link", name="没有，先跳过")).to_be_visible()
    first = page.locator(".proof-box").first
    first.locator("input[type=file]").set_input_files([photo("a.jpg", tmp_path), photo("b.jpg", tmp_path, "#37a")])
    if not javascript:
        page.get_by_role("button", name="上传选好的文件").click()
    expect(first.get_by_label("这是什么")).not_to_be_empty()
    expect(first.get_by_text("2 页")).to_be_visible()
    assert loaded(page, ".captioned img")
    if javascript:
        assert axe(page) == []
    first.get_by_label("证明什么").fill("袋子胀了，里面发黏")
    page.get_by_role("button", name="保存，下一步").click()
    page.wait_for_url(lambda url: "/case/proof" not in url)
    page.goto("/case/evidence")
    expect(page.get_by_text("证明：袋子胀了，里面发黏")).to_be_visible()
