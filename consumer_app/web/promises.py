"""The step 商家承诺: what was promised, in which words, and what came of it."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import Promise
from consumer_app.domain.case.parts import part
from consumer_app.web import current, shown, steps
from consumer_app.web.editing import delete_item, edit_part
from consumer_app.web.forms.promise import PromiseForm

bp = Blueprint("promises", __name__)


@bp.get("/case/promises")
@current.require_case
def list_promises() -> ResponseReturnValue:
    """The promises as they stand."""
    case = current.opened.case
    return render_template(
        "case/promises.html",
        promises=[shown.shown_promise(case, promise) for promise in case.promises],
        onward=steps.after("promises.list_promises"),
        step=steps.now("promises.list_promises"),
    )


@bp.route("/case/promises/new", methods=["GET", "POST"])
@current.require_case
def add_promise() -> ResponseReturnValue:
    """A further promise."""
    then = url_for(".list_promises")
    return edit_part(lambda case: PromiseForm.of(case, None, current.today()), "case/promise.html", then=then)


@bp.route("/case/promises/<promise_id>", methods=["GET", "POST"])
@current.require_case
def edit_promise(promise_id: str) -> ResponseReturnValue:
    """One promise, changed."""
    _promise(promise_id)
    return edit_part(
        lambda case: PromiseForm.of(case, promise_id, current.today()),
        "case/promise.html",
        then=url_for(".list_promises"),
        promise_id=promise_id,
    )


@bp.route("/case/promises/<promise_id>/delete", methods=["GET", "POST"])
@current.require_case
def delete_promise(promise_id: str) -> ResponseReturnValue:
    """Take a promise out; the evidence it named stays."""
    promise = _promise(promise_id)
    return delete_item(
        f"promises/{promise_id}", "case/delete.html", then=url_for(".list_promises"), what=shown.brief(promise.quote),
        kept="和它有关的证据会留下。",
    )  # fmt: skip


def _promise(promise_id: str) -> Promise:
    promise: Promise | None = part(current.opened.case, f"promises/{promise_id}")
    if promise is None:
        abort(404)
    return promise
