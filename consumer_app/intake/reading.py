"""What the child that reads a hostile file hands back, and the one parcel of bytes it travels in."""

import json
from dataclasses import dataclass
from typing import Literal, get_args

Reason = Literal[
    "empty",
    "too_large",
    "unknown_type",
    "not_what_it_says",
    "program",
    "archive",
    "office_document",
    "web_page",
    "drawing",
    "damaged",
    "locked",
    "too_many_pixels",
    "too_many_pages",
    "too_slow",
]
"""Why a file is not taken in; the web layer words it."""

MOST_PAGES = 200
"""Pages of a PDF, slices of a screenshot."""

REASONS: tuple[Reason, ...] = get_args(Reason)


class Refused(Exception):
    """The file is not taken in. `reason` says why; `promised` is the ending the name carried, for the answer's wording."""

    def __init__(self, reason: Reason, promised: str = "") -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.promised = promised


@dataclass(frozen=True)
class Reading:
    """What was read of one file: its pages as JPEG pictures, a thumbnail, and the time it says it was made.

    `taken` is ISO text with an offset and to the minute; `media_type` replaces the sniffed one where reading knew better.
    """

    pages: tuple[bytes, ...] = ()
    thumbnail: bytes | None = None
    taken: str | None = None
    media_type: str | None = None


def pack(reading: Reading | Refused) -> bytes:
    """One line of JSON, then every picture, one after the other."""
    if isinstance(reading, Refused):
        return json.dumps({"refused": reading.reason}).encode() + b"\n"
    blobs = [*reading.pages, *([reading.thumbnail] if reading.thumbnail else [])]
    head = {
        "pages": len(reading.pages),
        "lengths": [len(blob) for blob in blobs],
        "taken": reading.taken,
        "media_type": reading.media_type,
    }
    return b"".join([json.dumps(head).encode(), b"\n", *blobs])


def unpack(parcel: bytes) -> Reading:
    """The reading in a parcel. Raises `Refused` when the parcel says so, or when the child was broken into and lies."""
    line, _, rest = parcel.partition(b"\n")
    try:
        head = json.loads(line)
        if "refused" in head:
            raise Refused(head["refused"] if head["refused"] in REASONS else "damaged")
        blobs, at = [], 0
        for length in head["lengths"]:
            blobs.append(rest[at : at + length])
            at += length
        if at != len(rest) or any(not blob.startswith(b"\xff\xd8\xff") for blob in blobs):
            raise Refused("damaged")
        pages = tuple(blobs[: head["pages"]])
        thumbnail = blobs[head["pages"]] if len(blobs) > head["pages"] else None
        return Reading(pages, thumbnail, head["taken"], head["media_type"])
    except (ValueError, KeyError, TypeError) as fault:
        raise Refused("damaged") from fault
