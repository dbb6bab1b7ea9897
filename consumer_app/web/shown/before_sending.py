"""What to look at before a paper is sent, each with the page where it can be put right."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import url_for

from consumer_app.documents.before_sending import Concern
from consumer_app.web import current

_PAGES = {
    "shopper": "shopper.edit_shopper",
    "parties": "parties.edit_seller",
    "order": "order.edit_order",
    "demands": "demands.choose_demands",
    "events": "timeline.list_events",
    "answers": "questions.answer_questions",
}
ON_THE_SHORT_PURCHASE = ("shop", "what", "no", "ordered_at", "received_at", "paid", "platform")


@dataclass(frozen=True)
class ShownConcern:
    """One thing to look at, and where to put it right (empty when there is nothing to do)."""

    text: str
    url: str
    link: str = "去补上或改一改"


def shown_concerns(found: Iterable[Concern]) -> list[ShownConcern]:
    """Concerns in words, each sentence once."""
    return list(dict.fromkeys(_shown(one) for one in found))


def _shown(one: Concern) -> ShownConcern:
    shown = ShownConcern(one.text.rstrip("。"), _page(one))
    return replace(shown, link="看那一份") if one.part == "letter" else shown


def _page(concern: Concern) -> str:
    """The page that puts it right, at the field; on the short path the order and the shop stand on one page."""
    part, field = concern.part, concern.field
    if part is None:
        return ""
    if part == "letter":
        return url_for("papers.write_letter", channel=field)
    if part == "answers" and field:
        return url_for("questions.ask", fact=field, to="papers", _anchor=field)
    short = current.path() == "short" and field in ON_THE_SHORT_PURCHASE
    page = "order.edit_short_order" if short else _PAGES.get(part, "check.check_answers")
    return url_for(page, _anchor=field)
