"""What every entry of the law book is made of: its words for kinds, its base, and values that hold from a day."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

T = TypeVar("T")
Scalar = bool | int | Decimal | date | str
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Unit = Literal["hour", "natural_day", "working_day", "month", "year"]
Roll = Literal["rest_day", "public_holiday", "none"]
Certainty = Literal["settled", "contested"]
Asks = Literal[
    "refund", "return", "exchange", "repair", "redo", "restore", "price_reduction", "supply", "perform", "compensate",
    "punitive", "information", "correction", "apology", "stop", "records",
]  # fmt: skip
Respondent = Literal["seller", "platform", "maker", "carrier", "passenger_carrier", "installer"]


class Entry(BaseModel):
    """What every entry of the law book shares: frozen, and a key that this version does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dated(Entry, Generic[T]):
    """A value with the days from which it holds. Before the first day there is no value: never a fallback."""

    starts: tuple[tuple[date, T], ...]

    @model_validator(mode="before")
    @classmethod
    def _from_table(cls, table: Any) -> Any:
        if isinstance(table, dict) and "starts" not in table:
            return {"starts": tuple(sorted((date.fromisoformat(str(start)), value) for start, value in table.items()))}
        return table

    def on(self, day: date) -> T | None:
        """The value in force on that day; None before the first start."""
        return next((value for start, value in reversed(self.starts) if start <= day), None)
