"""A channel's own form, filled from the case for copying box by box."""

from collections.abc import Callable
from dataclasses import dataclass

from consumer_app import formats
from consumer_app.documents import gist
from consumer_app.documents.paper import Paragraph, Quotation
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.documents.sections import account, teller
from consumer_app.documents.vocabulary import Values

# What a box is filled with, where it is called otherwise than in a letter's vocabulary.
_CALLED = {
    "order.ordered_at": "order.ordered_on",
    "order.received_at": "order.received_on",
    "platform": "platform.name",
}


@dataclass(frozen=True)
class FilledField:
    """One box of a channel's own form, ready to copy. ``over`` is True when the text is longer than the box takes.

    ``fill`` names what it is filled with; None where only the shopper can fill it.
    """

    label: str
    text: str
    required: bool
    max_chars: int | None
    over: bool
    note: str | None
    unverified: bool
    fill: str | None = None


def filled(material: LetterMaterial, letter: Callable[[], str]) -> tuple[FilledField, ...]:
    """The boxes of the channel's form and of the platform's. ``letter`` gives the letter's text, for a box that takes it whole.

    A text longer than its box becomes the sentences that matter most, never cut within one.
    """
    entry, values = material.channel, Values(material, material.usual_reply_by)
    platform = material.platform.fields if material.platform and entry.kind == "platform" else ()
    found = []
    for field in (*entry.fields, *platform):
        value = letter() if field.fill == "letter" else _filled(values, field.fill or "", field.max_chars)
        over = field.max_chars is not None and len(value) > field.max_chars
        found.append(
            FilledField(
                field.label,
                value,
                field.required,
                field.max_chars,
                over,
                field.note,
                field.certainty == "C",
                field.fill,
            )
        )
    return tuple(found)


def _filled(values: Values, name: str, max_chars: int | None) -> str:
    material = values.material
    if name in ("story", "short_story"):
        return _told(material, max_chars)
    if name == "demands":
        return _demands(material, max_chars)
    if name in ("exhibits", "evidence"):
        return "\n".join(f"{formats.exhibit_name(one.number)}　{one.title}" for one in material.attached)
    if name == "refund_total":
        return f"{material.demands.total:.2f}" if material.demands.total is not None else ""
    return values.words(_CALLED.get(name, name))


def _told(material: LetterMaterial, max_chars: int | None) -> str:
    """What happened, as a letter tells it; where the box is smaller, the sentences that matter most."""
    whose = f"（{words}。）" if (words := teller.whose_words(material)) else ""
    told = account.account(material)
    paragraphs = [
        gist.ended(one.text)
        for one in told
        if isinstance(one, Quotation) or (isinstance(one, Paragraph) and one.source != ("told",))
    ]
    whole = f"{whose}{''.join(paragraphs) or opening(material)}"
    if max_chars is None or len(whole) <= max_chars:
        return whole
    return f"{whose}{gist.within(gist.gist(material), max_chars - len(whose))}"


def opening(material: LetterMaterial) -> str:
    """The sentences that head a letter, as one text."""
    return "".join(one.text for one in gist.head(material))


def _demands(material: LetterMaterial, max_chars: int | None) -> str:
    """The demands, numbered; where the box is smaller, the first of them that it holds whole."""
    lines = [f"{n}. {one.text}" for n, one in enumerate(material.demands.asked, 1)]
    while max_chars is not None and len(lines) > 1 and len("\n".join(lines)) > max_chars:
        lines.pop()
    return "\n".join(lines)
