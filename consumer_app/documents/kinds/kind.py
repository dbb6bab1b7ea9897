"""What a kind of paper is: its names, what the site says of it, and how its content is made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from consumer_app.bench import Call, at_once
from consumer_app.documents.letter_templates import Template
from consumer_app.documents.paper import Block
from consumer_app.documents.paper_material import Material


class NotComposed(ValueError):
    """A paper that cannot be made: there is no such ``kind``, it needs a ``channel`` or goes to none, or no ``template`` fits or has that name."""

    def __init__(self, reason: Literal["kind", "channel", "template"], name: str) -> None:
        self.reason, self.name = reason, name
        super().__init__(f"no paper: {reason} {name!r}")


@dataclass(frozen=True)
class Wish:
    """What can be chosen when a paper is made; each kind looks at what concerns it.

    ``template`` is a Template, the slug of a shipped one, a template's whole text, or None for the first that fits. ``reply_by`` is the
    day an answer is asked for; without one, the channel's own. ``with_exhibits``: whether the exhibits' pages follow.
    ``call``: how a stranger's template is run in a child.
    """

    template: Template | str | None = None
    reply_by: date | None = None
    with_exhibits: bool = True
    call: Call = at_once


@dataclass(frozen=True)
class Content:
    """What a kind puts into its paper. A letter has a title and a letterhead of its own, and says whom it goes to and what it was written with."""

    blocks: tuple[Block, ...]
    title: str | None = None
    letterhead: str | None = None
    addressee: str | None = None
    reply_by: date | None = None
    channel: str | None = None
    template: Template | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of paper.

    name: as cases and papers keep it, never changed. address: its name in the site's addresses. title, letterhead: as printed.
    says: what it is good for, in one sentence without its full stop. next_step: what to do with it once it is issued. Both are empty
    where the channel says it. make: its content; raises NotComposed and TemplateRefused. to_channel: made for one channel, from
    LetterMaterial. shows_exhibits: the exhibits' pages can follow. lacks: why there is nothing to make final yet, as a sentence;
    empty when there is.
    """

    name: str
    address: str
    title: str
    letterhead: str
    says: str
    next_step: str
    make: Callable[[Material, Wish], Content]
    to_channel: bool = False
    shows_exhibits: bool = False
    lacks: Callable[[Material], str] = lambda material: ""
