"""What is worked out from a law book once, and kept as long as that book lives."""

import weakref
from collections.abc import Callable
from typing import TypeVar

from consumer_app.domain.law import LawBook

T = TypeVar("T")


def once_per_book(make: Callable[[LawBook], T]) -> Callable[[LawBook], T]:
    """``make`` as a function that remembers its result for each law book. Nothing of a case may pass through it."""
    made: dict[int, tuple[weakref.ref[LawBook], T]] = {}

    def remembered(book: LawBook) -> T:
        key = id(book)
        known = made.get(key)
        if known is not None and known[0]() is book:
            return known[1]
        result = make(book)
        made[key] = (weakref.ref(book, lambda _: made.pop(key, None)), result)
        return result

    return remembered
