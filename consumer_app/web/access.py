"""The door of every page: public pages let anyone in, case pages only who has the case open."""

from flask import Flask, g, request
from flask.typing import ResponseReturnValue

from consumer_app.formats import day as show_day
from consumer_app.web import current, kept_work, sessions, unlock


def guard(app: Flask) -> None:
    """Put the door in front of every view of this app."""
    app.before_request(open_the_case)
    app.teardown_request(current.let_go)


def open_the_case() -> ResponseReturnValue | None:
    """Find the open case for this request, or ask for the code; a form of another case is not let in."""
    if request.endpoint is None:
        return None
    policy = current.policy(request.endpoint)
    if policy == "asset":
        return None
    if policy == "public":
        g.case_open = sessions.found() is not None
        return None
    opened = sessions.restore()
    if opened is None:
        return unlock.ask()
    g.opened, g.case_open, g.kept_until = opened, True, show_day(opened.expires_on)
    request.arriving = current.arriving  # type: ignore[attr-defined]
    kept_work.ask_again()
    if request.method not in ("GET", "HEAD") and unlock.written_for_another():
        return unlock.ask_for_the_other()
    return None
