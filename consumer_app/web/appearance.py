"""How every page appears: the names of the static files, the 「大字」 switch, and what header and footer say."""

import hashlib
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, request, send_file, url_for
from werkzeug.security import safe_join
from werkzeug.wrappers import Response as AnyResponse

from consumer_app.web import card, current
from consumer_app.web.shown.way import way_so_far

bp = Blueprint("appearance", __name__)

SIZE_COOKIE = "size"
A_YEAR = 365 * 24 * 3600
WORKER = "js/worker.js"


@dataclass(frozen=True)
class Appearance:
    """What the base template knows of this request and this installation; all of it plain text or yes and no."""

    large: bool
    size_url: str
    case_open: bool
    case_page: bool
    retention: str
    operator: str
    insecure_lan: bool


@bp.app_context_processor
def put_appearance_into_templates() -> dict[str, Any]:
    """``appearance``, ``asset``, ``way_so_far`` and the strip of a card not saved yet for every template."""
    large = request.cookies.get(SIZE_COOKIE) == "large"
    return {
        "asset": asset_url,
        "unsaved_card": card.unsaved(),
        "way_so_far": way_so_far,
        "appearance": Appearance(
            large=large,
            size_url=url_for("appearance.choose_size") + "?" + urlencode({"to": "normal" if large else "large"}),
            case_open=bool(g.get("case_open", False)),
            case_page="opened" in g,
            retention=g.get("kept_until", ""),
            operator=current_app.config.get("OPERATOR", ""),
            insecure_lan=bool(current_app.config.get("INSECURE_LAN", False)),
        ),
    }


def asset_url(name: str) -> str:
    """The address of a static file; it changes when any static file changes, so that browsers may keep it for a year."""
    return url_for("appearance.asset", version=_version(_folder()), name=name)


@bp.get("/assets/<version>/<path:name>")
@current.asset
def asset(version: str, name: str) -> Response:
    """A static file. Modules import each other by relative names, so the version stands in the path, not in a query."""
    answer = _static(name)
    current = version == _version(_folder())
    answer.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if current else "no-cache"
    if name == WORKER:
        answer.headers["Service-Worker-Allowed"] = "/"
    return answer


@bp.get("/offline")
@current.asset
def offline() -> str:
    """The page that a browser keeps for when there is no network: the same for everybody, it knows of no case."""
    return render_template("public/offline.html")


@bp.get("/favicon.ico")
@current.asset
def favicon() -> Response:
    """The seal, for browsers that ask for it unasked."""
    answer = _static("seal.png")
    answer.cache_control.max_age = 24 * 3600
    return answer


def _static(name: str) -> Response:
    """A static file, read whole: none stays open when a browser leaves in the middle of it."""
    path = safe_join(str(_folder()), name)
    if path is None or not Path(path).is_file():
        abort(404)
    file = Path(path)
    stamp = file.stat().st_mtime
    return send_file(
        BytesIO(file.read_bytes()), download_name=file.name, last_modified=stamp, etag=f"{_version(_folder())}-{stamp}"
    )


@bp.get("/look")
@current.public
def choose_size() -> AnyResponse:
    """Keeps the choice of type size in a plain cookie and goes back to the page it came from."""
    answer = redirect(_page_before(), 303)
    if request.args.get("to") == "large":
        answer.set_cookie(SIZE_COOKIE, "large", max_age=A_YEAR, samesite="Lax", secure=request.is_secure)
    else:
        answer.delete_cookie(SIZE_COOKIE, samesite="Lax", secure=request.is_secure)
    return answer


def _page_before() -> str:
    before = urlsplit(request.referrer or "")
    ours = before.netloc == request.host and before.path.startswith("/") and not before.path.startswith("//")
    return before.path if ours and before.path != "/look" else "/"


def _folder() -> Path:
    return Path(str(current_app.static_folder))


@cache
def _version(folder: Path) -> str:
    whole = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()[:12]
