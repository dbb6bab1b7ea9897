"""An open case and its files, ready to be taken along."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial

from consumer_app import formats
from consumer_app.documents.archive import ArchivedFile, FileLost
from consumer_app.domain.case import EMPTY_CASE
from consumer_app.domain.case.exhibits import in_order_of_number
from consumer_app.storage.blobs import BlobStore
from consumer_app.storage.errors import Tampered
from consumer_app.storage.open_case import OpenCase
from consumer_app.web import current

MOST_TEXT = 16 * 1024 * 1024
"""Bytes of a case's words, papers' texts among them, in ``case.json``: it alone brings a paper back. Texts beyond that travel as files."""


def with_texts(opened: OpenCase) -> OpenCase:
    """The case with the texts of its papers in its document again. One that cannot be read stays a file, which the export marks as lost."""
    room, papers = MOST_TEXT - opened.size, []
    for paper in opened.case.papers:
        kept = paper.frozen_file
        if kept and kept.size <= room:
            with suppress(KeyError, Tampered):
                text = current.storage().blobs.read(kept.blob, opened).decode()
                paper, room = paper.model_copy(update={"frozen": text, "frozen_file": None}), room - kept.size
        papers.append(paper)
    return replace(opened, case=opened.case.model_copy(update={"papers": tuple(papers)}))


def archived_files(opened: OpenCase) -> list[ArchivedFile]:
    """Every file of the case as it was uploaded or issued, named by the number of its exhibit or paper, opened only when it is written."""
    exhibits = in_order_of_number(opened.case)
    named = [(formats.exhibit_name(number), file) for number, item in exhibits for file in item.files]
    named += [(f"文书{paper.number}", file) for paper in opened.case.papers for file in paper.files]
    blobs, key = (
        current.storage().blobs,
        replace(opened, case=EMPTY_CASE),
    )  # a slow reader does not hold the case for hours
    return [
        ArchivedFile(owner, file.blob, file.name, file.sha256, partial(_pieces, blobs, file.blob, key))
        for owner, file in named
    ]


def _pieces(blobs: BlobStore, blob_id: str, opened: OpenCase) -> Iterator[bytes]:
    try:
        return blobs.open(blob_id, opened)
    except (KeyError, Tampered):
        raise FileLost from None
