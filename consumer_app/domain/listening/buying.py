"""When and what somebody says they bought, where no word of a fact stands beside it: 去年11月在健身房办了卡, 买了一箱火腿肠."""

import re
from datetime import date

from consumer_app.domain.law import LawBook
from consumer_app.domain.law.moments import ends
from consumer_app.domain.listening.grams import CLAUSE_ENDS, SENTENCE_ENDS
from consumer_app.domain.listening.numerals import any_of
from consumer_app.domain.listening.said import DaySaid
from consumer_app.domain.listening.values import values_in

BEHIND = 24
"""How far behind the day the word of buying may stand, within the sentence."""


def day_of_buying(text: str, book: LawBook, today: date | None) -> DaySaid | None:
    """The first day said before a word of buying in its sentence; none that lies ahead. For a field that a person looks at, no more."""
    if not book.words.sums.buying:
        return None
    bought = re.compile(rf"[^{re.escape(SENTENCE_ENDS)}]{{0,{BEHIND}}}?{any_of(book.words.sums.buying)}")
    for said in values_in(text, book, today).days:
        first, _ = ends(said.days)
        if (today is None or first <= today) and bought.match(text, said.end):
            return said
    return None


def thing_bought(text: str, book: LawBook) -> str | None:
    """What was bought as the text calls it: from behind the word of buying to the name of some goods; None where they do not stand together."""
    sums, named = book.words.sums, tuple(name for names in book.words.goods.values() for name in names)
    if not sums.buying or not named:
        return None
    ends = re.escape(CLAUSE_ENDS)
    then = f"(?:{any_of(sums.after_buying)}){{0,2}}" if sums.after_buying else ""
    found = re.search(rf"{any_of(sums.buying)}{then}([^{ends}]{{0,10}}?{any_of(named)})", text)
    return found[1] if found else None
