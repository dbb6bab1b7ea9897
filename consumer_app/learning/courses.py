"""What is learned for a law book: which ear from which texts, how strictly, and how it will be listened with."""

from collections.abc import Iterator
from dataclasses import dataclass

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.ears import NONE, Ear
from consumer_app.domain.listening.excuses import REPLIES, windows_of
from consumer_app.domain.listening.grams import folded_lines
from consumer_app.domain.listening.kinds import KINDS
from consumer_app.domain.listening.parts import heard_in_parts
from consumer_app.domain.listening.wishes import WISHES
from consumer_app.learning.calibration import Heard
from consumer_app.learning.fitting import Strictness
from consumer_app.told_texts import Told, ToldTexts

Findings = Iterator[tuple[str, float, bool | None]]


@dataclass(frozen=True)
class Course:
    """What one ear learns: its name, from which texts, how strictly; and how it is listened with."""

    name: str
    told: tuple[Told, ...]
    strictness: Strictness
    heard: Heard


def courses_of(texts: ToldTexts, book: LawBook) -> tuple[Course, ...]:
    """To tell kinds of trouble apart, to hear excuses in replies and wishes."""
    simplified = book.characters.table
    anywhere = {slug for slug, excuse in book.excuses.items() if excuse.anywhere}

    def kinds(ear: Ear, told: Told) -> Findings:
        for label, share in zip(ear.labels, ear.shares(folded_lines([told.text], simplified))[0], strict=True):
            yield label, float(share), label in told.labels

    def replies(ear: Ear, told: Told) -> Findings:
        dispute = book.disputes.get(told.dispute or "")
        listening = ear.only({*(dispute.excuses if dispute else ()), *anywhere})
        best: dict[str, float] = {}
        for shares in listening.shares(folded_lines(windows_of(told.text), simplified)):
            excuses = [(float(s), one) for s, one in zip(shares, listening.labels, strict=True) if one != NONE]
            for share, label in sorted(excuses)[-1:]:
                best[label] = max(share, best.get(label, 0))
        yield from ((label, share, label in told.labels) for label, share in best.items())

    def wishes(ear: Ear, told: Told) -> Findings:
        for label, (share, _) in heard_in_parts(told.text, ear, simplified).items():
            yield label, share, label in told.labels if label != NONE else None

    return (
        Course(KINDS, texts.kinds, Strictness(together=False, looseness=10, runs=30_000), kinds),
        Course(REPLIES, texts.replies, Strictness(together=True, looseness=30, runs=40_000, faintest=1), replies),
        Course(WISHES, texts.wishes, Strictness(together=False, looseness=30, runs=8_000), wishes),
    )
