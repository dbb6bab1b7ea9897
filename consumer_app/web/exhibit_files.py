"""Files of exhibits: taken in and sealed with their working copies, and given out again."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import Response, send_file
from werkzeug.datastructures import FileStorage

from consumer_app.domain.case import FileRef
from consumer_app.intake.evidence import MOST_FILES, Examined, Refused, examine
from consumer_app.intake.file_names import clean_name
from consumer_app.storage.errors import CaseFull
from consumer_app.web import current, refusals, security
from consumer_app.web.downloads import attached

SANDBOX = "default-src 'none'; sandbox"


@dataclass
class TakenIn:
    """What came of some uploads: the files that were sealed, and a sentence for each that was not."""

    kept: list[FileRef] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class _NotKept(Exception):
    """One uploaded file was not kept; the text is the sentence to show."""


def taken_in(uploads: Iterable[FileStorage], replacing: FileRef | None = None) -> TakenIn:
    """Check each upload and seal it with its pages and thumbnail; the good ones can be kept although others are not.

    They stay when a save of this request names them, and else go when the request ends.
    """
    taken, case = TakenIn(), current.opened.case
    held = [(f"已经传过的「{item.title}」", file) for item in case.evidence for file in item.files if file != replacing]
    room = MOST_FILES - len(case.evidence) + (1 if replacing else 0)
    for upload in uploads:
        here = [(f"刚选的「{file.name}」", file) for file in taken.kept]
        try:
            taken.kept.append(_keep(upload, [*held, *here], room - len(taken.kept)))
        except _NotKept as refusal:
            taken.problems.append(str(refusal))
    return taken


def picture(blob_id: str) -> Response:
    """A working copy or thumbnail, shown in the page: a JPEG that we drew ourselves."""
    answer = send_file(io.BytesIO(current.blob(blob_id)), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "no-store"  # what was sealed here is not written to the browser's disk either
    return answer


def original(file: FileRef) -> Response:
    """The file as it came, byte for byte: only to be saved, never to be shown or run in our name."""
    answer = attached(current.blob(file.blob), file.name, f"evidence-{file.sha256[:8]}", file.media_type)
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def _keep(upload: FileStorage, held: list[tuple[str, FileRef]], room: int) -> FileRef:
    raw = upload.filename or ""
    name = clean_name(raw)
    if room < 1:
        raise _NotKept(refusals.sentence("too_many_files", name))
    if security.too_large(upload):
        alone = isinstance(upload.stream, security.HeldUpload) and upload.stream.sent > security.FILE_BYTES
        raise _NotKept(refusals.sentence("too_large" if alone else "too_much_at_once", name))
    data = upload.stream.read()
    try:
        found = examine(data, raw)
    except Refused as refusal:
        raise _NotKept(refusals.sentence(refusal.reason, name, refusal.promised)) from None
    if where := next((where for where, file in held if file.sha256 == found.sha256), None):
        raise _NotKept(refusals.sentence("twice", name, where=where))
    try:
        return _sealed(data, found)
    except CaseFull:
        raise _NotKept(refusals.sentence("case_full", name)) from None


def _sealed(data: bytes, found: Examined) -> FileRef:
    def seal(piece: bytes) -> str:
        return current.put(io.BytesIO(piece)).id

    return FileRef(
        blob=seal(data),
        name=found.name,
        media_type=found.media_type,
        size=found.size,
        sha256=found.sha256,
        taken_at=found.taken_at,
        page_count=found.pages,
        pages=tuple(seal(page) for page in found.working),
        thumbnail=seal(found.thumbnail) if found.thumbnail else None,
    )
