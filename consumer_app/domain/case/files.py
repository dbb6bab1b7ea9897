"""Which sealed files a case names. The store keeps exactly these for it."""

from collections.abc import Iterator
from typing import Any

from consumer_app.domain.case.document import Case, Evidence, FileRef, IssuedPaper


def named_files(case: Case) -> frozenset[str]:
    """The id of every sealed file that the case names: originals, pages, thumbnails, issued papers, and the pictures those still show."""
    refs = frozenset(
        name
        for item in (*case.evidence, *case.papers)
        for ref in file_refs(item)
        for name in (ref.blob, *ref.pages, *([ref.thumbnail] if ref.thumbnail else []))
    )
    return refs.union(*(paper.shows for paper in case.papers))


def file_refs(item: Evidence | IssuedPaper) -> Iterator[FileRef]:
    """Every file of an exhibit or of an issued paper, in whichever of its fields it stands."""
    for _, value in item:
        yield from _refs(value)


def _refs(value: Any) -> Iterator[FileRef]:
    if isinstance(value, FileRef):
        yield value
    elif isinstance(value, dict):
        yield from _refs(tuple(value.values()))
    elif isinstance(value, tuple):
        for one in value:
            yield from _refs(one)
