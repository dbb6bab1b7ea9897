"""Sums of money as people write them. What makes a number a sum is data (``[sums]`` of ``words.toml``)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from consumer_app.domain.law import LawBook, Words
from consumer_app.domain.listening.numerals import NumberFound, any_of, narrow, number, numbers_in
from consumer_app.domain.listening.paying import Paying, is_price_by_place, words_of_paying
from consumer_app.domain.listening.said import SumSaid

MOST = Decimal(100_000_000)
BEFORE = 16
"""How many characters before a number are looked at."""
PIECES = 10
NEAR_YEARS = (2000, 2040)
"""What is rather a year than a price, where nothing says that it was paid."""
MINUS = re.compile(r"(?:^|[^\d\w]|[^\x00-\x7f])[-−－](?:[¥￥]\s?)?$")
"""A minus before a number that is not the middle of 100-500."""
TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")


@dataclass(frozen=True)
class Money:
    """What stands around sums, ready to be tried; made of the words once a book. The patterns of what stands before end at the number."""

    sign: re.Pattern[str]
    unit: re.Pattern[str]
    tenth: re.Pattern[str]
    rest: re.Pattern[str]
    half: re.Pattern[str]
    piece_goes_on: re.Pattern[str]
    paid: re.Pattern[str]
    bought: re.Pattern[str]
    alone: re.Pattern[str]
    other: re.Pattern[str]
    other_before: re.Pattern[str]
    model_before: re.Pattern[str]
    each_before: re.Pattern[str]
    one_before: re.Pattern[str]
    one_bought: re.Pattern[str]
    of: str
    each_after: re.Pattern[str]
    rough_before: re.Pattern[str]
    rough_after: re.Pattern[str]


def money_words(book: LawBook) -> Money:
    """What stands around sums; made once a book."""
    words, sums = book.words, book.words.sums
    digit = f"[0-9{''.join(d for d, value in words.digits.items() if value)}]"
    units = (unit for unit in words.counts.units if unit not in sums.also_money)
    counted = any_of((*sums.other, *units, *(u for u in words.units if not u.isascii())))
    counted += f"(?!{any_of(words.counts.not_before)})"
    one_of = f"{any_of(sums.one)}{any_of(words.counts.units)}"
    tenths, hundredths = any_of(sums.tenths), any_of(sums.hundredths)
    rough = _rough(words)
    goods = {name for names in words.goods.values() for name in names}
    end = r"\s*(?:$|[\s,.!?;:，。！？；：、…）)」”’~—/])"
    ignoring = re.IGNORECASE
    return Money(
        sign=re.compile(rf"{any_of(sums.signs)}\s*$"),
        unit=re.compile(rf"\s{{0,2}}{any_of(sums.units)}", ignoring),
        tenth=re.compile(rf"{tenths}(?P<fen>{digit}(?!{digit}|{counted})|{digit}(?={hundredths}))?(?:{hundredths})?"),
        rest=re.compile(
            rf"(?P<jiao>{digit})(?:{tenths}(?:(?P<fen>{digit})(?:{hundredths})?)?|(?!(?!{one_of}){digit}|{counted}))"
            rf"|(?P<both>\d\d)(?!{digit}|{counted})"
        ),
        half=re.compile(any_of(words.numbers.half)),
        piece_goes_on=re.compile(rf"{any_of(sums.pieces_before)}|{end}"),
        paid=re.compile(rf"(?P<rough>{rough})?{any_of(sums.paid)}(?:{any_of(sums.between)}){{0,4}}$"),
        bought=re.compile(rf"\s?(?:{any_of(words.approximate_after)})?{any_of(sums.bought)}"),
        alone=re.compile(rf"{any_of(sums.alone_before)}|{end}"),
        other=re.compile(rf"\s?(?:{counted}|[A-Za-z0-9])"),
        model_before=re.compile(
            rf"(?:{any_of({*sums.other_before, *words.numbers.ordinal} - goods)}(?:{any_of(sums.between)})?|[A-Za-z0-9_.#/:-]\s?)$"
        ),
        other_before=re.compile(
            rf"(?:{any_of((*sums.other_before, *words.numbers.ordinal))}(?:{any_of(sums.between)})?|[A-Za-z0-9_.#/:-]\s?)$"
        ),
        each_before=re.compile(
            rf"(?:(?:{any_of(sums.each_before)}|{one_of})(?:{any_of(sums.between)})*|{any_of(sums.each_before)}.{{0,2}}{any_of(sums.paid)})$"
        ),
        of=sums.of,
        one_before=re.compile(rf"{one_of}$"),
        one_bought=re.compile(rf"{any_of(sums.buying)}(?:{any_of(sums.between)})?{one_of}$"),
        each_after=re.compile(rf"\s?(?:{any_of(sums.each_after)}|{one_of})"),
        rough_before=re.compile(rf"{rough}[^\S\n]*$"),
        rough_after=re.compile(rf"[^\S\n]*{any_of(words.approximate_after)}"),
    )


def _rough(words: Words) -> str:
    """Words that make a number rough, but not as the end of a word of paying (好 of 说好, 约 of 违约)."""

    def alone(rough: str) -> str:
        longer = {word[: word.index(rough)] for word in words.sums.paid if rough in word and not word.startswith(rough)}
        return "".join(f"(?<!{re.escape(one)})" for one in sorted(longer)) + re.escape(rough)

    return f"(?:{'|'.join(alone(one) for one in sorted(set(words.approximate), key=lambda one: (-len(one), one)))})"


def sums_in(text: str, book: LawBook) -> Iterator[SumSaid]:
    """Every sum of money written in the text, in its order; what is said roughly is ``about``."""
    plain = narrow(text, book)
    return sums_among(text, plain, numbers_in(plain, book), book)


def sums_among(text: str, plain: str, numbers: Iterable[NumberFound], book: LawBook) -> Iterator[SumSaid]:
    """The sums of money among the numbers found in the text, of which ``plain`` is the narrow form."""
    money, done = book.worked_out(money_words), 0
    for found in numbers:
        if found.start < done:
            continue
        said = _sum(plain, found, money, book.worked_out(words_of_paying), book.words)
        if said is not None:
            low, high, start, done, about = said
            if high < MOST and low >= 0 and low == round(low, 2):
                each = _is_for_each(plain, start, done, money)
                yield SumSaid(text[start:done], start, done, about, low, high, each)


Found = tuple[Decimal, Decimal, int, int, bool]


def _sum(text: str, found: NumberFound, money: Money, paying: Paying, words: Words) -> Found | None:
    before = text[max(0, found.start - BEFORE) : found.start]
    if MINUS.search(before):
        return None
    signed = money.sign.search(before)
    low, high, start, end = found.low, found.high, found.start, found.end
    unit = money.unit.match(text, end)
    tenth = None if unit else money.tenth.match(text, end)
    if unit:
        if _counts_pieces(text, found, unit, money, words):
            return None
        extra, end = _behind(text, unit.end(), money, words) if low == high else (Decimal(0), unit.end())
        low, high = low + extra, high + extra
    elif tenth and low < PIECES:
        fen = _of_ten(tenth["fen"], HUNDREDTH, words)
        low, high, end = low * TENTH + fen, high * TENTH + fen, tenth.end()
    elif not (
        signed or _is_money(text, before, found, money, words) or _is_price(text, before, found, money, paying, words)
    ):
        return None
    if signed:
        start -= len(before) - signed.start()
    return low, high, start, end, found.about or _roughly(text, start, end, found, money)


def _is_for_each(text: str, start: int, end: int, money: Money) -> bool:
    before = text[max(0, start - BEFORE) : start]
    if money.each_before.search(before):
        of_it = money.one_before.search(before) and text.startswith(money.of, end)
        return not (of_it or money.one_bought.search(before))
    return bool(money.each_after.match(text, end)) and not money.paid.search(before)


def _roughly(text: str, start: int, end: int, found: NumberFound, money: Money) -> bool:
    before = text[max(0, start - BEFORE) : start]
    paid = money.paid.search(before)
    return bool(money.rough_before.search(before) or money.rough_after.match(text, end) or (paid and paid["rough"]))


def _counts_pieces(text: str, found: NumberFound, unit: re.Match[str], money: Money, words: Words) -> bool:
    """Whether the unit counts things (两块蛋糕) or stands after an ordinal."""
    if unit[0].strip() not in words.sums.pieces or found.high >= PIECES or "." in text[found.start : found.end]:
        return False
    if money.rest.match(text, unit.end()) or money.half.match(text, unit.end()):
        return False
    return not money.piece_goes_on.match(text, unit.end())


def _behind(text: str, end: int, money: Money, words: Words) -> tuple[Decimal, int]:
    """What follows the unit: tenths and hundredths, or a half."""
    if half := money.half.match(text, end):
        return Decimal("0.5"), half.end()
    rest = money.rest.match(text, end)
    if rest is None:
        return Decimal(0), end
    if rest["both"]:
        return (Decimal(rest["both"]) * HUNDREDTH).normalize(), rest.end()
    return _of_ten(rest["jiao"], TENTH, words) + _of_ten(rest["fen"], HUNDREDTH, words), rest.end()


def _of_ten(digit: str | None, worth: Decimal, words: Words) -> Decimal:
    """What a single digit is worth at that place; nothing where none stands there."""
    value = number(digit, words) if digit else None
    return value * worth if value else Decimal(0)


def _is_money(text: str, before: str, found: NumberFound, money: Money, words: Words) -> bool:
    """Whether a number without a unit of money is a sum: by what was paid before it, bought behind it, or by standing alone."""
    written = text[found.start : found.end]
    if money.other.match(text, found.end) or money.other_before.search(before) or found.figures > 7:
        return False
    if found.figures < 2 and not found.large and found.low <= PIECES:
        return False
    if not found.large and not found.figures and not money.alone.match(text, found.end):
        return False
    if money.paid.search(before) or money.each_before.search(before):
        return written not in words.sums.never
    if written not in words.sums.never_alone and money.bought.match(text, found.end):
        return found.large or (found.figures > 2 and not _is_a_year(found))
    return found.large and bool(money.alone.match(text, found.end))


def _is_price(text: str, before: str, found: NumberFound, money: Money, paying: Paying, words: Words) -> bool:
    """Whether a bare number of at least three figures stands where a price does, and is neither a year nor anything else that is counted."""
    written = text[found.start : found.end]
    if not (found.figures > 2 or (found.figures and "." in written)) or found.figures > 6 or found.low < PIECES / 2:
        return False
    if written in (*words.sums.never, *words.sums.never_alone) or NEAR_YEARS[0] <= found.low <= NEAR_YEARS[1]:
        return False
    if money.other.match(text, found.end) or money.model_before.search(before):
        return False
    return is_price_by_place(text, before, found.start, found.end, paying)


def _is_a_year(found: NumberFound) -> bool:
    return found.figures == 4 and 1990 <= found.low < 2100
