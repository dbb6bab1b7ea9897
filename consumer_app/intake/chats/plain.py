"""Chats pasted as plain text: 「我：…」 line by line, or a line with name and time and the words below it, as WeChat, QQ and shops copy them.

What is no chat is left alone: a name nobody knows speaks only among those who are known, or when it comes again in the same run of lines.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from consumer_app.domain.case import Moment
from consumer_app.domain.law import LawBook
from consumer_app.domain.law.moments import SHANGHAI, UNKNOWN_MOMENT
from consumer_app.domain.listening.said import DaySaid
from consumer_app.domain.listening.speakers import Names, chat_marks_of, names_of, role_of
from consumer_app.intake.chats import Message

LONGEST_NAME, LONGEST_HEAD = 14, 60
NOON = 12
CLOCK = re.compile(r"(?<![\d:：])(?P<hour>[01]?\d|2[0-3])[:：](?P<minute>[0-5]\d)(?:[:：][0-5]\d)?(?!\d|[:：]\d)")
ASIDE = re.compile(r"[(（<][^()（）<>]*[)）>]?$|[(（<][^()（）<>]*[)）>]")
NUMBERS_BEHIND = re.compile(r"\d{1,2}[-/.]\d{1,2}$")
BRACKETED = re.compile(r"\s*(?:【(?P<a>[^【】\n]{1,14})】|\[(?P<b>[^\[\]\n]{1,14})\])\s*[:：]?")
COLON = re.compile(r"[:：]")
AROUND = " \t\u3000()（）[]【】<>《》-—–·,，、|@"
NO_NAME = re.compile(r"[。！？!?；;，,…~～“”「」\"'、=+/\\]|\d{3,}")
TURNS_BEHIND = " \t\u3000。！？!?；;，,…~～”」』）)】]:："
LINE = re.compile(r"[^\n]*(?:\n|$)")


@dataclass(frozen=True)
class _Line:
    """A line that begins like a message: who, when, the words behind it, and whether they stand on the lines below."""

    start: int
    end: int
    name: str
    role: str | None
    known: bool
    on: date | None
    clock: tuple[int, int] | None
    words: int
    heads: bool
    system: bool = False


def messages_in(
    text: str, plain: str, days: Sequence[DaySaid], book: LawBook, me: str | None = None
) -> tuple[Message, ...]:
    """The messages pasted into the text, in its order. ``plain`` is its narrow form, ``days`` are those written in it; ``me`` is the shopper's name there."""
    reader = _Reader(text, plain, days, book, me)
    found: list[Message] = []
    for run in reader.accepted():
        found += reader.messages(run, len(found))
    return tuple(found)


class _Reader:
    """One pass over the lines of a paste."""

    def __init__(self, text: str, plain: str, days: Sequence[DaySaid], book: LawBook, me: str | None) -> None:
        self.text, self.plain, self.book = text, plain, book
        self.mine = frozenset((*book.telling.chat.mine, *filter(None, (me,))))
        self.labels = frozenset(book.telling.chat.labels)
        self.names: Names = book.worked_out(names_of)
        self.words = book.worked_out(chat_marks_of)
        self.business = frozenset(word for several in book.telling.speakers.values() for word in several)
        self.days = days
        self.next_day = 0

    def accepted(self) -> Iterator[list[_Line]]:
        """The runs without those who do not speak. A name that speaks in one of them speaks in all."""
        runs = list(self.runs())
        speaking = {line.name for run in runs for part in self._accepted(run, frozenset()) for line in part}
        for run in runs:
            yield from self._accepted(run, frozenset(speaking))

    def runs(self) -> Iterator[list[_Line]]:
        """Lines that belong together: each begins like a message, or stands right below one that is only name and time."""
        run: list[_Line] = []
        apart = False
        for start, end in self._lines():
            if not self.text[start:end].strip():
                apart = True
                continue
            if (line := self._line(start, end)) is not None:
                run.append(line)
            elif run and run[-1].heads and not apart:
                run[-1] = replace(run[-1], end=end)
            elif run:
                yield run
                run = []
            apart = False
        if run:
            yield run

    def _lines(self) -> Iterator[tuple[int, int]]:
        """The lines of the paste; one on which several speak in turn (我：… 客服：… 我：…) is cut before each of them, and where the teller goes on behind the last."""
        for found in LINE.finditer(self.text):
            start, end = found.span()
            if start == end:
                return
            turns = [turn for turn in self.words.turn.finditer(self.plain, start, end) if self._turns(turn, start)]
            if len({turn["name"] for turn in turns}) > 1:
                places = [turn.start("name") for turn in turns]
                after = self.words.after.search(self.plain, turns[-1].end(), end)
                for first in (*places, *((after.end("before"),) if after else ())):
                    if start < first:
                        yield start, first
                        start = first
            yield start, end

    def _turns(self, turn: re.Match[str], start: int) -> bool:
        """Whether somebody known speaks there: at the beginning, or behind a mark, a space or what announces it."""
        before = self.text[start : turn.start("name")]
        return (not before.strip() or before[-1] in TURNS_BEHIND) and self._who(turn["name"])[1]

    def _accepted(self, run: list[_Line], speaking: frozenset[str]) -> Iterator[list[_Line]]:
        """The run without those who do not speak; nothing where nobody known does."""
        often = Counter(line.name for line in run if line.name)
        mine = any(line.role == "shopper" for line in run)
        listed = any(line.name in self.labels for line in run)
        talk = mine or any(line.known and line.name not in self.business for line in run)
        both = sum(times > 1 for times in often.values()) and len(often) > 1
        kept: list[_Line] = []
        for line in run:
            speaks = line.system or (
                line.name not in self.labels
                and (
                    (line.known and (talk or not listed))
                    or line.name in speaking
                    or (not line.known and ((talk and len(run) > 1 and not listed) or both or line.heads))
                )
            )
            if speaks:
                kept.append(line)
            elif any(not one.system for one in kept):
                yield kept
                kept = []
            else:
                kept = []
        while kept and kept[-1].system:
            kept.pop()
        if kept:
            yield kept

    def messages(self, run: list[_Line], number: int) -> Iterator[Message]:
        """The messages of a run; a day that was written above holds for those below it."""
        day: date | None = None
        for line in run:
            day = line.on or day
            if line.heads:
                # the words stand below: name and time are one line of the paper with them
                head_end = self.text.find("\n", line.start, line.end)
                head = self.text[line.start : head_end if head_end >= 0 else line.end].strip().rstrip(":：")
                words = self.text[head_end + 1 : line.end].strip() if head_end >= 0 else ""
                shown = f"{head}：{' '.join(words.split())}" if words else head
            else:
                words = self.text[line.words : line.end].strip()
                shown = self.text[line.start : line.end].strip()
            at = _moment(day, line.clock)
            yield Message(number, at, line.name or None, line.role, words, line.start, line.end, shown)
            number += 1

    def _line(self, start: int, end: int) -> _Line | None:
        stop = end - 1 if self.text[end - 1] == "\n" else end
        while self.next_day < len(self.days) and self.days[self.next_day].start < start:
            self.next_day += 1
        if self.words.system.search(self.plain, start, stop):
            return _Line(start, end, "", None, False, None, None, start, False, system=True)
        if (bracket := BRACKETED.match(self.text, start, stop)) and bracket.end() < stop:
            name = (bracket["a"] or bracket["b"]).strip()
            role, known = self._who(name)
            return (
                _Line(start, end, name, role, known, None, None, bracket.end(), False) if self._can_be(name) else None
            )
        clock = CLOCK.search(self.plain, start, min(stop, start + 48))
        colon = next(
            (c for c in COLON.finditer(self.plain, start, min(stop, start + 48)) if not _in(c.start(), clock)), None
        )
        heads = self._head(start, end, stop, clock)
        if heads is not None:
            return heads
        if colon is not None and colon.end() < stop and self.text[colon.end() : stop].strip():
            return self._spoken(
                start, end, colon.start(), colon.end(), clock if clock and clock.end() <= colon.start() + 1 else None
            )
        if clock is not None and clock.end() < stop:
            line = self._spoken(start, end, clock.end(), clock.end(), clock)
            return line if line is not None and line.known else None
        return None

    def _head(self, start: int, end: int, stop: int, clock: re.Match[str] | None) -> _Line | None:
        """A line that is nothing but name and time, in any order."""
        if stop - start > LONGEST_HEAD:
            return None
        name, day = self._name(start, stop, clock, whole=True)
        if (not name and day is None) or (name and clock is None):
            return None
        if not name:
            return _Line(start, end, "", None, False, day, self._time(clock, start, stop), start, False, system=True)
        if not self._can_be(name) or any(mark in name for mark in ":："):
            return None
        role, known = self._who(name)
        return _Line(start, end, name, role, known, day, self._time(clock, start, stop), stop, True)

    def _spoken(self, start: int, end: int, head_end: int, words: int, clock: re.Match[str] | None) -> _Line | None:
        name, day = self._name(start, head_end, clock)
        if not self._can_be(name):
            return None
        role, known = self._who(name)
        return _Line(start, end, name, role, known, day, self._time(clock, start, head_end), words, False)

    def _name(self, start: int, stop: int, clock: re.Match[str] | None, whole: bool = False) -> tuple[str, date | None]:
        """What is left of the beginning of a line without its day and time, and that day; nothing of a ``whole`` line that says more."""
        cut = [(clock.start(), clock.end())] if clock and clock.end() <= stop else []
        on: date | None = None
        at = self.next_day
        while at < len(self.days) and self.days[at].end <= stop:
            days = self.days[at].days
            on = days if isinstance(days, date) and on is None else on
            cut.append((self.days[at].start, self.days[at].end))
            at += 1
        left, place = list[str](), start
        for first, last in sorted(cut):
            left.append(self.text[place:first])
            place = max(last, place)
        left.append(self.text[place:stop])
        words = [word for part in left for word in self._without_halves(ASIDE.sub(" ", part))]
        if whole and len(words) > 1:
            return "", None
        name = words[0] if words else ""
        return NUMBERS_BEHIND.sub("", name).strip(AROUND), on

    def _without_halves(self, text: str) -> Iterator[str]:
        """The words before and behind a word of the time of day, as far as there are any."""
        half = self.words.halves.search(text)
        for part in (text[: half.start()], text[half.end() :]) if half else (text,):
            if words := part.strip(AROUND + ":："):
                yield words

    def _time(self, clock: re.Match[str] | None, start: int, stop: int) -> tuple[int, int] | None:
        if clock is None:
            return None
        hour = int(clock["hour"])
        if hour < NOON and self.words.afternoon.search(self.plain, start, stop):
            hour += NOON
        return hour, int(clock["minute"])

    def _who(self, name: str) -> tuple[str | None, bool]:
        if name in self.mine:
            return "shopper", True
        if name in self.book.telling.chat.sides:
            return self.book.telling.chat.sides[name], True
        if self.names.relations.fullmatch(name):
            return "shopper", True
        role = role_of(name, self.names)
        return role, role is not None or bool(self.names.within.fullmatch(name))

    def _can_be(self, name: str) -> bool:
        mine = name not in self.mine and any(one in name for one in self.book.telling.me)
        prose = name.endswith(self.book.telling.chat.prose or ("\n",))
        return 0 < len(name) <= LONGEST_NAME and not mine and not prose and not NO_NAME.search(name)


def _in(place: int, clock: re.Match[str] | None) -> bool:
    return clock is not None and clock.start() <= place < clock.end()


def _moment(day: date | None, clock: tuple[int, int] | None) -> Moment:
    if day is None:
        return UNKNOWN_MOMENT
    if clock is None:
        return Moment.on(day)
    return Moment(at=datetime.combine(day, time(*clock), SHANGHAI).isoformat(timespec="minutes"), precision="minute")
