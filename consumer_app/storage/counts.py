"""What was done how often lately: shared by all processes of a site, and worth no fsync, because losing it loses nothing of anybody's."""

import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from consumer_app.storage.sqlite import module as sqlite

_SHAPE = """
CREATE TABLE IF NOT EXISTS done (what TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS done_what_at ON done (what, at);
CREATE INDEX IF NOT EXISTS done_at ON done (at);
"""
LONGEST = 3600.0
"""Nothing is remembered longer than this."""


class Counts:
    """Counts in a file of their own beside the database; on a disk that takes nothing more, nothing is counted."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()
        self._open: Any = None
        self._swept = 0.0

    def wait(self, what: str, most: int, seconds: float, *, now: float, count: bool) -> float:
        """How many seconds must pass before ``what`` may be done once more; 0 when it may now. ``count`` then counts it as done."""
        with self._lock:
            try:
                return self._wait(what, most, seconds, now, count)
            except sqlite.OperationalError:  # busy or full
                return 0.0
            except sqlite.DatabaseError:  # torn by a crash: it is begun anew
                self._close()
                with suppress(OSError):
                    self._path.unlink(missing_ok=True)
                return 0.0

    def _wait(self, what: str, most: int, seconds: float, now: float, count: bool) -> float:
        database = self._connected()
        if count:
            database.execute("BEGIN IMMEDIATE")
        try:
            done, first = database.execute(
                "SELECT count(*), min(at) FROM (SELECT at FROM done WHERE what = ? AND at > ? ORDER BY at DESC LIMIT ?)",
                (what, now - seconds, most),
            ).fetchone()
            wait = max(first + seconds - now, 1.0) if done >= most else 0.0
            if count and not wait:
                database.execute("INSERT INTO done VALUES (?, ?)", (what, now))
                if abs(now - self._swept) > 60:
                    self._swept = now
                    database.execute("DELETE FROM done WHERE at < ? OR at > ?", (now - LONGEST, now + LONGEST))
        finally:
            if count:
                database.execute("COMMIT")
        return float(wait)

    def _connected(self) -> Any:
        if self._open is None:
            self._open = sqlite.connect(self._path, timeout=0.5, isolation_level=None, check_same_thread=False)
            self._open.execute("PRAGMA synchronous=OFF")
            self._open.execute("PRAGMA journal_mode=MEMORY")
            self._open.executescript(_SHAPE)
            self._path.chmod(0o600)
        return self._open

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None
