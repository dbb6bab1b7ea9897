"""The page that waits for work: it looks again until the work has ended, and then goes on with what was asked."""

from urllib.parse import urlencode

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from consumer_app.bench import Waiting
from consumer_app.web import current
from consumer_app.web.asking import GO_ON, NotYet, Wait, bench, owner, page_of

bp = Blueprint("waiting", __name__)


def go_on(app: Flask) -> None:
    """Answer NotYet with the page that waits, and go on after it with what was posted before."""
    app.register_error_handler(NotYet, lambda not_yet: redirect(page_of(not_yet.waiting), 303))
    app.before_request(_take_up)


@bp.get("/case/waiting/<job>")
@current.require_case
def of_case(job: str) -> ResponseReturnValue:
    """The page that waits for work of the open case."""
    return _page(job, url_for("home.show_case"))


@bp.get("/waiting/<job>")
@current.public
def of_visitor(job: str) -> ResponseReturnValue:
    """The page that waits for work of somebody without a case."""
    return _page(job, "/")


def _page(job: str, otherwise: str) -> ResponseReturnValue:
    """Looks again until the work has ended, then leads to where it was asked for; ``otherwise`` where nothing is known of it any more."""
    found, wait = _found(job)
    ended = found is None or found.ended
    if "look" in request.args:
        return {"ended": ended}
    if not ended and wait:
        return render_template("waiting.html", says=wait.says, look=url_for(str(request.endpoint), job=job, look="1"))
    if wait is None:
        return redirect(otherwise, 303)
    wait.seen = True
    if wait.posted is None:
        return redirect(wait.back, 303)
    return redirect(f"{wait.back}{'&' if '?' in wait.back else '?'}{urlencode({GO_ON: job})}", 303)


def _found(job: str) -> tuple[Waiting | None, Wait | None]:
    whose = owner()
    found = next((one for one in bench().find(whose) if one.id == job), None)
    return found, found.about if found and isinstance(found.about, Wait) else None


def _take_up() -> None:
    """Let the view see what was posted before the wait as if it were posted now; its token is checked again."""
    if request.method == "GET" and (job := request.args.get(GO_ON)):
        _, wait = _found(job)
        if wait and wait.posted is not None and wait.back.partition("?")[0] == request.path:
            request.method, request.form, request.files = "POST", wait.posted, MultiDict()  # type: ignore[assignment]
