"""Remembered devices: by choice, a cookie on one browser unwraps the case's key for ninety days; listed and revocable."""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from consumer_app.domain.law.moments import SHANGHAI
from consumer_app.storage.database import urgently, writing
from consumer_app.storage.errors import Tampered
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.tables import WrapRow
from consumer_app.storage.vault import KEY_BYTES, derive, new_key, open_key, seal_key

REMEMBERED = timedelta(days=90)


@dataclass(frozen=True)
class Device:
    """One remembered device of a case; ``this`` is the one that asks."""

    id: str
    about: str
    made_on: date
    expires_on: date
    this: bool


@dataclass(frozen=True)
class Remembered:
    """A case that this device may open."""

    case_id: str
    dek: bytes = field(repr=False)
    made_on: date


class DeviceStore:
    """Devices that may open cases. A device's cookie is 32 random bytes as text; only what it finds and unwraps is stored."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def remember(self, opened: OpenCase, cookie: str | None, *, about: str, now: datetime) -> str:
        """Let this device open the case for ninety days; the cookie to set (the one it has, if it has one).

        ``about`` is a short label such as 「苹果手机·微信」, sealed under the case's key.
        """
        key = read_token(cookie) or new_key()
        today = now.astimezone(SHANGHAI).date()
        with writing(self._engine) as session:
            session.execute(
                delete(WrapRow).where(
                    WrapRow.kind == "device", WrapRow.locator == _locator(key), WrapRow.case_id == opened.case_id
                )
            )
            session.add(
                WrapRow(
                    id=secrets.token_hex(16),
                    case_id=opened.case_id,
                    kind="device",
                    locator=_locator(key),
                    sealed=seal_key(derive(key, "device"), opened.dek),
                    about=seal_key(derive(opened.dek, "about"), about.encode()[:200]),
                    made_on=today,
                    expires_on=today + REMEMBERED,
                    failures=0,
                )
            )
        return token_text(key)

    def cases(self, cookie: str | None, *, now: datetime) -> list[Remembered]:
        """The cases this device may open, newest first; none for a cookie that is absent, odd or past its day."""
        key = read_token(cookie)
        if key is None:
            return []
        today = now.astimezone(SHANGHAI).date()
        with Session(self._engine) as session:
            rows = session.scalars(
                select(WrapRow)
                .where(WrapRow.kind == "device", WrapRow.locator == _locator(key), WrapRow.expires_on >= today)
                .order_by(WrapRow.made_on.desc(), WrapRow.id)
            ).all()
            found = []
            for row in rows:
                try:
                    found.append(Remembered(row.case_id, open_key(derive(key, "device"), row.sealed), row.made_on))
                except Tampered:
                    continue
            return found

    def list(self, opened: OpenCase, cookie: str | None, *, now: datetime) -> list[Device]:
        """The devices that may open this case, oldest first."""
        key = read_token(cookie)
        mine = _locator(key) if key else None
        today = now.astimezone(SHANGHAI).date()
        with Session(self._engine) as session:
            rows = session.scalars(
                select(WrapRow)
                .where(WrapRow.kind == "device", WrapRow.case_id == opened.case_id, WrapRow.expires_on >= today)
                .order_by(WrapRow.made_on, WrapRow.id)
            ).all()
            return [
                Device(row.id, _label(row, opened.dek), row.made_on, row.expires_on or today, row.locator == mine)
                for row in rows
            ]

    def forget(self, opened: OpenCase, device_id: str) -> None:
        """Revoke one device; it opens nothing from the next request on."""
        self._drop(WrapRow.id == device_id, opened.case_id)

    def forget_this(self, opened: OpenCase, cookie: str | None) -> None:
        """Revoke the device that asks, for this case."""
        if key := read_token(cookie):
            self._drop(WrapRow.locator == _locator(key), opened.case_id)

    def forget_others(self, opened: OpenCase, cookie: str | None) -> None:
        """Revoke every device but the one that asks."""
        key = read_token(cookie)
        self._drop(WrapRow.locator != (_locator(key) if key else b""), opened.case_id)

    def _drop(self, condition: object, case_id: str) -> None:
        gone = delete(WrapRow).where(WrapRow.kind == "device", WrapRow.case_id == case_id, condition)  # type: ignore[arg-type]
        urgently(self._engine, lambda session: session.execute(gone))


def token_text(key: bytes) -> str:
    """32 bytes as the text of a cookie or a ticket."""
    return base64.urlsafe_b64encode(key).rstrip(b"=").decode()


def read_token(text: str | None) -> bytes | None:
    """The 32 bytes of such a text; None when it is not one."""
    if not text or len(text) != 43:
        return None
    try:
        key = base64.urlsafe_b64decode(text + "=")
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None


def _locator(key: bytes) -> bytes:
    return derive(key, "device-locator", 16)


def _label(row: WrapRow, dek: bytes) -> str:
    try:
        return open_key(derive(dek, "about"), row.about or b"").decode("utf-8", "ignore")
    except Tampered:
        return ""
