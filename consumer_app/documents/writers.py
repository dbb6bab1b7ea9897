"""Every format a paper can be written in: a module each, and a line here. Issuing, the pages and the commands read this table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from consumer_app.bench import Call
from consumer_app.documents import docx_apart, html, pdf, text
from consumer_app.documents.paper import Paper

Pictures = Mapping[str, bytes]
"""The exhibits' pages (JPEG or PNG) by asset id, see ``Paper.assets``."""


@dataclass(frozen=True)
class Writer:
    """One output format.

    media_type: as it is served; text is UTF-8. label: what the site calls it. write: the paper as a file of this format; what is heavy is
    called in a child. Raises IsolationFailed.
    sealed: kept with a paper when it is issued, so that it never changes; otherwise written anew whenever it is asked for.
    """

    media_type: str
    label: str
    write: Callable[[Paper, Pictures, Call], bytes]
    sealed: bool = True


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

WRITERS: Mapping[str, Writer] = {
    "pdf": Writer("application/pdf", "PDF", lambda paper, pictures, call: pdf.write(paper, pictures, call).data),
    "docx": Writer(DOCX, "Word 文件", docx_apart.write),
    "txt": Writer("text/plain", "纯文本", lambda paper, *_: text.write(paper)),
    "html": Writer("text/html", "网页版", lambda paper, pictures, _: html.write(paper, pictures), sealed=False),
}
"""By the ending of a file's name."""
