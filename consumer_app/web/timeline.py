"""The stop 经过: the timeline of what happened, each event on its own page."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import Case
from consumer_app.domain.case.parts import fingerprint
from consumer_app.domain.case.telling import with_row_left_out, with_words_left_out, with_words_put_back
from consumer_app.domain.case.timeline import is_in_time_order
from consumer_app.web import current, journey
from consumer_app.web.editing import applied, saved
from consumer_app.web.forms.event import EventForm
from consumer_app.web.forms.form import PartForm, as_kept
from consumer_app.web.forms.trouble import TroubleForm
from consumer_app.web.heard import heard_in_fields
from consumer_app.web.items import Items, in_order, item_pages, order_posted, reordered
from consumer_app.web.shown import brief, shown_events, shown_words
from consumer_app.web.shown.words import hides_numbers

bp = Blueprint("timeline", __name__)


class Events(Items):
    """The rows; of one that is taken out the words go into no paper either, unless they are to stay (``words_stay``)."""

    def without(self, case: Case, item_id: str) -> Case:
        """The case without that row."""
        row, case = self.find(case, item_id), super().without(case, item_id)
        if row is None or "words_stay" in request.form:
            return case
        return with_row_left_out(case, row)


EVENTS = Events(
    name="events",
    form=lambda case, event_id: EventForm.of(case, event_id, current.today()),
    template="case/event.html",
    list_page="timeline.list_events",
    brief=lambda event: brief(event.what),
    label="不放进信里",
    stays="和它有关的证据会留下。从您一开始的话里读出来的，那几句原话也不写进信里；想写，随时可以点「放回去」。",
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


@bp.post("/case/timeline/words")
@current.require_case
def place_words() -> ResponseReturnValue:
    """Words of the story put back that were left out of papers, or left out that stood in them."""
    form = PartForm(data={"seen": fingerprint(current.opened.case, "left_out")})
    put_back, leave_out = (request.form.get(name, type=int) for name in ("put_back", "leave_out"))

    def placed(case: Case) -> Case:
        if put_back is not None:
            return with_words_put_back(case, put_back)
        return case if leave_out is None else with_words_left_out(case, leave_out)

    if form.validate_on_submit() and applied(form, "left_out", placed):
        back = "papers.list_papers" if request.form.get("back") == "papers" else ".list_events"
        return redirect(url_for(back), 303)
    return _list_page(form, current.opened.case)


@bp.post("/case/timeline/trouble")
@current.require_case
def say_trouble() -> ResponseReturnValue:
    """The one line that says what is wrong."""
    form = _trouble(current.opened.case)
    if form.validate_on_submit() and saved(form, form.address, form_for=_trouble):
        return redirect(url_for(".list_events"), 303)
    return _list_page(
        PartForm(formdata=None, data={"seen": fingerprint(current.opened.case, "events")}), current.opened.case, form
    )


def _trouble(case: Case) -> TroubleForm:
    form = TroubleForm.of(case)
    form.hear(heard_in_fields(case))
    return form


def _trouble_shown(case: Case) -> TroubleForm:
    with as_kept():
        return _trouble(case)


def _list_page(form: PartForm, case: Case, trouble: TroubleForm | None = None) -> ResponseReturnValue:
    page = render_template(
        "case/timeline.html",
        form=form,
        events=shown_events(case),
        sorted_by_time=is_in_time_order(case.events),
        trouble=trouble or _trouble_shown(case),
        words=shown_words(case),
        numbers_hidden=hides_numbers(case),
        placing=PartForm(formdata=None, data={"seen": fingerprint(case, "left_out")}),
        onward=journey.after("timeline.list_events"),
        place=journey.now("timeline.list_events"),
    )
    return page, max(form.status, trouble.status if trouble else 200)
