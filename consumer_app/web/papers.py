"""The stop 文书: what can be written and to whom, a preview before anything is made, and freezing a paper as it is sent."""

import hashlib
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app import issuing
from consumer_app.documents import html, letter_templates
from consumer_app.documents.before_sending import concerns
from consumer_app.documents.kinds import KINDS, at_address
from consumer_app.documents.letter_templates import TemplateRefused
from consumer_app.documents.paper import Paper
from consumer_app.documents.paper_material import LetterMaterial, Material
from consumer_app.documents.refusals import refusals
from consumer_app.domain.case import Case
from consumer_app.domain.case.parts import fingerprint
from consumer_app.domain.case.telling import with_their_words, without_their_words
from consumer_app.domain.judging.demands import only_reports
from consumer_app.domain.judging.excuses import to_confirm
from consumer_app.isolated import IsolationFailed
from consumer_app.web import asking, current, journey, printed_ahead, sealed_papers
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.editing import applied
from consumer_app.web.forms.form import PartForm
from consumer_app.web.forms.paper import OWN, FreezeForm, LetterForm
from consumer_app.web.forms.refused import complain_of
from consumer_app.web.open_questions import not_asked_yet
from consumer_app.web.shown import (
    office_for_reports,
    shown_boxes,
    shown_channel,
    shown_concerns,
    shown_reasons,
    shown_words,
)
from consumer_app.web.shown.words import hides_numbers

bp = Blueprint("papers", __name__)

PRINTER_BUSY = "文书没有生成出来，可能是内容太多或服务器正忙。您填的都在，请过一会儿再试一次"


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
    return _list_page(PartForm(formdata=None, data={"seen": fingerprint(current.opened.case, "their_words")}))


def _list_page(answering: PartForm) -> ResponseReturnValue:
    case, book, found = current.opened.case, law_book(), assessed()
    channels = [shown_channel(one, case, book, found.assessment) for one in found.assessment.channels]
    letters = [one for one in channels if one.door == "open" and one.writes]
    office = office_for_reports(found.assessment, book) if only_reports(case, book) else None
    letters.sort(key=lambda one: office is not None and one.id != office)
    if case.demands:
        letters.sort(key=lambda one: bool(refusals(_to(one.id))))
    first = letters[0] if letters else None
    material = _to(first.id) if first else None
    against = refusals(material) if material else ()
    page = render_template(
        "case/papers.html",
        first=first,
        preview=_preview(material) if material and not against else None,
        refused=shown_concerns(against),
        concerns=shown_concerns(concerns(material)) if material else [],
        letters=letters[1:],
        unsure=[one for one in channels if one.door == "not_yet_known" and one.writes],
        others=[
            Writable(kind.title, kind.says, url_for(".make_paper", name=kind.address))
            for kind in KINDS.values()
            if not kind.to_channel
        ],
        issued=[sealed_papers.listed(paper, book) for paper in reversed(case.papers)],
        troubles=found.troubles,
        gaps=found.assessment.evidence_gaps[:3],
        asked=bool(not_asked_yet()),
        told_in_full=bool(case.events),
        numbers_hidden=hides_numbers(case),
        words=shown_words(case),
        placing=PartForm(formdata=None, data={"seen": fingerprint(case, "left_out")}),
        reasons=shown_reasons(case, book, current.today()) if material and _answers_reasons(material) else None,
        answering=answering,
        freeze=FreezeForm(formdata=None),
        place=journey.now("papers.list_papers"),
    )
    return page, answering.status


@bp.post("/case/papers/reasons")
@current.require_case
def answer_reasons() -> ResponseReturnValue:
    """Words of the story that the shopper says the business spoke, which papers then answer, or not any more."""
    form = PartForm(data={"seen": fingerprint(current.opened.case, "their_words")})
    theirs, not_theirs = (request.form.get(name, type=int) for name in ("theirs", "not_theirs"))

    def said(case: Case) -> Case:
        if not_theirs is not None:
            return without_their_words(case, not_theirs)
        found = [words for words, _ in to_confirm(case, law_book(), current.today()) if words.start == theirs]
        return with_their_words(case, found[0].start, found[0].text) if found else case

    if form.validate_on_submit() and applied(form, "their_words", said):
        return redirect(url_for(".list_papers"), 303)
    return _list_page(form)


@bp.route("/case/papers/letter/<channel>", methods=["GET", "POST"])
@current.require_case
def write_letter(channel: str) -> ResponseReturnValue:
    """A letter to one channel: choose the template and the day of reply, look at it, freeze it."""
    material, found = _to(channel), assessed().assessment
    fitting = issuing.fitting_templates(material)
    form = LetterForm(data={"template": fitting[0].slug if fitting else OWN, "reply_by": material.usual_reply_by})
    form.offer(fitting, current.today(), material.awaited)
    asked = request.method == "POST"
    paper = refused = None
    if not asked or form.validate():
        try:
            paper = _letter(material, form.template.data, form.own.data, form.reply_by.data)
        except TemplateRefused as faults:
            refused = faults
            form.complain(form.own, "模板里有几处要改，见下面标出的行")
    against = refusals(material, asks_itself=form.template.data == OWN)
    if paper and asked and "freeze" in request.form:
        if against:
            form.form_errors += [one.text for one in against]
        elif wrong := assessed().miscounted:
            form.form_errors += [f"两个数对不上，先改好再定稿：{sentence}" for sentence in wrong]
        elif answer := _frozen(paper, form):
            return answer
    if paper and not against:
        printed_ahead.begin(paper)
    shown = next((one for one in found.channels if one.id == channel), None)
    page = render_template(
        "case/letter.html",
        concerns=shown_concerns(concerns(material)),
        form=form,
        channel=shown_channel(shown, current.opened.case, law_book(), found) if shown else None,
        title=material.channel.title,
        preview=html.fragment(paper) if paper else None,
        refused=shown_concerns(against),
        faults=refused.errors if refused else (),
        asks_for_a_day=_names_a_day(form.template.data),
    )
    return page, form.status


@bp.route("/case/papers/make/<name>", methods=["GET", "POST"])
@current.require_case
def make_paper(name: str) -> ResponseReturnValue:
    """A paper that goes to no channel (evidence list, timeline, checklist): look at it, freeze it."""
    kind = at_address(name)
    if kind is None or kind.to_channel:
        abort(404)
    form = FreezeForm()
    material = Material(current.opened.case, assessed().assessment, law_book())
    paper = issuing.compose(material, kind.name, with_exhibits=form.exhibits.data)
    lacks = kind.lacks(material)
    if form.validate_on_submit() and "freeze" in request.form:
        if lacks:
            form.form_errors.append(lacks)
        elif answer := _frozen(paper, form):
            return answer
    if not lacks:
        printed_ahead.begin(paper)
    preview = html.fragment(paper, lambda asset: url_for("issued.show_asset", blob=asset))
    return render_template("case/make.html", form=form, kind=kind, preview=preview, lacks=lacks), form.status


@bp.get("/case/papers/form/<channel>")
@current.require_case
def fill_form(channel: str) -> ResponseReturnValue:
    """The boxes of a channel's own form, filled for copying."""
    material = _to(channel)
    boxes = shown_boxes(issuing.channel_form(material))
    return render_template("case/channel-form.html", title=material.channel.title, boxes=boxes, channel=channel)


def _to(channel: str) -> LetterMaterial:
    """What a letter to that channel is made from, of the open case; 404 when the law book has no such channel."""
    if channel not in law_book().channels:
        abort(404)
    return LetterMaterial(current.opened.case, assessed().assessment, law_book(), channel_id=channel)


def _names_a_day(template: str | None) -> bool:
    """Whether the letter by that template says by when an answer is asked for; one of the shopper's own may."""
    known = letter_templates.shipped().get(template or "")
    return known.names_a_day if known else True


def _answers_reasons(material: LetterMaterial) -> bool:
    """Whether the letter answers what the business gave as a reason."""
    return any("[[excuses]]" in template.body for template in issuing.fitting_templates(material)[:1])


def _preview(material: LetterMaterial) -> object:
    """The first letter as it would be now; None when nothing fits."""
    try:
        return html.fragment(issuing.compose(material, "letter"))
    except issuing.NotComposed:
        return None


def _letter(material: LetterMaterial, template: str | None, own: str | None, reply_by: date | None) -> Paper | None:
    """The letter by the template chosen, or by the shopper's own; None while that is empty. Raises TemplateRefused and NotYet."""
    if template != OWN:
        return issuing.compose(material, "letter", template, reply_by=reply_by) if template else None
    if not own:
        return None
    text = own if "\n" in own else f"{own}\n"  # a line break says that it is a text and not a name
    key = (
        f"letter {material.channel_id} {reply_by} {current.opened.version} {hashlib.sha256(text.encode()).hexdigest()}"
    )
    return asking.result(
        key,
        lambda call: issuing.compose(material, "letter", text, reply_by=reply_by, call=call),
        "按您的模板写的信",
        typed={"own": text},
    )


def _frozen(paper: Paper, form: LetterForm | FreezeForm) -> ResponseReturnValue | None:
    """Freeze the paper into the case and go to its page; None when it could not be printed, which the form then says."""
    try:
        made = sealed_papers.issue(paper)
    except IsolationFailed:
        form.form_errors.append(PRINTER_BUSY)
        return None
    except current.CaseRefused as full:
        complain_of(form, full.refused)
        return None
    return redirect(url_for("issued.show_paper", paper_id=made, new="1"), 303)
