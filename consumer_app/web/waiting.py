"""Heavy work as a page asks for it: answered at once when it is quick, else after a page that waits, which can be left and found again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast
from urllib.parse import urlencode

from flask import Blueprint, Flask, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from consumer_app.bench import Bench, Call, Done, Job, Priority, Waiting
from consumer_app.web import current, limits

bp = Blueprint("waiting", __name__)

T = TypeVar("T")
GO_ON = "waited"


@dataclass
class Wait:
    """What waits with a job: what it makes, in words; the address that asked for it; what was posted there; the work, where it is kept.

    ``seen``: whether somebody was led to what came of it.
    """

    says: str
    back: str
    posted: MultiDict[str, str] | None = None
    work: object = None
    seen: bool = False


@dataclass(frozen=True)
class Listed:
    """One piece of work in the list of the case home."""

    says: str
    url: str
    ended: bool


class NotYet(Exception):
    """The work goes on; the answer to this request is the page that waits for it."""

    def __init__(self, waiting: Waiting) -> None:
        super().__init__("the work goes on")
        self.waiting = waiting


def bench() -> Bench:
    """The bench of this app."""
    return cast(Bench, current_app.extensions["bench"])


def owner() -> str:
    """Whom this request's work is for: the open case, or else the visitor's address."""
    return limits.case()


def result(
    key: str,
    work: Callable[[Call], T],
    says: str,
    *,
    shared: bool = False,
    typed: Mapping[str, str | None] | None = None,
    priority: Priority = "asked",
    long: bool = False,
) -> T:
    """What the work makes, if it is there within the time a page waits; else NotYet, which leads back to this very address.

    A view asks before it changes anything, because it is then run again, with what was posted. key: equal work of one owner has an equal
    key; ``shared`` is equal for everybody. says: what is made, in words. typed: fields of the form as they were read from
    files, which do not wait. Raises NotYet, bench.Refused, bench.Dropped, and what the work raises.
    """
    whose, wait = owner(), Wait(says, *here(typed))
    job = Job(whose, key if shared else f"{whose} {key}", work, priority, long=long, about=wait)
    answer = bench().ask(job, current_app.config["BENCH_WAIT"])
    if isinstance(answer, Done):
        return answer.value
    raise NotYet(answer)


def listed() -> list[Listed]:
    """The work of the open case that goes on, and what ended without being seen."""
    return [
        Listed(wait.says, page_of(one), one.ended)
        for one in bench().find(owner())
        if isinstance(wait := one.about, Wait) and (not one.ended or (one.priority == "kept" and not wait.seen))
    ]


def page_of(waiting: Waiting) -> str:
    """The address of the page that waits for this work."""
    return url_for("waiting.of_case" if "opened" in g else "waiting.of_visitor", job=waiting.id)


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
            request.method, request.form = "POST", wait.posted  # type: ignore[assignment]


def here(typed: Mapping[str, str | None] | None = None) -> tuple[str, MultiDict[str, str] | None]:
    """The address of this request, and what it posted, with these fields as they were read from files."""
    query = [(name, value) for name, value in request.args.items(multi=True) if name != GO_ON]
    address = f"{request.path}?{urlencode(query)}" if query else request.path
    if request.method != "POST":
        return address, None
    posted: MultiDict[str, str] = MultiDict(request.form)
    for name, value in (typed or {}).items():
        posted[name] = value or ""
    return address, posted
