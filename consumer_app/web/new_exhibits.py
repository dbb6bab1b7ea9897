"""What files just sent become: an exhibit each, named and sorted as well as the file allows, or one for all that show the same."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from consumer_app.domain.case import Case, Evidence, EvidenceKind, FileRef
from consumer_app.domain.case.exhibits import MOST_FILES_IN_ONE
from consumer_app.domain.case.parts import new_id, replaced
from consumer_app.formats import EVIDENCE_KINDS

_CHINESE = re.compile("[\u4e00-\u9fff]")
_GRABBED = re.compile("截|screen|屏", re.IGNORECASE)
_GIVEN_BY_MACHINE = re.compile("微信图片|微信截图|截屏|屏幕|截图|录屏|未命名|图片|照片|扫描")


@dataclass(frozen=True)
class Shown:
    """What several files show together: one exhibit holds them. ``gathers`` is the item of a list of evidence worth gathering that it
    then is, with its title, kind and what it proves; without one they are only kept together.
    """

    gathers: str | None = None
    title: str | None = None
    kind: str | None = None
    proves: str | None = None


def with_files(case: Case, files: Iterable[FileRef], shown: Mapping[str, Shown] | None = None) -> Case:
    """The case with an exhibit for each file, at the end of its evidence; files of which ``shown`` (by blob) says the same share one."""
    together: dict[Shown, str] = {}
    for file in files:
        shows = (shown or {}).get(file.blob)
        item = _to_add_to(case, shows, together) if shows else None
        if item is None:
            item = _new(case, file, shows or Shown())
        else:
            item = item.model_copy(update={"files": (*item.files, file)})
        if shows:
            together[shows] = item.id
        case = replaced(case, f"evidence/{item.id}", item)
    return case


def _to_add_to(case: Case, shows: Shown, together: Mapping[Shown, str]) -> Evidence | None:
    """The exhibit that a further file of the same belongs to."""
    fitting = (
        item
        for item in case.evidence
        if item.id == together.get(shows) or (shows.gathers and item.gathers == shows.gathers)
    )
    return next((item for item in fitting if len(item.files) < MOST_FILES_IN_ONE), None)


def _new(case: Case, file: FileRef, shows: Shown) -> Evidence:
    kind = cast(EvidenceKind, shows.kind) if shows.kind in EVIDENCE_KINDS else _kind_of(file)
    same = sum(item.kind == kind for item in case.evidence)
    return Evidence(
        id=new_id(case, "evidence"),
        kind=kind,
        title=shows.title or _own_name(file) or f"{EVIDENCE_KINDS[kind]}{same + 1}",
        proves=shows.proves,
        gathers=shows.gathers,
        files=(file,),
    )


def _kind_of(file: FileRef) -> EvidenceKind:
    family = file.media_type.partition("/")[0]
    if family in ("audio", "video"):
        return cast(EvidenceKind, family)
    if family == "text":
        return "chat"
    if family != "image":
        return "document"
    grabbed = _GRABBED.search(file.name) or file.media_type == "image/png" or file.page_count > 1
    return "screenshot" if grabbed else "photo"


def _own_name(file: FileRef) -> str | None:
    """The file's name where a person gave it one in Chinese; a phone's number says nothing."""
    stem = file.name.rpartition(".")[0] or file.name
    return stem if _CHINESE.search(stem) and not _GIVEN_BY_MACHINE.match(stem) else None
