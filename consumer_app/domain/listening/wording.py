"""What a letter must not say, found in any text. The rules are data (``legal_refs/wording.toml``)."""

import re
from dataclasses import dataclass

from consumer_app.domain.law import LawBook, WordingRule


@dataclass(frozen=True)
class Worded:
    """Words that a rule finds: the rule (why, what to write instead), the words, and where they stand (start and end in the text)."""

    rule: WordingRule
    words: str
    start: int
    end: int


def wording_patterns(book: LawBook) -> tuple[tuple[WordingRule, re.Pattern[str]], ...]:
    """Every rule with what it finds, ready to be looked for; made once a book."""
    return tuple((rule, re.compile(rule.pattern, re.IGNORECASE)) for rule in book.wording)


def find_wording(text: str, book: LawBook) -> tuple[Worded, ...]:
    """Everything in the text that a letter must not say, in the order it stands there; one finding for words several rules find."""
    found: list[Worded] = []
    for rule, pattern in book.worked_out(wording_patterns):
        found += [Worded(rule, hit[0], *hit.span()) for hit in pattern.finditer(text) if hit[0].strip()]
    found.sort(key=lambda worded: (worded.start, -worded.end))
    kept: list[Worded] = []
    for worded in found:
        if not kept or worded.end > kept[-1].end:
            kept.append(worded)
    return tuple(kept)
