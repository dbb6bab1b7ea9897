"""The name of the shop, as a story gives it: a name of its own or nothing; never a platform, a place, or only what kind of shop it is."""

import re
from dataclasses import dataclass

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.clauses import clause_of
from consumer_app.domain.listening.numerals import any_of, narrow

LONGEST_NAME, BEFORE = 14, 18
"""The most characters of a name, and how far before what ends it its beginning is looked for."""
SHORTEST_OWN, LONGEST_OWN = 2, 8
"""How many characters a name has of its own, beside the word for the kind of shop."""
NAME = r"[\u4e00-\u9fffA-Za-z0-9·&]"


@dataclass(frozen=True)
class ShopSaid:
    """The name of a shop, and where the text says it."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Shops:
    """How shops are called, ready to be found."""

    called: re.Pattern[str]
    ends: re.Pattern[str]
    brands: re.Pattern[str]
    cut: re.Pattern[str]
    behind: re.Pattern[str]
    goes_on: re.Pattern[str]
    general: re.Pattern[str]
    ordinary: re.Pattern[str]
    strange: re.Pattern[str]
    master: re.Pattern[str]
    platforms: re.Pattern[str]


def words_of_shops(book: LawBook) -> Shops:
    """The words of the book around names of shops; made once a book."""
    words = book.words.shops
    goods = {name for names in book.words.goods.values() for name in names if len(name) > 1}
    places = {name for one in book.platforms.values() for name in (one.title, *one.also) if len(name) > 1}
    general = any_of((*(one for one in words.general if len(one) > 1), *goods, *places))
    ordinary = any_of((*words.general, *goods, *places))
    titles = any_of(words.masters)
    return Shops(
        called=re.compile(
            rf"{any_of(words.called)}[“「\"]?({NAME}{{2,{LONGEST_NAME}}}?)[”」\"]?(?={any_of(words.called_ends)}|$)"
        ),
        ends=re.compile(any_of((*words.ends, *words.trades))),
        brands=re.compile(f"(?:{any_of(words.trades)})$"),
        cut=re.compile(f".*(?:{any_of(words.cut)})"),
        behind=re.compile(f"(?:{any_of(words.behind)})(?:{ordinary}|{any_of(words.of)})*$"),
        goes_on=re.compile(rf"(?:{any_of(words.inside)})?(?:{any_of(words.goes_on)}|\W|$)"),
        general=re.compile(f"(?:{general})*"),
        ordinary=re.compile(f"(?:{ordinary})*"),
        strange=re.compile(any_of(words.strange)),
        master=re.compile(
            rf"{any_of(words.surname_before)}({any_of(words.surnames)}){any_of(words.surname_of)}(?P<title>{titles})"
            rf"|(?<!{NAME})(?:{any_of(words.behind)})?({any_of(words.surnames)})(?P<title_too>{titles})"
        ),
        platforms=re.compile(any_of(places)),
    )


def shop_said(text: str, book: LawBook, masters: bool = False) -> ShopSaid | None:
    """The first shop that the text calls by a name; with ``masters`` else who did the work (刘师傅). Precision first: none where it may be anything else."""
    if not book.words.shops.ends:
        return None
    known, plain = book.worked_out(words_of_shops), narrow(text, book)
    for found in sorted((*known.called.finditer(plain), *known.ends.finditer(plain)), key=lambda one: one.start()):
        said = _called(plain, found, known) if found.re is known.called else _ending(plain, found, known)
        if said is not None:
            return said
    return _master(plain, known) if masters else None


def _called(plain: str, found: re.Match[str], known: Shops) -> ShopSaid | None:
    name = found[1]
    if not _is_own(name, known):
        return None
    return ShopSaid(name, found.start(1), found.end(1))


def _is_own(name: str, known: Shops) -> bool:
    """Whether a name is one of its own: nothing of ordinary speech, no platform, and more than where or what kind of shop it is."""
    return not (known.strange.search(name) or known.platforms.search(name) or known.ordinary.fullmatch(name))


def _ending(plain: str, found: re.Match[str], known: Shops) -> ShopSaid | None:
    """A name that ends with the word for its kind of shop: 力晨健身, 安步鞋店."""
    end = found.end()
    if known.ends.match(plain, end) or not known.goes_on.match(plain, end):
        further = known.ends.match(plain, end)
        if further is None or not known.goes_on.match(plain, further.end()):
            return None
        end = further.end()
    left, _ = clause_of(plain, found.start(), found.end())
    begin = max(left, found.start() - BEFORE)
    before = plain[begin : found.start()]
    cut = known.cut.match(before)
    start = begin + (cut.end() if cut else 0)
    if behind := re.search(rf"{NAME}*$", plain[start : found.start()]):
        start += behind.start()
    leading = known.general.match(plain, start, found.start())
    start += len(leading[0]) if leading else 0
    own = plain[start : found.start()]
    if not SHORTEST_OWN <= len(own) <= LONGEST_OWN or not _is_own(own, known):
        return None
    behind_word = known.behind.search(plain[max(left, start - BEFORE) : start])
    if not behind_word:
        return None
    return ShopSaid(plain[start:end], start, end)


def _master(plain: str, known: Shops) -> ShopSaid | None:
    """Who came and did it, by the family name: 姓刘的师傅, 刘师傅."""
    found = known.master.search(plain)
    if found is None:
        return None
    surname = found[1] or found[3]
    return ShopSaid(f"{surname}{found['title'] or found['title_too']}", *found.span())
