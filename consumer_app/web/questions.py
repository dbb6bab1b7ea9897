"""The stop 还差哪些事实: only questions whose answer could change the result, the one that changes most first."""

from collections.abc import Sequence

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app.domain.judging.asking import IN_A_CASE, ON_A_PAGE
from consumer_app.domain.judging.wishes import within_sight
from consumer_app.web import current
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.editing import edit_part
from consumer_app.web.forms.ask import answered_form, ask_form
from consumer_app.web.forms.questions import questions_form
from consumer_app.web.heard import heard
from consumer_app.web.open_questions import (
    answered,
    answered_pages,
    changed_fact,
    door_questions,
    last_answers,
    not_asked_yet,
    page_of,
    posted,
    short_questions,
    wishes_are_asked,
)
from consumer_app.web.reasons import Gone, gone_with

bp = Blueprint("questions", __name__)
A_PAGE = 6
BACK = {"check": "check.check_answers", "papers": "papers.list_papers", "demands": "demands.choose_demands"}
"""Where an answer that was looked at again leads back to."""
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
    asked = tuple(fact for fact in at_the_door if page_of(fact) is None) or not_asked_yet()
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


@bp.route("/case/ask", methods=["GET", "POST"])
@current.require_case
def ask() -> ResponseReturnValue:
    """The short path's questions, a few a page, what decides the wish first; with ``fact`` one answer to look at again.

    ``left`` is how many were said to be left: the number grows only with ``more``, where nothing that is wished can be asked yet, and the page says so.
    """
    again = changed_fact()
    if again:
        return _one_answer(again)
    if (before := request.args.get("page", type=int)) is not None:
        return _answered(before)
    said_left = request.args.get("left", type=int)
    left = short_questions(IN_A_CASE if said_left is None else said_left)
    first = wishes_are_asked()
    names = posted(everywhere=True) or (*left.page, *left.heard[:ON_A_PAGE])
    wishes = heard().wishes if first else None
    return edit_part(
        lambda case: ask_form(case, law_book(), names, heard(case).facts, wishes),
        "case/ask.html",
        then=lambda: _next_questions(len(left.questions) - len(left.page), names),
        questions=tuple(name for name in names if name not in left.heard),
        heard=tuple(name for name in names if name in left.heard),
        after=max(len(left.questions) - len(left.page), 0),
        more="more" in request.args,
        gone=_gone(),
        changed=None,
        answered=False,
        back=last_answers(),
    )


def _answered(at: int) -> ResponseReturnValue:
    """A page of questions that were answered, with the answers standing there to be changed; then the next of them, and after the last what is still asked."""
    pages = answered_pages()
    if not 0 <= at < len(pages):
        return redirect(url_for(".ask"))
    names = posted(everywhere=True) or pages[at]
    wishes = current.opened.case.wishes if at == 0 else None

    def then() -> str:
        if at + 1 < len(pages):
            return url_for(".ask", page=at + 1)
        left = short_questions()
        return url_for(".ask" if left.questions or left.heard else "demands.choose_demands")

    return edit_part(
        lambda case: answered_form(case, law_book(), names, wishes),
        "case/ask.html",
        then=then,
        questions=names,
        heard=(),
        after=0,
        more=False,
        gone=None,
        changed=None,
        answered=True,
        back=url_for(".ask", page=at - 1) if at else url_for("order.edit_short_order"),
    )


def _gone() -> Gone | None:
    """What the last answers (so many as ``just`` says) have decided against of what was wished."""
    just, case = request.args.get("just", 0, type=int), current.opened.case
    if request.method == "POST" or not 0 < just <= len(case.answers):
        return None
    kept = dict(tuple(case.answers.items())[: len(case.answers) - just])
    before = assessed(case.model_copy(update={"answers": kept})).assessment
    return gone_with(before, assessed().assessment, case.wishes, law_book())


def _next_questions(left: int, asked: Sequence[str]) -> str | None:
    """The next page of questions while some are left of those that were said to be; more than were said only where nothing that is wished can be asked without."""
    rest, just = short_questions(left), sum(name in current.opened.case.answers for name in asked)
    if "skip" in request.form:
        return url_for("demands.choose_demands")
    if rest.questions or rest.heard:
        return url_for(".ask", left=left, just=just)
    if within_sight(current.opened.case.wishes, assessed(current.opened.case).assessment, law_book()):
        return None
    further = len(short_questions().questions)
    return url_for(".ask", left=further, more=1, just=just) if further else None


def _one_answer(name: str) -> ResponseReturnValue:
    """The page of one question that was answered, or that a paper lacks; then back to where it was asked for."""
    back = BACK.get(request.args.get("to", ""), "check.check_answers")
    return edit_part(
        lambda case: ask_form(case, law_book(), (name,), heard(case).facts),
        "case/ask.html",
        then=lambda: url_for(back),
        questions=(name,),
        heard=(),
        after=0,
        more=False,
        gone=None,
        answered=False,
        changed=url_for(back),
    )


def _after(door: str | None) -> str | None:
    """Back to the door that was asked about; else the next questions while there are some."""
    if door in law_book().channels:
        return url_for("checklist.show_checklist")
    return url_for(".answer_questions") if not_asked_yet() else None
