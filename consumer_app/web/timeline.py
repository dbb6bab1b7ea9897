"""The step 经过: the timeline of what happened, each event on its own page."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import Event
from consumer_app.domain.case.parts import fingerprint, part
from consumer_app.domain.case.timeline import is_in_time_order
from consumer_app.web import current, shown, steps
from consumer_app.web.editing import delete_item, edit_part, reorder
from consumer_app.web.forms.event import EventForm
from consumer_app.web.forms.form import PartForm
from consumer_app.web.shown import shown_event

bp = Blueprint("timeline", __name__)


@bp.get("/case/timeline")
@current.require_case
def list_events() -> ResponseReturnValue:
    """The timeline as it stands."""
    case = current.opened.case
    return render_template(
        "case/timeline.html",
        form=PartForm(data={"seen": fingerprint(case, "events")}),
        events=[shown_event(case, event) for event in case.events],
        sorted_by_time=is_in_time_order(case.events),
        told=case.told,
        onward=steps.after("timeline.list_events"),
        step=steps.now("timeline.list_events"),
    )


@bp.post("/case/timeline/order")
@current.require_case
def order_events() -> ResponseReturnValue:
    """The events in another order."""
    return reorder("events", then=url_for(".list_events"))


@bp.route("/case/timeline/new", methods=["GET", "POST"])
@current.require_case
def add_event() -> ResponseReturnValue:
    """A further event."""
    return edit_part(
        lambda case: EventForm.of(case, None, current.today()), "case/event.html", then=url_for(".list_events")
    )


@bp.route("/case/timeline/<event_id>", methods=["GET", "POST"])
@current.require_case
def edit_event(event_id: str) -> ResponseReturnValue:
    """One event, changed."""
    _event(event_id)
    return edit_part(
        lambda case: EventForm.of(case, event_id, current.today()),
        "case/event.html",
        then=url_for(".list_events"),
        event_id=event_id,
    )


@bp.route("/case/timeline/<event_id>/delete", methods=["GET", "POST"])
@current.require_case
def delete_event(event_id: str) -> ResponseReturnValue:
    """Take an event out; the evidence it named stays."""
    event = _event(event_id)
    return delete_item(
        f"events/{event_id}", "case/delete.html", then=url_for(".list_events"), what=shown.brief(event.what),
        kept="和它有关的证据会留下。",
    )  # fmt: skip


def _event(event_id: str) -> Event:
    event: Event | None = part(current.opened.case, f"events/{event_id}")
    if event is None:
        abort(404)
    return event
