"""Which kinds of trouble a text is about, disputes and matters elsewhere: learned from told texts, with the clauses that say so."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.ears import NONE, VAGUE, Ear
from consumer_app.domain.listening.excuses import ears_of
from consumer_app.domain.listening.grams import CLAUSE, clauses, folded_lines

KINDS = "kinds"
"""The ear that tells kinds apart."""
ELSEWHERE = "elsewhere:"
"""What the label of a matter that is no consumer dispute begins with."""
LONGEST_TEXT = 20_000
COMMAS = ",，"
HALF_QUOTED = re.compile(r"^[^“「]*[”」]|[“「][^”」]*$|[\"\n]")
FAINTEST = 0.05
BY_TITLE = 0.5
MOST_CLAUSES = 2
LEAST_TELLING = 4
"""A clause of no more characters says too little by itself."""
LONGEST_CLAUSE = 40
STANDS_OUT = 0.25
"""A clause stands out when it speaks so much more for a kind than for the runner-up, as a part of what all of it does."""


@dataclass(frozen=True)
class KindHeard:
    """A kind a text may be about: its label, how likely it is, how often one said as surely is right (both 0 to 1), and the clauses that speak for it."""

    label: str
    likely: float
    sure: float
    because: tuple[str, ...]


def kinds_heard(text: str, book: LawBook) -> tuple[KindHeard, ...]:
    """The kinds that a text may be about, the likeliest first; ``none`` (no complaint) and ``vague`` (too little said) are among them. Nothing of nothing."""
    simplified = book.characters.table
    plain = folded_lines([text], simplified)
    if not plain[0]:
        return ()
    ear = book.worked_out(ears_of).get(KINDS)
    likely = _by_title(plain[0], ear, book)
    sure: dict[str, float] = {}
    if ear:
        shares = ear.shares(plain)[0]
        sure = {label: ear.right_beyond(float(share)) for label, share in zip(ear.labels, shares, strict=True)}
        likely |= {
            label: ear.how_sure(float(share))
            for label, share in zip(ear.labels, shares, strict=True)
            if _known(label, book)
        }
    order = sorted(
        (label for label, part in likely.items() if part >= FAINTEST), key=lambda label: (-likely[label], label)
    )
    because = _because(text, order, ear, simplified) if ear else {}
    return tuple(
        KindHeard(label, round(likely[label], 3), sure.get(label, 0.0), because.get(label, ())) for label in order
    )


def _known(label: str, book: LawBook) -> bool:
    """Whether the law book (still) has the kind."""
    if label.startswith(ELSEWHERE):
        return label.removeprefix(ELSEWHERE) in book.elsewhere
    return label in (NONE, VAGUE) or label in book.disputes


def _by_title(plain: str, ear: Ear | None, book: LawBook) -> dict[str, float]:
    """Kinds of which nothing was learned yet, where the words of their title or their own plain words stand in the text."""
    learned = frozenset(ear.labels) if ear else frozenset()
    told = [(slug, f"{one.title}，{one.plain}") for slug, one in book.disputes.items() if slug not in learned]
    told += [(ELSEWHERE + slug, one.title) for slug, one in book.elsewhere.items() if ELSEWHERE + slug not in learned]
    spoken = plain.replace(" ", "")
    found: dict[str, float] = {}
    for label, words in told:
        parts = folded_lines(clauses(words.replace("（", "，").replace("）", "，")), book.characters.table)
        if any(len(part) > 1 and part.replace(" ", "") in spoken for part in parts):
            found[label] = BY_TITLE
    return found


def _because(text: str, order: Sequence[str], ear: Ear, simplified: dict[int, str]) -> Mapping[str, tuple[str, ...]]:
    """For the first few kinds: the clauses that speak for one against the runner-up, in the order of the text; none where none stands out."""
    spoken = [clause for clause in dict.fromkeys(clauses(text)) if 2 < len(clause) <= LONGEST_CLAUSE]
    if not spoken or not order:
        return {}
    number = {label: place for place, label in enumerate(ear.labels)}
    speaks = ear.scores(folded_lines(spoken, simplified)) - ear.biases
    found: dict[str, tuple[str, ...]] = {}
    for place, label in enumerate(order[:3]):
        other = order[1 if place == 0 else 0] if len(order) > 1 else None
        if label not in number:
            continue
        own = speaks[:, number[label]]
        against = own - (speaks[:, number[other]] if other in number else 0)
        telling = np.minimum(own, against)
        whole = float(np.maximum(telling, 0).sum())
        best = [
            at for at in np.argsort(-telling, kind="stable")[:MOST_CLAUSES] if telling[at] > max(STANDS_OUT * whole, 1)
        ]
        found[label] = tuple(spoken[at] for at in sorted(best))
    return found


def most_telling(text: str, label: str, book: LawBook, longest: int = LONGEST_CLAUSE) -> str | None:
    """The clause that speaks most for this kind, as written, with the one behind it where that speaks for it too.

    None where no clause speaks for it, or nothing was learned of the kind.
    """
    ear = book.worked_out(ears_of).get(KINDS)
    spoken = [
        (found.start(), found.end())
        for found in CLAUSE.finditer(text[:LONGEST_TEXT])
        if LEAST_TELLING < len(found[0].strip()) <= longest and not HALF_QUOTED.search(found[0])
    ]
    if ear is None or label not in ear.labels or not spoken:
        return None
    lines = folded_lines([text[start:end] for start, end in spoken], book.characters.table)
    own = (ear.scores(lines) - ear.biases)[:, ear.labels.index(label)]
    best = int(own.argmax())
    if own[best] <= 0:
        return None
    start, end = spoken[best]
    if best + 1 < len(spoken) and own[best + 1] > 0:
        behind, last = spoken[best + 1]
        end = last if behind == end + 1 and text[end] in COMMAS and last - start <= longest else end
    return text[start:end].strip()
