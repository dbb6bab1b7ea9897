"""「安全与保存」: how long the case is kept, which devices may open it, a new code, a passphrase, taking everything along, deleting."""

from datetime import date

from flask import Blueprint, Response, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app.documents.archive import write_archive
from consumer_app.formats import day as show_day
from consumer_app.storage.errors import PassphraseNeeded, WrongPassphrase
from consumer_app.web import current, sessions
from consumer_app.web.exporting import archived_files, with_texts
from consumer_app.web.forms.form import SiteForm
from consumer_app.web.forms.safety import DeleteForm, KeepLongerForm, NewCodeForm, PassphraseForm

bp = Blueprint("safety", __name__)


@bp.get("/case/safety")
@current.require_case
def safety() -> ResponseReturnValue:
    """Everything about keeping this case, on one page."""
    return _page(KeepLongerForm(formdata=None))


@bp.post("/case/safety/keep")
@current.require_case
def keep_longer() -> ResponseReturnValue:
    """Keep the case until the day chosen."""
    form = KeepLongerForm().offer(current.today(), current.opened.expires_on)
    if not form.validate():
        return _page(form)
    g.opened = current.storage().cases.keep_until(g.opened, date.fromisoformat(form.until.data), now=current.now())
    flash(f"好了，这个案件会保存到{show_day(g.opened.expires_on)}。")
    return _back()


@bp.post("/case/safety/devices")
@current.require_case
def devices() -> ResponseReturnValue:
    """Remember this device, or forget one."""
    form = SiteForm()
    if not form.validate():
        return _page(KeepLongerForm(formdata=None), problems=form)
    answer = _back()
    if "forget" in request.form:
        current.storage().devices.forget(g.opened, request.form["forget"][:40])
        current.storage().sessions.end_others(g.opened, sessions.cookie(sessions.CASE))
        flash("好了，那台设备不能再自己打开这个案件。在别处开着的页面也都锁上了。")
    else:
        sessions.remember(answer, g.opened)
        flash("好了，这台设备 90 天内可以直接打开这个案件。")
    return answer


@bp.route("/case/safety/code", methods=["GET", "POST"])
@current.require_case
def new_code() -> ResponseReturnValue:
    """Give the case a new code and show its card; the old code, other sessions and other devices stop working."""
    form = NewCodeForm() if request.method == "POST" else NewCodeForm(formdata=None)
    locked = current.storage().cases.has_passphrase(g.opened)
    form.passphrase.missing = "请填写口令" if locked else ""
    if request.method == "GET" or not form.validate():
        return render_template("safety/code.html", form=form, locked=locked), form.status
    try:
        code = current.storage().cases.new_code(g.opened, form.passphrase.data, now=current.now())
    except (PassphraseNeeded, WrongPassphrase) as refusal:
        form.complain(form.passphrase, _refusal(refusal))
        return render_template("safety/code.html", form=form, locked=locked), form.status
    _close_elsewhere()
    answer = make_response(redirect(url_for("start.show_card"), 303))
    sessions.begin(answer, g.opened, code=code)
    return answer


@bp.route("/case/safety/passphrase", methods=["GET", "POST"])
@current.require_case
def passphrase() -> ResponseReturnValue:
    """Set, change or remove the passphrase; the code and its card stay as they are."""
    locked = current.storage().cases.has_passphrase(g.opened)
    form = PassphraseForm(formdata=None, has_one=locked) if request.method == "GET" else PassphraseForm(has_one=locked)
    if request.method == "GET" or not form.validate():
        return render_template("safety/passphrase.html", form=form, locked=locked), form.status
    wanted = None if locked and form.remove.data else form.passphrase.data
    try:
        current.storage().cases.set_passphrase(g.opened, form.passphrase_now.data, wanted, now=current.now())
    except (PassphraseNeeded, WrongPassphrase) as refusal:
        form.complain(form.passphrase_now, _refusal(refusal))
        return render_template("safety/passphrase.html", form=form, locked=locked), form.status
    _close_elsewhere()
    flash("好了，以后打开要编号加口令。口令没有办法找回，请记牢。" if wanted else "好了，以后只用编号就能打开。")
    return _back()


@bp.get("/case/safety/export")
@current.require_case
def export() -> ResponseReturnValue:
    """The whole case as one ZIP: what was filled in, every file as it was uploaded, and a list with their SHA-256."""
    opened = with_texts(g.opened)
    pieces = write_archive(opened.case, archived_files(opened), current.now())
    answer = Response(pieces, mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=f"juli-case-{current.today():%Y%m%d}.zip")
    return answer


@bp.route("/case/safety/delete", methods=["GET", "POST"])
@current.require_case
def delete() -> ResponseReturnValue:
    """Delete the case, after a page that says what goes and what stays."""
    form = DeleteForm() if request.method == "POST" else DeleteForm(formdata=None)
    if request.method == "GET" or not form.validate():
        return render_template("safety/delete.html", form=form, case=g.opened.case), form.status
    current.storage().cases.delete(g.opened.case_id, now=current.now())
    answer = make_response(redirect(url_for("safety.deleted"), 303))
    sessions.end(answer)
    return answer


@bp.get("/deleted")
@current.public
def deleted() -> ResponseReturnValue:
    """What is left after a deletion: nothing but this page."""
    return render_template("safety/deleted.html")


def _page(longer: KeepLongerForm, *, problems: SiteForm | None = None) -> ResponseReturnValue:
    storage = current.storage()
    held = storage.devices.list(g.opened, sessions.cookie(sessions.DEVICE), now=current.now())
    body = render_template(
        "safety/safety.html",
        form=problems or longer,
        longer=longer.offer(current.today(), current.opened.expires_on),
        until=show_day(current.opened.expires_on),
        left=(current.opened.expires_on - current.today()).days,
        days=storage.settings.retention_days,
        devices=[(device, show_day(device.made_on), show_day(device.expires_on)) for device in held],
        this_device=any(device.this for device in held),
        locked=storage.cases.has_passphrase(g.opened),
        token=SiteForm(formdata=None),
    )
    return body, (problems or longer).status


def _close_elsewhere() -> None:
    current.storage().close_elsewhere(
        g.opened, session=sessions.cookie(sessions.CASE), device=sessions.cookie(sessions.DEVICE)
    )


def _refusal(refusal: PassphraseNeeded | WrongPassphrase) -> str:
    if isinstance(refusal, PassphraseNeeded):
        return "请填写口令"
    return f"口令不对，请等 {refusal.wait_seconds} 秒再试" if refusal.wait_seconds else "口令不对，请再试一次"


def _back() -> Response:
    return make_response(redirect(url_for("safety.safety"), 303))
