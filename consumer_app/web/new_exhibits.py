"""What files just sent become: an exhibit each, named and sorted as well as the file allows."""

import re
from collections.abc import Iterable
from typing import cast

from consumer_app.domain.case import Case, Evidence, EvidenceKind, FileRef
from consumer_app.domain.case.parts import new_id, replaced
from consumer_app.formats import EVIDENCE_KINDS

_CHINESE = re.compile("[\u4e00-\u9fff]")
_GRABBED = re.compile("截|screen|屏", re.IGNORECASE)
_GIVEN_BY_MACHINE = re.compile("微信图片|微信截图|截屏|屏幕|截图|录屏|未命名|图片|照片|扫描")


def with_files(case: Case, files: Iterable[FileRef]) -> Case:
    """The case with an exhibit for each file, at the end of its evidence."""
    for file in files:
        kind = _kind_of(file)
        same = sum(item.kind == kind for item in case.evidence)
        item = Evidence(
            id=new_id(case, "evidence"),
            kind=kind,
            title=_own_name(file) or f"{EVIDENCE_KINDS[kind]}{same + 1}",
            files=(file,),
        )
        case = replaced(case, f"evidence/{item.id}", item)
    return case


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
