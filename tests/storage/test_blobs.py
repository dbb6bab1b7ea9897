"""A file is wholly there, sealed, or not there at all; and it is served only when it is exactly what was stored."""

import errno
import hashlib
import io
import os
import random
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE
from consumer_app.storage import Storage, StorageSettings
from consumer_app.storage.blobs import BlobLimits
from consumer_app.storage.errors import CaseFull, StorageFull, Tampered, TooLarge
from consumer_app.storage.open_case import OpenCase

OpenVault = Callable[[StorageSettings], Storage]

PHOTO = random.Random(3).randbytes(300_000)


@pytest.fixture
def opened(vault: Storage, clock: Any) -> OpenCase:
    return vault.cases.create(EMPTY_CASE, now=clock())[1]


def sealed_files(folder: Path) -> list[Path]:
    return [path for path in (folder / "blobs").rglob("*") if path.is_file()]


def leftovers(folder: Path) -> list[Path]:
    return [*sealed_files(folder), *(folder / "tmp").iterdir()]


def test_a_file_is_sealed_and_comes_back_as_it_was(vault: Storage, opened: OpenCase, folder: Path) -> None:
    ref = vault.blobs.put(io.BytesIO(PHOTO), opened)
    assert (ref.size, ref.sha256) == (len(PHOTO), hashlib.sha256(PHOTO).hexdigest())
    assert vault.blobs.read(ref.id, opened) == PHOTO
    (stored,) = sealed_files(folder)
    assert PHOTO[1000:1050] not in stored.read_bytes()
    assert (vault.blobs.usage(opened.case_id).files, vault.blobs.usage(opened.case_id).size) == (1, len(PHOTO))


def test_the_same_file_twice_does_not_look_the_same_on_disk(vault: Storage, opened: OpenCase, folder: Path) -> None:
    for _ in range(2):
        vault.blobs.put(io.BytesIO(PHOTO), opened)
    one, two = sealed_files(folder)
    assert one.read_bytes()[30:90] != two.read_bytes()[30:90]


def test_another_case_cannot_open_or_remove_the_file(vault: Storage, opened: OpenCase, clock: Any) -> None:
    ref = vault.blobs.put(io.BytesIO(PHOTO), opened)
    stranger = vault.cases.create(EMPTY_CASE, now=clock())[1]
    with pytest.raises(KeyError):
        vault.blobs.open(ref.id, stranger)
    vault.blobs.remove(ref.id, stranger)
    assert vault.blobs.read(ref.id, opened) == PHOTO


@pytest.mark.parametrize("odd", ["", "../../etc/passwd", "x" * 32, "/etc/passwd", "a" * 31, "A" * 32, "\x00" * 32])
def test_an_odd_id_is_no_path(vault: Storage, opened: OpenCase, odd: str) -> None:
    with pytest.raises(KeyError):
        vault.blobs.open(odd, opened)


def test_not_one_byte_of_a_changed_file_is_served(vault: Storage, opened: OpenCase, folder: Path) -> None:
    ref = vault.blobs.put(io.BytesIO(PHOTO), opened)
    (stored,) = sealed_files(folder)
    whole = stored.read_bytes()
    for changed in (whole[:-1], whole[:-60_000], whole[:-1] + b"x", whole[:25] + whole[65_570:], b""):
        stored.write_bytes(changed)
        with pytest.raises(Tampered):
            vault.blobs.open(ref.id, opened)  # refused when it is opened, before anything is read from it
    stored.unlink()
    with pytest.raises(Tampered):
        vault.blobs.open(ref.id, opened)


def test_two_files_swapped_on_disk_are_refused(vault: Storage, opened: OpenCase, folder: Path) -> None:
    refs = [vault.blobs.put(io.BytesIO(PHOTO), opened) for _ in range(2)]
    one, two = (folder / "blobs" / ref.id[:2] / ref.id for ref in refs)
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    for ref in refs:
        with pytest.raises(Tampered):
            vault.blobs.open(ref.id, opened)


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
    with pytest.raises(ConnectionResetError):
        vault.blobs.put(BrokenConnection(), opened)  # type: ignore[arg-type]
    assert leftovers(folder) == []
    assert vault.blobs.usage(opened.case_id).files == 0


def test_a_file_too_large_leaves_nothing(folder: Path, clock: Any, open_vault: OpenVault) -> None:
    small = open_vault(StorageSettings(limits=BlobLimits(1000, 3, 2500), clock=clock))
    _, opened = small.cases.create(EMPTY_CASE, now=clock())
    with pytest.raises(TooLarge) as too_large:
        small.blobs.put(io.BytesIO(b"x" * 1001), opened)
    assert too_large.value.limit == 1000
    assert leftovers(folder) == []
    small.blobs.put(io.BytesIO(b"x" * 1000), opened)
    small.blobs.put(io.BytesIO(b"x" * 1000), opened)
    with pytest.raises(CaseFull):
        small.blobs.put(io.BytesIO(b"x" * 501), opened)
    small.blobs.put(io.BytesIO(b"x" * 500), opened)
    with pytest.raises(CaseFull):
        small.blobs.put(io.BytesIO(b""), opened)
    assert len(leftovers(folder)) == 3


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
@pytest.mark.parametrize("step", ["write", "fsync", "rename"])
def test_a_full_disk_is_said_plainly_and_leaves_nothing(
    vault: Storage, opened: OpenCase, folder: Path, monkeypatch: pytest.MonkeyPatch, fault: int, step: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(fault, os.strerror(fault))

    kept = vault.blobs.put(io.BytesIO(PHOTO), opened)
    with monkeypatch.context() as disk:
        if step == "write":
            disk.setattr(os, "open", refuse)
        elif step == "fsync":
            disk.setattr(os, "fsync", refuse)
        else:
            disk.setattr(Path, "rename", refuse)
        with pytest.raises(StorageFull):
            vault.blobs.put(io.BytesIO(PHOTO), opened)
    assert len(leftovers(folder)) == 1
    assert vault.blobs.read(kept.id, opened) == PHOTO
    assert vault.blobs.put(io.BytesIO(PHOTO), opened).size == len(PHOTO)


def test_the_order_of_writing_survives_a_power_cut(
    vault: Storage, opened: OpenCase, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, rename = os.fsync, Path.rename

    def noted_fsync(descriptor: int) -> None:
        target = os.readlink(f"/proc/self/fd/{descriptor}")
        steps.append(f"fsync {Path(target).parent.name if Path(target).is_file() else 'folder'}")
        fsync(descriptor)

    def noted_rename(path: Path, target: Path) -> Path:
        steps.append("rename")
        return rename(path, target)

    add_row = vault.blobs._add_row
    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "rename", noted_rename)
    monkeypatch.setattr(vault.blobs, "_add_row", lambda *args: (steps.append("row"), add_row(*args)))
    vault.blobs.put(io.BytesIO(PHOTO), opened)
    assert [step for step in steps if step != "fsync folder"] == ["fsync tmp", "rename", "row"]
    assert steps[steps.index("rename") + 1] == "fsync folder"


def test_the_sweeper_takes_only_what_is_old_and_belongs_to_nobody(
    vault: Storage, opened: OpenCase, folder: Path, clock: Any
) -> None:
    kept = vault.blobs.put(io.BytesIO(PHOTO), opened)
    orphan, half = folder / "blobs" / "aa" / ("a" * 32), folder / "tmp" / ("b" * 32)
    fresh = folder / "tmp" / ("c" * 32)
    orphan.parent.mkdir(exist_ok=True)
    for path in (orphan, half, fresh):
        path.write_bytes(b"sealed")
    day_before_yesterday = datetime.timestamp(clock()) - 2 * 24 * 3600
    for path in (orphan, half, folder / "blobs" / kept.id[:2] / kept.id):
        os.utime(path, (day_before_yesterday, day_before_yesterday))
    os.utime(fresh, (datetime.timestamp(clock()), datetime.timestamp(clock())))
    assert vault.blobs.sweep() == 2
    assert fresh.exists()
    assert vault.blobs.read(kept.id, opened) == PHOTO


def test_many_uploads_at_once_are_all_whole(vault: Storage, opened: OpenCase) -> None:
    refs: list[tuple[str, bytes]] = []

    def upload(seed: int) -> None:
        data = random.Random(seed).randbytes(100_000)
        refs.append((vault.blobs.put(io.BytesIO(data), opened).id, data))

    threads = [threading.Thread(target=upload, args=(seed,)) for seed in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refs) == 12
    for blob_id, data in refs:
        assert vault.blobs.read(blob_id, opened) == data
