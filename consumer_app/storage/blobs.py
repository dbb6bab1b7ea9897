"""Sealed files on disk. A file is either wholly there, with its row, or not there at all."""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from consumer_app.domain.law.moments import SHANGHAI
from consumer_app.storage.database import writing
from consumer_app.storage.errors import CaseFull, CaseGone, Tampered, TooLarge, disk_faults_are_said
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.tables import BlobRow, CaseRow
from consumer_app.storage.vault import CHUNK_BYTES, open_stream, seal_stream

GRACE = timedelta(hours=24)


@dataclass(frozen=True)
class BlobRef:
    """A stored file: its random id, the SHA-256 (hex) and the size in bytes of what was given."""

    id: str
    sha256: str
    size: int


@dataclass(frozen=True)
class BlobLimits:
    """Bytes a file, files a case, bytes a case. Working copies count too, so a case of 200 exhibits has room for their pages."""

    file_bytes: int = 50 * 1024 * 1024
    case_files: int = 12_000
    case_bytes: int = 500 * 1024 * 1024


@dataclass(frozen=True)
class Usage:
    """What a case holds."""

    files: int
    size: int


class BlobStore:
    """Puts, opens and takes away sealed files under ``root`` (its ``blobs/`` and ``tmp/``)."""

    def __init__(self, root: Path, engine: Engine, limits: BlobLimits, clock: Callable[[], datetime]) -> None:
        self._folder, self._tmp = root / "blobs", root / "tmp"
        self._engine, self._limits, self._clock = engine, limits, clock
        for folder in (self._folder, self._tmp):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, stream: BinaryIO, opened: OpenCase) -> BlobRef:
        """Seal a stream into a new file and say so only when it is on the disk.

        Order: sealed into tmp → fsync → rename → fsync of the folder → row. Raises TooLarge, CaseFull, StorageFull or CaseGone; then
        nothing is left behind.
        """
        blob_id = secrets.token_hex(16)
        waiting, home = self._tmp / blob_id, self._path(blob_id)
        plain = _Counted(stream, self._limits.file_bytes)
        try:
            with disk_faults_are_said():
                self._has_room(opened.case_id)
                self._write(waiting, seal_stream(opened.dek, blob_id, plain))
                if not home.parent.is_dir():
                    home.parent.mkdir(mode=0o700, exist_ok=True)
                    _sync_folder(self._folder)
                waiting.rename(home)
                _sync_folder(home.parent)
                self._add_row(blob_id, opened.case_id, plain.size)
        except BaseException:
            home.unlink(missing_ok=True)
            raise
        finally:
            waiting.unlink(missing_ok=True)
        return BlobRef(blob_id, plain.digest, plain.size)

    def open(self, blob_id: str, opened: OpenCase) -> Iterator[bytes]:
        """The plain bytes, in pieces. The whole file is verified before the first piece is given.

        Raises KeyError when this case has no such file and Tampered when it is not as it was written.
        """
        if not self._belongs(blob_id, opened.case_id):
            raise KeyError("no such file in this case")
        try:
            with self._path(blob_id).open("rb") as sealed:
                for _ in open_stream(opened.dek, blob_id, sealed):
                    pass
        except FileNotFoundError:
            raise Tampered("a sealed file is missing") from None
        return self._pieces(blob_id, opened.dek)

    def read(self, blob_id: str, opened: OpenCase) -> bytes:
        """The plain bytes at once. Raises like ``open``."""
        return b"".join(self.open(blob_id, opened))

    def remove(self, blob_id: str, opened: OpenCase) -> None:
        """Take a file away: first its row, then its bytes. A file that is not there is no error."""
        with writing(self._engine) as session:
            row = session.get(BlobRow, blob_id)
            if row is None or row.case_id != opened.case_id:
                return
            session.delete(row)
        self.unlink([blob_id])

    def usage(self, case_id: str) -> Usage:
        """How many files and bytes the case holds."""
        with Session(self._engine) as session:
            files, size = session.execute(
                select(func.count(), func.coalesce(func.sum(BlobRow.size), 0)).where(BlobRow.case_id == case_id)
            ).one()
        return Usage(files, size)

    def unlink(self, blob_ids: list[str]) -> None:
        """Take the bytes of files whose rows are gone. The sweeper takes what a crash leaves."""
        for blob_id in blob_ids:
            self._path(blob_id).unlink(missing_ok=True)

    def sweep(self, *, grace: timedelta = GRACE) -> int:
        """Remove sealed files without a row and temporary files, both older than ``grace``; how many went."""
        oldest = (self._clock() - grace).timestamp()
        with Session(self._engine) as session:
            known = set(session.scalars(select(BlobRow.id)))
        gone = 0
        for path in [*self._tmp.iterdir(), *self._folder.glob("??/*")]:
            try:
                if path.name not in known and path.stat().st_mtime < oldest:
                    path.unlink()
                    gone += 1
            except FileNotFoundError:
                continue
        return gone

    def _path(self, blob_id: str) -> Path:
        if len(blob_id) != 32 or not set(blob_id) <= set("0123456789abcdef"):
            raise KeyError("not a file id")
        return self._folder / blob_id[:2] / blob_id

    def _write(self, path: Path, pieces: Iterator[bytes]) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())

    def _has_room(self, case_id: str) -> None:
        held = self.usage(case_id)
        if held.files >= self._limits.case_files or held.size >= self._limits.case_bytes:
            raise CaseFull("a case takes no more files")

    def _add_row(self, blob_id: str, case_id: str, size: int) -> None:
        with writing(self._engine) as session:
            if session.scalar(select(CaseRow.id).where(CaseRow.id == case_id)) is None:
                raise CaseGone("the case was deleted")
            held = session.scalar(select(func.coalesce(func.sum(BlobRow.size), 0)).where(BlobRow.case_id == case_id))
            if (held or 0) + size > self._limits.case_bytes:
                raise CaseFull("a case takes no more bytes")
            today = self._clock().astimezone(SHANGHAI).date()
            session.add(BlobRow(id=blob_id, case_id=case_id, size=size, made_on=today))

    def _belongs(self, blob_id: str, case_id: str) -> bool:
        with Session(self._engine) as session:
            return session.scalar(select(BlobRow.case_id).where(BlobRow.id == blob_id)) == case_id

    def _pieces(self, blob_id: str, dek: bytes) -> Iterator[bytes]:
        with self._path(blob_id).open("rb") as sealed:
            yield from open_stream(dek, blob_id, sealed)


class _Counted:
    """A stream's pieces, counted and hashed as they pass."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream, self._limit, self._hash, self.size = stream, limit, hashlib.sha256(), 0

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._stream.read(CHUNK_BYTES):
            self.size += len(piece)
            if self.size > self._limit:
                raise TooLarge(self._limit)
            self._hash.update(piece)
            yield piece

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
