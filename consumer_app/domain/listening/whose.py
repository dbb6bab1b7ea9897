"""Whose matter a text tells: the teller's own, a child's, or that of somebody in the family for whom the teller writes."""

import re
from dataclasses import dataclass
from typing import Literal

from consumer_app.domain.law import LawBook
from consumer_app.domain.law.words import WhoseWords
from consumer_app.domain.listening.grams import CLAUSE_ENDS
from consumer_app.domain.listening.numerals import any_of

Whose = Literal["child", "family"]
LONGEST_REST = 30
"""So many characters of the clause behind the act are quoted with it, so that no quotation breaks off in its middle."""


@dataclass(frozen=True)
class WhoseSaid:
    """Whose it is, and the words that say so."""

    whose: Whose
    quote: str


def whose_said(text: str, book: LawBook) -> WhoseSaid | None:
    """The first of the family who did the buying in the text (我妈买的), or for whom it is told (替我爸问), with the whole clause; none where it was bought for them (给我妈买的)."""
    words = book.words.whose
    if not words.acts:
        return None
    ends = re.escape(CLAUSE_ENDS)
    years = book.words.counts.years_of_age
    aged = rf"(?:[^{ends}]{{0,6}}(?:{any_of(years)}|\d{{2}}[^{ends}\d]{{1,2}})[，,。]\s*)?" if years else ""
    before = "".join(f"(?<!{re.escape(one)})" for one in words.not_after)
    apart = any_of((*words.not_before, *words.not_between))
    then = rf"(?!{any_of(words.not_before)}){aged}(?:(?!{apart})[^{ends}]){{0,20}}?{any_of(words.acts)}[^{ends}]{{0,{LONGEST_REST}}}"
    found = [
        (hit.start(), WhoseSaid(whose, hit[0]))
        for whose, people in _people(words)
        for pattern in (f"{before}{any_of(people)}{then}", *_told_for(people, words, ends))
        if (hit := re.search(pattern, text)) and (whose == "family" or re.search(any_of(words.young), text))
    ]
    return min(found, key=lambda one: one[0])[1] if found else None


def _told_for(people: tuple[str, ...], words: WhoseWords, ends: str) -> tuple[str, str]:
    """替我爸问一下, 我妈让我帮她投诉: with the clause to its end."""
    rest, tells = f"[^{ends}]{{0,{LONGEST_REST}}}", any_of(words.tells)
    return (
        f"{any_of(words.for_them)}{any_of(people)}[^{ends}]{{0,6}}?{tells}{rest}",
        f"{any_of(people)}[^{ends}]{{0,4}}?{any_of(words.asks)}[^{ends}]{{0,8}}?{tells}{rest}",
    )


def speaks_of_family(text: str, book: LawBook) -> bool:
    """Whether the text names anybody of the family, as one does who writes for them."""
    return bool(re.search(any_of([one for _, people in _people(book.words.whose) for one in people] or ["\0"]), text))


def _people(words: WhoseWords) -> tuple[tuple[Whose, tuple[str, ...]], ...]:
    return ("child", words.child), ("family", words.family)
