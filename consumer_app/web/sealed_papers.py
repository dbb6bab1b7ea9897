"""The files of a paper that was issued: sealed with it, given out as they were, and written anew where it was issued without them."""

import io
from contextlib import suppress
from dataclasses import dataclass

from flask import url_for
from werkzeug.exceptions import NotFound

from consumer_app import issuing
from consumer_app.documents.frozen import freeze
from consumer_app.documents.paper import Paper
from consumer_app.documents.writers import WRITERS
from consumer_app.domain.case import Case, FileRef, IssuedPaper
from consumer_app.domain.case.parts import new_id, replaced
from consumer_app.intake.evidence import Refused, examine
from consumer_app.web import current

PRINTED = "pdf"


@dataclass(frozen=True)
class Download:
    """One file of an issued paper. ``anew``: it was not kept when the paper was issued, and is written from its frozen text by today's writer."""

    ending: str
    label: str
    url: str
    anew: bool


def issue(paper: Paper) -> str:
    """Write a paper in every format that is kept, seal the files and keep it in the case for good; its id. Raises IsolationFailed.

    The very same paper is kept once, however often the button was pressed.
    """
    frozen = freeze(paper)
    if already := _same(current.opened.case, frozen):
        return already.id
    pictures = {asset: current.blob(asset) for asset in paper.assets}
    made = issuing.issue(current.opened.case, paper, current.now(), pictures)
    files = {
        ending: _put(data, issuing.file_name(paper.title, paper.made_on, ending), ending)
        for ending, data in made.files.items()
    }

    def added(case: Case) -> Case:
        if _same(case, frozen):
            return case
        also = {ending: file for ending, file in files.items() if ending != PRINTED}
        update = {"id": new_id(case, "papers"), "file": files[PRINTED], "also": also}
        return replaced(case, f"papers/{update['id']}", made.record.model_copy(update=update))

    case = current.save(None, None, added).case
    return (_same(case, frozen) or case.papers[-1]).id


def paper_of(record: IssuedPaper) -> Paper:
    """The paper as it was sent, out of the file that its text lies in."""
    return issuing.as_issued(record, current.blob(record.frozen_file.blob) if record.frozen_file else None)


def downloads(record: IssuedPaper) -> list[Download]:
    """Every format in which the paper can be taken away, the printed one first."""
    return [
        Download(
            ending,
            writer.label,
            url_for("issued.download_paper", paper_id=record.id, ending=ending),
            anew=writer.sealed and file_of(record, ending) is None,
        )
        for ending, writer in WRITERS.items()
    ]


def file_of(record: IssuedPaper, ending: str) -> FileRef | None:
    """The file of that format as it was sealed; None where it was issued without."""
    return record.file if ending == PRINTED else record.also.get(ending)


def bytes_of(record: IssuedPaper, ending: str) -> bytes:
    """The file of that format: as it was sealed, or else written anew from what was frozen. Raises IsolationFailed."""
    if file := file_of(record, ending):
        return current.blob(file.blob)
    paper, pictures = paper_of(record), {}
    for asset in paper.assets:
        with suppress(NotFound):  # taken in without its exhibits: their captions stand alone
            pictures[asset] = current.blob(asset)
    return issuing.render(paper, ending, pictures)


def name_of(record: IssuedPaper, ending: str) -> str:
    """What the file of that format is called when it is saved."""
    file = file_of(record, ending)
    return file.name if file else issuing.file_name(record.title, paper_of(record).made_on, ending)


def _same(case: Case, frozen: str) -> IssuedPaper | None:
    """The paper of this very text that the case already has."""
    return next((paper for paper in case.papers if paper.says(frozen)), None)


def _put(data: bytes, name: str, ending: str) -> FileRef:
    pages: tuple[bytes, ...] = ()
    if ending == PRINTED:
        with suppress(Refused):
            pages = tuple(examine(data, "paper.pdf").working)
    sealed = tuple(current.put(io.BytesIO(page)).id for page in pages)
    whole = current.put(io.BytesIO(data))
    return FileRef(
        blob=whole.id,
        name=name,
        media_type=WRITERS[ending].media_type,
        size=len(data),
        sha256=whole.sha256,
        page_count=len(sealed),
        pages=sealed,
    )
