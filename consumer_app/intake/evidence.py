"""Taking a file in as evidence: hostile bytes and a hostile name become a checked file, or a clear reason why not.

The original is evidence and is kept byte for byte; what people look at and what papers print are copies drawn anew in a
limited child, without metadata. Nothing here writes to disk.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from consumer_app.bench import Call, at_once
from consumer_app.domain.case import Moment
from consumer_app.intake.examination import READERS, look_into, question
from consumer_app.intake.file_names import clean_name, ending, with_ending
from consumer_app.intake.original import Original
from consumer_app.intake.reading import MOST_PAGES, Reading, Reason, Refused, unpack
from consumer_app.intake.sniffing import TYPES, Family, FileType, agrees, disguise, file_type
from consumer_app.isolated import Isolated, IsolationFailed

__all__ = ["ACCEPTED", "LARGEST_FILE", "MOST_FILES", "MOST_PAGES", "Examined", "Original", "Refused", "examine"]

LARGEST_FILE = 50 * 1024 * 1024
MOST_FILES = 200
ACCEPTED = tuple(f".{one}" for kind in TYPES for one in kind.endings)
"""What the page's file chooser offers."""

SHANGHAI = ZoneInfo("Asia/Shanghai")

_CHILD = Isolated(look_into, preload=READERS, cpu_seconds=60, memory_mb=1024, wall_seconds=90, ready=2)

_TIME_IN_NAME = re.compile(
    r"(?<!\d)(20\d\d)[-_.年]?(\d\d)[-_.月]?(\d\d)日?[-_. T]{0,2}(?:at )?(\d\d)[-_.:时点]?([0-5]\d)(?:[-_.:分]?[0-5]\d)?(?!\d\d\d\d)"
)
_NAMED_WHEN_SAVED = ("微信图片", "mmexport", "wx_camera", "下载", "download")


@dataclass(frozen=True)
class Examined:
    """A file that may be kept.

    kind: its family. media_type: what it truly is. name: cleaned, with an ending that tells the truth; data, never a path.
    sha256: of the original bytes, hex. taken_at: when the file says it was made, to the minute, a suggestion only.
    pages: how many pages can be cited; working: those pages as JPEG pictures of at most 1600 (PDF: 2400) pixels without
    metadata; thumbnail: JPEG of at most 320 pixels. Sound, film and text have no pages.
    """

    kind: Family
    media_type: str
    name: str
    size: int
    sha256: str
    taken_at: Moment | None
    pages: int
    working: tuple[bytes, ...]
    thumbnail: bytes | None


def examine(file: bytes | Original, name: str, call: Call = at_once) -> Examined:
    """Check one uploaded file by content, by name and by reading it through, and draw its working copies.

    Raises `Refused`.
    """
    cleaned = clean_name(name)
    try:
        return _examined(Original.of(file) if isinstance(file, bytes) else file, cleaned, call)
    except Refused as refusal:
        raise Refused(refusal.reason, ending(cleaned)) from None


def start_reading_ahead() -> None:
    """Start the children now, so that the first upload finds them ready."""
    _CHILD.start()


def _examined(original: Original, name: str, call: Call) -> Examined:
    if not original.size:
        raise Refused("empty")
    if original.size > LARGEST_FILE:
        raise Refused("too_large")
    head = original.head()
    found = file_type(head)
    if found is None or not agrees(found, name):
        raise Refused(_why_not(found, head, name))
    reading = _read_in_child(found, original, call)
    media_type = reading.media_type or found.media_type
    truly = next(one for one in TYPES if one.media_type == media_type)
    return Examined(
        kind=truly.family,
        media_type=media_type,
        name=with_ending(name, found.endings),
        size=original.size,
        sha256=original.sha256,
        taken_at=_moment(reading.taken) or _time_in_name(name),
        pages=len(reading.pages),
        working=reading.pages,
        thumbnail=reading.thumbnail,
    )


def _why_not(found: FileType | None, head: bytes, name: str) -> Reason:
    seems = disguise(head)
    promised = {kind for kind in TYPES if ending(name) in kind.endings}
    if seems in {"program", "web_page"} or (seems and not promised):
        return seems
    return "not_what_it_says" if promised or found else "unknown_type"


def _read_in_child(found: FileType, original: Original, call: Call) -> Reading:
    try:
        return unpack(call(_CHILD, question(found, original)))
    except IsolationFailed as fault:
        if fault.kind == "memory":
            raise Refused("too_many_pixels") from None
        raise Refused("too_slow" if fault.kind == "timeout" else "damaged") from None


def _moment(taken: str | None) -> Moment | None:
    if taken is None:
        return None
    try:
        return Moment(at=datetime.fromisoformat(taken).isoformat(timespec="minutes"), precision="minute")
    except (ValueError, ValidationError):
        return None


def _time_in_name(name: str) -> Moment | None:
    """The time that phones write into the names of screenshots and photos, read as China's."""
    written = None if name.startswith(_NAMED_WHEN_SAVED) else _TIME_IN_NAME.search(name)
    if not written:
        return None
    try:
        when = datetime(*(int(part) for part in written.groups()), tzinfo=SHANGHAI)  # type: ignore[misc, arg-type]
    except ValueError:
        return None
    return _moment(when.isoformat(timespec="minutes"))
