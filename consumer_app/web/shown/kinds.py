"""All kinds of dispute under the headings of the law book, as pages offer them to look through."""

from collections.abc import Collection
from dataclasses import dataclass

from consumer_app.domain.law import LawBook

OTHERS = "其他"


@dataclass(frozen=True)
class KindGroup:
    """Kinds of dispute under one heading."""

    title: str
    kinds: tuple[str, ...]


def shown_groups(book: LawBook, besides: Collection[str] = ()) -> tuple[KindGroup, ...]:
    """The groups without those kinds, which the page shows already; none that would be empty."""
    groups = (
        KindGroup(title or OTHERS, tuple(slug for slug in slugs if slug not in besides))
        for title, slugs in book.grouped_disputes
    )
    return tuple(group for group in groups if group.kinds)
