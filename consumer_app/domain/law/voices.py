"""Who speaks to whom in a paper: the words that the law book's sentences are spoken with."""

from typing import Literal

from consumer_app.domain.law.conditions import Condition
from consumer_app.domain.law.entries import Entry


class Sides(Entry):
    """What the two sides of a matter are called, the one who signs, and what stands for both within a sentence (本人, 贵方).

    Without ``you`` the business is called what it is: 商家, 酒店.
    """

    asker: str
    asked: str
    signer: str
    me: str
    you: str | None = None


class OtherSides(Sides):
    """What they are called instead, where all conditions hold: between private people nobody is a consumer."""

    when: tuple[Condition, ...]


class Voice(Sides):
    """How a paper speaks to its reader.

    ``paper`` is what the paper calls itself. ``suspects``: it reports signs of a breach and asserts none. ``term`` is until when shall be
    done what is asked, where that is not a day named in the paper. ``law``: provisions are quoted word for word, named, or argued with
    (the rule, then its place).
    """

    title: str
    paper: str
    suspects: bool = False
    term: str | None = None
    law: Literal["quoted", "named", "argued"]
    otherwise: tuple[OtherSides, ...] = ()
