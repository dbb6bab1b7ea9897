"""The stop 商家承诺: what was promised, in which words, and what came of it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from consumer_app.web import current, journey
from consumer_app.web.forms.promise import PromiseForm
from consumer_app.web.items import Items, item_pages
from consumer_app.web.shown import brief, shown_promises

bp = Blueprint("promises", __name__)
PROMISES = Items(
    name="promises",
    form=lambda case, promise_id: PromiseForm.of(case, promise_id, current.today()),
    template="case/promise.html",
    list_page="promises.list_promises",
    brief=lambda promise: brief(promise.quote),
    stays="和它有关的证据会留下。",
)
item_pages(bp, "/case/promises", "promise", PROMISES)


@bp.get("/case/promises")
@current.require_case
def list_promises() -> ResponseReturnValue:
    """The promises as they stand."""
    return render_template(
        "case/promises.html",
        promises=shown_promises(current.opened.case),
        onward=journey.after("promises.list_promises"),
        place=journey.now("promises.list_promises"),
    )
