"""Writing to the disk so that it stays there, and marks in the data folder that one process sets and another sees."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

IN_USE, BACKING_UP, RESTORING = "in-use", "backing-up", "restoring"
"""Files of the data folder: locked while a process has the vault open; locked while a backup runs; there until a restore is finished."""


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(descriptor: int, data: bytes) -> None:
    """Write all of it: the system may take less at a time. Raises OSError."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


class Lock:
    """A lock on a file of that name, held until it is closed or its process ends; ``shared`` ones suffer each other."""

    def __init__(self, path: Path, *, shared: bool) -> None:
        """Raises BlockingIOError when another holds it in a way that does not suffer this one."""
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let it go."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        if hasattr(self, "_descriptor"):
            self.close()


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Hold a file's lock for a while, if nobody else does; whether it is held."""
    try:
        lock = Lock(path, shared=False)
    except BlockingIOError:
        yield False
        return
    try:
        yield True
    finally:
        lock.close()
