"""The stop 核对: everything that will stand in the papers, a row each, with the way to change it."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from consumer_app.web import current, journey, shown
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.wording_hints import hints_in_case

bp = Blueprint("check", __name__)
BEFORE = [stop.endpoint for stop in journey.STOPS].index("check.check_answers")


@bp.get("/case/check")
@current.require_case
def check_answers() -> ResponseReturnValue:
    """All that was said, grouped by step; what contradicts itself or must not be said stands on top."""
    case, found = current.opened.case, assessed()
    return render_template(
        "case/check.html",
        groups=shown.answers_of(case, law_book()),
        events=shown.shown_events(case),
        promises=shown.shown_promises(case),
        exhibits=shown.exhibits_of(case),
        demands=[shown.demand_words(demand, law_book()) for demand in case.demands],
        words=shown.shown_words(case),
        trouble=case.trouble,
        troubles=found.troubles,
        hints=hints_in_case(case, law_book()),
        missing=[task for task in shown.tasks(case, found.assessment)[:BEFORE] if task.state != "done"],
        onward=url_for("papers.list_papers"),
        place=journey.now("check.check_answers"),
    )
