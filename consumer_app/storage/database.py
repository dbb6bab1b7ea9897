"""One SQLite file, opened so that what was answered is on the disk."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

from consumer_app.storage import sqlite
from consumer_app.storage.errors import StorageBusy, disk_faults_are_said

MIGRATIONS = Path(__file__).parent / "migrations"
WAIT = 10.0
"""Seconds a writer stands in line before it is told to try again."""
CONNECTIONS = 20
"""Kept open: more than a process has threads, so that none is opened and prepared for one request."""

_lines: WeakKeyDictionary[Engine, "Line"] = WeakKeyDictionary()


def database_url(folder: Path) -> str:
    """Where the database of a data folder lives."""
    return f"sqlite:///{folder / 'cases.sqlite3'}"


def connect(url: str) -> Engine:
    """An engine whose every connection is set for durability. What writes goes through ``writing(engine)``."""
    engine = _prepared(create_engine(url, module=sqlite.module, hide_parameters=True, pool_size=CONNECTIONS))
    _lines[engine] = Line()
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A transaction that writes: committed when the block ends well, rolled back when it does not.

    The writers of this process stand in line, so that nobody starves; BEGIN IMMEDIATE makes another process wait too. A write inside a
    write would wait for itself. Raises StorageBusy and StorageFull.
    """
    with (
        disk_faults_are_said(),
        _lines[engine].turn(WAIT),
        Session(engine.execution_options(begin="IMMEDIATE")) as session,
        session.begin(),
    ):
        yield session


class Line:
    """First come, first served: a turn is handed to the next in line, not left to whoever is quickest."""

    def __init__(self) -> None:
        self._guard, self._busy = threading.Lock(), False
        self._waiting: deque[threading.Lock] = deque()

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Wait for one's turn. Raises StorageBusy when it does not come in time."""
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
            gate = threading.Lock()
            gate.acquire()
            self._waiting.append(gate)
        if not gate.acquire(timeout=seconds):
            with self._guard:
                if gate in self._waiting:  # else the turn came at the last moment
                    self._waiting.remove(gate)
                    raise StorageBusy("too many were writing")


def _prepared(engine: Engine) -> Engine:
    journal = "WAL" if sqlite.wal_is_safe(sqlite.VERSION) else "TRUNCATE"

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "busy_timeout=5000",
            f"journal_mode={journal}",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "temp_store=MEMORY",
            "mmap_size=0",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        kind = connection.get_execution_options().get("begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")

    return engine


def migrate(url: str) -> None:
    """Bring the database at this address to the newest shape; a database already there is left as it is."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    engine = connect(url)
    try:
        with engine.execution_options(begin="IMMEDIATE").begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
