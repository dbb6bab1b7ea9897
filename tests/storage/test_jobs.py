"""Work that a case waits for: noted with its files, ended by the save that names what came of it, gone with its case."""

import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from consumer_app.domain.case import EMPTY_CASE, Case, Evidence, FileRef
from consumer_app.domain.case.parts import replaced
from consumer_app.storage import Storage
from consumer_app.storage.arriving import BlobRef
from consumer_app.storage.errors import JobOver


def exhibit(ref: BlobRef) -> Evidence:
    file = FileRef(blob=ref.id, name="a.jpg", media_type="image/jpeg", size=ref.size, sha256=ref.sha256)
    return Evidence(id="x1", kind="photo", title="照片", files=(file,))


@pytest.fixture
def noted(vault: Storage) -> Any:
    """An open case, a job of it, and the file that the job holds."""
    now = vault.settings.clock()
    _, opened = vault.cases.create(EMPTY_CASE, now=now)
    with vault.blobs.arriving(opened) as arriving:
        ref = arriving.put(io.BytesIO(b"the original"))
        job = vault.jobs.keep(opened, "read", {"name": "外箱.jpg"}, now=now, arriving=arriving, files=[ref.id])
    return opened, job, ref


def test_a_job_is_found_with_its_arguments_and_its_file_by_whoever_has_the_key(vault: Storage, noted: Any) -> None:
    opened, job, ref = noted
    assert [(one.id, one.kind, one.arguments["name"]) for one in vault.jobs.of(opened)] == [
        (job.id, "read", "外箱.jpg")
    ]
    assert vault.blobs.read(ref.id, opened) == b"the original"
    with vault.engine.connect() as connection:
        (row,) = connection.execute(text("select * from jobs")).all()
    assert "外箱" not in str(row)
    assert "外箱".encode() not in row.sealed


def test_the_save_that_names_the_result_ends_the_job_and_keeps_its_file(vault: Storage, noted: Any) -> None:
    opened, job, ref = noted
    edited = lambda case: replaced(case, "evidence/x1", exhibit(ref))  # noqa: E731
    changed = vault.cases.change(opened, edited, ends=job.id, now=vault.settings.clock())
    assert vault.jobs.of(changed) == []
    assert vault.blobs.read(ref.id, changed) == b"the original"


def test_a_save_that_names_nothing_lets_the_file_go(vault: Storage, noted: Any) -> None:
    opened, job, _ = noted
    vault.cases.change(
        opened, lambda case: case.model_copy(update={"told": "读不了"}), ends=job.id, now=vault.settings.clock()
    )
    assert vault.blobs.usage(opened.case_id).files == 0


def test_a_job_ends_once_and_the_second_save_changes_nothing(vault: Storage, noted: Any) -> None:
    opened, job, ref = noted
    now = vault.settings.clock()
    vault.cases.change(opened, lambda case: replaced(case, "evidence/x1", exhibit(ref)), ends=job.id, now=now)
    with pytest.raises(JobOver):
        vault.cases.change(opened, lambda case: Case(v=1), ends=job.id, now=now)
    assert [item.id for item in vault.cases.open(opened.case_id, opened.dek).case.evidence] == ["x1"]


def test_a_job_given_up_leaves_nothing(vault: Storage, noted: Any) -> None:
    opened, job, _ = noted
    for _ in range(2):
        vault.jobs.end(opened, job.id)
    assert (vault.jobs.of(opened), vault.blobs.usage(opened.case_id).files) == ([], 0)


def test_no_round_takes_the_file_of_a_job_and_it_goes_with_its_case(vault: Storage, noted: Any, clock: Any) -> None:
    opened, _, ref = noted
    later = clock() + timedelta(days=3)
    vault.cases.reopen(opened.case_id, opened.dek, now=later)
    vault.sweep()
    assert vault.blobs.read(ref.id, opened) == b"the original"
    vault.cases.delete(opened.case_id, now=later)
    with vault.engine.connect() as connection:
        assert connection.scalar(text("select count(*) from jobs")) == 0
