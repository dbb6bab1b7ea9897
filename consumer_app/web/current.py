"""The case that this request has open, and what a view may do with it. Every view is marked ``public`` or ``require_case``."""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime
from typing import IO, Literal, TypeVar, cast

from flask import abort, current_app, g, session, url_for
from pydantic import ValidationError
from werkzeug.local import LocalProxy

from consumer_app.domain.case import Case
from consumer_app.storage import Storage
from consumer_app.storage.arriving import Arriving, BlobRef
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.received import Received

MOST_ADDED = 12

View = TypeVar("View", bound=Callable[..., object])
Path = Literal["short", "full"]

opened: OpenCase = cast(OpenCase, LocalProxy(lambda: g.opened))


def public(view: View) -> View:
    """Mark a view that anyone may open."""
    view.policy = "public"  # type: ignore[attr-defined]
    return view


def require_case(view: View) -> View:
    """Mark a view that needs an open case; without one the shopper is asked to unlock and comes back, typed fields and all."""
    view.policy = "case"  # type: ignore[attr-defined]
    return view


def asset(view: View) -> View:
    """Mark a view that serves static files: open to anyone, and no session is looked for."""
    view.policy = "asset"  # type: ignore[attr-defined]
    return view


def policy(endpoint: str) -> str:
    """Who may open an endpoint: ``public``, ``asset`` or ``case``; one that says nothing needs a case."""
    if endpoint == "static" or endpoint.endswith(".static"):
        return "asset"
    return str(getattr(current_app.view_functions[endpoint], "policy", "case"))


def storage() -> Storage:
    """The vault of this app."""
    return cast(Storage, current_app.extensions["storage"])


def now() -> datetime:
    """This instant in Asia/Shanghai, by the app's clock."""
    return storage().settings.clock()


def today() -> date:
    """Today in Asia/Shanghai, by the app's clock."""
    return now().date()


class CaseRefused(Exception):
    """An edit that makes no case: a list that is full, or a value that no case holds. ``refused`` says where; nothing was saved."""

    def __init__(self, refused: ValidationError) -> None:
        super().__init__("the edit makes no valid case")
        self.refused = refused


class NoLongerFits(Exception):
    """What was made does not fit the case any more, which was changed meanwhile; nothing was kept."""


def save(part: str | None, seen: str | None, edit: Callable[[Case], Case]) -> OpenCase:
    """Apply an edit to the latest version of the open case and keep it.

    ``part`` is the address of the part the page edits and ``seen`` the fingerprint its form carried; both None where nothing can be
    overwritten. Raises Conflict when the part was changed since, CaseRefused, and what storage says of a disk or a case that is full.
    """
    try:
        g.opened = storage().cases.change(g.opened, edit, part=part, seen=seen, arriving=g.get("arriving"), now=now())
    except ValidationError as refused:
        raise CaseRefused(refused) from None
    return cast(OpenCase, g.opened)


def mark(case_id: str) -> str:
    """The mark by which a form says which case it is for: always the same for a case, and nothing can be told from it."""
    secret = current_app.config["SECRET_KEY"]
    return hmac.new(secret, b"the case of a form:" + case_id.encode(), hashlib.sha256).hexdigest()[:20]


def open_mark() -> str:
    """The mark of the case this request has open; empty without one."""
    return mark(g.opened.case_id) if "opened" in g else ""


def remember_added(page: str, item: str) -> None:
    """Keep in this browser which item was added by the page of that name, so that the page sent again does not add it twice."""
    kept = list(session.get("added", {}).items())[1 - MOST_ADDED :]
    session["added"] = {**dict(kept), page: item}


def added(page: str) -> str | None:
    """The item that the page of that name has added already."""
    return cast("str | None", session.get("added", {}).get(page))


def put(stream: IO[bytes] | Received) -> BlobRef:
    """Seal a file for the open case; it is kept by the ``save`` whose case names it, and is gone when the request ends without one.

    An upload was sealed while it was received. Too large, no room and a full disk are answered for the view (413, 413, 507).
    """
    return stream.ref() if isinstance(stream, Received) else arriving().put(stream)


def arriving() -> Arriving:
    """Where files for the open case are received in this request."""
    if "arriving" not in g:
        g.arriving = storage().blobs.arriving(g.opened)
    return cast(Arriving, g.arriving)


def alone(case_id: str) -> None:
    """Wait until no other request works on this case, where it is a long one; held until this request ends. Raises StorageBusy."""
    if "alone" not in g:
        with ExitStack() as turn:
            turn.enter_context(storage().cases.alone(case_id))
            g.alone = turn.pop_all()


def let_go(_error: BaseException | None = None) -> None:
    """At the end of a request: what it received and did not keep goes, and the next of its case may begin."""
    if "arriving" in g:
        g.pop("arriving").let_go()
    if "alone" in g:
        g.pop("alone").close()


def blob(blob_id: str) -> bytes:
    """The plain bytes of a file of the open case; 404 when the case has no such file."""
    try:
        return storage().blobs.read(blob_id, g.opened)
    except KeyError:
        abort(404)


def flow(blob_id: str) -> Iterator[bytes]:
    """The same bytes in pieces, as they are taken; the whole file was verified before. 404 when the case has no such file."""
    try:
        return storage().blobs.open(blob_id, g.opened)
    except KeyError:
        abort(404)


def ticket_link() -> str:
    """A link that opens this case once, within ten minutes, in another browser; the ticket stands in the fragment."""
    ticket = storage().sessions.make_ticket(g.opened, now=now())
    return f"{url_for('unlock.ticket', _external=True)}#{ticket}"


def remember_path(chosen: Path) -> None:
    """Keep which way through the pages was chosen, in this browser."""
    session["path"] = chosen


def path() -> Path:
    """The way through the pages chosen in this browser; the short one when none was."""
    return "full" if session.get("path") == "full" else "short"
