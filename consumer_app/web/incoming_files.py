"""Files that are sent in: sealed as they come, read on the bench, and named by an exhibit, at once or when they have been read."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from flask import g, request
from werkzeug.datastructures import FileStorage

from consumer_app.bench import Call, Done
from consumer_app.domain.case import Case, FileRef
from consumer_app.domain.case.parts import part, replaced
from consumer_app.intake.evidence import MOST_FILES
from consumer_app.intake.file_names import clean_name
from consumer_app.storage.arriving import BlobRef
from consumer_app.storage.errors import CaseFull
from consumer_app.web import asking, current, kept_work, refusals, security
from consumer_app.web.examined_files import NotTaken, examined
from consumer_app.web.new_exhibits import Shown, with_files

KIND = "read"
CHOOSE_AGAIN = "请把文件再选一次：浏览器不会记住选过的文件"


@dataclass
class TakenIn:
    """What came of some uploads: the files that were sealed, and a sentence for each that was not.

    ``reading`` is the work that still reads them: then nothing is kept yet. ``added``: the exhibits that it added by itself.
    ``shown``: what files show that were sent together, by their blobs.
    """

    kept: list[FileRef] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    reading: kept_work.Asked | None = None
    added: list[str] = field(default_factory=list)
    shown: dict[str, Shown] = field(default_factory=dict)

    def onto(self, case: Case) -> Case:
        """The case with exhibits for the files that were kept."""
        return with_files(case, self.kept, self.shown)


def taken_in(
    uploads: Iterable[FileStorage],
    replacing: FileRef | None = None,
    *,
    shows: Mapping[int, Shown] | None = None,
    back: str = "/case/evidence",
) -> TakenIn:
    """Seal each upload, read it and draw its pages; the good ones can be kept although others are not.

    They stay when a save of this request names them, and else go when the request ends; unless reading takes longer than a page waits,
    which leads ``back`` then. ``shows``: by its place among the uploads, what one shows together with others.
    """
    taken, case = TakenIn(), current.opened.case
    held = {
        file.sha256: f"已经传过的「{item.title}」" for item in case.evidence for file in item.files if file != replacing
    }
    room = MOST_FILES - len(case.evidence) + (1 if replacing else 0)
    arrived: list[dict[str, Any]] = []
    for place, upload in enumerate(uploads):
        try:
            ref = _arrived(upload, held, room - len(arrived))
        except NotTaken as refusal:
            taken.problems.append(str(refusal))
            continue
        name = upload.filename or ""
        held[ref.sha256] = f"刚选的「{clean_name(name)}」"
        arrived.append({"blob": ref.id, "name": name, "size": ref.size, "sha256": ref.sha256})
        if one := (shows or {}).get(place):
            arrived[-1]["shows"] = asdict(one)
    if not arrived:
        return taken
    name = secrets.token_urlsafe(9)
    arguments = {"files": arrived, "problems": taken.problems}
    asked = kept_work.ask(
        KIND,
        f"{KIND} {name}",
        arguments,
        back=f"{back}?read={name}",
        arriving=current.arriving(),
    )
    if isinstance(asked.answer, Done) or asked.work.over:
        came: TakenIn = asked.work.value
        return TakenIn(came.kept, came.problems, shown=came.shown)
    return TakenIn(problems=taken.problems, reading=asked)


def too_large_to_send() -> list[str]:
    """A sentence for each file that the page's script did not send because of its size; only its name arrives."""
    names = request.form.getlist("too_large")[:MOST_FILES]
    return [refusals.sentence("too_large", clean_name(name)) for name in names]


def goes_on(asked: kept_work.Asked, onto: str | None = None) -> str:
    """The page that waits until files have been read and named: by new exhibits, or by the exhibit ``onto``. The request lets go of them."""
    work = asked.work
    with work.lock:
        if work.over:  # read in the very moment
            _name(work, onto)
        else:
            work.note(KIND, {"onto": onto}, [file["blob"] for file in work.arguments["files"]])
            work.arguments = {**work.arguments, "onto": onto}
    g.pop("arriving", None)
    return asking.page_of(asked.answer)  # type: ignore[arg-type]


def outcome(name: str) -> TakenIn | None:
    """What came of files that were read while nobody waited for the answer."""
    key = f"{asking.owner()} {KIND} {name}"
    wait = next((one.about for one in asking.bench().find(asking.owner()) if one.key == key and one.ended), None)
    work = wait.work if isinstance(wait, asking.Wait) else None
    return work.value if isinstance(work, kept_work.Work) else None


def read(work: kept_work.Work, call: Call) -> TakenIn:
    """The work itself: read every file; name them, unless a request still waits to do it."""
    taken = TakenIn(problems=list(work.arguments.get("problems", ())))
    taken.shown = {file["blob"]: Shown(**file["shows"]) for file in work.arguments["files"] if "shows" in file}
    arriving = work.arriving = work.arriving or work.storage.blobs.arriving(work.opened)
    for file in work.arguments["files"]:
        try:
            taken.kept.append(examined(file, work.pieces, work.locked(arriving.put), call))
        except NotTaken as refusal:
            taken.problems.append(str(refusal))
    with work.lock:
        work.value = taken
        if work.noted:
            _name(work, work.arguments.get("onto"))
        work.over = True
    return taken


kept_work.KINDS[KIND] = (read, "证据文件", "/case/evidence?read={}")


def _arrived(upload: FileStorage, held: dict[str, str], room: int) -> BlobRef:
    name = clean_name(upload.filename or "")
    if room < 1:
        raise NotTaken(refusals.sentence("too_many_files", name))
    if security.too_large(upload):
        alone = getattr(upload.stream, "sent", 0) > security.FILE_BYTES
        raise NotTaken(refusals.sentence("too_large" if alone else "too_much_at_once", name))
    try:
        ref = current.put(upload.stream)
    except CaseFull:
        raise NotTaken(refusals.sentence("case_full", name)) from None
    if where := held.get(ref.sha256):
        raise NotTaken(refusals.sentence("twice", name, where=where))
    return ref


def _name(work: kept_work.Work, onto: str | None) -> None:
    """Let exhibits name what was read; the lock is held."""
    taken: TakenIn = work.value
    before = {item.id for item in work.opened.case.evidence}

    def named(case: Case) -> Case:
        item = part(case, f"evidence/{onto}") if onto else None
        if item is None:
            return taken.onto(case)
        files = taken.kept if len(item.files) == 1 and taken.kept else [*item.files, *taken.kept]
        return replaced(case, f"evidence/{onto}", item.model_copy(update={"files": tuple(files)}))

    arriving = work.arriving
    if taken.kept:
        taken.added = [item.id for item in work.save(named, arriving).evidence if item.id not in before]
    elif work.noted:
        work.storage.jobs.end(work.opened, work.noted.id)
    if arriving:
        arriving.let_go()
