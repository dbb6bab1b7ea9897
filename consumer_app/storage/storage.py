"""The whole vault in one value: what a page or a command is given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from consumer_app.domain.law.moments import SHANGHAI
from consumer_app.storage import retention
from consumer_app.storage.blobs import BlobLimits, BlobStore
from consumer_app.storage.cases import CaseStore
from consumer_app.storage.database import checkpoint, connect, database_url, migrate
from consumer_app.storage.deletions import DeletedCases
from consumer_app.storage.devices import DeviceStore
from consumer_app.storage.disk import IN_USE, RESTORING, Lock
from consumer_app.storage.errors import RestoreUnfinished, disk_faults_are_said
from consumer_app.storage.jobs import JobStore
from consumer_app.storage.library import TemplateLibrary
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.reserve import SIZE, Reserve
from consumer_app.storage.sessions import SessionStore
from consumer_app.storage.vault import Argon2Cost


def shanghai_now() -> datetime:
    """This instant on the clock of Shanghai."""
    return datetime.now(SHANGHAI)


@dataclass(frozen=True)
class StorageSettings:
    """What an operator may set: days a case is kept after its last use, Argon2id cost, limits of files, room kept for a full disk."""

    retention_days: int = 180
    argon2: Argon2Cost = field(default_factory=Argon2Cost)
    limits: BlobLimits = field(default_factory=BlobLimits)
    reserve_bytes: int = SIZE
    clock: Callable[[], datetime] = field(default=shanghai_now, repr=False)


@dataclass(frozen=True)
class Storage:
    """Cases, files, kept jobs, devices, sessions, shared templates, over one database and one folder."""

    engine: Engine = field(repr=False)
    cases: CaseStore = field(repr=False)
    blobs: BlobStore = field(repr=False)
    jobs: JobStore = field(repr=False)
    devices: DeviceStore = field(repr=False)
    sessions: SessionStore = field(repr=False)
    library: TemplateLibrary = field(repr=False)
    settings: StorageSettings
    reserve: Reserve = field(repr=False)
    in_use: Lock = field(repr=False)

    def close(self) -> None:
        """Let the database and the folder go."""
        self.engine.dispose()
        self.in_use.close()

    def close_elsewhere(self, opened: OpenCase, *, session: str | None, device: str | None) -> None:
        """End every other session, ticket and remembered device of a case, as after a new code or passphrase."""
        self.sessions.end_others(opened, session)
        self.devices.forget_others(opened, device)

    def sweep(self) -> retention.Sweep:
        """The round from time to time: deletions that were broken off, sessions past their time, files nobody names, cases past their day."""
        now = self.settings.clock()
        self.cases.drop_deleted()
        self.sessions.sweep(now=now)
        self.blobs.sweep()
        swept = retention.sweep(self.engine, self.cases, now=now)
        checkpoint(self.engine)
        self.reserve.make()
        return swept


def open_storage(folder: Path, settings: StorageSettings | None = None) -> Storage:
    """Open the vault in a data folder, bringing its database to the newest shape and applying the list of deleted cases again.

    Raises RestoreUnfinished while a restore into the folder was broken off.
    """
    settings = settings or StorageSettings()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (folder / RESTORING).exists():
        raise RestoreUnfinished("a restore into this folder was broken off")
    reserve = Reserve(folder / "reserve", settings.reserve_bytes)
    in_use = reserve.lent_to(lambda: _in_use(folder))
    url = database_url(folder)
    reserve.lent_to(lambda: migrate(url))
    (folder / "cases.sqlite3").chmod(0o600)
    engine = connect(url, reserve)
    blobs = BlobStore(folder, engine, settings.limits, reserve, settings.clock)
    deleted = DeletedCases(folder / "deleted-cases", reserve)
    cases = CaseStore(engine, blobs, deleted, timedelta(days=settings.retention_days), settings.argon2)
    reserve.make()
    blobs.settle_all()
    cases.drop_deleted()
    devices, sessions, library = DeviceStore(engine), SessionStore(engine), TemplateLibrary(engine)
    return Storage(engine, cases, blobs, JobStore(engine, blobs), devices, sessions, library, settings, reserve, in_use)


def _in_use(folder: Path) -> Lock:
    with disk_faults_are_said():
        return Lock(folder / IN_USE, shared=True)
