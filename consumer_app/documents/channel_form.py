"""A channel's own form, filled from the case for copying box by box."""

from collections.abc import Callable
from dataclasses import dataclass

from consumer_app.documents import numbering
from consumer_app.documents.paper_material import Material
from consumer_app.documents.vocabulary import vocabulary


@dataclass(frozen=True)
class FilledField:
    """One box of a channel's own form, ready to copy. ``over`` is True when the text is longer than the box takes."""

    label: str
    text: str
    required: bool
    max_chars: int | None
    over: bool
    note: str | None
    unverified: bool


def filled(given: Material, letter: Callable[[], str]) -> tuple[FilledField, ...]:
    """The boxes of the channel's form and of the platform's. ``letter`` gives the letter's text, for a box that takes it whole.

    Long texts are cut between sentences, never within one.
    """
    entry = given.channel
    platform = given.platform.fields if given.platform and entry.kind == "platform" else ()
    found = []
    for field in (*entry.fields, *platform):
        value = _filled(given, field.fill or "", field.max_chars, letter)
        over = field.max_chars is not None and len(value) > field.max_chars
        found.append(
            FilledField(field.label, value, field.required, field.max_chars, over, field.note, field.certainty == "C")
        )
    return tuple(found)


def _filled(given: Material, name: str, max_chars: int | None, letter: Callable[[], str]) -> str:
    if name in ("story", "short_story"):
        return _story(given, max_chars)
    if name == "letter":
        return letter()
    if name == "demands":
        return "\n".join(f"{n}. {one.text}" for n, one in enumerate(given.demands.asked, 1))
    if name == "exhibits":
        return "\n".join(f"{numbering.name(one)}　{one.title}" for one in given.exhibits)
    if name == "refund_total":
        return f"{given.demands.total:.2f}" if given.demands.total is not None else ""
    value: object = vocabulary(given)
    for part in name.replace("ordered_at", "ordered_on").replace("received_at", "received_on").split("."):
        value = getattr(value, part, "")
    if name == "platform":
        value = vocabulary(given).platform.name
    return str(value) if value and not isinstance(value, tuple) else ""


def _story(given: Material, max_chars: int | None) -> str:
    lines: list[str] = []
    values = vocabulary(given)
    for event in values.events:
        lines.append(f"{event.at}，{event.what}".rstrip("。") + "。")
    whole = "".join(lines)
    if max_chars is None or len(whole) <= max_chars:
        return whole
    kept = ""
    for line in lines:
        if len(kept) + len(line) > max_chars:
            break
        kept += line
    return kept
