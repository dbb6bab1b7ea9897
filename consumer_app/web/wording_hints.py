"""What a letter must not say, shown beside the text in which it was found."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint

from consumer_app.domain.case import Case
from consumer_app.domain.case.telling import rest_of
from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.wording import Worded, find_wording
from consumer_app.formats import WORDING_KINDS
from consumer_app.web.assessed import law_book
from consumer_app.web.shown.cautions import provision_link

bp = Blueprint("wording_hints", __name__)


@dataclass(frozen=True)
class Hint:
    """What one rule found: the words, what they are (a threat, an accusation …), why a letter should not say them, on which provision, what to write instead."""

    words: tuple[str, ...]
    kind: str
    why: str
    law: str
    law_url: str
    instead: str


@bp.app_template_global()
def wording_in(text: str | None) -> list[Hint]:
    """The hints for one text; for templates."""
    return _hints([text or ""], law_book())


def hints_in_case(case: Case, book: LawBook) -> list[Hint]:
    """The hints for everything the shopper wrote in their own words; what others said is quoted as it was."""
    own = [event.what for event in case.events] + [promise.happened for promise in case.promises]
    own += [part.text for part in rest_of(case)]
    own += [demand.text for demand in case.demands] + [item.proves for item in case.evidence]
    return _hints(filter(None, own), book)


def _hints(texts: Iterable[str], book: LawBook) -> list[Hint]:
    """One hint a rule, with all the words it found, in the order they were written."""
    found: dict[str, list[Worded]] = {}
    for one in (one for text in texts for one in find_wording(text, book)):
        found.setdefault(one.rule.id, []).append(one)
    return [_hint(several, book) for several in found.values()]


def _hint(several: list[Worded], book: LawBook) -> Hint:
    rule, words = several[0].rule, tuple(dict.fromkeys(one.words for one in several))
    law, law_url = provision_link(rule.source, None, book)
    return Hint(words, WORDING_KINDS[several[0].kind], rule.why, law, law_url, rule.instead)
