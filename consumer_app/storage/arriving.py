"""Files on their way into a case: sealed and hashed while they are received, kept by the save that names them."""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from consumer_app.storage.disk import write_whole
from consumer_app.storage.errors import CaseFull, TooLarge, disk_faults_are_said
from consumer_app.storage.vault import CHUNK_BYTES, StreamSealer, open_stream


@dataclass(frozen=True)
class BlobRef:
    """A sealed file: its random id, the SHA-256 (hex) and the size in bytes of what was given."""

    id: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Room:
    """How much more a case takes: bytes a file, files, bytes in all."""

    file_bytes: int
    files: int
    size: int


class Arriving:
    """The files of one case that no save has named yet.

    ``cases.change(…, arriving=…)`` keeps those that the edited case names. Used in a ``with``, what is left at its end is taken away.
    """

    def __init__(self, tmp: Path, dek: bytes, room: Room) -> None:
        self._tmp, self._dek, self._room = tmp, dek, room
        self._refs: dict[str, BlobRef] = {}
        self._open: set[Writing] = set()

    def begin(self) -> "Writing":
        """A new file, to be written piece by piece. Raises CaseFull."""
        if self._room.files <= len(self._refs) or self.room() <= 0:
            raise CaseFull("a case takes no more files")
        writing = Writing(self, self._tmp, self._dek, self._room.file_bytes)
        self._open.add(writing)
        return writing

    def put(self, stream: IO[bytes]) -> BlobRef:
        """A whole stream as a new file. Raises TooLarge, CaseFull or StorageFull; then nothing is left behind."""
        return self.put_pieces(iter(lambda: stream.read(CHUNK_BYTES), b""))

    def put_pieces(self, pieces: Iterable[bytes]) -> BlobRef:
        """The same of a file that comes in pieces. What giving them raises, too, leaves nothing behind."""
        writing = self.begin()
        try:
            for piece in pieces:
                writing.write(piece)
            return writing.finish()
        except BaseException:
            writing.abandon()
            raise

    def read(self, blob_id: str) -> Iterator[bytes]:
        """The plain bytes of a file that was finished here, in pieces."""
        if blob_id not in self._refs:
            raise KeyError("no such file arrived here")
        with (self._tmp / blob_id).open("rb") as sealed:
            yield from open_stream(self._dek, blob_id, sealed)

    def named(self, names: Iterable[str]) -> list[BlobRef]:
        """Those of these files that arrived here."""
        return [self._refs[name] for name in names if name in self._refs]

    def forget(self, kept: Iterable[BlobRef]) -> None:
        """These were kept: they are no concern of this any more."""
        for ref in kept:
            self._refs.pop(ref.id, None)

    def let_go(self) -> None:
        """Take away what was received and not named by any save."""
        for writing in list(self._open):
            writing.abandon()
        for name in list(self._refs):
            with suppress(OSError):
                (self._tmp / name).unlink()
            del self._refs[name]

    def room(self) -> int:
        """How many bytes the case still takes."""
        return self._room.size - sum(ref.size for ref in self._refs.values())

    def ended(self, writing: "Writing", ref: BlobRef | None = None) -> None:
        """A file was received, or given up."""
        self._open.discard(writing)
        if ref:
            self._refs[ref.id] = ref

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.let_go()


class Writing:
    """One file being received. At most one chunk of it waits in memory; what is on the disk is sealed."""

    def __init__(self, whose: Arriving, tmp: Path, dek: bytes, limit: int) -> None:
        self.id, self.size = secrets.token_hex(16), 0
        self._whose, self._limit = whose, limit
        self._hash, self._sealer = hashlib.sha256(), StreamSealer(dek, self.id)
        self._path, self._file = tmp / self.id, -1
        try:
            with disk_faults_are_said():
                self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
                write_whole(self._file, self._sealer.first)
        except BaseException:
            self.abandon()
            raise

    def write(self, piece: bytes) -> int:
        """Take the next bytes. Raises TooLarge or StorageFull; then nothing of the file is left."""
        try:
            self.size += len(piece)
            if self.size > self._limit:
                raise TooLarge(self._limit)
            self._hash.update(piece)
            with disk_faults_are_said():
                for sealed in self._sealer.sealed(piece):
                    write_whole(self._file, sealed)
        except BaseException:
            self.abandon()
            raise
        return len(piece)

    def finish(self) -> BlobRef:
        """The whole file came: it is on the disk when this returns. Raises CaseFull or StorageFull; then nothing of it is left."""
        try:
            if self.size > self._whose.room():
                raise CaseFull("a case takes no more bytes")
            with disk_faults_are_said():
                write_whole(self._file, self._sealer.last())
                os.fsync(self._file)
        except BaseException:
            self.abandon()
            raise
        os.close(self._file)
        ref = BlobRef(self.id, self._hash.hexdigest(), self.size)
        self._file = -1
        self._whose.ended(self, ref)
        return ref

    def abandon(self) -> None:
        """The file is not wanted any more, or broke off. A finished one is left to whoever it belongs to."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
            with suppress(OSError):  # the sweeper takes what cannot be taken now
                self._path.unlink()
            self._whose.ended(self)
