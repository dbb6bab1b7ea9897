"""Slow and greedy clients against the real server: they wait, are told 408 or 503, or are let go; nobody else waits for them."""

import http.client
import io
import os
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest

from consumer_app import create_app
from consumer_app.config import Config
from consumer_app.domain.case import EMPTY_CASE, Evidence, FileRef
from consumer_app.domain.case.parts import replaced
from consumer_app.serving import patience
from consumer_app.storage import StorageSettings, open_storage
from consumer_app.storage.counts import Counts
from consumer_app.web import limits
from tests.running_site import PATIENCE, Site

HOST = b"Host: 127.0.0.1\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
FILES = b"Content-Type: multipart/form-data; boundary=b\r\n"
MEGABYTE = 1024 * 1024


class Served:
    """A running site, its port, and where it may put what it needs for a moment."""

    def __init__(self, site: Site, port: int, temporary: Path | None = None) -> None:
        self.site, self.port, self.temporary = site, port, temporary

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE)

    def ask(self, request: bytes) -> bytes:
        """What comes back until the server has ended."""
        with self.connect() as line:
            line.sendall(request)
            return everything(line)

    def seconds(self, path: str = "/help") -> float:
        began = time.monotonic()
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE) as answer:
            assert answer.status == 200
            answer.read()
        return time.monotonic() - began

    def clients(self) -> int:
        """How many are connected, or have left and were not let go yet."""
        lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        held = (line for line in lines if line[3] in ("01", "08"))  # established; left by the other end
        return sum(int(line[1].rpartition(":")[2], 16) == self.port for line in held)

    def resident(self) -> int:
        """Megabytes of the greediest process."""
        return max(self._resident())

    def altogether(self) -> int:
        """Megabytes of all its processes."""
        return sum(self._resident())

    def _resident(self) -> list[int]:
        found = [0]
        for pid in self.site.family():
            with suppress(OSError, TypeError):
                status = Path(f"/proc/{pid}/status").read_text()
                found.append(int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024)  # type: ignore[index]
        return found


def started(data_dir: Path, **variables: str) -> Served:
    """A site on a free port, with these variables, whose fonts are made elsewhere."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    temporary = data_dir.with_name("tmp")
    temporary.mkdir(exist_ok=True)
    site = Site(data_dir, "--port", str(port), makes_fonts=False, TMPDIR=str(temporary), **variables)
    assert site.greeting()
    return Served(site, port, temporary)


def send_a_huge_body(line: socket.socket) -> None:
    """199 MB to /import, without a token."""
    head = b"POST /import HTTP/1.1\r\n" + HOST + FILES + b"Content-Length: %d\r\n\r\n" % (199 * MEGABYTE)
    line.sendall(head + b"--b\r\nContent-Disposition: form-data; name=archive; filename=a.zip\r\n\r\n")
    for _ in range(198):
        line.sendall(bytes(MEGABYTE))


def everything(line: socket.socket) -> bytes:
    found = b""
    with suppress(ConnectionResetError):
        while piece := line.recv(65536):
            found += piece
    return found


def is_waited_for(line: socket.socket) -> bool:
    """Whether the server still waits for the rest of this request: it was neither answered nor let go."""
    line.settimeout(0)
    try:
        line.recv(1)
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    found = started(tmp_path_factory.mktemp("clients") / "data")
    yield found
    _, said = found.site.stop()
    assert "fault" not in said
    assert "Traceback" not in said


def half_sent_forms(served: Served, line: socket.socket) -> bytes:
    line.sendall(b"POST /unlock HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: 100000\r\n\r\n")
    return b"a"


def half_sent_headers(served: Served, line: socket.socket) -> bytes:
    line.sendall(b"GET /help HTTP/1.1\r\n" + HOST + b"X-Slow: ")
    return b"a"


def endless_pieces(served: Served, line: socket.socket) -> bytes:
    line.sendall(b"POST /unlock HTTP/1.1\r\n" + HOST + FORM + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n")
    return b"1\r\na\r\n"


def readers_who_take_nothing(served: Served, line: socket.socket) -> bytes:
    line.sendall((b"GET /law HTTP/1.1\r\n" + HOST + b"\r\n") * 30)
    return b""


def test_an_unknown_host_name_is_not_answered(served: Served) -> None:
    with served.connect() as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        assert line.recv(12) == b"HTTP/1.1 400"


def test_a_body_that_is_not_what_it_says_is_refused_and_no_fault(served: Served) -> None:
    """That it is no fault is seen when the server has stopped."""
    head = b"POST /likely HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    for body in (b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n", b"Content-Length: 100\r\n\r\ntold=x"):
        with served.connect() as line:
            line.sendall(head + body)
            line.shutdown(socket.SHUT_WR)
            assert line.recv(12) == b"HTTP/1.1 408"
    with served.connect() as line:
        line.sendall(head + b"Content-Length: 9000000\r\n\r\ntold=" + b"x" * 4_000_000)


def test_an_upload_of_three_megabytes_never_touches_the_disk(served: Served) -> None:
    site = served.site
    known = set(site.data_dir.rglob("*"))
    canary, boundary = b"CANARY-OF-AN-UPLOAD", b"b0undary"
    body = (
        b"--%b\r\nContent-Disposition: form-data; name=file; filename=a.jpg\r\nContent-Type: image/jpeg\r\n\r\n%b\r\n--%b--\r\n"
        % (
            boundary,
            canary * (3_000_000 // len(canary)),
            boundary,
        )
    )
    head = (
        b"POST /likely HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: %d\r\n"
        b"Content-Type: multipart/form-data; boundary=%b\r\n\r\n" % (len(body), boundary)
    )
    opened: set[str] = set()
    with served.connect() as line:
        line.sendall(head)
        for at in range(0, len(body), 200_000):
            line.sendall(body[at : at + 200_000])
            for pid in site.family():
                for descriptor in Path(f"/proc/{pid}/fd").glob("*"):
                    try:
                        opened.add(f"{os.readlink(descriptor)} {descriptor.stat().st_size}")
                    except OSError:
                        continue
            time.sleep(0.01)
        assert line.recv(9) == b"HTTP/1.1 "
    grown = {each for each in opened if each.startswith("/") and int(each.rsplit(" ", 1)[1]) > 100_000}
    ours = re.compile(r"^/(usr|lib|proc|sys|dev/null)|site-packages|cases\.sqlite3|/fonts/|/lib/python|\.mo ")
    assert not {each for each in grown if not ours.search(each)}
    assert list(served.temporary.iterdir()) == []
    for path in set(site.data_dir.rglob("*")) | known:
        assert not path.is_file() or "fonts" in path.parts or canary not in path.read_bytes(), path


def test_sixty_four_slow_connections_keep_nobody_waiting(served: Served) -> None:
    served.seconds()
    with ExitStack() as lines:
        held = []
        for kind in (half_sent_forms, half_sent_headers, endless_pieces, readers_who_take_nothing):
            for _ in range(16):
                line = lines.enter_context(served.connect())
                held.append((line, kind(served, line)))
        for _ in range(10):
            for line, more in held:
                with suppress(OSError):
                    line.sendall(more)
            served.seconds()
        unfinished = [line for line, _ in held[:16] if is_waited_for(line)]
        assert len(unfinished) == 16, (
            "ten pages were answered while as many forms as there are threads were still coming"
        )


def test_sixteen_huge_bodies_without_a_token_are_answered_before_they_are_taken_in(served: Served) -> None:
    answers: list[bytes] = []
    served.seconds("/")
    served.seconds("/help")
    before = served.resident()

    def send() -> None:
        with served.connect() as line:
            with suppress(OSError):
                send_a_huge_body(line)
            with suppress(OSError):
                answers.append(line.recv(12))

    senders = [threading.Thread(target=send) for _ in range(16)]
    for sender in senders:
        sender.start()
    most = beside = 0
    while any(sender.is_alive() for sender in senders):
        most = max(most, served.resident())
        served.seconds("/")
        served.seconds("/help")
        beside += any(sender.is_alive() for sender in senders)
    assert beside >= 3, "other pages were answered while they came"
    assert most < max(600, before), most
    assert answers
    assert set(answers) <= {b"HTTP/1.1 422", b"HTTP/1.1 503"}


def kept_with_a_file(site: Site, data: bytes) -> str:
    """A case with an exhibit of these bytes, in the data folder of a running site; the cookie that opens it."""
    vault = open_storage(site.data_dir)
    now = vault.settings.clock()
    _, opened = vault.cases.create(EMPTY_CASE, now=now)
    with vault.blobs.arriving(opened) as arriving:
        ref = arriving.put(io.BytesIO(data))
        file = FileRef(blob=ref.id, name="a.mp4", media_type="video/mp4", size=ref.size, sha256=ref.sha256)
        item = Evidence(id="x1", kind="video", title="录像", files=(file,))
        vault.cases.change(opened, lambda case: replaced(case, "evidence/x1", item), arriving=arriving, now=now)
    cookie = vault.sessions.start(opened, now=now)
    vault.close()
    return cookie


def test_thirty_two_readers_who_take_nothing_of_a_large_file_hold_neither_threads_nor_memory(served: Served) -> None:
    data = os.urandom(12 * MEGABYTE)
    cookies = [kept_with_a_file(served.site, data) for _ in range(8)]
    served.seconds()
    before = served.altogether()
    with ExitStack() as lines:
        held: list[tuple[str, socket.socket]] = []
        for cookie in cookies:
            for path in ("/case/safety/export", "/case/evidence/x1/original") * 2:
                line = lines.enter_context(socket.socket())
                line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                line.settimeout(PATIENCE)
                line.connect(("127.0.0.1", served.port))
                line.sendall(f"GET {path} HTTP/1.0\r\n".encode() + HOST + f"Cookie: case={cookie}\r\n\r\n".encode())
                held.append((path, line))
        for _, line in held:
            assert line.recv(12, socket.MSG_PEEK) == b"HTTP/1.0 200", "every one of them is being answered"
        for path in ("/help", "/") * 10:
            served.seconds(path)
        grown = served.altogether() - before
        assert grown < 64, grown
        for _, line in held[:2]:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, MEGABYTE)
        whole = {path: everything(line).partition(b"\r\n\r\n")[2] for path, line in held[:2]}
    archive = zipfile.ZipFile(io.BytesIO(whole["/case/safety/export"]))
    assert archive.testzip() is None
    (name,) = (name for name in archive.namelist() if name.endswith("a.mp4"))
    assert archive.read(name) == whole["/case/evidence/x1/original"] == data


def test_who_stops_in_the_middle_is_told_and_whose_headers_never_end_is_let_go(served: Served) -> None:
    half = b"POST /unlock HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: 100\r\n\r\ncode=x"
    with served.connect() as line:
        line.sendall(half)
        line.shutdown(socket.SHUT_WR)
        answer = everything(line)
    assert answer.startswith(b"HTTP/1.1 408")
    assert "网络太慢" in answer.decode()
    endless = served.ask(b"GET / HTTP/1.1\r\n" + HOST + b"X-Long: " + b"a" * (patience.HEAD_BYTES + 10))
    assert endless.startswith(b"HTTP/1.1 431")


def test_requests_one_after_another_on_one_connection_are_answered_in_order(served: Served) -> None:
    three = (
        b"GET /help HTTP/1.1\r\n" + HOST + b"\r\n",
        b"POST /unlock HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: 6\r\n\r\ncode=x",
        b"GET /nothing-here HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    )
    answers = re.findall(rb"HTTP/1\.1 (\d\d\d) ", served.ask(b"".join(three)))
    assert answers == [b"200", b"422", b"404"]


def test_a_body_that_waits_to_be_asked_for_is_asked_for(served: Served) -> None:
    with served.connect() as line:
        head = b"POST /unlock HTTP/1.1\r\n" + HOST + FORM + b"Expect: 100-continue\r\nConnection: close\r\n"
        line.sendall(head + b"Content-Length: 6\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 100")
        line.sendall(b"code=x")
        assert b"HTTP/1.1 422" in everything(line)


def test_headers_that_say_two_lengths_or_nonsense_are_refused(served: Served) -> None:
    for odd in (
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: -5\r\n",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Bad Name: x\r\n",
    ):
        answer = served.ask(b"POST /unlock HTTP/1.1\r\n" + HOST + odd + b"\r\nabcde")
        assert answer.startswith(b"HTTP/1.1 400"), (odd, answer[:60])
    assert served.ask(b"GET / HTTP/9.9\r\n" + HOST + b"\r\n").startswith(b"HTTP/1.1 400")


def test_more_long_typed_bodies_than_memory_is_for_are_told_to_come_back(served: Served) -> None:
    half = b"POST /likely HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: %d\r\n\r\ntold=" % patience.WHOLE_BYTES
    with ExitStack() as lines:
        held = [
            lines.enter_context(served.connect()) for _ in range(patience.WAITING_BYTES // patience.WHOLE_BYTES + 1)
        ]
        for line in held:
            line.sendall(half)
        time.sleep(0.5)
        told = []
        for line in held:
            line.settimeout(0.05)
            with suppress(TimeoutError):
                told.append(line.recv(4096))
        assert len(told) == 1
        assert told[0].startswith(b"HTTP/1.1 503")
        assert b"\r\nRetry-After: " in told[0]
        served.seconds()
        assert sum(map(is_waited_for, held)) == len(held) - 1, "another page was answered while the others were coming"


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site for twelve clients at a time, eight of them from one address."""
    found = started(tmp_path_factory.mktemp("crowded") / "data", CONNECTIONS="12")
    yield found
    found.site.stop()


@pytest.fixture
def crowded(small_site: Served) -> Served:
    """The small site, with nobody at it yet."""
    until = time.monotonic() + PATIENCE
    while small_site.clients():
        assert time.monotonic() < until, "whoever came before is still there"
        time.sleep(0.02)
    return small_site


def begun_from(served: Served, lines: ExitStack, address: str, request: bytes) -> socket.socket:
    """A client at that address, who has sent this and is known to the server."""
    line = lines.enter_context(socket.create_connection(("127.0.0.1", served.port), PATIENCE, (address, 0)))
    line.sendall(request)
    return line


def is_over(line: socket.socket) -> bool:
    line.settimeout(PATIENCE)
    return everything(line) == b""


def test_one_more_client_than_there_is_room_for_takes_the_place_of_the_longest_unfinished_of_the_greediest_address(
    crowded: Served,
) -> None:
    half, whole = b"GET /help HTTP/1.1\r\n" + HOST, b"Connection: close\r\n\r\n"
    with ExitStack() as lines:
        greedy = [begun_from(crowded, lines, "127.0.0.2", half) for _ in range(7)]
        modest = [begun_from(crowded, lines, "127.0.0.3", half) for _ in range(5)]
        assert begun_from(crowded, lines, "127.0.0.4", half + whole).recv(12) == b"HTTP/1.1 200"
        assert is_over(greedy[0])
        for line in (*greedy[1:], *modest):
            line.sendall(whole)
            assert line.recv(12) == b"HTTP/1.1 200"


def test_an_address_has_no_more_than_its_share_of_the_connections(crowded: Served) -> None:
    half, whole = b"GET /help HTTP/1.1\r\n" + HOST, b"Connection: close\r\n\r\n"
    with ExitStack() as lines:
        held = [begun_from(crowded, lines, "127.0.0.2", half) for _ in range(9)]
        assert is_over(held[0])
        assert begun_from(crowded, lines, "127.0.0.3", half + whole).recv(12) == b"HTTP/1.1 200"
        for line in held[1:]:
            line.sendall(whole)
            assert line.recv(12) == b"HTTP/1.1 200"


def test_where_everybody_is_being_answered_one_more_is_told_to_come_again(crowded: Served) -> None:
    large = b"GET /law HTTP/1.1\r\n" + HOST + b"\r\n"
    with ExitStack() as lines:
        for number in range(12):
            line = lines.enter_context(socket.socket())
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.settimeout(PATIENCE)
            line.bind((f"127.0.0.{2 + number % 2}", 0))
            line.connect(("127.0.0.1", crowded.port))
            line.sendall(large * 60)
            assert line.recv(12, socket.MSG_PEEK) == b"HTTP/1.1 200"
        told = begun_from(crowded, lines, "127.0.0.4", large)
        answer = everything(told)
        assert answer.startswith(b"HTTP/1.1 503")
        assert b"\r\nRetry-After: " in answer
        assert "现在太忙了" in answer.decode()


def test_two_servers_on_one_data_folder_count_the_cases_made_at_both(served: Served) -> None:
    folder, visitor = served.site.data_dir, "127.0.0.8"
    sites = (served, started(folder))
    try:
        (rate,) = (one for one in limits.RATES if one.name == "create")
        app = create_app(Config(data_dir=folder).prepared(), storage=StorageSettings())
        with app.test_request_context(environ_base={"REMOTE_ADDR": visitor}):
            mine, now = f"{rate.name} {limits.address()}", time.time()
        counts = Counts(folder / "counts.sqlite3")
        for _ in range(rate.most - 3):
            assert counts.wait(mine, rate.most, rate.seconds, now=now, count=True) == 0
        app.extensions["storage"].close()
        made = [begin_a_case(one, visitor) for one in (*sites, sites[0], *sites)]
        assert made == [303, 303, 303, 429, 429]
    finally:
        sites[1].site.stop()


def begin_a_case(served: Served, address: str) -> int:
    """Begin a case from an example in a browser of its own at that address; the status of the answer."""
    browser = http.client.HTTPConnection("127.0.0.1", served.port, PATIENCE, source_address=(address, 0))
    browser.request("GET", "/start?from=spoiled-food")
    answer = browser.getresponse()
    page, cookie = answer.read().decode(), str(answer.headers["Set-Cookie"]).partition(";")[0]
    inputs = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page)
    fields = {**dict(inputs), "example": "spoiled-food", "confirm": "yes"}
    form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    browser.request("POST", "/start", urlencode(fields), form)
    answer = browser.getresponse()
    browser.close()
    return answer.status


@pytest.mark.drill
def test_who_sends_or_reads_too_slowly_is_ended_in_time(served: Served) -> None:
    began = time.monotonic()
    with ExitStack() as lines:
        kinds = (half_sent_forms, half_sent_headers, endless_pieces)
        held = [lines.enter_context(served.connect()) for _ in kinds]
        more = [kind(served, line) for kind, line in zip(kinds, held, strict=True)]
        ended: dict[int, bytes] = {}
        while len(ended) < len(held) and time.monotonic() - began < 90:
            for number, line in enumerate(held):
                if number in ended:
                    continue
                line.settimeout(0.2)
                try:
                    line.sendall(more[number])
                    ended[number] = line.recv(12)
                except TimeoutError:
                    continue
                except OSError:
                    ended[number] = b""
            time.sleep(2)
    assert len(ended) == len(held), ended
    assert set(ended.values()) <= {b"HTTP/1.1 408", b""}


@pytest.mark.drill
def test_an_address_with_twelve_slow_uploads_leaves_room_for_another(served: Served) -> None:
    begin = b"POST /import HTTP/1.1\r\n" + HOST + FILES + b"Content-Length: %d\r\n\r\n--b\r\n" % (20 * MEGABYTE)
    with ExitStack() as lines:
        for _ in range(patience.UPLOADS_OF_ONE + 4):
            lines.enter_context(served.connect()).sendall(begin)
        time.sleep(1)
        with socket.create_connection(("127.0.0.1", served.port), PATIENCE, ("127.0.0.2", 0)) as other:
            other.sendall(
                begin + b'Content-Disposition: form-data; name="archive"; filename="a"\r\n\r\n' + bytes(70_000)
            )
            assert other.recv(12) == b"HTTP/1.1 422"


@pytest.fixture
def behind_nginx(tmp_path: Path) -> Iterator[Served]:
    """A site behind nginx with the settings of docs/nginx.conf, but for ports, names and certificates."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not installed")
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        inner, outer = int(one.getsockname()[1]), int(other.getsockname()[1])
    said = (Path(__file__).parents[1] / "docs" / "nginx.conf").read_text(encoding="utf-8")
    said = re.sub(r"\n *ssl_certificate.*", "", said.replace("listen 443 ssl", f"listen 127.0.0.1:{outer}"))
    said = said.replace("127.0.0.1:8000", f"127.0.0.1:{inner}")
    spools = "".join(
        f"{kind}_temp_path {tmp_path}/spool-{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    conf = tmp_path / "nginx.conf"
    conf.write_text(
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/errors; events {{}}\nhttp {{ {spools}\n{said}\n}}\n",
        encoding="utf-8",
    )
    named = {"TRUSTED_HOSTS": "127.0.0.1", "OPERATOR_NAME": "测试", "OPERATOR_CONTACT": "测试"}
    site = Site(tmp_path / "data", "--port", str(inner), BEHIND_HTTPS="1", **named)
    greeting = site.greeting()
    assert greeting, site.stop()
    proxy = subprocess.Popen([nginx, "-c", str(conf), "-p", str(tmp_path)], stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", outer), 1):
                break
            time.sleep(0.1)
        yield Served(site, outer)
    finally:
        proxy.terminate()
        proxy.wait(PATIENCE)
        site.stop()


@pytest.mark.drill
def test_behind_nginx_slow_clients_keep_nobody_waiting_and_nothing_is_spooled(
    behind_nginx: Served, tmp_path: Path
) -> None:
    test_sixty_four_slow_connections_keep_nobody_waiting(behind_nginx)
    test_sixteen_huge_bodies_without_a_token_are_answered_before_they_are_taken_in(behind_nginx)
    spooled = [path for path in tmp_path.glob("spool-*/**/*") if path.is_file()]
    assert spooled == []
