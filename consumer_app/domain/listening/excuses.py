"""A seller's excuses heard in what others than the shopper said: learned from told replies, one sentence or two at a time."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.ears import NONE, Ear, from_bytes
from consumer_app.domain.listening.grams import clauses, folded_lines, sentences

REPLIES = "replies"
"""The ear that hears excuses."""
SURE = 0.95
"""An excuse is heard where at least so many that were said as surely were rightly heard."""
TOGETHER = 80
"""Two neighbouring sentences, no longer than that together, are also heard as one."""
AT_ONCE = 1_000
"""Sentences whose shares are held at a time."""
NEAR = 0.2
"""A neighbour with at least so much of the share of the best was meant in about four of ten such replies: nobody picks between the two."""
TELLING = 3
"""A part of a title that is shorter tells nothing, nor does a sentence that is no longer (好的)."""


@dataclass(frozen=True)
class ExcuseHeard:
    """An excuse heard in one text: the key of the text, and the words of it that say so."""

    id: str
    key: str
    quote: str


@dataclass(frozen=True)
class ExcusesBetween:
    """Two excuses of which one is said in a text, the likelier first: the key of the text, and the words that say it."""

    ids: tuple[str, str]
    key: str
    quote: str


@dataclass(frozen=True)
class Best:
    """What a line says best: the label where it is sure, its share, and the neighbour that is nearly as likely."""

    label: str | None
    share: float
    neighbour: str | None


def ears_of(book: LawBook) -> dict[str, Ear]:
    """What was learned for this book, by name; made once a book."""
    return from_bytes(book.learned)[0]


def excuses_heard(
    texts: Iterable[tuple[str, str]], candidates: Collection[str], book: LawBook
) -> tuple[ExcuseHeard, ...]:
    """Which of the candidates are said in the texts (key, text), in the order of the book; once a key, with the first words that say it.

    An excuse that nothing was learned of is heard where its title's words stand. Where a neighbour is nearly as likely, none is heard: see ``excuses_between``.
    """
    ear = book.worked_out(ears_of).get(REPLIES)
    learned = frozenset(candidates) & frozenset(ear.labels if ear else ())
    windows = [(key, window) for key, text in texts for window in windows_of(text)]
    heard: dict[tuple[str, str], str] = {}
    for (key, _), one in _heard_in(windows, ear, learned, book):
        if one.neighbour is None:
            heard.setdefault((one.label, key), one.quote)
    for slug in frozenset(candidates) - learned:
        for key, window in windows:
            if quote := _by_title(book.excuses[slug].title, window, book):
                heard.setdefault((slug, key), quote)
    keys = {key: number for number, (key, _) in enumerate(windows)}
    order = {slug: number for number, slug in enumerate(book.excuses)}
    found = sorted(heard.items(), key=lambda one: (order[one[0][0]], keys[one[0][1]]))
    return tuple(ExcuseHeard(slug, key, quote) for (slug, key), quote in found)


def excuses_between(
    texts: Iterable[tuple[str, str]], candidates: Collection[str], book: LawBook
) -> tuple[ExcusesBetween, ...]:
    """Where in the texts (key, text) one of two neighbouring excuses is said and the words do not tell which: once a pair, in the order of the texts.

    Nobody picks one but who was there. What is plainly said elsewhere in the text is not asked.
    """
    ear = book.worked_out(ears_of).get(REPLIES)
    learned = frozenset(candidates) & frozenset(ear.labels if ear else ())
    windows = [(key, window) for key, text in texts for window in windows_of(text)]
    said = [*_heard_in(windows, ear, learned, book)]
    plain = {(key, one.label) for (key, _), one in said if one.neighbour is None}
    found: dict[tuple[str, frozenset[str]], ExcusesBetween] = {}
    for (key, window), one in said:
        if one.neighbour is not None and not {(key, one.label), (key, one.neighbour)} & plain:
            pair = frozenset({one.label, one.neighbour})
            found.setdefault((key, pair), ExcusesBetween((one.label, one.neighbour), key, window))
    return tuple(found.values())


@dataclass(frozen=True)
class Said:
    """What one window says surely: the excuse, the fewest words that still say it, and the neighbour that is nearly as likely."""

    label: str
    quote: str
    neighbour: str | None


def _heard_in(
    windows: Sequence[tuple[str, str]], ear: Ear | None, learned: frozenset[str], book: LawBook
) -> Iterator[tuple[tuple[str, str], Said]]:
    """The windows (key, words) in which an excuse is heard surely, each with what it says."""
    if ear and learned:
        telling = dict.fromkeys(window for _, window in windows if len(window) > TELLING)
        said = _said(tuple(telling), ear.only(learned), book)
        yield from (((key, window), said[window]) for key, window in windows if window in said)


def windows_of(text: str) -> list[str]:
    """Each sentence, and each two neighbouring ones that are short together, as written."""
    alone = sentences(text)
    windows = [words.strip() for _, words in alone]
    for (start, _), (next_start, words) in pairwise(alone):
        if (end := next_start + len(words)) - start <= TOGETHER:
            windows.append(text[start:end].strip())
    return windows


def _said(windows: Sequence[str], ear: Ear, book: LawBook) -> dict[str, Said]:
    """What is said in each window in which one excuse is heard surely."""
    simplified = book.characters.table
    best = zip(windows, _best(folded_lines(windows, simplified), ear), strict=True)
    heard = {window: (one.label, one.neighbour) for window, one in best if one.label is not None}
    parts = {window: clauses(window) for window in heard}
    spoken = tuple(dict.fromkeys(part for several in parts.values() for part in several))
    alone = dict(zip(spoken, _best(folded_lines(spoken, simplified), ear), strict=True))
    found: dict[str, Said] = {}
    for window, (label, neighbour) in heard.items():
        saying = [
            (alone[part].share, -place, part) for place, part in enumerate(parts[window]) if alone[part].label == label
        ]
        found[window] = Said(label, max(saying)[2] if saying else window, neighbour)
    return found


def _best(lines: Sequence[str], ear: Ear) -> list[Best]:
    """For each folded line what it says best. A few lines at a time: a case can hold 100,000."""
    order = sorted((number for number, label in enumerate(ear.labels) if label != NONE), key=ear.labels.__getitem__)
    sure: dict[float, bool] = {}
    best: list[Best] = []
    for first in range(0, len(lines), AT_ONCE):
        shares = ear.shares(lines[first : first + AT_ONCE])[:, order[::-1]]
        for row, number, share in zip(shares, shares.argmax(axis=1).tolist(), shares.max(axis=1).tolist(), strict=True):
            if share not in sure:
                sure[share] = ear.right_beyond(share) >= SURE
            if not sure[share]:
                best.append(Best(None, share, None))
                continue
            row[number] = 0
            beside = int(row.argmax())
            near = ear.labels[order[-1 - beside]] if row[beside] >= NEAR * share else None
            best.append(Best(ear.labels[order[-1 - number]], share, near))
    return best


def _by_title(title: str, window: str, book: LawBook) -> str:
    """The first clause of the window that holds a part of the title's words."""
    spoken = clauses(window)
    plain = [line.replace(" ", "") for line in folded_lines(spoken, book.characters.table)]
    parts = [line.replace(" ", "") for line in folded_lines(clauses(title.strip("「」")), book.characters.table)]
    telling = [part for part in parts if len(part) >= TELLING]
    return next((words for words, line in zip(spoken, plain, strict=True) if any(p in line for p in telling)), "")
