"""The form of one promise: who promised what, where, in which words, and what came of it."""

from datetime import date
from typing import Self

from consumer_app import formats
from consumer_app.domain.case import Case, Promise
from consumer_app.domain.case.parts import part, replaced
from consumer_app.domain.judging.contradictions import lies_after
from consumer_app.web.forms.event import choose_party, exhibit_choices, named_exhibits, with_party
from consumer_app.web.forms.fields import ChoiceField, DayField, LongTextField, ManyField, MomentField, TextField
from consumer_app.web.forms.part_form import CasePartForm


class PromiseForm(CasePartForm):
    """One promise. Its address is ``promises/ID``."""

    quote = LongTextField(
        "承诺的原话", required="请把承诺的原话抄下来，例如「30天无理由退货」", rows=3, hint="一字不改最有力，不用加引号"
    )
    by = ChoiceField("谁承诺的", required="请选是谁承诺的")
    speaker = TextField("具体是谁（选填）", most=100, hint="例如「客服小王」「主播」")
    where = ChoiceField("在哪里承诺的", as_list=True, choices=tuple(formats.PROMISE_PLACES.items()))
    seen_on = DayField("哪天看到或听到的")
    due_at = MomentField(
        "答应在什么时候之前做到（选填）", hint="例如答应「次日 12 点回电」，就写那一天和 12:00", future=True
    )
    outcome = ChoiceField(
        "结果怎样",
        choices=tuple(formats.OUTCOMES.items()),
        required=f"请选结果怎样；日子还没到就选「{formats.OUTCOMES['pending']}」",
    )
    happened = LongTextField("实际怎么样（选填）", rows=3, hint="例如「16 点才来电，说处理不了」")
    happened_at = MomentField("实际发生在什么时候（选填）")
    evidence = ManyField("哪些证据能证明这个承诺")

    @classmethod
    def of(cls, case: Case, promise_id: str, today: date) -> Self:
        """The form of that promise, or of a new one of that id."""
        address = f"promises/{promise_id}"
        promise: Promise | None = part(case, address)
        moments = {name: getattr(promise, name) for name in ("due_at", "happened_at")} if promise else {}
        values = promise.model_dump(exclude={"id", "due_at", "happened_at"}) if promise else {}
        form = cls.filled(case, address, **values, **moments)
        choose_party(form.by, case, without=("shopper",))
        form.evidence.choices = exhibit_choices(case)
        form.today = today
        return form

    today: date

    def check(self) -> None:
        """Nothing was seen, or has happened, after today; and what is overdue and unkept says so."""
        if self.seen_on.data and not self.seen_on.errors and self.seen_on.data > self.today:
            self.complain(self.seen_on, "这个日期在今天之后，请看看是不是写错了年份")
        if self.happened_at.days and lies_after(self.happened_at.days, self.today):
            self.complain(self.happened_at, "这个日期在今天之后。还没发生就先空着")

    def onto(self, case: Case) -> Case:
        """The case with this promise; a party chosen that the case does not know yet is added."""
        case, by = with_party(case, self.by.data)
        names = ("quote", "speaker", "where", "seen_on", "due_at", "outcome", "happened", "happened_at")
        values = {name: self[name].data for name in names}
        known: Promise | None = part(case, self.address)
        values |= {"by": by, **named_exhibits(known, self.evidence.data)}
        promise = known.model_copy(update=values) if known else Promise(id=self.address.partition("/")[2], **values)
        return replaced(case, self.address, promise)
