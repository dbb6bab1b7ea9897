"""What the other side is told to have said, without quotation marks: the words behind its name and a verb of saying (店员说属于人为)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.numerals import any_of

SENTENCE_ENDS = "。！？!?\n；;"
SIDE = "seller"


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
    found = [*re.finditer(says, text)]
    for number, one in enumerate(found):
        end = next((at for at in range(one.end(), len(text)) if text[at] in SENTENCE_ENDS), len(text))
        if number + 1 < len(found):
            end = min(end, found[number + 1].start())
        said = text[one.end() : end].strip('，,：:、 “”「」"')
        if said:
            yield Reported(text.index(said, one.end()), said)
