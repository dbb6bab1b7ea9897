"""What the bench is asked for, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

from consumer_app.isolated import Isolated, Pieces

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Priority = Literal["kept", "asked", "ahead"]
"""kept: done whether somebody looks or not. asked: dropped when nobody asks about it any more. ahead: done when nothing else is to do."""


class Call(Protocol):
    """How a job calls a function in a child: within the job's deadline, and told when the job has to give way. Raises IsolationFailed."""

    def __call__(self, function: Isolated, payload: bytes | Pieces) -> bytes:
        """The function's answer."""


def at_once(function: Isolated, payload: bytes | Pieces) -> bytes:
    """``Call`` without a bench: for commands, which do one thing at a time."""
    return function.call(payload)


@dataclass(frozen=True)
class Job(Generic[T]):
    """One piece of heavy work.

    owner: whom it is for; a case, or somebody without one. key: equal work has an equal key, and is done once. work: what is done, in a
    thread of the bench; it is given ``Call``. weight: how much memory its child may come to, in megabytes. seconds: how long it may run.
    long: known to take longer than a second. about: whatever the asker wants to find again with it.
    """

    owner: str
    key: str
    work: Callable[[Call], T] = field(repr=False)
    priority: Priority = "asked"
    weight: int = 256
    seconds: float = 120.0
    long: bool = False
    about: object = field(default=None, repr=False)


@dataclass(frozen=True)
class Done(Generic[T_co]):
    """The job has ended with this value."""

    value: T_co


@dataclass(frozen=True)
class Waiting:
    """The job waits or runs (``ended`` False), or has ended and its end was not asked for yet. ``id`` cannot be guessed."""

    id: str
    key: str
    priority: Priority
    ended: bool
    about: object = field(repr=False)


class Refused(Exception):
    """The bench does not take the job now. ``why``: the whole queue is full, this owner's share of it, or this owner's hour."""

    def __init__(self, why: Literal["queue", "share", "hour"], again_in: int) -> None:
        super().__init__(f"{why} full")
        self.why = why
        self.again_in = again_in


class Dropped(Exception):
    """The job was cancelled, or nobody asked about it any more."""
