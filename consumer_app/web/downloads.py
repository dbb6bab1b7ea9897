"""Files to save: under their Chinese name, with a plain one beside it for programs that know no other letters."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import quote

from flask import Response, send_file


@dataclass(frozen=True)
class Flow:
    """A file that is given out as it is read: whoever takes it slowly holds a piece of it in memory, never the whole."""

    size: int
    pieces: Iterable[bytes]


def attached(data: bytes | Flow, name: str, plain: str, media_type: str, *, kept_for: int = 0) -> Response:
    """An answer that is saved under ``name``; ``plain`` is its name in ASCII, without the ending.

    A browser keeps it for so many seconds, by default not at all.
    """
    mimetype = media_type.partition(";")[0]  # Flask adds the charset
    if isinstance(data, Flow):
        answer = Response(data.pieces, mimetype=mimetype)
        answer.content_length = data.size
    else:
        answer = send_file(io.BytesIO(data), mimetype=mimetype, max_age=kept_for)
    if not name.isascii():
        ending = PurePath(name).suffix
        names = {
            "filename": f"{plain}{ending if ending.isascii() else ''}",
            "filename*": f"UTF-8''{quote(name, safe='')}",
        }
    else:
        names = {"filename": name}
    answer.headers.set("Content-Disposition", "attachment", **names)
    if not kept_for:
        answer.headers["Cache-Control"] = "no-store"
    return answer
