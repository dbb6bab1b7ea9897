"""What happened, as it is told: clauses with a day begin something that happened, those behind them carry it on; who acted, what was said word for word.

Nothing is invented: what has no day of its own and nothing dated before it in its paragraph is no happening, and somebody who is not
named is nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from consumer_app.domain.law import DayRange, LawBook
from consumer_app.domain.listening.asides import asks_us, is_aside, is_bare_wish, is_question
from consumer_app.domain.listening.days_told import DaysTold
from consumer_app.domain.listening.grams import SENTENCE
from consumer_app.domain.listening.marks import Marks, leading_words, marks_of_telling
from consumer_app.domain.listening.said import DaySaid
from consumer_app.domain.listening.speakers import COLONS, Known, Named, Names, is_where, named_in, names_of, speaks
from consumer_app.domain.listening.stretches import Stretch, stretches

LONGEST = 240
"""What happened is told in no more characters; the rest of the paragraph is told beside it."""
SHORT = 4
QUESTION_MARKS = ("?", "？")
Piece = tuple[int, int]


@dataclass
class Happening:
    """Something that happened: the pieces of the text that tell it, when, who acted, and what was said word for word."""

    pieces: list[Piece]
    days: date | DayRange | None
    clock: tuple[int, int] | None = None
    who: Known | None = None
    way: str | None = None
    quotes: list[str] = field(default_factory=list)
    dated: bool = True
    sentence: int = 0

    @property
    def length(self) -> int:
        return sum(end - start for start, end in self.pieces)


@dataclass(frozen=True)
class Account:
    """What a stretch of text tells: what happened, and the pieces of it that are said to us."""

    happenings: tuple[Happening, ...]
    asides: tuple[Piece, ...]


def happenings(text: str, plain: str, days: Sequence[DaySaid], book: LawBook, start: int, end: int) -> Account:
    """What that part of the text tells; ``plain`` is the narrow form of all of it, ``days`` are those written in it."""
    listener = _Listener(text, plain, days, book)
    sentence: list[Stretch] = []
    for stretch in stretches(text, start, end):
        sentence.append(stretch)
        if stretch.ends_sentence:
            listener.hear(sentence)
            sentence = []
    if sentence:
        listener.hear(sentence)
    return Account(tuple(listener.found), tuple(listener.asides))


class _Listener:
    """One pass over the clauses: what is being told, in which sentence, and who was named last."""

    def __init__(self, text: str, plain: str, days: Sequence[DaySaid], book: LawBook) -> None:
        self.text, self.plain, self.book = text, plain, book
        self.days = DaysTold(plain, days, book)
        self.names: Names = book.worked_out(names_of)
        self.marks: Marks = book.worked_out(marks_of_telling)
        self.found: list[Happening] = []
        self.asides: list[Piece] = []
        self.row: Happening | None = None
        self.last: Known | None = None
        self.asked = False

    def hear(self, sentence: Sequence[Stretch]) -> None:
        """Take in the next sentence."""
        start, end = sentence[0].start, sentence[-1].words_end
        self.subject: Known | None = None
        self.said_by: Known | None = None
        self.day_of_sentence: date | DayRange | None = None
        self.waiting: list[Stretch] = []
        self.awaits_who = self.asking = False
        self.wishes = self._wishes_at_its_end(sentence)
        self.questioning = self.text[end : sentence[-1].end].startswith(QUESTION_MARKS)
        self.sentence = start
        self.elsewhere = self.marks.elsewhere.match(self.plain, start, end) is not None
        if self.elsewhere or (self.row is not None and not self._carries_on(sentence)):
            self.row = None
        for one in sentence:
            self._clause(one)
        if sentence[-1].ends_line:
            self.last, self.asked = None, False
            self.row = self.row if self.row is not None and self.awaits_who and self.row.sentence == start else None

    def _wishes_at_its_end(self, sentence: Sequence[Stretch]) -> frozenset[int]:
        """Where the clauses begin that only say what is wanted and are answered by nobody in their sentence."""
        found: list[int] = []
        for one in reversed(sentence):
            words = self.plain[one.start : one.words_end]
            if is_bare_wish(words[leading_words(words, self.book) :], self.book):
                found.append(one.start)
            elif not is_aside(words, self.book, False):
                break
        return frozenset(found)

    def _carries_on(self, sentence: Sequence[Stretch]) -> bool:
        """Whether what was told goes on in the next sentence: words that were quoted are told by themselves."""
        row = self.row
        return row is not None and row.dated and row.length + sentence[-1].end - sentence[0].start <= LONGEST

    def _clause(self, one: Stretch) -> None:
        again = self._again(one)
        day = self.days.of(one, self.row.days if self.row is not None else None, self._silent() and not again)
        spoken = day
        if isinstance(day, DaySaid) and again == day.start and self.row is not None:
            self.row.days, self.day_of_sentence, day = day.days, day.days, None
        if day is not None and not self._in_family():
            self.subject = None
        named = self._named(one, day)
        told = None if named is None else speaks(named, self.plain, one.words_end, self.names)
        quoting = told is not None or self.said_by is not None
        if day is None and self._aside(one, quoting):
            self.asides.append((one.start, one.end))
            return
        self.asked = False
        who = self._who(one, named)
        quotes = self._quotes(one, told)
        speaker = who if told is not None else self.said_by
        if told is not None and named is not None and named.kind in ("side", "other"):
            self.said_by = named.who
        self._place(one, day, who, speaker if quotes else None)
        if self.row is None:
            self.waiting.append(one)
            return
        if self.awaits_who:
            self.row.who = self.row.who or who
            self.awaits_who = who is None and self._only_time(one, day or spoken)
        if quotes and speaker == self.row.who:
            self.row.quotes += quotes
        reached = self.names.reaching.search(self.plain, one.start, one.words_end)
        if (told is not None or reached) and not self._in_family():
            self.row.way = self.row.way or self._way(one)

    def _again(self, one: Stretch) -> int | None:
        """Where a day begins that says which one the sentence told before (昨天，也就是11月29日): it is the day of the same happening."""
        if self.row is None or not self.row.dated or self.row.sentence != self.sentence:
            return None
        found = self.marks.that_is.match(self.plain, one.start, one.words_end)
        return found.end() if found else None

    def _in_family(self) -> bool:
        """Whether the sentence is about somebody of the family: what it tells of another day is still what they did."""
        who = (self.subject and self.subject[2]) or ""
        return bool(self.names.family.search(who) or self.names.relations.search(who))

    def _silent(self) -> bool:
        """Whether a day in this clause is not the day of what it tells: somebody speaks of it, or who acts is still awaited."""
        waits = self.awaits_who and self.row is not None and self.row.who is None
        return self.said_by is not None or self.elsewhere or waits

    def _aside(self, one: Stretch, quoting: bool) -> bool:
        """Whether a clause is said to us: a question to us goes on to the end of its sentence, and further questions follow it."""
        words = "".join(self.text[first:last] for first, last in _outside(one))
        if not quoting and one.start in self.wishes:
            return True
        if not quoting and (self.asking or asks_us(words, self.book)):
            self.asking = self.asked = True
            return True
        if self.asked and not quoting and self.questioning:
            return True
        if not is_aside(words, self.book, quoting):
            return False
        self.asked = self.asked or (not quoting and is_question(words, self.book))
        return True

    def _place(self, one: Stretch, day: DaySaid | date | None, who: Known | None, speaker: Known | None) -> None:
        """Begin something that happened, carry on with it, or leave the clause with what is told beside."""
        days, clock = self.days.moment(day, one)
        if days is not None and not (self.row and self.row.days == days and self.row.sentence == self.sentence):
            self.day_of_sentence = days
            self._begin(one, days, clock)
        elif speaker and speaker[0] == "side" and self._other_than(speaker):
            self._begin(one, self.day_of_sentence, None)
            self.row.who = speaker  # type: ignore[union-attr]
            self.awaits_who = False
        elif self.row is not None:
            start, end = self.row.pieces[-1]
            if end == one.start:
                self.row.pieces[-1] = (start, one.end)
            else:
                self.row.pieces.append((one.start, one.end))

    def _begin(self, one: Stretch, days: date | DayRange | None, clock: tuple[int, int] | None) -> None:
        """Something else happened; what its sentence told before it belongs to it, where nothing else holds that."""
        before = [(two.start, two.end) for two in self.waiting]
        self.waiting = []
        pieces: list[Piece] = []
        for start, end in (*before, (one.start, one.end)):
            if pieces and pieces[-1][1] == start:
                pieces[-1] = (pieces[-1][0], end)
            else:
                pieces.append((start, end))
        self.row = Happening(pieces, days, clock, dated=days is not None, sentence=self.sentence)
        self.awaits_who = True
        self.found.append(self.row)

    def _other_than(self, speaker: Known) -> bool:
        if self.row is None or self.row.sentence != self.sentence:
            return True
        return self.row.who != speaker and not (self.awaits_who and self.row.who is None)

    def _only_time(self, one: Stretch, day: DaySaid | date | None) -> bool:
        """Whether a clause says when and nothing else."""
        if isinstance(day, DaySaid):
            start = self._again(one) or one.start
            left = self.plain[start : day.start] + self.plain[day.end : one.words_end]
        elif day and (later := self.marks.after.match(self.plain, one.start, one.words_end)):
            left = self.plain[later.end() : one.words_end]
        else:
            return False
        return not self.marks.beside.sub("", left).strip()

    def _named(self, one: Stretch, day: DaySaid | date | None) -> Named | None:
        """Who acts in the clause; he or she is who was named last. A side in the middle of a clause acts only where it speaks."""
        for first, last in _outside(one):
            for named in named_in(self.plain, first, last, self.names):
                if named.kind == "pronoun":
                    kind, role, person = self.last or ("other", None, None)
                    return Named(kind, role, person, named.start, named.end)
                if named.kind == "me":
                    return named
                silent = speaks(named, self.plain, last, self.names) is None
                if silent and named.start - self._head(one, day) > SHORT:
                    continue
                if silent and is_where(named, self.plain, first, self.names):
                    continue
                self.last = named.who
                return named
        return None

    def _head(self, one: Stretch, day: DaySaid | date | None) -> int:
        """Where a clause begins, behind words that connect, its day and its time."""
        start = day.end if isinstance(day, DaySaid) else one.start
        at = -1
        while at != start:
            at = start
            for mark in (self.marks.leading, self.marks.times):
                if found := mark.match(self.plain, start, one.words_end):
                    start = found.end()
        return start

    def _who(self, one: Stretch, named: Named | None) -> Known | None:
        """Who acts: whom the clause names, the sentence before it, or the shopper who does what shoppers do."""
        reached = self.names.reaching.search(self.plain, one.start, one.words_end)
        if named is not None:
            self.subject = named.who
        elif self.subject is None and (reached or self.names.deeds.search(self.plain, one.start, one.words_end)):
            self.subject = ("me", "shopper", None)
        if reached and self.names.known[reached["whom"]][0] != "pronoun":
            self.last = self.names.known[reached["whom"]]
        return self.subject

    def _way(self, one: Stretch) -> str | None:
        """Through what something was said: the way that is named first."""
        found = [
            (hit.start(), way)
            for way, mark in self.marks.ways
            for hit in [mark.search(self.plain, one.start, one.words_end)]
            if hit
        ]
        return min(found)[1] if found else None

    def _quotes(self, one: Stretch, told: int | None) -> list[str]:
        """The words in quotation marks that somebody says right there, or all words behind a name and a colon."""
        found = []
        for first, last in one.quoted:
            begins = told if told is not None and told <= first else one.start if self.said_by else None
            if begins is not None and self.marks.between.match(self.plain, begins, first - 1):
                found.append(self.text[first:last].strip())
        if not found and told is not None and self.plain[told - 1] in COLONS:
            found = [sentence[0].strip() for sentence in [SENTENCE.match(self.text, told)] if sentence]
        return [words for words in found if len(words) > 1]


def _outside(one: Stretch) -> list[Piece]:
    """The parts of a clause that do not stand in quotation marks."""
    parts, at = [], one.start
    for first, last in one.quoted:
        parts.append((at, first))
        at = last
    return [*parts, (at, one.words_end)]
