"""The child's side of taking a file in: which reader reads it. Bytes in, bytes out; see `isolated`.

The readers and the native libraries under them are loaded only where they are called: in the child.
"""

import struct
from itertools import chain

from consumer_app.intake.original import Original
from consumer_app.intake.reading import Reading, Refused, pack
from consumer_app.intake.sniffing import FileType
from consumer_app.isolated import Pieces

READERS = (
    "consumer_app.intake.pictures",
    "consumer_app.intake.pdf_files",
    "consumer_app.intake.recordings",
    "consumer_app.intake.plain_text",
)
"""What the child loads before it is asked."""

_FILMS = {"video/mp4", "video/quicktime", "video/3gpp", "audio/mp4"}


def question(found: FileType, original: Original) -> Pieces:
    """What the child is sent: the media type, then the file."""
    line = found.media_type.encode() + b"\n"
    return Pieces(len(line) + original.size, lambda: chain((line,), original.open()))


def look_into(asked: bytes) -> bytes:
    """Read one file strictly and pack what was found, or why it is refused."""
    media_type, _, data = asked.partition(b"\n")
    try:
        return pack(_read(data, media_type.decode()))
    except Refused as refusal:
        return pack(refusal)
    except MemoryError:
        raise
    except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, TypeError, RuntimeError, struct.error):
        return pack(Refused("damaged"))


def _read(data: bytes, media_type: str) -> Reading:
    if media_type.startswith("image/"):
        from consumer_app.intake.pictures import read_picture

        return read_picture(data, media_type)
    if media_type == "application/pdf":
        from consumer_app.intake.pdf_files import read_pdf

        return read_pdf(data)
    if media_type == "text/plain":
        from consumer_app.intake.plain_text import read_text

        return read_text(data)
    from consumer_app.intake.recordings import read_film, read_sound

    return read_film(data, media_type) if media_type in _FILMS else read_sound(data, media_type)
