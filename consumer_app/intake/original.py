"""A file that was sent in, as it came: not in memory, but read piece by piece from wherever it lies."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

HEAD_BYTES = 4096
"""What is looked at to tell what a file is."""


@dataclass(frozen=True)
class Original:
    """Such a file: its size and SHA-256 (hex) as they were when it came, and how to begin to read it."""

    size: int
    sha256: str
    open: Callable[[], Iterable[bytes]] = field(repr=False)

    @classmethod
    def of(cls, data: bytes) -> "Original":
        """A file that is whole in memory."""
        return cls(len(data), hashlib.sha256(data).hexdigest(), lambda: (data,))

    def head(self) -> bytes:
        """Its first bytes; all of them where there are not many."""
        found = b""
        for piece in self.open():
            found += piece[: HEAD_BYTES - len(found)]
            if len(found) >= HEAD_BYTES:
                break
        return found
