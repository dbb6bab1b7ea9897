"""What a letter must not say, shown beside the text in which it was found."""

from dataclasses import dataclass

from flask import Blueprint

from consumer_app.domain.case import Case
from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.wording import find_wording
from consumer_app.web.assessed import law_book

bp = Blueprint("wording_hints", __name__)


@dataclass(frozen=True)
class Hint:
    """The words found, why a letter should not say them, what to write instead."""

    words: str
    why: str
    instead: str


@bp.app_template_global()
def wording_in(text: str | None) -> list[Hint]:
    """The hints for one text; for templates."""
    return _hints(text or "", law_book())


def hints_in_case(case: Case, book: LawBook) -> list[Hint]:
    """The hints for everything the shopper wrote in their own words; what others said is quoted as it was."""
    own = [event.what for event in case.events] + [promise.happened for promise in case.promises]
    own += [demand.text for demand in case.demands] + [item.proves for item in case.evidence]
    found = [hint for text in own if text for hint in _hints(text, book)]
    return list(dict.fromkeys(found))


def _hints(text: str, book: LawBook) -> list[Hint]:
    return [Hint(found.words, found.rule.why, found.rule.instead) for found in find_wording(text, book)]
