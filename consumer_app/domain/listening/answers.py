"""Answers that a text already says, yes, no or a choice: learned from told sentences, read a few clauses at a time."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from consumer_app.domain.law import LawBook, Value
from consumer_app.domain.listening.ears import Ear
from consumer_app.domain.listening.excuses import ears_of
from consumer_app.domain.listening.grams import CLAUSE, clauses, folded_lines, sentences

FACTS = "facts"
"""The ear that hears answers."""
LEAST_SHARE = 0.3
"""An answer with a smaller share is not read, however often such a one was right: nobody marked all that the told texts do not say."""
SURE = 0.98
"""An answer is read where at least so many that were said as surely were rightly read."""
SHORTEST, LONGEST = 8, 40
"""A sentence no longer than ``LONGEST`` is read as one, a longer one in runs of clauses between the two lengths."""
MOST_CLAUSES = 8
"""No more clauses than that are read as one, however short they are: it keeps what is read in proportion to the text."""
FAINTEST = 0.02
QUESTION = re.compile(r"[?？]")


@dataclass(frozen=True)
class AnswerSaid:
    """A fact with the answer that was said, and the words that say it."""

    fact: str
    value: Value
    quote: str


def answers_said(text: str, facts: Collection[str], book: LawBook) -> tuple[AnswerSaid, ...]:
    """What the text says of these facts, each with the fewest words that say it; one that is said both ways is left out, of several choices each counts."""
    ear = book.worked_out(ears_of).get(FACTS)
    wanted = frozenset(facts) & book.facts.keys()
    known = [label for label in (ear.labels if ear else ()) if label.partition("=")[0] in wanted]
    if ear is None or not known:
        return ()
    listening, simplified = ear.only(known), book.characters.table
    said: dict[str, dict[str, str]] = {}
    for label, (share, quote) in heard_in_parts(text, listening, simplified).items():
        fact, _, answer = label.partition("=")
        if fact in wanted and _surely(share, label, ear):
            said.setdefault(fact, {})[answer] = _fewest_words(quote, label, listening, simplified)
    return tuple(one for fact, answers in said.items() if (one := _agreed(fact, answers, book)))


def _surely(share: float, label: str, ear: Ear) -> bool:
    return share >= max(LEAST_SHARE, ear.bar(label)) and ear.right_beyond(share) >= SURE


def _fewest_words(part: str, label: str, ear: Ear, simplified: dict[int, str]) -> str:
    """The first clause of the part that by itself says as surely that it is so, else the part."""
    parts = clauses(part)
    number = ear.labels.index(label)
    shares = ear.shares(folded_lines(parts, simplified))[:, number] if len(parts) > 1 else ()
    return next((one for one, share in zip(parts, shares, strict=False) if _surely(float(share), label, ear)), part)


def heard_in_parts(
    text: str, ear: Ear, simplified: dict[int, str], asked_too: bool = False
) -> dict[str, tuple[float, str]]:
    """For each label that is not quite faint the largest share of any part of the text, and that part as written."""
    parts = list(dict.fromkeys(parts_of(text, asked_too)))
    if not parts:
        return {}
    shares = ear.shares(folded_lines(parts, simplified))
    best, where = shares.max(axis=0), shares.argmax(axis=0)
    speaking = [number for number, share in enumerate(best) if share >= FAINTEST]
    return {ear.labels[number]: (float(best[number]), parts[where[number]]) for number in speaking}


def parts_of(text: str, asked_too: bool) -> Iterator[str]:
    """What is read as one: a sentence; of a long one its neighbouring clauses. What is asked only if it counts as well."""
    for start, words in sentences(text):
        if not asked_too and QUESTION.match(text, start + len(words)):
            continue
        if len(words) <= LONGEST:
            yield words.strip()
            continue
        places = [(start + found.start(), start + found.end()) for found in CLAUSE.finditer(words)]
        for first, (begin, _) in enumerate(places):
            for _, end in places[first : first + MOST_CLAUSES]:
                if end - begin > LONGEST and end != places[first][1]:
                    break
                if end - begin >= SHORTEST:
                    yield text[begin:end].strip()


def _agreed(fact: str, answers: dict[str, str], book: LawBook) -> AnswerSaid | None:
    definition = book.facts[fact]
    quote = next(iter(answers.values()))
    if definition.kind == "choices":
        chosen = tuple(choice for choice in definition.choices if choice in answers)
        return AnswerSaid(fact, chosen, quote) if chosen else None
    if len(answers) > 1:
        return None
    answer = next(iter(answers))
    if definition.kind == "yes_no":
        return AnswerSaid(fact, answer == "yes", quote)
    return AnswerSaid(fact, answer, quote) if answer in definition.choices else None
