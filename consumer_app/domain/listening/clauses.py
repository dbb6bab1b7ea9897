"""Text as excuses are heard in it: clause by clause, each folded so that ways of typing and little words make no difference."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from consumer_app.domain.law import Hearing

ENDS = "，；：;~～—\r\t\v\f"
SENTENCE_ENDS = "。！!\u2028\u2029"
"""Nothing is heard across one of these, nor across a line's end, a picture or a gap between words."""
SMALL_ENDS = re.compile(r"[,.:](?!\d)|\.{2,}|…+")
PICTURES = re.compile("[\U00010000-\U0010ffff\u2600-\u27bf\ufe0f]+")
WORD_GAP = re.compile(" +(?<=[\u4e00-\u9fff]{2} )(?=[\u4e00-\u9fff]{2})")
WIDE = re.compile("[\uff01-\uff5e]")
SILENT = re.compile(r"[^\w\n?%]+|_+")
LONGEST, STEP = 56, 36
"""A clause longer than this is heard in pieces that overlap: voices typed without a stop."""


def clauses(text: str) -> list[str]:
    """The clauses of a text as they are written, in order; an empty one where a sentence ends."""
    text = text.replace("\n", "\n\n")
    for end in SENTENCE_ENDS:
        text = text.replace(end, "\n\n")
    for end in ENDS:
        text = text.replace(end, "\n")
    text = text.replace("？", "?").replace("?", "?\n\n").replace("\u3000", " ")
    text = WORD_GAP.sub("\n", SMALL_ENDS.sub("\n", PICTURES.sub("\n", text)))
    found = text.split("\n")
    if len(max(found, key=len)) <= LONGEST:
        return found
    return [piece for clause in found for piece in _pieces(clause)]


def _pieces(clause: str) -> Iterable[str]:
    if len(clause) <= LONGEST:
        return (clause,)
    return (clause[start : start + LONGEST] for start in range(0, len(clause) - LONGEST + STEP, STEP))


NUMBERS = re.compile("[0-9]+")


def without_numbers(text: str, known: frozenset[str]) -> str:
    """The text with every number that no saying names written as noughts: clauses that differ in nothing else are heard once."""
    return NUMBERS.sub(lambda found: found[0] if found[0] in known else "0" * len(found[0]), text)


@dataclass(frozen=True)
class Folding:
    """How a clause is folded: widths and case alike, one word for words that mean the same, little words and signs left out."""

    hearing: Hearing

    @cached_property
    def _same(self) -> dict[str, str]:
        """Each word that is read as another; longer ones first, then what is left out."""
        words = [(other.lower(), word) for word, others in self.hearing.same.items() for other in others]
        words += [(word, "") for word in self.hearing.silent]
        return dict(sorted(words, key=lambda pair: -len(pair[0])))

    @cached_property
    def _tokens(self) -> re.Pattern[str]:
        return re.compile("|".join([*map(re.escape, self._same), "."]), re.DOTALL)

    def __call__(self, text: str) -> str:
        """The folded text; a line stays a line."""
        text = SILENT.sub("", WIDE.sub(_narrow, text).lower())
        for other, word in self._same.items():
            text = text.replace(other, word)
        return text

    def places(self, clause: str) -> list[tuple[int, int]]:
        """For each character of the folded clause, where the words it stands for begin and end in the clause as written."""
        kept = [
            (place, bare) for place, c in enumerate(clause) for bare in SILENT.sub("", WIDE.sub(_narrow, c).lower())
        ]
        found: list[tuple[int, int]] = []
        for token in self._tokens.finditer("".join(bare for _, bare in kept)):
            stretch = (kept[token.start()][0], kept[token.end() - 1][0] + 1)
            found += [stretch] * len(self._same.get(token[0], token[0]))
        return found


def _narrow(wide: re.Match[str]) -> str:
    return chr(ord(wide[0]) - 0xFEE0)
