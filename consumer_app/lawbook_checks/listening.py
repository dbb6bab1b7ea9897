"""Rules about what people are heard by: told texts name what the book has, nobody can be recognised by them, and the ears are up to date."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import get_args

from consumer_app.domain.law import LawBook
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
        for one in told:
            for name, pattern in PERSONAL.items():
                if pattern.search(one.text):
                    yield Finding(
                        one.file, "text", f"{name} in {one.text[:30]!r}…", "nothing by which anybody could be found"
                    )


def _with_strange_labels(told: Collection[Told], known: frozenset[str], what: str) -> Iterator[Finding]:
    for one in told:
        for label in one.labels:
            if label not in known:
                yield Finding(one.file, "also", f"{label} (in {one.text[:20]!r}…)", what)


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


RULES = (told_wrongly, told_too_little, learned_from_others)


def findings_of_listening(texts: ToldTexts, book: LawBook) -> tuple[Finding, ...]:
    """Everything wrong with what people are heard by; nothing, where a book has no told texts and nothing was learned."""
    if not (texts.kinds or texts.replies or texts.findings or book.learned):
        return ()
    return tuple(finding for rule in RULES for finding in rule(texts, book))
