"""Sealed files on disk. A file is there for as long as its case names it, and is served only when it is exactly what was stored."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine, bindparam, delete, func, insert, select
from sqlalchemy.orm import Session

from consumer_app.domain.law.moments import SHANGHAI
from consumer_app.storage.arriving import Arriving, BlobRef, Room
from consumer_app.storage.database import urgently
from consumer_app.storage.disk import BACKING_UP, alone, sync_folder
from consumer_app.storage.errors import CaseFull, Tampered, disk_faults_are_said
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.reserve import Reserve
from consumer_app.storage.tables import BlobRow, LeavingRow
from consumer_app.storage.vault import open_stream

UNNAMED = timedelta(hours=24)
"""How long a file may lie in ``tmp/`` before it counts as left by a crash."""
LEAVING = timedelta(hours=1)
"""How long the bytes of a file stay after nobody names it any more: whoever copies the database first still finds them."""
AT_ONCE = 500
"""Rows a statement: what one commit writes stays small."""

_WHOSE = select(BlobRow.case_id).where(BlobRow.id == bindparam("id"))


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
    """The sealed files under ``root``: ``blobs/`` those that cases name, ``tmp/`` those on their way.

    A file that was just named may still lie in ``tmp/``: moving it is not part of the promise, so readers look in both.
    """

    def __init__(
        self, root: Path, engine: Engine, limits: BlobLimits, reserve: Reserve, clock: Callable[[], datetime]
    ) -> None:
        self._root, self._folder, self._tmp = root, root / "blobs", root / "tmp"
        self._engine, self._limits, self.reserve, self._clock = engine, limits, reserve, clock
        for folder in (self._folder, self._tmp):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def arriving(self, opened: OpenCase) -> Arriving:
        """Where files for this case are received, until a save names them. Raises StorageFull while only what frees is written."""
        self.reserve.must_be_held()
        held = self.usage(opened.case_id)
        limits = self._limits
        room = Room(limits.file_bytes, limits.case_files - held.files, limits.case_bytes - held.size)
        return Arriving(self._tmp, opened.dek, room)

    def texts(self, opened: OpenCase) -> Arriving:
        """Where the store itself puts texts of a case out of its document: no limit keeps an older case from being saved."""
        return Arriving(
            self._tmp, opened.dek, Room(self._limits.file_bytes, self._limits.case_files, self._limits.case_bytes)
        )

    def open(self, blob_id: str, opened: OpenCase) -> Iterator[bytes]:
        """The plain bytes, in pieces. The whole file is verified before the first piece is given.

        Raises KeyError when this case has no such file and Tampered when it is not as it was written.
        """
        for _ in self._pieces(blob_id, opened):
            pass
        return self._pieces(blob_id, opened)

    def read(self, blob_id: str, opened: OpenCase) -> bytes:
        """The plain bytes at once. Raises like ``open``."""
        return b"".join(self._pieces(blob_id, opened))

    def pieces(self, blob_id: str, opened: OpenCase) -> Iterator[bytes]:
        """The plain bytes in pieces, each verified as it is given, so that a file is read once. For whoever lets go of it all when a later one is not sound.

        Raises KeyError, and Tampered at the first piece that is not as it was written.
        """
        self._must_be_of(blob_id, opened.case_id)
        return self._pieces(blob_id, opened)

    def usage(self, case_id: str) -> Usage:
        """How many files and bytes the case holds."""
        asked = select(func.count(), func.coalesce(func.sum(BlobRow.size), 0)).where(BlobRow.case_id == case_id)
        with self._engine.connect() as connection:
            files, size = connection.execute(asked).one()
        return Usage(files, size)

    # ---- for the save that names files, and the one that does not name them any more

    def sync(self) -> None:
        """Make sure that what arrived is on the disk by its name, before it is named."""
        with disk_faults_are_said():
            sync_folder(self._tmp)

    def add(self, session: Session, case_id: str, refs: list[BlobRef]) -> None:
        """The rows of files that the case now names."""
        today = self._clock().astimezone(SHANGHAI).date()
        if refs:
            session.execute(
                insert(BlobRow),
                [{"id": ref.id, "case_id": case_id, "size": ref.size, "made_on": today} for ref in refs],
            )

    def check_room(self, session: Session, case_id: str) -> None:
        """Raise CaseFull when the case holds more than a case may."""
        asked = select(func.count(), func.coalesce(func.sum(BlobRow.size), 0)).where(BlobRow.case_id == case_id)
        files, size = session.execute(asked).one()
        if files > self._limits.case_files or size > self._limits.case_bytes:
            raise CaseFull("a case takes no more bytes")

    def take(self, session: Session, case_id: str, names: Iterable[str]) -> None:
        """The files of this case that it does not name any more: their rows go now, their bytes after a while."""
        now, rest = self._clock(), iter(sorted(names))
        while some := list(islice(rest, AT_ONCE)):
            mine = delete(BlobRow).where(BlobRow.case_id == case_id, BlobRow.id.in_(some)).returning(BlobRow.id)
            if gone := session.scalars(mine).all():
                session.execute(
                    insert(LeavingRow).prefix_with("OR IGNORE"), [{"id": one, "left_at": now} for one in gone]
                )

    def settle(self, refs: Iterable[BlobRef]) -> None:
        """Move files that were named to where they stay."""
        for ref in refs:
            self._move_home(ref.id)

    # ---- rounds

    def settle_all(self) -> None:
        """Move home whatever was named when a process ended before it could."""
        arrived = sorted(path.name for path in self._tmp.iterdir())
        for name in self._held(arrived):
            self._move_home(name)

    def sweep(self, *, unnamed: timedelta = UNNAMED, leaving: timedelta = LEAVING) -> int:
        """Take away files that no save named and the bytes of files that left, each after its time; how many went.

        One of the 256 parts of the store, another every hour, is looked through for files that an older version left without a row.
        """
        self.settle_all()
        part = f"{int(self._clock().timestamp() // 3600) % 256:02x}"
        return self._sweep_arrivals(unnamed) + self.clear(leaving) + self._sweep_part(self._folder / part, unnamed)

    def clear(self, after: timedelta = LEAVING) -> int:
        """Take away the bytes of files that left so long ago; how many. None while a backup runs, which may still name them."""
        with alone(self._root / BACKING_UP) as may:
            if not may:
                return 0
            cleared = 0
            while some := self._leaving(self._clock() - after):
                for name in some:
                    for path in (self._home(name), self._tmp / name):
                        path.unlink(missing_ok=True)
                urgently(self._engine, partial(_forget_leaving, names=some))
                cleared += len(some)
            return cleared

    def _sweep_arrivals(self, grace: timedelta) -> int:
        oldest, gone = (self._clock() - grace).timestamp(), 0
        old = [path for path in self._tmp.iterdir() if _modified(path) < oldest]
        named = self._held(sorted(path.name for path in old))
        for path in old:
            if path.name not in named:
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    def _sweep_part(self, folder: Path, grace: timedelta) -> int:
        oldest, gone = (self._clock() - grace).timestamp(), 0
        old = [path for path in folder.glob("*") if _modified(path) < oldest]
        known = self._held([path.name for path in old], BlobRow) | self._held([path.name for path in old], LeavingRow)
        for path in old:
            if path.name not in known:
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    def _leaving(self, before: datetime) -> list[str]:
        asked = select(LeavingRow.id).where(LeavingRow.left_at <= before).order_by(LeavingRow.left_at).limit(AT_ONCE)
        with self._engine.connect() as connection:
            return list(connection.scalars(asked))

    def _held(self, names: list[str], row: type[BlobRow] | type[LeavingRow] = BlobRow) -> set[str]:
        """Those of these names that some case names (or that are leaving)."""
        found: set[str] = set()
        rest = iter(names)
        with self._engine.connect() as connection:
            while some := list(islice(rest, AT_ONCE)):
                found.update(connection.scalars(select(row.id).where(row.id.in_(some))))
        return found

    # ---- where a file is

    def _home(self, blob_id: str) -> Path:
        return home(self._folder, blob_id)

    def _move_home(self, blob_id: str) -> None:
        target = self._home(blob_id)
        with suppress(OSError):  # another process moved it, or the disk is full: it is found where it is
            target.parent.mkdir(mode=0o700, exist_ok=True)
            (self._tmp / blob_id).rename(target)

    def _pieces(self, blob_id: str, opened: OpenCase) -> Iterator[bytes]:
        self._must_be_of(blob_id, opened.case_id)
        for path in (self._home(blob_id), self._tmp / blob_id, self._home(blob_id)):
            try:
                sealed = path.open("rb")
            except FileNotFoundError:
                continue
            with sealed:
                yield from open_stream(opened.dek, blob_id, sealed)
            return
        raise Tampered("a sealed file is missing")

    def _must_be_of(self, blob_id: str, case_id: str) -> None:
        self._home(blob_id)
        with self._engine.connect() as connection:
            whose = connection.scalar(_WHOSE, {"id": blob_id})
        if whose != case_id:
            raise KeyError("no such file in this case")


def _forget_leaving(session: Session, names: list[str]) -> None:
    session.execute(delete(LeavingRow).where(LeavingRow.id.in_(names)))


def home(folder: Path, blob_id: str) -> Path:
    """Where a file stays under ``blobs/``. Raises KeyError for what is no id."""
    if len(blob_id) != 32 or not set(blob_id) <= set("0123456789abcdef"):
        raise KeyError("not a file id")
    return folder / blob_id[:2] / blob_id


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
