"""Answers that a text already says, yes, no or a choice: learned from told sentences, read a few clauses at a time."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from consumer_app.domain.law import LawBook, Value
from consumer_app.domain.listening.ears import NONE, Ear
from consumer_app.domain.listening.excuses import ears_of
from consumer_app.domain.listening.grams import CLAUSE, folded_lines, sentences

FACTS = "facts"
"""The ear that hears answers."""
SURE = 0.95
"""An answer is read where at least so many like it were rightly read."""
TOGETHER = 60
"""A whole sentence, or two neighbouring ones, no longer than that are read as one."""
CLAUSES = 3
FAINTEST = 0.02
QUESTION = re.compile(r"[?？]")


@dataclass(frozen=True)
class AnswerSaid:
    """A fact with the answer that was said, and the words that say it."""

    fact: str
    value: Value
    quote: str


def answers_said(text: str, facts: Collection[str], book: LawBook) -> tuple[AnswerSaid, ...]:
    """What the text says of these facts; a fact that is said both ways is left out, of several choices each counts."""
    ear = book.worked_out(ears_of).get(FACTS)
    wanted = frozenset(facts)
    known = [label for label in (ear.labels if ear else ()) if label.partition("=")[0] in wanted]
    if ear is None or not known:
        return ()
    heard = heard_in_parts(text, ear.only(known), book.characters.table)
    said: dict[str, dict[str, tuple[float, str]]] = {}
    for label, (share, quote) in heard.items():
        if label != NONE and share >= ear.bar(label) and ear.how_sure(share) >= SURE:
            fact, _, answer = label.partition("=")
            said.setdefault(fact, {})[answer] = (share, quote)
    return tuple(one for fact, answers in said.items() if (one := _agreed(fact, answers, book)))


def heard_in_parts(text: str, ear: Ear, simplified: dict[int, str]) -> dict[str, tuple[float, str]]:
    """For each label that is not quite faint the largest share of any part of the text, and that part as written."""
    parts = list(dict.fromkeys(parts_of(text)))
    if not parts:
        return {}
    shares = ear.shares(folded_lines(parts, simplified))
    best, where = shares.max(axis=0), shares.argmax(axis=0)
    speaking = [number for number, share in enumerate(best) if share >= FAINTEST]
    return {ear.labels[number]: (float(best[number]), parts[where[number]]) for number in speaking}


def parts_of(text: str) -> Iterator[str]:
    """What is read as one: a few neighbouring clauses of a sentence, a sentence, two short ones. What is asked is not said."""
    spoken = [(start, words) for start, words in sentences(text) if not QUESTION.match(text, start + len(words))]
    for start, words in spoken:
        places = [(start + found.start(), start + found.end()) for found in CLAUSE.finditer(words)]
        for first in range(len(places)):
            for last in range(first, min(first + CLAUSES, len(places))):
                yield text[places[first][0] : places[last][1]].strip()
        if len(words) <= TOGETHER:
            yield words.strip()
    for (start, _), (after, words) in pairwise(spoken):
        if after + len(words) - start <= TOGETHER:
            yield text[start : after + len(words)].strip()


def _agreed(fact: str, answers: dict[str, tuple[float, str]], book: LawBook) -> AnswerSaid | None:
    definition = book.facts[fact]
    _, quote = max(answers.values())
    if definition.kind == "choices":
        chosen = tuple(choice for choice in definition.choices if choice in answers)
        return AnswerSaid(fact, chosen, quote) if chosen else None
    if len(answers) > 1:
        return None
    answer = next(iter(answers))
    if definition.kind == "yes_no":
        return AnswerSaid(fact, answer == "yes", quote)
    return AnswerSaid(fact, answer, quote) if answer in definition.choices else None
