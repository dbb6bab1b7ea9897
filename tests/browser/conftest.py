"""One browser and one real site for all browser tests: a real server in a thread, a real vault in a temporary folder."""

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from consumer_app import create_app, paths
from consumer_app.config import Config
from consumer_app.domain.case import Case
from consumer_app.storage import StorageSettings
from consumer_app.storage.vault import Argon2Cost

WECHAT = (
    "Mozilla/5.0 (Linux; Android 14; Phone) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0 "
    "Mobile Safari/537.36 MicroMessenger/8.0.50.2701(0x28003253) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN"
)
PHONE = "Mozilla/5.0 (Linux; Android 14; Phone) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"
OpenPage = Callable[..., Page]


@dataclass(frozen=True)
class Site:
    """The running site: its address, its app, its folder."""

    url: str
    app: Flask
    data_dir: Path


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Requests are not logged."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real application on a free port of this machine, with cheap passphrases and no limit on how often."""
    folder = tmp_path_factory.mktemp("site")
    settings = StorageSettings(argon2=Argon2Cost(passes=1, memory_kib=1024, lanes=1))
    app = create_app(Config(data_dir=folder / "data", bench_wait=30.0, print_ahead=False).prepared(), storage=settings)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(f"http://127.0.0.1:{server.port}", app, folder / "data")
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium: $CHROMIUM, or the first found in the path."""
    names = ("chromium-headless-shell", "chromium", "google-chrome")
    found = os.environ.get("CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("no Chromium: set CHROMIUM to its path, or install chromium-headless-shell")
    flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def open_page(site: Site, chromium: Browser) -> Iterator[OpenPage]:
    """Opens pages of the site, each in a browser of its own (no cookies), by default as on a phone of 360 px.

    ``open_page("/", width=1280, javascript=False, wechat=True, large=True)``; ``phone`` is a phone's own browser. A script that fails, or anything the content security policy stops, fails the test.
    """
    contexts, faults = [], []

    def opened(
        path: str = "/",
        *,
        width: int = 360,
        javascript: bool = True,
        wechat: bool = False,
        phone: bool = False,
        large: bool = False,
        dark: bool = False,
    ) -> Page:
        context = chromium.new_context(
            base_url=site.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": 740 if width < 700 else 900},
            java_script_enabled=javascript,
            user_agent=WECHAT if wechat else PHONE if phone else None,
            has_touch=width < 700,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        context.set_default_timeout(
            60_000
        )  # a press of a button may bring the first print, on a machine busy with others
        if large:
            context.add_cookies([{"name": "size", "value": "large", "url": site.url}])
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def open_story(site: Site, open_page: OpenPage) -> OpenPage:
    """A page of the case of the spoiled sausages, open in a browser of its own."""

    def opened(path: str, **look: Any) -> Page:
        text = (paths.LEGAL_REFS / "examples/spoiled-food/case.json").read_text(encoding="utf-8")
        storage = site.app.extensions["storage"]
        _, vault = storage.cases.create(Case.model_validate(json.loads(text)), now=storage.settings.clock())
        page = open_page("about:blank", **look)
        token = storage.sessions.start(vault, now=storage.settings.clock())
        page.context.add_cookies([{"name": "case", "value": token, "url": site.url}])
        page.goto(path)
        return page

    return opened


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands: the rule, and the elements."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"]]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """``axe(page) == []`` says that axe finds nothing wrong."""
    return violations


@pytest.fixture
def too_wide() -> Callable[[Page], int]:
    """``too_wide(page) == 0`` says that nothing sticks out of the screen."""
    return overflow
