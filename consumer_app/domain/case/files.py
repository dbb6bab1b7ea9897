"""Which sealed files a case names. The store keeps exactly these for it."""

from collections.abc import Iterator
from typing import Any

from consumer_app.domain.case.document import Case, FileRef, Part


def named_files(case: Case) -> frozenset[str]:
    """The id of every sealed file that the case names: originals, pages, thumbnails, issued papers, and the pictures those still show."""
    named = frozenset(
        name
        for ref in (*_refs(case.evidence), *_refs(case.papers))
        for name in (ref.blob, *ref.pages, *([ref.thumbnail] if ref.thumbnail else []))
    )
    return named.union(*(paper.shows for paper in case.papers))


def _refs(value: Any) -> Iterator[FileRef]:
    """Every file in there, in whichever field it stands."""
    if isinstance(value, FileRef):
        yield value
    elif isinstance(value, Part):
        yield from _refs(tuple(part for _, part in value))
    elif isinstance(value, dict):
        yield from _refs(tuple(value.values()))
    elif isinstance(value, tuple):
        for one in value:
            yield from _refs(one)
