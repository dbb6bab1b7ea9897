"""Cases: make, unlock, open, change, delete. A save lands on the latest version, and what was answered is on the disk."""

import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta

from pydantic import ValidationError
from sqlalchemy import Engine, delete, select, text
from sqlalchemy.orm import Session

from consumer_app.domain.case import Case
from consumer_app.domain.case.parts import fingerprint
from consumer_app.domain.case.versions import CURRENT, version_of
from consumer_app.domain.law.moments import SHANGHAI
from consumer_app.storage.blobs import BlobStore
from consumer_app.storage.database import writing
from consumer_app.storage.deletions import DeletedCases
from consumer_app.storage.errors import (
    CaseFull,
    CaseGone,
    CaseNewer,
    Conflict,
    PassphraseNeeded,
    Tampered,
    UnknownCode,
    WrongPassphrase,
)
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.tables import BlobRow, CaseRow, SessionRow, TicketRow, WrapRow
from consumer_app.storage.vault import (
    Argon2Cost,
    Code,
    derive,
    new_key,
    open_document,
    open_key,
    seal_document,
    seal_key,
    stretch,
    wrapping_key,
)

FREE_TRIES = 10
LONGEST_WAIT = 15 * 60
LONGEST_KEPT = timedelta(days=3 * 366)
LARGEST_DOCUMENT = 30 * 1024 * 1024


class CaseStore:
    """The cases of this house. ``retention`` is how long a case is kept after it was last used."""

    def __init__(
        self, engine: Engine, blobs: BlobStore, deleted: DeletedCases, retention: timedelta, cost: Argon2Cost
    ) -> None:
        self._engine, self._blobs, self._deleted = engine, blobs, deleted
        self._retention, self._cost = retention, cost

    def create(self, case: Case, *, now: datetime) -> tuple[Code, OpenCase]:
        """Keep a new case; its code is returned this once and stored nowhere. Raises StorageFull."""
        code, dek, case_id, today = Code.new(), new_key(), secrets.token_hex(16), _day(now)
        row = CaseRow(
            id=case_id,
            version=1,
            document=self._sealed(case, case_id, 1, dek),
            made_on=today,
            seen_on=today,
            expires_on=today + self._retention,
        )
        with writing(self._engine) as session:
            session.add(row)
            session.flush()
            session.add(_code_wrap(case_id, code, dek, today))
            return code, _opened(row, dek)

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
        with Session(self._engine) as session:
            if (row := session.get(CaseRow, case_id)) is None:
                raise CaseGone("the case was deleted")
            return _opened(row, dek)

    def reopen(self, case_id: str, dek: bytes, *, now: datetime) -> OpenCase:
        """Open the case at the beginning of a session: it counts as used today, so its retention begins anew. Raises CaseGone."""
        with writing(self._engine) as session:
            row = self._row(session, case_id)
            self._used(row, now)
            return _opened(row, dek)

    def change(
        self,
        opened: OpenCase,
        edit: Callable[[Case], Case],
        *,
        part: str | None = None,
        seen: str | None = None,
        now: datetime,
    ) -> OpenCase:
        """Apply an edit to the latest version and keep the result.

        ``part`` and ``seen`` are the address and the fingerprint of what the form showed: if that part was changed since, Conflict is
        raised and nothing is saved. Raises CaseGone, CaseFull, StorageFull, and pydantic's ValidationError when the edit makes no valid
        case.
        """
        with writing(self._engine) as session:
            row = self._row(session, opened.case_id)
            latest = _opened(row, opened.dek).case
            if part is not None and seen is not None and fingerprint(latest, part) != seen:
                raise Conflict(latest)
            row.version += 1
            row.document = self._sealed(edit(latest), row.id, row.version, opened.dek)
            self._used(row, now)
            return _opened(row, opened.dek)

    def keep_until(self, opened: OpenCase, on: date, *, now: datetime) -> OpenCase:
        """Keep the case longer: until that day, at most three years from now, never shorter than before."""
        with writing(self._engine) as session:
            row = self._row(session, opened.case_id)
            row.expires_on = max(row.expires_on, min(on, _day(now) + LONGEST_KEPT))
            row.found_expired_at = None
            return _opened(row, opened.dek)

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
        """Delete a case: first every way to its key and every session, then its rows, then its files. One already gone is no error."""
        with Session(self._engine) as session:
            lookups = session.scalars(
                select(WrapRow.locator).where(WrapRow.case_id == case_id, WrapRow.kind == "code")
            ).all()
        self._deleted.add(case_id, lookups, _day(now))
        self._drop([case_id])

    def drop_deleted(self) -> int:
        """Apply the list of deleted cases again, as after every restore; how many were there again."""
        ids, lookups = self._deleted.read()
        with Session(self._engine) as session:
            held = set(session.scalars(select(CaseRow.id)))
            by_code = session.execute(select(WrapRow.locator, WrapRow.case_id).where(WrapRow.kind == "code")).all()
        again = (held & ids) | {case_id for lookup, case_id in by_code if lookup in lookups}
        self._drop(sorted(again))
        return len(again)

    def _drop(self, case_ids: list[str]) -> None:
        for case_id in case_ids:
            with writing(self._engine) as session:
                for table in (WrapRow, SessionRow, TicketRow):
                    session.execute(delete(table).where(table.case_id == case_id))
                blob_ids = list(session.scalars(select(BlobRow.id).where(BlobRow.case_id == case_id)))
                session.execute(delete(BlobRow).where(BlobRow.case_id == case_id))
                session.execute(delete(CaseRow).where(CaseRow.id == case_id))
            self._blobs.unlink(blob_ids)
        if case_ids:
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def _row(self, session: Session, case_id: str) -> CaseRow:
        row = session.get(CaseRow, case_id)
        if row is None:
            raise CaseGone("the case was deleted")
        return row

    def _used(self, row: CaseRow, now: datetime) -> None:
        row.seen_on = _day(now)
        row.expires_on = max(row.expires_on, row.seen_on + self._retention)
        row.found_expired_at = None

    def _sealed(self, case: Case, case_id: str, version: int, dek: bytes) -> bytes:
        body = case.model_dump_json().encode()
        if len(body) > LARGEST_DOCUMENT:
            raise CaseFull("a case document takes no more")
        Case.model_validate_json(body)
        return seal_document(dek, body, _about(case_id, version))

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
        with writing(self._engine) as session:
            if row := session.get(WrapRow, wrap.id):
                row.failures, row.wait_until = 0, None
        return stretched

    def _count_a_try(self, wrap_id: str, now: datetime) -> int:
        with writing(self._engine) as session:
            if (row := session.get(WrapRow, wrap_id)) is None:
                raise UnknownCode("no case opens with this code")
            if row.wait_until and now < row.wait_until:
                raise WrongPassphrase(int((row.wait_until - now).total_seconds()) + 1)
            row.failures += 1
            wait = min(2 ** min(row.failures - FREE_TRIES, 20), LONGEST_WAIT) if row.failures >= FREE_TRIES else 0
            row.wait_until = now + timedelta(seconds=wait) if wait else None
            return wait


def _opened(row: CaseRow, dek: bytes) -> OpenCase:
    body = open_document(dek, row.document, _about(row.id, row.version))
    try:
        case = Case.model_validate_json(body)
    except ValidationError:
        if (version := version_of(body)) > CURRENT:
            raise CaseNewer(version) from None
        raise
    return OpenCase(row.id, dek, case, row.version, row.made_on, row.expires_on)


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


def _about(case_id: str, version: int) -> str:
    return f"case:{case_id}:{version}"


def _day(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()
