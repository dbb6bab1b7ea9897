"""Rules about patterns: each is one, short enough to be edited, and hears what it is for and nothing near it."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

from consumer_app.domain.law import Aside, LawBook, ValuePattern, WordingRule
from consumer_app.domain.law.words import Heard
from consumer_app.domain.listening.said import CountSaid
from consumer_app.domain.listening.values import values_in
from consumer_app.lawbook_checks.finding import Finding

LONGEST = 80
Place = tuple[str, str]
Compiled = Callable[[], re.Pattern[str]]


def _compiled(book: LawBook) -> Iterator[tuple[Place, tuple[str, ...], Compiled]]:
    """Every pattern of the book: the file and key it stands at, as it is written, and how it is made one."""
    for kind, rules in book.wording.items():
        for rule in rules:
            yield (f"wording/{kind}.toml", f"{rule.id}.patterns"), rule.patterns, partial(getattr, rule, "regex")
    for number, shape in enumerate(book.words.day, 1):
        yield ("words.toml", f"day[{number}]"), (shape.pattern,), partial(book.words.regex, shape)
    for key, clause in _of_clauses(book):
        yield ("telling.toml", key), clause.patterns, partial(getattr, clause, "regex")


def _of_clauses(book: LawBook) -> Iterator[tuple[str, Aside]]:
    """What is said to us and what is asked for, with its place."""
    yield from ((f"aside[{number}]", one) for number, one in enumerate(book.telling.aside, 1))
    yield from ((f"asked_for[{number}]", one) for number, one in enumerate(book.telling.asked_for, 1))


def patterns_that_are_no_pattern(book: LawBook) -> Iterator[Finding]:
    """A pattern is a regular expression, names lists that are there, and does not find nothing."""
    for (file, key), written, compiled in _compiled(book):
        said = " | ".join(written)
        try:
            if compiled().fullmatch(""):
                yield Finding(file, key, said, "a pattern that does not match an empty text")
        except re.error as error:
            yield Finding(file, key, said, f"a regular expression ({error})")
        except KeyError as error:
            yield Finding(file, key, said, f"a list of that name: words.{error.args[0]} = […] (in words.toml: [parts])")


def patterns_too_long_to_edit(book: LawBook) -> Iterator[Finding]:
    """A pattern and each word of its lists is short: what has many words names a list of them."""
    of_rules = (
        ((f"wording/{kind}.toml", f"{rule.id}.words.{name}"), words)
        for kind, rules in book.wording.items()
        for rule in rules
        for name, words in rule.words.items()
    )
    of_clauses = (
        (("telling.toml", f"{key}.words.{name}"), words)
        for key, clause in _of_clauses(book)
        for name, words in clause.words.items()
    )
    parts = ((("words.toml", f"parts.{name}"), (part,)) for name, part in book.words.parts.items())
    patterns = ((place, written) for place, written, _ in _compiled(book))
    for (file, key), written in chain(patterns, of_rules, of_clauses, parts):
        for one in written:
            if len(one) > LONGEST:
                right = f"at most {LONGEST}: alternatives in a list that it names, {{name}}, or several patterns"
                yield Finding(file, key, f"{len(one)} characters: {one}", right)


def sentences_wrongly_heard(book: LawBook) -> Iterator[Finding]:
    """A rule of wording, what is said aside, and how a day, a sum or a number is written, finds what it says it hears and leaves alone what it says it passes."""
    for kind, rules in book.wording.items():
        for rule in rules:
            yield from _heard((f"wording/{kind}.toml", rule.id), rule, partial(getattr, rule, "regex"))
    for number, shape in enumerate(book.words.day, 1):
        yield from _heard(("words.toml", f"day[{number}]"), shape, partial(book.words.regex, shape))
    for key, clause in _of_clauses(book):
        yield from _heard(("telling.toml", key), clause, partial(getattr, clause, "regex"))
    yield from _values_heard("sums", book.words.sums, book)
    yield from _values_heard("counts", book.words.counts, book)


def _heard(place: Place, of: WordingRule | ValuePattern | Aside, compiled: Compiled) -> Iterator[Finding]:
    file, key = place
    for name, sentences in (("hears", of.hears), ("passes", of.passes)):
        if not sentences:
            yield Finding(file, f"{key}.{name}", "nothing", "at least one sentence")
    try:
        regex = compiled()
    except (re.error, KeyError):
        return
    for sentence in of.hears:
        if not regex.search(sentence):
            yield Finding(file, f"{key}.hears", sentence, "a sentence in which a pattern finds something")
    for sentence in of.passes:
        if found := regex.search(sentence):
            yield Finding(
                file, f"{key}.passes", f"{sentence}, where 「{found[0]}」 is heard", "a sentence it leaves alone"
            )


def _values_heard(key: str, tried: Heard, book: LawBook) -> Iterator[Finding]:
    """The values of a kind are read of the words that name them, and of no others."""
    for words, meant in tried.hears.items():
        read = ", ".join(_values(words, key, book))
        if read != meant:
            yield Finding("words.toml", f"{key}.hears", f"{words}: {read or 'nothing'}", meant)
    for words in tried.passes:
        if read := ", ".join(_values(words, key, book)):
            yield Finding("words.toml", f"{key}.passes", f"{words}: {read}", "words of which nothing is read")


def _values(text: str, key: str, book: LawBook) -> Iterator[str]:
    said = values_in(text, book, None)
    for one in said.sums if key == "sums" else (*said.counts, *said.ages):
        ends = "-".join(dict.fromkeys(f"{end.normalize():f}" for end in (one.low, one.high)))
        unit = one.unit if isinstance(one, CountSaid) else ""
        yield f"{'~' if one.about and one.value is not None else ''}{ends}{unit}"
