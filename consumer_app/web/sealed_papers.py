"""The files of a paper that was issued: sealed with it, given out as they were, and written anew where it was issued without them."""

import io
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from flask import g, url_for
from werkzeug.exceptions import NotFound

from consumer_app import formats, issuing
from consumer_app.bench import Call, Done
from consumer_app.bench import Refused as NoTurn
from consumer_app.documents.frozen import freeze, thaw
from consumer_app.documents.paper import Paper
from consumer_app.documents.writers import WRITERS
from consumer_app.domain.case import Case, FileRef, IssuedPaper
from consumer_app.domain.case.exhibits import agrees_with_issued
from consumer_app.domain.case.parts import new_id, replaced
from consumer_app.domain.law import LawBook
from consumer_app.intake.evidence import Refused, examine
from consumer_app.storage.arriving import Arriving
from consumer_app.web import asking, current, kept_work, printed_ahead
from consumer_app.web.downloads import Flow

PRINTED = "pdf"
KIND = "issue"


@dataclass(frozen=True)
class Download:
    """One file of an issued paper. ``anew``: it was not kept when the paper was issued, and is written from its frozen text by today's writer."""

    ending: str
    label: str
    url: str
    anew: bool


@dataclass(frozen=True)
class Listed:
    """One frozen paper in the list."""

    title: str
    to: str
    when: str
    url: str


def listed(record: IssuedPaper, book: LawBook) -> Listed:
    """A frozen paper with its addressee and its day."""
    channel = book.channels.get(record.channel or "")
    at = url_for("issued.show_paper", paper_id=record.id)
    return Listed(record.title, channel.addressee if channel else "", formats.moment(record.issued_at), at)


def issue(paper: Paper) -> str:
    """Write a paper in every format that is kept, seal the files and keep it in the case for good; its id.

    The very same paper is kept once, however often the button was pressed. Raises NotYet, after which it is kept all the same, and
    IsolationFailed.
    """
    frozen = freeze(paper)
    if already := _same(current.opened.case, frozen):
        return already.id
    if current.storage().jobs.waits(g.opened, kept_work.IMPORT):
        raise NoTurn("share", 10)
    arguments = {"frozen": frozen, "at": current.now().isoformat()}
    asked = kept_work.ask(
        KIND, f"{KIND} {issuing.digest(paper)}", arguments, says=paper.title, long=issuing.takes_long(paper)
    )
    if isinstance(asked.answer, Done):
        return str(asked.answer.value)
    with asked.work.lock:
        asked.work.note(KIND, {}, ())
    raise asking.NotYet(asked.answer)


def carry_out(work: kept_work.Work, call: Call) -> str:
    """The work itself: the files printed ahead or now, sealed, and the paper added with them; its id."""
    frozen, storage, opened = work.arguments["frozen"], work.storage, work.opened
    paper = thaw(frozen)
    files = printed_ahead.files(work.bench, storage, opened, paper, call)
    made = issuing.issue(opened.case, paper, datetime.fromisoformat(work.arguments["at"]), files)
    with storage.blobs.arriving(opened) as arriving:
        sealed = {ending: _sealed(data, ending, paper, arriving) for ending, data in made.files.items()}

        def added(case: Case) -> Case:
            if _same(case, frozen):
                return case
            if not agrees_with_issued(case, made.record.exhibits):
                raise current.NoLongerFits
            also = {ending: file for ending, file in sealed.items() if ending != PRINTED}
            place = {"id": new_id(case, "papers"), "number": issuing.next_number(case)}
            update = {**place, "file": sealed[PRINTED], "also": also}
            return replaced(case, f"papers/{place['id']}", made.record.model_copy(update=update))

        with work.lock:
            case = work.save(added, arriving)
    return (_same(case, frozen) or case.papers[-1]).id


kept_work.KINDS[KIND] = (carry_out, "文书", "/case/papers")


def drawn(record: IssuedPaper) -> IssuedPaper:
    """The paper with the pictures of its pages, which are drawn when somebody first wants to see them. Raises NotYet, CaseFull."""
    if record.file is None or record.file.pages:
        return record
    storage, opened, file = current.storage(), g.opened, record.file

    def draw(call: Call) -> IssuedPaper:
        with storage.blobs.arriving(opened) as arriving, suppress(Refused):
            working = examine(storage.blobs.read(file.blob, opened), file.name, call).working
            pages = tuple(arriving.put(io.BytesIO(page)).id for page in working)
            shown = record.model_copy(
                update={"file": file.model_copy(update={"page_count": len(pages), "pages": pages})}
            )
            now = storage.settings.clock()
            storage.cases.change(
                opened, lambda case: replaced(case, f"papers/{record.id}", shown), arriving=arriving, now=now
            )
            return shown
        return record

    return asking.result(f"pages {file.blob}", draw, f"{record.title}的图片版")


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


def given_out(record: IssuedPaper, ending: str) -> bytes | Flow:
    """The file of that format: as it was sealed, or else written anew from what was frozen. Raises NotYet and IsolationFailed."""
    if file := file_of(record, ending):
        return Flow(file.size, current.flow(file.blob))
    paper, pictures = paper_of(record), {}
    for asset in paper.assets:
        with suppress(NotFound):  # taken in without its exhibits: their captions stand alone
            pictures[asset] = current.blob(asset)
    key = f"anew {issuing.digest(paper)} {ending}"
    return asking.result(key, lambda call: issuing.render(paper, ending, pictures, call), record.title)


def name_of(record: IssuedPaper, ending: str) -> str:
    """What the file of that format is called when it is saved."""
    file = file_of(record, ending)
    return file.name if file else issuing.file_name(record.title, paper_of(record).made_on, ending)


def _same(case: Case, frozen: str) -> IssuedPaper | None:
    """The paper of this very text that the case already has, whatever its number."""
    asked = thaw(frozen)
    return next((one for one in case.papers if one.says(freeze(issuing.numbered(asked, one.number)))), None)


def _sealed(data: bytes, ending: str, paper: Paper, arriving: Arriving) -> FileRef:
    whole = arriving.put(io.BytesIO(data))
    return FileRef(
        blob=whole.id,
        name=issuing.file_name(paper.title, paper.made_on, ending),
        media_type=WRITERS[ending].media_type,
        size=whole.size,
        sha256=whole.sha256,
    )
