"""Cases: make, unlock, open, change, delete. A save lands on the latest version, and what was answered is on the disk."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, func, or_, select, update
from sqlalchemy.orm import Session

from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.domain.case.parts import fingerprint
from consumer_app.domain.law.moments import SHANGHAI
from consumer_app.storage import kept
from consumer_app.storage.arriving import Arriving
from consumer_app.storage.blobs import BlobStore
from consumer_app.storage.database import Turns, urgently, writing
from consumer_app.storage.deletions import DeletedCases
from consumer_app.storage.dropping import Drops
from consumer_app.storage.errors import (
    CaseGone,
    Conflict,
    PassphraseNeeded,
    StorageFull,
    Tampered,
    UnknownCode,
    WrongPassphrase,
)
from consumer_app.storage.jobs import Ending
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.saving import Saves
from consumer_app.storage.tables import CaseRow, WrapRow
from consumer_app.storage.vault import (
    Argon2Cost,
    Code,
    derive,
    new_key,
    open_key,
    seal_key,
    stretch,
    wrapping_key,
)

FREE_TRIES = 10
LONGEST_WAIT = 15 * 60
MOST_WAITING = 7
"""As many tabs of one long case as stand in line; whoever comes then is told to come again, and keeps no thread from others."""
LONGEST_KEPT = timedelta(days=3 * 366)


class CaseStore:
    """The cases of this house. ``retention`` is how long a case is kept after it was last used."""

    def __init__(
        self, engine: Engine, blobs: BlobStore, deleted: DeletedCases, retention: timedelta, cost: Argon2Cost
    ) -> None:
        self._engine, self._blobs, self._retention, self._cost = engine, blobs, retention, cost
        self._saves, self._drops = Saves(engine, blobs, retention), Drops(engine, blobs, deleted)
        self._long = Turns(MOST_WAITING)

    def draft(self, *, now: datetime) -> tuple[Code, OpenCase]:
        """A case that is not kept yet, so that its files can arrive before it is; ``create`` keeps it, or nothing of it remains."""
        today = _day(now)
        return Code.new(), OpenCase(secrets.token_hex(16), new_key(), EMPTY_CASE, 0, today, today + self._retention)

    def create(
        self, case: Case, *, now: datetime, draft: tuple[Code, OpenCase] | None = None, arriving: Arriving | None = None
    ) -> tuple[Code, OpenCase]:
        """Keep a new case; its code is returned this once and stored nowhere.

        ``draft`` is what the files in ``arriving`` were received for. Raises CaseTooLong, CaseFull and StorageFull.
        """
        code, empty = draft or self.draft(now=now)
        wrap = _code_wrap(empty.case_id, code, empty.dek, _day(now))
        made = self._saves.saved(empty, lambda _: case, arriving, now, wrap)
        return code, made

    def must_fit(self, case: Case) -> None:
        """Raise CaseTooLong for a case whose words are more than a case may hold, before anything of it is kept."""
        kept.must_fit(case)

    def unlock(self, code_text: str, passphrase: str | None = None, *, now: datetime) -> OpenCase:
        """Open a case by its code.

        Raises UnknownCode (never made, mistyped or deleted alike), PassphraseNeeded, or WrongPassphrase: ten tries are free, then the
        wait doubles from a second to a quarter of an hour, counted in the database before the try.
        """
        code = Code.read(code_text)
        wrap = self._code_wrap_by(WrapRow.locator == code.lookup)
        if wrap is None:
            raise UnknownCode("no case opens with this code")
        dek = open_key(wrapping_key(code.base, self._checked(wrap, code.base, passphrase, now)), wrap.sealed)
        return self.reopen(wrap.case_id, dek, now=now)

    def open(self, case_id: str, dek: bytes) -> OpenCase:
        """The case as it now is, for one who holds its key. Raises CaseGone when it was deleted."""
        with self._engine.connect() as connection:
            return kept.read(connection, case_id, dek)

    @contextmanager
    def alone(self, case_id: str) -> Iterator[None]:
        """Work on a long case while nobody else of this process does, so that it holds up itself and no other; others need not wait.

        Raises StorageBusy, at once when the line is full.
        """
        with self._engine.connect() as connection:
            long = kept.is_long(connection, case_id)
        with self._long.of(case_id) if long else nullcontext():
            yield

    def reopen(self, case_id: str, dek: bytes, *, now: datetime) -> OpenCase:
        """Open the case at the beginning of a session: it counts as used today, so its retention begins anew. Raises CaseGone."""
        opened, today = self.open(case_id, dek), _day(now)
        with suppress(StorageFull):  # whoever comes to read is let in even where nothing can be noted
            opened = replace(opened, expires_on=self._used(case_id, today) or opened.expires_on)
            self._saves.take_unnamed(opened, today)
        return opened

    def change(
        self,
        opened: OpenCase,
        edit: Callable[[Case], Case],
        *,
        part: str | None = None,
        seen: str | None = None,
        arriving: Arriving | None = None,
        ends: str | None = None,
        tells: Mapping[str, Any] | None = None,
        now: datetime,
    ) -> OpenCase:
        """Apply an edit to the latest version and keep the result.

        ``part`` and ``seen`` are the address and the fingerprint of what the form showed: if that part was changed since, Conflict is
        raised and nothing is saved. Those files of ``arriving`` that the edited case names are kept by the same commit, and those that it
        does not name any more leave by it; the kept job ``ends`` is ended by it, with what it ``tells``. The edit is done again when another process was quicker.
        Raises CaseGone, CaseTooLong, CaseFull, StorageFull, StorageBusy, JobOver when that job has ended already, and pydantic's
        ValidationError when the edit makes no valid case.
        """

        def checked(latest: Case) -> Case:
            if part is not None and seen is not None and fingerprint(latest, part) != seen:
                raise Conflict(latest)
            return edit(latest)

        ending = Ending.of(opened, ends, tells) if ends else None
        return self._saves.saved(opened, checked, arriving, now, ends=ending)

    def keep_until(self, opened: OpenCase, on: date, *, now: datetime) -> OpenCase:
        """Keep the case longer: until that day, at most three years from now, never shorter than before."""
        until = min(on, _day(now) + LONGEST_KEPT)
        longer = update(CaseRow).where(CaseRow.id == opened.case_id)
        with writing(self._engine) as session:
            session.execute(longer.values(expires_on=func.max(CaseRow.expires_on, until), found_expired_at=None))
        return self.open(opened.case_id, opened.dek)

    def has_passphrase(self, opened: OpenCase) -> bool:
        """Whether the code alone does not open this case."""
        wrap = self._code_wrap_by(WrapRow.case_id == opened.case_id)
        return wrap is not None and wrap.salt is not None

    def set_passphrase(self, opened: OpenCase, current: str | None, new: str | None, *, now: datetime) -> None:
        """Set, change or (with None) remove the passphrase of an open case; the code stays as it is.

        Raises PassphraseNeeded or WrongPassphrase when the case has one and ``current`` is not it.
        """
        wrap = self._wrap_of(opened)
        base = self._base(wrap, opened.dek)
        self._checked(wrap, base, current, now)
        salt = new_key()[:16] if new else None
        stretched = stretch(new, salt, self._cost) if new and salt else b""
        sealed = seal_key(wrapping_key(base, stretched), opened.dek)
        with writing(self._engine) as session:
            row = session.get_one(WrapRow, wrap.id)
            row.sealed, row.salt, row.cost = sealed, salt, str(self._cost) if salt else None

    def new_code(self, opened: OpenCase, passphrase: str | None = None, *, now: datetime) -> Code:
        """Give an open case a new code, with the passphrase it has; the old code opens nothing from then on.

        Raises PassphraseNeeded or WrongPassphrase when the case has a passphrase and this is not it.
        """
        wrap = self._wrap_of(opened)
        stretched = self._checked(wrap, self._base(wrap, opened.dek), passphrase, now)
        code = Code.new()
        fresh = _code_wrap(opened.case_id, code, opened.dek, _day(now), stretched)
        fresh.salt, fresh.cost = wrap.salt, wrap.cost
        with writing(self._engine) as session:
            session.execute(delete(WrapRow).where(WrapRow.case_id == opened.case_id, WrapRow.kind == "code"))
            session.add(fresh)
        return code

    def delete(self, case_id: str, *, now: datetime) -> None:
        """Delete a case: first every way to its key and every session, then its rows; its files leave. One already gone is no error."""
        self._drops.delete(case_id, _day(now))

    def drop_deleted(self) -> int:
        """Apply what is new in the list of deleted cases, as after every restore; how many cases were there again."""
        return self._drops.again()

    def _used(self, case_id: str, today: date) -> date | None:
        """Note that the case is used today; the day it is kept until, or None when that is noted already."""
        where = (CaseRow.id == case_id, or_(CaseRow.seen_on < today, CaseRow.found_expired_at.is_not(None)))
        with self._engine.connect() as connection:
            if connection.scalar(select(CaseRow.id).where(*where)) is None:
                return None
        until = func.max(CaseRow.expires_on, today + self._retention)
        used = update(CaseRow).where(*where).values(seen_on=today, expires_on=until, found_expired_at=None)
        return urgently(self._engine, lambda session: session.scalar(used.returning(CaseRow.expires_on)))

    def _code_wrap_by(self, condition: object) -> WrapRow | None:
        with Session(self._engine, expire_on_commit=False) as session:
            return session.scalar(select(WrapRow).where(WrapRow.kind == "code", condition))  # type: ignore[arg-type]

    def _wrap_of(self, opened: OpenCase) -> WrapRow:
        if (wrap := self._code_wrap_by(WrapRow.case_id == opened.case_id)) is None:
            raise CaseGone("the case was deleted")
        return wrap

    def _base(self, wrap: WrapRow, dek: bytes) -> bytes:
        return open_key(derive(dek, "base"), wrap.about or b"")

    def _checked(self, wrap: WrapRow, base: bytes, passphrase: str | None, now: datetime) -> bytes:
        """The stretched passphrase once it has proved right; empty bytes for a case without one."""
        if wrap.salt is None or wrap.cost is None:
            return b""
        if not passphrase:
            raise PassphraseNeeded("this case has a passphrase")
        wait = self._count_a_try(wrap.id, now)
        stretched = stretch(passphrase, wrap.salt, Argon2Cost.read(wrap.cost))
        if not _opens(wrapping_key(base, stretched), wrap.sealed):
            raise WrongPassphrase(wait)
        right = update(WrapRow).where(WrapRow.id == wrap.id).values(failures=0, wait_until=None)
        urgently(self._engine, lambda session: session.execute(right))
        return stretched

    def _count_a_try(self, wrap_id: str, now: datetime) -> int:
        def work(session: Session) -> int:
            if (row := session.get(WrapRow, wrap_id)) is None:
                raise UnknownCode("no case opens with this code")
            if row.wait_until and now < row.wait_until:
                raise WrongPassphrase(int((row.wait_until - now).total_seconds()) + 1)
            row.failures += 1
            wait = min(2 ** min(row.failures - FREE_TRIES, 20), LONGEST_WAIT) if row.failures >= FREE_TRIES else 0
            row.wait_until = now + timedelta(seconds=wait) if wait else None
            return wait

        return urgently(self._engine, work)


def _code_wrap(case_id: str, code: Code, dek: bytes, today: date, stretched: bytes = b"") -> WrapRow:
    return WrapRow(
        id=secrets.token_hex(16),
        case_id=case_id,
        kind="code",
        locator=code.lookup,
        sealed=seal_key(wrapping_key(code.base, stretched), dek),
        about=seal_key(derive(dek, "base"), code.base),
        made_on=today,
        failures=0,
    )


def _opens(key: bytes, sealed: bytes) -> bool:
    try:
        open_key(key, sealed)
    except Tampered:
        return False
    return True


def _day(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()
