"""What was typed into a page that could not be saved just now, carried on in hidden fields until it can."""

from urllib.parse import urlsplit

from flask import current_app, request
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from wtforms import ValidationError

Fields = list[tuple[str, str]]
OF_CASE = "of_case"
"""The name under which every form of a case carries which case it is for."""
PREFIX = "kept-"
TARGET, WRITTEN_FOR = "kept_to", "kept_of"
_NEVER = ("csrf_token", "code", "ticket", OF_CASE, TARGET, WRITTEN_FOR)


def typed_fields() -> Fields:
    """The typed fields of this POST in order: no files, no token, no code, no passphrase."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name and name not in _NEVER and not name.startswith(("passphrase", PREFIX))
    ]


def kept_fields() -> Fields:
    """The fields that the unlock page carried for another page, under that page's own names."""
    return [
        (name.removeprefix(PREFIX), value)
        for name, value in request.form.items(multi=True)
        if name and name.startswith(PREFIX) and name.removeprefix(PREFIX) not in _NEVER
    ]


def marked(fields: Fields) -> Fields:
    """Fields as the unlock page carries them."""
    return [(PREFIX + name, value) for name, value in fields]


def to_copy() -> list[str]:
    """What was typed in words, for a page that cannot show the form it was typed into."""
    return [value for name, value in typed_fields() if not value.isascii() and value.strip()]


def had_files() -> bool:
    """Whether files came with this POST; they are never carried and must be chosen again."""
    return any(file.filename for file in request.files.values())


def came_from_here() -> bool:
    """Whether this POST was sent by one of our own pages: by its token, or by what the browser says of its origin.

    Another site's form must not have its fields carried past the unlock page and saved.
    """
    try:
        validate_csrf(request.form.get("csrf_token"))
        return True
    except ValidationError:
        pass
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def known_path(path: str | None, method: str = "GET") -> str | None:
    """The path when it is one of this site's own for that method, else None. Never another site, never with a query."""
    if not path or len(path) > 300 or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return None
    if any(character <= " " or character in "?#" for character in path):
        return None
    try:
        current_app.url_map.bind("localhost").match(path, method=method)
    except (HTTPException, RequestRedirect):
        return None
    return path
