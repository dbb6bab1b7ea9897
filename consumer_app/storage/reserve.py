"""Room kept free for a full disk, so that people can still unlock, export, delete and make room."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from consumer_app.storage.errors import StorageFull

Result = TypeVar("Result")

SIZE = 32 * 1024 * 1024
"""Four of the largest deletions: the pages a case of 4 MB touches in the journal, its 12,000 files in turns of 500, the record of it."""
SHARE = 8
"""On a small disk, at most this part of it."""


class Reserve:
    """A file of nothing, as large as the room it keeps. While it is away, only what opens or frees is written."""

    def __init__(self, path: Path, size: int = SIZE) -> None:
        self._path = path
        disk = os.statvfs(path.parent)
        self.size = min(size, disk.f_blocks * disk.f_frsize // SHARE)

    @property
    def held(self) -> bool:
        """Whether the room is kept."""
        try:
            return self._path.stat().st_size >= self.size
        except FileNotFoundError:
            return not self.size

    def make(self) -> bool:
        """Keep the room, if it is kept already or there is that much and a quarter more; whether it is kept now."""
        if self.held:
            return True
        disk = os.statvfs(self._path.parent)
        if disk.f_bavail * disk.f_frsize < self.size + self.size // 4:
            return False
        try:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                os.posix_fallocate(descriptor, 0, self.size)
            finally:
                os.close(descriptor)
        except OSError:
            self.let_go()
        return self.held

    def let_go(self) -> bool:
        """Give the room back to the disk; whether there was any."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True

    def must_be_held(self) -> None:
        """Raise StorageFull while the room that was let go could not be kept again: what is left is for opening and deleting."""
        if not self.make():
            raise StorageFull("the reserve is in use")

    def lent_to(self, work: Callable[[], Result]) -> Result:
        """Do what a full disk must not stop: once more with the reserve let go, where it does not go without. Raises StorageFull."""
        try:
            return work()
        except StorageFull:
            if not self.let_go():
                raise
            return work()
