"""A case as it is kept: read, made ready to be kept again outside the write line, and written inside it."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import islice

from pydantic import ValidationError
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from consumer_app.domain.case import Case, FileRef, IssuedPaper
from consumer_app.domain.case.files import named_files
from consumer_app.domain.case.versions import CURRENT, version_of
from consumer_app.domain.case.writing import read_back, sizes, text_of
from consumer_app.storage import pieces
from consumer_app.storage.arriving import BlobRef
from consumer_app.storage.blobs import AT_ONCE, BlobStore
from consumer_app.storage.errors import CaseGone, CaseNewer, CaseTooLong, Tampered
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.tables import CaseRow, PieceRow

LARGEST_DOCUMENT = 4 * 1024 * 1024
"""Bytes a case document may grow to. One that is larger already opens, is exported, and may become smaller."""
LONG = 16
"""Pieces (about 0.75 MB) from which on reading a document holds up whoever shares the process. Nobody writes that much about one purchase."""
TEXT = "application/json"

# Asked at every request: put together once.
_ROW = select(CaseRow.version, CaseRow.document, CaseRow.made_on, CaseRow.expires_on).where(
    CaseRow.id == bindparam("case_id")
)
_PIECES = select(PieceRow.id, PieceRow.sealed).where(PieceRow.case_id == bindparam("case_id"))
_ONE_OF_MANY = select(PieceRow.id).where(PieceRow.case_id == bindparam("case_id")).limit(1).offset(LONG - 1)
_VERSION = select(CaseRow.version).where(CaseRow.id == bindparam("case_id"))


def read(connection: Connection, case_id: str, dek: bytes) -> OpenCase:
    """The case as it is kept now, all of it from one moment. Raises CaseGone, CaseNewer or Tampered."""
    row = connection.execute(_ROW, {"case_id": case_id}).one_or_none()
    if row is None:
        raise CaseGone("the case was deleted")
    head, listed = pieces.unsealed(row.document, dek, about(case_id, row.version))
    sealed = {}
    if listed:
        sealed = {one.id: one.sealed for one in connection.execute(_PIECES, {"case_id": case_id})}
    with _newer_said(head):
        case = pieces.joined(head, listed, sealed, dek) if listed else Case.model_validate_json(head)
    size = pieces.size_of(head, listed)
    return OpenCase(case_id, dek, case, row.version, row.made_on, row.expires_on, size, listed)


def version(connection: Connection, case_id: str) -> int | None:
    """The version the case has now; None when it is gone."""
    found: int | None = connection.scalar(_VERSION, {"case_id": case_id})
    return found


def is_long(connection: Connection, case_id: str) -> bool:
    """Whether the case's document lies in so many pieces that reading it takes a while."""
    return connection.scalar(_ONE_OF_MANY, {"case_id": case_id}) is not None


def about(case_id: str, version: int) -> str:
    """What a sealed document is bound to."""
    return f"case:{case_id}:{version}"


@dataclass(frozen=True)
class Ready:
    """A change that only has to be written: the case as it will be read, its sealed document, the files it names and no longer names."""

    case: Case
    version: int
    sealed: pieces.Sealed = field(repr=False)
    names: frozenset[str]
    leaves: frozenset[str]

    def opened(self, latest: OpenCase, expires_on: date) -> OpenCase:
        """The case as it is once this is written."""
        at = (self.version, latest.made_on, expires_on, self.sealed.size, self.sealed.pieces)
        return OpenCase(latest.case_id, latest.dek, self.case, *at)


class Texts:
    """The texts of issued papers, put out of a document into files of their own; each once, however often a save is tried."""

    def __init__(self, blobs: BlobStore, opened: OpenCase) -> None:
        self._blobs, self._opened = blobs, opened
        self.arriving = blobs.texts(opened)
        self._put: dict[str, BlobRef] = {}

    def out_of(self, paper: IssuedPaper) -> IssuedPaper:
        """The paper with its text in a file."""
        if paper.frozen is None:
            return paper
        text = paper.frozen.encode()
        digest = hashlib.sha256(text).hexdigest()
        if digest not in self._put:
            self._put[digest] = self.arriving.put(BytesIO(text))
        ref = self._put[digest]
        file = FileRef(blob=ref.id, name=f"{paper.id}.json", media_type=TEXT, size=ref.size, sha256=ref.sha256)
        return paper.model_copy(update={"frozen": None, "frozen_file": file})

    def still_showing(self, paper: IssuedPaper, leaving: frozenset[str]) -> IssuedPaper:
        """The paper with those of the files about to leave that it shows; all of them when its text cannot be read any more."""
        try:
            text = (
                paper.frozen
                or self._blobs.read(paper.frozen_file.blob if paper.frozen_file else "", self._opened).decode()
            )
            shown = {name for name in leaving if name in text}
        except (KeyError, Tampered):
            shown = set(leaving)
        return paper.model_copy(update={"shows": tuple(sorted({*paper.shows, *shown}))}) if shown else paper


def made_ready(latest: OpenCase, edited: Case, texts: Texts) -> Ready:
    """The edited case ready to be written over ``latest``. Raises CaseTooLong, StorageFull, and pydantic's ValidationError."""
    before = named_files(latest.case)
    papers = edited.papers
    if leaving := before - named_files(edited):
        papers = tuple(texts.still_showing(paper, leaving) for paper in papers)
    papers = tuple(texts.out_of(paper) for paper in papers)
    if any(now is not then for now, then in zip(papers, edited.papers, strict=True)):
        edited = edited.model_copy(update={"papers": papers})
    case = read_back(edited, latest.case)
    names, version = named_files(case), latest.version + 1
    sealed = pieces.seal(case, latest.dek, about(latest.case_id, version), latest.case, latest.pieces)
    if sealed.size > max(LARGEST_DOCUMENT, latest.size):
        raise CaseTooLong(LARGEST_DOCUMENT, sealed.size, sizes(case))
    return Ready(case, version, sealed, names, before - names)


def must_fit(case: Case) -> None:
    """Raise CaseTooLong for a case that is too long to be kept anew."""
    if (size := len(text_of(case))) > LARGEST_DOCUMENT:
        raise CaseTooLong(LARGEST_DOCUMENT, size, sizes(case))


def write(session: Session, latest: OpenCase, ready: Ready, today: date, until: date) -> date | None:
    """Write a change over the version it was made from; the day the case is kept until, or None when another was quicker."""
    row = {"version": ready.version, "document": ready.sealed.document, "seen_on": today, "found_expired_at": None}
    if latest.version == 0:
        session.execute(insert(CaseRow).values(id=latest.case_id, made_on=today, expires_on=until, **row))
        expires_on: date | None = until
    else:
        where = (CaseRow.id == latest.case_id, CaseRow.version == latest.version)
        changed = update(CaseRow).where(*where).values(expires_on=func.max(CaseRow.expires_on, until), **row)
        expires_on = session.scalar(changed.returning(CaseRow.expires_on))
        if expires_on is None:
            return None
    if ready.sealed.new:
        rows = [{"id": one, "case_id": latest.case_id, "sealed": sealed} for one, sealed in ready.sealed.new.items()]
        session.execute(insert(PieceRow), rows)
    take_pieces(session, {one.id for one in latest.pieces} - {one.id for one in ready.sealed.pieces})
    return expires_on


def take_pieces(session: Session, names: Iterable[str]) -> None:
    """Take pieces of documents away."""
    rest = iter(sorted(names))
    while some := list(islice(rest, AT_ONCE)):
        session.execute(delete(PieceRow).where(PieceRow.id.in_(some)))


@contextmanager
def _newer_said(text: bytes) -> Iterator[None]:
    try:
        yield
    except ValidationError:
        if (version := version_of(text)) > CURRENT:
            raise CaseNewer(version) from None
        raise
