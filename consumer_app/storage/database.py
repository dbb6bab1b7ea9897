"""One SQLite file, opened so that what was answered is on the disk."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary, WeakValueDictionary

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

from consumer_app.storage import sqlite
from consumer_app.storage.errors import StorageBusy, StorageFull, disk_faults_are_said
from consumer_app.storage.reserve import Reserve

MIGRATIONS = Path(__file__).parent / "migrations"
WAIT = 10.0
"""Seconds a writer stands in line before it is told to try again."""
START = 60.0
"""Seconds a process that starts keeps trying to bring the database to its shape."""
BUSY_MS, AT_ONCE_MS = 5000, 50
"""How long a statement waits for another process; how long cutting the journal waits for a reader, while all writers wait for it."""
JOURNAL_PAGES = 500
"""The journal is written back from 2 MB on, so that it does not take up the reserve of a full disk before that."""
JOURNAL_BYTES = 8 * 1024 * 1024
"""A journal that grew longer for one large write is cut to this afterwards."""
CONNECTIONS = 20
"""Kept open: more than a process has threads, so that none is opened and prepared for one request."""

_writers: WeakKeyDictionary[Engine, "Writers"] = WeakKeyDictionary()
Result = TypeVar("Result")


def database_url(folder: Path) -> str:
    """Where the database of a data folder lives."""
    return f"sqlite:///{folder / 'cases.sqlite3'}"


@dataclass(frozen=True)
class Writers:
    """What writers of one database share: their line, and the room kept for a full disk."""

    line: "Line"
    reserve: Reserve | None


def connect(url: str, reserve: Reserve | None = None) -> Engine:
    """An engine whose every connection is set for durability. What writes goes through ``writing(engine)``."""
    engine = _prepared(create_engine(url, module=sqlite.module, hide_parameters=True, pool_size=CONNECTIONS))
    _writers[engine] = Writers(Line(), reserve)
    return engine


@contextmanager
def writing(engine: Engine, *, urgent: bool = False) -> Iterator[Session]:
    """A transaction that writes: committed when the block ends well, rolled back when it does not.

    The writers of this process stand in line, so that nobody starves; BEGIN IMMEDIATE makes another process wait too. Only what must
    happen in one commit belongs in the block: everybody waits for it, and a write inside a write would wait for itself. What is not
    ``urgent`` is refused while the reserve is in use. Raises StorageBusy and StorageFull.
    """
    writers = _writers[engine]
    if writers.reserve and not urgent:
        writers.reserve.must_be_held()
    with (
        disk_faults_are_said(),
        writers.line.turn(WAIT),
        Session(engine.execution_options(begin="IMMEDIATE")) as session,
        session.begin(),
    ):
        yield session


def urgently(engine: Engine, work: Callable[[Session], Result]) -> Result:
    """Do ``work`` in a transaction that a full disk must not stop: unlocking, deleting, making smaller. It may be done twice."""

    def once() -> Result:
        with writing(engine, urgent=True) as session:
            return work(session)

    try:
        return once()
    except StorageFull:
        if reserve := _writers[engine].reserve:
            reserve.let_go()
        checkpoint(engine)  # what waits in the journal goes back into the database, and the journal begins anew
        return once()


def checkpoint(engine: Engine) -> None:
    """Write the journal back and cut it, so that nothing deleted is left in it. Where somebody reads just now the next round does it."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={AT_ONCE_MS}")
        with suppress(sqlite.module.OperationalError):  # the disk is full, or a reader is in the way
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    finally:
        connection.close()


class Line:
    """First come, first served: a turn is handed to the next in line, not left to whoever is quickest. It takes so many, or any number."""

    def __init__(self, most: int | None = None) -> None:
        self._guard, self._busy, self._most = threading.Lock(), False, most
        self._waiting: deque[threading.Lock] = deque()

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Wait for one's turn. Raises StorageBusy when it does not come in time, or at once when the line is full."""
        self._wait(seconds)
        try:
            yield
        finally:
            with self._guard:
                if self._waiting:
                    self._waiting.popleft().release()
                else:
                    self._busy = False

    def _wait(self, seconds: float) -> None:
        with self._guard:
            if not self._busy:
                self._busy = True
                return
            if self._most is not None and len(self._waiting) >= self._most:
                raise StorageBusy("too many were waiting")
            gate = threading.Lock()
            gate.acquire()
            self._waiting.append(gate)
        if not gate.acquire(timeout=seconds):
            with self._guard:
                if gate in self._waiting:  # else the turn came at the last moment
                    self._waiting.remove(gate)
                    raise StorageBusy("too many were writing")


class Turns:
    """A line for each name that somebody waits for: those of one name wait for each other, not for those of another."""

    def __init__(self, most: int | None = None) -> None:
        self._guard, self._lines, self._most = threading.Lock(), WeakValueDictionary[str, Line](), most

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Wait for one's turn. Raises StorageBusy when it does not come in time, or at once when the line is full."""
        with self._guard:
            line = self._lines.setdefault(name, Line(self._most))
        with line.turn(WAIT):
            yield


def _prepared(engine: Engine) -> Engine:
    journal = "WAL" if sqlite.wal_is_safe(sqlite.VERSION) else "TRUNCATE"

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={BUSY_MS}",
            f"journal_mode={journal}",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "temp_store=MEMORY",
            f"wal_autocheckpoint={JOURNAL_PAGES}",
            f"journal_size_limit={JOURNAL_BYTES}",
            "mmap_size=0",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        kind = connection.get_execution_options().get("begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")

    return engine


def newest_shape() -> str:
    """The name of the shape that this version gives a database."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


def migrate(url: str) -> None:
    """Bring the database at this address to the newest shape; a database already there is left as it is. Raises StorageFull and StorageBusy.

    Where another process starts at the same moment SQLite may refuse one of the two at once instead of letting it wait (while a new
    database changes to its journal); that one tries again.
    """
    until = time.monotonic() + START
    while True:
        try:
            return _migrated(url)
        except StorageBusy:
            if time.monotonic() > until:
                raise
            time.sleep(AT_ONCE_MS / 1000)


def _migrated(url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    engine = connect(url)
    try:
        with disk_faults_are_said(), engine.execution_options(begin="IMMEDIATE").begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
