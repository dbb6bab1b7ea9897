"""Numbers as people write them: in digits, in numerals, in both (1万2千, 3k5), roughly (几百, 两三千, 3000多), from one to another (2-3千).

What the characters are worth is data (``digits`` and ``units`` of ``words.toml``, ``[numbers]`` for what makes a number rough).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from consumer_app.domain.law import LawBook, Words

FIRST_WIDE, LAST_WIDE, WIDTH = 0xFF01, 0xFF5E, 0xFEE0
NARROW = {
    code: code - WIDTH
    for code in range(FIRST_WIDE, LAST_WIDE + 1)
    if chr(code - WIDTH).isalnum() or chr(code - WIDTH) in "./-%~"
}
NARROW[0xFFE5] = 0xA5
WIDE = re.compile(f"[{chr(FIRST_WIDE + 2)}-{chr(LAST_WIDE)}{chr(0xFFE5)}]")
LONGEST = 24
"""A number with more figures is none."""
LAST_SURE = 10
"""Below it a pair of digits that follow each other (两三, 七八) is from one to the other, never a number of two places."""


@dataclass(frozen=True)
class NumberFound:
    """A number and where it was written: ``low`` and ``high`` differ where it was said between two; ``about`` is roughly it.

    ``large`` is whether it names a unit of hundreds or more (一千二, 3k), ``figures`` how many digits it begins with.
    """

    low: Decimal
    high: Decimal
    about: bool
    start: int
    end: int
    large: bool
    figures: int


@dataclass(frozen=True)
class Numbers:
    """How numbers are found; made of the words once a book."""

    number: re.Pattern[str]
    join: re.Pattern[str]
    words: Words


def any_of(words: Iterable[str]) -> str:
    """A pattern for any one of the words, the longest first; for none of them nothing matches."""
    known = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, known))})" if known else "(?!)"


def narrow(text: str, book: LawBook) -> str:
    """The text with full-width digits, letters and signs as ordinary ones, traditional characters as simplified ones; as long as it was."""
    plain = text.translate(NARROW) if WIDE.search(text) else text
    simple = plain.translate(book.characters.table)
    return simple if len(simple) == len(text) else plain


def numbers_of(book: LawBook) -> Numbers:
    """How numbers are found; made once a book."""
    words = book.words
    rough = words.numbers
    digits = f"[{re.escape(''.join(words.digits) + rough.some)}]" if words.digits or rough.some else "(?!)"
    figure = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|{digits}+)"
    latin = "".join(unit for unit in words.units if unit.isascii())
    others = "".join(unit for unit in words.units if not unit.isascii())
    unit = rf"(?:[{re.escape(others) or ' '}]|[{re.escape(latin) or ' '}](?![A-Za-z]))"
    ten = any_of(unit for unit, value in words.units.items() if value == LAST_SURE)
    large = any_of(unit for unit, value in words.units.items() if value > LAST_SURE and not unit.isascii())
    more = any_of(rough.more)
    number = (
        rf"(?P<core>(?:{figure}|(?={ten}))(?: ?{unit}{figure}?)*)(?P<more>{more}{large}*)?"
        rf"|{any_of(rough.at_least)}(?P<least>{large}+)"
    )
    return Numbers(re.compile(number), re.compile(rf"\s?{any_of(rough.to)}\s?"), words)


def numbers_in(text: str, book: LawBook) -> Iterator[NumberFound]:
    """Every number in a text that is ``narrow`` already, in its order. How long it takes grows with the text, no faster."""
    known = book.worked_out(numbers_of)
    before: NumberFound | None = None
    for hit in known.number.finditer(text):
        now = _said(hit, known)
        if now is None:
            continue
        if before is not None:
            joined = _joined(text, before, now, known)
            if joined is None:
                yield before
            else:
                now = joined
        before = now
    if before is not None:
        yield before


def _joined(text: str, first: NumberFound, last: NumberFound, known: Numbers) -> NumberFound | None:
    """Two numbers with a word between them that means from one to the other; a unit of the second is of the first too."""
    if last.start - first.end > 3 or not known.join.fullmatch(text, first.end, last.start):
        return None
    low, unit = first.low, known.words.units.get(text[last.end - 1], 0)
    if unit and not first.large and low < LAST_SURE * LAST_SURE:
        low *= unit
    if not low < last.high:
        return None
    return NumberFound(low, last.high, True, first.start, last.end, last.large, first.figures)


def _said(hit: re.Match[str], known: Numbers) -> NumberFound | None:
    words = known.words
    if hit["least"]:
        worth = _numerals("".join(next(d for d, v in words.digits.items() if v == 1) + hit["least"]), words)
        if worth is None or worth.adjusted() >= LONGEST:
            return None
        return NumberFound(worth, 9 * worth, True, *hit.span(), True, 0)
    core, more = hit["core"], hit["more"] or ""
    if not more and (plain := _plainly(core, words)) is not None:
        return NumberFound(plain, plain, False, *hit.span(), False, len(core) if core.isascii() else 0)
    ends = said_between(core, words) if len(core) < LONGEST else None
    if ends is None:
        return None
    low, high = ends
    large = any(words.units.get(character, 0) > LAST_SURE for character in core + more)
    figures = len(core) - len(core.lstrip("0123456789"))
    if more:
        for character in more:
            low *= words.units.get(character, 1)
        if low.adjusted() >= LONGEST:
            return None
        high = low + _place(low)
    return NumberFound(low, high, low != high, *hit.span(), large, figures)


def _plainly(text: str, words: Words) -> Decimal | None:
    """The value of a few figures or of one numeral, which most numbers are; None of any other."""
    if text.isdecimal() and text.isascii():
        return Decimal(text) if len(text) < LONGEST else None
    value = words.digits.get(text)
    return None if value is None else Decimal(value)


def _place(value: Decimal) -> Decimal:
    """The worth of the last place of a number that is not nought: 100 for 1500, 1 for 12."""
    place = Decimal(1)
    while value and value % (place * 10) == 0:
        place *= 10
    return place


def said_between(text: str, words: Words) -> tuple[Decimal, Decimal] | None:
    """The least and the most that a number means: the same unless it has 几 or two digits that follow each other (三四百), or nearly do before a unit (三五百)."""
    some = words.numbers.some
    digit = {value: character for character, value in words.digits.items()}
    if any(character in some for character in text):
        least = (digit[1] if text[p - 1 : p] in words.units else digit[2] for p in range(len(text)))
        low = number("".join(d if c in some else c for c, d in zip(text, least, strict=True)), words)
        high = number("".join(digit[9] if c in some else c for c in text), words)
        return None if low is None or high is None else (low, high)
    for place in range(len(text) - 1):
        first, second = (words.digits.get(text[place + n], -9) for n in (0, 1))
        if (
            first > 0
            and (second - first == 1 or (second - first == 2 and text[place + 2 : place + 3] in words.units))
            and text[place - 1 : place] not in words.digits
            and text[place + 2 : place + 3] not in words.digits
        ):
            low, high = (number(text[:place] + text[place + n] + text[place + 2 :], words) for n in (0, 1))
            return None if low is None or high is None else (low, high)
    value = number(text, words)
    return None if value is None else (value, value)


def number(text: str, words: Words) -> Decimal | None:
    """A number written in digits, in numerals, or both (1.2万, 1万2千, 3k5); None when it is none."""
    text = text.strip().replace(",", "").replace("，", "").replace(" ", "")
    try:
        value = Decimal(text)
    except InvalidOperation:
        return _numerals(text, words)
    return value if value.is_finite() else None


def _numerals(text: str, words: Words) -> Decimal | None:
    """Numerals and figures with units between them; a single digit after a unit is of the next lower one (一千二, 1万6)."""
    parts = re.findall(r"[0-9.]+|.", text)
    if not any(p[0] in "0123456789" or p in words.digits or words.units.get(p) == LAST_SURE for p in parts):
        return None
    total, part, last = Decimal(0), Decimal(0), 0
    digit: Decimal | None = None
    for place, one in enumerate(parts):
        if one in words.units:
            unit = words.units[one]
            if unit >= 10_000:
                total, part = (total + part + (digit or 0)) * unit, Decimal(0)
            else:
                part += (1 if digit is None else digit) * unit
            digit, last = None, unit
        elif one in words.digits:
            if digit and last:
                return None
            digit = (digit or Decimal(0)) * 10 + words.digits[one]
        elif digit is None and one[0].isdigit() and one.count(".") <= 1 and one[-1] != ".":
            digit = Decimal(one)
            if last and (digit >= last or (place < len(parts) - 1 and digit >= LAST_SURE)):
                return None
        else:
            return None
    if digit and parts[-2:-1] and parts[-2] in words.units and digit < LAST_SURE:
        if digit != int(digit):
            return None
        digit *= max(last // LAST_SURE, 1)
    return total + part + (digit or 0)
