"""The law: reading the book, `assess` and `suggest`, over every story and worked example."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from benchmarks.clock import interleaved, line, worst
from consumer_app import paths
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.suggestion import suggest
from consumer_app.lawbook import load_examples, load_law_book

ROUNDS = 20
READINGS = 7


def report(book: LawBook, _data_dir: Path) -> Iterator[str]:
    """How long a question to the law takes."""
    examples = load_examples(paths.LEGAL_REFS)
    yield f"The law: {len(book.claims)} claims, {len(book.disputes)} disputes, {len(book.facts)} facts; {len(examples)} cases"
    asked = {slug: example.case for slug, example in examples.items()}
    found = interleaved(
        {slug: lambda case=case, on=examples[slug].today: assess(case, book, on) for slug, case in asked.items()},
        ROUNDS,
    )
    yield line("assess, the middle case", sorted(found.values())[len(found) // 2], "ms", 2)
    slowest, time = worst(list(found.items()))
    yield line(f"assess, the slowest ({slowest})", time, "ms", 2)
    told = {slug: text for slug, case in asked.items() if (text := " ".join(event.what for event in case.events))}
    found = interleaved(
        {slug: lambda text=text, on=examples[slug].today: suggest(text, book, on) for slug, text in told.items()},
        ROUNDS,
    )
    slowest, time = worst(list(found.items()))
    yield line("suggest, the middle story", sorted(found.values())[len(found) // 2], "ms", 20)
    yield line(f"suggest, the slowest ({slowest}, {len(told[slowest])} characters)", time, "ms", 20)
    found = interleaved({"whole": _read_as_at_the_start, "toml": _parse_with_tomllib}, READINGS, min)
    yield line("reading the whole law book and making it ready, once", found["whole"], "ms")
    yield line("reading it, to tomllib parsing its files", found["whole"] / found["toml"], "×", 1.5)


def _read_as_at_the_start() -> None:
    """The law book in a process that has compiled none of its patterns yet."""
    re.purge()
    load_law_book(paths.LEGAL_REFS)


def _parse_with_tomllib() -> None:
    """What the standard library needs for the law's files alone, without looking at what they say."""
    for path in paths.LEGAL_REFS.rglob("*.toml"):
        if "examples" not in path.parts:
            tomllib.loads(path.read_text(encoding="utf-8"))
