"""The files of an open case, ready to be taken along."""

from functools import partial

from consumer_app.documents.archive import ArchivedFile
from consumer_app.domain.case import FileRef
from consumer_app.storage.opened import Opened
from consumer_app.web import current


def archived_files(opened: Opened) -> list[ArchivedFile]:
    """Every file of the case as it was uploaded or issued, named by its exhibit or paper, opened only when it is written."""
    named: list[tuple[str, FileRef | None]] = [(item.id, item.file) for item in opened.case.evidence]
    named += [(paper.id, paper.file) for paper in opened.case.papers]
    blobs = current.storage().blobs
    return [
        ArchivedFile(item_id, file.blob, file.name, file.sha256, partial(blobs.open, file.blob, opened))
        for item_id, file in named
        if file is not None
    ]
