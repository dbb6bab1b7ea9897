"""The parts of a case as a person reads them: events, promises, exhibits."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import url_for

from consumer_app import formats
from consumer_app.domain.case import Case, Event, Evidence, Promise
from consumer_app.domain.case.exhibits import exhibit_numbers, in_order_of_number

BRIEF = 24


def brief(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= BRIEF else f"{line[:BRIEF]}…"


def exhibit_words(numbers: Mapping[str, int], ids: Iterable[str]) -> str:
    """证据1、证据3"""
    return "、".join(f"证据{numbers[one]}" for one in ids)


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
    numbers = exhibit_numbers(case)
    return [_shown_event(case, event, numbers) for event in case.events]


def _shown_event(case: Case, event: Event, numbers: Mapping[str, int]) -> ShownEvent:
    party = next((one for one in case.parties if one.id == event.actor), None)
    who = _who(case, event.actor)
    if event.speaker:
        who = f"{who} · {event.speaker}" if who else event.speaker
    return ShownEvent(
        id=event.id,
        role=party.role if party else "nobody",
        who=who or "没有写是谁",
        when=formats.moment(event.at),
        channel=_plain_channel(event.channel),
        what=event.what,
        quote=event.quote or "",
        exhibits=exhibit_words(numbers, event.evidence),
        brief=brief(event.what),
    )


OUTCOME_KINDS = {"broken": "broken", "late": "broken", "kept": "kept", "pending": "soon", "unknown": "todo"}


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
    numbers = exhibit_numbers(case)
    return [_shown_promise(case, promise, numbers) for promise in case.promises]


def _shown_promise(case: Case, promise: Promise, numbers: Mapping[str, int]) -> ShownPromise:
    place = formats.PROMISE_PLACES.get(promise.where or "", "")
    seen = formats.day(promise.seen_on) if promise.seen_on else ""
    happened = [promise.happened or "", formats.moment(promise.happened_at) if promise.happened_at else ""]
    return ShownPromise(
        id=promise.id,
        quote=promise.quote,
        said_by=" · ".join(filter(None, (_who(case, promise.by), promise.speaker, place, seen))),
        due=formats.moment(promise.due_at) if promise.due_at else "",
        happened="，".join(filter(None, reversed(happened))),
        state=OUTCOME_KINDS[promise.outcome],
        outcome=formats.OUTCOMES[promise.outcome],
        exhibits=exhibit_words(numbers, promise.evidence),
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
            no=f"证据{number}",
            title=item.title,
            kind=formats.EVIDENCE_KINDS[item.kind],
            proves=item.proves or "",
            note="" if item.file else f"原件在手里{f'：{item.kept_at}' if item.kept_at else ''}",
            thumbnail=thumbnail(item) if item.file and item.file.thumbnail else "",
        )
        for number, item in in_order_of_number(case)
    ]


def _who(case: Case, party_id: str | None) -> str:
    party = next((one for one in case.parties if one.id == party_id), None)
    if party is None:
        return ""
    return "我" if party.role == "shopper" else party.shop or formats.ROLES[party.role]


def _plain_channel(channel: str | None) -> str:
    return formats.CONTACT_CHANNELS[channel].partition("（")[0] if channel else ""
