"""Sessions and one-use tickets. The server keeps a hash and sealed bytes; only the browser's cookie (or the ticket) opens them."""

import base64
import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Engine, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session as Transaction

from consumer_app.storage.database import urgently, writing
from consumer_app.storage.devices import read_token, token_text
from consumer_app.storage.errors import CaseGone, StorageBusy, StorageFull, Tampered
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.tables import CaseRow, SessionRow, TicketRow
from consumer_app.storage.vault import Code, derive, new_key, open_key, seal_key

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
TICKET = timedelta(minutes=10)
_NOTED_EVERY = timedelta(minutes=1)
_SESSION = select(SessionRow.case_id, SessionRow.sealed, SessionRow.made_at, SessionRow.seen_at).where(
    SessionRow.id == bindparam("id")
)  # asked at every request: put together once


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

    def start(self, opened: OpenCase, *, now: datetime, code: Code | None = None, instead_of: str | None = None) -> str:
        """A new session; the cookie's text. Raises CaseGone.

        ``code`` is a fresh code for the card, sealed like the key until it is saved or the session ends; ``instead_of`` is the cookie of
        a session that ends with this.
        """
        key, before = new_key(), read_token(instead_of)
        row = {
            "id": _id(key),
            "case_id": opened.case_id,
            "sealed": _sealed(key, opened.dek, code),
            "made_at": now,
            "seen_at": now,
        }

        def work(transaction: Transaction) -> None:
            if before:
                transaction.execute(delete(SessionRow).where(SessionRow.id == _id(before)))
            if transaction.scalar(select(CaseRow.id).where(CaseRow.id == opened.case_id)) is None:
                raise CaseGone("the case was deleted")
            transaction.execute(insert(SessionRow).values(row))

        urgently(self._engine, work)
        return token_text(key)

    def find(self, cookie: str | None, *, now: datetime) -> Session | None:
        """The session of this cookie; None when there is none, or it rested too long or is too old. It is found on a full disk too."""
        key = read_token(cookie)
        if key is None:
            return None
        with self._engine.connect() as connection:
            row = connection.execute(_SESSION, {"id": _id(key)}).one_or_none()
        if row is None:
            return None
        with suppress(StorageFull, StorageBusy):
            if now - row.seen_at > IDLE or now - row.made_at > LONGEST:
                self.end(cookie)
            elif now - row.seen_at > _NOTED_EVERY:
                self._note(key, now)
        if now - row.seen_at > IDLE or now - row.made_at > LONGEST:
            return None
        try:
            dek, code = _unsealed(key, row.sealed)
        except Tampered:
            return None
        return Session(row.case_id, dek, code)

    def show_code(self, cookie: str | None, opened: OpenCase, code: Code | None) -> None:
        """Keep a fresh code for the card page, or with None forget it and its picture at once."""
        if key := read_token(cookie):
            sealed = _sealed(key, opened.dek, code)
            with writing(self._engine) as transaction:
                transaction.execute(
                    update(SessionRow).where(SessionRow.id == _id(key)).values(sealed=sealed, card=None)
                )

    def card(self, cookie: str | None) -> bytes | None:
        """The picture of the card that was kept for this session's fresh code."""
        key = read_token(cookie)
        if key is None:
            return None
        with self._engine.connect() as connection:
            sealed = connection.scalar(select(SessionRow.card).where(SessionRow.id == _id(key)))
        return open_key(derive(key, "card"), sealed) if sealed else None

    def keep_card(self, cookie: str | None, picture: bytes) -> None:
        """Keep the card's picture with the fresh code, so that it is drawn once; where the disk is full it is drawn again."""
        if key := read_token(cookie):
            sealed = seal_key(derive(key, "card"), picture)
            with suppress(StorageFull, StorageBusy), writing(self._engine) as transaction:
                transaction.execute(update(SessionRow).where(SessionRow.id == _id(key)).values(card=sealed))

    def end(self, cookie: str | None) -> None:
        """End a session; one already ended is no error."""
        if key := read_token(cookie):
            gone = delete(SessionRow).where(SessionRow.id == _id(key))
            urgently(self._engine, lambda transaction: transaction.execute(gone))

    def end_others(self, opened: OpenCase, cookie: str | None) -> None:
        """End every other session and every ticket of a case."""
        key = read_token(cookie)
        others = (SessionRow.case_id == opened.case_id, SessionRow.id != (_id(key) if key else b""))

        def work(transaction: Transaction) -> None:
            transaction.execute(delete(SessionRow).where(*others))
            transaction.execute(delete(TicketRow).where(TicketRow.case_id == opened.case_id))

        urgently(self._engine, work)

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
        used = delete(TicketRow).where(TicketRow.id == _id(key))
        used_up = used.returning(TicketRow.case_id, TicketRow.sealed, TicketRow.expires_at)
        row = urgently(self._engine, lambda transaction: transaction.execute(used_up).one_or_none())
        if row is None or row.expires_at < now:
            return None
        return Session(row.case_id, open_key(derive(key, "ticket"), row.sealed))

    def sweep(self, *, now: datetime) -> None:
        """Take away sessions and tickets past their time."""

        def work(transaction: Transaction) -> None:
            transaction.execute(
                delete(SessionRow).where(or_(SessionRow.seen_at < now - IDLE, SessionRow.made_at < now - LONGEST))
            )
            transaction.execute(delete(TicketRow).where(TicketRow.expires_at < now))

        urgently(self._engine, work)

    def _note(self, key: bytes, now: datetime) -> None:
        with writing(self._engine) as transaction:
            transaction.execute(
                update(SessionRow).where(SessionRow.id == _id(key), SessionRow.seen_at < now).values(seen_at=now)
            )


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
