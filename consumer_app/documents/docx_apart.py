"""A paper as a Word document, written in a child: writing holds the interpreter for as long as it takes."""

from collections.abc import Mapping

from consumer_app.bench import Call, at_once
from consumer_app.documents import docx
from consumer_app.documents.frozen import freeze, thaw
from consumer_app.documents.paper import Paper
from consumer_app.documents.parcels import pack, unpack
from consumer_app.isolated import Isolated


def write(paper: Paper, pictures: Mapping[str, bytes] | None = None, call: Call = at_once) -> bytes:
    """The paper as .docx, see ``docx.write``. Raises IsolationFailed when the child dies, takes too long or too much memory."""
    return call(_CHILD, pack({"paper": freeze(paper)}, pictures or {}))


def start() -> None:
    """Start the child now, so that the first document does not wait for it."""
    _CHILD.start()


def write_packed(payload: bytes) -> bytes:
    """The child's side: a frozen paper and its pictures in, the document out."""
    header, pictures = unpack(payload)
    return docx.write(thaw(header["paper"]), pictures)


_CHILD = Isolated(write_packed, cpu_seconds=20, memory_mb=1024, wall_seconds=60.0)
