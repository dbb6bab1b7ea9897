"""Who acts or speaks in a clause: the shopper, a side of the matter, somebody else, or nobody that is named. The words are data (``telling.toml``)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.numerals import any_of

Kind = Literal["me", "side", "other", "pronoun"]
Known = tuple[Kind, str | None, str | None]
AHEAD = 10
"""How far behind a name its verb of saying can stand."""
LONGEST_BESIDE = 3
"""A label that says more beside the word for a side is no name of its people."""
COLONS = ":："
LONGEST_SENTENCE = 80
SENTENCE_ENDS = "。！？!?;；\n"


@dataclass(frozen=True)
class Named:
    """Somebody named in a text: ``role`` of a side of the matter; ``person`` is the word for one who speaks for it, or for somebody else."""

    kind: Kind
    role: str | None
    person: str | None
    start: int
    end: int

    @property
    def who(self) -> Known:
        """The same person, wherever it is named."""
        return self.kind, self.role, self.person


@dataclass(frozen=True)
class Names:
    """Everybody who can be named, ready to be found."""

    anyone: re.Pattern[str]
    known: dict[str, Known]
    preceding: tuple[str, ...]
    using: tuple[str, ...]
    family: re.Pattern[str]
    says: re.Pattern[str]
    reaching: re.Pattern[str]
    deeds: re.Pattern[str]
    relations: re.Pattern[str]
    within: re.Pattern[str]
    at: re.Pattern[str]
    places: frozenset[str]
    elsewhere: re.Pattern[str]


def names_of(book: LawBook) -> Names:
    """The names of the book's words of telling; made once a book."""
    words = book.telling
    known: dict[str, Known] = {word: ("other", None, word) for word in words.others}
    known |= {word: ("other", None, word) for word in words.family}
    known |= dict.fromkeys(words.kin, ("other", None, None))
    known |= dict.fromkeys(words.pronouns, ("pronoun", None, None))
    known |= {word: ("side", role, None) for role, several in words.speakers.items() for word in several}
    known |= {word: ("side", role, word) for role, several in words.staff.items() for word in several}
    within = any_of(known)
    known |= dict.fromkeys(words.me, ("me", "shopper", None))
    behind = {*words.preceded, *(f"{verb}{aspect}" for verb, aspect in product(words.preceded, words.aspects))}
    return Names(
        anyone=re.compile(rf"{any_of(known)}(?!{any_of(words.not_before)})"),
        known=known,
        preceding=tuple(sorted(behind)),
        using=words.using or ("\0",),
        family=re.compile(any_of(words.family)),
        says=re.compile(rf"{any_of(words.says)}(?!{any_of(words.no_saying)})"),
        reaching=re.compile(rf"{any_of(words.reaching)}{any_of(words.aspects)}?(?P<whom>{within})"),
        deeds=re.compile(any_of(words.own_deeds)),
        relations=re.compile(any_of(words.relations)),
        within=re.compile(within),
        at=re.compile(any_of(words.at)),
        elsewhere=_elsewhere(book),
        places=frozenset((*words.others, *(word for several in words.speakers.values() for word in several))),
    )


def _elsewhere(book: LawBook) -> re.Pattern[str]:
    """A place whose people are not the shop's: turned to before in the sentence (打12315, 找平台), or named right before its people (京东客服)."""
    words = book.telling
    called = {name for one in book.platforms.values() for name in (one.title, *one.also)}
    theirs = [*called, *(word for role, several in words.speakers.items() if role != "seller" for word in several)]
    turned = any_of(verb for verb in words.reaching if verb not in words.at)
    to = any_of((*theirs, *words.others, *words.authorities))
    right_before = any_of((*theirs, *words.authorities))
    return re.compile(
        rf"{turned}{any_of(words.aspects)}?{to}[^。！？!?;；\n]*$|{right_before}(?:{re.escape(book.words.sums.of)})?$",
        re.IGNORECASE,
    )


def is_elsewheres(named: Named, plain: str, start: int, names: Names) -> bool:
    """Whether somebody who is called as a shop's people are speaks for somebody else: 打12315，客服说; 平台的客服."""
    if named.kind != "side" or named.role != "seller" or named.person is None:
        return False
    return names.elsewhere.search(plain, start, named.start) is not None


@dataclass(frozen=True)
class ChatMarks:
    """What stands beside the clock of a chat, and what the program itself says, ready to be found."""

    halves: re.Pattern[str]
    afternoon: re.Pattern[str]
    system: re.Pattern[str]
    turn: re.Pattern[str]
    after: re.Pattern[str]


def chat_marks_of(book: LawBook) -> ChatMarks:
    """The marks of chats; made once a book."""
    words = book.telling.chat
    known = book.worked_out(names_of)
    spoken = any_of((*words.mine, *words.sides, *(name for name, who in known.known.items() if who[0] == "side")))
    goes_on = any_of((*book.telling.connecting, *words.going_on))
    return ChatMarks(
        re.compile(any_of(words.halves)),
        re.compile(any_of(words.afternoon)),
        re.compile(any_of(words.system)),
        re.compile(rf"(?P<name>{spoken})[{COLONS}]"),
        re.compile(rf"(?P<before>[{SENTENCE_ENDS}”」]\s*){goes_on}"),
    )


def named_in(plain: str, start: int, end: int, names: Names) -> Iterator[Named]:
    """Everybody who is named as one who acts in that part of a narrow text, in its order; a platform's people are not the shop's."""
    for named in _named_in(plain, start, end, names):
        near = max(0, named.start - LONGEST_SENTENCE)
        first = max(near, max(plain.rfind(mark, near, named.start) for mark in SENTENCE_ENDS) + 1)
        if is_elsewheres(named, plain, first, names):
            yield Named("other", None, named.person, named.start, named.end)
        else:
            yield named


def _named_in(plain: str, start: int, end: int, names: Names) -> Iterator[Named]:
    for hit in names.anyone.finditer(plain, start, end):
        kind, role, person = names.known[hit[0]]
        if kind == "me":
            if relative := names.relations.match(plain, hit.end(), end):
                called = names.family.match(plain, hit.end(), end)
                who = called[0] if called else plain[hit.start() : relative.end()]
                yield Named("other", None, who, hit.start(), (called or relative).end())
            elif not plain.endswith(names.using, start, hit.start()):
                yield Named(kind, role, person, *hit.span())
        elif not plain.endswith(names.preceding, start, hit.start()):
            yield Named(kind, role, person, *hit.span())


def is_where(named: Named, plain: str, start: int, names: Names) -> bool:
    """Whether what is named is where something was and not who did it: 在商场一个专柜买的."""
    return plain[named.start : named.end] in names.places and names.at.search(plain, start, named.start) is not None


def speaks(named: Named, plain: str, end: int, names: Names) -> int | None:
    """Where the words begin that are said by somebody named; None where nothing is said."""
    if named.person is not None and named.end < end and plain[named.end] in COLONS:
        return named.end + 1
    found = names.says.search(plain, named.end, min(end, named.end + AHEAD))
    return found.end() if found else None


def role_of(label: str, names: Names) -> str | None:
    """The side that a name before a colon speaks for (4S店小刘, 平台客服); None where that cannot be told."""
    found = [
        names.known[hit[0]]
        for hit in names.within.finditer(label)
        if len(label) - len(hit[0]) <= LONGEST_BESIDE and not names.elsewhere.search(label, 0, hit.start())
    ]
    roles = [role for kind, role, _ in found if kind == "side"]
    return roles[-1] if roles else None
