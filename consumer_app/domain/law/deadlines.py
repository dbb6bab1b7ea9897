"""Periods that somebody must keep, as a law file states them."""

from typing import Literal

from pydantic import Field

from consumer_app.domain.law.entries import Entry, FactName, Roll, Slug, Unit
from consumer_app.domain.law.statutes import Cited


class Deadline(Entry):
    """A period that somebody must keep: ``count`` ``unit``s after the fact ``after``; see ``domain/law/periods.py`` for the counting."""

    id: Slug
    title: str
    who: Literal["shopper", "seller", "platform", "carrier", "authority", "court"]
    after: FactName
    count: int = Field(ge=0)
    unit: Unit
    roll: Roll = "rest_day"
    basis: Cited | None = None
    source: str | None = None
    certainty: Literal["A", "B", "C"] | None = None
    on_expiry: Slug | None = None
    note: str | None = None
