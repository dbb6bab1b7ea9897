"""Whose matter a text tells: the teller's own, a child's, or that of somebody in the family for whom the teller writes."""

import re
from dataclasses import dataclass
from typing import Literal

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.grams import clauses
from consumer_app.domain.listening.numerals import any_of

Whose = Literal["child", "family"]


@dataclass(frozen=True)
class WhoseSaid:
    """Whose it is, and the words that say so."""

    whose: Whose
    quote: str


def whose_said(text: str, book: LawBook) -> WhoseSaid | None:
    """The first of the family who did the buying in the text (我妈买的); none where it was bought for them (给我妈买的)."""
    words = book.words.whose
    if not words.acts:
        return None
    young = re.compile(any_of(words.young))
    for clause in clauses(text):
        for whose, people in (("child", words.child), ("family", words.family)):
            before = "".join(f"(?<!{re.escape(one)})" for one in words.not_after)
            after = f"(?!{any_of(words.not_before)})"
            found = re.search(rf"{before}{any_of(people)}{after}.{{0,14}}?{any_of(words.acts)}", clause)
            if found and (whose == "family" or young.search(text)):
                return WhoseSaid("child" if whose == "child" else "family", found[0])
    return None
