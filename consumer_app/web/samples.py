"""The sample stories that the first page offers with one tap."""

from dataclasses import dataclass
from functools import cache

from consumer_app import paths
from consumer_app.lawbook import load_examples


@dataclass(frozen=True)
class Sample:
    """One story: where it is shown, its title, and in a sentence what it is about."""

    url: str
    title: str
    plain: str


@cache
def samples() -> tuple[Sample, ...]:
    """The stories that ship with the law book, read once a process; worked examples without a folder are for the law editor only."""
    found = load_examples(paths.LEGAL_REFS)
    return tuple(
        Sample(f"/examples/{slug}", story.title, story.plain or "") for slug, story in found.items() if story.files
    )
