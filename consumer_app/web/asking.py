"""Heavy work as a page asks for it: answered at once when it is quick, else after a page that waits, which can be left and found again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast
from urllib.parse import urlencode

from flask import current_app, g, request, url_for
from werkzeug.datastructures import MultiDict

from consumer_app.bench import Bench, Call, Done, Job, Priority, Waiting
from consumer_app.web import current, limits

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
    """One piece of work in the list of the case home: how it stands with it, in words."""

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
    return str(g.opened.case_id) if "opened" in g else limits.address()


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
    """The work of the open case that goes on, what ended without being seen, and what ended work has left to say."""
    working = [
        Listed(f"{wait.says}{'做好了，点开看' if one.ended else '正在准备'}", page_of(one), one.ended)
        for one in bench().find(owner())
        if isinstance(wait := one.about, Wait) and (not one.ended or (one.priority == "kept" and not wait.seen))
        if not getattr(wait.work, "told", False)
    ]
    told = [
        Listed(str(one.arguments["says"]), str(one.arguments["url"]), ended=True)
        for one in current.storage().jobs.told(g.opened)
    ]
    return [*working, *told]


def page_of(waiting: Waiting) -> str:
    """The address of the page that waits for this work."""
    return url_for("waiting.of_case" if "opened" in g else "waiting.of_visitor", job=waiting.id)


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
