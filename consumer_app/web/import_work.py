"""The files of a case that is taken in: sealed while the archive is here, read on the bench, and put into the case in one commit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pydantic import ValidationError

from consumer_app.bench import Call
from consumer_app.documents.archive import Archive, ArchiveRefused
from consumer_app.documents.frozen import thaw
from consumer_app.domain.case import Case, FileRef, IssuedPaper
from consumer_app.storage.arriving import Arriving, BlobRef
from consumer_app.storage.errors import CaseFull, CaseTooLong, Tampered, TooLarge
from consumer_app.web import current, kept_work
from consumer_app.web.examined_files import NotTaken, examined

KIND = kept_work.IMPORT
TEXT = "application/json"
BACK = "/case/imported"
"""Where its owner is told what could not be taken in."""
SAYS = "导入时有几样没收下，点开看"
WITHOUT_FILE = "当时的文件没有一起带来，或者和当时的不一样；可以在它的页面上按现在的格式重新生成"
NO_PLACE = "没有收下，案件放满了"
FEW = 8
"""So many files may be read in about a second; more are known to take longer."""


@dataclass
class Sealed:
    """What an archive held, once its files are sealed for the new case.

    bare: the case that is there at once; its exhibits have no files and it has no papers. files: what the bench reads, each for an exhibit,
    with the file that it was. papers: with their texts and files sealed. steps: which of them was sent with a paper. problems: in sentences.
    """

    bare: Case
    files: list[dict[str, Any]] = field(default_factory=list)
    papers: list[IssuedPaper] = field(default_factory=list)
    steps: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def arguments(self) -> dict[str, Any]:
        """What the work is told of it."""
        papers = [paper.model_dump(mode="json") for paper in self.papers]
        return {"files": self.files, "papers": papers, "steps": self.steps, "problems": self.problems}

    @property
    def blobs(self) -> list[str]:
        """The sealed files that the work needs."""
        return [*(file["blob"] for file in self.files), *(ref.blob for paper in self.papers for ref in paper.files)]

    @property
    def says(self) -> str:
        """What is being read, in words."""
        if not self.files:
            return "导入的文书"
        many = f"等 {len(self.files)} 份证据文件" if len(self.files) > 1 else ""
        return f"导入的「{self.files[0]['title']}」{many}"


@dataclass
class Read:
    """What came of it: the files by exhibit, the papers, the sentences for what was not taken in."""

    files: dict[str, list[FileRef]] = field(default_factory=dict)
    papers: list[IssuedPaper] = field(default_factory=list)
    steps: Mapping[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def into(self, case: Case) -> Case:
        """The case with all of it; what was taken out or added there meanwhile stays so."""
        evidence = tuple(
            item.model_copy(update={"files": (*files, *item.files)}) if (files := self.files.get(item.id)) else item
            for item in case.evidence
        )
        there = {item.id for item in case.evidence}
        gone = {name for item, files in self.files.items() if item not in there for name in _names(files)}
        held = {paper.id for paper in self.papers}
        steps = tuple(
            step.model_copy(update={"paper": sent})
            if step.paper is None and (sent := self.steps.get(step.id)) in held
            else step
            for step in case.steps
        )
        papers = tuple(
            paper.model_copy(update={"shows": tuple(sorted(name for name in gone if name in (paper.frozen or "")))})
            for paper in self.papers
        )
        return case.model_copy(update={"evidence": evidence, "papers": (*case.papers, *papers), "steps": steps})


def seal(archive: Archive, arriving: Arriving) -> Sealed:
    """Seal every file of the archive that is still what it was, in ``arriving``. Raises StorageFull."""
    case = archive.case
    evidence = tuple(item.model_copy(update={"files": ()}) for item in case.evidence)
    steps = tuple(step.model_copy(update={"paper": None}) for step in case.steps)
    found = Sealed(case.model_copy(update={"evidence": evidence, "papers": (), "steps": steps}))
    found.steps = {step.id: step.paper for step in case.steps if step.paper}
    for item in case.evidence:
        for named in item.files:
            try:
                ref = _put(archive, named, arriving)
            except _Missing as missing:
                found.problems.append(f"证据「{item.title}」：{missing}")
                continue
            came = {"blob": ref.id, "name": named.name, "size": ref.size, "sha256": ref.sha256}
            was = [named.blob, named.thumbnail or "", *named.pages]
            found.files.append({**came, "exhibit": item.id, "title": item.title, "was": was})
    for paper in case.papers:
        found.papers += _sealed_paper(archive, paper, arriving, found.problems)
    return found


def _sealed_paper(
    archive: Archive, paper: IssuedPaper, arriving: Arriving, problems: list[str]
) -> tuple[IssuedPaper, ...]:
    try:
        text = _put(archive, paper.frozen_file, arriving) if paper.frozen is None else _text(paper, arriving)
    except _Missing as missing:
        why = NO_PLACE if missing.full else "导出的文件里没有它的内容，或者和当时的不一样，没有收下"
        problems.append(f"文书「{paper.title}」：{why}")
        return ()
    taken: dict[str, FileRef] = {}
    lost: dict[str, None] = {}
    for old in filter(None, (paper.file, *paper.also.values())):
        try:
            ref = _put(archive, old, arriving)
            taken[old.blob] = old.model_copy(update={"blob": ref.id, "pages": (), "thumbnail": None})
        except _Missing as missing:
            lost[f"文书「{paper.title}」：{NO_PLACE if missing.full else WITHOUT_FILE}"] = None
    problems += lost
    also = {ending: taken[old.blob] for ending, old in paper.also.items() if old.blob in taken}
    name = {"name": f"{paper.id}.json", "media_type": TEXT, "size": text.size, "sha256": text.sha256}
    update = {
        "file": taken.get(paper.file.blob) if paper.file else None,
        "also": also,
        "frozen": None,
        "frozen_file": FileRef(blob=text.id, **name),
        "shows": (),
    }
    return (paper.model_copy(update=update),)


def carry_out(work: kept_work.Work, call: Call) -> Read:
    """The work itself: every file read, and all of it put into the case, unless a request still waits to make it."""
    arriving = work.arriving = work.arriving or work.storage.blobs.arriving(work.opened)
    read = _read(work, arriving, call)
    with work.lock:
        work.value = read
        if work.noted:
            keep(work)
        work.over = True
    return read


def keep(work: kept_work.Work) -> None:
    """Put what was read into the case and end the work, with what is to be told of it; the lock is held."""
    read, arriving = work.value, work.arriving
    try:
        work.save(read.into, arriving, _tells(read.problems) if read.problems else None)
    except (CaseFull, CaseTooLong, current.CaseRefused):  # its owner filled it meanwhile
        lost = [f"证据「{file['title']}」：{NO_PLACE}" for file in work.arguments["files"]]
        lost += [f"文书「{paper['title']}」：{NO_PLACE}" for paper in work.arguments["papers"]]
        work.give_up(_tells([*work.arguments["problems"], *lost]))
    if arriving:
        arriving.let_go()
    read.papers.clear()


def _tells(problems: list[str]) -> dict[str, Any]:
    return {"says": SAYS, "url": BACK, "problems": problems}


def _read(work: kept_work.Work, arriving: Arriving, call: Call) -> Read:
    read = Read(steps=work.arguments["steps"], problems=list(work.arguments["problems"]))
    moved: dict[str, str] = {}
    for file in work.arguments["files"]:
        try:
            taken = examined(file, work.pieces, work.locked(arriving.put), call)
        except NotTaken as refusal:
            read.problems.append(f"证据「{file['title']}」：{refusal}")
            continue
        read.files.setdefault(file["exhibit"], []).append(taken)
        pairs = zip(file["was"], (taken.blob, taken.thumbnail or "", *taken.pages), strict=False)
        moved |= {before: after for before, after in pairs if len(before) == 32 and after}
    for record in work.arguments["papers"]:
        paper = IssuedPaper.model_validate(record)
        try:
            assert paper.frozen_file is not None
            frozen = b"".join(work.pieces(paper.frozen_file.blob)).decode()
            thaw(frozen)
        except (UnicodeDecodeError, ValidationError):
            read.problems.append(f"文书「{paper.title}」：里面的内容看不懂，没有收下")
            continue
        except (KeyError, Tampered):
            read.problems.append(f"文书「{paper.title}」：原件打不开，没有收下")
            continue
        for before, after in moved.items():
            frozen = frozen.replace(before, after)
        read.papers.append(paper.model_copy(update={"frozen": frozen, "frozen_file": None}))
    return read


class _Missing(Exception):
    """A file that the case names is not there, or not as it was, or has no room (``full``); the text is the sentence to show."""

    def __init__(self, sentence: str, *, full: bool = False) -> None:
        super().__init__(sentence)
        self.full = full


def _put(archive: Archive, file: FileRef | None, arriving: Arriving) -> BlobRef:
    if file is None or (packed := archive.files.get(file.blob)) is None:
        raise _Missing("导出的文件里没有它的原件，请之后重新上传")
    if packed.size > arriving.room():
        raise _Missing(NO_PLACE, full=True)
    try:
        return arriving.put_pieces(packed.pieces())
    except (CaseFull, TooLarge):
        raise _Missing(NO_PLACE, full=True) from None
    except ArchiveRefused as refusal:
        raise _Missing("原件和当时的不一样，没有收下" if refusal.why == "changed" else "原件打不开，没有收下") from None


def _text(paper: IssuedPaper, arriving: Arriving) -> BlobRef:
    try:
        return arriving.put(BytesIO((paper.frozen or "").encode()))
    except CaseFull:
        raise _Missing(NO_PLACE, full=True) from None


def _names(files: list[FileRef]) -> set[str]:
    """What a paper may show of these files."""
    return {name for file in files for name in (file.blob, *file.pages, file.thumbnail or "")} - {""}


kept_work.KINDS[KIND] = (carry_out, "导入的文件", BACK)
