"""The files of an open case, ready to be taken along."""

from collections.abc import Iterator
from functools import partial

from consumer_app.documents.archive import ArchivedFile, FileLost
from consumer_app.storage.blobs import BlobStore
from consumer_app.storage.errors import Tampered
from consumer_app.storage.opened import Opened
from consumer_app.web import current


def archived_files(opened: Opened) -> list[ArchivedFile]:
    """Every file of the case as it was uploaded or issued, named by its exhibit or paper, opened only when it is written."""
    named = [(item.id, file) for item in opened.case.evidence for file in item.files]
    named += [(paper.id, file) for paper in opened.case.papers for file in paper.files]
    blobs = current.storage().blobs
    return [
        ArchivedFile(item_id, file.blob, file.name, file.sha256, partial(_pieces, blobs, file.blob, opened))
        for item_id, file in named
    ]


def _pieces(blobs: BlobStore, blob_id: str, opened: Opened) -> Iterator[bytes]:
    try:
        return blobs.open(blob_id, opened)
    except (KeyError, Tampered):
        raise FileLost from None
