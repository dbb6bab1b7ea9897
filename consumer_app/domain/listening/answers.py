"""Answers that a text already says, yes, no or a choice: phrases of the law book, turned round by a negation, left open by a doubt."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from consumer_app.domain.law import FactDefinition, LawBook, Value
from consumer_app.domain.listening.folding import Told, folded
from consumer_app.domain.listening.said import FactSaid

LONGEST_GAP = 10
GAP = re.compile(r"…+|\.{3,}|\*+")


@dataclass(frozen=True)
class Answers:
    """Every phrase that answers a fact, as parts around its gaps; what turns one round before it, what leaves one open beside it."""

    phrases: tuple[tuple[str, Value, tuple[str, ...]], ...]
    negations: tuple[str, ...]
    doubts: tuple[str, ...]


def answers_known(book: LawBook) -> Answers:
    """The phrases of the book, ready to be looked for; made once a book."""
    return Answers(
        phrases=tuple(_phrases(book)),
        negations=tuple(sorted(map(folded, book.words.negations), key=len, reverse=True)),
        doubts=tuple(map(folded, book.words.doubts)),
    )


def _phrases(book: LawBook) -> Iterator[tuple[str, Value, tuple[str, ...]]]:
    for name, fact in book.facts.items():
        said: list[tuple[Value, str]] = [(True, phrase) for phrase in fact.said] if fact.kind == "yes_no" else []
        said += [(choice, phrase) for choice, phrases in fact.said_for.items() for phrase in phrases]
        for value, phrase in said:
            if parts := tuple(part for part in map(folded, GAP.split(phrase)) if part):
                yield name, _value(fact, value), parts


def _value(fact: FactDefinition, value: Value) -> Value:
    """``said_for`` of a yes-or-no fact has the keys yes and no; each choice of a fact of several choices is one of them."""
    if fact.kind == "choices":
        return (str(value),)
    return {"yes": True, "no": False}.get(str(value), value) if fact.kind == "yes_no" else value


def answers_said(given: Told, among: Collection[str], book: LawBook) -> Iterator[FactSaid]:
    """Every answer to these facts that the text says, with its words; it may say one fact both ways."""
    known = book.worked_out(answers_known)
    for name, value, parts in known.phrases:
        if name not in among or (found := _where(given.plain, parts)) is None:
            continue
        start, end = found
        if _doubted(given.plain[:start], given.plain[end:], known.doubts):
            continue
        negation = next((one for one in known.negations if given.plain.endswith(one, 0, start)), None)
        if negation is None:
            yield FactSaid(name, value, given.quote(start, end))
        elif isinstance(value, bool):
            yield FactSaid(name, not value, given.quote(start - len(negation), end))


def _doubted(before: str, after: str, doubts: tuple[str, ...]) -> bool:
    return any(before.endswith(doubt) or after.startswith(doubt) for doubt in doubts)


def _where(plain: str, parts: tuple[str, ...]) -> tuple[int, int] | None:
    """Where all parts stand in order, with no more than a short gap between two."""
    start = plain.find(parts[0])
    while start >= 0:
        end = start + len(parts[0])
        for part in parts[1:]:
            found = plain.find(part, end, end + LONGEST_GAP + len(part))
            if found < 0:
                break
            end = found + len(part)
        else:
            return start, end
        start = plain.find(parts[0], start + 1)
    return None
