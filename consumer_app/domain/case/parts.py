"""One addressed part of a case: read it, replace it, and tell whether it has changed since a form showed it."""

import hashlib
import json
import re
from typing import Any

from pydantic import BaseModel, TypeAdapter

from consumer_app.domain.case import Case, Event, Promise

LISTS = ("parties", "events", "promises", "evidence", "papers", "steps")


def part(case: Case, address: str) -> Any:
    """The part at an address such as ``order``, ``answers``, ``demands``, ``parties/p2``; None where there is no such item.

    Raises KeyError for an address that no case can have.
    """
    name, _, item_id = address.partition("/")
    if name not in Case.model_fields or (item_id and name not in LISTS):
        raise KeyError(
            f"no part {address!r}; a part is a field of the case, or one item of {', '.join(LISTS)} by its id"
        )
    value = getattr(case, name)
    return next((item for item in value if item.id == item_id), None) if item_id else value


def fingerprint(case: Case, address: str) -> str:
    """A short hash of a part's content, or of several parts joined by ``+``: the same content has the same fingerprint."""
    values = [_dumped(case, one) for one in address.split("+")]
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:20]


def _dumped(case: Case, address: str) -> Any:
    value = part(case, address)
    if isinstance(value, tuple):
        return [_dump(item) for item in value]
    return _dump(value)


def _dump(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return TypeAdapter(Any).dump_python(value, mode="json")


def replaced(case: Case, address: str, value: Any) -> Case:
    """The case with that part replaced; an item whose id is new is added at the end, and None takes an item out.

    What pointed at an item taken out (an event's actor, an exhibit's place) no longer points at it. The other parts are taken over as
    they are, and so are the items that a list had before. Raises pydantic's ValidationError when the result is no valid case.
    """
    name, _, item_id = address.partition("/")
    current = part(case, address)
    content = dict(case)
    if not item_id:
        known = {item.id: item for item in current} if name in LISTS else {}
        content[name] = (
            tuple(i if known.get(i.id) is i else _plain(i) for i in value) if name in LISTS else _plain(value)
        )
    else:
        items = list(content[name])
        if value is None:
            items = [item for item in items if item.id != item_id]
        elif current is None:
            items.append(_plain(value))
        else:
            items = [_plain(value) if item.id == item_id else item for item in items]
        content[name] = tuple(items)
        if value is None:
            content = _without_pointers(content, name, item_id)
    return Case.model_validate(content)


def _without_pointers(content: dict[str, Any], name: str, gone: str) -> dict[str, Any]:
    def cleared(item: Any, field: str) -> Any:
        return item.model_copy(update={field: None}) if getattr(item, field) == gone else item

    if name == "parties":
        content["events"] = tuple(cleared(event, "actor") for event in content["events"])
        content["promises"] = tuple(cleared(promise, "by") for promise in content["promises"])
    if name == "evidence":
        for field in ("events", "promises"):
            content[field] = tuple(_without_exhibit(item, gone) for item in content[field])
    if name == "papers":
        content["steps"] = tuple(cleared(step, "paper") for step in content["steps"])
    return content


def _without_exhibit(teller: Event | Promise, gone: str) -> Event | Promise:
    if gone not in teller.evidence:
        return teller
    pages = {exhibit: page for exhibit, page in teller.pages.items() if exhibit != gone}
    return teller.model_copy(update={"evidence": tuple(one for one in teller.evidence if one != gone), "pages": pages})


def new_id(case: Case, name: str) -> str:
    """An id that no item of that list has or (as far as the highest number and the papers issued tell) had: e4 after e3."""
    letter = {"parties": "p", "events": "e", "promises": "k", "evidence": "x", "papers": "d", "steps": "s"}[name]
    taken = {item.id for item in getattr(case, name)}
    if name == "evidence":  # an exhibit that a paper named and that was taken out since keeps its number
        taken.update(exhibit for paper in case.papers for exhibit in paper.exhibits)
    numbers = [int(found[1]) for one in taken if (found := re.fullmatch(rf"{letter}(\d+)", one))]
    return f"{letter}{max(numbers, default=0) + 1}"


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    return value.model_dump() if hasattr(value, "model_dump") else value
