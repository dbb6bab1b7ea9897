"""The stop 升级清单与跟进: where to go in which order, which door each closes, and what was done already."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from consumer_app import formats
from consumer_app.domain.case import Case, Step
from consumer_app.web import current, journey
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.forms.paper import StepForm
from consumer_app.web.items import Items, item_pages
from consumer_app.web.shown import channel_choices, shown_channel, shown_days, shown_move, shown_step

bp = Blueprint("checklist", __name__)


@bp.get("/case/checklist")
@current.require_case
def show_checklist() -> ResponseReturnValue:
    """The channels in the order of the way up, with what each takes and closes; the steps taken; the days to keep."""
    case, book, found = current.opened.case, law_book(), assessed().assessment
    channels = [shown_channel(one, case, book, found) for one in found.channels]
    doors = [one for one in channels if one.door == "open"]
    taken = {step.channel for step in case.steps}
    ahead = next((one for one in doors if one.id not in taken), None)
    return render_template(
        "case/checklist.html",
        open=doors,
        ahead=ahead.id if ahead else "",
        begin=ahead if ahead and ahead.writes else None,
        move=shown_move(case, found, book),
        unsure=[one for one in channels if one.door == "not_yet_known"],
        shut=[one for one in channels if one.door == "closed"],
        taken=[shown_step(step, book) for step in case.steps],
        days=shown_days(found, book),
        place=journey.now("checklist.show_checklist"),
    )


def _form(case: Case, step_id: str) -> StepForm:
    """The form of a step taken; a new one begins with the channel and the paper that the link to it names."""
    begun = {name: request.args.get(name, "")[:40] for name in ("channel", "paper")}
    return StepForm.of(case, step_id, channel_choices(law_book()), current.today(), **begun)


def _brief(step: Step) -> str:
    channel = law_book().channels.get(step.channel)
    return f"{channel.title if channel else step.channel} {formats.day(step.done_on) if step.done_on else ''}"


STEPS = Items(name="steps", form=_form, template="case/step.html", list_page="checklist.show_checklist", brief=_brief)
item_pages(bp, "/case/checklist", "step", STEPS)
