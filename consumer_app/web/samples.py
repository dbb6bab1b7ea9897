"""The sample stories that the first page offers with one tap."""

import logging
from dataclasses import dataclass
from functools import cache

from consumer_app import paths
from consumer_app.lawbook import LawBookError, load_examples

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sample:
    """One story: where it is shown, its title, and in a sentence what it is about."""

    url: str
    title: str
    plain: str


def samples() -> tuple[Sample, ...]:
    """The stories that ship with the law book. A broken example is for ``check-refs`` to name: the first page then stands without them."""
    try:
        return _stories()
    except LawBookError as broken:
        log.error("no sample stories on the first page: %s", broken)
        return ()


@cache
def _stories() -> tuple[Sample, ...]:
    found = load_examples(paths.LEGAL_REFS)
    return tuple(
        Sample(f"/examples/{slug}", story.title, story.plain or "") for slug, story in found.items() if story.files
    )
