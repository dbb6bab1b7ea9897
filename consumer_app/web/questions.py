"""The step 还差哪些事实: only questions whose answer could change the result, the one that changes most first."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app import formats
from consumer_app.domain.case import Case
from consumer_app.web import current
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.editing import edit_part
from consumer_app.web.forms.questions import QuestionsForm, questions_form

bp = Blueprint("questions", __name__)
A_PAGE = 6
WHERE_THE_CASE_ASKS = {
    "order": "order.edit_order",
    "platform": "parties.edit_seller",
    "seller": "parties.edit_seller",
    "events": "timeline.list_events",
}


@bp.route("/case/facts", methods=["GET", "POST"])
@current.require_case
def answer_questions() -> ResponseReturnValue:
    """The next questions, a handful a page; with everything answered, what was answered, to change."""
    found = assessed()
    asked = tuple(missing for missing in found.assessment.questions if _source(missing.fact) is None)
    elsewhere = dict.fromkeys(page for missing in found.assessment.questions if (page := _source(missing.fact)))
    names = _posted() or tuple(missing.fact for missing in asked[:A_PAGE]) or answered(current.opened.case)
    hints = {missing.fact: formats.could_become(missing) for missing in asked}
    return edit_part(
        lambda case: questions_form(case, law_book(), names, hints),
        "case/facts.html",
        then=_onward(len(asked)),
        left=len(asked),
        elsewhere=[(url_for(page), title) for page, title in _titles(elsewhere)],
        troubles=found.troubles,
    )


def _onward(asked: int) -> str | None:
    if request.args.get("then") == "demands":
        return url_for("demands.choose_demands")
    return url_for(".answer_questions") if asked > A_PAGE else None


def questions_of(case: Case, most: int) -> QuestionsForm | None:
    """The first questions as a form of its own, for a page that shows them beside something else; None when nothing is asked."""
    asked = [missing for missing in assessed().assessment.questions if _source(missing.fact) is None][:most]
    hints = {missing.fact: formats.could_become(missing) for missing in asked}
    return questions_form(case, law_book(), [one.fact for one in asked], hints) if asked else None


def answered(case: Case) -> tuple[str, ...]:
    """The facts answered so far that the law book asks, in its order."""
    return tuple(
        name for name, fact in law_book().facts.items() if fact.question and case.answers.get(name) is not None
    )


def _posted() -> tuple[str, ...]:
    """The facts that the posted page asked, so that an answer is never lost because the ranking changed meanwhile."""
    return tuple(name for name in request.form.getlist("asks") if name in law_book().facts and _source(name) is None)


def _source(fact: str) -> str | None:
    source = law_book().facts[fact].source
    return WHERE_THE_CASE_ASKS.get(source.partition(".")[0]) if source else None


def _titles(pages: dict[str, None]) -> list[tuple[str, str]]:
    words = {
        "order.edit_order": "订单里还差几项",
        "parties.edit_seller": "商家与平台还差几项",
        "timeline.list_events": "经过还没有写",
    }
    return [(page, words[page]) for page in pages]
