"""What stands beside a day in a story, and the words that only connect: the law book's words of telling, ready to be found."""

import re
from dataclasses import dataclass

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.numerals import any_of


@dataclass(frozen=True)
class Marks:
    """What stands beside a day, and words that begin what is no happening, ready to be found."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    not_its_day: re.Pattern[str]
    since: re.Pattern[str]
    until: re.Pattern[str]
    that_is: re.Pattern[str]
    elsewhere: re.Pattern[str]
    after: re.Pattern[str]
    beside: re.Pattern[str]
    times: re.Pattern[str]
    ways: tuple[tuple[str, re.Pattern[str]], ...]
    leading: re.Pattern[str]
    trimmed: re.Pattern[str]
    between: re.Pattern[str]


def marks_of_telling(book: LawBook) -> Marks:
    """The marks of the book's words of telling; made once a book."""
    words, days = book.telling, book.telling.days
    leading = rf"(?:{any_of((*words.connecting, *words.light))}|[\s、，,])*"
    return Marks(
        before=re.compile(any_of(days.before)),
        behind=re.compile(rf"(?:{any_of(days.beside)}|[\d{''.join(book.words.digits)}:：])*?{any_of(days.behind)}"),
        not_its_day=re.compile(rf"{any_of(days.of)}(?!{any_of(days.times)})"),
        since=re.compile(rf"{any_of(days.from_)}$"),
        until=re.compile(rf"\s*{any_of(days.until)}\s*"),
        that_is=re.compile(rf"[\s（(]*{any_of(days.that_is)}"),
        elsewhere=re.compile(rf"{leading}{any_of((*days.now, *days.wants))}"),
        after=re.compile(rf"{leading}(?P<day>{any_of(words.after)})"),
        beside=re.compile(
            rf"{any_of((*days.beside, *words.connecting, *words.light))}|[\d{''.join(book.words.digits)}:：\s、，,]"
        ),
        times=re.compile(rf"(?:{any_of(days.beside)}|[\d{''.join(book.words.digits)}:：\s、，,])+"),
        ways=tuple((way, re.compile(any_of(several))) for way, several in words.ways.items()),
        leading=re.compile(leading),
        trimmed=re.compile(rf"(?:{any_of(words.connecting)}|[\s、，,])*"),
        between=re.compile(rf"(?:{any_of(words.between)}|[\s，,:：])*$"),
    )


def leading_words(text: str, book: LawBook) -> int:
    """How many characters of words that only connect stand at the beginning of a text."""
    found = book.worked_out(marks_of_telling).trimmed.match(text)
    return found.end() if found else 0
