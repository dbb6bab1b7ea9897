"""A file is sealed while it is received: its size is not seen in memory, and what goes wrong is said when it is asked for, not before."""

import hashlib
import io
import random
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from werkzeug.formparser import MultiPartParser

from consumer_app.domain.case import EMPTY_CASE
from consumer_app.storage import Storage, StorageSettings
from consumer_app.storage.blobs import BlobLimits
from consumer_app.storage.errors import CaseFull, StorageFull, TooLarge
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.received import Received

MEGABYTE = 1024 * 1024


class Sent(io.RawIOBase):
    """A form with one file of so many megabytes and a field after it, made while it is read."""

    def __init__(self, megabytes: int) -> None:
        head = b'--line\r\nContent-Disposition: form-data; name="files"; filename="a.mp4"\r\n\r\n'
        rest = b'\r\n--line\r\nContent-Disposition: form-data; name="title"\r\n\r\nwords\r\n--line--\r\n'
        self._pieces = iter([head, *[random.Random(1).randbytes(MEGABYTE)] * megabytes, rest])
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        if not self._left:
            self._left = next(self._pieces, b"")
        piece, self._left = self._left[:size], self._left[size:]
        return piece


@pytest.fixture
def opened(vault: Storage, clock: Any) -> OpenCase:
    return vault.cases.create(EMPTY_CASE, now=clock())[1]


@pytest.mark.parametrize("megabytes", [4, 40])
def test_a_large_upload_takes_no_more_memory_than_a_small_one(vault: Storage, opened: OpenCase, megabytes: int) -> None:
    with vault.blobs.arriving(opened) as arriving:
        parser = MultiPartParser(lambda **_: Received(lambda: arriving, 50 * MEGABYTE))
        tracemalloc.start()
        fields, files = parser.parse(Sent(megabytes), b"line", None)
        ref = files["files"].stream.ref()  # type: ignore[attr-defined]
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (fields["title"], ref.size) == ("words", megabytes * MEGABYTE)
        assert ref.sha256 == hashlib.sha256(random.Random(1).randbytes(MEGABYTE) * megabytes).hexdigest()
        assert peak < 4 * MEGABYTE


def test_it_is_read_again_from_its_beginning_in_pieces_or_whole(vault: Storage, opened: OpenCase) -> None:
    data = random.Random(2).randbytes(300_000)
    with vault.blobs.arriving(opened) as arriving:
        file = Received(lambda: arriving, MEGABYTE)
        file.write(data[:100])
        file.write(data[100:])
        file.seek(0)
        assert (file.read(10), file.read(100_000), file.read()) == (data[:10], data[10:100_010], data[100_010:])
        assert file.read() == b""
        file.seek(0)
        assert file.read() == data


def test_what_goes_past_its_room_is_counted_and_leaves_nothing(vault: Storage, opened: OpenCase, folder: Path) -> None:
    with vault.blobs.arriving(opened) as arriving:
        file = Received(lambda: arriving, MEGABYTE)
        for _ in range(3):
            file.write(bytes(MEGABYTE))
        file.seek(0)
        assert (file.sent, file.too_large, file.held) == (3 * MEGABYTE, True, 0)
        assert list((folder / "tmp").iterdir()) == []
        with pytest.raises(TooLarge):
            file.ref()
        with pytest.raises(TooLarge):
            file.read()


def test_a_full_case_is_said_when_the_file_is_asked_for(
    open_vault: Callable[[StorageSettings], Storage], folder: Path, clock: Any
) -> None:
    vault = open_vault(StorageSettings(clock=clock, limits=BlobLimits(case_bytes=1000)))
    opened = vault.cases.create(EMPTY_CASE, now=clock())[1]
    with vault.blobs.arriving(opened) as arriving:
        file = Received(lambda: arriving, MEGABYTE)
        assert file.write(bytes(2000)) == 2000
        file.seek(0)
        with pytest.raises(CaseFull):
            file.ref()
        assert list((folder / "tmp").iterdir()) == []


def test_a_full_disk_is_said_when_the_file_is_asked_for(vault: Storage, opened: OpenCase) -> None:
    def nowhere() -> Any:
        raise StorageFull("ENOSPC")

    file = Received(nowhere, MEGABYTE)
    assert file.write(b"words") == 5
    file.seek(0)
    with pytest.raises(StorageFull):
        file.ref()


def test_a_file_that_broke_off_goes_with_the_request(vault: Storage, opened: OpenCase, folder: Path) -> None:
    with vault.blobs.arriving(opened) as arriving:
        Received(lambda: arriving, MEGABYTE).write(bytes(200_000))
        assert len(list((folder / "tmp").iterdir())) == 1
    assert list((folder / "tmp").iterdir()) == []
