"""The tables. Plain columns are random ids, days and sizes; everything else is sealed."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Date, DateTime, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from consumer_app.domain.law.moments import SHANGHAI


class Instant(TypeDecorator[datetime]):
    """An aware instant: stored as UTC, read back in Asia/Shanghai."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Refuse a naive time, which would be somebody's guess."""
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant carries its time zone")
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """The stored instant on the clock of Shanghai."""
        return value.replace(tzinfo=UTC).astimezone(SHANGHAI) if value else None


class Table(DeclarativeBase):
    """What every table shares: names for its constraints, so that a migration can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class CaseRow(Table):
    """One case: its sealed document (a long one: the sealed list of its pieces) and the days retention needs.

    ``found_expired_at`` is when a sweep first found it past its day.
    """

    __tablename__ = "cases"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    document: Mapped[bytes] = mapped_column(LargeBinary)
    made_on: Mapped[date] = mapped_column(Date)
    seen_on: Mapped[date] = mapped_column(Date)
    expires_on: Mapped[date] = mapped_column(Date, index=True)
    found_expired_at: Mapped[datetime | None] = mapped_column(Instant)


class PieceRow(Table):
    """One piece of a long document, sealed on its own."""

    __tablename__ = "pieces"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class WrapRow(Table):
    """One way to a case's key. ``locator`` finds it: the code's lookup, or a device's. ``about`` is a sealed label.

    The passphrase belongs to the code's wrap: salt, Argon2id cost, and the count of tries that outlives a restart.
    """

    __tablename__ = "wraps"
    __table_args__ = (Index("uq_wraps_kind_locator_case", "kind", "locator", "case_id", unique=True),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    locator: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    about: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_on: Mapped[date] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    cost: Mapped[str | None] = mapped_column(String(40))
    failures: Mapped[int] = mapped_column(Integer, default=0)
    wait_until: Mapped[datetime | None] = mapped_column(Instant)


class SessionRow(Table):
    """One open session, found by the hash of its cookie and sealed under a key derived from it; ``card`` is the fresh code's picture."""

    __tablename__ = "sessions"
    id: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(Instant, index=True)
    seen_at: Mapped[datetime] = mapped_column(Instant, index=True)
    card: Mapped[bytes | None] = mapped_column(LargeBinary)


class TicketRow(Table):
    """A one-use ticket to open the case in another browser, found by its hash and sealed under a key derived from it."""

    __tablename__ = "tickets"
    id: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)


class BlobRow(Table):
    """One sealed file on disk, which its case names. ``size`` is the plain size in bytes, which the sealed size tells anyway."""

    __tablename__ = "blobs"
    __table_args__ = (Index("ix_blobs_case_id", "case_id", "size"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    size: Mapped[int] = mapped_column(Integer)
    made_on: Mapped[date] = mapped_column(Date)


class LeavingRow(Table):
    """A sealed file that nobody names any more, since when; its bytes follow after a while."""

    __tablename__ = "leaving"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    left_at: Mapped[datetime] = mapped_column(Instant, index=True)


class JobRow(Table):
    """Work that a case waits for: its arguments sealed, and the ids of files that only it holds, with spaces between."""

    __tablename__ = "jobs"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(Instant)
    files: Mapped[str] = mapped_column(Text)


class MarkRow(Table):
    """Something this database knows about itself, such as how much of the list of deleted cases it has applied."""

    __tablename__ = "marks"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class LetterTemplateRow(Table):
    """A shared letter template: the whole text with its front matter, as in the file of the same slug. Public, not sealed."""

    __tablename__ = "letter_templates"
    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    added_on: Mapped[date] = mapped_column(Date)
    changed_on: Mapped[date] = mapped_column(Date)
