"""Answers that a text already says, yes, no or a choice: learned from told texts in which every clause that says a fact is marked."""

from collections.abc import Collection, Iterator
from itertools import pairwise

import numpy as np

from consumer_app.domain.law import LawBook, Value
from consumer_app.domain.listening.excuses import ears_of
from consumer_app.domain.listening.grams import CLAUSE, folded_lines
from consumer_app.domain.listening.said import FactSaid

ANSWERS = "answers"
"""The ear that hears answers; its labels are a fact and a value."""
SURE = 0.92
"""An answer is heard where at least so many that were said as surely were rightly heard, of this fact as of all."""
TOGETHER = 60
"""Two neighbouring clauses, no longer than that together, are also read as one."""
YES_NO = {"yes": True, "no": False}


def label_of(fact: str, value: str) -> str:
    """What an ear calls this answer."""
    return f"{fact}={value}"


def fact_of(label: str) -> str:
    """The fact that a label answers; of another label all of it."""
    return label.partition("=")[0]


def answers_said(text: str, among: Collection[str], book: LawBook) -> Iterator[FactSaid]:
    """Every answer to these facts that the text says surely, with the fewest words that say it; a text may say one fact both ways."""
    ear = book.worked_out(ears_of).get(ANSWERS)
    if ear is None:
        return
    ear = ear.only({label for label in ear.labels if fact_of(label) in among and fact_of(label) in book.facts})
    passages = list(dict.fromkeys(text[start:end] for start, end in passages_of(text)))
    if not passages or len(ear.labels) < 2:
        return
    shares = ear.shares(folded_lines(passages, book.characters.table))
    surely = shares >= (np.array(ear.bars) if ear.bars else SURE)
    for number, label in enumerate(ear.labels):
        places = np.flatnonzero(surely[:, number]).tolist()
        if places and (fact := fact_of(label)) in book.facts:
            yield FactSaid(fact, _value(label, book), min((passages[place] for place in places), key=len))


def passages_of(text: str) -> list[tuple[int, int]]:
    """Where each clause stands, and each two neighbouring ones that are short together."""
    alone = []
    for found in CLAUSE.finditer(text):
        if words := found[0].strip():
            start = found.start() + found[0].index(words)
            alone.append((start, start + len(words)))
    return alone + [(start, end) for (start, _), (_, end) in pairwise(alone) if end - start <= TOGETHER]


def _value(label: str, book: LawBook) -> Value:
    fact, _, value = label.partition("=")
    kind = book.facts[fact].kind
    if kind == "yes_no":
        return YES_NO[value]
    return (value,) if kind == "choices" else value
