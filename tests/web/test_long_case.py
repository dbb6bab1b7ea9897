"""A case whose words take more than one case may hold: refused with everything typed; one kept by an older version opens, is exported and shrinks."""

import io
import json
import re
import zipfile
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE, Event
from consumer_app.storage import kept

EVENTS = tuple(Event(id=f"e{n}", what=f"第{n}次" + "…" * 3900, quote="…" * 1500) for n in range(1, 281))


@pytest.fixture
def long(visitor: Any) -> Any:
    """A case just below the bound: 255 events of 5,400 characters."""
    return visitor.begin(EMPTY_CASE.model_copy(update={"events": EVENTS[:255]}))[1]


@pytest.fixture
def older(visitor: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A case that was kept when nothing bounded it."""
    with monkeypatch.context() as before:
        before.setattr(kept, "LARGEST_DOCUMENT", 100_000_000)
        return visitor.begin(EMPTY_CASE.model_copy(update={"events": EVENTS}))[1]


def test_over_four_megabytes_nothing_is_saved_nothing_typed_is_lost_and_what_takes_the_room_is_named(
    visitor: Any, long: Any
) -> None:
    assert 4_100_000 < long.size < kept.LARGEST_DOCUMENT
    words = "他们又说要等" * 650
    typed = {"at": "2026-10-01", "actor": "new:seller"}
    answers = [visitor.fill("/case/timeline/new", **typed, what=f"{n}{words}") for n in range(8)]
    refused = next(answer for answer in answers if answer.status != 303)
    assert refused.status == 413
    assert words in refused.html
    assert re.search(r"最多 4\.2 MB，这样会多出约 \d[\d,]* 个字", refused.words)
    assert "占得最多的是：时间线约 4.2 MB" in refused.words
    assert visitor.fill("/case/timeline/e7/delete").status == 303
    assert visitor.fill("/case/timeline/new", refused).status == 303


def test_an_older_case_that_is_longer_opens_is_exported_and_shrinks_and_does_not_grow(visitor: Any, older: Any) -> None:
    assert older.size > kept.LARGEST_DOCUMENT
    for page in ("/case", "/case/timeline/e280", "/case/papers", "/case/safety"):
        assert visitor.get(page).status == 200
    exported = zipfile.ZipFile(io.BytesIO(visitor.get("/case/safety/export").answer.data))
    assert len(json.loads(exported.read("case.json"))["events"]) == len(EVENTS)
    assert visitor.fill("/case/order", what="柜子").status == 413
    assert visitor.fill("/case/timeline/e7/delete").status == 303
    case = visitor.storage.cases.open(older.case_id, older.dek)
    assert (len(case.case.events), case.size < older.size) == (len(EVENTS) - 1, True)


def test_the_export_of_a_case_that_is_too_long_is_refused_in_words_and_nothing_is_kept(
    visitor: Any, another: Any, older: Any
) -> None:
    data = visitor.get("/case/safety/export").answer.data
    shown = another.get("/import").fields().to_dict()
    sent = {**shown, "archive": (io.BytesIO(data), "case.zip")}
    answer = another.send("/import", sent, content_type="multipart/form-data")
    assert answer.status == 422
    assert "一个案件最多放 4.2 MB，没有收下。请在原来的案件里删去一些长的内容" in answer.words
    assert another.get("/case").leads_to.startswith("/unlock")
