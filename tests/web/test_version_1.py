"""What the first version kept (an installation, an export, a bare case.json) opens, shows, prints and changes as if it were of today."""

import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from consumer_app.commands.case_files import read_case
from consumer_app.domain.case import Case
from consumer_app.domain.case.versions import CURRENT
from consumer_app.storage.vault import open_document, seal_document

KEPT = Path(__file__).parents[1] / "version_1"
CODE = (KEPT / "opened-with.txt").read_text(encoding="utf-8").strip()


@pytest.fixture
def installation(folder: Path, build: Callable[..., Flask]) -> Flask:
    """The site of today over the data of version 1."""
    shutil.copytree(KEPT / "installation", folder, dirs_exist_ok=True)
    folder.chmod(0o700)
    return build()


@pytest.fixture
def returned(installation: Flask, visitor_of: Callable[[Flask], Any]) -> Any:
    """Somebody who comes back with the code of that time."""
    visitor = visitor_of(installation)
    assert visitor.fill("/unlock", code=CODE).status == 303
    return visitor


def plain_document(visitor: Any) -> dict[str, Any]:
    """The case as it lies in the database, opened with its key."""
    opened = visitor.storage.cases.unlock(CODE, now=visitor.storage.settings.clock())
    with visitor.storage.engine.connect() as connection:
        row = connection.execute(text("SELECT id, version, document FROM cases")).one()
    document: dict[str, Any] = json.loads(open_document(opened.dek, row.document, f"case:{row.id}:{row.version}"))
    return document


def test_the_code_of_that_time_opens_the_case_and_every_page_of_it(returned: Any) -> None:
    for page in (
        "/case",
        "/case/order",
        "/case/timeline",
        "/case/evidence",
        "/case/check",
        "/case/claims",
        "/case/papers",
    ):
        assert returned.get(page).status == 200, page
    assert "顺木家具店" in returned.get("/case/check").words


def test_the_numbers_that_papers_were_issued_with_stand_on_every_page_and_in_every_new_paper(returned: Any) -> None:
    evidence = returned.get("/case/evidence").words
    assert re.findall(r"证据(\d)", evidence)[:1]
    for page in ("/case/check", "/case/evidence", "/case/papers/letter/market-regulator"):
        words = returned.get(page).words
        places = [words.index(title) for title in ("聊天截图", "柜门")]
        assert re.search(r"证据1\W+聊天截图|聊天截图\W+证据1|证据1 聊天截图", words) or places[0] < places[1], page
    timeline = returned.get("/case/timeline").words
    assert re.search(r"问什么时候送到.*?证据1、证据3", timeline)
    assert re.search(r"柜门脱落.*?证据2", timeline)


def test_a_paper_issued_then_is_given_out_as_it_was_sealed(returned: Any) -> None:
    kept = json.loads((KEPT / "case.json").read_text(encoding="utf-8"))["papers"][0]
    sent = returned.get("/case/papers/d1/paper.pdf").answer.data
    assert hashlib.sha256(sent).hexdigest() == kept["file"]["sha256"]
    assert "证据2" in returned.get("/case/papers/d1/paper.txt").answer.text


def test_reading_saves_nothing_and_the_first_change_saves_todays_shape(returned: Any) -> None:
    returned.get("/case/check")
    assert plain_document(returned)["v"] == 1
    assert returned.fill("/case/parties", shop="顺木家具店（总店）").status == 303
    document = plain_document(returned)
    assert (document["v"], document["parties"][1]["shop"]) == (CURRENT, "顺木家具店（总店）")
    assert [len(item["files"]) for item in document["evidence"]] == [1, 1, 1]
    assert [paper["number"] for paper in document["papers"]] == [1, 2]


def test_the_texts_of_its_papers_leave_the_document_with_the_first_change_and_are_read_as_before(returned: Any) -> None:
    before = [returned.get(f"/case/papers/{paper}/paper.txt").answer.data for paper in ("d1", "d2")]
    was = plain_document(returned)["papers"]
    assert returned.fill("/case/parties", shop="顺木家具店（总店）").status == 303
    now = plain_document(returned)["papers"]
    for old, new in zip(was, now, strict=True):
        assert (new["frozen"], new["frozen_file"]["size"]) == (None, len(old["frozen"].encode()))
    assert [returned.get(f"/case/papers/{paper}/paper.txt").answer.data for paper in ("d1", "d2")] == before
    exported = zipfile.ZipFile(io.BytesIO(returned.get("/case/safety/export").answer.data))
    taken_along = json.loads(exported.read("case.json"))["papers"]
    assert [paper["frozen"] for paper in taken_along] == [old["frozen"] for old in was]


def test_a_new_paper_goes_on_counting(returned: Any) -> None:
    assert returned.fill("/case/papers/letter/market-regulator", freeze="yes").status == 303
    papers = plain_document(returned)["papers"]
    assert [paper["number"] for paper in papers] == [1, 2, 3]
    assert papers[2]["exhibits"] == {"x2": 1, "x1": 2, "x3": 3}


def test_an_exhibit_of_that_time_is_still_the_same_file(returned: Any) -> None:
    for number in (1, 2, 3):
        original = returned.get(f"/case/evidence/x{number}/original").answer.data
        kept = json.loads((KEPT / "case.json").read_text(encoding="utf-8"))["evidence"][number - 1]["file"]
        assert hashlib.sha256(original).hexdigest() == kept["sha256"]


@pytest.mark.parametrize("name", ["export.zip", "case.json"])
def test_an_export_of_that_time_is_taken_in(visitor: Any, name: str) -> None:
    shown = visitor.get("/import")
    fields = {**shown.fields().to_dict(), "archive": (io.BytesIO((KEPT / name).read_bytes()), name)}
    answer = visitor.send("/import", fields, content_type="multipart/form-data")
    assert answer.status == (303 if name == "export.zip" else 200)
    assert "顺木家具店" in visitor.get("/case/check").words
    assert visitor.get("/case/evidence/x1/original").status == (200 if name == "export.zip" else 404)


@pytest.mark.parametrize("name", ["export.zip", "case.json"])
def test_the_commands_read_it(name: str) -> None:
    case: Case = read_case(KEPT / name).case
    assert (case.v, case.papers[0].exhibits) == (CURRENT, {"x2": 1, "x1": 2})


def test_a_case_of_a_version_still_to_come_is_left_as_it_is_and_said(returned: Any) -> None:
    opened = returned.storage.cases.unlock(CODE, now=returned.storage.settings.clock())
    later = json.dumps({**plain_document(returned), "v": CURRENT + 1}).encode()
    with returned.storage.engine.begin() as connection:
        row = connection.execute(text("SELECT id, version FROM cases")).one()
        sealed = seal_document(opened.dek, later, f"case:{row.id}:{row.version}")
        connection.execute(text("UPDATE cases SET document = :sealed"), {"sealed": sealed})
    page = returned.get("/case/check")
    assert page.status == 503
    assert "这个案件是新版本存的" in page.words
