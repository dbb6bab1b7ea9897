"""A worked example of the law book: a case, the day it is judged on, and what must come out of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import Field, model_validator

from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.findings import ORDER, Assessment
from consumer_app.domain.law import Entry, LawBook, Slug


class Expected(Entry):
    """What an example's assessment must hold. What is not named is not looked at; ``must_not`` are claims never to be asked: neither settled nor contested."""

    settled: tuple[Slug, ...] = ()
    contested: tuple[Slug, ...] = ()
    open: tuple[Slug, ...] = ()
    excluded: tuple[Slug, ...] = ()
    amounts: dict[Slug, Decimal] = Field(default_factory=dict)
    at_least: dict[Slug, Decimal] = Field(default_factory=dict)
    deadlines: dict[Slug, date] = Field(default_factory=dict)
    channels_open: tuple[Slug, ...] = ()
    channels_not_yet_known: tuple[Slug, ...] = ()
    channels_closed: tuple[Slug, ...] = ()
    excuses: tuple[Slug, ...] = ()
    must_not: tuple[Slug, ...] = ()


class Example(Entry):
    """A worked example: always assessed as of its own ``today``. ``files`` is True for a story, which has a folder of its own."""

    title: str = ""
    plain: str | None = None
    today: date
    case: Case
    expected: Expected
    files: bool = False

    @model_validator(mode="before")
    @classmethod
    def _gather_case(cls, table: Any) -> Any:
        """``dispute(s)``, ``[answers]`` and ``[case]`` of the file make the case; a story brings its case whole."""
        if not isinstance(table, dict) or isinstance(table.get("case"), Case):
            return table
        own = {key: value for key, value in table.items() if key not in ("dispute", "disputes", "answers", "case")}
        case = {"v": 1, **table.get("case", {})}
        disputes = table.get("disputes", [table["dispute"]] if "dispute" in table else None)
        if disputes is not None:
            case["disputes"] = disputes
        if "answers" in table:
            case["answers"] = {**case.get("answers", {}), **table["answers"]}
        return {**own, "case": case}


@dataclass(frozen=True)
class Surprise:
    """Something an example expects and the assessment does not say: the key of ``expected``, what came out, what was expected."""

    key: str
    found: str
    expected: str


def surprises(example: Example, book: LawBook) -> tuple[Surprise, ...]:
    """Where the assessment of an example differs from what it expects. Raises FactError and FactConflict as ``assess`` does."""
    return tuple(_differences(example.expected, assess(example.case, book, example.today)))


def _differences(expected: Expected, found: Assessment) -> Iterator[Surprise]:
    status = {claim.id: claim.status for claim in found.claims}
    sums = {claim.id: claim.amount.total for claim in found.claims if claim.amount}
    for wanted in ORDER:
        for slug in getattr(expected, wanted):
            if status.get(slug) != wanted:
                yield Surprise(wanted, f"{slug} is {status.get(slug, 'not assessed')}", f"{slug} {wanted}")
    for slug in expected.must_not:
        if status.get(slug) in ("settled", "contested"):
            yield Surprise("must_not", f"{slug} is {status[slug]}", f"{slug} open, excluded or not assessed")
    for slug, total in expected.amounts.items():
        if sums.get(slug) != total:
            yield Surprise("amounts", f"{slug} = {sums.get(slug)}", f"{slug} = {total}")
    lows = {claim.id: claim.amount.low for claim in found.claims if claim.amount}
    for slug, low in expected.at_least.items():
        if lows.get(slug) != low:
            yield Surprise("at_least", f"{slug} at least {lows.get(slug)}", f"{slug} at least {low}")
    due = {deadline.id: deadline.on for deadline in found.deadlines}
    for deadline, on in expected.deadlines.items():
        if due.get(deadline) != on:
            yield Surprise("deadlines", f"{deadline} on {due.get(deadline)}", f"{deadline} on {on}")
    doors = {channel.id: channel.door for channel in found.channels}
    for door, slugs in (
        ("open", expected.channels_open),
        ("not_yet_known", expected.channels_not_yet_known),
        ("closed", expected.channels_closed),
    ):
        for slug in slugs:
            if doors.get(slug) != door:
                yield Surprise("channels", f"{slug} is {doors.get(slug, 'not listed')}", f"{slug} {door}")
    listed = {excuse.id for excuse in found.excuses}
    for slug in expected.excuses:
        if slug not in listed:
            yield Surprise("excuses", f"{slug} is neither heard nor usual", f"{slug} among the excuses")
