"""A vault at rest: a database file and its sealed files, read without keys. What a backup is made of, and what it is checked by."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from consumer_app.storage import sqlite
from consumer_app.storage.blobs import home
from consumer_app.storage.disk import write_whole
from consumer_app.storage.vault import sealed_size

DATABASE, FILES, ARRIVING, DELETED, KEY = "cases.sqlite3", "blobs", "tmp", "deleted-cases", "secret_key"
"""What lies in a data folder, and under the same names in a backup."""
UNFINISHED, ABOUT = "unfinished", "backup.json"
"""Only in a backup: there until it is whole; what it holds and when it was made."""
WAIT_MS = 60_000
_NO_LINK = {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP, errno.EACCES}


@contextmanager
def connected(database: Path) -> Iterator[Any]:
    """A plain connection to a database file, which others may be writing."""
    connection = sqlite.module.connect(str(database), timeout=WAIT_MS / 1000, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def rows(connection: Any) -> Iterator[tuple[str, int]]:
    """Every file that the database names, with the size it must have on disk."""
    for blob_id, size in connection.execute("SELECT id, size FROM blobs ORDER BY id"):
        yield blob_id, sealed_size(size)


def count(connection: Any, table: str) -> int:
    """How many rows a table has."""
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  names of our own tables


def integrity(connection: Any) -> str:
    """What SQLite finds wrong with the database, in its own words; ``ok`` when it is sound."""
    return "; ".join(str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)"))


def has_file(folder: Path, blob_id: str, size: int) -> bool:
    """Whether a file is there, wholly, in ``blobs/`` or still in ``tmp/``."""
    return any(_size(path) == size for path in places(folder, blob_id))


def places(folder: Path, blob_id: str) -> tuple[Path, ...]:
    """Where a file may be, in the order in which to look for one that is being moved meanwhile."""
    at_home = home(folder / FILES, blob_id)
    return at_home, folder / ARRIVING / blob_id, at_home


def linked_or_copied(source: Path, target: Path) -> bool:
    """Put a file that never changes where it belongs: by a second name, or as a copy on another disk; whether it was a name.

    Raises FileNotFoundError and other OSErrors. A copy is whole or not there.
    """
    for above in (target.parent.parent, target.parent):
        above.mkdir(mode=0o700, exist_ok=True)
    try:
        os.link(source, target)
        return True
    except FileExistsError:
        return True
    except OSError as error:
        if error.errno not in _NO_LINK:
            raise
    copied(source, target)
    return False


def copied(source: Path, target: Path) -> None:
    """Copy a file; the copy is whole or not there, and only its owner may read it."""
    half = target.with_name(f".{target.name}.part")
    try:
        with (
            source.open("rb") as read,
            open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as written,
        ):
            shutil.copyfileobj(read, written, 1 << 20)
        half.rename(target)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def noted(path: Path, text: str) -> None:
    """Write a small file of ours, on the disk when this returns."""
    half = path.with_name(f".{path.name}.part")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        write_whole(descriptor, text.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    half.rename(path)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return -1
