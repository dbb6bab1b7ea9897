"""The law: reading the book, `assess` and `suggest`, over every story and worked example."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.clock import interleaved, line, milliseconds, worst
from consumer_app import paths
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.suggestion import suggest
from consumer_app.lawbook import load_examples, load_law_book

ROUNDS = 20


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
    yield line(
        "reading the whole law book, once at the start", milliseconds(lambda: load_law_book(paths.LEGAL_REFS)), "ms"
    )
