"""Rules about what people are heard by: told texts name what the book has, nobody can be recognised by them, and the ears are up to date."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import get_args

from consumer_app.domain.law import FactDefinition, LawBook
from consumer_app.domain.law.walk import facts_looked_at
from consumer_app.domain.listening.answers import YES_NO
from consumer_app.domain.listening.ears import NONE, VAGUE, from_bytes
from consumer_app.domain.listening.excuses import ears_of
from consumer_app.domain.listening.kinds import ELSEWHERE
from consumer_app.domain.listening.wishes import Wish
from consumer_app.lawbook_checks.finding import Finding
from consumer_app.told_texts import Told, ToldTexts

LEAST = 8
"""Of a kind or an excuse with fewer told texts hardly anything is learned."""
PERSONAL = {
    "a telephone number": re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}[-‑–— ]\d{7,8}(?!\d)"),
    "an identity number": re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    "an order number": re.compile(r"(?<!\d)\d{12,}(?!\d)"),
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
}


def what_learning_did_not_write(book: LawBook) -> Iterator[Finding]:
    """What the site hears by can be read."""
    try:
        book.worked_out(ears_of)
    except ValueError as error:
        yield Finding(
            "learned.bin", "", str(error), "what `consumer-app learn` writes; without the file kinds are found by title"
        )


def pairs_of_no_kinds(book: LawBook) -> Iterator[Finding]:
    """A question between kinds is between kinds that the book has, and its fact is one that is asked."""
    for number, pair in enumerate(book.pairs, 1):
        for label in sorted(set(pair.answers) - kinds_of(book)):
            right = "a dispute, or elsewhere: and a file of elsewhere/"
            yield Finding("pairs.toml", f"pair[{number}].answers.{label}", label, right)
        if pair.fact and pair.fact not in book.facts:
            yield Finding("pairs.toml", f"pair[{number}].fact", pair.fact, "a fact declared in facts/")
        for label, value in pair.says.items():
            fact = book.facts.get(pair.fact or "")
            known = fact and (isinstance(value, bool) if fact.kind == "yes_no" else value in fact.choices)
            if label not in pair.answers or not known:
                right = "a button of this question, and a value of its fact"
                yield Finding("pairs.toml", f"pair[{number}].says.{label}", str(value), right)


def kinds_of(book: LawBook) -> frozenset[str]:
    """The labels of all kinds of trouble that the book has."""
    return frozenset((*book.disputes, *(ELSEWHERE + slug for slug in book.elsewhere)))


def told_wrongly(texts: ToldTexts, book: LawBook) -> Iterator[Finding]:
    """A told text carries labels that the book has, is told once, and names nobody."""
    yield from texts.findings
    for told, known, what in (
        (texts.kinds, kinds_of(book) | {VAGUE}, "a dispute, elsewhere: and a matter, vague or none"),
        (texts.replies, frozenset(book.excuses), "an excuse, or none"),
        (texts.wishes, frozenset(get_args(Wish)), f"one of {', '.join(get_args(Wish))}, or none"),
    ):
        yield from _with_strange_labels(told, known | {NONE}, what)
        for text, times in Counter((one.file, one.text) for one in told).items():
            if times > 1:
                yield Finding(text[0], "text", f"{text[1][:40]!r} {times} times", "each text once")
        yield from _naming_somebody((one.file, one.text) for one in told)
    yield from _naming_somebody((one.file, one.line.text) for one in texts.facts)
    yield from _naming_somebody((one.file, one.text) for one in texts.sentences)
    yield from _naming_somebody((one.file, one.line.text) for one in texts.wished)


def _naming_somebody(texts: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    for file, text in texts:
        for name, pattern in PERSONAL.items():
            if pattern.search(text):
                yield Finding(file, "text", f"{name} in {text[:30]!r}…", "nothing by which anybody could be found")


def _with_strange_labels(told: Collection[Told], known: frozenset[str], what: str) -> Iterator[Finding]:
    for one in told:
        for label in one.labels:
            if label not in known:
                yield Finding(one.file, "also", f"{label} (in {one.text[:20]!r}…)", what)


def marked_wrongly(texts: ToldTexts, book: LawBook) -> Iterator[Finding]:
    """What a text is marked with is a fact of its dispute, with a value it can have, and words that stand in the text."""
    for one in texts.facts:
        facts = facts_looked_at(book, [one.dispute]) if one.dispute in book.disputes else None
        if facts is None:
            yield Finding(one.file, "", one.dispute, "a dispute, whose texts these are")
            continue
        for fact, value, words in (*one.line.says, *((fact, None, words) for fact, words in one.line.unsure)):
            where = f"{fact} (in {one.line.text[:20]!r}…)"
            if fact not in book.facts or fact not in facts:
                yield Finding(one.file, "says", where, "a fact that the dispute looks at")
            elif value is not None and value not in _answers_of(book.facts[fact]):
                yield Finding(one.file, "says", f"{fact} {value}", f"one of {', '.join(_answers_of(book.facts[fact]))}")
            if words not in one.line.text:
                yield Finding(one.file, "says", f"{words!r}", f"words that stand in {one.line.text[:30]!r}…")

    for story in texts.wished:
        for wish, words in (*story.line.says, *story.line.unsure):
            if wish not in get_args(Wish):
                yield Finding(story.file, "says", wish, f"one of {', '.join(get_args(Wish))}")
            if words not in story.line.text:
                yield Finding(story.file, "says", f"{words!r}", f"words that stand in {story.line.text[:30]!r}…")

    for told in texts.sentences:
        for label in told.labels:
            fact, _, value = label.partition("=")
            if label != NONE and (fact not in book.facts or value not in _answers_of(book.facts[fact])):
                yield Finding(told.file, "says", f"{fact} {value}", "a fact that is asked, and an answer it can have")


def _answers_of(fact: FactDefinition) -> tuple[str, ...]:
    return tuple(YES_NO) if fact.kind == "yes_no" else tuple(fact.choices)


def told_too_little(texts: ToldTexts, book: LawBook) -> Iterator[Finding]:
    """Every kind and every excuse is told often enough to be learned."""
    kinds = Counter(label for one in texts.kinds for label in one.labels)
    replies = Counter(label for one in texts.replies for label in one.labels)
    for folder, names, counted, prefix in (
        ("disputes", book.disputes, kinds, ""),
        ("elsewhere", book.elsewhere, kinds, ELSEWHERE),
        ("replies", book.excuses, replies, ""),
    ):
        for slug in names:
            if counted[prefix + slug] < LEAST:
                found = f"{counted[prefix + slug]} texts"
                yield Finding(
                    f"told/{folder}/{slug}.toml", "told", found, f"{LEAST} at the very least, by several writers"
                )


def learned_from_others(texts: ToldTexts, book: LawBook) -> Iterator[Finding]:
    """What the site hears by was learned from these very texts."""
    _, learned_from = from_bytes(book.learned)
    if learned_from != texts.hash:
        found = f"learned from {learned_from or 'nothing'}, and told/ is {texts.hash}"
        yield Finding("learned.bin", "", found, "what `consumer-app learn` makes of told/")


RULES = (told_wrongly, marked_wrongly, told_too_little, learned_from_others)


def findings_of_listening(texts: ToldTexts, book: LawBook) -> tuple[Finding, ...]:
    """Everything wrong with what people are heard by; nothing, where a book has no told texts and nothing was learned."""
    if not (texts.kinds or texts.replies or texts.findings or book.learned):
        return ()
    return tuple(finding for rule in RULES for finding in rule(texts, book))
