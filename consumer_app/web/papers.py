"""The stop 文书: what can be written and to whom, a preview before anything is made, and freezing a paper as it is sent."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app import issuing
from consumer_app.documents import html
from consumer_app.documents.letters import TemplateRefused
from consumer_app.documents.papers import Paper
from consumer_app.domain.case import PaperKind
from consumer_app.domain.law import Channel
from consumer_app.isolated import IsolationFailed
from consumer_app.web import current, issued, journey
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.forms.paper import OWN, FreezeForm, LetterForm
from consumer_app.web.shown import ShownChannel, ShownConcern, shown_channel, shown_concerns

bp = Blueprint("papers", __name__)

PRINTER_BUSY = "文书没有生成出来，可能是内容太多或服务器正忙。您填的都在，请过一会儿再试一次"
OTHERS: dict[str, PaperKind] = {"evidence": "evidence_list", "timeline": "timeline", "checklist": "checklist"}
OTHERS_SAY = {
    "evidence": "编号、名称、来源、证明什么、共几页，交给平台、12315 和法院都用得上",
    "timeline": "按时间排好的经过，适合附在投诉函后面",
    "checklist": "接下来一步一步去哪里、带什么、哪天之前，自己留着打勾",
}


@dataclass(frozen=True)
class Writable:
    """One paper that can be made now."""

    title: str
    says: str
    url: str


@bp.get("/case/papers")
@current.require_case
def list_papers() -> ResponseReturnValue:
    """The letter that comes next with its preview, the other papers, and what was frozen already."""
    case, book, found = current.opened.case, law_book(), assessed()
    channels = [shown_channel(one, book, found.assessment) for one in found.assessment.channels]
    letters = [one for one in channels if one.open and one.writes]
    first = letters[0] if letters else None
    return render_template(
        "case/papers.html",
        first=first,
        preview=_preview(first) if first else None,
        concerns=_concerns(first.id) if first else [],
        letters=letters[1:],
        others=[
            Writable(issuing.TITLES[kind], OTHERS_SAY[name], url_for(".make_paper", name=name))
            for name, kind in OTHERS.items()
        ],
        issued=[issued.listed(paper, book) for paper in reversed(case.papers)],
        troubles=found.troubles,
        gaps=found.assessment.evidence_gaps[:3],
        asked=bool(found.assessment.questions),
        told_in_full=bool(case.events),
        freeze=FreezeForm(formdata=None),
        place=journey.now("papers.list_papers"),
    )


@bp.route("/case/papers/letter/<channel>", methods=["GET", "POST"])
@current.require_case
def write_letter(channel: str) -> ResponseReturnValue:
    """A letter to one channel: choose the template and the day of reply, look at it, freeze it."""
    entry, found = _channel(channel), assessed().assessment
    fitting = issuing.fitting_templates(current.opened.case, found, channel, law_book())
    days = timedelta(days=entry.reply_days) if entry.reply_days else None
    form = LetterForm(
        data={"template": fitting[0].slug if fitting else OWN, "reply_by": days and current.today() + days}
    )
    form.offer(fitting, current.today())
    asked = request.method == "POST"
    paper = refused = None
    if not asked or form.validate():
        chosen = form.own.data if form.template.data == OWN else form.template.data
        try:
            paper = _letter(channel, chosen, form) if chosen else None
        except TemplateRefused as faults:
            refused = faults
            form.complain(form.own, "模板里有几处要改，见下面标出的行")
    if paper and asked and "freeze" in request.form and (answer := _frozen(paper, form)):
        return answer
    shown = next((one for one in found.channels if one.id == channel), None)
    page = render_template(
        "case/letter.html",
        concerns=_concerns(channel),
        form=form,
        channel=shown_channel(shown, law_book(), found) if shown else None,
        title=entry.title,
        preview=html.fragment(paper) if paper else None,
        faults=refused.errors if refused else (),
    )
    return page, form.status


@bp.route("/case/papers/make/<name>", methods=["GET", "POST"])
@current.require_case
def make_paper(name: str) -> ResponseReturnValue:
    """The evidence list, the timeline or the checklist: look at it, freeze it."""
    kind = OTHERS.get(name) or abort(404)
    form = FreezeForm()
    paper = issuing.compose(
        current.opened.case,
        kind,
        None,
        None,
        law_book(),
        current.today(),
        assessment=assessed().assessment,
        with_exhibits=form.exhibits.data,
    )
    if form.validate_on_submit() and "freeze" in request.form and (answer := _frozen(paper, form)):
        return answer
    preview = html.fragment(paper, lambda asset: url_for("issued.show_asset", blob=asset))
    return (
        render_template(
            "case/make.html", form=form, kind=name, title=issuing.TITLES[kind], says=OTHERS_SAY[name], preview=preview
        ),
        form.status,
    )


@bp.get("/case/papers/form/<channel>")
@current.require_case
def fill_form(channel: str) -> ResponseReturnValue:
    """The boxes of a channel's own form, filled for copying."""
    entry = _channel(channel)
    boxes = issuing.channel_form(
        current.opened.case, channel, law_book(), current.today(), assessment=assessed().assessment
    )
    return render_template("case/channel-form.html", title=entry.title, boxes=boxes, channel=channel)


def _preview(channel: ShownChannel) -> object:
    """The first letter as it would be now; None when nothing fits."""
    try:
        return html.fragment(_compose(channel.id, None))
    except (issuing.NotComposed, IsolationFailed):
        return None


def _concerns(channel: str) -> list[ShownConcern]:
    """What to look at before a letter to this channel is frozen."""
    case, found = current.opened.case, assessed().assessment
    return shown_concerns(issuing.concerns(case, channel, law_book(), current.today(), assessment=found))


def _letter(channel: str, template: str, form: LetterForm) -> Paper:
    return _compose(channel, template if "\n" in template or form.template.data != OWN else f"{template}\n", form)


def _compose(channel: str, template: str | None, form: LetterForm | None = None) -> Paper:
    return issuing.compose(
        current.opened.case,
        "letter",
        channel,
        template,
        law_book(),
        current.today(),
        assessment=assessed().assessment,
        reply_by=form.reply_by.data if form else None,
    )


def _frozen(paper: Paper, form: LetterForm | FreezeForm) -> ResponseReturnValue | None:
    """Freeze the paper into the case and go to its page; None when it could not be printed, which the form then says."""
    try:
        made = issued.freeze(paper)
    except IsolationFailed:
        form.form_errors.append(PRINTER_BUSY)
        return None
    return redirect(url_for("issued.show_paper", paper_id=made, new="1"), 303)


def _channel(channel: str) -> Channel:
    return law_book().channels.get(channel) or abort(404)
