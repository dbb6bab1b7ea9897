"""What stands around a sum that says whether it is the price: words of paying, of other costs, of what was given back, of another's purchase."""

import re
from dataclasses import dataclass

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.clauses import CLAUSE_ENDS, clause_of
from consumer_app.domain.listening.folding import folded
from consumer_app.domain.listening.numerals import any_of
from consumer_app.domain.listening.said import SumSaid

ALONE = ("", *"，。；,;\n")
DESCRIBED = 6
"""How many characters may stand between a price and the goods it is of."""
OF_GOODS, BESIDE_GOODS, BY_ITSELF = 36, 38, 40
"""How far the price stands from words that say so: 「398的鞋」, 「电饭煲399，」, a clause of nothing but the sum."""


@dataclass(frozen=True)
class Paying:
    """Words of paying before a sum, as a pattern, and each by itself: they say of no sum what it was paid for."""

    words: re.Pattern[str]
    words_behind: re.Pattern[str]
    general: frozenset[str]
    purpose: re.Pattern[str]
    other_costs: re.Pattern[str]
    no_price: re.Pattern[str]
    no_price_behind: re.Pattern[str]
    open: re.Pattern[str]
    goods: frozenset[str]
    longest: int
    in_all: re.Pattern[str]
    filler: re.Pattern[str]
    so_many: re.Pattern[str]
    by_itself: re.Pattern[str]
    buying: re.Pattern[str]
    ends: re.Pattern[str]
    ends_or_goes_on: re.Pattern[str]
    of: str


def words_of_paying(book: LawBook) -> Paying:
    """The words around sums, ready to be tried; made once a book."""
    sums = book.words.sums
    general = [word for word in sums.paid if len(word) > 1 or word in sums.between]
    words = any_of((*sums.paid, *sums.between))
    ends = re.escape(CLAUSE_ENDS)
    named = (book.words.naming.things, *book.words.goods.values())
    goods = frozenset(name.lower() for names in named for name in names)
    several = [digit for digit, worth in book.words.digits.items() if worth > 1]
    unless = "".join(f"(?<!{re.escape(word)})" for word in sums.no_price_not_after)
    counted = f"(?:[\\d{''.join(book.words.digits)}十]{{1,3}}{any_of(book.words.counts.units)}{{1,2}})?"
    filler = f"(?:{any_of((*sums.between, *sums.totals))}){{0,3}}"
    return Paying(
        re.compile(f"(?:{words})+$"),
        re.compile(any_of(word for word in (*sums.paid, *sums.buying) if len(word) > 1 and word not in sums.no_price)),
        frozenset(map(folded, general)),
        re.compile(rf"[^{ends}]{{0,4}}{any_of(sums.purposes)}"),
        re.compile(any_of(sums.other_costs)),
        re.compile(f"{unless}{any_of(sums.no_price)}(?!{any_of(sums.no_price_not_before)})"),
        re.compile(rf"(?:{re.escape(sums.of)})?{any_of(sums.no_price_behind)}"),
        re.compile(any_of(book.words.doubts)),
        goods,
        max(map(len, goods), default=0),
        re.compile(rf"{any_of(book.words.naming.in_all)}(?:{words})*$"),
        re.compile(rf"{filler}$"),
        re.compile(rf"[\d{''.join(several)}十]{any_of(sums.sold_by)}{filler}$"),
        re.compile(rf"^{counted}{filler}$"),
        re.compile(any_of(sums.buying)),
        re.compile(rf".?(?:[{ends}]|$)"),
        re.compile(rf".?(?:[{ends}]|$|{any_of(sums.price_before)})"),
        sums.of,
    )


def is_other_cost(text: str, said: SumSaid, paying: Paying) -> bool:
    """Whether the clause says of a sum with words of paying before it that it is no price: it names another cost, or what came back behind those words."""
    left, _ = clause_of(text, said.start, said.end)
    before = text[left : said.start]
    return bool(
        paying.other_costs.search(before)
        or paying.no_price.search(paying.words_behind.split(before)[-1])
        or paying.no_price_behind.match(text, said.end)
    )


def price_by_place(text: str, said: SumSaid, paying: Paying) -> int | None:
    """How surely the sum is the price where no word of paying says so, as a distance; None where it is not."""
    left, right = clause_of(text, said.start, said.end)
    clause, before = text[left:right], text[left : said.start]
    if any(
        (
            paying.open.search(clause),
            paying.other_costs.search(before),
            paying.no_price.search(before),
            paying.no_price_behind.match(text, said.end),
            paying.purpose.match(text, said.end),
        )
    ):
        return None
    if is_of_goods(text[said.end : right], paying):
        return OF_GOODS
    behind = is_behind_goods(before, paying) or paying.so_many.search(before)
    if behind and paying.ends_or_goes_on.match(text, said.end):
        return BESIDE_GOODS
    if not is_by_itself(text, said, paying):
        return None
    first, _ = clause_of(text, max(0, left - 1), max(0, left - 1))
    earlier = text[first:left]
    *_, behind_buying = paying.buying.split(earlier)
    return None if paying.other_costs.search(behind_buying) or paying.no_price.search(earlier) else BY_ITSELF


def is_by_itself(text: str, said: SumSaid, paying: Paying) -> bool:
    """Whether the clause is nothing but the sum."""
    left, _ = clause_of(text, said.start, said.end)
    return bool(paying.by_itself.match(text[left : said.start]) and paying.ends.match(text, said.end))


def is_of_goods(behind: str, paying: Paying) -> bool:
    """Whether the goods follow (的手机, 的纯棉衬衫)."""
    if not (paying.of and behind.startswith(paying.of)):
        return False
    named, starts = behind[: DESCRIBED + paying.longest].lower(), range(len(paying.of), len(paying.of) + DESCRIBED + 1)
    return any(named[at : at + size] in paying.goods for at in starts for size in range(1, paying.longest + 1))


def is_behind_goods(before: str, paying: Paying) -> bool:
    """Whether what stands before ends with the name of goods, with no more than 才, 一共 and their like behind it."""
    named = paying.filler.sub("", before).lower()
    return any(named[-size:] in paying.goods for size in range(1, min(paying.longest, len(named)) + 1))


def is_price_by_place(text: str, before: str, start: int, end: int, paying: Paying) -> bool:
    """Whether a bare number stands where a price does: 398的运动鞋, 电饭煲399，, a clause of its own."""
    if is_of_goods(text[end : end + DESCRIBED + paying.longest + 1], paying):
        return True
    if not paying.ends_or_goes_on.match(text, end):
        return False
    if is_behind_goods(before, paying) or paying.so_many.search(before):
        return True
    left, _ = clause_of(before, len(before), len(before))
    return bool(
        left and text[end : end + 1] in ALONE and before[left - 1] in ALONE and paying.by_itself.match(before[left:])
    )
