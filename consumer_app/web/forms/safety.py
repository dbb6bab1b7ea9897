"""The fields of 「安全与保存」: how long, which passphrase, a new code, deletion."""

from datetime import date, timedelta
from typing import Any

from consumer_app.formats import day as show_day
from consumer_app.web.forms.fields import ChoiceField, TickField
from consumer_app.web.forms.form import SiteForm
from consumer_app.web.forms.secret import SecretField

SHORTEST_PASSPHRASE = 6


class KeepLongerForm(SiteForm):
    """Until when the case is kept."""

    until = ChoiceField("保存到什么时候", required="请选一个日期")

    def offer(self, today: date, expires_on: date) -> "KeepLongerForm":
        """Offer half a year, one, two and three years from today, as far as they are later than now."""
        spans = (("半年", 183), ("一年", 366), ("两年", 731), ("三年", 1096))
        days = [(label, today + timedelta(days=count)) for label, count in spans]
        self.until.choices = [
            (day.isoformat(), f"{label}后，{show_day(day)}") for label, day in days if day > expires_on
        ]
        return self


class PassphraseForm(SiteForm):
    """Set, change or remove the passphrase. ``current`` is asked only of a case that has one."""

    passphrase_now = SecretField("现在的口令", autocomplete="current-password")
    passphrase = SecretField(
        "新口令", hint="至少 6 个字，可以用中文。自己记得住、别人猜不到的", autocomplete="new-password"
    )
    passphrase_again = SecretField("再输入一次新口令", autocomplete="new-password")
    remove = TickField("不要口令了，只用编号打开")

    def __init__(self, *args: Any, has_one: bool, **named: Any) -> None:
        super().__init__(*args, **named)
        self.has_one = has_one
        if has_one:
            self.passphrase_now.missing = "请先填写现在的口令"
        else:
            self.passphrase.missing, self.passphrase_again.missing = "请填写新口令", "请再输入一次新口令"

    def check(self) -> None:
        """Both new ones alike and long enough, unless the passphrase is to go."""
        if self.has_one and self.remove.data:
            return
        if not self.passphrase.data:
            self.complain(self.passphrase, "请填写新口令")
        elif len(self.passphrase.data) < SHORTEST_PASSPHRASE:
            self.complain(self.passphrase, f"口令太短，至少 {SHORTEST_PASSPHRASE} 个字")
        elif self.passphrase_again.data != self.passphrase.data:
            self.complain(self.passphrase_again, "两次输入的口令不一样，请再输一次")


class NewCodeForm(SiteForm):
    """A new code; a case with a passphrase asks for it."""

    passphrase = SecretField("口令", autocomplete="current-password")
    sure = TickField("我知道旧编号和旧卡片会立即作废", required="请先勾选这一项")


class DeleteForm(SiteForm):
    """Deletion, confirmed."""

    sure = TickField("我确定要删除这个案件的全部内容", required="请先勾选这一项，再点删除")
