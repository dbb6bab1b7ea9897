"""The pages anyone may read, and the first two of the journey: what they answer, what they keep (nothing), what they refuse."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consumer_app.storage import StorageSettings
from consumer_app.web.forms.describe import NOTHING_TOLD
from consumer_app.web.forms.form import STALE

STORY = "在淘宝网店买了一箱火腿肠，实付59.9元，吃到一半发现里面腐烂变质，客服还问我怎么保存的。"
CANARY = "金丝雀四五六七八九"


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory, running_site: Callable[..., AbstractContextManager[Flask]]
) -> Iterator[Flask]:
    """The real site over an empty folder."""
    with running_site(tmp_path_factory.mktemp("public") / "data", StorageSettings()) as site:
        yield site


@pytest.fixture
def visitor(house: Flask) -> FlaskClient:
    """Someone with a browser and no case."""
    return house.test_client()


def told(visitor: FlaskClient, text: str, path: str = "/likely") -> tuple[int, str]:
    """Tells a story through the first page's own form; the status and the page that comes back."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', visitor.get("/").text)
    assert token is not None
    answer = visitor.post(path, data={"told": text, "csrf_token": token[1]})
    return answer.status_code, unescape(answer.text)


def test_the_first_page_shows_a_few_stories_and_says_that_one_may_speak(visitor: FlaskClient) -> None:
    page = visitor.get("/").text
    assert "可以点键盘上的话筒说" in page
    assert 'class="cards plain stories few"' in page  # on a phone three of them, by the stylesheet
    assert re.search(r'href="/examples">看全部 7 个例子', page)


@pytest.mark.parametrize("path", ["/", "/privacy", "/help"])
def test_public_pages_open_for_anyone_and_are_small(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert len(answer.data) < 40_000
    assert "现在只在这台机器上运行" in answer.text


def test_the_first_page_says_what_comes_of_it_and_what_it_costs(visitor: FlaskClient) -> None:
    page = visitor.get("/").text
    for words in (
        "用自己的话说说发生了什么",
        "投诉函",
        "证据清单",
        "升级清单",
        "订单截图",
        "免费",
        "不是律师",
        "什么都不保存",
    ):
        assert words in page


def test_a_story_comes_back_as_the_dispute_it_is_with_the_words_that_led_there(visitor: FlaskClient) -> None:
    status, page = told(visitor, STORY)
    assert status == 200
    first = re.search(r'name="disputes"[^>]*value="([^"]+)"', page)
    assert first is not None
    assert first[1] == "spoiled-food"
    marked = re.findall(r"<mark>(.*?)</mark>", page)
    assert marked
    assert all(words in STORY for words in marked)


def test_nothing_but_the_kind_is_ticked_on_the_second_page_and_its_button_comes_before_what_is_kept(
    visitor: FlaskClient,
) -> None:
    _, page = told(visitor, STORY)
    assert set(re.findall(r'type="checkbox" name="([^"]*)"', page)) == {"disputes"}
    assert page.index("好，开始记录</button>") < page.index("不收身份证号")
    assert "先不保存" in page


def test_words_that_say_nothing_lead_to_a_choice_of_every_dispute(visitor: FlaskClient) -> None:
    status, page = told(visitor, "唔")
    assert status == 200
    assert "还看不出是哪一类" in page
    assert 'value="spoiled-food"' in page
    assert "checked" not in page


def test_nothing_told_is_asked_for(visitor: FlaskClient) -> None:
    status, page = told(visitor, "  \u3000\n ")
    assert status == 422
    assert NOTHING_TOLD in page
    assert "<title>错误：" in page


def test_a_stale_page_keeps_every_word(visitor: FlaskClient) -> None:
    answer = visitor.post("/likely", data={"told": STORY, "csrf_token": "old"})
    assert answer.status_code == 422
    assert STALE in answer.text
    assert STORY in answer.text


def test_a_story_too_long_says_so_and_is_still_there(visitor: FlaskClient) -> None:
    status, page = told(visitor, "长" * 20_001)
    assert status == 422
    assert "您写了 20001 个字" in page
    assert "长" * 20_001 in page


def test_markup_in_a_story_is_words_and_nothing_else(visitor: FlaskClient) -> None:
    hostile = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>变质发霉\"'{{7*7}}"
    token = re.search(r'value="([^"]+)"', visitor.get("/").text)
    assert token is not None
    for path in ("/likely", "/"):
        answer = visitor.post(path, data={"told": hostile, "csrf_token": token[1]})
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
        assert hostile in unescape(answer.text)


def test_nothing_that_was_told_is_kept_anywhere(visitor: FlaskClient, house: Flask) -> None:
    told(visitor, STORY + CANARY)
    data_dir = Path(house.config["DATA_DIR"])
    files = [path for path in data_dir.rglob("*") if path.is_file()]
    assert files
    assert all(CANARY.encode() not in path.read_bytes() for path in files)
    assert all(CANARY not in str(cookie) for cookie in visitor._cookies.values())


def test_the_words_go_back_into_the_box(visitor: FlaskClient) -> None:
    status, page = told(visitor, STORY, path="/")
    assert status == 200
    assert f"{STORY}</textarea>" in page


def test_likely_without_words_leads_to_the_box(visitor: FlaskClient) -> None:
    answer = visitor.get("/likely")
    assert (answer.status_code, answer.location) == (303, "/")


def test_static_files_are_kept_for_a_year_under_an_address_that_changes_with_them(visitor: FlaskClient) -> None:
    sheet = re.search(r'href="(/assets/[0-9a-f]{12}/site\.css)"', visitor.get("/").text)
    assert sheet is not None
    answer = visitor.get(sheet[1])
    assert "immutable" in answer.headers["Cache-Control"]
    assert "immutable" not in visitor.get("/assets/000000000000/site.css").headers["Cache-Control"]
    assert visitor.get("/assets/000000000000/../consumer_app/config.py").status_code == 404
    assert visitor.get("/favicon.ico").status_code == 200


@pytest.mark.parametrize(
    ("came_from", "goes_to"),
    [
        ("http://localhost/help", "/help"),
        ("http://localhost/case/order?x=1", "/case/order"),
        ("https://evil.example/help", "/"),
        ("http://localhost//evil.example", "/"),
        ("", "/"),
    ],
)
def test_the_switch_of_type_size_goes_back_to_its_page_and_never_elsewhere(
    visitor: FlaskClient, came_from: str, goes_to: str
) -> None:
    answer = visitor.get("/look?to=large", headers={"Referer": came_from} if came_from else {})
    assert (answer.status_code, answer.location) == (303, goes_to)
    assert '<html lang="zh-CN" class="large">' in visitor.get("/help").text
    visitor.get("/look?to=normal")
    assert '<html lang="zh-CN">' in visitor.get("/help").text
