"""What the vault says when it cannot do as asked; no message holds anything a person typed."""

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Literal

from sqlalchemy.exc import OperationalError

from consumer_app.domain.case import Case
from consumer_app.storage.sqlite import module as sqlite

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}
_NO_ROOM_SQLITE = {sqlite.SQLITE_FULL, sqlite.SQLITE_IOERR, sqlite.SQLITE_READONLY}


class UnknownCode(Exception):
    """No case opens with this code: never made, mistyped or deleted; the three cannot be told apart."""


class MalformedCode(UnknownCode):
    """The text cannot be a case code. ``length`` is the number of letters and digits found; 26 are right."""

    def __init__(self, length: int) -> None:
        super().__init__(f"a case code has 26 characters, found {length}")
        self.length = length


class PassphraseNeeded(Exception):
    """The code is right and the shopper has set a passphrase, which was not given."""


class WrongPassphrase(Exception):
    """The code is right, the passphrase is not, or it is too early to try again. ``wait_seconds`` is 0 when another try is open now."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(f"wrong passphrase, next try in {wait_seconds} s")
        self.wait_seconds = wait_seconds


class JobOver(Exception):
    """A kept job that a save was to end has ended already; nothing was saved."""


class CaseGone(Exception):
    """The case was deleted, or its key was changed, while it was open elsewhere."""


class CaseNewer(Exception):
    """The case was saved by a later version than this one, which cannot read it; ``version`` is that of its document. Nothing was changed."""

    def __init__(self, version: int) -> None:
        super().__init__(f"the case document is of version {version}")
        self.version = version


class Conflict(Exception):
    """The part was changed since the form showed it. ``theirs`` is the case as it now is; nothing was saved."""

    def __init__(self, theirs: Case) -> None:
        super().__init__("the part was changed since it was shown")
        self.theirs = theirs


class Tampered(Exception):
    """Sealed bytes do not open: damaged, cut short, swapped or changed. Not one byte of them is served."""


class TooLarge(Exception):
    """One file is larger than ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"a file holds at most {limit} bytes")
        self.limit = limit


class CaseFull(Exception):
    """The case holds as many files, or as many bytes, as a case may."""


class CaseTooLong(Exception):
    """The case document would grow past ``limit`` bytes. ``parts`` is what each part of it takes, the largest first; nothing was saved."""

    def __init__(self, limit: int, size: int, parts: Mapping[str, int]) -> None:
        super().__init__(f"a case document holds at most {limit} bytes, this one has {size}")
        self.limit, self.size, self.parts = limit, size, parts


class StorageFull(Exception):
    """The disk takes no more (full, over quota, or read-only). What was stored before is whole."""


class StorageBusy(Exception):
    """Others were writing for so long that this could not begin; nothing was changed, and trying again helps."""


class BackupRefused(Exception):
    """No backup can be made: ``why`` is no_vault, not_empty, inside (the new folder lies in the old one) or not_sound; ``where`` says more."""

    def __init__(self, why: Literal["no_vault", "not_empty", "inside", "not_sound"], where: str) -> None:
        super().__init__(f"{why}: {where}")
        self.why, self.where = why, where


class RestoreRefused(Exception):
    """Nothing was put back: ``why`` is no_backup, unfinished, not_sound, in_use or not_empty; ``where`` says more."""

    def __init__(self, why: Literal["no_backup", "unfinished", "not_sound", "in_use", "not_empty"], where: str) -> None:
        super().__init__(f"{why}: {where}")
        self.why, self.where = why, where


class RestoreUnfinished(Exception):
    """A restore into this data folder was broken off; until it is run again to its end, nothing may be served from it."""


@contextmanager
def disk_faults_are_said() -> Iterator[None]:
    """Turn the many faces of a disk that takes no more into StorageFull, and a lock waited for in vain into StorageBusy."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StorageFull(errno.errorcode.get(error.errno or 0, "")) from None
        raise
    except OperationalError as error:
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite.SQLITE_BUSY:
            raise StorageBusy("the database was locked for too long") from None
        if code in _NO_ROOM_SQLITE:
            raise StorageFull(getattr(error.orig, "sqlite_errorname", "")) from None
        raise
