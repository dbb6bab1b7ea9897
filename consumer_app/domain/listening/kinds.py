"""Which kinds of trouble a text is about, disputes and matters elsewhere: learned from told texts, with the clauses that say so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.ears import NONE, VAGUE, Ear
from consumer_app.domain.listening.excuses import ears_of
from consumer_app.domain.listening.grams import clauses, folded_lines
from consumer_app.domain.listening.hollow import is_hollow, offered_besides

KINDS = "kinds"
"""The ear that tells kinds apart."""
ELSEWHERE = "elsewhere:"
"""What the label of a matter that is no consumer dispute begins with."""
LONGEST_TEXT = 20_000
FAINTEST = 0.05
BY_TITLE = 0.5
MOST_CLAUSES = 2
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
    because = _because(text, order, ear, book) if ear else {}
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


def _because(text: str, order: Sequence[str], ear: Ear, book: LawBook) -> Mapping[str, tuple[str, ...]]:
    """For the first few kinds: the clauses that speak for one against the runner-up, in the order of the text; none where none stands out.

    None is one that only says what was paid, nor, for a kind beside the first, what the other side offers besides.
    """
    spoken = [
        clause
        for clause in dict.fromkeys(clauses(text))
        if 2 < len(clause) <= LONGEST_CLAUSE and not is_hollow(clause, book)
    ]
    if not spoken or not order:
        return {}
    number = {label: place for place, label in enumerate(ear.labels)}
    speaks = ear.scores(folded_lines(spoken, book.characters.table)) - ear.biases
    offered: frozenset[str] = offered_besides(text, book)
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
        besides = offered if place else frozenset()
        found[label] = tuple(spoken[at] for at in sorted(best) if spoken[at] not in besides)
    return found


def speaks_for(label: str, spoken: Sequence[str], book: LawBook) -> list[float]:
    """How much each of these clauses speaks for the kind; nothing of any where nothing was learned of it."""
    ear = book.worked_out(ears_of).get(KINDS)
    if ear is None or label not in ear.labels or not spoken:
        return [0.0] * len(spoken)
    lines = folded_lines(list(spoken), book.characters.table)
    scores = (ear.scores(lines) - ear.biases)[:, ear.labels.index(label)]
    return [float(score) for score in scores]
