"""Sound and film: proof that the file is whole and what it says it is. It is kept as it came; nothing is decoded.

Runs only in the limited child (`examination`).
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from consumer_app.intake.reading import Reading, Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")
_FILM_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_DEEPEST = 6

_AMR_BYTES = (12, 13, 15, 17, 19, 20, 26, 31, 5, 6, 5, 5, 0, 0, 0, 0)
_AMR_WIDE_BYTES = (17, 23, 32, 36, 40, 46, 50, 58, 60, 5, 5, 0, 0, 0, 0, 0)
_MP3_KILOBITS = {
    (3, 3): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (3, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (3, 1): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 3): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 1): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_MP3_HERTZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}

Box = tuple[bytes, int, int]


def read_film(data: bytes, media_type: str) -> Reading:
    """An ISO base media file (ISO/IEC 14496-12): MP4, MOV, 3GP, M4A. Raises `Refused` damaged.

    All boxes fit, there are movie data and a movie header, whose UTC time of making is read. Without a film track it
    is sound, whatever its name says.
    """
    top = {kind: (start, end) for kind, start, end in _boxes(data, 0, len(data))}
    if b"moov" not in top or not {b"mdat", b"moof"} & top.keys():
        raise Refused("damaged")
    inside = list(_boxes_within(data, *top[b"moov"]))
    tracks = {data[start + 8 : start + 12] for kind, start, _ in inside if kind == b"hdlr"}
    if not tracks & {b"vide", b"soun"}:
        raise Refused("damaged")
    header = next(((start, end) for kind, start, end in inside if kind == b"mvhd"), None)
    taken = _made_at(data, *header) if header else None
    return Reading(taken=taken, media_type=media_type if b"vide" in tracks else "audio/mp4")


def read_sound(data: bytes, media_type: str) -> Reading:
    """MP3, AAC, WAV or AMR whose first frames follow one another as the format says. Raises `Refused` damaged."""
    whole = {"audio/mpeg": _is_mp3, "audio/aac": _is_aac, "audio/wav": _is_wav, "audio/amr": _is_amr}[media_type]
    if not whole(data):
        raise Refused("damaged")
    return Reading()


def _boxes(data: bytes, at: int, end: int) -> Iterator[Box]:
    while at < end:
        size, kind, body = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], at + 8
        if size == 1:
            size, body = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        elif size == 0:
            size = end - at
        if size < body - at or at + size > end or len(kind) < 4:
            raise Refused("damaged")
        yield kind, body, at + size
        at += size


def _boxes_within(data: bytes, start: int, end: int, depth: int = 0) -> Iterator[Box]:
    for kind, body, stop in _boxes(data, start, end):
        yield kind, body, stop
        if kind in {b"trak", b"mdia"} and depth < _DEEPEST:
            yield from _boxes_within(data, body, stop, depth + 1)


def _made_at(data: bytes, start: int, end: int) -> str | None:
    size = 8 if data[start : start + 1] == b"\x01" else 4
    if end < start + 4 + size:
        raise Refused("damaged")
    seconds = int.from_bytes(data[start + 4 : start + 4 + size], "big")
    try:
        moment = _FILM_EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None
    return moment.astimezone(SHANGHAI).isoformat(timespec="minutes") if moment > _EARLIEST else None


def _is_wav(data: bytes) -> bool:
    at, chunks = 12, {}
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        chunks[data[at : at + 4]] = size
        at += 8 + size + size % 2
    return chunks.get(b"fmt ", 0) >= 16 and chunks.get(b"data", 0) > 0


def _is_amr(data: bytes) -> bool:
    wide = data.startswith(b"#!AMR-WB\n")
    sizes = _AMR_WIDE_BYTES if wide else _AMR_BYTES
    return _frames_follow(
        data, 9 if wide else 6, lambda at: 1 + sizes[data[at] >> 3 & 15] if data[at] & 0x83 == 0 else 0
    )


def _is_aac(data: bytes) -> bool:
    def length(at: int) -> int:
        if int.from_bytes(data[at : at + 2], "big") & 0xFFF6 != 0xFFF0:
            return 0
        return (int.from_bytes(data[at + 3 : at + 6], "big") >> 5) & 0x1FFF

    return _frames_follow(data, 0, length)


def _is_mp3(data: bytes) -> bool:
    at = 0
    if data.startswith(b"ID3"):
        size = 0
        for byte in data[6:10]:
            size = size << 7 | byte & 0x7F
        at = 10 + size + (10 if data[5:6] and data[5] & 0x10 else 0)
        while at < len(data) and data[at] == 0:
            at += 1
    return _frames_follow(data, at, lambda place: _mp3_frame(data[place : place + 4]))


def _mp3_frame(header: bytes) -> int:
    """Bytes of one MPEG audio frame (ISO/IEC 11172-3, 13818-3) by its header, 0 when it is none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer, rate, hertz = header[1] >> 3 & 3, header[1] >> 1 & 3, header[2] >> 4, header[2] >> 2 & 3
    padding = header[2] >> 1 & 1
    if version == 1 or layer == 0 or rate in {0, 15} or hertz == 3:
        return 0
    bits = _MP3_KILOBITS[3 if version == 3 else 2, layer][rate] * 1000
    frequency = _MP3_HERTZ[version][hertz]
    if layer == 3:
        return (12 * bits // frequency + padding) * 4
    return (72 if layer == 1 and version != 3 else 144) * bits // frequency + padding


def _frames_follow(data: bytes, at: int, length: Callable[[int], int], wanted: int = 3) -> bool:
    for number in range(wanted):
        if at >= len(data):
            return number > 0 and at == len(data)
        size = length(at)
        if size <= 0:
            return False
        at += size
    return at <= len(data)
