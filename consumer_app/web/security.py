"""What every answer carries and every request must respect: headers, hosts, limits, and uploads that never touch the disk in the clear."""

import io
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, cast

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSessionInterface
from werkzeug.datastructures import FileStorage

from consumer_app.storage.arriving import Arriving
from consumer_app.storage.received import Received

MEGABYTE = 1024 * 1024
FILE_BYTES = 50 * MEGABYTE
REQUEST_FILE_BYTES = 120 * MEGABYTE
IMPORT_BYTES = 200 * MEGABYTE
REQUEST_BYTES = 400 * MEGABYTE
TYPED_BYTES = 3 * MEGABYTE
FORM_PARTS = 3000

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
}


class HeldUpload(io.BytesIO):
    """An uploaded file, held in memory only. What goes past the limit is counted, not kept."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room, self.sent = room, 0

    def write(self, piece: Any) -> int:
        """Keep the piece if there is room."""
        self.sent += len(piece)
        if self.sent <= self._room:
            super().write(piece)
        elif self.tell():
            self.seek(0)
            self.truncate()
        return len(piece)

    @property
    def too_large(self) -> bool:
        """Whether more was sent than one file may hold; then nothing of it was kept."""
        return self.sent > self._room

    @property
    def held(self) -> int:
        """How many bytes of it are kept."""
        return self.getbuffer().nbytes


class SiteRequest(Request):
    """A request whose uploads are sealed for the open case as they come, or stay in memory where none is open; with limits.

    Werkzeug's own would write everything above half a megabyte to a temporary file, in the clear.
    """

    arriving: Callable[[], Arriving] | None = None
    """Where files for the open case are received; set by the door before anything of the body is read."""
    _held: list[HeldUpload | Received]

    @property  # type: ignore[misc]  # nobody sets it for one request here
    def max_content_length(self) -> int | None:  # type: ignore[override]
        """The whole body's limit: a form without files is read at once, so it may hold no more than typed text."""
        return REQUEST_BYTES if self.mimetype == "multipart/form-data" else TYPED_BYTES

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if not hasattr(self, "_held"):
            self._held = []
        whole, one = (IMPORT_BYTES, IMPORT_BYTES) if self.path == "/import" else (REQUEST_FILE_BYTES, FILE_BYTES)
        room = max(min(one, whole - sum(upload.held for upload in self._held)), 0)
        self._held.append(Received(self.arriving, room) if self.arriving else HeldUpload(room))
        return cast(IO[bytes], self._held[-1])


def too_large(file: FileStorage) -> bool:
    """Whether an uploaded file was over the limit (50 MB a file, 120 MB a request); such a file arrives empty."""
    stream: object = file.stream
    return isinstance(stream, HeldUpload | Received) and stream.too_large


class PageSession(SecureCookieSessionInterface):
    """Flask's signed cookie, for the CSRF secret and the journey's path only; nothing a person typed. Over HTTPS it is ``__Host-page``."""

    def get_cookie_name(self, app: Flask) -> str:
        """The cookie's name on this connection."""
        return cookie_name("page")

    def get_cookie_secure(self, app: Flask) -> bool:
        """Secure whenever the connection is."""
        return request.is_secure


def cookie_name(name: str) -> str:
    """``__Host-NAME`` over HTTPS, plain NAME on loopback, where a browser refuses the prefix."""
    return f"__Host-{name}" if request.is_secure else name


def secure(app: Flask) -> None:
    """Set limits, the request class and the headers of every answer of this app."""
    app.request_class = SiteRequest
    app.session_interface = PageSession()
    app.config.update(
        MAX_FORM_MEMORY_SIZE=TYPED_BYTES,
        MAX_FORM_PARTS=FORM_PARTS,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,
    )
    app.after_request(put_headers)


def put_headers(answer: Response) -> Response:
    """The headers of every answer, error pages too. Only static files may be kept by a browser."""
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if request.is_secure:
        answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def drain(limit: int = REQUEST_BYTES) -> None:
    """Read and forget what is left of a refused request, so that the browser gets to see the answer."""
    stream = request.environ.get("wsgi.input")
    with suppress(OSError):  # it hung up meanwhile
        while limit > 0 and stream is not None:
            piece = stream.read(min(MEGABYTE, limit))
            if not piece:
                return
            limit -= len(piece)
