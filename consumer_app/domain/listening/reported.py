"""What the other side is told to have said, without quotation marks: the words behind its name and a verb of saying (店员说属于人为)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.numerals import any_of
from consumer_app.domain.listening.speakers import Names, names_of

SENTENCE_ENDS = "。！？!?\n；;"
SIDE = "seller"
NEAR = 6
"""So near before a name somebody else is meant by it (老公，他说)."""


def _is_anothers(text: str, hit: re.Match[str], nobodys: re.Pattern[str], known: Names) -> bool:
    """Whether it is said by somebody who is not the business: whoever is named between, by whom the sentence went to before, or of their own family."""
    first = max(text.rfind(mark, 0, hit.start()) for mark in SENTENCE_ENDS) + 1
    return bool(
        nobodys.search(text, hit.start(), hit.end())
        or known.elsewhere.search(text, first, hit.start())
        or nobodys.search(text, max(first, hit.start() - NEAR), hit.start())
    )


@dataclass(frozen=True)
class Reported:
    """Words told to be the business's, with the place in the text where they begin."""

    start: int
    text: str


def reported(text: str, book: LawBook) -> Iterator[Reported]:
    """Each stretch that the business is told to have said, to the end of its sentence or to where somebody says something again."""
    words = book.telling
    names = (*words.speakers.get(SIDE, ()), *words.staff.get(SIDE, ()), *words.pronouns)
    if not names or not words.says:
        return
    before = "".join(f"(?<!{re.escape(one)})" for one in words.reaching)
    says = rf"{before}{any_of(names)}[^{SENTENCE_ENDS}]{{0,14}}?{any_of(words.says)}(?:{any_of(words.between) if words.between else ''})*"
    known = book.worked_out(names_of)
    nobodys = re.compile(
        any_of((*words.kin, *words.others, *(f"{me}{one}" for me in words.me for one in words.relations)))
    )
    found = [one for one in re.finditer(says, text) if not _is_anothers(text, one, nobodys, known)]
    for number, one in enumerate(found):
        end = next((at for at in range(one.end(), len(text)) if text[at] in SENTENCE_ENDS), len(text))
        if number + 1 < len(found):
            end = min(end, found[number + 1].start())
        said = text[one.end() : end].strip('，,：:、 “”「」"')
        if said:
            yield Reported(text.index(said, one.end()), said)
