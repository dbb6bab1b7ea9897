"""Taking in a case that was exported here or elsewhere: everything is checked anew and kept under a new code."""

import threading

from flask import Blueprint, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import ServiceUnavailable

from consumer_app.bench import Done
from consumer_app.documents.archive import ArchiveRefused, read_archive
from consumer_app.storage.errors import CaseTooLong
from consumer_app.storage.vault import Code
from consumer_app.web import current, import_work, kept_work, security, sessions
from consumer_app.web.forms.form import SiteForm
from consumer_app.web.forms.importing import ImportForm

bp = Blueprint("importing", __name__)

WHY = {
    "not_an_archive": "这不是从据理导出的文件。请选导出的 ZIP，或者里面的 case.json",
    "no_case": "这个 ZIP 里没有 case.json。请选从据理导出的那一个",
    "odd_case": "case.json 里有一处看不懂{where}。如果手工改过，请改回来再试",
    "newer": "这个文件是更新版本的据理导出的，这里还读不了",
    "too_large": "这个文件太大，或者里面的东西太大，收不下",
    "too_many": "这个 ZIP 里的文件太多，收不下",
    "encrypted": "这个 ZIP 加了密码。请先去掉密码再选",
    "changed": "里面的文件和清单对不上，可能被改过",
    "damaged": "这个文件打不开，可能没有传完整。请重新选一次",
}
TOO_LONG = (
    "这个案件里的文字有 {size:.1f} MB，一个案件最多放 {limit:.1f} MB，没有收下。"
    "请在原来的案件里删去一些长的内容（聊天记录可以截图，作为证据上传），再导出一次"
)
_SEALING = threading.BoundedSemaphore(4)
"""As many archives are taken apart at a time: it is work of a few seconds at most, but work of this process."""


@bp.route("/import", methods=["GET", "POST"])
@current.public
def take_in() -> ResponseReturnValue:
    """Take a case in and lead to its new card; its files may still be read then. What could not be taken in is said, by name."""
    form = ImportForm()
    if not form.is_submitted() or not form.validate():
        return render_template("importing/import.html", form=form), form.status if form.is_submitted() else 200
    try:
        code, problems = _kept(form.archive.data[0])
    except ArchiveRefused as refusal:
        form.complain(form.archive, WHY[refusal.why].format(where=f"（{refusal.where}）" if refusal.where else ""))
        return render_template("importing/import.html", form=form), form.status
    except CaseTooLong as refusal:
        form.complain(form.archive, TOO_LONG.format(size=refusal.size / 1_000_000, limit=refusal.limit / 1_000_000))
        return render_template("importing/import.html", form=form), form.status
    if problems:
        answer = make_response(render_template("importing/partly.html", problems=problems))
    else:
        answer = make_response(redirect(url_for("start.show_card"), 303))
    sessions.begin(answer, g.opened, code=code)
    return answer


@bp.route("/case/imported", methods=["GET", "POST"])
@current.require_case
def told() -> ResponseReturnValue:
    """What could not be taken in, where that was known only after the card was shown; said until its owner has read it."""
    form = SiteForm()
    left = current.storage().jobs.told(g.opened)
    if form.is_submitted() and form.validate():
        for one in left:
            current.storage().jobs.was_read(g.opened, one.id)
        left = []
    if not left:
        return redirect(url_for("home.show_case"), 303)
    problems = [problem for one in left for problem in one.arguments["problems"]]
    return render_template("importing/partly.html", problems=problems, form=form), form.status


def _kept(upload: FileStorage) -> tuple[Code, list[str]]:
    """Keep the case: all at once where its files are read quickly, else without them, and they follow. What was left out, in sentences.

    Raises ArchiveRefused, CaseTooLong, StorageFull and bench.Refused; then nothing is kept.
    """
    storage, now = current.storage(), current.now()
    draft = storage.cases.draft(now=now)
    g.opened = draft[1]
    sealed = _sealed(upload)
    if not sealed.blobs:
        code, g.opened = storage.cases.create(sealed.bare, now=now, draft=draft)
        return code, sealed.problems
    asked = kept_work.ask(
        import_work.KIND,
        import_work.KIND,
        sealed.arguments,
        says=sealed.says,
        back=import_work.BACK,
        long=len(sealed.files) > import_work.FEW,
        arriving=current.arriving(),
    )
    work = asked.work
    with work.lock:
        if isinstance(asked.answer, Done) or work.over:
            whole = work.value.into(sealed.bare)
            code, g.opened = storage.cases.create(whole, now=now, draft=draft, arriving=current.arriving())
            work.value.papers.clear()
            return code, work.value.problems
        made = False
        try:
            code, g.opened = storage.cases.create(sealed.bare, now=now, draft=draft)
            made, work.opened = True, g.opened
            kept_work.nothing_is_left()
            work.note(import_work.KIND, {}, sealed.blobs)
        except BaseException:
            kept_work.given_up(asked)
            if made:  # and nobody has its code
                storage.cases.delete(g.opened.case_id, now=now)
            raise
    g.pop("arriving", None)  # from here on the work has them
    return code, []


def _sealed(upload: FileStorage) -> import_work.Sealed:
    """The archive checked, its files sealed for the new case; nothing of it stays in memory."""
    if security.too_large(upload):
        raise ArchiveRefused("too_large")
    if not _SEALING.acquire(blocking=False):
        raise ServiceUnavailable(retry_after=10)
    try:
        archive = read_archive(upload.stream)
        current.storage().cases.must_fit(archive.without_texts)
        return import_work.seal(archive, current.arriving())
    finally:
        _SEALING.release()
        upload.close()
