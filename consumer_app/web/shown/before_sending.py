"""What to look at before a paper is sent, each with the page where it can be put right."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from consumer_app.documents.before_sending import Concern

_PAGES = {
    "shopper": "shopper.edit_shopper",
    "parties": "parties.edit_seller",
    "order": "order.edit_order",
    "demands": "demands.choose_demands",
    "answers": "questions.answer_questions",
}


@dataclass(frozen=True)
class ShownConcern:
    """One thing to look at, and where to put it right (empty when there is nothing to do)."""

    text: str
    url: str


def shown_concerns(found: Iterable[Concern]) -> list[ShownConcern]:
    """Concerns in words, each sentence once."""
    return list(dict.fromkeys(ShownConcern(one.text.rstrip("。"), _page(one.part)) for one in found))


def _page(part: str | None) -> str:
    return url_for(_PAGES.get(part, "check.check_answers")) if part else ""
