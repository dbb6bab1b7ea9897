"""A case whose files take longer to read than a page waits: it is there at once, and its files and papers follow."""

import hashlib
import io
import json
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from consumer_app.bench import Bench, Job
from consumer_app.bench import bench as rules
from consumer_app.documents.archive import read_archive
from consumer_app.documents.frozen import freeze, thaw
from consumer_app.documents.paper import Paper, Picture
from consumer_app.domain.case import Case
from consumer_app.storage import StorageSettings
from consumer_app.storage.arriving import Arriving
from consumer_app.storage.errors import StorageFull
from consumer_app.web import import_work, importing, kept_work, security
from tests.web.test_importing import code_on_card, upload
from tests.web.test_waiting import after_waiting

SERVER = Path(__file__).with_name("server_to_be_killed.py")
Running = Callable[..., AbstractContextManager[Flask]]
PAGE = "b" * 32


def photo(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "JPEG")
    return out.getvalue()


def exported(*more: tuple[str, bytes]) -> bytes:
    """An archive with a photo, a paper that shows its page and was sent to the store, and these further files, each an exhibit."""
    files = [("柜门.jpg", photo("gray")), *more, ("投诉函.pdf", b"%PDF-1.7 as it was sent")]
    refs = [
        {
            "blob": f"{number:032d}",
            "name": name,
            "media_type": "application/pdf" if name.endswith("pdf") else "image/jpeg",
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "pages": [PAGE] if not number else [],
        }
        for number, (name, data) in enumerate(files)
    ]
    shown = Picture(asset=PAGE, caption="柜门")
    made_on = "2026-11-04"
    frozen = freeze(Paper.model_validate({"kind": "letter", "title": "投诉函", "blocks": [shown], "made_on": made_on}))
    at = {"at": made_on, "precision": "day"}
    paper = {"id": "d1", "number": 1, "kind": "letter", "title": "投诉函", "issued_at": at, "exhibits": {"x0": 1}}
    evidence = [
        {"id": f"x{number}", "kind": "photo", "title": ref["name"].partition(".")[0], "files": [ref]}
        for number, ref in enumerate(refs[:-1])
    ]
    case = {
        "v": 2,
        "told": "柜门掉了",
        "evidence": evidence,
        "papers": [{**paper, "frozen": frozen, "file": refs[-1]}],
        "steps": [{"id": "s1", "channel": "store", "paper": "d1"}],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("case.json", json.dumps(case))
        for name, data in files:
            archive.writestr(f"files/{name}", data)
    return out.getvalue()


@pytest.fixture
def bench_wait() -> float:
    """Its pages never wait."""
    return 0.0


@pytest.fixture
def held(site: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[], AbstractContextManager[None]]:
    """``with held():`` nothing that is asked for begins before its end."""

    @contextmanager
    def holding() -> Iterator[None]:
        monkeypatch.setattr(rules, "QUICK_SECONDS", 3600)
        bench = site.extensions["bench"] = Bench(cores=1, memory=lambda: 100_000)
        go_on = threading.Event()
        bench.ask(Job("somebody", "in the way", lambda call: go_on.wait(), "kept"), 0)
        try:
            yield
        finally:
            go_on.set()

    return holding


def opened(visitor: Any, code: str) -> Any:
    return visitor.storage.cases.unlock(code, now=visitor.storage.settings.clock())


def strip(visitor: Any) -> Any:
    """What the home of the case lists as being made, and where it leads."""
    home = visitor.get("/case")
    return home.words, next((link for link in home.links if "/waiting/" in link or link == "/case/imported"), None)


def until_read(visitor: Any) -> Any:
    return after_waiting(visitor, visitor.get(strip(visitor)[1]))


def test_the_case_is_there_at_once_and_its_files_and_papers_follow_in_one_commit(another: Any, held: Any) -> None:
    with held():
        answer = upload(another, exported())
        assert (answer.status, answer.leads_to) == (303, "/card")
        code = code_on_card(another)
        before = opened(another, code)
        assert (before.case.told, before.case.evidence[0].title) == ("柜门掉了", "柜门")
        assert (before.case.evidence[0].files, before.case.papers, before.case.steps[0].paper) == ((), (), None)
        assert another.storage.blobs.usage(before.case_id).files == 3
        assert "导入的「柜门」正在准备" in strip(another)[0]
        assert "文件正在检查" in another.get("/case/evidence").words
        for page in ("/case/evidence/x0/original", "/case/evidence/x0/thumbnail", "/case/papers/d1"):
            assert another.get(page).status == 404
    assert until_read(another).answer.request.path == "/case"
    after = opened(another, code)
    (file,), paper = after.case.evidence[0].files, after.case.papers[0]
    assert after.version == before.version + 1
    assert another.get("/case/evidence/x0/original").answer.data == photo("gray")
    assert another.get("/case/papers/d1/paper.pdf").answer.data == b"%PDF-1.7 as it was sent"
    assert after.case.steps[0].paper == "d1"
    text = another.storage.blobs.read(paper.frozen_file.blob, after).decode()
    assert thaw(text).assets == file.pages != (PAGE,)
    assert another.storage.jobs.of(after) == another.storage.jobs.told(after) == []
    assert list((another.site.config["DATA_DIR"] / "tmp").iterdir()) == []
    assert "文件正在检查" not in another.get("/case/evidence").words


def test_what_was_not_taken_in_is_told_by_name_until_it_was_read_though_nobody_looked_and_the_site_was_started_anew(
    another: Any, held: Any, running_site: Running, folder: Path, settings: StorageSettings, visitor_of: Any
) -> None:
    with held():
        upload(another, exported(("坏的.jpg", b"\xff\xd8\xff broken"), ("程序.jpg", b"MZ\x90\x00" + bytes(2000))))
        case = opened(another, code_on_card(another))
    end = time.monotonic() + 60
    while not another.storage.jobs.told(case):
        assert time.monotonic() < end, "it never ended"
        time.sleep(0.05)
    while (found := strip(another))[1] != "/case/imported":  # its row is there a moment before its work has ended
        assert time.monotonic() < end, "it never ended"
    assert found[0].count("导入时有几样没收下") == 1
    with running_site(folder, settings, bench_wait=0.0) as site:
        visitor = visitor_of(site)
        visitor.client.set_cookie("case", another.cookie("case"))
        page = visitor.get(strip(visitor)[1])
        assert "证据「坏的」：「坏的.jpg」打不开" in page.words
        assert "证据「程序」：「程序.jpg」是一个程序" in page.words
        assert "柜门" not in page.words
        assert "没收下" in visitor.get("/case/imported").words
        assert visitor.fill("/case/imported").leads_to == "/case"
        assert "没收下" not in strip(visitor)[0]
        assert visitor.get("/case/imported").leads_to == "/case"
    kept = opened(another, code_on_card(another)).case
    assert [len(item.files) for item in kept.evidence] == [1, 0, 0]
    assert len(kept.papers) == 1


def test_no_paper_is_issued_before_those_that_were_sent_have_come(another: Any, held: Any) -> None:
    with held():
        upload(another, exported())
        code_on_card(another)
        page = another.fill("/case/papers/make/timeline", freeze="yes")
        assert (page.status, "前面的还没有做完" in page.words) == (503, True)
    until_read(another)
    after_waiting(another, another.fill("/case/papers/make/timeline", freeze="yes"))
    papers = opened(another, code_on_card(another)).case.papers
    assert [(paper.id, paper.number) for paper in papers] == [("d1", 1), ("d2", 2)]


def test_what_its_owner_does_meanwhile_stays(another: Any, held: Any) -> None:
    with held():
        upload(another, exported(("箱子.jpg", photo("red"))))
        another.fill("/case/evidence/x0/delete")
        another.fill("/case/evidence/x1", title="外箱")
    until_read(another)
    case = opened(another, code_on_card(another)).case
    assert [(item.id, item.title, len(item.files)) for item in case.evidence] == [("x1", "外箱", 1)]
    (shown,) = case.papers[0].shows
    assert another.get(f"/case/papers/pictures/{shown}").answer.mimetype == "image/jpeg"


def test_a_case_that_is_full_when_its_files_come_says_so_of_each(
    another: Any, held: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with held():
        upload(another, exported())
        case = opened(another, code_on_card(another))
        monkeypatch.setattr(another.storage.blobs, "_limits", type(another.storage.blobs._limits)(case_bytes=10))
    assert "证据「柜门」：没有收下，案件放满了" in until_read(another).words
    assert "文书「投诉函」：没有收下，案件放满了" in another.get("/case/imported").words
    assert another.storage.blobs.usage(case.case_id).files == 0


def test_a_server_that_is_killed_reads_the_files_when_the_case_is_opened_again(
    running_site: Running, folder: Path, settings: StorageSettings, visitor_of: Any
) -> None:
    root = Path(__file__).parents[2]
    server = subprocess.Popen([sys.executable, SERVER, folder, "import"], stdout=subprocess.PIPE, cwd=root, text=True)
    assert server.stdout is not None
    cookie, card = server.stdout.readline().split()
    assert card == "/card"
    server.send_signal(signal.SIGKILL)
    server.communicate()
    with running_site(folder, settings, bench_wait=0.0) as site:
        visitor = visitor_of(site)
        visitor.client.set_cookie("case", cookie)
        code_on_card(visitor)
        until_read(visitor)
        assert visitor.get("/case/evidence/x0/original").answer.data == photo("gray")
        assert visitor.get("/case/papers/d1/paper.pdf").answer.data == b"%PDF-1.7 as it was sent"
        with site.extensions["storage"].engine.connect() as connection:
            assert connection.exec_driver_sql("select count(*) from jobs").scalar() == 0


def test_whoever_finds_the_bench_full_is_told_to_come_again_and_nothing_is_kept(another: Any, held: Any) -> None:
    with held():
        another.site.extensions["bench"]._most = 0
        page = upload(another, exported())
        assert (page.status, page.answer.headers["Retry-After"]) == (503, "30")
        with another.storage.engine.connect() as connection:
            assert connection.exec_driver_sql("select count(*) from cases").scalar() == 0
        assert list((another.site.config["DATA_DIR"] / "tmp").iterdir()) == []


def test_more_archives_at_a_time_than_are_taken_apart_are_told_to_come_again(another: Any) -> None:
    for _ in range(4):
        assert importing._SEALING.acquire(blocking=False)
    try:
        page = upload(another, exported())
        assert (page.status, page.answer.headers["Retry-After"]) == (503, "10")
    finally:
        importing._SEALING.release(4)
    assert upload(another, exported()).leads_to == "/card"
    assert security.HELD.bytes == 0


def test_an_archive_is_in_memory_once_while_its_files_are_sealed(another: Any) -> None:
    large = b"\xff\xd8\xff" + bytes(30 * 1024 * 1024)
    source = io.BytesIO(exported(("大的.jpg", large)))
    case = another.storage.cases.draft(now=another.storage.settings.clock())[1]
    tracemalloc.start()
    with another.storage.blobs.arriving(case) as arriving:
        sealed = import_work.seal(read_archive(source), arriving)
        assert len(sealed.blobs) == 4
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 1024 * 1024


def test_a_case_that_names_one_file_of_the_archive_again_and_again_has_it_read_once(another: Any) -> None:
    data = bytes(40 * 1024 * 1024)
    ref = {"name": "a.jpg", "media_type": "image/jpeg", "size": len(data), "sha256": "0" * 64}
    evidence = [
        {"id": f"x{n}", "kind": "photo", "title": "一", "files": [{**ref, "blob": f"{n:032d}"}]} for n in range(200)
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("case.json", json.dumps({"v": 2, "evidence": evidence}))
        archive.writestr("files/a.jpg", data)
    found = read_archive(out.getvalue())
    read = 0
    case = another.storage.cases.draft(now=another.storage.settings.clock())[1]
    with another.storage.blobs.arriving(case) as arriving:
        whole = arriving.put_pieces

        def counted(pieces: Iterator[bytes]) -> Any:
            nonlocal read

            def counting() -> Iterator[bytes]:
                nonlocal read
                for piece in pieces:
                    read += len(piece)
                    yield piece

            return whole(counting())

        arriving.put_pieces = counted  # type: ignore[method-assign]
        assert import_work.seal(found, arriving).blobs == []
    assert read <= 520 * 1024 * 1024


def test_a_case_whose_words_are_too_many_is_refused_before_anything_is_kept(another: Any) -> None:
    events = [{"id": f"e{n}", "what": "长" * 4000} for n in range(300)]
    case = Case.model_validate({"v": 2, "told": "柜门掉了", "events": events, "promises": []})
    bare = json.loads(zipfile.ZipFile(io.BytesIO(exported())).read("case.json"))
    whole = case.model_dump(mode="json") | {"evidence": bare["evidence"], "events": events * 1}
    whole["promises"] = [{"id": f"k{n}", "quote": "长" * 4000} for n in range(100)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("case.json", json.dumps(whole))
        archive.writestr("files/柜门.jpg", photo("gray"))
    page = upload(another, out.getvalue())
    assert (page.status, "一个案件最多放" in page.words) == (422, True)
    assert list((another.site.config["DATA_DIR"] / "tmp").iterdir()) == []


def test_an_import_that_a_full_disk_stopped_goes_on_when_there_is_room_again(
    another: Any, held: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_work, "PAUSE", 0.0)
    with held():
        upload(another, exported())
        case = opened(another, code_on_card(another))
        put, pictures = Arriving.put, iter(range(99))
        full = pytest.MonkeyPatch()
        full.setattr(Arriving, "put", lambda *given: no_room() if next(pictures) else put(*given))
    end = time.monotonic() + 60
    while any(not one.ended for one in another.site.extensions["bench"].find(case.case_id)):
        assert time.monotonic() < end, "it never ended"
        time.sleep(0.05)
    assert list((another.site.config["DATA_DIR"] / "tmp").iterdir()) == []
    for page in ("/case", "/case/evidence", "/case/imported", "/case/safety/export"):
        assert another.get(page).status in (200, 303), page
    full.undo()
    while another.storage.jobs.of(case):
        assert time.monotonic() < end, "it never came"
        another.get("/case")
        time.sleep(0.05)
    assert another.get("/case/evidence/x0/original").answer.data == photo("gray")
    assert another.get("/case/papers/d1/paper.pdf").answer.data == b"%PDF-1.7 as it was sent"


def test_where_a_full_disk_lets_the_rest_of_a_killed_import_wait_the_case_can_be_read_exported_and_deleted(
    running_site: Running, folder: Path, settings: StorageSettings, visitor_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(__file__).parents[2]
    server = subprocess.Popen([sys.executable, SERVER, folder, "import"], stdout=subprocess.PIPE, cwd=root, text=True)
    assert server.stdout is not None
    cookie = server.stdout.readline().split()[0]
    server.send_signal(signal.SIGKILL)
    server.communicate()
    monkeypatch.setattr(kept_work, "PAUSE", 0.0)
    with running_site(folder, settings) as site:
        visitor = visitor_of(site)
        visitor.client.set_cookie("case", cookie)
        reserve = site.extensions["storage"].blobs.reserve
        with monkeypatch.context() as full:
            full.setattr(reserve, "make", lambda: False)
            for page in ("/case", "/case/timeline", "/case/safety/export", "/case/safety/delete"):
                assert visitor.get(page).status == 200, page
        end = time.monotonic() + 60
        while visitor.get("/case/evidence/x0/original").status != 200:
            assert time.monotonic() < end, "it never came"
            time.sleep(0.05)


def test_a_case_whose_files_can_no_longer_be_noted_is_not_kept_without_a_code(
    another: Any, held: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with held():
        monkeypatch.setattr(another.storage.jobs, "keep", no_room)
        assert upload(another, exported()).status == 507
        with another.storage.engine.connect() as connection:
            assert connection.exec_driver_sql("select count(*) from cases").scalar() == 0


def no_room(*_: Any, **__: Any) -> Any:
    raise StorageFull("no room")
