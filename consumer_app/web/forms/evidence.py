"""The forms of evidence: files to take in, one exhibit with or without a file, and what takes it away."""

from collections.abc import Collection
from datetime import date
from typing import Self

from consumer_app.domain.case import Case, Evidence, FileRef, Moment
from consumer_app.domain.case.exhibits import all_on_page, belonging_to, common_page, what_it_belongs_to
from consumer_app.domain.case.parts import new_id, part, replaced
from consumer_app.domain.judging.contradictions import lies_after
from consumer_app.domain.law import EvidenceWanted
from consumer_app.formats import EVIDENCE_KINDS, event_in_a_line, promise_in_a_line
from consumer_app.intake.evidence import ACCEPTED, MOST_PAGES
from consumer_app.web.forms.fields import (
    ChoiceField,
    CountField,
    FilesField,
    HiddenTextField,
    LongTextField,
    ManyField,
    MomentField,
    TextField,
    TickField,
)
from consumer_app.web.forms.form import SiteForm
from consumer_app.web.forms.part_form import CasePartForm

CHOOSER = ",".join(("image/*", *ACCEPTED))
FILE_HINT = "照片（iPhone 的 HEIC 也可以）、截图、长截图、PDF、录音、视频、txt。每个文件最多 50MB"


class UploadForm(SiteForm):
    """Files only: each becomes an exhibit of its own, unless they all show the same."""

    same = TickField("这些都证明同一件事", hint="几张图放在一份证据里，说明只写一次")
    files = FilesField(
        "选文件",
        hint=f"{FILE_HINT}，一次可以选多个",
        accept=CHOOSER,
        required="还没有选文件。请点「从相册或文件里选」，或者「现在拍一张」",
    )


class ExhibitForm(CasePartForm):
    """One exhibit: what it is, where it is from, what it proves, when it was made, what it belongs to.

    ``files_before`` are the files it has, ``file_now`` the one taken in with it: it replaces the only one, or is added to several. ``awaited``: files of it are still being read. ``guarded`` is the part that must not have changed meanwhile.
    """

    title = TextField(
        "这份证据叫什么",
        most=300,
        required="请给它起个名字，例如「外箱照片」",
        hint="例如「外箱照片」「客服答应退货的聊天截图」",
    )
    kind = ChoiceField("是哪一种", as_list=True, required="请选一种", choices=tuple(EVIDENCE_KINDS.items()))
    proves = LongTextField("它能证明什么", rows=3, hint="写看得见、听得到的事，例如「送到时外箱完好，机身右侧有磕碰」")
    belongs = ManyField("说的是哪件事", hint="勾上以后，信里讲到这件事时会注明「见证据几」")
    page = CountField("要紧的内容在第几页", hint="信里会写「见证据几第几页」；不写就引整份", up_to=MOST_PAGES)
    passage = LongTextField(
        "要紧的是哪一段", rows=3, hint="录音、视频写几分几秒、说了什么，例如「3分20秒：装错可以改回去」"
    )
    taken_at = MomentField("什么时候拍的、截的、录的")
    source = TextField("怎么来的", most=300, hint="例如「我用自己的手机拍的」「在订单的聊天窗口里截的」")
    kept_at = TextField("原件在哪里", most=300, hint="例如「录音在我的手机里」「样品冻在家里冰箱」")
    file = FilesField("文件", hint=FILE_HINT, accept=CHOOSER, multiple=False)
    belonged = HiddenTextField()

    today: date
    pages, awaited = 0, False
    files_before: tuple[FileRef, ...] = ()
    file_now: FileRef | None = None
    guarded: str | None = None
    gathers: str | None = None

    @classmethod
    def of(cls, case: Case, item: Evidence, today: date, awaited: Collection[str]) -> Self:
        """The form of an exhibit that the case has; ``awaited`` are those whose files are still being read."""
        suggested = next((read for file in item.files if (read := _not_after(file.taken_at, today))), None)
        linked = _links(case, item.id)
        form = cls.filled(
            case,
            f"evidence/{item.id}",
            **item.model_dump(include={"title", "kind", "proves", "source", "kept_at", "passage"}),
            taken_at=item.taken_at or suggested,
            belongs=linked,
            belonged=" ".join(linked),
            page=common_page(case, item.id),
        )
        form.pages, form.awaited = item.page_count, item.id in awaited
        form.belongs.choices, form.today = _things_told(case), today
        form.files_before, form.guarded, form.gathers = item.files, form.address, item.gathers
        if suggested and item.taken_at is None:
            form.taken_at.description = "这是文件里记着的时间。手机时间可能不准，请核对：不对就改，记不清就清空"
        return form

    @classmethod
    def new(cls, case: Case, wanted: EvidenceWanted | None, today: date) -> Self:
        """The form of an exhibit to be added, begun with what the law book says of evidence worth gathering."""
        begun = {"title": wanted.title, "kind": wanted.kind, "proves": wanted.proves} if wanted else {}
        form = cls.filled(case, "evidence", **begun)
        form.belongs.choices, form.today = _things_told(case), today
        form.gathers = wanted.id if wanted else None
        return form

    @property
    def replacing(self) -> FileRef | None:
        """The file that one taken in now replaces: the only one there is."""
        return self.files_before[0] if len(self.files_before) == 1 else None

    @property
    def wants_passage(self) -> bool:
        """Whether the passage that matters is asked for: of what must be listened to or is not here to be looked at."""
        return not self.pages or bool(self.passage.data)

    def check(self) -> None:
        """An exhibit without a file says where its original is; nothing was recorded tomorrow, and a page named exists."""
        if self.taken_at.days and lies_after(self.taken_at.days, self.today):
            self.complain(self.taken_at, "这个时间在今天之后，请看看是不是写错了年份；记不清就清空")
        if self.awaited:
            return
        if self.page.data and not self.page.errors and self.page.data > self.pages:
            self.complain(self.page, f"这份证据只有 {self.pages} 页，请再看一眼")
        if not self.files_before and not self.file.data and not self.kept_at.data:
            self.complain(self.kept_at, "请选一个文件；没有文件，就写原件在哪里，例如「录音在我的手机里」")

    def onto(self, case: Case) -> Case:
        """The case with this exhibit changed or added at the end, and tied to what was ticked."""
        exhibit = self.address.partition("/")[2] or new_id(case, "evidence")
        named = ("title", "kind", "proves", "source", "taken_at", "passage", "kept_at")
        values = {name: self[name].data for name in named} | {"gathers": self.gathers}
        if self.file_now:
            values["files"] = (*(self.files_before if self.replacing is None else ()), self.file_now)
        known: Evidence | None = part(case, f"evidence/{exhibit}")
        item = known.model_copy(update=values) if known else Evidence(id=exhibit, **values)
        ticked, before = set(self.belongs.data), set((self.belonged.data or "").split())
        linked = (set(_links(case, exhibit)) | (ticked - before)) - (before - ticked)
        changed = replaced(case, f"evidence/{exhibit}", item)
        changed = belonging_to(changed, exhibit, _ids(linked, "events/"), _ids(linked, "promises/"))
        if self.pages < 2 or (self.page.data is None and common_page(case, exhibit) is None):
            return changed
        return all_on_page(changed, exhibit, self.page.data)


def _not_after(moment_read: Moment | None, today: date) -> Moment | None:
    """A time read from a file, unless a wrong clock put it into the future."""
    return moment_read if moment_read and moment_read.day and moment_read.day <= today else None


def _links(case: Case, evidence_id: str) -> list[str]:
    events, promises = what_it_belongs_to(case, evidence_id)
    return [f"events/{one.id}" for one in events] + [f"promises/{one.id}" for one in promises]


def _ids(links: set[str], kind: str) -> frozenset[str]:
    return frozenset(link.removeprefix(kind) for link in links if link.startswith(kind))


def _things_told(case: Case) -> tuple[tuple[str, str], ...]:
    events = ((f"events/{one.id}", event_in_a_line(one)) for one in case.events)
    return (*events, *((f"promises/{one.id}", promise_in_a_line(one)) for one in case.promises))
