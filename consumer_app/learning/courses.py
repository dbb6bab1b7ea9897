"""What is learned for a law book: which ear from which texts, how strictly, and how it will be listened with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.answers import ANSWERS
from consumer_app.domain.listening.ears import NONE, Ear
from consumer_app.domain.listening.excuses import REPLIES, windows_of
from consumer_app.domain.listening.grams import Runs, folded_lines
from consumer_app.domain.listening.kinds import KINDS
from consumer_app.domain.listening.parts import heard_in_parts
from consumer_app.domain.listening.wishes import WISHES
from consumer_app.learning.answers import passages_told, with_bars
from consumer_app.learning.calibration import calibrated
from consumer_app.learning.fitting import Strictness
from consumer_app.learning.lines import Lines
from consumer_app.learning.wishes import parts_told
from consumer_app.told_texts import Told, ToldTexts

Findings = Iterator[tuple[str, float, bool | None]]


@dataclass(frozen=True)
class Course:
    """What one ear learns: its name, from which texts, how strictly; and how it is learned and measured how far it may be believed."""

    name: str
    told: tuple[Told, ...]
    strictness: Strictness
    learned: Callable[[Lines, Runs, Strictness], Ear]


def courses_of(texts: ToldTexts, book: LawBook) -> tuple[Course, ...]:
    """To tell kinds of trouble apart, to hear excuses in replies, wishes, and answers to facts."""
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

    together, each = (
        Strictness(together=True, looseness=30, least=4, faintest=0.052),
        Strictness(together=False, looseness=30, faintest=0.052),
    )
    return (
        Course(
            KINDS,
            texts.kinds,
            Strictness(together=False, looseness=100, faintest=0.04),
            partial(calibrated, heard=kinds),
        ),
        Course(REPLIES, texts.replies, together, partial(calibrated, heard=replies, half_none=True)),
        Course(WISHES, (*texts.wishes, *parts_told(texts.wished)), each, partial(calibrated, heard=wishes)),
        Course(
            ANSWERS,
            (*passages_told(texts.facts, book), *texts.sentences),
            Strictness(together=False, looseness=50, least=5, faintest=0.08, own=True),
            partial(with_bars, texts=texts, book=book),
        ),
    )
