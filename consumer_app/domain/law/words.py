"""Words: what a letter must not say, and how a layperson's words are heard."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from pydantic import Field

from consumer_app.domain.law.entries import Asks, Entry, Slug
from consumer_app.domain.law.statutes import Cited

NAMED = re.compile(r"\{([a-z_]+)\}")
GAP = re.compile(r"…(\d*)")
SENTENCE_ENDS = r"。！？；!?;\n"
USUAL_GAP = 10


def spelled_out(pattern: str, lists: Mapping[str, Iterable[str]]) -> str:
    """The regular expression that a pattern of a law file stands for.

    ``{name}`` is any one of the list of that name; ``…8`` is at most eight characters within the sentence (``…`` alone: ten).
    Raises KeyError for a list that is not there.
    """
    text = NAMED.sub(lambda found: _any_of(lists[found[1]]), pattern)
    return GAP.sub(lambda found: f"[^{SENTENCE_ENDS}]{{0,{found[1] or USUAL_GAP}}}", text)


def _any_of(alternatives: Iterable[str]) -> str:
    return f"(?:{'|'.join(alternatives)})"


class WordingRule(Entry):
    """Something a letter must not say: patterns of which one is found, why not, what to write instead.

    ``words`` are lists of alternatives that the patterns name (see ``spelled_out``). Nothing is found right after ``not_after`` or right
    before ``not_before``. ``hears`` are sentences in which it must find something, ``passes`` near ones in which it must not.
    """

    id: Slug
    patterns: tuple[str, ...]
    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    hears: tuple[str, ...]
    passes: tuple[str, ...]
    why: str
    instead: str
    source: Cited | None = None

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """All patterns as one. Raises KeyError for a list that a pattern names and is not there, re.error for what is no pattern."""
        before = "".join(f"(?<!{words})" for words in self.not_after)
        after = "".join(f"(?!{words})" for words in self.not_before)
        found = _any_of(spelled_out(pattern, self.words) for pattern in self.patterns)
        return re.compile(before + found + after, re.IGNORECASE)


class ValuePattern(Entry):
    """How a day is written: a regular expression with named groups, in which ``{name}`` is a part or a table of ``DayWords``.

    ``year month day weekday`` are numbers, ``said_…`` a word of a table; ``ago`` is how many ``said_unit`` ago, ``said`` the words that are
    quoted where a pattern needs others before them. ``shift`` is for what lies before (from so many days to so many, below nought) or
    after it; ``nearly`` for what is not quite so long ago.
    ``hears`` are words it must read, ``passes`` words it must leave alone.
    """

    pattern: str
    hears: tuple[str, ...]
    passes: tuple[str, ...]
    shift: tuple[int, int] | None = None
    nearly: bool = False


class DayWords(Entry):
    """Words that name a day or some days, each table a part ``{said_…}`` of the patterns.

    ``day`` days from today, or the first and the last; ``week``, ``month``, ``year`` how many from this one; ``weekday`` 1 to 7, or two;
    ``part`` days of a month, ``season`` months of a year; ``feast`` a day or days of the year (``11-11``, ``10-01/10-07``), the
    holiday of a calendar by its name, or days that each year has anew; ``unit`` how many days one is, and by how many such a time ago can be wrong.
    """

    day: dict[str, int | tuple[int, int]] = Field(default_factory=dict)
    week: dict[str, int] = Field(default_factory=dict)
    month: dict[str, int] = Field(default_factory=dict)
    year: dict[str, int] = Field(default_factory=dict)
    weekday: dict[str, int | tuple[int, int]] = Field(default_factory=dict)
    part: dict[str, tuple[int, int]] = Field(default_factory=dict)
    season: dict[str, tuple[int, int]] = Field(default_factory=dict)
    feast: dict[str, str | tuple[date, ...]] = Field(default_factory=dict)
    unit: dict[str, tuple[int, int]] = Field(default_factory=dict)


class NumberWords(Entry):
    """What makes a number rough: ``some`` stands for a digit (几), ``more`` stands behind (多), ``at_least`` before a unit (上千); ``to`` is from one to the other, ``half`` a half.

    ``ordinal`` right before a number makes it none that counts; ``bounds`` right behind make it a limit.
    """

    some: str = ""
    more: tuple[str, ...] = ()
    at_least: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    half: tuple[str, ...] = ()
    ordinal: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()


class Heard(Entry):
    """What is tried on a list of words when the book is checked: ``hears`` what must be read with its value, ``passes`` what must not be."""

    hears: dict[str, str] = Field(default_factory=dict)
    passes: tuple[str, ...] = ()


class SumWords(Heard):
    """What makes a number a sum of money.

    ``signs`` stand before it; ``units`` (yuan) and ``tenths`` and ``hundredths`` behind. ``pieces`` are units that count things too: of
    fewer than ten they are money only before ``pieces_before``. ``paid`` are words of paying before a number, with ``between`` in between, ``bought`` behind it;
    ``alone_before`` stands behind a number that names hundreds or more (一千二) where nothing else says that it is money.
    ``other`` behind a number, and ``other_before`` before it, say that it counts something else; ``also_money`` are words for what is counted that behind a sum mean
    something else (花了300只退50); ``each_after`` and ``each_before``, and ``one`` of what is counted, make
    it the price of one; behind a sum ``purposes`` say what was paid for, and ``buying`` in the clause before a sum that stands by itself
    says that it is the price (``after_buying`` may stand between it and what was bought); ``never`` are numbers that are no sums,
    ``never_alone`` none without a word of paying before them (618).
    A sum is no price behind ``other_costs`` (医院, 检测) or, with no word of paying in between, behind ``no_price`` (退, 赔, 原价; not 想退, 送来: ``no_price_not_after``, ``no_price_not_before``), or before ``no_price_behind``
    (优惠券). Where no word of paying stands it is the price before ``of`` and the name of goods, behind that name or so many of what it is ``sold_by`` (3晚2100), before the end of its clause or ``price_before``, or where nothing
    but ``totals`` (一共) stands in its clause.
    """

    signs: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    tenths: tuple[str, ...] = ()
    hundredths: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    pieces_before: tuple[str, ...] = ()
    paid: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    bought: tuple[str, ...] = ()
    alone_before: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    other_before: tuple[str, ...] = ()
    also_money: tuple[str, ...] = ()
    each_after: tuple[str, ...] = ()
    each_before: tuple[str, ...] = ()
    one: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    buying: tuple[str, ...] = ()
    after_buying: tuple[str, ...] = ()
    of: str = ""
    totals: tuple[str, ...] = ()
    other_costs: tuple[str, ...] = ()
    no_price: tuple[str, ...] = ()
    no_price_not_after: tuple[str, ...] = ()
    no_price_not_before: tuple[str, ...] = ()
    no_price_behind: tuple[str, ...] = ()
    price_before: tuple[str, ...] = ()
    sold_by: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    never_alone: tuple[str, ...] = ()


class BookedWords(Entry):
    """What stands around a day for which something was booked: a word of booking right ``before`` it, what then takes place ``behind`` it."""

    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


class CountWords(Heard):
    """What is counted: ``units`` behind a number, with ``sizes`` in between, not before ``not_before``. ``years_of_age`` make it an age. ``without_unit`` are words right before a number that say what it counts (假一赔三: 倍). A number behind one of ``used`` is what was used of it (才上了13节)."""

    units: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    without_unit: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    years_of_age: tuple[str, ...] = ()
    used: tuple[str, ...] = ()


class NamingWords(Entry):
    """What around the name of some goods says whether they were bought.

    ``no_goods`` are longer words in which a name is none (钱包装费, 手机号). ``bought`` stands before what was bought, with ``between`` right between them;
    ``bought_behind`` behind it. ``only_named`` before it, or ``only_named_behind`` right behind, say that it was a place, a tool, a gift (用手机, 药店推荐);
    ``signs_before`` and ``signs_behind`` that it is what the trouble is about. A name of one character counts behind a word of buying
    and before ``short_behind``. For the words in which a thing is called: ``things`` are bought and no goods, what ends in one of ``no_things`` is a place; ``chosen`` stand before it too (看中),
    ``light`` words are not part of it, ``hollow`` ones name nothing (这东西), and none of ``not_between`` describes a thing, ``tails`` behind a name are (演唱会的票); ``no_measures`` count no pieces; a sum for everything stands behind ``in_all``. ``others`` say that a clause is of somebody else's purchase or of another one, but not right behind ``others_not_after``.
    """

    no_goods: tuple[str, ...] = ()
    bought: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    bought_behind: tuple[str, ...] = ()
    only_named: tuple[str, ...] = ()
    only_named_behind: tuple[str, ...] = ()
    signs_before: tuple[str, ...] = ()
    signs_behind: tuple[str, ...] = ()
    short_behind: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    no_things: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    hollow: tuple[str, ...] = ()
    not_between: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    no_measures: tuple[str, ...] = ()
    in_all: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    others_not_after: tuple[str, ...] = ()


class WhoseWords(Entry):
    """People for whom somebody writes: ``child`` and ``family``, before an act of ``acts``; not right after ``not_after`` (给我妈买的) or before ``not_before`` (我妈让我),
    and with none of ``not_between`` between the two (我妈劝我别买).

    Whoever ``asks`` the teller (我妈让我帮她投诉), or ``for_them`` the teller ``tells`` it (替我爸问一下), is written for too.
    A child is one only where a word of ``young`` stands in the text: sons and daughters grow up.
    """

    child: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    for_them: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_between: tuple[str, ...] = ()
    young: tuple[str, ...] = ()


class ShopWords(Entry):
    """How shops are called. A name ends in one of ``ends`` (鞋店, 驾校) or, behind a word of ``behind`` (在, 找), of ``trades`` (健身, 摄影), and then goes on with what is done there (``goes_on``, ``inside`` before it).

    It begins behind the last word of ``cut``; words of ``general`` (楼下, 小区), with ``of`` between them, are no part of its beginning, nor is a name one that holds
    ``strange`` ones. ``called`` names it outright, up to ``called_ends``. ``masters`` are called by a family name: one of ``surnames``, behind ``surname_before`` with ``surname_of`` behind.
    """

    ends: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    goes_on: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    general: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    called_ends: tuple[str, ...] = ()
    masters: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    surname_before: tuple[str, ...] = ()
    surname_of: tuple[str, ...] = ()


class WrittenWords(Entry):
    """Words of writing ``before`` what a paper says, unless one of ``unless`` stands right before them (没写)."""

    before: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Words(Entry):
    """What ``suggest`` knows of plain speech: what goods are called, what wishes ask for, how days, sums and counts are written.

    ``wishes`` says for each thing people say they want which kinds of claim grant it, the nearest first; ``only_report`` is how an authority
    is asked to look into the matter by whoever wants nothing else. Who says one of ``admissions`` admits something, unless one of
    ``unless_after`` stands right before it.

    A clause that begins with a word of ``wishing`` is a wish by itself, whatever stands before it in its sentence; ``wished`` are plain words for each in such a clause.
    A word of ``doubts`` beside a sum leaves open whether it was paid. A number is rough right behind ``approximate`` or right before ``approximate_after``.
    ``digits`` and ``units`` are the values of numerals; ``parts`` are what the patterns of days have in common, and
    ``marks_of_days`` what, beside the words of the tables, stands in every day that is written.
    """

    goods: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    wishes: dict[str, tuple[Asks, ...]] = Field(default_factory=dict)
    only_report: str = ""
    admissions: tuple[str, ...] = ()
    unless_after: tuple[str, ...] = ()
    wishing: tuple[str, ...] = ()
    wished: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    approximate: tuple[str, ...] = ()
    approximate_after: tuple[str, ...] = ()
    digits: dict[str, int] = Field(default_factory=dict)
    units: dict[str, int] = Field(default_factory=dict)
    numbers: NumberWords = NumberWords()
    sums: SumWords = SumWords()
    naming: NamingWords = NamingWords()
    counts: CountWords = CountWords()
    booked: BookedWords = BookedWords()
    whose: WhoseWords = WhoseWords()
    shops: ShopWords = ShopWords()
    written: WrittenWords = WrittenWords()
    days: DayWords = DayWords()
    parts: dict[str, str] = Field(default_factory=dict)
    marks_of_days: tuple[str, ...] = ()
    day: tuple[ValuePattern, ...] = ()

    def admits(self, said: str) -> bool:
        """Whether whoever says that admits something."""
        for words in self.admissions:
            before, found, _ = said.partition(words)
            if found and not before.endswith(self.unless_after):
                return True
        return False

    def regex(self, shape: ValuePattern) -> re.Pattern[str]:
        """The pattern with its parts (and theirs) and tables put in. Raises KeyError for a part that is not there, re.error for what is no pattern."""
        parts = {name: (part,) for name, part in self.parts.items()} | {
            f"said_{name}": (f"(?P<said_{name}>{_any_of(sorted(map(re.escape, table), key=len, reverse=True))})",)
            for name in DayWords.model_fields
            if (table := getattr(self.days, name))
        }
        return re.compile(spelled_out(spelled_out(shape.pattern, parts), parts), re.IGNORECASE)
