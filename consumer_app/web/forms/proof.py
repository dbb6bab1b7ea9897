"""The form of the short path's evidence: files for each picture that matters, any others, and a caption for what the case has already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import FileStorage

from consumer_app.domain.case import Case, Evidence
from consumer_app.domain.case.parts import fingerprint, part, replaced
from consumer_app.domain.law import EvidenceWanted
from consumer_app.web.forms.evidence import CHOOSER
from consumer_app.web.forms.fields import FilesField, LongTextField, TextField
from consumer_app.web.forms.part_form import CasePartForm

MOST_CAPTIONS = 12
OTHER = "files-other"


@dataclass(frozen=True)
class Caption:
    """An exhibit with the fields of what it is and what it proves."""

    exhibit: str
    title: TextField
    proves: LongTextField


@dataclass(frozen=True)
class Box:
    """Where files of one kind are put: what is wanted (None: anything else), the field, and the captions of what came of it."""

    wanted: EvidenceWanted | None
    files: FilesField
    captions: tuple[Caption, ...]


class ProofForm(CasePartForm):
    """Files to take in, and captions to change; ``boxes`` are its fields in the order of the page."""

    address = "evidence"
    boxes: tuple[Box, ...] = ()

    @property
    def uploads(self) -> list[tuple[FileStorage, EvidenceWanted | None]]:
        """Every file sent, with what it was sent for."""
        return [(file, box.wanted) for box in self.boxes for file in box.files.data]

    def onto(self, case: Case) -> Case:
        """The case with these captions; one left without a name keeps the one it has."""
        for caption in (one for box in self.boxes for one in box.captions):
            address = f"evidence/{caption.exhibit}"
            item: Evidence | None = part(case, address)
            if item:
                said = {"title": caption.title.data or item.title, "proves": caption.proves.data}
                case = replaced(case, address, item.model_copy(update=said))
        return case


def proof_form(case: Case, wanted: Sequence[EvidenceWanted]) -> ProofForm:
    """The form for the pictures wanted, over what the case has."""
    by_item = {one.id: [item for item in case.evidence if item.gathers == one.id] for one in wanted}
    rest = [item for item in case.evidence if item.gathers not in by_item]
    shown = {**by_item, "": rest if len(rest) <= MOST_CAPTIONS else []}
    fields: dict[str, Any] = {
        f"files-{one.id}": FilesField(one.title, hint=f"能证明：{one.proves}", accept=CHOOSER, camera=False)
        for one in wanted
    }
    fields[OTHER] = FilesField("别的截图、照片", hint="付款记录、聊天记录都算", accept=CHOOSER, camera=False)
    values: dict[str, object] = {"seen": fingerprint(case, "evidence")}
    for item in (item for items in shown.values() for item in items):
        fields[f"title-{item.id}"] = TextField("这是什么", most=300)
        fields[f"proves-{item.id}"] = LongTextField("证明什么", rows=2, spoken=False)
        values |= {f"title-{item.id}": item.title, f"proves-{item.id}": item.proves}
    form_class: type[ProofForm] = type("WantedProofForm", (ProofForm,), fields)
    form = form_class(data=values)
    form.boxes = (
        *(Box(one, form[f"files-{one.id}"], _captions(form, by_item[one.id])) for one in wanted),
        Box(None, form[OTHER], _captions(form, shown[""])),
    )
    return form


def _captions(form: Mapping[str, Any], items: Sequence[Evidence]) -> tuple[Caption, ...]:
    return tuple(Caption(item.id, form[f"title-{item.id}"], form[f"proves-{item.id}"]) for item in items)
