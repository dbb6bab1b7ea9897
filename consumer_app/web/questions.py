"""The stop 还差哪些事实: only questions whose answer could change the result, the one that changes most first."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import Case
from consumer_app.domain.case.sources import source
from consumer_app.domain.judging.questions import needed_for_a_sum, open_questions
from consumer_app.web import current
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.editing import edit_part
from consumer_app.web.forms.questions import questions_form

bp = Blueprint("questions", __name__)
A_PAGE = 6
PAGE_OF_A_PART = {
    "order": "order.edit_order",
    "parties": "parties.edit_seller",
    "events": "timeline.list_events",
}
ON_THE_SHORT_ORDER = ("order.ordered_at", "order.received_at", "order.paid", "platform")


@bp.route("/case/facts", methods=["GET", "POST"])
@current.require_case
def answer_questions() -> ResponseReturnValue:
    """The next questions, a handful a page; with everything answered, what was answered, to change."""
    found = assessed()
    asked = tuple(dict.fromkeys((*_not_asked_yet(), *open_here())))
    elsewhere = dict.fromkeys(page for missing in found.assessment.questions if (page := _page_of(missing.fact)))
    names = posted() or asked[:A_PAGE] or answered(current.opened.case)
    return edit_part(
        lambda case: questions_form(case, law_book(), names),
        "case/facts.html",
        then=lambda: url_for(".answer_questions") if _not_asked_yet() else None,
        left=len(asked),
        elsewhere=[(url_for(page), title) for page, title in _titles(elsewhere)],
        troubles=found.troubles,
    )


def _not_asked_yet() -> tuple[str, ...]:
    """The questions open now that were never shown; an answer may have raised a new one."""
    answers = current.opened.case.answers
    return tuple(fact for fact in open_here() if fact not in answers)


def open_here() -> tuple[str, ...]:
    """The facts still asked that no other page asks, in the order in which a person is asked them."""
    return open_questions(assessed().assessment, law_book(), asked_elsewhere())


def missing_for_a_sum() -> tuple[str, ...]:
    """Of the same, those without which a sum cannot be worked out."""
    return needed_for_a_sum(assessed().assessment, law_book(), asked_elsewhere())


def asked_elsewhere() -> frozenset[str]:
    """The facts that a page of their own asks, as a part of the case."""
    return frozenset(name for name in law_book().facts if _page_of(name))


def answered(case: Case) -> tuple[str, ...]:
    """The facts answered so far that the law book asks, in its order."""
    return tuple(
        name for name, fact in law_book().facts.items() if fact.question and case.answers.get(name) is not None
    )


def posted() -> tuple[str, ...]:
    """The facts that the posted page asked, so that an answer is never lost because the ranking changed meanwhile."""
    return tuple(name for name in request.form.getlist("asks") if name in law_book().facts and _page_of(name) is None)


def _page_of(fact: str) -> str | None:
    """The page that asks a fact as a part of the case; None when it is asked as a question, as what the short path's order leaves out."""
    name = law_book().facts[fact].source
    place = source(name)
    if place and current.path() == "short":
        return "order.edit_short_order" if name in ON_THE_SHORT_ORDER else None
    return PAGE_OF_A_PART.get(place.part) if place else None


def _titles(pages: dict[str, None]) -> list[tuple[str, str]]:
    words = {
        "order.edit_order": "订单里还差几项",
        "order.edit_short_order": "订单里还差几项",
        "parties.edit_seller": "商家与平台还差几项",
        "timeline.list_events": "经过还没有写",
    }
    return [(page, words[page]) for page in pages]
