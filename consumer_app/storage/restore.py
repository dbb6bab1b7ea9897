"""Putting a backup back: its files first, both lists of deleted cases, then its database in one step; an interrupted one is run again."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from consumer_app.storage import copies, sqlite
from consumer_app.storage.blobs import home
from consumer_app.storage.copies import ARRIVING, DATABASE, DELETED, FILES, KEY, UNFINISHED
from consumer_app.storage.deletions import DeletedCases
from consumer_app.storage.disk import IN_USE, RESTORING, Lock, sync_folder
from consumer_app.storage.errors import RestoreRefused, disk_faults_are_said
from consumer_app.storage.storage import StorageSettings, open_storage


@dataclass(frozen=True)
class Restored:
    """What a restore put back. ``deleted`` are cases of the backup that were deleted since, and so are not there again."""

    cases: int
    files: int
    deleted: int
    lost: tuple[str, ...]


def restore(backup: Path, folder: Path, *, replace: bool = False, settings: StorageSettings | None = None) -> Restored:
    """Put a backup (a folder that ``back_up`` made, or the same files copied by hand) into a data folder.

    A folder that holds cases is overwritten only with ``replace``. Cases deleted according to the backup's list or the folder's own are
    not opened again; sessions and tickets of the backup are ended. Raises RestoreRefused (no backup, one that was broken off or is not
    sound, a folder in use or not empty), StorageFull, and OSError.
    """
    if not (backup / DATABASE).exists():
        raise RestoreRefused("no_backup", str(backup))
    if (backup / UNFINISHED).exists():
        raise RestoreRefused("unfinished", str(backup))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    alone = _alone(folder)
    try:
        if _holds_cases(folder) and not replace and not (folder / RESTORING).exists():
            raise RestoreRefused("not_empty", str(folder))
        with disk_faults_are_said():
            database = _ready(backup, folder)
            lost = tuple(_put_files(backup, folder, database))
            _join_lists(backup, folder)
            if not (folder / KEY).exists() and (backup / KEY).exists():
                copies.copied(backup / KEY, folder / KEY)
            os.sync()
            copies.noted(folder / RESTORING, str(backup.absolute()))
            sync_folder(folder)
            _put_database(database, folder)
            _take_strays(folder)
            (folder / RESTORING).unlink()
            sync_folder(folder)
    finally:
        alone.close()
    return _opened(folder, settings, lost)


def _alone(folder: Path) -> Lock:
    try:
        return Lock(folder / IN_USE, shared=False)
    except BlockingIOError:
        raise RestoreRefused("in_use", str(folder)) from None


def _holds_cases(folder: Path) -> bool:
    return (folder / DATABASE).exists() or any((folder / FILES).glob("??/*"))


def _ready(backup: Path, folder: Path) -> Path:
    """The backup's database beside the one it will replace, looked at and without the sessions of its day."""
    database = folder / f".{DATABASE}.restored"
    for left in folder.glob(f"{database.name}*"):
        left.unlink()
    for ending in ("-wal", "-journal", ""):  # a copy made by hand may have its journal beside it
        if (backup / f"{DATABASE}{ending}").exists():
            copies.copied(backup / f"{DATABASE}{ending}", folder / f"{database.name}{ending}")
    try:
        with copies.connected(database) as connection:
            if (found := copies.integrity(connection)) != "ok":
                raise RestoreRefused("not_sound", found)
            connection.execute("PRAGMA journal_mode=DELETE").fetchall()
            connection.execute("PRAGMA synchronous=FULL")
            for table in ("sessions", "tickets"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608  names of our own tables
    except sqlite.module.DatabaseError as error:
        raise RestoreRefused("not_sound", type(error).__name__) from None
    return database


def _put_files(backup: Path, folder: Path, database: Path) -> Iterator[str]:
    """Put every file that the database names where it belongs; the ids of those that the backup does not have whole."""
    with copies.connected(database) as connection:
        for blob_id, size in copies.rows(connection):
            target = home(folder / FILES, blob_id)
            if copies.has_file(folder, blob_id, size):
                continue
            target.unlink(missing_ok=True)
            for place in copies.places(backup, blob_id):
                if place.exists():
                    copies.linked_or_copied(place, target)
                    break
            if not copies.has_file(folder, blob_id, size):
                yield blob_id


def _join_lists(backup: Path, folder: Path) -> None:
    """Whatever was deleted according to either list is deleted."""
    ours = DeletedCases(folder / DELETED)
    known = set(ours.read())
    missing = [one for one in DeletedCases(backup / DELETED).read() if one not in known]
    if missing:
        ours.add(missing)


def _put_database(database: Path, folder: Path) -> None:
    """The one step: the old database's journal goes, and the new one takes its name."""
    for ending in ("-wal", "-shm", "-journal"):
        (folder / f"{DATABASE}{ending}").unlink(missing_ok=True)
    database.chmod(0o600)
    database.rename(folder / DATABASE)
    sync_folder(folder)


def _take_strays(folder: Path) -> None:
    """Files that the restored database does not name belonged to the one before it."""
    with copies.connected(folder / DATABASE) as connection:
        named = {blob_id for blob_id, _ in copies.rows(connection)}
    for path in [*(folder / FILES).glob("??/*"), *(folder / ARRIVING).glob("*")]:
        if path.name not in named:
            path.unlink()


def _opened(folder: Path, settings: StorageSettings | None, lost: tuple[str, ...]) -> Restored:
    """Open the vault once, so that its database has today's shape and the list of deleted cases is applied before anybody is served."""
    with copies.connected(folder / DATABASE) as connection:
        before = copies.count(connection, "cases")
    open_storage(folder, settings).close()
    with copies.connected(folder / DATABASE) as connection:
        cases, files = copies.count(connection, "cases"), copies.count(connection, "blobs")
    return Restored(cases, files, before - cases, lost)
