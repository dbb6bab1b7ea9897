"""A channel's own form, filled from the case for copying box by box."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from consumer_app import formats
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.documents.sections import story, teller
from consumer_app.documents.vocabulary import Values
from consumer_app.domain.case import Event
from consumer_app.domain.case.timeline import in_time_order

SENTENCE = re.compile(r"[^。！？!?；;]+[。！？!?；;]*[”」』\"]?")
CLAUSES = re.compile(r"(?:[^，,、；;]*[，,、；;])*")
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

    Long texts are cut between sentences, never within one.
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
        return _story(material, max_chars)
    if name == "demands":
        return "\n".join(f"{n}. {one.text}" for n, one in enumerate(material.demands.asked, 1))
    if name in ("exhibits", "evidence"):
        return "\n".join(f"{formats.exhibit_name(one.number)}　{one.title}" for one in material.exhibits)
    if name == "refund_total":
        return f"{material.demands.total:.2f}" if material.demands.total is not None else ""
    return values.words(_CALLED.get(name, name))


def _story(material: LetterMaterial, max_chars: int | None) -> str:
    """What happened, event by event, then what is told beside them; as many whole sentences as the box takes."""
    told = ((event, story.for_its_reader(event.what, material)) for event in in_time_order(material.case.events))
    lines = [f"{_dated(event)}{_ended(what)}" for event, what in told if what]
    lines += [_ended(line) for line in story.as_told(material).splitlines() if line.strip()]
    if whose := teller.whose_words(material):
        lines.insert(0, f"（{whose}。）")
    whole = "".join(lines)
    if max_chars is None or len(whole) <= max_chars:
        return whole
    kept = ""
    for sentence in (found[0] for line in lines for found in SENTENCE.finditer(line)):
        if len(kept) + len(sentence) > max_chars:
            break
        kept += sentence
    return kept or CLAUSES.match(whole[:max_chars])[0]  # type: ignore[index]


def _dated(event: Event) -> str:
    """The time of an event before its words, where these do not say the day themselves."""
    day = event.at.day
    if event.at.first_day is None or (day is not None and formats.calendar_date(day)[:-1] in event.what):
        return ""
    return f"{formats.moment(event.at)}，"


def _ended(text: str) -> str:
    line = " ".join(text.split())
    return line if line.endswith(story.ENDS) else f"{line.rstrip(story.EDGES)}。"
