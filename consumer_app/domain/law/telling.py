"""How people tell what happened: who acts and speaks, through what, and what is said to us and not to the other side (``telling.toml``)."""

import re
from functools import cached_property
from typing import Literal

from pydantic import Field

from consumer_app.domain.law.entries import Entry
from consumer_app.domain.law.words import spelled_out


class Aside(Entry):
    """What a clause says beside the matter: to us and not to the other side (a question, a curse, a threat, how a story is opened, a bare wish), or what the teller wants.

    Patterns are spelt as those of wording. ``hears`` are clauses in which one must be found, ``passes`` near ones in which none must be.
    """

    what: Literal[
        "question", "curse", "threat", "opening", "wish",
        "refund", "exchange", "repair", "redo", "supply", "compensate", "apology", "explanation", "takedown",
        "warning", "information", "punish",
    ]  # fmt: skip
    patterns: tuple[str, ...]
    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    hears: tuple[str, ...]
    passes: tuple[str, ...]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """All patterns as one. Raises KeyError for a list that a pattern names and is not there, re.error for what is no pattern."""
        return re.compile(
            "|".join(f"(?:{spelled_out(pattern, self.words)})" for pattern in self.patterns), re.IGNORECASE
        )


class DaysTold(Entry):
    """Beside which words a day is not the day of what happened; it belongs to what stands behind ``of``, unless that is one of ``times``; a day behind ``that_is`` says which day the one before it was; ``beside`` it are words of its time; ``from`` … ``until`` are two
    ends. ``now`` and ``wants`` begin what is no happening.
    """

    that_is: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    from_: tuple[str, ...] = Field(default=(), alias="from")
    until: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()


class ChatWords(Entry):
    """Of pasted chats: ``labels`` before a colon that are nobody, ``halves`` of a day beside the clock, ``mine`` names of the shopper, ``anybody`` what both sides are called, a name that ends in ``prose`` is none (客服说：), ``sides`` short names of a role, lines of the program."""

    labels: tuple[str, ...] = ()
    halves: tuple[str, ...] = ()
    afternoon: tuple[str, ...] = ()
    mine: tuple[str, ...] = ()
    anybody: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
    sides: dict[str, str] = Field(default_factory=dict)
    going_on: tuple[str, ...] = ()
    system: tuple[str, ...] = ()


class TroubleWords(Entry):
    """How people say what is wrong. ``wrong`` with the thing, ``done`` by the other side or left undone (those of ``afterwards`` once something was wrong), ``refused`` by it; "…" stands for a few characters, "$" for the end of the clause.

    None of them counts right behind a word of ``unless`` (没坏), nor beside one of ``promised`` (说好三天送到) where nothing of ``failed`` (不, 没) stands. What begins with ``wishing`` is what the teller wants or says. What holds one of ``asked``, or the same word before and behind one of ``nots`` (换没换), is asked. ``experts`` are whose findings are no excuse of the other side.
    """

    wrong: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    afterwards: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    promised: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    nots: tuple[str, ...] = ()
    wishing: tuple[str, ...] = ()
    experts: tuple[str, ...] = ()


class Telling(Entry):
    """Words of telling. ``speakers`` and ``staff``: what a side is called, and who speaks for it, by its role; ``me`` the shopper, unless one of
    ``relations`` follows; ``others`` and ``pronouns`` people of neither; ``authorities`` have people of their own (12315的客服), ``family`` act by what they are called, ``kin`` are nobody who speaks in the matter.

    A name is not who acts behind a word of ``preceded`` (the shopper neither behind one of ``using``: 用我手机; behind one of ``reaching`` the shopper acts; ``aspects`` may stand between), nor before one of ``not_before``.
    ``says`` are verbs of saying, none right before one of ``no_saying``, with ``between`` before the words said, ``asking`` those of asking others, ``asking_us`` us; behind one of ``against`` in a sentence nothing is ``asked_for`` by the teller; ``own_deeds`` what the shopper does where nobody is named;
    ``connecting`` is trimmed from the beginning of a row, where ``light`` words may stand too; ``ways`` the channel, by words; behind one of ``at`` a side is a place and not who acts; ``after`` how many days after the day told before.
    """

    says: tuple[str, ...] = ()
    no_saying: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    asking_us: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    preceded: tuple[str, ...] = ()
    using: tuple[str, ...] = ()
    reaching: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    me: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()
    pronouns: tuple[str, ...] = ()
    connecting: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    own_deeds: tuple[str, ...] = ()
    speakers: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    staff: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    at: tuple[str, ...] = ()
    ways: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    after: dict[str, int] = Field(default_factory=dict)
    days: DaysTold = DaysTold()
    chat: ChatWords = ChatWords()
    trouble: TroubleWords = TroubleWords()
    aside: tuple[Aside, ...] = ()
    asked_for: tuple[Aside, ...] = ()
