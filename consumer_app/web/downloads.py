"""Files to save: under their Chinese name, with a plain one beside it for programs that know no other letters."""

import io
from pathlib import PurePath
from urllib.parse import quote

from flask import Response, send_file


def attached(data: bytes, name: str, plain: str, media_type: str, *, kept_for: int = 0) -> Response:
    """An answer that is saved under ``name``; ``plain`` is its name in ASCII, without the ending.

    A browser keeps it for so many seconds, by default not at all.
    """
    answer = send_file(
        io.BytesIO(data), mimetype=media_type.partition(";")[0], max_age=kept_for
    )  # Flask adds the charset
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
