"""A case that is open."""

from dataclasses import dataclass, field
from datetime import date

from consumer_app.domain.case import Case
from consumer_app.storage.pieces import Piece


@dataclass(frozen=True)
class OpenCase:
    """A case that is open: its document, and the key everything of it is sealed under (never printed).

    ``version`` 0 is a case that is not kept yet. ``size`` is that of its document in bytes, ``pieces`` how it lies in the database.
    """

    case_id: str
    dek: bytes = field(repr=False)
    case: Case = field(repr=False)
    version: int
    made_on: date
    expires_on: date
    size: int = 0
    pieces: tuple[Piece, ...] = field(default=(), repr=False)
