"""Cases past their day, deleted with care: a wrong clock or a bug must not empty the store."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, and_, func, not_, select, update

from consumer_app.domain.law.moments import SHANGHAI
from consumer_app.storage.cases import CaseStore
from consumer_app.storage.database import urgently
from consumer_app.storage.tables import CaseRow

FOUND_TWICE_APART = timedelta(hours=24)
MOST_AT_ONCE = 50
ALWAYS_ALLOWED = 3
SHARE = 0.05

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sweep:
    """What a sweep did: cases deleted, cases newly found past their day, and whether it refused to delete so many."""

    deleted: int
    found: int
    refused: bool


def sweep(engine: Engine, cases: CaseStore, *, now: datetime) -> Sweep:
    """Delete the cases that two sweeps, at least a day apart, both found past their day.

    Refuses to delete more than 50 at once, or more than 5 % of all (three are always allowed), and says so in the log; the operator then
    looks at the clock. A case used in between is not past its day any more.
    """
    today = now.astimezone(SHANGHAI).date()
    past = CaseRow.expires_on < today
    found = (CaseRow.found_expired_at.is_not(None), CaseRow.found_expired_at <= now)
    twice = CaseRow.found_expired_at <= now - FOUND_TWICE_APART
    with engine.connect() as connection:
        fresh = connection.scalar(select(func.count()).select_from(CaseRow).where(past, not_(and_(*found)))) or 0
        due = list(connection.scalars(select(CaseRow.id).where(past, *found, twice).limit(MOST_AT_ONCE + 1)))
        enough = select(CaseRow.id).limit(int(len(due) / SHARE) + 1).subquery()
        total = connection.scalar(select(func.count()).select_from(enough)) or 0
    if fresh:
        urgently(
            engine,
            lambda session: session.execute(
                update(CaseRow).where(past, not_(and_(*found))).values(found_expired_at=now)
            ),
        )
    if len(due) > MOST_AT_ONCE or len(due) > max(ALWAYS_ALLOWED, int(total * SHARE)):
        log.error(
            "retention: refused to delete %d or more of %d or more cases at once; is the clock right?", len(due), total
        )
        return Sweep(0, fresh, True)
    for case_id in due:
        cases.delete(case_id, now=now)
    return Sweep(len(due), fresh, False)
