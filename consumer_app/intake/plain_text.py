"""Plain text files, such as exported chats: kept as they came, provided that they are text from end to end."""

import re

from consumer_app.intake.reading import Reading, Refused

_NOT_IN_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def read_text(data: bytes) -> Reading:
    """Nothing but the proof that it is text. Raises `Refused` damaged."""
    if decoded(data) is None:
        raise Refused("damaged")
    return Reading()


def decoded(data: bytes) -> str | None:
    """The text of a file in UTF-8, in UTF-16 with its mark or in GB 18030; None when it is none of them."""
    codecs = ["utf-16"] if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8-sig", "gb18030"]
    for codec in codecs:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        return None if _NOT_IN_TEXT.search(text) else text
    return None
