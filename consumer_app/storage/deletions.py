"""The list of deleted cases, kept outside the database, so that a restored backup does not bring them back."""

import os
import threading
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from consumer_app.storage.errors import disk_faults_are_said


class DeletedCases:
    """An append-only file: day, case id and the lookups of its codes in hex. It says nothing about a case but that it is gone."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()

    def add(self, case_id: str, lookups: Iterable[bytes], on: date) -> None:
        """Write one deletion and return only when it is on the disk."""
        line = " ".join([on.isoformat(), case_id, *(lookup.hex() for lookup in lookups)]) + "\n"
        with disk_faults_are_said(), self._lock:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                os.write(descriptor, line.encode())
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def read(self) -> tuple[set[str], set[bytes]]:
        """The ids and the lookups of every deleted case. A line cut short by a crash is passed over."""
        ids: set[str] = set()
        lookups: set[bytes] = set()
        if self._path.exists():
            for line in self._path.read_text("ascii", "replace").splitlines():
                _day, *words = line.split(" ")
                if words and len(words[0]) == 32:
                    ids.add(words[0])
                    lookups |= {bytes.fromhex(word) for word in words[1:] if _is_lookup(word)}
        return ids, lookups


def _is_lookup(word: str) -> bool:
    return len(word) == 32 and set(word) <= set("0123456789abcdef")
