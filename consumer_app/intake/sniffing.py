"""What a file is, by its first bytes: the list of file types that can be evidence, and the ones politely refused."""

from dataclasses import dataclass
from typing import Literal

from consumer_app.intake.file_names import ending

Family = Literal["picture", "pdf", "audio", "video", "text"]
Disguise = Literal["program", "archive", "office_document", "web_page", "drawing"]


@dataclass(frozen=True)
class FileType:
    """One type of file: its media type, the family its ending must belong to, and the endings it goes by."""

    family: Family
    media_type: str
    endings: tuple[str, ...]


JPEG = FileType("picture", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"))
PNG = FileType("picture", "image/png", ("png",))
WEBP = FileType("picture", "image/webp", ("webp",))
GIF = FileType("picture", "image/gif", ("gif",))
HEIC = FileType("picture", "image/heic", ("heic", "heif", "hif"))
PDF = FileType("pdf", "application/pdf", ("pdf",))
MP4 = FileType("video", "video/mp4", ("mp4", "m4v"))
MOV = FileType("video", "video/quicktime", ("mov", "qt"))
THREE_GP = FileType("video", "video/3gpp", ("3gp", "3gpp"))
M4A = FileType("audio", "audio/mp4", ("m4a",))
MP3 = FileType("audio", "audio/mpeg", ("mp3",))
AAC = FileType("audio", "audio/aac", ("aac",))
WAV = FileType("audio", "audio/wav", ("wav",))
AMR = FileType("audio", "audio/amr", ("amr",))
TEXT = FileType("text", "text/plain", ("txt",))

TYPES = (JPEG, PNG, WEBP, GIF, HEIC, PDF, MP4, MOV, THREE_GP, M4A, MP3, AAC, WAV, AMR, TEXT)
"""Every type that is taken in. Endings of all of them together are what the page offers to choose from."""

_RECORDINGS = {"audio", "video"}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def file_type(data: bytes) -> FileType | None:
    """The type that the first bytes claim, or None when they claim none that is taken in.

    A claim is not yet a file: only the strict reading in the child decides.
    """
    for magic, found in _MAGIC:
        if data.startswith(magic):
            return found
    if data[4:8] == b"ftyp":
        return _by_brand(data)
    if data[:4] == b"RIFF":
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(data[8:12])
    if (
        data[:2] != b"\xff\xfe"
        and len(data) > 1
        and data[0] == 0xFF
        and data[1] & 0xE0 == 0xE0
        and data[1] & 0x18 != 0x08
    ):
        return AAC if data[1] & 0x06 == 0 else MP3
    return TEXT if _looks_like_text(data) else None


def disguise(data: bytes) -> Disguise | None:
    """What a file that is not taken in seems to be, so that the answer can say what to do instead."""
    for magic, found in _DISGUISES:
        if data.startswith(magic):
            return "office_document" if found == "archive" and _holds_office_parts(data) else found
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<script", b"<?php", b"<head", b"<body")):
        return "web_page"
    return "drawing" if start.startswith(b"<svg") or (start.startswith(b"<?xml") and b"<svg" in start) else None


def agrees(found: FileType, name: str) -> bool:
    """Whether a file of this type may go by this (cleaned) name.

    Within a family the content decides: chat programs rename WebP and HEIC pictures to .jpg, and recorders put sound
    into .mp4. A name without an ending says nothing. Any other ending is a disguise.
    """
    said = ending(name)
    if not said:
        return found is not TEXT
    families = {one.family for one in TYPES if said in one.endings}
    return found.family in families or bool(families & _RECORDINGS and found.family in _RECORDINGS)


def _by_brand(data: bytes) -> FileType | None:
    size = int.from_bytes(data[:4], "big")
    major = data[8:12]
    if major in _HEIC_BRANDS:
        return HEIC
    if major == b"qt  ":
        return MOV
    if major in {b"M4A ", b"M4B "}:
        return M4A
    if major[:3] == b"3gp":
        return THREE_GP
    brands = {data[at : at + 4] for at in range(16, min(size, 256), 4)}
    if major in {b"avif", b"avis"} or brands & {b"avif", b"avis"}:
        return None
    return MP4


def _looks_like_text(data: bytes) -> bool:
    start = data[:2048]
    if start[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return True
    return bool(data) and disguise(data) is None and not any(byte < 32 and byte not in b"\t\n\r\f" for byte in start)


def _holds_office_parts(data: bytes) -> bool:
    return any(
        mark in data[:4096] for mark in (b"[Content_Types].xml", b"word/", b"xl/", b"ppt/", b"mimetypeapplication")
    )


_MAGIC: tuple[tuple[bytes, FileType], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
    (b"#!AMR\n", AMR),
    (b"#!AMR-WB\n", AMR),
    (b"ID3", MP3),
)

_DISGUISES: tuple[tuple[bytes, Disguise], ...] = (
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"#!/", "program"),
    (b"PK\x03\x04", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office_document"),
    (b"{\\rtf", "office_document"),
    (b"%!PS", "drawing"),
    (b"\xc5\xd0\xd3\xc6", "drawing"),
)
