"""A paper as text (JSON), kept with what was sent; texts of every earlier version can be read for good."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from consumer_app.documents.paper import Paper

Document = dict[str, Any]

STEPS: Mapping[int, Callable[[Document], Document]] = {}
"""What brings a text of each version to the next one, on plain JSON. A change of ``Paper`` gives it a new ``v`` and adds the step here."""


def freeze(paper: Paper) -> str:
    """The whole paper as JSON text, the same for the same paper."""
    return paper.model_dump_json()


def thaw(text: str) -> Paper:
    """The paper that ``freeze`` wrote, in this version or an earlier one. Raises pydantic's ValidationError for anything else."""
    return Paper.model_validate_json(_in_this_version(text))


def brought_up(document: Document, steps: Mapping[int, Callable[[Document], Document]]) -> Document:
    """A paper's plain JSON after every step from its own version on; its ``v`` says which version it has reached. Without one it is the first."""
    version = document.get("v", 1)
    while isinstance(version, int) and version in steps:
        version, document = version + 1, steps[version](document)
        document = {**document, "v": version}
    return document


def _in_this_version(text: str) -> str:
    """The text with every step taken; as it is where it is no paper at all, which the model then refuses."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return json.dumps(brought_up(document, STEPS), ensure_ascii=False) if isinstance(document, dict) else text
