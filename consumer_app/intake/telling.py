"""The words a case was told in become rows: dated sentences and pasted chats events, what is said to us is left out, the rest stays as told.

A chat is one row a day and other side: it reads as a conversation, and a turn by itself is not understood; a row is split where somebody
else of the other side takes over. The row holds the whole conversation, its quotation the other side's words alone, so that what a shop
gives as a reason is heard in them and never in what the shopper said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import cast

from consumer_app.domain.case import Case, Event, Moment, Party, Role, ToldWords
from consumer_app.domain.case.document import ContactChannel
from consumer_app.domain.case.parts import new_id
from consumer_app.domain.law import DayRange, LawBook
from consumer_app.domain.law.moments import SHANGHAI, UNKNOWN_MOMENT, month_of
from consumer_app.domain.listening.days import days_among
from consumer_app.domain.listening.happenings import Happening, happenings
from consumer_app.domain.listening.marks import leading_words
from consumer_app.domain.listening.numerals import narrow
from consumer_app.domain.listening.trouble import trouble_said
from consumer_app.intake.chats import Message
from consumer_app.intake.chats.plain import messages_in

MOST_ROWS = 100
LONGEST_CHAT, LONGEST_ROW = 3000, 4000
"""What is longer than a row can hold stays as it was told."""
HAS_PARTY = ("shopper", "seller", "platform")
"""Whoever else acts is named by what the shopper calls them: whether they are a side of the matter, the shopper says."""
WORD = re.compile(r"\w")
EDGES = " \t\u3000\r\n，,、；;：:…~～"


@dataclass(frozen=True)
class Row:
    """A row to be: when, who (a role, the person who spoke), through what, what happened, what was said word for word, the words it is from."""

    at: Moment
    role: Role | None
    speaker: str | None
    channel: ContactChannel | None
    what: str
    quote: str | None
    told: tuple[ToldWords, ...]


@dataclass(frozen=True)
class Rows:
    """What a story comes to: its rows in its order, and the words left out of papers."""

    rows: tuple[Row, ...]
    left_out: tuple[ToldWords, ...]


def told_as_rows(told: str, told_on: date | None, book: LawBook) -> Rows:
    """The rows of a story told on that day. Every word of it is in a row, left out, or in neither and then told as it is."""
    plain = narrow(told, book)
    days = days_among(told, plain, book, told_on, False)
    messages = messages_in(told, plain, days, book)
    rows: list[tuple[int, Row]] = []
    left_out: list[ToldWords] = []
    sides = frozenset(one.speaker for one in messages if one.role not in (None, "shopper"))
    strangers = frozenset(one.speaker for one in messages if one.speaker and one.role != "shopper")
    strangers -= {*book.telling.chat.anybody}
    others = sides or strangers
    rows += [(run[0].start, _conversation(run, others, told, book)) for run in _runs(messages, others, told)]
    for start, end in _between(messages, len(told)):
        account = happenings(told, plain, days, book, start, end)
        for one in account.happenings:
            if (row := _row(one, told, book)) is not None:
                rows.append((one.pieces[0][0], row))
        left_out += _joined(account.asides, told)
    rows.sort(key=lambda one: one[0])
    fitting = [row for _, row in rows if max(len(row.what), len(row.quote or "")) <= LONGEST_ROW]
    return Rows(tuple(fitting[:MOST_ROWS]), tuple(left_out[:MOST_ROWS]))


def with_rows(case: Case, book: LawBook) -> Case:
    """The case with what its story comes to, where it has no rows yet. Raises pydantic's ValidationError."""
    if not case.told or case.events:
        return case
    found = told_as_rows(case.told, case.told_on, book)
    case = case.model_copy(update={"left_out": found.left_out})
    for row in found.rows:
        case = _with_row(case, row)
    return Case.model_validate(dict(case))


def trouble_told(told: str, disputes: Sequence[str], book: LawBook) -> str | None:
    """What is wrong, in the story's own words, for the first kind of trouble chosen; of a pasted chat only the shopper's."""
    if not disputes:
        return None
    plain = narrow(told, book)
    messages = messages_in(told, plain, (), book)
    own = [told[start:end] for start, end in _between(messages, len(told))]
    own += [one.text for one in messages if one.role == "shopper" and one.text]
    return trouble_said("\n".join(own), disputes[0], book)


def _with_row(case: Case, row: Row) -> Case:
    party = case.party(row.role) if row.role else None
    if row.role in HAS_PARTY and party is None:
        party = Party(id=new_id(case, "parties"), role=row.role)
        case = case.model_copy(update={"parties": (*case.parties, party)})
    event = Event(
        id=new_id(case, "events"),
        at=row.at,
        actor=party.id if party else None,
        speaker=row.speaker,
        channel=row.channel,
        what=row.what,
        quote=row.quote,
        told=row.told,
    )
    return case.model_copy(update={"events": (*case.events, event)})


def _row(one: Happening, told: str, book: LawBook) -> Row | None:
    """A happening as a row; None where nothing is left of it but marks."""
    what = "".join(told[start:end] for start, end in one.pieces)
    what = what[leading_words(what, book) :].strip().rstrip(EDGES)
    if not WORD.search(what):
        return None
    _, role, person = one.who or ("other", None, None)
    words = tuple(ToldWords(start=start, text=told[start:end]) for start, end in one.pieces)
    quote = "\n".join(dict.fromkeys(one.quotes)) or None
    return Row(
        _moment(one.days, one.clock),
        cast(Role | None, role),
        person,
        cast(ContactChannel | None, one.way if role or person else None),
        what,
        quote,
        words,
    )


def _moment(days: date | DayRange | None, clock: tuple[int, int] | None) -> Moment:
    if days is None:
        return UNKNOWN_MOMENT
    if isinstance(days, DayRange):
        first = days.first
        if days == month_of(first.year, first.month):
            return Moment(at=f"{first:%Y-%m}", precision="month")
        return Moment.between(days)
    if clock:
        return Moment(
            at=datetime.combine(days, time(*clock), SHANGHAI).isoformat(timespec="minutes"), precision="minute"
        )
    return Moment.on(days)


def _runs(messages: Sequence[Message], others: frozenset[str | None], told: str) -> Iterator[list[Message]]:
    """Messages that stand together, of one day, with one of the other side.

    Who is on the other side is said by what they are called; where nobody is called so, it is everybody but the shopper.
    """
    run: list[Message] = []
    other: str | None = None
    length = 0
    for one in messages:
        theirs = one.speaker if one.speaker in others else None
        if run and (
            told[run[-1].end : one.start].strip()
            or one.at.day != run[-1].at.day
            or (theirs and other and theirs != other)
            or length + len(one.line) > LONGEST_CHAT
        ):
            yield run
            run, other, length = [], None, 0
        run.append(one)
        other, length = other or theirs, length + len(one.line)
    if run:
        yield run


def _conversation(run: Sequence[Message], others: frozenset[str | None], told: str, book: LawBook) -> Row:
    """A run of messages as one row; 商家 and its like name a side and nobody who speaks for it."""
    theirs = [one for one in run if one.speaker in others]
    mine = all(one.role == "shopper" for one in run if one.speaker)
    role = theirs[0].role if theirs else "shopper" if mine else None
    quote = "\n".join(one.text for one in theirs if one.text) or None
    what = "\n".join(one.line for one in run)
    words = (ToldWords(start=run[0].start, text=told[run[0].start : run[-1].end]),)
    known = cast(Role | None, role if role in HAS_PARTY else None)
    speaker = theirs[0].speaker if theirs else None
    if known and speaker in book.telling.speakers.get(known, ()):
        speaker = None
    return Row(run[0].at, known, speaker, "chat", what, quote, words)


def _between(messages: Sequence[Message], length: int) -> Iterator[tuple[int, int]]:
    """The parts of the text that are no messages."""
    at = 0
    for one in messages:
        if at < one.start:
            yield at, one.start
        at = one.end
    if at < length:
        yield at, length


def _joined(pieces: Sequence[tuple[int, int]], told: str) -> Iterator[ToldWords]:
    """Pieces as words, those that touch as one."""
    joined: list[list[int]] = []
    for start, end in pieces:
        if joined and joined[-1][1] == start:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    for start, end in joined:
        yield ToldWords(start=start, text=told[start:end])
