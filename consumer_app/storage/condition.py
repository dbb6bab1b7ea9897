"""How an installation is: what can be seen of it without any key and without changing anything, also while it serves."""

import os
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from consumer_app.domain.law.moments import SHANGHAI
from consumer_app.storage import copies, sqlite
from consumer_app.storage.backup import Backup, last_backup
from consumer_app.storage.blobs import LEAVING, UNNAMED
from consumer_app.storage.copies import ARRIVING, DATABASE, DELETED, FILES
from consumer_app.storage.database import newest_shape
from consumer_app.storage.deletions import DeletedCases
from consumer_app.storage.disk import IN_USE, RESTORING, alone
from consumer_app.storage.reserve import Reserve
from consumer_app.storage.vault import sealed_size

OVERDUE = timedelta(days=3)
"""A case this long past its day was refused by the round that deletes, or no round runs."""


@dataclass(frozen=True)
class Rows:
    """What the database says of itself and of the files on disk."""

    integrity: str
    journal: str
    shape: str
    cases: int
    files: int
    bytes: int
    overdue: int
    """Cases long past their day."""
    newest_use: date | None
    lost: int
    """Rows whose file is not there or not whole."""
    stray: int
    """Files in ``blobs/`` that neither a row nor the list of leaving ones names."""
    waiting: int
    """Files in ``tmp/`` older than a round would leave them."""
    leaving: int
    """Files that should have left long ago."""
    still_there: int
    """Cases that are on the list of deleted ones."""


@dataclass(frozen=True)
class Condition:
    """Everything a person who runs the site would want to know of its data folder."""

    sqlite: str
    wal_is_safe: bool
    newest_shape: str
    open_to_others: tuple[Path, ...]
    free: int
    reserve: int
    reserve_held: bool
    in_use: bool
    restoring: bool
    backup: Backup | None
    rows: Rows | None = field(default=None)


def condition(folder: Path, *, now: datetime, reserve_bytes: int) -> Condition:
    """Look at a data folder. ``rows`` is None where there is no database yet. Raises OSError and the database's own DatabaseError."""
    disk = os.statvfs(folder)
    reserve = Reserve(folder / "reserve", reserve_bytes)
    return Condition(
        sqlite=".".join(str(number) for number in sqlite.VERSION),
        wal_is_safe=sqlite.wal_is_safe(sqlite.VERSION),
        newest_shape=newest_shape(),
        open_to_others=tuple(path for path in _ours(folder) if path.stat().st_mode & 0o077),
        free=disk.f_bavail * disk.f_frsize,
        reserve=reserve.size,
        reserve_held=reserve.held,
        in_use=_in_use(folder),
        restoring=(folder / RESTORING).exists(),
        backup=last_backup(folder),
        rows=_rows(folder, now) if (folder / DATABASE).exists() else None,
    )


def _ours(folder: Path) -> list[Path]:
    names = (DATABASE, f"{DATABASE}-wal", DELETED, "secret_key", FILES, ARRIVING)
    return [folder, *(folder / name for name in names if (folder / name).exists())]


def _in_use(folder: Path) -> bool:
    if not (folder / IN_USE).exists():
        return False
    with alone(folder / IN_USE) as nobody:
        return not nobody


def _rows(folder: Path, now: datetime) -> Rows:
    today = now.astimezone(SHANGHAI).date()
    with copies.connected(folder / DATABASE) as connection:
        connection.execute("PRAGMA query_only=ON")
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        newest = connection.execute("SELECT max(seen_on) FROM cases").fetchone()[0]
        past = (today - OVERDUE).isoformat()
        lost, stray = _files(folder, connection, "leaving" in tables)
        return Rows(
            integrity=copies.integrity(connection),
            journal=str(connection.execute("PRAGMA journal_mode").fetchone()[0]),
            shape=str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]),
            cases=copies.count(connection, "cases"),
            files=copies.count(connection, "blobs"),
            bytes=int(connection.execute("SELECT coalesce(sum(size), 0) FROM blobs").fetchone()[0]),
            overdue=int(connection.execute("SELECT count(*) FROM cases WHERE expires_on < ?", (past,)).fetchone()[0]),
            newest_use=date.fromisoformat(newest) if newest else None,
            lost=lost,
            stray=stray,
            waiting=sum(
                path.stat().st_mtime < (now - 2 * UNNAMED).timestamp() for path in (folder / ARRIVING).glob("*")
            ),
            leaving=_overdue_leaving(connection, now) if "leaving" in tables else 0,
            still_there=_still_there(folder, connection),
        )


def _files(folder: Path, connection: Any, has_leaving: bool) -> tuple[int, int]:
    """Rows without their file, files without a row. A part of the store at a time, what is there before what is named: others go on writing."""
    lost = stray = 0
    for part in (f"{number:02x}" for number in range(256)):
        there = {entry.name: entry.stat().st_size for entry in _entries(folder / FILES / part)}
        ids = (part, f"{part}g")
        held = dict(connection.execute("SELECT id, size FROM blobs WHERE id > ? AND id < ?", ids).fetchall())
        left = (
            {row[0] for row in connection.execute("SELECT id FROM leaving WHERE id > ? AND id < ?", ids)}
            if has_leaving
            else set()
        )
        for blob_id, size in held.items():
            whole = sealed_size(size)
            lost += there.get(blob_id) != whole and not copies.has_file(folder, blob_id, whole)
        stray += len(there.keys() - held.keys() - left)
    return lost, stray


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except FileNotFoundError:
        return []


def _overdue_leaving(connection: Any, now: datetime) -> int:
    before = (now - LEAVING - UNNAMED).astimezone(UTC)
    asked = "SELECT count(*) FROM leaving WHERE left_at < ?"
    return int(connection.execute(asked, (before.strftime("%Y-%m-%d %H:%M:%S"),)).fetchone()[0])


def _still_there(folder: Path, connection: Any) -> int:
    asked = "SELECT count(*) FROM cases WHERE id = ?"
    return sum(connection.execute(asked, (one.case_id,)).fetchone()[0] for one in DeletedCases(folder / DELETED).read())
