"""The stop 还差哪些事实: only questions whose answer could change the result, the one that changes most first."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app.web import current
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.editing import edit_part
from consumer_app.web.forms.questions import questions_form
from consumer_app.web.heard import heard
from consumer_app.web.open_questions import answered, door_questions, not_asked_yet, open_here, page_of, posted

bp = Blueprint("questions", __name__)
A_PAGE = 6
LACKING = {
    "order.edit_order": "订单里还差几项",
    "order.edit_short_order": "订单里还差几项",
    "parties.edit_seller": "商家与平台还差几项",
    "timeline.list_events": "经过还没有写",
}


@bp.route("/case/facts", methods=["GET", "POST"])
@current.require_case
def answer_questions() -> ResponseReturnValue:
    """The next questions, a handful a page; with everything answered, what was answered, to change.

    With ``door`` those that decide whether that channel takes the case; after them it goes back to the way up.
    """
    found, door = assessed(), request.args.get("door")
    at_the_door = door_questions(door)
    asked = tuple(fact for fact in at_the_door if page_of(fact) is None) or tuple(
        dict.fromkeys((*not_asked_yet(), *open_here()))
    )
    facts = at_the_door or tuple(missing.fact for missing in found.assessment.questions)
    elsewhere = dict.fromkeys(page for fact in facts if (page := page_of(fact)))
    names = posted() or asked[:A_PAGE] or answered(current.opened.case)
    return edit_part(
        lambda case: questions_form(case, law_book(), names, heard(case).facts),
        "case/facts.html",
        then=lambda: _after(door),
        left=len(asked),
        elsewhere=[(url_for(page), LACKING[page]) for page in elsewhere],
        troubles=found.troubles,
    )


def _after(door: str | None) -> str | None:
    """Back to the door that was asked about; else the next questions while there are some."""
    if door in law_book().channels:
        return url_for("checklist.show_checklist")
    return url_for(".answer_questions") if not_asked_yet() else None
