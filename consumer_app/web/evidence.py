"""Evidence: the list of exhibits, adding files or an original kept elsewhere, one exhibit's page, its pictures, taking it away."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import Case, Evidence
from consumer_app.domain.case.exhibits import joined
from consumer_app.domain.case.parts import fingerprint, part, replaced
from consumer_app.intake.evidence import LARGEST_FILE, MOST_FILES
from consumer_app.web import current, exhibit_files, exhibit_rows, incoming_files, items, journey, kept_work, refusals
from consumer_app.web.conflicts import Overtaken
from consumer_app.web.editing import applied, saved
from consumer_app.web.exhibit_rows import Row
from consumer_app.web.forms.evidence import ExhibitForm, UploadForm
from consumer_app.web.forms.form import PartForm
from consumer_app.web.new_exhibits import Shown

bp = Blueprint("evidence", __name__, url_prefix="/case/evidence")


@bp.route("", methods=["GET", "POST"])
@current.require_case
def list_evidence() -> ResponseReturnValue:
    """All exhibits with the numbers they have now, and what to gather; files sent here become exhibits, the good ones at once."""
    form, unsent = UploadForm(), incoming_files.too_large_to_send()
    if not form.validate_on_submit():
        if read := incoming_files.outcome(request.args.get("read", "")):
            form.files.errors = read.problems
            return _list_page(form, added=len(read.added)) if read.problems else _onward(read.added)
        if unsent:
            form.files.errors = unsent
        elif form.files.data:
            form.complain(form.files, incoming_files.CHOOSE_AGAIN)
        return _list_page(form)
    together = dict.fromkeys(range(len(form.files.data)), Shown()) if form.same.data else {}
    taken = incoming_files.taken_in(form.files.data, shows=together)
    if taken.reading:
        return redirect(incoming_files.goes_on(taken.reading), 303)
    before = {item.id for item in current.opened.case.evidence}
    if taken.kept:
        current.save(None, None, taken.onto)
    added = [item.id for item in current.opened.case.evidence if item.id not in before]
    if taken.problems or unsent:
        form.files.errors = [*taken.problems, *unsent]
        return _list_page(form, added=len(added))
    return _onward(added)


@bp.route("/new", methods=["GET", "POST"])
@current.require_case
def add_exhibit() -> ResponseReturnValue:
    """One exhibit with its particulars: with a file, or with the original in the shopper's hands. Sent twice, it is added once."""
    wanted = exhibit_rows.wanted_evidence(request.args.get("gathers", ""))
    case, once = current.opened.case, items.Once.of_this_page()
    known: Evidence | None = part(case, f"evidence/{once.added}") if once.added else None

    def form_for(case: Case) -> ExhibitForm:
        form = (
            ExhibitForm.of(case, known, current.today(), kept_work.awaited())
            if known
            else ExhibitForm.new(case, wanted, current.today())
        )
        form.once = once.token
        return form

    if known and (form := form_for(case)).validate_on_submit() and not form.file.data and form.onto(case) == case:
        return redirect(url_for(".list_evidence"), 303)
    before = {item.id for item in case.evidence}
    answer = _save_exhibit(form_for, "case/evidence-new.html", wanted=wanted)
    for item in current.opened.case.evidence:
        if item.id not in before:
            current.remember_added(once.token, item.id)
    return answer


@bp.route("/<exhibit>", methods=["GET", "POST"])
@current.require_case
def edit_exhibit(exhibit: str) -> ResponseReturnValue:
    """One exhibit: what it is, what it proves, what it belongs to, its file."""
    case, address = current.opened.case, f"evidence/{exhibit}"
    if part(case, address) is None and items.may_be_shown(case, address):
        return _put_back(case, address)
    item = _item(exhibit)
    return _save_exhibit(
        lambda case: ExhibitForm.of(
            case, part(case, f"evidence/{exhibit}") or item, current.today(), kept_work.awaited()
        ),
        "case/evidence-item.html",
        row=_row(exhibit),
    )


def _put_back(case: Case, address: str) -> ResponseReturnValue:
    """What was typed for an exhibit that was taken out meanwhile: shown first, added as a further one when it is sent again."""

    def form_for(case: Case) -> ExhibitForm:
        return ExhibitForm.new(case, None, current.today())

    if (form := form_for(case)).seen.data != fingerprint(case, address):
        raise Overtaken(case, address, form, form_for)
    return _save_exhibit(form_for, "case/evidence-new.html", wanted=None)


@bp.route("/<exhibit>/delete", methods=["GET", "POST"])
@current.require_case
def delete_exhibit(exhibit: str) -> ResponseReturnValue:
    """Asks once more, then takes the exhibit and its file away."""
    address = f"evidence/{exhibit}"
    if request.method == "POST" and part(current.opened.case, address) is None:
        return redirect(url_for(".list_evidence"), 303)
    _item(exhibit)
    return items.take_out(
        address,
        lambda case: replaced(case, address, None),
        "case/evidence-delete.html",
        then=url_for(".list_evidence"),
        row=_row(exhibit),
    )


@bp.post("/order")
@current.require_case
def order_exhibits() -> ResponseReturnValue:
    """The exhibits that nothing mentions yet, in the order the shopper puts them; or those ticked made one."""
    order = PartForm(data={"seen": fingerprint(current.opened.case, "evidence")})
    if "together" in request.form:
        return _made_one(order, request.form.getlist("same"))
    if items.reordered("evidence", order):
        return redirect(url_for(".list_evidence"), 303)
    as_posted = items.in_order(current.opened.case, "evidence", items.order_posted("evidence"))
    return _list_page(UploadForm(formdata=None), order, as_posted)


def _made_one(order: PartForm, ids: list[str]) -> ResponseReturnValue:
    """The exhibits ticked become one, which leads to its page; with fewer than two the page says so."""
    case = joined(current.opened.case, ids)
    if case == current.opened.case:
        order.validate_on_submit()
        order.form_errors.append("请先勾上两份以上还没有写进经过、也没有寄出过的证据")
    elif order.validate_on_submit() and applied(order, "evidence", lambda case: joined(case, ids)):
        first = next(item.id for item in case.evidence if item.id in ids)
        return redirect(url_for(".edit_exhibit", exhibit=first), 303)
    return _list_page(UploadForm(formdata=None), order)


@bp.get("/<exhibit>/pages")
@current.require_case
def show_pages(exhibit: str) -> ResponseReturnValue:
    """Every page of an exhibit as it will be printed, with the number it is cited by."""
    if not _item(exhibit).files:
        abort(404)
    return render_template("case/evidence-pages.html", row=_row(exhibit))


@bp.get("/<exhibit>/pages/<int:number>")
@current.require_case
def show_page(exhibit: str, number: int) -> Response:
    """One page as a picture, counted from 1."""
    pages = _item(exhibit).pages
    if not 1 <= number <= len(pages):
        abort(404)
    return exhibit_files.picture(pages[number - 1])


@bp.get("/<exhibit>/thumbnail")
@current.require_case
def show_thumbnail(exhibit: str) -> Response:
    """A small picture to recognise the exhibit by."""
    return exhibit_files.picture(_item(exhibit).thumbnail or abort(404))


@bp.get("/<exhibit>/original")
@bp.get("/<exhibit>/original/<int:number>")
@current.require_case
def download_original(exhibit: str, number: int = 1) -> Response:
    """One of its files exactly as it was sent, counted from 1."""
    files = _item(exhibit).files
    if not 1 <= number <= len(files):
        abort(404)
    return exhibit_files.original(files[number - 1])


def _onward(added: list[str]) -> ResponseReturnValue:
    """After files became exhibits: to the one that came, or to the list of all."""
    return redirect(url_for(".edit_exhibit", exhibit=added[0]) if len(added) == 1 else url_for(".list_evidence"), 303)


def _list_page(
    form: UploadForm, order: PartForm | None = None, case: Case | None = None, *, added: int = 0
) -> ResponseReturnValue:
    """The list; ``order`` with the case in the order posted when that could not be kept."""
    case = case or current.opened.case
    listed, order = exhibit_rows.rows(case), order or PartForm(data={"seen": fingerprint(case, "evidence")})
    page = render_template(
        "case/evidence.html",
        form=form,
        order=order,
        told=[row for row in listed if row.told],
        loose=[row for row in listed if not row.told],
        wanted=exhibit_rows.worth_gathering(current.today()),
        added=added,
        largest=LARGEST_FILE,
        place=journey.now("evidence.list_evidence"),
        onward=journey.after("evidence.list_evidence"),
    )
    return page, max(form.status, order.status)


def _save_exhibit(form_for: Callable[[Case], ExhibitForm], template: str, **context: object) -> ResponseReturnValue:
    form = form_for(current.opened.case)
    if not form.validate_on_submit():
        if form.file.data:
            form.complain(form.file, incoming_files.CHOOSE_AGAIN)
        return render_template(template, form=form, **context), form.status
    if not form.files_before and not form.guarded and len(current.opened.case.evidence) >= MOST_FILES:
        form.complain(form.title, refusals.sentence("too_many_files", form.title.data))
        return render_template(template, form=form, **context), form.status
    taken, before = (
        incoming_files.taken_in(form.file.data, form.replacing),
        {item.id for item in current.opened.case.evidence},
    )
    form.file_now = taken.kept[0] if taken.kept else None
    form.file.errors = taken.problems
    if form.problems or not saved(form, form.guarded, form_for=form_for):
        if taken.reading:
            kept_work.given_up(taken.reading)
        return render_template(template, form=form, **context), form.status
    if taken.reading:
        added = next((item.id for item in current.opened.case.evidence if item.id not in before), None)
        return redirect(incoming_files.goes_on(taken.reading, added or form.address.partition("/")[2]), 303)
    return redirect(url_for(".list_evidence"), 303)


def _item(exhibit: str) -> Evidence:
    item: Evidence | None = part(current.opened.case, f"evidence/{exhibit}")
    return item or abort(404)


def _row(exhibit: str) -> Row:
    return next(row for row in exhibit_rows.rows(current.opened.case) if row.id == exhibit)
