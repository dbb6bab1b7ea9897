"""Case documents of earlier versions, brought up step by step: each step is a pure function from the plain document of one version to the next.

A case file is read by every version that came after it, never by one before. To change the shape of a case: raise ``CURRENT``, write the
step from the version before, and keep a case, an export and a database of that version in ``tests/version_N/``.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

Document = dict[str, Any]
CURRENT: Final = 2


def brought_up(document: Document) -> Document:
    """The document in the shape of today's version. One of a later version, or of none, is returned as it is; the model refuses it."""
    while type(version := document.get("v")) is int and version in STEPS:
        document = {**STEPS[version](document), "v": version + 1}
    return document


def version_of(text: bytes | str) -> int:
    """The version that a document in JSON says it is of; 0 where it says none that can be understood."""
    try:
        version = json.loads(text)["v"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return 0
    return version if type(version) is int else 0


def _from_1(document: Document) -> Document:
    """An exhibit has several files; an issued paper carries its number and the numbers it gave its exhibits."""
    changed = dict(document)
    if "evidence" in document:
        changed["evidence"] = [_with_files(item) for item in _items(document["evidence"])]
    if "papers" in document:
        changed["papers"] = [_numbered(paper, place) for place, paper in enumerate(_items(document["papers"]), 1)]
    return changed


def _with_files(item: Any) -> Any:
    if not isinstance(item, dict) or "file" not in item:
        return item
    rest = {key: value for key, value in item.items() if key != "file"}
    return {**rest, "files": [] if item["file"] is None else [item["file"]]}


def _numbered(paper: Any, place: int) -> Any:
    if not isinstance(paper, dict):
        return paper
    return {"number": place, "exhibits": _exhibits_of(paper.get("frozen")), **paper}


def _exhibits_of(frozen: object) -> dict[str, int]:
    """The numbers that a frozen paper gave its exhibits; none where it cannot be read, which whoever opens the paper says."""
    try:
        listed = json.loads(frozen)["exhibits"] if isinstance(frozen, str) else []
        return {one["evidence"]: one["number"] for one in listed}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


STEPS: Mapping[int, Callable[[Document], Document]] = {1: _from_1}
