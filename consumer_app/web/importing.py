"""Taking in a case that was exported here or elsewhere: everything is checked anew and kept under a new code."""

import io
from collections.abc import Mapping

from flask import Blueprint, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError
from werkzeug.datastructures import FileStorage

from consumer_app.documents.archive import Archive, ArchiveRefused, read_archive
from consumer_app.documents.frozen import thaw
from consumer_app.domain.case import Case, Evidence, FileRef, IssuedPaper
from consumer_app.storage.errors import CaseFull, CaseTooLong
from consumer_app.storage.vault import Code
from consumer_app.web import current, incoming_files, security, sessions
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
PATIENT = 120.0
"""Seconds to wait for one file to be read."""
TOO_LONG = (
    "这个案件里的文字有 {size:.1f} MB，一个案件最多放 {limit:.1f} MB，没有收下。"
    "请在原来的案件里删去一些长的内容（聊天记录可以截图，作为证据上传），再导出一次"
)
WITHOUT_FILE = "当时的文件没有一起带来，或者和当时的不一样；可以在它的页面上按现在的格式重新生成"


@bp.route("/import", methods=["GET", "POST"])
@current.public
def take_in() -> ResponseReturnValue:
    """Take a case in and lead to its new card; what could not be taken in is said, by name."""
    form = ImportForm()
    if not form.is_submitted() or not form.validate():
        return render_template("importing/import.html", form=form), form.status if form.is_submitted() else 200
    upload = form.archive.data[0]
    try:
        if security.too_large(upload):
            raise ArchiveRefused("too_large")
        archive = read_archive(upload.stream.read())
    except ArchiveRefused as refusal:
        form.complain(form.archive, WHY[refusal.why].format(where=f"（{refusal.where}）" if refusal.where else ""))
        return render_template("importing/import.html", form=form), form.status
    try:
        code, problems = _kept(archive)
    except CaseTooLong as refusal:
        form.complain(form.archive, TOO_LONG.format(size=refusal.size / 1_000_000, limit=refusal.limit / 1_000_000))
        return render_template("importing/import.html", form=form), form.status
    if problems:
        answer = make_response(render_template("importing/partly.html", problems=problems))
    else:
        answer = make_response(redirect(url_for("start.show_card"), 303))
    sessions.begin(answer, g.opened, code=code)
    return answer


def _kept(archive: Archive) -> tuple[Code, list[str]]:
    """Keep the case with each file that is still what it was, all at once; what was left out, in sentences."""
    draft = current.storage().cases.draft(now=current.now())
    g.opened = draft[1]
    problems: list[str] = []
    evidence, moved = _evidence(archive, problems)
    case = _with(archive.case, evidence, _papers(archive, moved, problems))
    code, g.opened = current.storage().cases.create(case, now=current.now(), draft=draft, arriving=current.arriving())
    return code, problems


def _evidence(archive: Archive, problems: list[str]) -> tuple[tuple[Evidence, ...], dict[str, str]]:
    kept: list[Evidence] = []
    moved: dict[str, str] = {}
    for item in archive.case.evidence:
        files: list[FileRef] = []
        for named in item.files:
            try:
                upload = FileStorage(io.BytesIO(_bytes(archive, named)), named.name)
                taken = incoming_files.taken_in([upload], named, patient=PATIENT)
                problems += [f"证据「{item.title}」：{refusal}" for refusal in taken.problems]
                files += taken.kept
                for file in taken.kept:
                    moved |= _moved(named, file)
            except _Missing as missing:
                problems.append(f"证据「{item.title}」：{missing}")
        kept.append(item.model_copy(update={"files": tuple(files)}))
    return tuple(kept), moved


def _papers(archive: Archive, moved: Mapping[str, str], problems: list[str]) -> tuple[IssuedPaper, ...]:
    kept = []
    for paper in archive.case.papers:
        taken: dict[str, FileRef] = {}
        lost: dict[str, None] = {}
        try:
            frozen = paper.frozen or _bytes(archive, paper.frozen_file).decode()
            thaw(frozen)
        except _Missing:
            problems.append(f"文书「{paper.title}」：导出的文件里没有它的内容，或者和当时的不一样，没有收下")
            continue
        except (UnicodeDecodeError, ValidationError):
            problems.append(f"文书「{paper.title}」：里面的内容看不懂，没有收下")
            continue
        for old in filter(None, (paper.file, *paper.also.values())):
            try:
                ref = current.put(io.BytesIO(_bytes(archive, old)))
                taken[old.blob] = old.model_copy(update={"blob": ref.id, "pages": (), "thumbnail": None})
            except _Missing:
                lost[f"文书「{paper.title}」：{WITHOUT_FILE}"] = None
            except CaseFull:
                lost[f"文书「{paper.title}」：没有收下，空间满了"] = None
        problems += lost
        for before, after in moved.items():
            frozen = frozen.replace(before, after)
        update = {
            "file": taken.get(paper.file.blob) if paper.file else None,
            "also": {ending: taken[old.blob] for ending, old in paper.also.items() if old.blob in taken},
            "frozen": frozen,
            "frozen_file": None,
            "shows": (),
        }
        kept.append(paper.model_copy(update=update))
    return tuple(kept)


def _with(case: Case, evidence: tuple[Evidence, ...], papers: tuple[IssuedPaper, ...]) -> Case:
    held = {paper.id for paper in papers}
    steps = tuple(step if step.paper in held else step.model_copy(update={"paper": None}) for step in case.steps)
    return case.model_copy(update={"evidence": evidence, "papers": papers, "steps": steps})


class _Missing(Exception):
    """A file that the case names is not there, or not as it was; the text is the sentence to show."""


def _bytes(archive: Archive, file: FileRef | None) -> bytes:
    if file is None or file.blob not in archive.files:
        raise _Missing("导出的文件里没有它的原件，请之后重新上传")
    try:
        return archive.files[file.blob]()
    except ArchiveRefused as refusal:
        raise _Missing("原件和当时的不一样，没有收下" if refusal.why == "changed" else "原件打不开，没有收下") from None


def _moved(old: FileRef, new: FileRef) -> dict[str, str]:
    """Which id each sealed file had and has now; frozen papers show their exhibits by it."""
    pairs = [(old.blob, new.blob), *zip(old.pages, new.pages, strict=False)]
    if old.thumbnail and new.thumbnail:
        pairs.append((old.thumbnail, new.thumbnail))
    return {before: after for before, after in pairs if len(before) == 32}
