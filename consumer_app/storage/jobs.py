"""Work that a case waits for and that must not get lost: noted here until a save ends it."""

import json
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select, update
from sqlalchemy.orm import Session

from consumer_app.storage.arriving import Arriving
from consumer_app.storage.blobs import BlobStore
from consumer_app.storage.database import urgently, writing
from consumer_app.storage.errors import JobOver
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.tables import JobRow
from consumer_app.storage.vault import open_document, seal_document

TOLD = "told"
"""The kind of a row whose work has ended and left something to say, until its owner has read it."""


@dataclass(frozen=True)
class KeptJob:
    """A job that waits: which kind of work, and its arguments, which are sealed like the case."""

    id: str
    kind: str
    arguments: Mapping[str, Any] = field(repr=False)


class JobStore:
    """The kept jobs of cases. ``cases.change(…, ends=ID)`` ends one in the same commit in which the case names what came of it."""

    def __init__(self, engine: Engine, blobs: BlobStore) -> None:
        self._engine, self._blobs = engine, blobs

    def keep(
        self,
        opened: OpenCase,
        kind: str,
        arguments: Mapping[str, Any],
        *,
        now: datetime,
        arriving: Arriving | None = None,
        files: Iterable[str] = (),
    ) -> KeptJob:
        """Note a job; ``files`` of ``arriving`` are kept with it, although no case names them yet. Raises CaseFull and StorageFull."""
        job = KeptJob(secrets.token_hex(16), kind, arguments)
        sealed = _sealed(opened, job.id, arguments)
        named = arriving.named(files) if arriving else []
        if named:
            self._blobs.sync()
        row = {"id": job.id, "case_id": opened.case_id, "kind": kind, "sealed": sealed, "made_at": now}
        with writing(self._engine) as session:
            session.execute(insert(JobRow).values(**row, files=" ".join(ref.id for ref in named)))
            self._blobs.add(session, opened.case_id, named)
        self._blobs.settle(named)
        if arriving:
            arriving.forget(named)
        return job

    def of(self, opened: OpenCase) -> list[KeptJob]:
        """The jobs that wait for this case, oldest first."""
        return self._rows(opened, JobRow.kind != TOLD)

    def told(self, opened: OpenCase) -> list[KeptJob]:
        """What jobs that have ended left to say, oldest first; each stays until ``was_read``."""
        return self._rows(opened, JobRow.kind == TOLD)

    def waits(self, opened: OpenCase, kind: str) -> bool:
        """Whether work of that kind waits for this case."""
        asked = select(JobRow.id).where(JobRow.case_id == opened.case_id, JobRow.kind == kind).limit(1)
        with self._engine.connect() as connection:
            return connection.scalar(asked) is not None

    def _rows(self, opened: OpenCase, which: ColumnElement[bool]) -> list[KeptJob]:
        asked = select(JobRow.id, JobRow.kind, JobRow.sealed).where(JobRow.case_id == opened.case_id, which)
        with self._engine.connect() as connection:
            rows = connection.execute(asked.order_by(JobRow.made_at, JobRow.id)).all()
        return [
            KeptJob(row.id, row.kind, json.loads(open_document(opened.dek, row.sealed, _about(row.id)))) for row in rows
        ]

    def end(self, opened: OpenCase, job: str, tells: Mapping[str, Any] | None = None) -> None:
        """The job has ended and nothing of it is kept but what it ``tells``; its files leave."""
        ending = Ending.of(opened, job, tells)

        def work(session: Session) -> None:
            with suppress(JobOver):
                end(session, self._blobs, opened.case_id, ending, frozenset())

        urgently(self._engine, work)

    def was_read(self, opened: OpenCase, told: str) -> None:
        """What an ended job left to say has been read."""
        row = delete(JobRow).where(JobRow.id == told, JobRow.case_id == opened.case_id, JobRow.kind == TOLD)
        urgently(self._engine, lambda session: session.execute(row))


@dataclass(frozen=True)
class Ending:
    """How a job ends: its row goes, or stays with what is to be said of it, sealed."""

    job: str
    tells: bytes | None = None

    @classmethod
    def of(cls, opened: OpenCase, job: str, tells: Mapping[str, Any] | None) -> "Ending":
        """The end of this job of the open case."""
        return cls(job, _sealed(opened, job, tells) if tells else None)


def end(session: Session, blobs: BlobStore, case_id: str, ending: Ending, names: frozenset[str]) -> None:
    """End a job within a commit: those of its files that the case does not name leave. Raises JobOver."""
    mine = (JobRow.id == ending.job, JobRow.case_id == case_id, JobRow.kind != TOLD)
    files = session.scalar(select(JobRow.files).where(*mine))
    if files is None:
        raise JobOver("another ended it")
    if ending.tells:
        session.execute(update(JobRow).where(*mine).values(kind=TOLD, sealed=ending.tells, files=""))
    else:
        session.execute(delete(JobRow).where(*mine))
    blobs.take(session, case_id, set(files.split()) - names)


def files_of(connection: Connection, case_id: str) -> set[str]:
    """The files that the jobs of a case hold."""
    held = connection.scalars(select(JobRow.files).where(JobRow.case_id == case_id))
    return {name for files in held for name in files.split()}


def _sealed(opened: OpenCase, job: str, said: Mapping[str, Any]) -> bytes:
    return seal_document(opened.dek, json.dumps(said).encode(), _about(job))


def _about(job: str) -> str:
    return f"job:{job}"
