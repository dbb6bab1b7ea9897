"""The parts of a case as a person reads them: events, promises, exhibits."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for

from consumer_app import formats
from consumer_app.domain.case import Case, Event, Evidence, Promise
from consumer_app.domain.case.exhibits import in_order_of_number

BRIEF = 24


def brief(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= BRIEF else f"{line[:BRIEF]}…"


@dataclass(frozen=True)
class ShownEvent:
    """One event of the timeline."""

    id: str
    role: str
    who: str
    when: str
    channel: str
    what: str
    quote: str
    exhibits: str
    brief: str


def shown_events(case: Case) -> list[ShownEvent]:
    """The events as they stand in the case, each with its actor's name, its day and its exhibits."""
    telling, roles = formats.Telling(case, formats.PAGE), {party.id: party.role for party in case.parties}
    return [_shown_event(event, telling, roles.get(event.actor or "", "nobody")) for event in case.events]


def _shown_event(event: Event, telling: formats.Telling, role: str) -> ShownEvent:
    told = telling.event(event)
    return ShownEvent(
        id=event.id,
        role=role,
        who=told.who or "没有写是谁",
        when=told.when,
        channel=told.channel,
        what=told.what,
        quote=told.quote,
        exhibits=told.exhibits,
        brief=brief(event.what),
    )


OUTCOME_STATES = {"broken": "broken", "late": "broken", "kept": "kept", "pending": "soon"}


@dataclass(frozen=True)
class ShownPromise:
    """One promise against what happened."""

    id: str
    quote: str
    said_by: str
    due: str
    happened: str
    state: str
    outcome: str
    exhibits: str


def shown_promises(case: Case) -> list[ShownPromise]:
    """The promises, each with who made it, when it was due, and what came of it."""
    telling = formats.Telling(case, formats.PAGE)
    return [_shown_promise(promise, telling) for promise in case.promises]


def _shown_promise(promise: Promise, telling: formats.Telling) -> ShownPromise:
    told = telling.promise(promise)
    return ShownPromise(
        id=promise.id,
        quote=told.quote,
        said_by=" · ".join(filter(None, (told.who, told.where, told.seen))),
        due=told.due,
        happened="，".join(filter(None, (told.happened_at, told.happened))),
        state=OUTCOME_STATES.get(promise.outcome, "todo"),
        outcome=told.outcome,
        exhibits=told.exhibits,
    )


@dataclass(frozen=True)
class ShownExhibit:
    """One exhibit as a card."""

    no: str
    title: str
    kind: str
    proves: str
    note: str
    thumbnail: str


def own_thumbnail(item: Evidence) -> str:
    """Where the open case shows an exhibit's thumbnail."""
    return url_for("evidence.show_thumbnail", exhibit=item.id)


def exhibits_of(case: Case, thumbnail: Callable[[Evidence], str] = own_thumbnail) -> list[ShownExhibit]:
    """The exhibits in the order of their numbers; ``thumbnail`` gives the address of an exhibit's small picture."""
    return [
        ShownExhibit(
            no=formats.exhibit_name(number),
            title=item.title,
            kind=formats.EVIDENCE_KINDS[item.kind],
            proves=item.proves or "",
            note="" if item.files else f"原件在手里{f'：{item.kept_at}' if item.kept_at else ''}",
            thumbnail=thumbnail(item) if item.thumbnail else "",
        )
        for number, item in in_order_of_number(case)
    ]
