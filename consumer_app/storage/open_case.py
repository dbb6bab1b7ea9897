"""A case that is open."""

from dataclasses import dataclass, field
from datetime import date

from consumer_app.domain.case import Case


@dataclass(frozen=True)
class OpenCase:
    """A case that is open: its document, and the key everything of it is sealed under (never printed)."""

    case_id: str
    dek: bytes = field(repr=False)
    case: Case = field(repr=False)
    version: int
    made_on: date
    expires_on: date
