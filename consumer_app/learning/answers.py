"""The ear for answers: what each clause of the marked texts says and does not say, and from which share on each answer may be believed."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from consumer_app.domain.law import LawBook
from consumer_app.domain.law.walk import facts_looked_at
from consumer_app.domain.listening.answers import SURE, fact_of, label_of, passages_of
from consumer_app.domain.listening.ears import NONE, Ear
from consumer_app.domain.listening.grams import Runs, folded_lines
from consumer_app.learning.fitting import Strictness, fit
from consumer_app.learning.lines import Lines
from consumer_app.told_texts import Marked, Told, ToldTexts

PARTS = 3
"""The writers are put into so many parts; each is left out once."""
LEAST_SHARE = 0.05
LIKE_ALL = 2
"""How many of all answers a single answer's own record is weighed against."""
LEAST_HEARD = 6
"""An answer heard less often on writers left out has no record of its own."""
NEVER = 2.0
"""A share that nothing reaches."""
Found = dict[str, list[tuple[float, bool]]]


def passages_told(marked: tuple[Marked, ...], book: LawBook) -> tuple[Told, ...]:
    """Every clause and each two neighbouring ones of the marked texts, with the answers that stand whole within it.

    It says nothing of the facts whose words it cuts, nor of those that the marker was unsure of there.
    """
    looked_at = {slug: facts_looked_at(book, [slug]) for slug in book.disputes}
    return tuple(told for one in marked for told in _passages(one, looked_at.get(one.dispute, frozenset())))


def _passages(marked: Marked, looked_at: frozenset[str]) -> Iterator[Told]:
    line = marked.line
    for start, end in passages_of(line.text):
        labels, cut = list[str](), set[str]()
        for fact, value, words in line.says:
            at = line.text.index(words)
            if start <= at and at + len(words) <= end:
                labels.append(label_of(fact, value))
            elif at < end and at + len(words) > start:
                cut.add(fact)
        for fact, words in line.unsure:
            at = line.text.index(words)
            if at < end and at + len(words) > start:
                cut.add(fact)
        text, speaks_of = line.text[start:end], looked_at - cut
        yield Told(text, tuple(dict.fromkeys(labels)) or (NONE,), line.by, marked.dispute, marked.file, speaks_of)


def with_bars(lines: Lines, vocabulary: Runs, strictness: Strictness, texts: ToldTexts, book: LawBook) -> Ear:
    """The ear for the answers that may be believed, with the share from which on each is: measured text by text, on writers that it had not learned from."""
    found = _on_writers_left_out(lines, vocabulary, strictness, texts, book)
    everything = sorted((one for several in found.values() for one in several), reverse=True)
    if not everything:
        return fit(lines, vocabulary, strictness)
    shares = np.array([share for share, _ in everything[::-1]])
    of_all = (np.cumsum([right for _, right in everything]) / np.arange(1, len(everything) + 1))[::-1]

    def bar(label: str) -> float:
        best = NEVER
        heard, rightly = 0, 0
        for share, so in sorted(found.get(label, ()), reverse=True):
            heard, rightly = heard + 1, rightly + so
            like_all = of_all[np.searchsorted(shares, share)]
            if heard >= LEAST_HEARD and (rightly + LIKE_ALL * like_all) / (heard + LIKE_ALL) >= SURE:
                best = share
        return best

    bars = {label: round(least, 3) for label in found if (least := bar(label)) < NEVER}
    ear = fit(lines, vocabulary, strictness, bars)
    return replace(ear, bars=tuple(bars.get(label, NEVER) for label in ear.labels))


def _on_writers_left_out(
    lines: Lines, vocabulary: Runs, strictness: Strictness, texts: ToldTexts, book: LawBook
) -> Mapping[str, list[tuple[float, bool]]]:
    """For each answer the largest share it has in each text of its disputes, and whether the text was marked with it."""
    found: Found = defaultdict(list)
    for part in range(PARTS):
        others = [number for number, told in enumerate(lines.told) if _part_of(told.by) != part]
        if not others or len(others) == len(lines.told):
            continue
        learned = fit(lines.some(others), vocabulary, strictness)
        for one in texts.facts:
            if _part_of(one.line.by) == part:
                unsure = {fact for fact, _ in one.line.unsure} - {fact for fact, *_ in one.line.says}
                known = facts_looked_at(book, [one.dispute]) - unsure
                said = {label_of(fact, value) for fact, value, _ in one.line.says}
                _listen(learned, one.line.text, known, said, book, found)
        for told in texts.sentences:
            if _part_of(told.by) == part:
                _listen(learned, told.text, told.speaks_of or frozenset(), set(told.labels), book, found)
    return found


def _listen(ear: Ear, text: str, known: frozenset[str], said: set[str], book: LawBook, found: Found) -> None:
    """Adds what is heard in a text of the facts of which it is known whether it says them."""
    passages = [text[start:end] for start, end in passages_of(text)]
    if not passages:
        return
    shares = ear.shares(folded_lines(passages, book.characters.table)).max(axis=0)
    for label, share in zip(ear.labels, shares.tolist(), strict=True):
        if share >= LEAST_SHARE and fact_of(label) in known:
            found[label].append((share, label in said))


def _part_of(writer: str) -> int:
    return int(hashlib.sha256(writer.encode()).hexdigest(), 16) % PARTS
