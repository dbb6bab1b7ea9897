"""How a case goes for good, and stays gone in a database that is older than its deletion."""

from datetime import date
from functools import partial
from itertools import islice

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.orm import Session

from consumer_app.storage import kept
from consumer_app.storage.blobs import AT_ONCE, BlobStore
from consumer_app.storage.database import checkpoint, urgently
from consumer_app.storage.deletions import DeletedCases, Deletion
from consumer_app.storage.tables import BlobRow, CaseRow, MarkRow, PieceRow, SessionRow, TicketRow, WrapRow

APPLIED = "deleted-cases"
"""The mark that says how much of the list of deleted cases this database has applied."""


class Drops:
    """Deletions: noted in the list first, then done."""

    def __init__(self, engine: Engine, blobs: BlobStore, deleted: DeletedCases) -> None:
        self._engine, self._blobs, self._deleted = engine, blobs, deleted

    def delete(self, case_id: str, today: date) -> None:
        """Delete a case: first every way to its key and every session, then its rows; its files leave. One already gone is no error."""
        lookups = select(WrapRow.locator).where(WrapRow.case_id == case_id, WrapRow.kind == "code")
        with self._engine.connect() as connection:
            found = connection.scalars(lookups).all()
        self._deleted.add([Deletion(today, case_id, tuple(found))])
        self._drop([case_id])

    def again(self) -> int:
        """Apply what is new in the list of deleted cases, as after every restore; how many cases were there again."""
        with self._engine.connect() as connection:
            applied = connection.scalar(select(MarkRow.value).where(MarkRow.name == APPLIED))
        records, mark = self._deleted.since(applied)
        dropped, rest = 0, iter(records)
        while some := list(islice(rest, AT_ONCE)):
            again = self._there_again(some)
            self._drop(again)
            dropped += len(again)
        if mark != applied:
            urgently(self._engine, partial(_note_applied, mark=mark))
        return dropped

    def _there_again(self, records: list[Deletion]) -> list[str]:
        ids, lookups = [one.case_id for one in records], [lookup for one in records for lookup in one.lookups]
        by_code = select(WrapRow.case_id).where(WrapRow.kind == "code")
        with self._engine.connect() as connection:
            found = set(connection.scalars(select(CaseRow.id).where(CaseRow.id.in_(ids))))
            for start in range(0, len(lookups), AT_ONCE):
                found.update(connection.scalars(by_code.where(WrapRow.locator.in_(lookups[start : start + AT_ONCE]))))
        return sorted(found)

    def _drop(self, case_ids: list[str]) -> None:
        """Take cases out of the database, a little a commit: a large one must not need more room than the reserve has."""
        for case_id in case_ids:
            urgently(self._engine, partial(_take_keys, case_id=case_id))
            for row in (BlobRow, PieceRow):
                while some := self._some_of(row, case_id):
                    urgently(self._engine, partial(self._take, case_id=case_id, names=some))
            urgently(self._engine, partial(_take_case, case_id=case_id))
        if case_ids:
            checkpoint(self._engine)

    def _some_of(self, row: type[BlobRow] | type[PieceRow], case_id: str) -> list[str]:
        with self._engine.connect() as connection:
            return list(connection.scalars(select(row.id).where(row.case_id == case_id).limit(AT_ONCE)))

    def _take(self, session: Session, case_id: str, names: list[str]) -> None:
        self._blobs.take(session, case_id, names)
        kept.take_pieces(session, names)


def _take_keys(session: Session, case_id: str) -> None:
    for table in (WrapRow, SessionRow, TicketRow):
        session.execute(delete(table).where(table.case_id == case_id))


def _take_case(session: Session, case_id: str) -> None:
    session.execute(delete(CaseRow).where(CaseRow.id == case_id))


def _note_applied(session: Session, mark: str) -> None:
    session.execute(insert(MarkRow).prefix_with("OR REPLACE").values(name=APPLIED, value=mark))
