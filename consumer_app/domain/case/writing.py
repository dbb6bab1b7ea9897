"""A case as the text that is kept, and as it will be when that text is read again."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from consumer_app.domain.case.document import Case, Part
from consumer_app.domain.case.parts import LISTS


def text_of(case: Case) -> bytes:
    """The case document as JSON."""
    return case.model_dump_json().encode()


def read_back(edited: Case, known: Case) -> Case:
    """The edited case as it will be read from its text, validated.

    Parts and items that stand in ``known``, which was read from a text itself, are taken over as they are: what a save costs depends on
    what it changes. Raises pydantic's ValidationError when the edit makes no valid case.
    """
    sound = {id(item) for name in LISTS for item in getattr(known, name)}
    content = {
        name: (
            tuple(item if id(item) in sound else _item_again(item) for item in value)
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
    taken = {name: len(_adapter(name).dump_json(value)) for name, value in case if name != "v"}
    return dict(sorted(taken.items(), key=lambda one: -one[1]))


def _item_again(item: Part) -> Part:
    return type(item).model_validate_json(item.model_dump_json())


def _field_again(name: str, value: Any) -> Any:
    adapter = _adapter(name)
    return adapter.validate_json(adapter.dump_json(value))


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    annotation: Any = Case.model_fields[name].annotation
    return TypeAdapter(annotation)
