"""Cases past their day, deleted with care: a wrong clock or a bug must not empty the house."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select

from consumer_app.domain.law.moments import SHANGHAI
from consumer_app.storage.cases import CaseStore
from consumer_app.storage.database import writing
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
    with writing(engine) as session:
        total = session.scalar(select(func.count()).select_from(CaseRow)) or 0
        past = session.scalars(select(CaseRow).where(CaseRow.expires_on < today)).all()
        fresh = [row for row in past if row.found_expired_at is None or row.found_expired_at > now]
        due = [row.id for row in past if row not in fresh and row.found_expired_at <= now - FOUND_TWICE_APART]  # type: ignore[operator]
        for row in fresh:
            row.found_expired_at = now
    if len(due) > MOST_AT_ONCE or len(due) > max(ALWAYS_ALLOWED, int(total * SHARE)):
        log.error("retention: refused to delete %d of %d cases at once; is the clock right?", len(due), total)
        return Sweep(0, len(fresh), True)
    for case_id in due:
        cases.delete(case_id, now=now)
    return Sweep(len(due), len(fresh), False)
