"""How often: one table. What costs is counted; a limit answers 429 and keeps what was typed, and no limit ever stops a right code.

The counts are the same in every process of a site. Thousands may share one address, so no limit on an address is tight, and the one for
the whole site is short and meets only those who have no case open here.
"""

import hashlib
import hmac
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal, cast

from flask import Flask, current_app, g, request
from werkzeug.exceptions import TooManyRequests
from werkzeug.routing import Rule

from consumer_app.storage.counts import Counts
from consumer_app.web import current
from consumer_app.web.addresses import network

Counted = Literal["asked", "case made", "wrong code"]


def address() -> str:
    """The visitor's address (IPv6: its /64), hashed with a key that changes every day and is nowhere but in this installation."""
    said = f"{current.today()}|{network(request.remote_addr)}"
    return hmac.new(current_app.config["SECRET_KEY"], said.encode(), hashlib.sha256).hexdigest()[:24]


def strangers() -> str | None:
    """One count for all who have no case open here."""
    return None if g.get("case_open") else "strangers"


def case() -> str:
    """One count for each case, by a name from which the case cannot be told."""
    return current.open_mark() or address()


@dataclass(frozen=True)
class Rate:
    """One limit: how many in how many seconds, for whom, on which routes by method and beginning of the path, and what is counted.

    ``asked``: every request. ``case made``: only those that made a case. ``wrong code``: only those whose code opened nothing, which
    is known only after it was tried; a right one opens its case whatever was tried before.
    """

    name: str
    most: int
    seconds: int
    by: Callable[[], str | None]
    paths: tuple[str, ...]
    method: str = "POST"
    counted: Counted = "asked"

    def covers(self, rule: Rule) -> bool:
        """Whether a route is counted here. A path that ends in / covers everything below it."""
        return self.method in (rule.methods or ()) and any(
            rule.rule == path or (path.endswith("/") and rule.rule.startswith(path)) for path in self.paths
        )


_MINUTE, _HOUR = 60, 3600
RATES = (
    Rate("create", 400, _HOUR, address, ("/start", "/import"), counted="case made"),
    Rate("create-all", 600, 10 * _MINUTE, strangers, ("/start", "/import"), counted="case made"),
    Rate("unlock", 30, _MINUTE, address, ("/unlock", "/t"), counted="wrong code"),
    Rate("save", 60, _MINUTE, case, ("/case/", "/card")),
    Rate("upload", 120, _HOUR, case, ("/case/evidence", "/case/evidence/new")),
    Rate("export", 6, _MINUTE, case, ("/case/safety/export",), "GET"),
    Rate("make", 12, _MINUTE, case, ("/case/papers/letter/", "/case/papers/make/")),
    Rate("read", 300, _MINUTE, address, ("/likely",)),
    Rate("try", 60, _MINUTE, address, ("/templates/try",)),
    Rate("sample", 120, _MINUTE, address, ("/examples/<slug>/<name>.pdf",), "GET"),
)


def apply(app: Flask, *, enabled: bool = True) -> None:
    """Put the table in front of the views of this app."""
    if not enabled:
        return
    app.extensions["counts"] = Counts(app.config["DATA_DIR"] / "counts.sqlite3")
    for rule in app.url_map.iter_rules():
        if rates := [rate for rate in RATES if rate.covers(rule)]:
            app.view_functions[rule.endpoint] = _limited(app.view_functions[rule.endpoint], rates)


def code_was_wrong() -> None:
    """Say of this request that its code opened nothing."""
    g.code_was_wrong = True


def _limited(view: Callable[..., Any], rates: list[Rate]) -> Callable[..., Any]:
    @wraps(view)
    def answer(*args: Any, **named: Any) -> Any:
        mine = [(rate, by) for rate in rates if rate.method == request.method and (by := rate.by())]
        for rate, by in mine:
            if rate.counted != "wrong code":
                _refuse_after(_wait(rate, by, count=rate.counted == "asked"))
        said = view(*args, **named)
        for rate, by in mine:
            if rate.counted == "case made" and "case_cookie" in g:
                _wait(rate, by, count=True)
            if rate.counted == "wrong code" and g.get("code_was_wrong"):
                _refuse_after(_wait(rate, by, count=True))
        return said

    return answer


def _wait(rate: Rate, by: str, *, count: bool) -> float:
    counts, now = cast(Counts, current_app.extensions["counts"]), current.now().timestamp()
    return counts.wait(f"{rate.name} {by}", rate.most, rate.seconds, now=now, count=count)


def _refuse_after(wait: float) -> None:
    if wait:
        raise TooManyRequests(retry_after=math.ceil(wait))
