"""The stop of screenshots and photos on the short path: the few that matter most, several at once, each with its caption on the same page."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import Case
from consumer_app.domain.judging.gathering import foremost
from consumer_app.domain.law import EvidenceWanted
from consumer_app.intake.evidence import LARGEST_FILE
from consumer_app.web import current, exhibit_rows, incoming_files, journey
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.editing import saved
from consumer_app.web.forms.form import as_kept
from consumer_app.web.forms.proof import ProofForm, proof_form
from consumer_app.web.new_exhibits import Shown

bp = Blueprint("proof", __name__)
MOST = 3


@bp.route("/case/proof", methods=["GET", "POST"])
@current.require_case
def add_proof() -> ResponseReturnValue:
    """Files sent here become exhibits, the good ones at once, and the page shows them with captions to change; sent without files it goes on."""
    form, unsent = _form_for(current.opened.case), incoming_files.too_large_to_send()
    if not form.validate_on_submit():
        if read := incoming_files.outcome(request.args.get("read", "")):
            return _with_problems(read.problems) if read.problems else redirect(url_for(".add_proof"), 303)
        if form.uploads:
            form.form_errors.append(incoming_files.CHOOSE_AGAIN)
        return _page(form)
    if form.onto(current.opened.case) != current.opened.case and not saved(form, form.address, form_for=_form_for):
        return _page(form)
    sent = form.uploads
    if not sent and not unsent:
        return redirect(url_for(".add_proof") if "upload" in request.form else journey.after("proof.add_proof"), 303)
    shows = {place: _shown(wanted) for place, (_, wanted) in enumerate(sent) if wanted}
    taken = incoming_files.taken_in((file for file, _ in sent), shows=shows, back=url_for(".add_proof"))
    if taken.reading:
        return redirect(incoming_files.goes_on(taken.reading), 303)
    if taken.kept:
        current.save(None, None, taken.onto)
    problems = [*taken.problems, *unsent]
    return _with_problems(problems) if problems else redirect(url_for(".add_proof"), 303)


def _form_for(case: Case) -> ProofForm:
    return proof_form(case, foremost(assessed().assessment, law_book(), MOST))


def _shown(wanted: EvidenceWanted) -> Shown:
    return Shown(wanted.id, wanted.title, wanted.kind, wanted.proves)


def _with_problems(problems: list[str]) -> ResponseReturnValue:
    """The page as the case now is, with why some files were not kept."""
    with as_kept():
        form = _form_for(current.opened.case)
    form.form_errors.extend(problems)
    return _page(form)


def _page(form: ProofForm) -> ResponseReturnValue:
    listed = exhibit_rows.rows(current.opened.case)
    page = render_template(
        "case/proof.html",
        form=form,
        rows={row.id: row for row in listed},
        largest=LARGEST_FILE,
        place=journey.now("proof.add_proof"),
        onward=journey.after("proof.add_proof"),
    )
    return page, form.status
