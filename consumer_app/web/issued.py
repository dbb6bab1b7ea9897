"""Papers as they were sent: their page, and every form in which they reach the shopper's hands, also in WeChat's browser."""

import io
from dataclasses import dataclass

import segno
from flask import Blueprint, Response, abort, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from consumer_app import formats, issuing
from consumer_app.documents import html, papers, text
from consumer_app.documents.papers import Paper
from consumer_app.domain.case import Case, FileRef, IssuedPaper
from consumer_app.domain.case.parts import new_id, part, replaced
from consumer_app.domain.law import LawBook
from consumer_app.intake.evidence import Refused, examine
from consumer_app.web import current, exhibit_files
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.forms.form import HouseForm
from consumer_app.web.shown import shown_due

bp = Blueprint("issued", __name__)

FORMATS: dict[str, issuing.Format] = {"docx": "docx", "txt": "txt", "html": "html"}
NEXT = {
    "evidence_list": "和投诉函一起交：网上提交时，把证据清单放在附件第一个；当面或邮寄的，订在信的后面。原件自己留着。",
    "timeline": "附在投诉函后面一起交。以后又发生了什么，回来接着写，再出一份新的。",
    "checklist": "自己留着用，不用交给别人。走一步勾一步，到了日子看下一步。",
}
IN_APP_BROWSERS = ("MicroMessenger", "QQ/", "Weibo", "AlipayClient", "DingTalk")


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


def freeze(paper: Paper) -> str:
    """Print a paper, seal it with its page pictures and keep it in the case for good; its id. Raises IsolationFailed.

    The very same paper is kept once, however often the button was pressed.
    """
    frozen = papers.freeze(paper)
    if already := _same(current.opened.case, frozen):
        return already.id
    pictures = {asset: current.blob(asset) for asset in paper.assets}
    made = issuing.issue(current.opened.case, paper, current.now(), pictures)
    file = _sealed(made)

    def added(case: Case) -> Case:
        if _same(case, frozen):
            return case
        record = made.record.model_copy(update={"id": new_id(case, "papers"), "file": file})
        return replaced(case, f"papers/{record.id}", record)

    case = current.save(None, None, added).case
    return (_same(case, frozen) or case.papers[-1]).id


def _same(case: Case, frozen: str) -> IssuedPaper | None:
    """The paper of this very text that the case already has."""
    return next((paper for paper in case.papers if paper.says(frozen)), None)


def _sealed(made: issuing.Issued) -> FileRef:
    try:
        pages = examine(made.data, "paper.pdf").working
    except Refused:
        pages = ()
    sealed = tuple(current.put(io.BytesIO(page)).id for page in pages)
    whole = current.put(io.BytesIO(made.data))
    return FileRef(
        blob=whole.id, name=made.file_name, media_type=made.media_type, size=len(made.data), sha256=whole.sha256,
        page_count=len(pages), pages=sealed,
    )  # fmt: skip


def in_app_browser() -> bool:
    """Whether this is a browser inside another app, where downloads fail."""
    return any(name in request.user_agent.string for name in IN_APP_BROWSERS)


@bp.get("/case/papers/<paper_id>")
@current.require_case
def show_paper(paper_id: str) -> ResponseReturnValue:
    """A frozen paper: how to save it here, what to do with it next, and by when."""
    record = _record(paper_id)
    paper, book = _paper(record), law_book()
    channel = book.channels.get(record.channel or "")
    dues = [shown_due(due, book) for due in assessed().assessment.deadlines if due.on]
    return render_template(
        "case/issued.html",
        record=record,
        new="new" in request.args,
        in_app=in_app_browser(),
        pages=range(1, (record.file.page_count if record.file else 0) + 1),
        words=text.text(paper),
        preview=html.fragment(paper, lambda asset: url_for(".show_asset", blob=asset)),
        channel=channel,
        ways=[(way.text, formats.CERTAINTIES[way.certainty] if way.certainty == "C" else "") for way in channel.ways_in]
        if channel
        else [],
        reply_by=formats.day_and_weekday(record.reply_by) if record.reply_by else "",
        issued_at=formats.moment(record.issued_at),
        dues=dues,
        next_words=NEXT.get(record.kind, ""),
        form=HouseForm(),
    )


@bp.get("/case/papers/<paper_id>/paper.pdf")
@current.require_case
def download_pdf(paper_id: str) -> Response:
    """The PDF as it was made."""
    file = _record(paper_id).file or abort(404)
    return _attached(current.blob(file.blob), file.name, file.media_type)


@bp.get("/case/papers/<paper_id>/paper.<ending>")
@current.require_case
def download_as(paper_id: str, ending: str) -> Response:
    """The same paper for editing, for pasting, or as a page to print; written anew from the frozen text."""
    wanted = FORMATS.get(ending) or abort(404)
    record = _record(paper_id)
    paper = _paper(record)
    pictures = {asset: current.blob(asset) for asset in paper.assets} if wanted == "docx" else None
    data = issuing.render(paper, wanted, pictures)
    return _attached(data, f"{record.title}-{paper.made_on}.{ending}", issuing.MEDIA_TYPES[wanted])


@bp.get("/case/papers/<paper_id>/pages/<int:number>")
@current.require_case
def show_page(paper_id: str, number: int) -> Response:
    """One page of the PDF as a picture, counted from 1, to save by a long press."""
    file = _record(paper_id).file or abort(404)
    if not 1 <= number <= len(file.pages):
        abort(404)
    return exhibit_files.picture(file.pages[number - 1])


@bp.get("/case/papers/pictures/<blob>")
@current.require_case
def show_asset(blob: str) -> Response:
    """A page of an exhibit, where a preview shows it."""
    known = {
        page
        for item in current.opened.case.evidence
        for page in (*item.pages, *(file.thumbnail for file in item.files))
    }
    if blob not in known:
        abort(404)
    return exhibit_files.picture(blob)


@bp.get("/case/deadlines.ics")
@current.require_case
def download_calendar() -> Response:
    """The coming deadlines for the phone's calendar."""
    data = issuing.deadlines(assessed().assessment, law_book())
    return _attached(data, "据理-期限提醒.ics", "text/calendar")


@bp.post("/case/papers/elsewhere")
@current.require_case
def open_elsewhere() -> ResponseReturnValue:
    """A link that opens this case once, within ten minutes, in another browser or on a computer."""
    if not HouseForm().validate():
        abort(400)
    link = current.ticket_link()
    picture = segno.make(link, error="m").png_data_uri(scale=6, border=3)
    return render_template("case/elsewhere.html", link=link, picture=picture)


def _record(paper_id: str) -> IssuedPaper:
    record: IssuedPaper | None = part(current.opened.case, f"papers/{paper_id}")
    return record or abort(404)


def _paper(record: IssuedPaper) -> Paper:
    """The paper as it was sent."""
    return issuing.as_issued(record, current.blob(record.frozen_file.blob) if record.frozen_file else None)


def _attached(data: bytes, name: str, media_type: str) -> Response:
    answer = send_file(io.BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
