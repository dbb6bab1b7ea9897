"""What every answer carries and every request must respect: headers, hosts, limits, and uploads that never touch the disk in the clear."""

import io
import threading
from collections.abc import Callable
from typing import IO, Any, cast

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import validate_csrf
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge, ServiceUnavailable
from werkzeug.formparser import FormDataParser, MultiPartParser
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData
from wtforms import ValidationError

from consumer_app.storage.arriving import Arriving
from consumer_app.storage.received import Received

MEGABYTE = 1024 * 1024
FILE_BYTES = 50 * MEGABYTE
REQUEST_FILE_BYTES = 120 * MEGABYTE
IMPORT_BYTES = 200 * MEGABYTE
REQUEST_BYTES = 400 * MEGABYTE
TYPED_BYTES = 3 * MEGABYTE
HELD_BYTES = 240 * MEGABYTE
"""All uploads that the process holds in memory at a time; an import of the largest kind fits."""
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


class Held:
    """How many bytes of uploads this process holds, and whether there is room for more."""

    def __init__(self, most: int) -> None:
        self._lock, self._most, self.bytes = threading.Lock(), most, 0

    def has_room_for(self, more: int) -> bool:
        """Whether a request of that length may begin; what one request may never hold is not counted against it."""
        return self.bytes + min(more, IMPORT_BYTES) <= self._most

    def take(self, more: int) -> None:
        """Count bytes that are kept from now on. Raises ServiceUnavailable when there are too many."""
        with self._lock:
            if self.bytes + more > self._most:
                raise ServiceUnavailable(retry_after=20)
            self.bytes += more

    def give_back(self, kept: int) -> None:
        """Count bytes that are not kept any more."""
        with self._lock:
            self.bytes -= kept


HELD = Held(HELD_BYTES)


class HeldUpload(io.BytesIO):
    """An uploaded file, held in memory only. What goes past the limit is counted, not kept."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room, self.sent, self._counted = room, 0, 0

    def write(self, piece: Any) -> int:
        """Keep the piece if there is room. Raises ServiceUnavailable when the process holds too much already."""
        self.sent += len(piece)
        if self.sent <= self._room:
            HELD.take(len(piece))
            self._counted += len(piece)
            super().write(piece)
        elif self._counted:
            self.seek(0)
            self.truncate()
            self._give_back()
        return len(piece)

    def read(self, size: int | None = -1, /) -> bytes:
        """The bytes from here on; all at once they are handed over as they lie, not copied."""
        if self.tell() == 0 and (size is None or size < 0):
            self.seek(0, io.SEEK_END)
            return self.getvalue()
        return super().read(size)

    def close(self) -> None:
        """Let the bytes go."""
        self._give_back()
        super().close()

    def __del__(self) -> None:
        self._give_back()

    def _give_back(self) -> None:
        HELD.give_back(self._counted)
        self._counted = 0

    @property
    def too_large(self) -> bool:
        """Whether more was sent than one file may hold; then nothing of it was kept."""
        return self.sent > self._room

    @property
    def held(self) -> int:
        """How many bytes of it are kept."""
        return self.getbuffer().nbytes


class _TokenFirst(MultiPartParser):
    """Reads a form with files as Werkzeug does, but looks at the token, which stands first, before a long form's files are taken in.

    Without a good one the reading ends there: the form is what was said until then, and says that the page was open too long.
    """

    def parse(self, stream: IO[bytes], boundary: bytes, content_length: int | None) -> Any:
        """The fields and files. Raises RequestEntityTooLarge for too much text, ValueError for what is no form."""
        parts = MultipartDecoder(
            boundary, max_form_memory_size=self.max_form_memory_size, max_parts=self.max_form_parts
        )
        trusted = content_length is not None and content_length <= TYPED_BYTES
        fields: list[tuple[str, str]] = []
        files: list[tuple[str, FileStorage]] = []
        part: Field | File
        typed = 0
        while True:
            piece = stream.read(self.buffer_size)
            parts.receive_data(piece or None)
            event = parts.next_event()
            while not isinstance(event, (Epilogue, NeedData)):
                if isinstance(event, File):
                    trusted = trusted or _ours(dict(fields).get("csrf_token"))
                    if not trusted:
                        return self.cls(fields), self.cls()
                    part, kept = event, self.start_file_streaming(event, content_length)
                elif isinstance(event, Field):
                    part, kept = event, io.BytesIO()
                elif isinstance(event, Data):
                    if isinstance(part, Field):
                        typed += len(event.data)
                        if typed > TYPED_BYTES:
                            raise RequestEntityTooLarge()
                    kept.write(event.data)
                    if not event.more_data:
                        kept.seek(0)
                        if isinstance(part, Field):
                            said = kept.read().decode(self.get_part_charset(part.headers), "replace")
                            fields.append((part.name or "", said))
                        else:
                            file = FileStorage(kept, part.filename, part.name, headers=part.headers)
                            files.append((part.name or "", file))
                event = parts.next_event()
            if not piece:
                return self.cls(fields), self.cls(files)


def _ours(token: str | None) -> bool:
    try:
        validate_csrf(token)
    except ValidationError:
        return False
    return True


class _Forms(FormDataParser):
    """Werkzeug's reader of forms, with ours for those with files."""

    def _parse_multipart(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> Any:
        boundary = options.get("boundary", "").encode("ascii")
        if not boundary:
            raise ValueError("Missing boundary")
        parser = _TokenFirst(
            self.stream_factory, self.max_form_memory_size, cls=self.cls, max_form_parts=self.max_form_parts
        )
        return stream, *parser.parse(stream, boundary, content_length)


class SiteRequest(Request):
    """A request whose uploads are sealed for the open case as they come, or stay in memory where none is open; with limits.

    Werkzeug's own would write everything above half a megabyte to a temporary file, in the clear.
    """

    form_data_parser_class = _Forms
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
