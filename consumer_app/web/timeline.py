"""The stop 经过: the timeline of what happened, each event on its own page."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import Case
from consumer_app.domain.case.parts import fingerprint
from consumer_app.domain.case.timeline import is_in_time_order
from consumer_app.web import current, journey
from consumer_app.web.forms.event import EventForm
from consumer_app.web.forms.form import PartForm
from consumer_app.web.items import Items, in_order, item_pages, order_posted, reordered
from consumer_app.web.shown import brief, shown_events

bp = Blueprint("timeline", __name__)
EVENTS = Items(
    name="events",
    form=lambda case, event_id: EventForm.of(case, event_id, current.today()),
    template="case/event.html",
    list_page="timeline.list_events",
    brief=lambda event: brief(event.what),
    stays="和它有关的证据会留下。",
)
item_pages(bp, "/case/timeline", "event", EVENTS)


@bp.get("/case/timeline")
@current.require_case
def list_events() -> ResponseReturnValue:
    """The timeline as it stands."""
    return _list_page(PartForm(data={"seen": fingerprint(current.opened.case, "events")}), current.opened.case)


@bp.post("/case/timeline/order")
@current.require_case
def order_events() -> ResponseReturnValue:
    """The events in another order."""
    form = PartForm(data={"seen": fingerprint(current.opened.case, "events")})
    if reordered("events", form):
        return redirect(url_for(".list_events"), 303)
    return _list_page(form, in_order(current.opened.case, "events", order_posted("events")))


def _list_page(form: PartForm, case: Case) -> ResponseReturnValue:
    page = render_template(
        "case/timeline.html",
        form=form,
        events=shown_events(case),
        sorted_by_time=is_in_time_order(case.events),
        told=case.told,
        onward=journey.after("timeline.list_events"),
        place=journey.now("timeline.list_events"),
    )
    return page, form.status
