"""A stolen disk says nothing: what people typed and uploaded is looked for in everything the running server writes or holds open.

The server is the real one, with gunicorn, as a person starts it. Every search here first finds a canary that was put where it must be found.
"""

import base64
import hashlib
import http.client
import io
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from PIL import ExifTags, Image

from consumer_app.documents.frozen import freeze
from consumer_app.documents.paper import Paper, Paragraph
from consumer_app.domain.case import Case

MARK = "石榴籽"


def canary(name: str) -> str:
    """A string that occurs nowhere else, with letters that GBK, UTF-16 and base64 all write differently."""
    return f"{MARK}{hashlib.sha256(name.encode()).hexdigest()[:10]}"


def disguises(text: str) -> set[bytes]:
    """The string in every shape a program may write it: UTF-8, UTF-16, GBK, JSON escapes, percent, hex, base64 at any offset."""
    plain = {text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("gb18030")}
    plain |= {json.dumps(text)[1:-1].encode(), urlencode({"": text})[1:].encode()}
    shaped = set(plain)
    for one in plain:
        shaped |= {one.hex().encode(), one.hex().upper().encode()}
        for shift in range(3):
            cut = base64.b64encode(b"\0" * shift + one)
            shaped |= {cut[4:-4], cut[4:-4].replace(b"+", b"-").replace(b"/", b"_")} - {b""}
    return shaped


def leaks(held: Iterable[tuple[str, bytes]], canaries: Iterable[str]) -> list[str]:
    """Where any of the strings was found, in any shape."""
    wanted = {text: disguises(text) for text in canaries}
    beginnings = {shape[:6] for shapes in wanted.values() for shape in shapes}  # most strings begin alike
    found = []
    for where, content in held:
        if content.strip(b"\0"):  # the reserve holds nothing, and much of it
            begun = {one for one in beginnings if one in content}
            found += [
                f"{where}: {text}"
                for text, shapes in wanted.items()
                if any(shape[:6] in begun and shape in content for shape in shapes)
            ]
    return found


# ---- the running server


class Browser:
    """A plain HTTP client with cookies."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, dict[str, str]()

    def ask(self, method: str, url: str, body: Any = None, kind: str = "") -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        connection.request(method, url, body, headers)
        answer = connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, text

    def hidden(self, url: str) -> dict[str, str]:
        _, _, text = self.ask("GET", url)
        found = re.findall(r'name="(csrf_token|of_case|seen|once)"[^>]*value="([^"]*)"', text)
        return {name: unescape(value) for name, value in found}

    def fill(self, url: str, page: str = "", **typed: str) -> tuple[int, dict[str, str], str]:
        body = urlencode({**self.hidden(page or url), **typed})
        return self.ask("POST", url, body, "application/x-www-form-urlencoded")

    def upload(
        self, url: str, field_name: str, name: str, data: bytes, **typed: str
    ) -> tuple[int, dict[str, str], str]:
        body, kind = multipart({**self.hidden(url), **typed}, field_name, name, data)
        return self.ask("POST", url, body, kind)


def multipart(fields: dict[str, str], field_name: str, name: str, data: bytes) -> tuple[bytes, str]:
    edge = "----edge0f0f0f"
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="{field_name}"; filename="{name}"\r\n'
    body = ("".join(parts) + head + "Content-Type: application/octet-stream\r\n\r\n").encode()
    return body + data + f"\r\n--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


@dataclass
class Server:
    """A running ``consumer-app serve`` with its data folder and its own temporary folder."""

    data: Path
    temporary: Path
    process: "subprocess.Popen[bytes]"
    port: int
    log: Path
    seen: dict[str, set[bytes]] = field(default_factory=dict)

    def family(self) -> list[int]:
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            with suppress(FileNotFoundError, ProcessLookupError):  # a child may end while we look
                for task in Path(f"/proc/{pid}/task").glob("*/children"):
                    waiting += map(int, task.read_text().split())
        return found

    def on_disk(self) -> Iterator[tuple[str, bytes]]:
        for folder in (self.data, self.temporary):
            for path in folder.rglob("*"):
                if path.is_file() and "fonts" not in path.parts:
                    yield str(path), path.read_bytes()
        yield "log", self.log.read_bytes()

    def ever_held(self) -> Iterator[tuple[str, bytes]]:
        for where, contents in self.seen.items():
            for content in contents:
                yield where, content

    def look(self) -> None:
        """Keep what every file now holds that the server has open for writing, also one without a name."""
        for pid in self.family():
            for where, content in written_by(pid):
                self.seen.setdefault(where, set()).add(content)


def written_by(pid: int) -> Iterator[tuple[str, bytes]]:
    """Every regular file that a process has open for writing, and what is in it."""
    for entry in Path(f"/proc/{pid}/fd").glob("*"):
        try:
            flags = int(re.search(r"flags:\s*(\d+)", Path(f"/proc/{pid}/fdinfo/{entry.name}").read_text())[1], 8)  # type: ignore[index]
            if stat.S_ISREG(entry.stat().st_mode) and flags & os.O_ACCMODE != os.O_RDONLY:
                yield os.readlink(entry), entry.read_bytes()
        except (OSError, TypeError):
            continue


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    temporary, log = folder / "tmp", folder / "log"
    temporary.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DATA_DIR": str(folder / "data"),
        "TMPDIR": str(temporary),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "consumer_app", "serve", "--port", str(port)],
            env=environment,
            stdout=out,
            stderr=out,
        )
    running = Server(folder / "data", temporary, process, port, log)
    for _ in range(300):
        if "http://" in log.read_text():
            break
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)
    yield running
    process.send_signal(signal.SIGTERM)
    process.wait(20)


@pytest.fixture
def browser(server: Server) -> Browser:
    return Browser(server.port)


def a_case(browser: Browser, told: str = "x") -> str:
    """Begin a case through the pages; its code."""
    status, headers, _ = browser.fill("/start", told=told, confirm="yes", path="full")
    assert (status, headers.get("location")) == (303, "/card")
    _, _, text = browser.ask("GET", "/card")
    return re.search(r'id="code">([^<]+)<', text)[1]  # type: ignore[index]


# ---- first: the harness finds what is planted


@pytest.mark.parametrize(
    "write",
    [
        lambda text: text.encode(),
        lambda text: b"\xff\xfe" + ("..." + text).encode("utf-16-le"),
        lambda text: text.encode("gbk"),
        lambda text: json.dumps({"told": text}).encode(),
        lambda text: ("x" + text).encode().hex().encode(),
        lambda text: base64.b64encode(("12" + text + "3456").encode()),
        lambda text: base64.urlsafe_b64encode(("1" + text + "3456").encode()),
        lambda text: urlencode({"q": text}).encode(),
    ],
)
def test_the_search_finds_a_planted_canary_in_every_shape(write: Any) -> None:
    assert leaks([("planted", b"before " + write(canary("x")) + b" after")], [canary("x"), canary("y")]) == [
        f"planted: {canary('x')}"
    ]


def test_the_look_at_open_files_finds_one_that_has_no_name() -> None:
    with tempfile.TemporaryFile() as spooled:
        spooled.write(canary("spooled").encode())
        spooled.flush()
        assert leaks(written_by(os.getpid()), [canary("spooled")]) != []


# ---- everything a case can hold


def photo_with_canaries() -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = canary("exif description")
    exif[ExifTags.Base.Artist] = canary("exif artist")
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = canary("exif comment").encode()
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "gray").save(out, "JPEG", exif=exif, comment=canary("jpeg comment").encode())
    return out.getvalue()


def full_case(photo: bytes) -> tuple[dict[str, Any], list[str]]:
    """A case with a canary in every text it can hold, and the list of them."""
    names: list[str] = []

    def put(name: str) -> str:
        names.append(name)
        return canary(name)

    paper = Paper(kind="letter", title="信", blocks=(Paragraph(text=put("frozen words")),), made_on="2026-11-04")  # type: ignore[arg-type]
    file = {
        "blob": "a" * 32,
        "name": put("file name") + ".jpg",
        "media_type": "image/jpeg",
        "size": len(photo),
        "sha256": hashlib.sha256(photo).hexdigest(),
    }
    case = {
        "v": 1,
        "told": put("told"),
        "parties": [
            {
                "id": "p1",
                "role": "shopper",
                **{key: put(f"shopper {key}") for key in ("name", "phone", "address")},
                "representative": {key: put(f"representative {key}") for key in ("name", "relation", "phone")},
            },
            {
                "id": "p2",
                "role": "seller",
                **{key: put(f"seller {key}") for key in ("shop", "registered_name", "licence_no", "address", "name")},
            },
        ],
        "order": {"no": put("order no"), "lines": [{"id": "l1", "what": put("line what")}]},
        "events": [{"id": "e1", **{key: put(f"event {key}") for key in ("what", "quote", "speaker", "topic")}}],
        "promises": [{"id": "k1", **{key: put(f"promise {key}") for key in ("quote", "speaker", "happened")}}],
        "evidence": [
            {
                "id": "x1",
                "kind": "photo",
                "file": file,
                **{key: put(f"evidence {key}") for key in ("title", "source", "proves", "kept_at", "passage")},
            }
        ],
        "answers": {"some_text": put("answer")},
        "demands": [{"text": put("demand")}],
        "papers": [
            {
                "id": "d1",
                "kind": "letter",
                "title": put("paper title"),
                "template": put("paper template"),
                "issued_at": {"at": "2026-11-04", "precision": "day"},
                "frozen": freeze(paper),
            }
        ],
        "steps": [{"id": "s1", "channel": "seller", **{key: put(f"step {key}") for key in ("reference", "reply")}}],
    }
    Case.model_validate(case)
    return case, names


def test_forty_canaries_through_every_field_are_nowhere_in_the_clear(server: Server, browser: Browser) -> None:
    photo = photo_with_canaries()
    case, names = full_case(photo)
    names += ["exif description", "exif artist", "exif comment", "jpeg comment"]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("case.json", json.dumps(case, ensure_ascii=False))
        packed.writestr(f"files/{case['evidence'][0]['file']['name']}", photo)
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(0.002):
            server.look()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        status, headers, text = browser.upload("/import", "archive", f"{canary('zip name')}.zip", archive.getvalue())
        assert (status, headers.get("location")) == (303, "/card"), text
        code = re.search(r'id="code">([^<]+)<', browser.ask("GET", "/card")[2])[1]  # type: ignore[index]
        secret = canary("passphrase")
        assert browser.fill("/case/safety/passphrase", passphrase=secret, passphrase_again=secret)[0] == 303
        assert browser.fill("/card", remember="yes", page="/case/safety")[0] == 303
        # through the pages, well and badly, and through what goes wrong
        edits = {
            "told": canary("typed again"),
            "what": canary("typed what"),
            "no": canary("typed no"),
            "csrf_token": "stale",
        }
        for url in (
            "/case/order",
            "/case/timeline/new",
            "/case/promises/new",
            "/case/you",
            "/start",
            "/likely",
            "/case/evidence",
        ):
            assert browser.fill(url, "/case/order", **edits)[0] < 500
            assert browser.fill(url, url, **{k: v for k, v in edits.items() if k != "csrf_token"})[0] < 500
        browser.ask("GET", "/" + urlencode({"x": canary("in an address")}))
        browser.ask("GET", "/case/evidence/" + urlencode({"x": canary("in an address")})[2:])
        stranger = Browser(server.port)
        stranger.fill("/unlock", code=code, passphrase=canary("wrong passphrase"))
        stranger.ask("POST", "/case/order", urlencode(edits), "application/x-www-form-urlencoded")
        page = browser.ask("GET", "/case/evidence/x1")[2]
        assert canary("evidence title") in page
        assert browser.ask("GET", "/case/safety/export")[0] == 200
    finally:
        stop.set()
        watcher.join()
    names += ["zip name", "passphrase", "typed again", "typed what", "typed no", "in an address", "wrong passphrase"]
    assert len(set(names)) >= 40
    strings = [canary(name) for name in names]
    strings += [MARK, code.replace(" ", ""), code, *browser.cookies.values(), hashlib.sha256(photo).hexdigest()]
    strings = [text for text in strings if len(text) > 2]
    assert leaks(server.on_disk(), strings) == []
    assert leaks(server.ever_held(), strings) == []
    assert any("cases.sqlite3" in where for where in server.seen), "the watch never saw the database being written"
    assert not any(where.endswith("(deleted)") and content for where, content in server.ever_held())


# ---- uploads


def test_three_megabytes_on_their_way_in_are_in_no_file(server: Server, browser: Browser) -> None:
    a_case(browser)
    photo = photo_with_canaries()
    marker = canary("bytes of the upload").encode()
    data = photo + marker * (3 * 1024 * 1024 // len(marker))
    body, kind = multipart(browser.hidden("/case/evidence"), "files", "照片.jpg", data)
    head = (
        f"POST /case/evidence HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Type: {kind}\r\nConnection: close\r\n"
        f"Cookie: {'; '.join(f'{k}={v}' for k, v in browser.cookies.items())}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    server.seen.clear()
    with socket.create_connection(("127.0.0.1", server.port)) as wire:
        wire.sendall(head.encode())
        for start in range(0, len(body), 200_000):
            wire.sendall(body[start : start + 200_000])
            time.sleep(0.01)
            server.look()
        while not (received := wire.recv(100)):
            pass
        server.look()
    assert received.startswith(b"HTTP/1.1 303"), received
    assert leaks(server.ever_held(), [canary("bytes of the upload")]) == []
    assert leaks(server.on_disk(), [canary("bytes of the upload"), canary("exif artist")]) == []
    assert list(server.temporary.iterdir()) == []


def test_a_connection_lost_in_the_middle_of_an_upload_leaves_nothing(server: Server, browser: Browser) -> None:
    a_case(browser)
    body, kind = multipart(
        browser.hidden("/case/evidence"), "files", "照片.jpg", photo_with_canaries() + b"x" * 2_000_000
    )
    before = sorted(path for path in (server.data / "blobs").rglob("*") if path.is_file())
    with socket.create_connection(("127.0.0.1", server.port)) as wire:
        head = (
            f"POST /case/evidence HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\n"
            f"Cookie: {'; '.join(f'{k}={v}' for k, v in browser.cookies.items())}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        wire.sendall(head.encode() + body[: len(body) // 2])
        time.sleep(0.2)
    time.sleep(0.3)
    assert sorted(path for path in (server.data / "blobs").rglob("*") if path.is_file()) == before
    assert list((server.data / "tmp").iterdir()) == []
    assert browser.ask("GET", "/case/evidence")[0] == 200


def test_a_photo_of_eighty_megabytes_gets_an_answer_and_not_a_broken_connection(
    server: Server, browser: Browser
) -> None:
    a_case(browser)
    status, _, text = browser.upload("/case/evidence", "files", "大.jpg", b"\xff\xd8" + b"\0" * (80 * 1024 * 1024))
    assert status in (413, 422)
    assert "50MB" in text
    assert list(server.temporary.iterdir()) == []


def test_a_body_beyond_every_limit_gets_an_answer_too(server: Server, browser: Browser) -> None:
    a_case(browser)
    answer = browser.ask(
        "POST", "/case/order", b"what=" + b"x" * (20 * 1024 * 1024), "application/x-www-form-urlencoded"
    )
    assert answer[0] == 413
    assert "写得太长了" in answer[2]
