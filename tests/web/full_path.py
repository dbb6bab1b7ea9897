"""The stories that the tests of the full path walk, and what a visitor's case holds now."""

import json
from typing import Any

from consumer_app import paths
from consumer_app.domain.case import Case

RARE = "龚䶮、㛃、𬎆"


def story(slug: str) -> Case:
    """The case of a story that the law book tells."""
    text = (paths.LEGAL_REFS / "examples" / slug / "case.json").read_text(encoding="utf-8")
    return Case.model_validate(json.loads(text))


def kept(visitor: Any) -> Case:
    """The visitor's case as it is stored."""
    case: Case = visitor.storage.cases.open(visitor.opened.case_id, visitor.opened.dek).case
    return case
