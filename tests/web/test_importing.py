"""A case that was exported comes back under a new code; what was changed or cannot be read is said, and the rest is kept."""

import hashlib
import io
import json
import re
import zipfile
from typing import Any

import pytest
from PIL import Image

from consumer_app import paths
from consumer_app.documents.frozen import freeze, thaw
from consumer_app.documents.paper import Paper, Picture
from consumer_app.domain.case import EMPTY_CASE, Case, Event, Evidence, FileRef, IssuedPaper, Moment
from consumer_app.domain.case.parts import replaced
from consumer_app.web import exporting


def photo(colour: str = "gray") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return out.getvalue()


def upload(visitor: Any, data: bytes, name: str = "case.zip") -> Any:
    shown = visitor.get("/import")
    fields = {**shown.fields().to_dict(), "archive": (io.BytesIO(data), name)}
    return visitor.send("/import", fields, content_type="multipart/form-data")


def code_on_card(visitor: Any) -> str:
    found = re.search(r'id="code">([^<]+)<', visitor.get("/card").html)
    assert found is not None
    return found[1]


@pytest.fixture
def exported(visitor: Any, clock: Any) -> bytes:
    """A case with a photo in its evidence and a paper that was sent and shows it."""
    _, opened = visitor.begin(
        EMPTY_CASE.model_copy(update={"told": "柜门掉了", "events": (Event(id="e1", what="掉了"),)})
    )
    store, data, pdf = visitor.storage, photo(), b"%PDF-1.7 as it was sent"
    shown = visitor.get("/case/evidence").fields()
    sent = {**shown.to_dict(), "files": (io.BytesIO(data), "柜门.jpg")}
    assert visitor.send("/case/evidence", sent, content_type="multipart/form-data").status == 303
    case = store.cases.open(opened.case_id, opened.dek).case
    (file,) = case.evidence[0].files
    arriving = store.blobs.arriving(opened)
    ref = arriving.put(io.BytesIO(pdf))
    paper = IssuedPaper(
        id="d1",
        number=1,
        kind="letter",
        title="投诉函",
        issued_at=Moment(at="2026-11-04T10:00+08:00", precision="minute"),
        frozen=freeze(
            Paper(
                kind="letter",
                title="投诉函",
                blocks=(Picture(asset=file.pages[0], caption="柜门"),),
                made_on=clock().date(),
            )
        ),
        file=FileRef(blob=ref.id, name="投诉函.pdf", media_type="application/pdf", size=ref.size, sha256=ref.sha256),
    )
    store.cases.change(opened, lambda now: replaced(now, "papers/d1", paper), arriving=arriving, now=clock())
    return bytes(visitor.get("/case/safety/export").answer.data)


def test_an_exported_case_comes_back_whole_under_a_new_code(another: Any, exported: bytes, clock: Any) -> None:
    answer = upload(another, exported)
    assert (answer.status, answer.leads_to) == (303, "/card")
    opened = another.storage.cases.unlock(code_on_card(another), now=clock())
    assert opened.case.told == "柜门掉了"
    (file,), paper = opened.case.evidence[0].files, opened.case.papers[0]
    assert paper.file is not None
    assert another.storage.blobs.read(file.blob, opened) == photo()
    assert another.storage.blobs.read(paper.file.blob, opened) == b"%PDF-1.7 as it was sent"
    assert (paper.frozen, paper.shows) == (None, ())
    assert paper.frozen_file is not None
    text = another.storage.blobs.read(paper.frozen_file.blob, opened).decode()
    assert thaw(text).assets == (file.pages[0],)
    picture = another.storage.blobs.read(file.pages[0], opened)
    assert Image.open(io.BytesIO(picture)).format == "JPEG"


def test_every_file_of_a_paper_that_was_sent_is_taken_along_and_comes_back(
    visitor: Any, another: Any, clock: Any
) -> None:
    story = (paths.LEGAL_REFS / "examples" / "spoiled-food" / "case.json").read_text(encoding="utf-8")
    visitor.begin(Case.model_validate_json(story))
    assert visitor.fill("/case/papers/letter/store", freeze="yes").status == 303
    sent = {ending: visitor.get(f"/case/papers/d1/paper.{ending}").answer.data for ending in ("pdf", "docx", "txt")}
    exported = visitor.get("/case/safety/export").answer.data
    packed = zipfile.ZipFile(io.BytesIO(exported))
    for ending, data in sent.items():
        (name,) = (name for name in packed.namelist() if name.endswith(f".{ending}"))
        assert name.startswith("files/文书1-投诉函-")
        assert packed.read(name) == data
    assert "文书" not in upload(another, exported).words
    opened = another.storage.cases.unlock(code_on_card(another), now=clock())
    assert opened.case.papers[0].also.keys() >= {"docx", "txt"}
    for ending, data in sent.items():
        assert another.get(f"/case/papers/d1/paper.{ending}").answer.data == data


def test_a_paper_that_comes_without_its_files_says_so_once_and_can_be_written_again(visitor: Any, another: Any) -> None:
    story = (paths.LEGAL_REFS / "examples" / "spoiled-food" / "case.json").read_text(encoding="utf-8")
    visitor.begin(Case.model_validate_json(story))
    visitor.fill("/case/papers/make/evidence", freeze="yes")
    text = visitor.get("/case/papers/d1/paper.txt").answer.data
    packed = zipfile.ZipFile(io.BytesIO(visitor.get("/case/safety/export").answer.data))
    words = upload(another, packed.read("case.json"), "case.json").words
    assert words.count("文书「证据清单」") == 1
    assert "可以在它的页面上按现在的格式重新生成" in words
    assert "按现在的格式重新生成" in another.get("/case/papers/d1").words
    assert another.get("/case/papers/d1/paper.txt").answer.data == text
    for ending in ("pdf", "docx", "html"):
        assert another.get(f"/case/papers/d1/paper.{ending}").status == 200


def test_the_original_case_stays_as_it_is(visitor: Any, another: Any, exported: bytes) -> None:
    upload(another, exported)
    assert visitor.get("/case/evidence/x1").status == 200
    assert visitor.get("/case/evidence/x1/original").answer.data == photo()


def test_a_bare_case_json_is_taken_in_and_says_which_files_are_missing(another: Any, clock: Any) -> None:
    file = FileRef(blob="a" * 32, name="柜门.jpg", media_type="image/jpeg", size=5, sha256="0" * 64)
    case = EMPTY_CASE.model_copy(
        update={"told": "x", "evidence": (Evidence(id="x1", kind="photo", title="柜门", files=(file,)),)}
    )
    answer = upload(another, case.model_dump_json().encode(), "case.json")
    assert answer.status == 200
    assert "证据「柜门」：导出的文件里没有它的原件" in answer.words
    kept = another.storage.cases.unlock(code_on_card(another), now=clock()).case
    assert (kept.evidence[0].title, kept.evidence[0].files) == ("柜门", ())


def repacked(data: bytes, change: Any) -> bytes:
    inner, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in inner.namelist():
            archive.writestr(name, change(name, inner.read(name)))
    return out.getvalue()


def test_a_file_changed_in_the_zip_is_left_out_and_named(another: Any, exported: bytes) -> None:
    changed = repacked(exported, lambda name, data: photo("red") if name.endswith(".jpg") else data)
    answer = upload(another, changed)
    assert "原件和当时的不一样，没有收下" in answer.words
    assert another.get("/case/evidence/x1").status == 200


def test_a_program_hidden_as_a_photo_is_left_out_even_with_a_matching_checksum(another: Any, exported: bytes) -> None:
    program = b"MZ\x90\x00" + b"\0" * 2000
    digest = hashlib.sha256(program).hexdigest()

    def change(name: str, data: bytes) -> bytes:
        if name == "case.json":
            case = json.loads(data)
            case["evidence"][0]["files"][0]["sha256"] = digest
            return json.dumps(case).encode()
        return program if name.endswith(".jpg") else data

    answer = upload(another, repacked(exported, change))
    assert answer.status == 200
    assert "没收下" in answer.words
    assert "是一个程序" in answer.words


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "这不是从据理导出的文件"),
        (b"hello", "这不是从据理导出的文件"),
        (b"PK\x03\x04", "打不开"),
        (b'{"v": 9}', "更新版本"),
        (b'{"v": 1, "order": {"paid": "-1"}}', "order.paid"),
    ],
)
def test_what_is_no_case_is_refused_in_words_and_nothing_is_kept(another: Any, data: bytes, said: str) -> None:
    answer = upload(another, data)
    assert answer.status == 422
    assert said in answer.words
    assert another.cookie("case") is None


def test_without_a_file_the_page_asks_for_one(another: Any) -> None:
    answer = another.fill("/import")
    assert answer.status == 422
    assert "请选一个文件" in answer.words


def test_a_paper_nobody_can_read_is_left_out_and_named(another: Any, exported: bytes) -> None:
    def change(name: str, data: bytes) -> bytes:
        if name != "case.json":
            return data
        case = json.loads(data)
        case["papers"][0] |= {"frozen": "<script>", "frozen_file": None}
        case["steps"] = [{"id": "s1", "channel": "seller", "paper": "d1"}]
        return json.dumps(case).encode()

    answer = upload(another, repacked(exported, change))
    assert "文书「投诉函」：里面的内容看不懂" in answer.words
    for page in ("/case", "/case/evidence", "/case/evidence/x1", "/case/papers", "/case/checklist"):
        assert another.get(page).status == 200


def test_texts_of_papers_too_long_for_the_case_file_travel_as_files_and_one_changed_on_the_way_is_left_out_and_named(
    visitor: Any, another: Any, exported: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = json.loads(zipfile.ZipFile(io.BytesIO(exported)).read("case.json"))["papers"][0]["frozen"]
    monkeypatch.setattr(exporting, "MOST_TEXT", len(inside.encode()) - 1)
    exported = bytes(visitor.get("/case/safety/export").answer.data)
    assert upload(another, exported).leads_to == "/card"  # nothing is missing
    names = zipfile.ZipFile(io.BytesIO(exported)).namelist()
    assert "files/文书1-d1.json" in names
    answer = upload(another, repacked(exported, lambda name, data: data + b" " if name.endswith("d1.json") else data))
    assert "文书「投诉函」：导出的文件里没有它的内容，或者和当时的不一样" in answer.words


def test_a_papers_text_that_cannot_be_read_any_more_is_marked_as_lost_and_the_rest_is_taken_along(
    visitor: Any, exported: bytes, folder: Any
) -> None:
    for stored in (folder / "blobs").glob("??/*"):
        stored.write_bytes(stored.read_bytes()[:-1] + b"x")
    archive = zipfile.ZipFile(io.BytesIO(visitor.get("/case/safety/export").answer.data))
    lost = {entry["path"] for entry in json.loads(archive.read("manifest.json"))["files"] if "lost" in entry}
    assert "files/文书1-d1.json" in lost
    case = json.loads(archive.read("case.json"))
    assert (case["told"], case["papers"][0]["frozen"]) == ("柜门掉了", None)


def test_a_file_damaged_on_disk_is_said_in_the_manifest_and_the_rest_is_taken_along(
    visitor: Any, exported: bytes, folder: Any
) -> None:
    for stored in (folder / "blobs").glob("??/*"):
        if stored.stat().st_size > 3000 or stored.stat().st_size < 200:
            stored.write_bytes(stored.read_bytes()[:-1] + b"x")
    archive = zipfile.ZipFile(io.BytesIO(visitor.get("/case/safety/export").answer.data))
    assert archive.testzip() is None
    listed = json.loads(archive.read("manifest.json"))["files"]
    assert any("lost" in entry for entry in listed)
    assert {entry["path"] for entry in listed if "lost" not in entry} == set(archive.namelist()) - {"manifest.json"}
    assert json.loads(archive.read("case.json"))["told"] == "柜门掉了"


SOUND = {"v": 1, "kind": "letter", "title": "投诉函", "blocks": [], "made_on": "2026-11-01"}


@pytest.mark.parametrize(
    "damaged",
    [
        {"blocks": [{"type": "table", "name": "x", "columns": [{"title": "t", "width": 9}], "rows": [{"cells": list("abc")}]}]},
        {"blocks": [{"type": "table", "name": "x", "columns": [{"title": "t", "width": 9}] * 3, "rows": [{"cells": []}]}]},
        {"blocks": [{"type": "table", "name": "x", "columns": [], "rows": []}]},
        {"blocks": [{"type": "paragraph", "text": "a\x00b"}]},
        {"blocks": [{"type": "signature", "lines": [["a\x1b", "b"]]}]},
        {"title": "x\r\ny"},
    ],
)  # fmt: skip
def test_a_paper_that_could_not_be_written_again_is_left_out_and_named(another: Any, damaged: dict[str, Any]) -> None:
    paper = {
        "id": "d1",
        "kind": "letter",
        "title": "投诉函",
        "issued_at": {"at": "2026-11-01", "precision": "day"},
        "frozen": json.dumps({**SOUND, **damaged}),
    }
    answer = upload(another, json.dumps({"v": 1, "told": "柜门掉了", "papers": [paper]}).encode(), "case.json")
    assert "文书「投诉函」：里面的内容看不懂" in answer.words
    assert another.get("/case").status == 200


@pytest.mark.parametrize(
    "odd",
    [
        {"title": "一\n二"},
        {"file": {"blob": "abcdefgh", "name": "a\nb.pdf", "media_type": "application/pdf", "size": 5, "sha256": "0" * 64}},
        {"file": {"blob": "abcdefgh", "name": "a.pdf", "media_type": "a\r\nX-Evil: 1", "size": 5, "sha256": "0" * 64}},
    ],
)  # fmt: skip
def test_a_name_that_could_break_out_of_a_header_is_refused(another: Any, odd: dict[str, Any]) -> None:
    at = {"at": "2026-11-01", "precision": "day"}
    paper = {"id": "d1", "kind": "letter", "title": "投诉函", "issued_at": at, "frozen": json.dumps(SOUND), **odd}
    answer = upload(another, json.dumps({"v": 1, "papers": [paper]}).encode(), "case.json")
    assert answer.status == 422
    assert "有一处看不懂（papers.0." in answer.words


def test_a_case_file_saved_by_a_text_editor_with_its_mark_is_taken_in(another: Any) -> None:
    answer = upload(another, "\ufeff".encode() + json.dumps({"v": 1, "told": "柜门掉了"}).encode(), "case.json")
    assert answer.status == 303


@pytest.mark.parametrize("data", ['{"v": 1}'.encode("utf-16"), b'{"v": 1, "told": "\\ud800"}', "{\"v\": 1, \"told\": \"坏\"}".encode("gbk")])  # fmt: skip
def test_a_case_file_in_another_encoding_is_refused_without_empty_brackets(another: Any, data: bytes) -> None:
    answer = upload(another, data, "case.json")
    assert answer.status == 422
    assert "（）" not in answer.words
