"""What a letter must not say, found in any text. The rules are data (``legal_refs/wording/``)."""

from dataclasses import dataclass

from consumer_app.domain.law import LawBook, WordingRule


@dataclass(frozen=True)
class Worded:
    """Words that a rule finds: the rule (why, what to write instead) and its kind, the words, and where they stand (start and end in the text)."""

    rule: WordingRule
    kind: str
    words: str
    start: int
    end: int


def find_wording(text: str, book: LawBook) -> tuple[Worded, ...]:
    """Everything in the text that a letter must not say, in the order it stands there; one finding for words several rules find."""
    found: list[Worded] = []
    for kind, rules in book.wording.items():
        for rule in rules:
            found += [Worded(rule, kind, hit[0], *hit.span()) for hit in rule.regex.finditer(text) if hit[0].strip()]
    found.sort(key=lambda worded: (worded.start, -worded.end))
    kept: list[Worded] = []
    for worded in found:
        if not kept or worded.end > kept[-1].end:
            kept.append(worded)
    return tuple(kept)
