"""The real site over a real vault in a temporary folder, and a visitor who fills in its pages."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any, ClassVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from consumer_app import create_app
from consumer_app.config import Config
from consumer_app.domain.case import Case
from consumer_app.domain.law import LawBook
from consumer_app.storage import Storage, StorageSettings
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.vault import Code
from tests.web.full_path import story


class Compiled(BytecodeCache):
    """Every template compiled once for all the sites of a test run."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def addresses_worked_out_once() -> Iterator[None]:
    """How the address of a route is put together, which is the same in all the sites of a test run."""
    work_out, kept = Rule._compile_builder, dict[tuple[str, str, bool], Callable[..., tuple[str, str]]]()

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (rule.rule, repr(rule.defaults), append_unknown)
        if key not in kept:
            kept[key] = work_out(rule, append_unknown)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


class Browser(FlaskClient):
    """Reads every answer to its end, and lets go of what it was read from and of the body that was sent."""

    def open(self, *args: Any, buffered: bool = True, **named: Any) -> TestResponse:
        answer = super().open(*args, buffered=buffered, **named)
        for one in (answer, *answer.history):
            one.request.environ["wsgi.input"].close()
        return answer


@dataclass(frozen=True)
class Form:
    """A form of a page that posts: where to, the fields it would send, those that take text, those that take files."""

    action: str
    fields: MultiDict[str, str]
    text: tuple[str, ...]
    files: tuple[str, ...]


@dataclass
class Page:
    """An answer as a person sees it: its words, and its forms with every field they would send."""

    answer: TestResponse
    html: str = field(init=False)

    def __post_init__(self) -> None:
        self.html = self.answer.text if self.answer.mimetype.startswith("text/") else ""

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def leads_to(self) -> str | None:
        return self.answer.headers.get("Location")

    @property
    def words(self) -> str:
        return " ".join(unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", self.html, flags=re.S)).split())

    def fields(self, action: str = "") -> MultiDict[str, str]:
        """What the form with that action (or the last one) holds."""
        forms = re.findall(r"<form([^>]*)>(.*?)</form>", self.html, re.S)
        return _fields([body for head, body in forms if not action or f'action="{action}"' in head][-1])

    @property
    def forms(self) -> list[Form]:
        """Every form that posts."""
        found = []
        for head, body in re.findall(r'<form([^>]*method="post"[^>]*)>(.*?)</form>', self.html, re.S):
            to = re.search(r'action="([^"]*)"', head)
            action = unescape(to[1]) if to else self.answer.request.path
            inputs = re.findall(r"<(?:input|textarea|select)[^>]*>", body)
            names = [
                (re.search(r'name="([^"]*)"', tag), 'type="file"' in tag, 'type="hidden"' in tag) for tag in inputs
            ]
            text = tuple(dict.fromkeys(name[1] for name, file, hidden in names if name and not file and not hidden))
            files = tuple(dict.fromkeys(name[1] for name, file, _ in names if name and file))
            found.append(Form(action, _fields(body), text, files))
        return found

    @property
    def links(self) -> list[str]:
        """Where its links lead on this site."""
        return [unescape(link).partition("#")[0] for link in re.findall(r'<a [^>]*href="(/[^"]*)"', self.html)]


def _fields(form: str) -> MultiDict[str, str]:
    found: MultiDict[str, str] = MultiDict()
    for tag, content in re.findall(r"(<(?:input|textarea)[^>]*>)(?:\n?([^<]*)</textarea>)?", form):
        name = re.search(r'name="([^"]*)"', tag)
        box = 'type="checkbox"' in tag or 'type="radio"' in tag
        if name and not (box and " checked" not in tag) and 'type="file"' not in tag:
            value = re.search(r'value="([^"]*)"', tag)
            found.add(name[1], unescape(content if tag.startswith("<textarea") else value[1] if value else ""))
    for name_of, options in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found.add(name_of, unescape(chosen[1]) if chosen else "")
    return found


class Visitor:
    """A browser: cookies kept, redirects followed only when asked."""

    def __init__(self, site: Flask) -> None:
        self.site, self.client = site, site.test_client()

    @property
    def storage(self) -> Storage:
        found: Storage = self.site.extensions["storage"]
        return found

    def get(self, url: str, **named: Any) -> Page:
        return Page(self.client.get(url, **named))

    def send(self, url: str, fields: Any = None, **named: Any) -> Page:
        """A bare POST of these fields, from one of the site's own pages or from anywhere."""
        return Page(self.client.post(url, data=fields or {}, **named))

    def fill(self, url: str, page: str | Page | None = None, action: str = "", **typed: Any) -> Page:
        """Open the page, fill in its form, press the button."""
        shown = page if isinstance(page, Page) else self.get(page or url)
        fields = shown.fields(action)
        for name, value in typed.items():
            fields.setlist(name, value if isinstance(value, list) else [value])
        return self.send(url, fields)

    def cookie(self, name: str) -> str | None:
        held = self.client.get_cookie(name)
        return held.value if held else None

    def begin(self, case: Case, *, card: bool = False) -> tuple[Code, OpenCase]:
        """Have this case open, as after its card was saved; with ``card`` before it was."""
        now = self.storage.settings.clock()
        code, opened = self.storage.cases.create(case, now=now)
        shown = code if card else None
        self.client.set_cookie("case", self.storage.sessions.start(opened, now=now, code=shown))
        return code, opened


@contextmanager
def running(
    folder: Path, settings: StorageSettings, *, bench_wait: float = 30.0, print_ahead: bool = False, **named: Any
) -> Iterator[Flask]:
    """A site over that data folder, with these settings of its storage, until it is closed. Its pages wait for heavy work."""
    config = Config(data_dir=folder, bench_wait=bench_wait, print_ahead=print_ahead)
    site = create_app(config.prepared(), storage=settings, **named)
    site.test_client_class = Browser
    site.jinja_env.bytecode_cache = Compiled()
    yield site
    site.extensions["storage"].close()


@pytest.fixture(scope="session")
def running_site() -> Callable[..., AbstractContextManager[Flask]]:
    """For tests that want a site of their own: ``with running_site(folder, settings) as site``."""
    return running


@pytest.fixture
def bench_wait() -> float:
    """Seconds that the pages of the site wait for heavy work; a file of tests may say otherwise for its own."""
    return 30.0


@pytest.fixture
def build(folder: Path, settings: StorageSettings, bench_wait: float) -> Iterator[Callable[..., Flask]]:
    """Makes the site; ``build(limited=True)`` with its limits on how often."""
    with ExitStack() as sites:
        yield lambda **named: sites.enter_context(running(folder, settings, **{"bench_wait": bench_wait, **named}))


@pytest.fixture
def site(build: Callable[..., Flask]) -> Flask:
    return build()


@pytest.fixture
def book(site: Flask) -> LawBook:
    """The law book of the site."""
    found: LawBook = site.extensions["law_book"]
    return found


@pytest.fixture
def visitor(site: Flask) -> Visitor:
    return Visitor(site)


@pytest.fixture
def visitor_of() -> Callable[[Flask], Visitor]:
    """A browser for a site that the test made itself."""
    return Visitor


@pytest.fixture
def another(site: Flask) -> Visitor:
    """A second browser."""
    return Visitor(site)


@pytest.fixture
def sausage(visitor: Any) -> Any:
    """A visitor with the case of the spoiled sausages open, on the full path."""
    _, visitor.opened = visitor.begin(story("spoiled-food"))
    visitor.fill("/case/path", "/case", path="full")
    return visitor


@pytest.fixture
def empty(visitor: Any) -> Any:
    """A visitor with a case of one dispute and nothing else, on the full path."""
    _, visitor.opened = visitor.begin(Case.model_validate({"v": 1, "disputes": ["spoiled-food"]}))
    visitor.fill("/case/path", "/case", path="full")
    return visitor
