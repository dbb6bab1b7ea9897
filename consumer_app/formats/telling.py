"""What happened, what was promised and where the shopper went, in words: who, when, through what, which exhibits show it.

A page and a paper may set these words differently; what they are is worked out here, once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from consumer_app.domain.case import Case, Event, Moment, Party, Promise, Role, Step
from consumer_app.domain.case.exhibits import in_order_of_number
from consumer_app.domain.law import LawBook
from consumer_app.formats.names import (
    CONTACT_CHANNELS,
    CONTACT_CHANNELS_SHORT,
    OUTCOMES,
    OUTCOMES_IN_PAPERS,
    PROMISE_PLACES,
    PROMISE_PLACES_SHORT,
    REPLY_KINDS,
    ROLES,
    ROLES_SPOKEN,
)
from consumer_app.formats.private import hidden
from consumer_app.formats.times import day, moment

LINE = 40
SHOPS = ("店家", "卖家", "店铺", "店里", "店方")
"""Other words for the business itself, which name nobody."""
OF_THE_SHOP = ("店", "老板", "卖家", "商家")
"""How those begin who say themselves that they are the shop's: 店员小王, 店铺客服."""


@dataclass(frozen=True)
class Voice:
    """In whose voice a case is told: what people, ways, places and outcomes are called there.

    ``who`` names a party (None: nobody that the case knows) and the person who spoke for it.
    """

    who: Callable[[Party | None, str | None], str]
    channels: Mapping[str, str]
    places: Mapping[str, str]
    outcomes: Mapping[str, str]
    no_time: str


def _on_a_page(party: Party | None, speaker: str | None) -> str:
    """我 · 妈妈, 老街食品旗舰店 · 客服小夏."""
    named = ""
    if party is not None:
        named = ROLES_SPOKEN["shopper"] if party.role == "shopper" else party.shop or ROLES[party.role]
    return " · ".join(filter(None, (named, speaker)))


def _called(sides: Mapping[Role, str], party: Party | None, speaker: str | None) -> str:
    """本人, 酒店客服小夏, or the speaker alone."""
    if party is None:
        return speaker or ""
    if party.role == "shopper":
        return speaker or sides["shopper"]
    role = sides[party.role]
    if not speaker or speaker in SHOPS:
        return role
    return speaker if role in speaker or speaker.startswith(OF_THE_SHOP) else f"{role}{speaker}"


PAGE = Voice(
    who=_on_a_page,
    channels={channel: label.partition("（")[0] for channel, label in CONTACT_CHANNELS.items()},
    places=PROMISE_PLACES,
    outcomes=OUTCOMES,
    no_time=moment(None),
)
"""The site, speaking with the shopper."""


def in_a_paper(sides: Mapping[Role, str]) -> Voice:
    """The shopper, writing to others, who calls the sides so; short enough for a column."""
    return Voice(
        who=partial(_called, sides),
        channels=CONTACT_CHANNELS_SHORT,
        places=PROMISE_PLACES_SHORT,
        outcomes=OUTCOMES_IN_PAPERS,
        no_time="",
    )


@dataclass(frozen=True)
class EventInWords:
    """An event; empty where nothing is known. ``quote`` is what the words of ``what`` do not quote themselves."""

    when: str
    who: str
    channel: str
    what: str
    quote: str
    exhibits: str


@dataclass(frozen=True)
class PromiseInWords:
    """A promise, and what came of it; empty where nothing is known."""

    quote: str
    who: str
    where: str
    seen: str
    due: str
    outcome: str
    happened: str
    happened_at: str
    exhibits: str


@dataclass(frozen=True)
class StepInWords:
    """Where the shopper went before, and what came back; empty where nothing is known."""

    title: str
    done: str
    reference: str
    reply: str
    replied: str


@dataclass(frozen=True)
class Telling:
    """The events and promises of one case in words, in one voice."""

    case: Case
    voice: Voice

    @cached_property
    def _exhibits(self) -> Mapping[str, tuple[int, int]]:
        """The number and the pages of every exhibit, by the id of its evidence."""
        return {item.id: (number, item.page_count) for number, item in in_order_of_number(self.case)}

    @cached_property
    def _parties(self) -> Mapping[str, Party]:
        return {party.id: party for party in self.case.parties}

    def who(self, party_id: str | None, speaker: str | None) -> str:
        """Who acted or spoke."""
        return self.voice.who(self._parties.get(party_id or ""), speaker)

    def cited(self, *items: Event | Promise) -> str:
        """The exhibits of one or several, each once, by number: 证据1、证据3第2页. A page is named only when the exhibit has it."""
        found: dict[tuple[int, int], None] = {}
        for item in items:
            for evidence in item.evidence:
                if evidence in self._exhibits:
                    number, pages = self._exhibits[evidence]
                    page = item.pages.get(evidence) or 0
                    found[number, page if page <= pages else 0] = None
        whole = {number for number, page in found if not page}
        return "、".join(
            f"{exhibit_name(number)}第{page}页" if page else exhibit_name(number)
            for number, page in sorted(found)
            if not page or number not in whole
        )

    def event(self, event: Event) -> EventInWords:
        """An event in words."""
        return EventInWords(
            when=_moment(event.at) or self.voice.no_time,
            who=self.who(event.actor, event.speaker),
            channel=self.voice.channels[event.channel] if event.channel else "",
            what=hidden(event.what),
            quote="" if _says_already(event) else hidden(event.quote or ""),
            exhibits=self.cited(event),
        )

    def promise(self, promise: Promise) -> PromiseInWords:
        """A promise in words."""
        return PromiseInWords(
            quote=promise.quote,
            who=self.who(promise.by, promise.speaker),
            where=self.voice.places[promise.where] if promise.where else "",
            seen=day(promise.seen_on) if promise.seen_on else "",
            due=_moment(promise.due_at),
            outcome=self.voice.outcomes[promise.outcome],
            happened=promise.happened or "",
            happened_at=_moment(promise.happened_at),
            exhibits=self.cited(promise),
        )


def step_in_words(step: Step, book: LawBook) -> StepInWords:
    """A step taken, in words."""
    channel = book.channels.get(step.channel)
    return StepInWords(
        title=channel.title if channel else step.channel,
        done=day(step.done_on) if step.done_on else "",
        reference=step.reference or "",
        reply=step.reply or REPLY_KINDS.get(step.reply_kind or "", ""),
        replied=day(step.replied_on) if step.replied_on else "",
    )


def exhibit_name(number: int) -> str:
    """证据3."""
    return f"证据{number}"


def event_in_a_line(event: Event) -> str:
    """An event in one line: when, and the beginning of what happened."""
    return f"{moment(event.at)} {_beginning(event.what)}"


def promise_in_a_line(promise: Promise) -> str:
    """A promise in one line."""
    return f"承诺：「{_beginning(promise.quote)}」"


def _says_already(event: Event) -> bool:
    """Whether a row of the shopper's own story tells what happened with the very words that are quoted."""
    return bool(event.told) and event.quote is not None and all(line in event.what for line in event.quote.splitlines())


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LINE else f"{line[: LINE - 1]}…"


def _moment(at: Moment | None) -> str:
    """A moment as far as it is known; nothing where it is not."""
    return moment(at) if at is not None and at.first_day is not None else ""
