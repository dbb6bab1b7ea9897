"""A file as a form's parser writes it: sealed and hashed while it is received, never whole in memory and never in the clear on the disk."""

import io
from collections.abc import Callable, Iterator
from typing import Any

from consumer_app.storage.arriving import Arriving, BlobRef
from consumer_app.storage.errors import CaseFull, StorageFull, TooLarge


class Received(io.RawIOBase):
    """One such file. What goes past its room is counted, not kept.

    The parser goes on whatever happens, so that the words sent beside the file are there to be shown again; ``ref`` says what happened.
    """

    def __init__(self, arriving: Callable[[], Arriving], room: int) -> None:
        super().__init__()
        self.sent, self._room = 0, room
        self._fault: CaseFull | StorageFull | TooLarge | None = None
        self._ref: BlobRef | None = None
        self._plain: Iterator[bytes] | None = None
        self._rest = b""
        try:
            self._arriving = arriving()
            self._writing = self._arriving.begin()
        except (CaseFull, StorageFull) as fault:
            self._fault = fault

    @property
    def too_large(self) -> bool:
        """Whether more was sent than one file may hold; then nothing of it was kept."""
        return self.sent > self._room

    @property
    def held(self) -> int:
        """How many bytes of it are kept."""
        return 0 if self._fault else self.sent

    def writable(self) -> bool:
        """It is written by the parser."""
        return True

    def write(self, piece: Any) -> int:
        """Seal the piece if there is room."""
        self.sent += len(piece)
        if not self._fault:
            try:
                if self.too_large:
                    raise TooLarge(self._room)
                self._writing.write(piece)
            except (StorageFull, TooLarge) as fault:
                self._writing.abandon()
                self._fault = fault
        return len(piece)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Begin to read, which ends the writing: the whole file came, and is on the disk."""
        if (offset, whence) != (0, io.SEEK_SET):
            raise io.UnsupportedOperation("a sealed file is read from its beginning")
        if not self._fault and not self._ref:
            try:
                self._ref = self._writing.finish()
            except (CaseFull, StorageFull) as fault:
                self._fault = fault
        self._plain, self._rest = None, b""
        return 0

    def ref(self) -> BlobRef:
        """The sealed file, to be named by a save. Raises TooLarge, CaseFull or StorageFull, as receiving it did."""
        if self._fault:
            raise self._fault
        if not self._ref:
            self.seek(0)
            return self.ref()
        return self._ref

    def readable(self) -> bool:
        """It can be read once it came."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """The plain bytes, unsealed again. Raises like ``ref``."""
        if self._plain is None:
            self._plain = self._arriving.read(self.ref().id)
        wanted = -1 if size is None else size
        pieces, found = [self._rest], len(self._rest)
        while (wanted < 0 or found < wanted) and (piece := next(self._plain, b"")):
            pieces.append(piece)
            found += len(piece)
        whole = b"".join(pieces)
        cut = len(whole) if wanted < 0 else wanted
        self._rest = whole[cut:]
        return whole[:cut]
