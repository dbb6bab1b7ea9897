"""How a save lands: the work outside the write line, only comparing and writing inside it, one commit for all that belongs together."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consumer_app.domain.case import Case
from consumer_app.domain.case.files import named_files
from consumer_app.domain.law.moments import SHANGHAI
from consumer_app.storage import jobs, kept
from consumer_app.storage.arriving import Arriving
from consumer_app.storage.blobs import BlobStore
from consumer_app.storage.database import Turns, urgently, writing
from consumer_app.storage.errors import StorageBusy
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.tables import BlobRow, CaseRow, WrapRow

RACES = 8
"""How often a save that another process outran is done again on the latest version."""


class Saves:
    """Saves of cases. Those of one case wait for each other; those of another only for what is in the commit."""

    def __init__(self, engine: Engine, blobs: BlobStore, retention: timedelta) -> None:
        self._engine, self._blobs, self._retention, self._turns = engine, blobs, retention, Turns()

    def saved(
        self,
        opened: OpenCase,
        edit: Callable[[Case], Case],
        arriving: Arriving | None,
        now: datetime,
        wrap: WrapRow | None = None,
        ends: jobs.Ending | None = None,
    ) -> OpenCase:
        """The edit made ready outside the write line and written inside it, done again on the latest version when another was quicker.

        ``wrap`` is added and the job ``ends`` ended by the same commit.
        """
        texts = kept.Texts(self._blobs, opened)
        with self._turns.of(opened.case_id), texts.arriving:
            for _ in range(RACES):
                latest = self._latest(opened)
                ready = self._blobs.reserve.lent_to(partial(_ready, latest, edit, texts))
                arrivals = [texts.arriving, *([arriving] if arriving else [])]
                if changed := self._written(latest, ready, arrivals, now, wrap, ends):
                    return changed
        raise StorageBusy("others saved this case again and again")

    def _latest(self, opened: OpenCase) -> OpenCase:
        """The case as it now is; nothing is unsealed when it still is as it was opened."""
        if opened.version == 0:
            return opened
        with self._engine.connect() as connection:
            if kept.version(connection, opened.case_id) == opened.version:
                return opened
            return kept.read(connection, opened.case_id, opened.dek)

    def _written(
        self,
        latest: OpenCase,
        ready: kept.Ready,
        arrivals: list[Arriving],
        now: datetime,
        wrap: WrapRow | None,
        ends: jobs.Ending | None,
    ) -> OpenCase | None:
        today, named = (
            now.astimezone(SHANGHAI).date(),
            [ref for arriving in arrivals for ref in arriving.named(ready.names)],
        )
        if named:
            self._blobs.sync()

        def work(session: Session) -> date | None:
            until = kept.write(session, latest, ready, today, today + self._retention)
            if until is not None:
                if wrap:
                    session.add(wrap)
                self._blobs.add(session, latest.case_id, named)
                if len(arrivals) > 1:
                    self._blobs.check_room(session, latest.case_id)
                self._blobs.take(session, latest.case_id, ready.leaves)
                if ends:
                    jobs.end(session, self._blobs, latest.case_id, ends, ready.names)
            return until

        if ready.leaves or ready.sealed.size < latest.size:
            until = urgently(self._engine, work)
        else:
            with writing(self._engine) as session:
                until = work(session)
        if until is None:
            return None
        self._blobs.settle(named)
        for arriving in arrivals:
            arriving.forget(named)
        return ready.opened(latest, until)

    def take_unnamed(self, opened: OpenCase, today: date) -> None:
        """Let files go that an older version left with the case though the case does not name them."""
        old = select(BlobRow.id).where(BlobRow.case_id == opened.case_id, BlobRow.made_on < today - timedelta(days=1))
        with self._engine.connect() as connection:
            unnamed = (
                set(connection.scalars(old)) - named_files(opened.case) - jobs.files_of(connection, opened.case_id)
            )
        if unnamed:
            with writing(self._engine) as session:
                if session.scalar(select(CaseRow.version).where(CaseRow.id == opened.case_id)) == opened.version:
                    self._blobs.take(session, opened.case_id, unnamed)


def _ready(latest: OpenCase, edit: Callable[[Case], Case], texts: kept.Texts) -> kept.Ready:
    return kept.made_ready(latest, edit(latest.case), texts)
