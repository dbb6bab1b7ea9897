"""A file is wholly there, sealed, for as long as its case names it, or not there at all; and it is served only when it is exactly what was stored."""

import errno
import hashlib
import io
import os
import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import event, text

from consumer_app.domain.case import EMPTY_CASE, Case, Evidence, FileRef, IssuedPaper, Moment
from consumer_app.domain.case.parts import replaced
from consumer_app.storage import Storage, StorageSettings
from consumer_app.storage.arriving import BlobRef
from consumer_app.storage.blobs import BlobLimits
from consumer_app.storage.disk import BACKING_UP, Lock
from consumer_app.storage.errors import CaseFull, Conflict, StorageFull, Tampered, TooLarge
from consumer_app.storage.open_case import OpenCase

OpenVault = Callable[[StorageSettings], Storage]

PHOTO = random.Random(3).randbytes(300_000)
PAGE, THUMBNAIL = random.Random(4).randbytes(90_000), random.Random(5).randbytes(9_000)

Keep = Callable[..., list[BlobRef]]


@pytest.fixture
def opened(vault: Storage, clock: Any) -> OpenCase:
    return vault.cases.create(EMPTY_CASE, now=clock())[1]


def sealed_files(folder: Path) -> list[Path]:
    return [path for path in (folder / "blobs").rglob("*") if path.is_file()]


def leftovers(folder: Path) -> list[Path]:
    return [*sealed_files(folder), *(folder / "tmp").iterdir()]


def without_exhibits(case: Case) -> Case:
    return case.model_copy(update={"evidence": ()})


def rows(vault: Storage) -> set[str]:
    with vault.engine.connect() as connection:
        return set(connection.scalars(text("select id from blobs")))


def test_a_file_is_sealed_and_comes_back_as_it_was(vault: Storage, opened: OpenCase, folder: Path, keep: Keep) -> None:
    (ref,) = keep(vault, opened, PHOTO)
    assert (ref.size, ref.sha256) == (len(PHOTO), hashlib.sha256(PHOTO).hexdigest())
    assert vault.blobs.read(ref.id, opened) == PHOTO
    assert b"".join(vault.blobs.open(ref.id, opened)) == PHOTO
    (stored,) = leftovers(folder)
    assert stored == folder / "blobs" / ref.id[:2] / ref.id
    assert PHOTO[1000:1050] not in stored.read_bytes()
    assert (vault.blobs.usage(opened.case_id).files, vault.blobs.usage(opened.case_id).size) == (1, len(PHOTO))


def test_the_same_file_twice_does_not_look_the_same_on_disk(
    vault: Storage, opened: OpenCase, folder: Path, keep: Keep
) -> None:
    keep(vault, opened, PHOTO, PHOTO)
    one, two = sealed_files(folder)
    assert one.read_bytes()[30:90] != two.read_bytes()[30:90]


def test_another_case_cannot_open_the_file_or_take_it_away(
    vault: Storage, opened: OpenCase, clock: Any, keep: Keep
) -> None:
    (ref,) = keep(vault, opened, PHOTO)
    stranger = vault.cases.create(vault.cases.open(opened.case_id, opened.dek).case, now=clock())[1]
    with pytest.raises(KeyError):
        vault.blobs.open(ref.id, stranger)
    vault.cases.change(stranger, without_exhibits, now=clock())
    assert vault.blobs.read(ref.id, opened) == PHOTO


@pytest.mark.parametrize("odd", ["", "../../etc/passwd", "x" * 32, "/etc/passwd", "a" * 31, "A" * 32, "\x00" * 32])
def test_an_odd_id_is_no_path(vault: Storage, opened: OpenCase, odd: str) -> None:
    with pytest.raises(KeyError):
        vault.blobs.open(odd, opened)


def test_not_one_byte_of_a_changed_file_is_served(vault: Storage, opened: OpenCase, folder: Path, keep: Keep) -> None:
    (ref,) = keep(vault, opened, PHOTO)
    (stored,) = sealed_files(folder)
    whole = stored.read_bytes()
    for changed in (whole[:-1], whole[:-60_000], whole[:-1] + b"x", whole[:25] + whole[65_570:], b""):
        stored.write_bytes(changed)
        for ask in (vault.blobs.open, vault.blobs.read):
            with pytest.raises(Tampered):
                ask(ref.id, opened)  # refused when it is opened, before anything is read from it
    stored.unlink()
    with pytest.raises(Tampered):
        vault.blobs.open(ref.id, opened)


def test_two_files_swapped_on_disk_are_refused(vault: Storage, opened: OpenCase, folder: Path, keep: Keep) -> None:
    refs = keep(vault, opened, PHOTO, PHOTO)
    one, two = (folder / "blobs" / ref.id[:2] / ref.id for ref in refs)
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    for ref in refs:
        with pytest.raises(Tampered):
            vault.blobs.open(ref.id, opened)


# ---- arriving


class BrokenConnection(io.RawIOBase):
    """Gives some bytes, then fails as a lost connection does."""

    def __init__(self) -> None:
        self.left = 3

    def read(self, size: int = -1) -> bytes:
        self.left -= 1
        if not self.left:
            raise ConnectionResetError("gone")
        return b"x" * max(size, 0)


def test_a_connection_lost_in_the_middle_leaves_nothing(vault: Storage, opened: OpenCase, folder: Path) -> None:
    with vault.blobs.arriving(opened) as arriving, pytest.raises(ConnectionResetError):
        arriving.put(BrokenConnection())  # type: ignore[arg-type]
    assert leftovers(folder) == []
    assert vault.blobs.usage(opened.case_id).files == 0


def test_a_file_received_in_pieces_is_sealed_as_it_comes_and_can_be_read_before_it_is_named(
    vault: Storage, opened: OpenCase, folder: Path
) -> None:
    with vault.blobs.arriving(opened) as arriving:
        writing = arriving.begin()
        sent = 0
        for size in (1, 70_000, 3, 0, 200_000, 29_996):
            writing.write(PHOTO[sent : sent + size])
            sent += size
            (waiting,) = (folder / "tmp").iterdir()
            assert waiting.stat().st_size > sent - 65_537  # all but the piece in hand is on the disk
            assert PHOTO[10:60] not in waiting.read_bytes()
        ref = writing.finish()
        assert (ref.size, ref.sha256) == (len(PHOTO), hashlib.sha256(PHOTO).hexdigest())
        assert b"".join(arriving.read(ref.id)) == PHOTO
        with pytest.raises(KeyError):
            vault.blobs.read(ref.id, opened)
    assert leftovers(folder) == []


def test_an_upload_given_up_leaves_nothing(vault: Storage, opened: OpenCase, folder: Path) -> None:
    with vault.blobs.arriving(opened) as arriving:
        abandoned, forgotten = arriving.begin(), arriving.begin()
        abandoned.write(PHOTO)
        forgotten.write(PHOTO)
        abandoned.abandon()
        assert len(leftovers(folder)) == 1
    assert leftovers(folder) == []


def test_a_file_too_large_leaves_nothing(folder: Path, clock: Any, keep: Keep, open_vault: OpenVault) -> None:
    small = open_vault(StorageSettings(limits=BlobLimits(1000, 3, 2500), clock=clock))
    _, opened = small.cases.create(EMPTY_CASE, now=clock())
    with small.blobs.arriving(opened) as arriving, pytest.raises(TooLarge) as too_large:
        arriving.put(io.BytesIO(b"x" * 1001))
    assert too_large.value.limit == 1000
    assert leftovers(folder) == []
    keep(small, opened, b"x" * 1000, b"x" * 1000)
    with pytest.raises(CaseFull):
        keep(small, opened, b"x" * 501)
    keep(small, opened, b"x" * 500)
    with pytest.raises(CaseFull):
        keep(small, opened, b"")
    assert len(leftovers(folder)) == 3


def test_files_that_arrive_together_share_the_room_of_the_case(folder: Path, clock: Any, open_vault: OpenVault) -> None:
    small = open_vault(StorageSettings(limits=BlobLimits(1000, 3, 1500), clock=clock))
    _, opened = small.cases.create(EMPTY_CASE, now=clock())
    with small.blobs.arriving(opened) as arriving:
        arriving.put(io.BytesIO(b"x" * 1000))
        with pytest.raises(CaseFull):
            arriving.put(io.BytesIO(b"x" * 501))
        arriving.put(io.BytesIO(b"x" * 500))
        with pytest.raises(CaseFull):
            arriving.begin()
    assert leftovers(folder) == []


def test_two_tabs_that_fill_a_case_at_once_do_not_overfill_it(
    folder: Path, clock: Any, keep: Keep, open_vault: OpenVault
) -> None:
    small = open_vault(StorageSettings(limits=BlobLimits(1000, 10, 1500), clock=clock))
    _, opened = small.cases.create(EMPTY_CASE, now=clock())
    with small.blobs.arriving(opened) as mine:
        ref = mine.put(io.BytesIO(b"x" * 1000))
        keep(small, opened, b"y" * 1000)
        with pytest.raises(CaseFull):
            small.cases.change(opened, lambda case: named(case, ref), arriving=mine, now=clock())
    assert (small.blobs.usage(opened.case_id).size, len(leftovers(folder))) == (1000, 1)


def named(case: Case, ref: BlobRef) -> Case:
    file = FileRef(blob=ref.id, name="a.png", media_type="image/png", size=ref.size, sha256=ref.sha256)
    return replaced(case, "evidence/x9", Evidence(id="x9", kind="photo", title="照片", files=(file,)))


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
@pytest.mark.parametrize("step", ["open", "write", "fsync"])
def test_a_full_disk_is_said_plainly_and_leaves_nothing(
    vault: Storage, opened: OpenCase, folder: Path, keep: Keep, monkeypatch: pytest.MonkeyPatch, fault: int, step: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(fault, os.strerror(fault))

    (kept,) = keep(vault, opened, PHOTO)
    with monkeypatch.context() as disk:
        disk.setattr(os, step, refuse)
        with pytest.raises(StorageFull):
            keep(vault, opened, PHOTO)
    assert len(leftovers(folder)) == 1
    assert vault.blobs.read(kept.id, opened) == PHOTO
    assert keep(vault, opened, PHOTO)[0].size == len(PHOTO)


# ---- named and kept in one commit


def test_a_photo_with_its_pages_is_kept_by_one_commit_and_five_syncs(
    vault: Storage, opened: OpenCase, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(vault, opened, PHOTO)
    synced, commits, fsync = [], [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda descriptor: (synced.append(descriptor), fsync(descriptor)))
    event.listen(vault.engine, "commit", commits.append)
    keep(vault, opened, PHOTO, PAGE, THUMBNAIL)
    assert (len(synced), len(commits)) == (3 + 1, 1)  # each file, the folder; the commit is one more, inside SQLite


def test_the_order_of_writing_survives_a_power_cut(
    vault: Storage, opened: OpenCase, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, rename = os.fsync, Path.rename

    def noted_fsync(descriptor: int) -> None:
        target = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        steps.append(f"fsync file in {target.parent.name}" if target.is_file() else f"fsync {target.name}")
        fsync(descriptor)

    def noted_rename(path: Path, target: Path) -> Path:
        steps.append("rename")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "rename", noted_rename)
    event.listen(vault.engine, "commit", lambda _: steps.append("commit"))
    keep(vault, opened, PHOTO, PAGE)
    assert steps == ["fsync file in tmp", "fsync file in tmp", "fsync tmp", "commit", "rename", "rename"]


def test_a_file_that_could_not_be_moved_is_read_where_it_is_and_moved_at_the_next_start(
    vault: Storage,
    opened: OpenCase,
    folder: Path,
    clock: Any,
    keep: Keep,
    monkeypatch: pytest.MonkeyPatch,
    open_vault: OpenVault,
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as disk:
        disk.setattr(Path, "rename", refuse)
        (ref,) = keep(vault, opened, PHOTO)
    assert sealed_files(folder) == []
    assert vault.blobs.read(ref.id, opened) == PHOTO
    again = open_vault(StorageSettings(clock=clock))
    assert [path.name for path in sealed_files(folder)] == [ref.id]
    assert again.blobs.read(ref.id, opened) == PHOTO


def test_a_save_that_fails_keeps_no_file(vault: Storage, opened: OpenCase, folder: Path, clock: Any) -> None:
    def invalid(case: Case) -> Case:
        return case.model_copy(update={"told": "长" * 20_001})

    for edit, refusal in ((invalid, ValidationError), (lambda case: case, Conflict)):
        with vault.blobs.arriving(opened) as arriving:
            ref = arriving.put(io.BytesIO(PHOTO))
            with pytest.raises(refusal):
                vault.cases.change(
                    opened,
                    lambda case, edit=edit, ref=ref: edit(named(case, ref)),
                    part="told",
                    seen="something else" if refusal is Conflict else None,
                    arriving=arriving,
                    now=clock(),
                )
        assert leftovers(folder) == []
    assert rows(vault) == set()


def test_what_the_case_does_not_name_is_not_kept(vault: Storage, opened: OpenCase, folder: Path, clock: Any) -> None:
    with vault.blobs.arriving(opened) as arriving:
        one, other = arriving.put(io.BytesIO(PHOTO)), arriving.put(io.BytesIO(PAGE))
        vault.cases.change(opened, lambda case: named(case, one), arriving=arriving, now=clock())
        assert rows(vault) == {one.id}
        assert b"".join(arriving.read(other.id)) == PAGE
    assert [path.name for path in leftovers(folder)] == [one.id]


# ---- leaving


def test_a_file_goes_with_the_save_that_does_not_name_it_any_more_and_its_bytes_an_hour_later(
    vault: Storage, opened: OpenCase, folder: Path, clock: Any, keep: Keep
) -> None:
    gone, stays = keep(vault, opened, PHOTO)[0], keep(vault, opened, PAGE)[0]
    vault.cases.change(opened, lambda case: replaced(case, "evidence/x1", None), now=clock())
    with pytest.raises(KeyError):
        vault.blobs.read(gone.id, opened)
    assert rows(vault) == {stays.id}
    clock.forward(minutes=59)
    assert vault.blobs.sweep() == 0
    assert len(sealed_files(folder)) == 2
    clock.forward(minutes=2)
    assert vault.blobs.sweep() == 1
    assert [path.name for path in sealed_files(folder)] == [stays.id]
    assert vault.blobs.sweep() == 0


def test_no_bytes_go_while_a_backup_runs(
    vault: Storage, opened: OpenCase, folder: Path, clock: Any, keep: Keep
) -> None:
    keep(vault, opened, PHOTO)
    vault.cases.change(opened, without_exhibits, now=clock())
    clock.forward(hours=3)
    backup = Lock(folder / BACKING_UP, shared=True)
    assert vault.blobs.sweep() == 0
    assert len(sealed_files(folder)) == 1
    backup.close()
    assert vault.blobs.sweep() == 1


def test_a_picture_that_an_issued_paper_shows_stays_with_the_paper(
    vault: Storage, opened: OpenCase, folder: Path, clock: Any, keep: Keep
) -> None:
    shown, other = keep(vault, opened, PAGE, PHOTO)
    at = Moment(at="2026-11-04T10:00+08:00", precision="minute")
    paper = IssuedPaper(
        id="d1", number=1, kind="evidence_list", title="证据清单", issued_at=at, frozen=f'{{"asset":"{shown.id}"}}'
    )
    vault.cases.change(opened, lambda case: replaced(case, "papers/d1", paper), now=clock())
    changed = vault.cases.change(opened, without_exhibits, now=clock())
    assert changed.case.papers[0].shows == (shown.id,)
    assert vault.blobs.read(shown.id, opened) == PAGE
    with pytest.raises(KeyError):
        vault.blobs.read(other.id, opened)
    vault.cases.change(opened, lambda case: replaced(case, "papers/d1", None), now=clock())
    assert rows(vault) == set()


def test_when_a_papers_text_cannot_be_read_nothing_that_it_may_show_is_taken(
    vault: Storage, opened: OpenCase, folder: Path, clock: Any, keep: Keep
) -> None:
    (page,) = keep(vault, opened, PAGE)
    at = Moment(at="2026-11-04T10:00+08:00", precision="minute")
    paper = IssuedPaper(id="d1", number=1, kind="letter", title="信", issued_at=at, frozen="{}")
    with_paper = vault.cases.change(opened, lambda case: replaced(case, "papers/d1", paper), now=clock())
    held = with_paper.case.papers[0].frozen_file
    assert held is not None
    (folder / "blobs" / held.blob[:2] / held.blob).write_bytes(b"damaged")
    vault.cases.change(opened, without_exhibits, now=clock())
    assert vault.blobs.read(page.id, opened) == PAGE


def test_rows_that_an_older_version_left_without_a_name_go_when_the_case_is_next_unlocked(
    vault: Storage, folder: Path, clock: Any, keep: Keep
) -> None:
    code, opened = vault.cases.create(EMPTY_CASE, now=clock())
    (named_one,) = keep(vault, opened, PHOTO)
    orphan = folder / "blobs" / "aa" / ("a" * 32)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"sealed")
    with vault.engine.begin() as connection:
        row = {"id": "a" * 32, "case_id": opened.case_id, "on": clock().date().isoformat()}
        connection.execute(text("insert into blobs (id, case_id, size, made_on) values (:id, :case_id, 6, :on)"), row)
    vault.cases.unlock(code.text, now=clock())
    assert rows(vault) == {named_one.id, "a" * 32}  # it could be a page that an older process is about to name
    clock.forward(days=2)
    vault.cases.unlock(code.text, now=clock())
    assert rows(vault) == {named_one.id}
    clock.forward(hours=2)
    vault.blobs.sweep()
    assert [path.name for path in sealed_files(folder)] == [named_one.id]


def test_the_sweeper_takes_only_what_is_old_and_named_by_nobody(
    vault: Storage, opened: OpenCase, folder: Path, clock: Any, keep: Keep
) -> None:
    (kept,) = keep(vault, opened, PHOTO)
    half, fresh, named_late = (folder / "tmp" / (letter * 32) for letter in "bcd")
    for path in (half, fresh, named_late):
        path.write_bytes(b"sealed")
    with vault.engine.begin() as connection:
        connection.execute(text(f"insert into blobs select '{named_late.name}', case_id, 6, made_on from blobs"))
    day_before_yesterday = datetime.timestamp(clock()) - 2 * 24 * 3600
    for path in (half, named_late, folder / "blobs" / kept.id[:2] / kept.id):
        os.utime(path, (day_before_yesterday, day_before_yesterday))
    os.utime(fresh, (datetime.timestamp(clock()), datetime.timestamp(clock())))
    assert vault.blobs.sweep() == 1
    assert [path.name for path in (folder / "tmp").iterdir()] == [fresh.name]
    orphan = folder / "blobs" / "aa" / ("a" * 32)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"as an older version left it")
    os.utime(orphan, (day_before_yesterday, day_before_yesterday))
    assert sum(vault.blobs.sweep() for _ in range(256) if clock.forward(hours=1)) == 2  # it, and the fresh one in time
    assert not orphan.exists()
    assert list((folder / "tmp").iterdir()) == []
    assert (folder / "blobs" / "dd" / named_late.name).read_bytes() == b"sealed"
    assert vault.blobs.read(kept.id, opened) == PHOTO


def test_a_deleted_case_with_very_many_files_goes_whole(vault: Storage, opened: OpenCase, clock: Any) -> None:
    with vault.engine.begin() as connection:
        for number in range(1300):
            row = {"id": f"{number:032x}", "case_id": opened.case_id, "on": clock().date().isoformat()}
            connection.execute(text("insert into blobs values (:id, :case_id, 6, :on)"), row)
    vault.cases.delete(opened.case_id, now=clock())
    with vault.engine.connect() as connection:
        assert [connection.scalar(text(f"select count(*) from {name}")) for name in ("blobs", "leaving")] == [0, 1300]
    clock.forward(hours=2)
    assert vault.blobs.clear(timedelta(hours=1)) == 1300


def test_many_uploads_at_once_are_all_whole(vault: Storage, opened: OpenCase, keep: Keep) -> None:
    refs: list[tuple[str, bytes]] = []

    def upload(seed: int) -> None:
        data = random.Random(seed).randbytes(100_000)
        refs.append((keep(vault, opened, data)[0].id, data))

    threads = [threading.Thread(target=upload, args=(seed,)) for seed in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refs) == 12
    for blob_id, data in refs:
        assert vault.blobs.read(blob_id, opened) == data
