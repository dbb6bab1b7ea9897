"""What is wrong, in the words of the story: the clause that says it of the thing, of what the other side did, or of what it refuses."""

import re
from dataclasses import dataclass
from datetime import date

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.asides import is_aside
from consumer_app.domain.listening.kinds import LONGEST_TEXT, speaks_for
from consumer_app.domain.listening.marks import leading_words
from consumer_app.domain.listening.numerals import any_of, narrow
from consumer_app.domain.listening.values import values_in
from consumer_app.domain.listening.voices import Clause, clauses_by_voice

SHORTEST, LONGEST = 3, 40
GAP, FEW, END = "…", 6, "$"
QUESTION_MARKS = ("?", "？")
HEADING = "【"
WRONG, DONE, AFTERWARDS, REFUSED = 1.0, 0.8, 0.5, 0.4
"""How much it counts that a clause says what is wrong with the thing, what was done, what is refused."""
EAR = 0.6
"""How much it counts at most that the ear for kinds hears this one in the clause."""
CARRIED = 0.3
MANY, FAINT = 10, 2.0
"""Of so many clauses one in which the ear hardly hears this kind is told in passing."""
ANY_DAY = date(2026, 1, 1)
"""A day from which days are told where only their place matters."""
COMMAS = ",，"
UNPAIRED = re.compile(r"^[^“「]*[”」]|[“「][^”」]*$|\"")
"""Words that break off in the middle of what is quoted."""


@dataclass(frozen=True)
class Trouble:
    """Words that say what is wrong, ready to be found."""

    wrong: re.Pattern[str]
    done: re.Pattern[str]
    afterwards: frozenset[str]
    refused: re.Pattern[str]
    promised: re.Pattern[str]
    failed: re.Pattern[str]
    asked: re.Pattern[str]
    wishing: re.Pattern[str]
    beside: re.Pattern[str]
    bought: re.Pattern[str]


def trouble_words(book: LawBook) -> Trouble:
    """The words of the book that say what is wrong; made once a book."""
    words = book.telling.trouble
    unless = "".join(f"(?<!{re.escape(one)})" for one in words.unless)

    def spelt(several: tuple[str, ...]) -> str:
        gap = f".{{0,{FEW}}}"
        ordered = sorted(set(several), key=lambda one: (-len(one), one))
        return "|".join(_spelt(one, gap) for one in ordered) or "(?!)"

    return Trouble(
        re.compile(f"{unless}(?:{spelt(words.wrong)})"),
        re.compile(f"(?:{spelt(words.done)})"),
        frozenset(words.afterwards),
        re.compile(f"(?:{spelt(words.refused)})"),
        re.compile(any_of(words.promised)),
        re.compile(any_of(words.failed)),
        re.compile(rf"(?P<one>\w){any_of(words.nots)}(?P=one)|(?:{spelt(words.asked)})"),
        re.compile(rf"{any_of((*words.wishing, *book.words.wishing))}(?!{any_of(book.telling.says)})"),
        re.compile(rf"(?:{any_of(book.telling.days.beside)})*[,，\s]*"),
        re.compile(any_of((*book.words.sums.buying, *book.words.sums.paid))),
    )


def _spelt(words: str, gap: str) -> str:
    """One such word as a pattern; behind ``$`` its clause must end."""
    ends = words.endswith(END)
    return gap.join(map(re.escape, words.removesuffix(END).split(GAP))) + ("$" if ends else "")


def trouble_said(text: str, kind: str, book: LawBook) -> str | None:
    """The clause that says most plainly what is wrong in a matter of this kind, with the one behind it where that says it too; none where none stands out."""
    text = text[:LONGEST_TEXT]
    plain = narrow(text, book)
    known = book.worked_out(trouble_words)
    spoken = [one for one in clauses_by_voice(text, plain, book) if SHORTEST <= one.end - one.start <= LONGEST]
    ear = speaks_for(kind, [text[one.start : one.end] for one in spoken], book)
    found = [
        (one, weight, score)
        for one, score in zip(spoken, ear, strict=True)
        if (weight := _weight(one, text, plain, known, book))
    ]
    if not found:
        return None
    most = max(score for *_, score in found)
    shares = [EAR * max(score, 0.0) / most if most > 0 else 0.0 for *_, score in found]
    best = max(range(len(found)), key=lambda at: (found[at][1] + shares[at], -at))
    if len(spoken) >= MANY and most > 0 and found[best][2] < FAINT:
        return None
    start, end = found[best][0].start, found[best][0].end
    if best + 1 < len(found):
        behind = found[best + 1][0]
        if behind.start == end + 1 and text[end] in COMMAS and behind.end - start <= LONGEST:
            end = behind.end
    start += leading_words(text[start:end], book)
    start += _its_time(text[start:end], known, book)
    return text[start:end].strip() or None


def _its_time(words: str, known: Trouble, book: LawBook) -> int:
    """How many characters at the beginning say when it was: the line is of what is wrong, and 昨天 says nothing on a paper."""
    day = next((one for one in values_in(words, book, ANY_DAY, future=True).days if one.start == 0), None)
    found = known.beside.match(words, day.end) if day else None
    return found.end() if found else 0


def _weight(one: Clause, text: str, plain: str, known: Trouble, book: LawBook) -> float:
    """How plainly a clause says what is wrong; nought where it says it not at all, asks, or only gives what was promised, wished or given as an excuse."""
    words = plain[one.start : one.end]
    if is_aside(text[one.start : one.end], book, one.voice != "own"):
        return 0.0
    if words.startswith(HEADING) or plain.startswith(QUESTION_MARKS, one.end) or known.asked.search(words):
        return 0.0
    if known.promised.search(words) and not known.failed.search(words):
        return 0.0
    if known.bought.search(words) and values_in(words, book, None).sums:
        return 0.0
    if known.wishing.match(words, leading_words(words, book)) or UNPAIRED.search(words):
        return 0.0
    if one.voice == "theirs" and not one.carried:
        return REFUSED if known.refused.search(words) or known.done.search(words) else 0.0
    less = CARRIED if one.carried and one.voice == "theirs" else 0.0
    if known.wrong.search(words) and not less:
        return WRONG
    if hits := {hit[0] for hit in known.done.finditer(words)}:
        return (AFTERWARDS if hits <= known.afterwards else DONE) - less
    if known.refused.search(words):
        return REFUSED - less / 2
    return 0.0
