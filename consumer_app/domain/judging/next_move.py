"""What to do now that a letter was issued: send it, wait for the answer, or go through the next door."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from consumer_app.domain.case import Case, IssuedPaper, Step
from consumer_app.domain.judging.findings import Assessment
from consumer_app.domain.law import LawBook

MoveKind = Literal["send", "wait", "overdue", "refused", "answered", "agreed"]
BESIDE_THE_WAY = frozenset({"hotline", "association", "mediation", "postal"})
"""Kinds of channels beside the way up: they mediate or pass on, and nothing has to go through them first."""
NO = frozenset({"refused", "partial", "silence"})


@dataclass(frozen=True)
class Move:
    """One move: what kind it is, at which channel, with which paper, recorded as which step.

    ``until`` is the day by which the channel is to answer, None where no day is known; ``then`` the channel that comes next on the way
    up, None where there is none.
    """

    kind: MoveKind
    channel: str
    paper: str | None = None
    step: str | None = None
    until: date | None = None
    then: str | None = None


def next_move(case: Case, found: Assessment, book: LawBook) -> Move | None:
    """The move that follows from the letter issued last, or from the step taken last where none was; None before either."""
    letters = [paper for paper in case.papers if paper.channel]
    steps = [step for step in case.steps if step.channel in book.channels]
    letter = letters[-1] if letters else None
    if letter and letter.channel:
        sent = [step for step in steps if _sends(step, letter)]
        if not sent:
            return Move("send", letter.channel, letter.id)
        steps = sent
    return _after(steps[-1], letter, case, found, book) if steps else None


def up_from(channel: str, case: Case, found: Assessment, book: LawBook) -> str | None:
    """The next open door on the way up that the case has not gone to."""
    taken = {step.channel for step in case.steps}
    rank = book.channels[channel].rank if channel in book.channels else 0
    return next(
        (
            one.id
            for one in found.channels
            if one.open
            and one.id not in taken
            and book.channels[one.id].rank > rank
            and book.channels[one.id].kind not in BESIDE_THE_WAY
        ),
        None,
    )


def _sends(step: Step, letter: IssuedPaper) -> bool:
    """Whether the step took this letter: by its own word, or as one to the same channel on its day or later."""
    issued = letter.issued_at.first_day
    later = step.done_on is not None and issued is not None and step.done_on >= issued
    return step.paper == letter.id or (step.paper is None and step.channel == letter.channel and later)


def _after(step: Step, letter: IssuedPaper | None, case: Case, found: Assessment, book: LawBook) -> Move:
    channel = next((one for one in found.channels if one.id == step.channel), None)
    until = (channel.reply_by if channel else None) or (letter.reply_by if letter else None)
    return Move(
        _kind(step, until, found.today),
        step.channel,
        letter.id if letter else step.paper,
        step.id,
        until,
        up_from(step.channel, case, found, book),
    )


def _kind(step: Step, until: date | None, today: date) -> MoveKind:
    if step.reply_kind == "accepted":
        return "agreed"
    if step.reply_kind in NO:
        return "refused"
    if step.answered:
        return "answered"
    return "overdue" if until is not None and until < today else "wait"
