"""People who use a running site as browsers do, each from an address of their own, and the figures of how long they waited for what."""

import html
import http.client
import json
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from urllib.parse import urlencode

from tests.running_site import PATIENCE
from tests.web.conftest import Page
from tests.web.test_nothing_in_the_clear import multipart

THINKS, GIVES_UP = 1.0, 300.0
"""Seconds: between two pages of a person, for one piece of work."""
LOOKS_AGAIN, LATER, SELDOM = 0.5, 1.3, 4.0
"""How a browser looks at what waits (waiting.js): after so many seconds, each time so much later, and never seldomer than that."""


class Figures:
    """What was measured, by kind, and everything that must not be."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.told: Counter[str] = Counter()
        self.faults: list[str] = []
        self.memory: list[tuple[float, int, int]] = []
        self.over = threading.Event()

    @contextmanager
    def timed(self, kind: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.seconds[kind].append(time.monotonic() - begun)

    def resident(self, at: float) -> int:
        """The most that the whole family held in the tenth of the time up to that share of it, in MB."""
        return max(family for when, family, _ in self.memory if at - 0.1 <= when <= at)

    def table(self, title: str) -> str:
        """All of it, to be read."""
        rows = [f"\n{title:<32}{'count':>7}{'p50':>9}{'p99':>9}{'slowest':>9}"]
        for kind, all_of in sorted(self.seconds.items()):
            taken = sorted(all_of)
            cells = "".join(f"{taken[int((len(taken) - 1) * share)]:>8.2f}s" for share in (0.5, 0.99, 1))
            rows.append(f"{kind:<32}{len(taken):>7}{cells}")
        rows.append(f"told to wait: {dict(self.told) or 'nobody'};  untold or unanswered: {len(self.faults)}")
        marks = ", ".join(f"{name} {self.resident(at)}" for name, at in (("start", 0.1), ("half", 0.5), ("end", 1.0)))
        rows.append(
            f"memory in MB, the family: {marks}; the greediest process at most {max(m[2] for m in self.memory)}"
        )
        return "\n".join(rows)


@dataclass
class Answer:
    """An answer in the shape that a Page reads."""

    status_code: int
    headers: dict[str, str]
    data: bytes
    request: SimpleNamespace

    @property
    def mimetype(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def text(self) -> str:
        return self.data.decode()


@dataclass
class Person:
    """A browser at an address of its own. When it is told to wait it does, and then asks again."""

    port: int
    figures: Figures
    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, kind: str, method: str, url: str, body: bytes | None = None, form: str = "") -> Page:
        until = time.monotonic() + GIVES_UP
        while True:
            page = self._once(kind, method, url, body, form)
            if page.status not in (429, 503):
                return page
            self.figures.told[f"{page.status} {kind}"] += 1
            assert time.monotonic() < until, f"told to wait for ever: {method} {url}"
            time.sleep(min(float(page.answer.headers.get("retry-after", "5")), 10))

    def _once(self, kind: str, method: str, url: str, body: bytes | None, form: str) -> Page:
        said = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        line = http.client.HTTPConnection("127.0.0.1", self.port, PATIENCE, source_address=(self.address, 0))
        try:
            with self.figures.timed(kind):
                line.request(method, url, body, said | ({"Content-Type": form} if form else {}))
                answer = line.getresponse()
                data = answer.read()
        except OSError as broken:
            self.figures.faults.append(f"{method} {url}: {broken!r}")
            raise
        finally:
            line.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        heads = {name.capitalize(): value for name, value in answer.getheaders()}
        heads |= {name.lower(): value for name, value in answer.getheaders()}
        if answer.status >= 500 and not (answer.status == 503 and "retry-after" in heads):
            self.figures.faults.append(f"{method} {url}: {answer.status} {data[:200]!r}")
        return Page(Answer(answer.status, heads, data, SimpleNamespace(path=url)))  # type: ignore[arg-type]

    def get(self, url: str, kind: str = "a page") -> Page:
        return self.ask(kind, "GET", url)

    def fill(self, url: str, page: Page | None = None, action: str = "", kind: str = "a save", **typed: str) -> Page:
        """Open the page, fill in its form, press the button; the answer, which must lead on."""
        fields = (page or self.get(url)).fields(action)
        for name, value in typed.items():
            fields.setlist(name, [value])
        return self.ask(
            kind, "POST", url, urlencode(list(fields.items(multi=True))).encode(), "application/x-www-form-urlencoded"
        )

    def upload(self, name: str, data: bytes) -> Page:
        form = next(form for form in self.get("/case/evidence").forms if form.files)
        return self.ask("an upload", "POST", "/case/evidence", *multipart(form.fields.to_dict(), "files", name, data))

    def after_waiting(self, page: Page) -> tuple[str, Page]:
        """The page at the end of every wait that this answer leads into, and its address."""
        url, until, pause = "", time.monotonic() + GIVES_UP, LOOKS_AGAIN
        while page.leads_to or "data-waiting" in page.html:
            assert time.monotonic() < until, f"never ended: {url}"
            if page.leads_to:
                url = page.leads_to
                page = self.get(url)
                continue
            look = html.unescape(page.html.partition('data-waiting="')[2].partition('"')[0])
            time.sleep(pause)
            pause = min(pause * LATER, SELDOM)
            if json.loads(self.get(look, "a look at what waits").answer.data)["ended"]:
                page = self.get(url)
        return url, page

    def open(self, code: str) -> None:
        assert self.fill("/unlock", code=code).status == 303

    def letter(self, kind: str, **typed: str) -> tuple[str, bytes]:
        """A letter to the store, from pressing the button until its PDF is here: where that lies, and its bytes."""
        form = self.get("/case/papers/letter/store")
        time.sleep(THINKS)  # it is read before it is frozen
        with self.figures.timed(kind):
            url, page = self.after_waiting(self.fill("/case/papers/letter/store", form, freeze="yes", **typed))
            link = re.search(r"/case/papers/d\d+/paper\.pdf", page.html)
            assert link, f"no paper: {url} {page.status} {page.words[:300]}"
            pdf: bytes = self.get(link[0], "a PDF").answer.data
        assert pdf.startswith(b"%PDF")
        return link[0], pdf
