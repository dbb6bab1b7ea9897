"""Fields that are typed: text, sums, counts, days, telephone and order numbers."""

from datetime import date
from decimal import Decimal
from typing import Any

from consumer_app.domain.law import DayRange
from consumer_app.formats import day as written_day
from consumer_app.formats import day_range
from consumer_app.web.forms import spoken, typed
from consumer_app.web.forms.fields.field import SiteField

CONTROL_CHARACTERS = "这里夹着看不见的控制字符，已替您去掉。请看一眼内容没有变，再保存"


class TextField(SiteField):
    """One line of text, cleaned, at most ``most`` characters. Empty is None."""

    most = 100
    autocomplete = inputmode = ""
    width = ""

    def __init__(
        self,
        label: str,
        *,
        most: int | None = None,
        autocomplete: str = "",
        inputmode: str = "",
        width: str = "",
        **others: Any,
    ) -> None:
        super().__init__(label, **others)
        self.most = most or self.most
        self.autocomplete = autocomplete or self.autocomplete
        self.inputmode = inputmode or self.inputmode
        self.width = width or self.width

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads the first value sent; without one the value from the object stays.

        What the object holds already, sent back as it was shown, is never refused: an imported case may hold what nobody would type.
        """
        if not valuelist:
            return
        held, self.data = self.data, None
        self.typed = typed.clean(valuelist[0])
        if typed.CONTROL.search(valuelist[0]):
            raise ValueError(CONTROL_CHARACTERS)
        if self.typed:
            as_shown = held is not None and self.typed == typed.clean(self.show(held))
            self.data = held if as_shown else self.read(self.typed)

    def read(self, text: str) -> Any:
        """The value that the text means; ValueError with the sentence to show."""
        return self._of_bearable_length(" ".join(text.split("\n")))

    def _of_bearable_length(self, text: str) -> str:
        if len(text) > self.most:
            raise ValueError(f"最多 {self.most} 个字，您写了 {len(text)} 个字，请删短一些")
        return text

    def _value(self) -> str:
        return self.typed if self.process_errors or self.errors or self.data is None else self.show(self.data)

    def show(self, value: Any) -> str:
        """The value as the input shows it."""
        return str(value)


class LongTextField(TextField):
    """Several lines of text, line breaks kept; ``spoken`` where a person may as well say it."""

    look = "area"
    most = 4000

    def __init__(self, label: str, *, rows: int = 5, spoken: bool = True, **others: Any) -> None:
        super().__init__(label, **others)
        self.rows, self.spoken = rows, spoken

    def read(self, text: str) -> str:
        """The text, if it is not too long."""
        return self._of_bearable_length(text)


class HiddenTextField(LongTextField):
    """Text that travels unseen in the page's own form."""

    look = "hidden"

    def __init__(self, label: str = "", **others: Any) -> None:
        super().__init__(label, **others)


class MoneyField(TextField):
    """Yuan as a Decimal with two places, never negative."""

    look = "money"
    most = 60
    inputmode = "decimal"

    def read(self, text: str) -> Decimal:
        """The amount."""
        return spoken.read_money(self._of_bearable_length(text))

    def show(self, value: Decimal) -> str:
        """1299.00"""
        return f"{value:.2f}"


class CountField(TextField):
    """A whole number of pieces, from ``least`` to ``up_to``."""

    most = 20
    inputmode = "numeric"
    width = "short"

    def __init__(self, label: str, *, up_to: int = 100_000, least: int = 1, **others: Any) -> None:
        super().__init__(label, **others)
        self.up_to, self.least = up_to, least

    def read(self, text: str) -> int:
        """The number."""
        return spoken.read_count(text, self.up_to, self.least)


class DayField(TextField):
    """A calendar day as a date. Without its year it is the last such day, or nothing where it may lie ahead (``future``)."""

    look = "day"
    most = 60
    width = "short"
    example = "例如 2026年3月1日"

    def __init__(self, label: str, *, future: bool = False, **others: Any) -> None:
        super().__init__(label, **others)
        self.future = future

    def read(self, text: str) -> Any:
        """The day."""
        return spoken.read_day(self._of_bearable_length(text), self.future)

    def show(self, value: Any) -> str:
        """2026年3月1日"""
        return written_day(value)


class DaysField(DayField):
    """A day, or the days that it can be: a month, or from one day to another."""

    def read(self, text: str) -> date | DayRange:
        """The day, or the range of days."""
        return spoken.read_days(self._of_bearable_length(text), self.future)

    def show(self, value: date | DayRange) -> str:
        """2026年3月1日, 2026年3月, 2026年3月1日至10日之间"""
        return day_range(value) if isinstance(value, DayRange) else written_day(value)


class PhoneField(TextField):
    """A telephone number that can be called."""

    most = 40
    autocomplete = "tel"
    inputmode = "tel"
    width = "medium"

    def read(self, text: str) -> str:
        """The number without blanks."""
        return typed.read_phone(self._of_bearable_length(text))


class OrderNoField(TextField):
    """An order number, also when pasted with its label."""

    most = 120
    autocomplete = "off"
    width = "medium"

    def read(self, text: str) -> str:
        """The bare number."""
        return typed.read_order_no(self._of_bearable_length(text))


class LicenceNoField(TextField):
    """A seller's 统一社会信用代码, its check character verified."""

    most = 60
    autocomplete = "off"
    width = "medium"

    def read(self, text: str) -> str:
        """The 18 characters in capitals."""
        return typed.read_licence_no(self._of_bearable_length(text))
