"""Files of exhibits, given out again."""

import io

from flask import Response, send_file

from consumer_app.domain.case import FileRef
from consumer_app.web import current
from consumer_app.web.downloads import Flow, attached

SANDBOX = "default-src 'none'; sandbox"


def picture(blob_id: str) -> Response:
    """A working copy or thumbnail, shown in the page: a JPEG that we drew ourselves."""
    answer = send_file(io.BytesIO(current.blob(blob_id)), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "no-store"  # what was sealed here is not written to the browser's disk either
    return answer


def original(file: FileRef) -> Response:
    """The file as it came, byte for byte: only to be saved, never to be shown or run in our name."""
    answer = attached(
        Flow(file.size, current.flow(file.blob)), file.name, f"evidence-{file.sha256[:8]}", file.media_type
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
