"""A file that was sent in, looked at: what it is, with the pictures of its pages sealed; or the sentence that says why it is not kept."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BytesIO
from typing import IO, Any

from consumer_app.bench import Call
from consumer_app.domain.case import FileRef
from consumer_app.intake.evidence import Examined, Original, Refused, examine
from consumer_app.intake.file_names import clean_name
from consumer_app.storage.arriving import BlobRef
from consumer_app.storage.errors import CaseFull, Tampered
from consumer_app.web import refusals

Put = Callable[[IO[bytes]], BlobRef]


class NotTaken(Exception):
    """One file was not taken in; the text is the sentence to show."""


def examined(file: Mapping[str, Any], pieces: Callable[[str], Iterator[bytes]], put: Put, call: Call) -> FileRef:
    """The file as an exhibit names it; ``pieces`` gives its bytes, ``put`` seals a picture of it. Raises NotTaken."""
    name = clean_name(file["name"])
    try:
        original = Original(file["size"], file["sha256"], partial(pieces, file["blob"]))
        return _sealed(file["blob"], examine(original, file["name"], call), put)
    except Refused as refusal:
        raise NotTaken(refusals.sentence(refusal.reason, name, refusal.promised)) from None
    except CaseFull:
        raise NotTaken(refusals.sentence("case_full", name)) from None
    except (KeyError, Tampered):
        raise NotTaken(refusals.sentence("damaged", name)) from None


def _sealed(blob: str, found: Examined, put: Put) -> FileRef:
    def seal(piece: bytes) -> str:
        return put(BytesIO(piece)).id

    return FileRef(
        blob=blob,
        name=found.name,
        media_type=found.media_type,
        size=found.size,
        sha256=found.sha256,
        taken_at=found.taken_at,
        page_count=found.pages,
        pages=tuple(seal(page) for page in found.working),
        thumbnail=seal(found.thumbnail) if found.thumbnail else None,
    )
