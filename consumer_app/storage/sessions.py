"""Sessions and one-use tickets. The server keeps a hash and sealed bytes; only the browser's cookie (or the ticket) opens them."""

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, or_
from sqlalchemy.orm import Session as Transaction

from consumer_app.storage.database import writing
from consumer_app.storage.devices import read_token, token_text
from consumer_app.storage.errors import CaseGone, Tampered
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.tables import CaseRow, SessionRow, TicketRow
from consumer_app.storage.vault import Code, derive, new_key, open_key, seal_key

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
TICKET = timedelta(minutes=10)
_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Session:
    """An open session: which case, its key, and the fresh code while the card is still to be shown."""

    case_id: str
    dek: bytes = field(repr=False)
    code: Code | None = field(repr=False, default=None)


class SessionStore:
    """Sessions of two hours' rest and twelve hours at most, and tickets of ten minutes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def start(self, opened: OpenCase, *, now: datetime, code: Code | None = None) -> str:
        """A new session; the cookie's text. ``code`` is a fresh code for the card, sealed like the key until it is saved or the session ends."""
        key = new_key()
        row = SessionRow(
            id=_id(key), case_id=opened.case_id, sealed=_sealed(key, opened.dek, code), made_at=now, seen_at=now
        )
        with writing(self._engine) as transaction:
            if transaction.get(CaseRow, opened.case_id) is None:
                raise CaseGone("the case was deleted")
            transaction.add(row)
        return token_text(key)

    def find(self, cookie: str | None, *, now: datetime) -> Session | None:
        """The session of this cookie; None when there is none, or it rested too long or is too old."""
        key = read_token(cookie)
        if key is None:
            return None
        with Transaction(self._engine) as transaction:
            row = transaction.get(SessionRow, _id(key))
            if row is None:
                return None
            case_id, sealed, made_at, seen_at = row.case_id, row.sealed, row.made_at, row.seen_at
        if now - seen_at > IDLE or now - made_at > LONGEST:
            self.end(cookie)
            return None
        if now - seen_at > _NOTED_EVERY:
            self._note(key, now)
        try:
            dek, code = _unsealed(key, sealed)
        except Tampered:
            return None
        return Session(case_id, dek, code)

    def show_code(self, cookie: str | None, opened: OpenCase, code: Code | None) -> None:
        """Keep a fresh code for the card page, or with None forget it at once."""
        if key := read_token(cookie):
            with writing(self._engine) as transaction:
                if row := transaction.get(SessionRow, _id(key)):
                    row.sealed = _sealed(key, opened.dek, code)

    def end(self, cookie: str | None) -> None:
        """End a session; one already ended is no error."""
        if key := read_token(cookie):
            with writing(self._engine) as transaction:
                transaction.execute(delete(SessionRow).where(SessionRow.id == _id(key)))

    def end_others(self, opened: OpenCase, cookie: str | None) -> None:
        """End every other session and every ticket of a case."""
        key = read_token(cookie)
        with writing(self._engine) as transaction:
            transaction.execute(
                delete(SessionRow).where(
                    SessionRow.case_id == opened.case_id, SessionRow.id != (_id(key) if key else b"")
                )
            )
            transaction.execute(delete(TicketRow).where(TicketRow.case_id == opened.case_id))

    def make_ticket(self, opened: OpenCase, *, now: datetime) -> str:
        """A ticket that opens this case once, within ten minutes, in another browser. It belongs in a URL's fragment."""
        key = new_key()
        row = TicketRow(
            id=_id(key),
            case_id=opened.case_id,
            sealed=seal_key(derive(key, "ticket"), opened.dek),
            expires_at=now + TICKET,
        )
        with writing(self._engine) as transaction:
            transaction.add(row)
        return token_text(key)

    def redeem(self, ticket: str, *, now: datetime) -> Session | None:
        """Use a ticket up; None when it is unknown, used or too old."""
        key = read_token(ticket.strip())
        if key is None:
            return None
        with writing(self._engine) as transaction:
            row = transaction.get(TicketRow, _id(key))
            if row is None:
                return None
            transaction.delete(row)
            if row.expires_at < now:
                return None
            return Session(row.case_id, open_key(derive(key, "ticket"), row.sealed))

    def sweep(self, *, now: datetime) -> None:
        """Take away sessions and tickets past their time."""
        with writing(self._engine) as transaction:
            transaction.execute(
                delete(SessionRow).where(or_(SessionRow.seen_at < now - IDLE, SessionRow.made_at < now - LONGEST))
            )
            transaction.execute(delete(TicketRow).where(TicketRow.expires_at < now))

    def _note(self, key: bytes, now: datetime) -> None:
        with writing(self._engine) as transaction:
            if row := transaction.get(SessionRow, _id(key)):
                row.seen_at = max(row.seen_at, now)


def _id(key: bytes) -> bytes:
    return derive(key, "session-id", 16)


def _sealed(key: bytes, dek: bytes, code: Code | None) -> bytes:
    content = {
        "dek": base64.b64encode(dek).decode(),
        "code": code.text if code else None,
    }
    return seal_key(derive(key, "session"), json.dumps(content).encode())


def _unsealed(key: bytes, sealed: bytes) -> tuple[bytes, Code | None]:
    content = json.loads(open_key(derive(key, "session"), sealed))
    return base64.b64decode(content["dek"]), Code(content["code"]) if content["code"] else None
