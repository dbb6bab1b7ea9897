"""A text cut into clauses that leave nothing out: each with the marks behind it, where its sentence and line end, and what it puts in quotation marks."""

import re
from dataclasses import dataclass

LONGEST_QUOTE = 400
QUOTED = re.compile(
    rf"“([^“”\n]{{1,{LONGEST_QUOTE}}})”|「([^「」\n]{{1,{LONGEST_QUOTE}}})」|『([^『』\n]{{1,{LONGEST_QUOTE}}})』"
    rf"|\"([^\"\n]{{1,{LONGEST_QUOTE}}})\""
)
SENTENCE_ENDS, CLAUSE_ENDS = "。！？!?；;\n", "，,…~～"
BEFORE_AN_END = r"[^。！？!?；;\n，,…~～“「『\"]"
TOKEN = re.compile(
    rf"(?P<quoted>{QUOTED.pattern})|(?P<words>(?:{BEFORE_AN_END}|(?<=\d)[,](?=\d))+)"
    rf"|(?P<ends>[{SENTENCE_ENDS}{CLAUSE_ENDS}](?:[{SENTENCE_ENDS}{CLAUSE_ENDS}]|\s)*)|(?P<other>.)"
)
ENDS_WITHIN = "。！？!?…"


@dataclass(frozen=True)
class Stretch:
    """A clause of a text from ``start`` to ``end``, the marks behind it included; ``words_end`` is where they begin.

    ``quoted`` are the stretches between quotation marks in it, without the marks.
    """

    start: int
    words_end: int
    end: int
    ends_sentence: bool
    ends_line: bool
    quoted: tuple[tuple[int, int], ...] = ()


def stretches(text: str, start: int = 0, end: int | None = None) -> list[Stretch]:
    """The clauses of that part of the text, which together are all of it; what stands in quotation marks is never cut."""
    found: list[Stretch] = []
    last = len(text) if end is None else end
    first, words_end, quoted = start, start, list[tuple[int, int]]()

    def close(at: int, ends: str) -> None:
        nonlocal first, words_end, quoted
        sentence = any(mark in SENTENCE_ENDS for mark in ends) or at == last
        found.append(Stretch(first, words_end, at, sentence, "\n" in ends or at == last, tuple(quoted)))
        first, words_end, quoted = at, at, []

    for token in TOKEN.finditer(text, start, last):
        if token["ends"]:
            close(token.end(), token["ends"])
            continue
        words_end = token.end()
        if token["quoted"]:
            quoted.append((token.start() + 1, token.end() - 1))
            if text[token.end() - 2] in ENDS_WITHIN:
                close(token.end(), text[token.end() - 2])
    if first < last:
        close(last, "")
    return found
