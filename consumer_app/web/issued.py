"""Papers as they were sent: their page, and every form in which they reach the shopper's hands, also in WeChat's browser."""

import segno
from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app import formats, issuing
from consumer_app.documents import html, text
from consumer_app.documents.kinds import KINDS
from consumer_app.documents.writers import WRITERS
from consumer_app.domain.case import IssuedPaper
from consumer_app.domain.case.parts import part
from consumer_app.isolated import IsolationFailed
from consumer_app.web import current, exhibit_files, sealed_papers
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.downloads import attached
from consumer_app.web.forms.form import SiteForm
from consumer_app.web.shown import shown_days, sourced

bp = Blueprint("issued", __name__)

IN_APP_BROWSERS = ("MicroMessenger", "QQ/", "Weibo", "AlipayClient", "DingTalk")


def in_app_browser() -> bool:
    """Whether this is a browser inside another app, where downloads fail."""
    return any(name in request.user_agent.string for name in IN_APP_BROWSERS)


@bp.get("/case/papers/<paper_id>")
@current.require_case
def show_paper(paper_id: str) -> ResponseReturnValue:
    """A frozen paper: how to save it here, what to do with it next, and by when."""
    record = _record(paper_id)
    if in_app_browser() or "pictures" in request.args:
        record = sealed_papers.drawn(record)
    paper, book = sealed_papers.paper_of(record), law_book()
    channel = book.channels.get(record.channel or "")
    found = next((one for one in assessed().assessment.channels if one.id == record.channel), None)
    ways = found.ways if found else channel.ways_in if channel else ()
    downloads = sealed_papers.downloads(record)
    return render_template(
        "case/issued.html",
        record=record,
        new="new" in request.args,
        in_app=in_app_browser(),
        pages=range(1, (len(record.file.pages) if record.file else 0) + 1),
        printed=downloads[0],
        others=downloads[1:],
        anew=[one for one in downloads if one.anew],
        words=text.text(paper),
        preview=html.fragment(paper, lambda asset: url_for(".show_asset", blob=asset)),
        channel=channel,
        ways=sourced(ways),
        checked=formats.checked_in(ways),
        reply_by=formats.day_and_weekday(record.reply_by) if record.reply_by else "",
        issued_at=formats.moment(record.issued_at),
        days=shown_days(assessed().assessment, book),
        next_words=kind.next_step if (kind := KINDS.get(record.kind)) else "",
        form=SiteForm(),
    )


@bp.get("/case/papers/<paper_id>/paper.<ending>")
@current.require_case
def download_paper(paper_id: str, ending: str) -> Response:
    """The paper in one format: as it was sealed, or written anew from the frozen text where it was issued without that format."""
    record = _record(paper_id)
    if ending not in WRITERS:
        abort(404)
    try:
        data = sealed_papers.given_out(record, ending)
    except IsolationFailed:
        abort(503)
    return attached(data, sealed_papers.name_of(record, ending), _plain(record), WRITERS[ending].media_type)


@bp.get("/case/papers/<paper_id>/pages/<int:number>")
@current.require_case
def show_page(paper_id: str, number: int) -> Response:
    """One page of the PDF as a picture, counted from 1, to save by a long press."""
    file = sealed_papers.drawn(_record(paper_id)).file or abort(404)
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
    known.update(asset for paper in current.opened.case.papers for asset in paper.shows)
    if blob not in known:
        abort(404)
    return exhibit_files.picture(blob)


@bp.get("/case/deadlines.ics")
@current.require_case
def download_calendar() -> Response:
    """The coming deadlines for the phone's calendar."""
    data = issuing.deadlines(assessed().assessment, law_book())
    return attached(data, "据理-期限提醒.ics", "juli-deadlines", "text/calendar")


@bp.post("/case/papers/elsewhere")
@current.require_case
def open_elsewhere() -> ResponseReturnValue:
    """A link that opens this case once, within ten minutes, in another browser or on a computer."""
    form = SiteForm()
    if not form.validate():
        return render_template("case/elsewhere.html", form=form), form.status
    link = current.ticket_link()
    picture = segno.make(link, error="m").png_data_uri(scale=6, border=3)
    return render_template("case/elsewhere.html", form=form, link=link, picture=picture)


def _record(paper_id: str) -> IssuedPaper:
    record: IssuedPaper | None = part(current.opened.case, f"papers/{paper_id}")
    return record or abort(404)


def _plain(record: IssuedPaper) -> str:
    """A paper's name in plain letters: juli-letter-2026-11-30."""
    kind, day = KINDS.get(record.kind), record.issued_at.first_day
    return f"juli-{kind.address if kind else 'paper'}-{day.isoformat() if day else record.id}"
