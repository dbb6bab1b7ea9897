"""How a case begins: from a shopper's own words and what they confirmed of them, or from the shape of an example."""

import json
import re

from consumer_app import paths
from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.domain.placing import placed
from consumer_app.domain.suggestion import suggest
from consumer_app.web import current
from consumer_app.web.assessed import law_book, settled


def begun_from_words(told: str, disputes: list[str], said: list[str]) -> Case:
    """A case with the words as they were told, the disputes chosen, and those facts read from the words that were confirmed.

    The values are read from the words once more, so that a form can slip nothing in. Raises pydantic's ValidationError.
    """
    book = law_book()
    read = {fact.fact: fact.value for fact in suggest(told, book, current.today()).facts} if told and said else {}
    known = [slug for slug in dict.fromkeys(disputes) if slug in book.disputes]
    case = Case.model_validate({"v": 1, "told": told or None, "disputes": known})
    return placed(case, book, {name: read[name] for name in said if name in read})


def begun_from_example(slug: str) -> Case | None:
    """A case of the shape of an example: its disputes and its yes-and-no answers, and nothing of anybody's. None when there is no such example."""
    folder = paths.LEGAL_REFS / "examples"
    file = folder / slug / "case.json"
    if not re.fullmatch(r"[a-z0-9-]{1,80}", slug) or not file.is_file():
        return None
    example = Case.model_validate(json.loads(file.read_text("utf-8")))
    kinds = law_book().facts
    answers = {
        name: value
        for name, value in example.answers.items()
        if name in kinds and kinds[name].kind in ("yes_no", "choice") and not kinds[name].source
    }
    return settled(EMPTY_CASE.model_copy(update={"disputes": example.disputes, "answers": answers}))
