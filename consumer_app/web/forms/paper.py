"""The forms of the papers: a letter's template and day of reply, a paper to be frozen, and a step taken with it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Self

from consumer_app import formats
from consumer_app.documents.letter_templates import Template
from consumer_app.domain.case import Case, Step
from consumer_app.domain.case.parts import part, replaced
from consumer_app.formats import REPLY_KINDS, SENT_BY
from consumer_app.web import security
from consumer_app.web.forms.fields import (
    ChoiceField,
    DayField,
    FilesField,
    HiddenTextField,
    LongTextField,
    MoneyField,
    TextField,
    TickField,
)
from consumer_app.web.forms.form import SiteForm
from consumer_app.web.forms.part_form import CasePartForm

OWN = "own"
LARGEST_TEMPLATE = 64 * 1024
LONGEST_WAIT = timedelta(days=90)


class OwnTemplateForm(SiteForm):
    """A template of one's own: typed or pasted, or as a text file."""

    own = LongTextField(
        "模板文字",
        most=20_000,
        rows=14,
        spoken=False,
        hint="纯文本。可以先下载一份现成的，用任何编辑器改好，再贴到这里",
    )
    own_file = FilesField("或者上传模板文件（.txt）", accept=".txt,text/plain", camera=False, multiple=False)

    def check(self) -> None:
        """A file takes the place of what is typed; it must be text that a template can be."""
        for upload in self.own_file.data[:1]:
            data = b"" if security.too_large(upload) else upload.stream.read(LARGEST_TEMPLATE + 1)
            if not data or len(data) > LARGEST_TEMPLATE:
                self.complain(self.own_file, "这个文件太大或是空的；模板是几 KB 的纯文本，请看看是不是选错了")
                continue
            try:
                self.own.data = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
            except UnicodeDecodeError:
                self.complain(self.own_file, "读不出这个文件里的字。请在编辑器里另存为 UTF-8 编码的 .txt 再试")


class LetterForm(OwnTemplateForm):
    """Which template a letter is written with, and by when an answer is asked for."""

    template = ChoiceField("用哪一份模板")
    reply_by = DayField("请对方在哪天之前答复", hint="已按去处填好，可以改；太短不合情理，太长事情会拖", future=True)

    def offer(self, templates: Iterable[Template], today: date, awaited: date | None = None) -> None:
        """The templates to choose from; one's own comes last. ``awaited`` is the day after which an answer is of no use."""
        self.template.choices = (*((one.slug, one.title, one.plain) for one in templates), (OWN, "用我自己的模板"))
        self.template.unmarked = True
        self.today = today
        if awaited:
            self.reply_by.description = f"您要用的那一天是{formats.day(awaited)}，所以请对方在那之前答复；可以改"

    today: date

    def check(self) -> None:
        """A day of reply ahead, and a template where one's own was chosen."""
        super().check()
        day = self.reply_by.data
        if day and not self.reply_by.errors and not self.today < day <= self.today + LONGEST_WAIT:
            self.complain(self.reply_by, "请写明天以后、三个月以内的日子")
        if self.template.data == OWN and not self.own.data:
            self.complain(self.own, "请把您的模板贴进来，或者在上面选一份现成的")


class FreezeForm(SiteForm):
    """A paper as previewed, to be frozen."""

    exhibits = TickField("把证据图片也印在后面", hint="页数会多一些；交给平台、12315 时很有用")


STEP_VALUES = ("channel", "done_on", "sent_by", "tracking", "reference", "reply_kind", "offered", "replied_on", "reply")


class StepForm(CasePartForm):
    """A step taken: where it was sent, when, under which number, and what came back. Its address is ``steps/ID``."""

    channel = ChoiceField("走了哪一步", as_list=True, required="请选走了哪一步")
    done_on = DayField("哪天发出或提交的", required="请写日期；期限从这天算起")
    sent_by = ChoiceField("怎么发的（选填）", as_list=True, choices=tuple(SENT_BY.items()))
    tracking = TextField("快递单号（选填）", most=100, hint="寄出去的才填；底单拍下来留好")
    reference = TextField("对方给的编号（选填）", most=100, hint="平台工单号、12315 登记编号")
    reply_kind = ChoiceField("对方怎么说（选填）", as_list=True, choices=tuple(REPLY_KINDS.items()))
    offered = MoneyField("答应给多少（选填）", hint="只答应一部分的，写它肯给的数")
    replied_on = DayField("哪天有了答复（选填）")
    reply = LongTextField("答复的原话（选填）", rows=3)
    closed = TickField("这一步已经结束", hint="例如商家拒绝、平台作出决定、12315 终止调解或不予受理")
    paper = HiddenTextField(most=40)

    @classmethod
    def of(cls, case: Case, step_id: str, channels: Iterable[tuple[str, str]], today: date, **begun: str) -> Self:
        """The form of that step, or of a new one of that id, begun with these values."""
        address = f"steps/{step_id}"
        step: Step | None = part(case, address)
        form = cls.filled(case, address, **(step.model_dump(exclude={"id"}) if step else begun))
        form.channel.choices, form.today = tuple(channels), today
        return form

    today: date

    def check(self) -> None:
        """Days that have come, in their order."""
        for field in (self.done_on, self.replied_on):
            if field.data and not field.errors and field.data > self.today:
                self.complain(field, "这个日期在今天之后，请看看是不是写错了")
        if self.done_on.data and self.replied_on.data and self.replied_on.data < self.done_on.data:
            self.complain(self.replied_on, "答复的日期早于提交的日期，请看看哪一个写错了")

    def onto(self, case: Case) -> Case:
        """The case with this step."""
        values = {name: self[name].data for name in STEP_VALUES}
        known: Step | None = part(case, self.address)
        values["closed"] = self.closed.data or (False if known and known.closed is False else None)
        values["paper"] = self.paper.data if part(case, f"papers/{self.paper.data or 'd0'}") else None
        step = known.model_copy(update=values) if known else Step(id=self.address.partition("/")[2], **values)
        return replaced(case, self.address, step)


class TryForm(OwnTemplateForm):
    """A template to be tried on a sample."""

    story = ChoiceField("在哪个例子上试", as_list=True)

    def check(self) -> None:
        """There is a template to try."""
        super().check()
        if not self.own.data and not self.own_file.errors:
            self.complain(self.own, "请把模板贴进来，或者选一个模板文件")
