"""A copy of the vault while others write: the database as of one moment, then every file it names, then the list of deleted cases."""

import json
import os
import shutil
import time
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from consumer_app.storage import copies
from consumer_app.storage.blobs import home
from consumer_app.storage.copies import ABOUT, DATABASE, DELETED, KEY, UNFINISHED
from consumer_app.storage.disk import BACKING_UP, Lock, sync_folder
from consumer_app.storage.errors import BackupRefused, disk_faults_are_said

LAST_BACKUP = "last-backup"
"""In the data folder: what the last backup held, when it was made and where it went."""


@dataclass(frozen=True)
class Backup:
    """What a backup holds. ``lost`` are files that the database names and that were not there, or not whole, when it was made."""

    made_at: str
    cases: int = 0
    files: int = 0
    size: int = 0
    linked: int = 0
    lost: tuple[str, ...] = ()
    into: str = ""


def back_up(folder: Path, into: Path, *, at: datetime) -> Backup:
    """Copy the vault in ``folder`` into a new folder, and check the copy.

    While it runs no file is taken away. Raises BackupRefused (there is no vault; the new folder is not empty, or inside the old one; the
    copy's database is not sound), StorageFull, and OSError.
    """
    _may(folder, into)
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    copies.noted(into / UNFINISHED, "")
    try:
        with disk_faults_are_said():
            return _copied(folder, into, Backup(at.isoformat(timespec="seconds"), into=str(into.absolute())))
    except BaseException:
        for name in (DATABASE, f".{DATABASE}.part", DELETED, KEY):
            (into / name).unlink(missing_ok=True)
        shutil.rmtree(into / copies.FILES, ignore_errors=True)
        (into / UNFINISHED).unlink(missing_ok=True)
        raise


def _copied(folder: Path, into: Path, made: Backup) -> Backup:
    running = _running(folder)
    try:
        _copy_database(folder, into)
        made = _copy_files(folder, into, made)
        for name in (DELETED, KEY):
            if (folder / name).exists():
                copies.copied(folder / name, into / name)
        os.sync()
        made = _checked(into, made)
    finally:
        running.close()
    text = json.dumps(asdict(made), ensure_ascii=False, indent=1)
    copies.noted(into / ABOUT, text)
    (into / UNFINISHED).unlink()
    sync_folder(into)
    copies.noted(folder / LAST_BACKUP, text)
    return made


def last_backup(folder: Path) -> Backup | None:
    """What is known of the last backup of the vault in ``folder``."""
    try:
        noted = json.loads((folder / LAST_BACKUP).read_text(encoding="utf-8"))
        return Backup(**{**noted, "lost": tuple(noted["lost"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _may(folder: Path, into: Path) -> None:
    if not (folder / DATABASE).exists():
        raise BackupRefused("no_vault", str(folder))
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise BackupRefused("not_empty", str(into))
    if into.resolve().is_relative_to(folder.resolve()):
        raise BackupRefused("inside", str(into))


def _running(folder: Path) -> Lock:
    """The mark that a backup runs. A round that is just taking files away is waited for."""
    while True:
        try:
            return Lock(folder / BACKING_UP, shared=True)
        except BlockingIOError:
            time.sleep(0.05)


def _copy_database(folder: Path, into: Path) -> None:
    half = into / f".{DATABASE}.part"
    with copies.connected(folder / DATABASE) as connection:
        connection.execute("VACUUM INTO ?", (str(half),))
    half.chmod(0o600)
    half.rename(into / DATABASE)


def _copy_files(folder: Path, into: Path, made: Backup) -> Backup:
    files = size = linked = 0
    with copies.connected(into / DATABASE) as connection:
        for blob_id, _ in copies.rows(connection):
            for place in copies.places(folder, blob_id):
                try:
                    linked += copies.linked_or_copied(place, home(into / copies.FILES, blob_id))
                except FileNotFoundError:
                    continue
                files += 1
                size += home(into / copies.FILES, blob_id).stat().st_size
                break
        return replace(made, files=files, size=size, linked=linked, cases=copies.count(connection, "cases"))


def _checked(into: Path, made: Backup) -> Backup:
    """Look at the copy as it lies there: the database sound, each of its files whole."""
    with copies.connected(into / DATABASE) as connection:
        if (found := copies.integrity(connection)) != "ok":
            raise BackupRefused("not_sound", found)
        lost = tuple(one for one, size in copies.rows(connection) if not copies.has_file(into, one, size))
    return replace(made, lost=lost)
