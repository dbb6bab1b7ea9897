"""Pasted chats become messages: one module for each way in which a program copies them."""

from dataclasses import dataclass

from consumer_app.domain.case import Moment


@dataclass(frozen=True)
class Message:
    """A message of a pasted chat: its number ``i``, when it was sent as far as the paste says, who sent it, for which side, and its words.

    ``start`` and ``end`` are where it stands in the paste; ``line`` is it as one line of a paper. A line of the program itself has no speaker.
    """

    i: int
    at: Moment
    speaker: str | None
    role: str | None
    text: str
    start: int
    end: int
    line: str
