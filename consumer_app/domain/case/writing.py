"""A case as the text that is kept, and as it will be when that text is read again."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

from pydantic import TypeAdapter

from consumer_app.domain.case.document import Case, Part
from consumer_app.domain.case.parts import LISTS
from consumer_app.domain.case.versions import CURRENT, version_of

ADAPTERS: Mapping[str, TypeAdapter[Any]] = {
    name: TypeAdapter(cast(Any, field.annotation)) for name, field in Case.model_fields.items()
}
"""What reads and writes each part of a case alone."""


def text_of(part: Part) -> bytes:
    """A case document, or an item of it, as JSON."""
    return part.__pydantic_serializer__.to_json(part)


def head_of(case: Case) -> bytes:
    """The case document as JSON, with its lists empty."""
    return text_of(case.model_copy(update=dict.fromkeys(LISTS, ())))


def put_together(head: bytes, runs: Iterable[tuple[str, bytes]]) -> Case:
    """The case out of its head and runs of items: the name of a list with some of its items as JSON, in their order.

    Raises pydantic's ValidationError.
    """
    if version_of(head) != CURRENT:
        document = json.loads(head)
        for name, run in runs:
            document[name] += json.loads(run)
        return Case.model_validate_json(json.dumps(document, ensure_ascii=False))
    lists: dict[str, list[Part]] = {name: [] for name in LISTS}
    for name, run in runs:
        lists[name] += ADAPTERS[name].validate_json(run)
    return Case.model_validate(dict(Case.model_validate_json(head)) | {name: tuple(lists[name]) for name in LISTS})


def read_back(edited: Case, known: Case) -> Case:
    """The edited case as it will be read from its text, validated.

    Parts and items that stand in ``known``, which was read from a text itself, are taken over as they are: what a save costs depends on
    what it changes. Raises pydantic's ValidationError when the edit makes no valid case.
    """
    sound = {name: {item.id: item for item in getattr(known, name)} for name in LISTS}
    content = {
        name: (
            tuple(item if sound[name].get(item.id) is item else _item_again(item) for item in value)
            if name in LISTS
            else value
            if value is getattr(known, name)
            else _field_again(name, value)
        )
        for name, value in edited
    }
    return Case.model_validate(content)


def sizes(case: Case) -> dict[str, int]:
    """How many bytes each part of the document takes, the largest first."""
    taken = {name: len(ADAPTERS[name].dump_json(value)) for name, value in case if name != "v"}
    return dict(sorted(taken.items(), key=lambda one: -one[1]))


def _item_again(item: Part) -> Part:
    return type(item).model_validate_json(text_of(item))


def _field_again(name: str, value: Any) -> Any:
    adapter = ADAPTERS[name]
    return adapter.validate_json(adapter.dump_json(value))
