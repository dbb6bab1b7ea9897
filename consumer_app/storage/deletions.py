"""The list of deleted cases, kept outside the database, so that a restored backup does not bring them back."""

import fcntl
import hashlib
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from io import BufferedReader
from pathlib import Path

from consumer_app.storage.disk import sync_folder, write_whole
from consumer_app.storage.errors import disk_faults_are_said
from consumer_app.storage.reserve import Reserve

_RECORD = re.compile(r"gone (\d{4}-\d\d-\d\d) ([0-9a-f]{32})((?: [0-9a-f]{32})*) =([0-9a-f]{8})")
_OLDER = re.compile(r"(?<!gone )(\d{4}-\d\d-\d\d) ([0-9a-f]{32})((?: [0-9a-f]{32})*)")
"""As the first version wrote it, without a checksum; one that was cut short swallowed the line's end, so several may stand in a line."""


@dataclass(frozen=True)
class Deletion:
    """One case that was deleted: the day, its id, the lookups of its codes."""

    on: date
    case_id: str
    lookups: tuple[bytes, ...] = ()

    def __str__(self) -> str:
        said = " ".join(["gone", self.on.isoformat(), self.case_id, *(lookup.hex() for lookup in self.lookups)])
        return f"{said} ={zlib.crc32(said.encode()):08x}"


class DeletedCases:
    """An append-only file with a record a line, each checked by itself. It says nothing about a case but that it is gone.

    A record is wholly there or not at all: what was written short is taken back, and a line that a crash cut short hurts only itself.
    """

    def __init__(self, path: Path, reserve: Reserve | None = None) -> None:
        self._path, self._reserve = path, reserve

    def add(self, deletions: Iterable[Deletion]) -> None:
        """Write records and return only when they are on the disk. Raises StorageFull; then none of them is written."""
        text = "".join(f"{one}\n" for one in deletions).encode()

        def once() -> None:
            with disk_faults_are_said():
                self._append(text)

        self._reserve.lent_to(once) if self._reserve else once()

    def since(self, mark: str | None) -> tuple[Iterator[Deletion], str]:
        """What the list says beyond ``mark``, and the mark of the list as it is now.

        A mark is a length and the hash of so much of the list. Where the list does not begin like that, it is read from its beginning.
        """
        if not self._path.exists():
            return iter(()), ""
        with self._path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            length, _, digest = (mark or "").partition(" ")
            start = (
                int(length) if length.isdecimal() and int(length) <= size and _hash(file, int(length)) == digest else 0
            )
            return self._read(start, size), f"{size} {_hash(file, size)}"

    def read(self) -> list[Deletion]:
        """Every record of the list."""
        return list(self.since(None)[0])

    def _append(self, text: bytes) -> None:
        new = not self._path.exists()
        descriptor = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            before = os.fstat(descriptor).st_size
            fresh = not before or os.pread(descriptor, 1, before - 1) == b"\n"
            try:
                write_whole(descriptor, text if fresh else b"\n" + text)
                os.fsync(descriptor)
            except OSError:
                with suppress(OSError):
                    os.ftruncate(descriptor, before)
                raise
        finally:
            os.close(descriptor)
        if new:
            sync_folder(self._path.parent)

    def _read(self, start: int, end: int) -> Iterator[Deletion]:
        with self._path.open("rb") as file:
            file.seek(start)
            while (left := end - file.tell()) > 0 and (line := file.readline(left)):
                yield from _records(line.decode("ascii", "replace").rstrip("\n"))


def _records(line: str) -> Iterator[Deletion]:
    checked = [found for found in _RECORD.finditer(line) if _sum(found[0].rpartition(" =")[0]) == found[4]]
    for found in checked if "=" in line else _OLDER.finditer(line):
        with suppress(ValueError):
            lookups = tuple(bytes.fromhex(word) for word in found[3].split())
            yield Deletion(date.fromisoformat(found[1]), found[2], lookups)


def _sum(said: str) -> str:
    return f"{zlib.crc32(said.encode()):08x}"


def _hash(file: BufferedReader, length: int) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while length and (piece := file.read(min(length, 1 << 20))):
        digest.update(piece)
        length -= len(piece)
    return digest.hexdigest()
