"""The step 升级清单与跟进: where to go in which order, which door each closes, and what was done already."""

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app import formats
from consumer_app.domain.case import Step
from consumer_app.domain.case.parts import part
from consumer_app.web import current, steps
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.editing import delete_item, edit_part
from consumer_app.web.forms.paper import StepForm
from consumer_app.web.shown import shown_channel, shown_due, shown_step

bp = Blueprint("checklist", __name__)


@bp.get("/case/checklist")
@current.require_case
def show_checklist() -> ResponseReturnValue:
    """The channels in the order of the way up, with what each takes and closes; the steps taken; the days to keep."""
    case, book, found = current.opened.case, law_book(), assessed().assessment
    channels = [shown_channel(one, case, book, found) for one in found.channels]
    return render_template(
        "case/checklist.html",
        open=[one for one in channels if one.open],
        shut=[one for one in channels if not one.open],
        taken=[shown_step(step, book) for step in case.steps],
        deadlines=[shown_due(due, book) for due in found.deadlines],
        step=steps.now("checklist.show_checklist"),
    )


@bp.route("/case/checklist/new", methods=["GET", "POST"])
@current.require_case
def add_step() -> ResponseReturnValue:
    """A step taken."""
    begun = {name: request.args.get(name, "")[:40] for name in ("channel", "paper")}
    return _edit(None, begun)


@bp.route("/case/checklist/<step_id>", methods=["GET", "POST"])
@current.require_case
def edit_step(step_id: str) -> ResponseReturnValue:
    """A step taken, and what came of it."""
    _step(step_id)
    return _edit(step_id, {})


@bp.route("/case/checklist/<step_id>/delete", methods=["GET", "POST"])
@current.require_case
def delete_step(step_id: str) -> ResponseReturnValue:
    """Take a step out of the record."""
    step, book = _step(step_id), law_book()
    channel = book.channels.get(step.channel)
    what = f"{channel.title if channel else step.channel} {formats.day(step.done_on) if step.done_on else ''}"
    return delete_item(f"steps/{step_id}", "case/delete.html", then=url_for(".show_checklist"), what=what, kept="")


def _edit(step_id: str | None, begun: dict[str, str]) -> ResponseReturnValue:
    ranked = sorted(law_book().channels.items(), key=lambda item: item[1].rank)
    channels = [(slug, channel.title) for slug, channel in ranked]
    return edit_part(
        lambda case: StepForm.of(case, step_id, channels, current.today(), **begun),
        "case/step.html",
        then=url_for(".show_checklist"),
        step_id=step_id,
    )


def _step(step_id: str) -> Step:
    step: Step | None = part(current.opened.case, f"steps/{step_id}")
    return step or abort(404)
