"""A whole case as one ZIP, and back: ``case.json``, ``files/``, ``manifest.json`` with the SHA-256 of each file.

Reading expects a hostile ZIP: only the entries it knows are read, each counted against what it declared, nothing is ever unpacked to disk.
"""

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import count
from typing import IO, Any, Literal

from pydantic import ValidationError

from consumer_app.domain.case import Case, FileRef
from consumer_app.domain.case.versions import CURRENT

Why = Literal[
    "not_an_archive", "no_case", "odd_case", "newer", "too_large", "too_many", "encrypted", "changed", "damaged"
]

MOST_ENTRIES = 5000
LARGEST_FILE = 50 * 1024 * 1024
LARGEST_CASE_FILE = 30 * 1024 * 1024
LARGEST_WHOLE = 520 * 1024 * 1024
_PIECE = 256 * 1024


class ArchiveRefused(Exception):
    """This is no case that can be taken in. ``where`` is the entry or the key concerned, never its content."""

    def __init__(self, why: Why, where: str = "") -> None:
        super().__init__(f"{why} {where}".strip())
        self.why: Why = why
        self.where = where


class FileLost(Exception):
    """One file to write cannot be opened any more; the rest is written without it."""


@dataclass(frozen=True)
class ArchivedFile:
    """One file to write: what it is called in the case (证据1, 文书2), the id the case knows it by, its name, its SHA-256, and how to open it (or FileLost)."""

    owner: str
    blob: str
    name: str
    sha256: str
    open: Callable[[], Iterable[bytes]] = field(repr=False)


@dataclass(frozen=True)
class Archive:
    """A case that was read, and its files by the id the case knows them by, each read when asked for."""

    case: Case
    files: Mapping[str, "Packed"] = field(repr=False)

    @property
    def without_texts(self) -> Case:
        """The case as long as it will be kept: the texts of its papers lie in files of their own."""
        papers = tuple(paper.model_copy(update={"frozen": None}) for paper in self.case.papers)
        return self.case.model_copy(update={"papers": papers})


@dataclass(frozen=True)
class Packed:
    """A file in an archive: how long it says it is, and its pieces, counted and compared with the case's SHA-256 as they come.

    Reading them raises ArchiveRefused, at the latest at the end: nothing is to be kept of a file before that.
    """

    size: int
    pieces: Callable[[], Iterator[bytes]] = field(repr=False)

    def read(self) -> bytes:
        """The whole file at once. Raises ArchiveRefused."""
        return b"".join(self.pieces())


class _Outlet(io.RawIOBase):
    """Where the ZIP is written: gathered until the next piece is taken."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.waiting += piece
        return len(piece)

    def take(self) -> bytes:
        taken = bytes(self.waiting)
        self.waiting.clear()
        return taken


def write_archive(case: Case, files: Iterable[ArchivedFile], at: datetime) -> Iterator[bytes]:
    """The ZIP in pieces, as it grows; nothing waits in memory but the piece in hand. ``at`` is the instant it is made.

    A file that is lost is left out and marked in the manifest, so that the others can still be taken along.
    """
    outlet = _Outlet()
    listed = []
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        document = json.dumps(json.loads(case.model_dump_json()), ensure_ascii=False, indent=1).encode()
        del case  # a slow reader takes hours: what is written is not held so long
        listed.append(_listed("case.json", document))
        with archive.open(_entry("case.json", at, zipfile.ZIP_DEFLATED), "w") as entry:
            entry.write(document)
        del document
        yield outlet.take()
        for file in files:
            path = _free(f"files/{file.owner}-{_plain(file.name)}", {entry["path"] for entry in listed})
            listed.append({"path": path, "sha256": file.sha256, "blob": file.blob})
            try:
                pieces = file.open()
            except FileLost:
                listed[-1]["lost"] = "damaged"
                continue
            with archive.open(_entry(path, at), "w", force_zip64=True) as entry:
                for piece in pieces:
                    entry.write(piece)
                    yield outlet.take()
        manifest = {"v": 1, "made_at": at.isoformat(timespec="seconds"), "files": listed}
        with archive.open(_entry("manifest.json", at), "w") as entry:
            entry.write(json.dumps(manifest, ensure_ascii=False, indent=1).encode())
    yield outlet.take()


def read_archive(source: bytes | IO[bytes]) -> Archive:
    """The case in an exported ZIP, or in a bare ``case.json``, with the files that are there. Raises ArchiveRefused.

    ``source`` stays as it is until the files are read.
    """
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    starts_as_zip = stream.read(4).startswith(b"PK")
    stream.seek(0)
    if not starts_as_zip:
        return Archive(_case(stream.read(LARGEST_CASE_FILE + 1)), {})
    try:
        archive = zipfile.ZipFile(stream)
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, UnicodeDecodeError):
        raise ArchiveRefused("damaged") from None
    by_name = _checked(entries)
    top = next((name.removesuffix("case.json") for name in by_name if _is_case(name)), None)
    if top is None:
        raise ArchiveRefused("no_case")
    case = _case(_read(archive, by_name[f"{top}case.json"], LARGEST_CASE_FILE))
    manifest = by_name.get(f"{top}manifest.json")
    paths = _paths(_read(archive, manifest, LARGEST_CASE_FILE)) if manifest else {}
    files, budget = {}, _Budget(LARGEST_WHOLE)
    for ref in _refs(case):
        entry = by_name.get(top + paths.get(ref.blob, f"files/{ref.name}"))
        if entry is not None:
            files[ref.blob] = Packed(entry.file_size, partial(_compared, archive, entry, ref.sha256, budget))
    return Archive(case, files)


def _checked(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    if len(entries) > MOST_ENTRIES:
        raise ArchiveRefused("too_many")
    if sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        raise ArchiveRefused("too_large")
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        if entry.flag_bits & 1:
            raise ArchiveRefused("encrypted")
        if not entry.filename or entry.is_dir() or stat.S_ISLNK(entry.external_attr >> 16):
            continue
        if entry.filename in found:
            raise ArchiveRefused("damaged", "twice")
        found[entry.filename] = entry
    return found


def _is_case(name: str) -> bool:
    """``case.json`` at the top, or in the one folder that unpacking and packing again puts around it."""
    return name == "case.json" or (name.endswith("/case.json") and name.count("/") == 1 and "__MACOSX" not in name)


class _Budget:
    """How much of an archive is still read: every file once, however often a hostile case names the same one."""

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self, size: int) -> None:
        """Count a file that is going to be read. Raises ArchiveRefused."""
        self._left -= size
        if self._left < 0:
            raise ArchiveRefused("too_large")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    return b"".join(_pieces(archive, entry, limit))


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    """The entry's bytes, counted as they come: an entry that lies about its size is cut off."""
    if entry.file_size > limit:
        raise ArchiveRefused("too_large")
    count = 0
    try:
        with archive.open(entry) as stream:
            while piece := stream.read(_PIECE):
                count += len(piece)
                if count > entry.file_size:
                    raise ArchiveRefused("damaged")
                yield piece
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise ArchiveRefused("damaged") from None
    except Exception as error:
        if isinstance(error, ArchiveRefused):
            raise
        raise ArchiveRefused(
            "damaged"
        ) from None  # zlib.error, lzma errors: the decoder's own words hold nothing for a person


def _compared(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, sha256: str, budget: _Budget) -> Iterator[bytes]:
    budget.take(entry.file_size)
    digest = hashlib.sha256()
    for piece in _pieces(archive, entry, LARGEST_FILE):
        digest.update(piece)
        yield piece
    if digest.hexdigest() != sha256:
        raise ArchiveRefused("changed")


def _case(data: bytes) -> Case:
    if len(data) > LARGEST_CASE_FILE:
        raise ArchiveRefused("too_large")
    try:
        text = data.decode("utf-8-sig")  # editors on Windows put a mark before it
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise ArchiveRefused("not_an_archive") from None
    if not isinstance(content, dict) or not isinstance(content.get("v"), int):
        raise ArchiveRefused("not_an_archive")
    if content["v"] > CURRENT:
        raise ArchiveRefused("newer")
    try:
        return Case.model_validate_json(text)
    except ValidationError as error:
        where = ".".join(str(step) for step in error.errors(include_input=False, include_url=False)[0]["loc"][:4])
        raise ArchiveRefused("odd_case", where[:60]) from None


def _paths(data: bytes) -> dict[str, str]:
    """Where each file is, by the id the case knows it by; a manifest that cannot be read names none."""
    try:
        listed = json.loads(data)["files"]
        return {str(one["blob"]): str(one["path"]) for one in listed if isinstance(one, dict) and "blob" in one}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}


def _refs(case: Case) -> list[FileRef]:
    shown = [file for item in case.evidence for file in item.files]
    return [*shown, *(file for paper in case.papers for file in paper.files)]


def _entry(path: str, at: datetime, kind: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type, entry.external_attr = kind, 0o600 << 16
    return entry


def _listed(path: str, data: bytes) -> dict[str, str]:
    return {"path": path, "sha256": hashlib.sha256(data).hexdigest()}


def _free(path: str, taken: set[str]) -> str:
    """The path, or with a number where another file of the same exhibit has it."""
    stem, dot, ending = path.rpartition(".")
    numbered = (f"{stem}-{number}{dot}{ending}" if dot else f"{path}-{number}" for number in count(2))
    return path if path not in taken else next(other for other in numbered if other not in taken)


def _plain(name: str) -> str:
    """A name that every system can unpack."""
    kept = "".join("_" if character in '/\\:*?"<>|' or ord(character) < 32 else character for character in name)
    return kept.strip(". ")[-120:] or "file"
