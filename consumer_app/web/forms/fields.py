"""The fields of every form: each takes messy input, keeps what was typed when it is wrong, and shows what was understood when it is right.

A field is optional unless ``required`` holds the sentence to show when it is left empty. ``look`` tells
``components/form.html`` how to draw it. ``hint`` stands under the label.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import Field
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import TextInput

from consumer_app.domain.case import UNKNOWN_MOMENT, Moment
from consumer_app.formats import day as written_day
from consumer_app.web.forms import typed

Validators = Sequence[Callable[..., None]]
CONTROL_CHARACTERS = "这里夹着看不见的控制字符，已替您去掉。请看一眼内容没有变，再保存"


class HouseField(Field):  # type: ignore[misc]  # WTForms has no types
    """What all our fields share: the sentence for a missing value, the hint, and typed text that is never lost."""

    look = "line"
    unmarked = False
    widget = TextInput()
    data: Any

    def __init__(
        self, label: str, *, required: str = "", hint: str = "", validators: Validators = (), **others: Any
    ) -> None:
        self.missing = required
        self.typed = ""
        super().__init__(label, validators=tuple(validators), description=hint, **others)

    @property
    def optional(self) -> bool:
        """Whether the label says that it may be left empty; a page where everything may (``unmarked``) does not repeat it."""
        return not self.missing and not self.unmarked

    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return self.data is None or self.data == "" or self.data == []

    def pre_validate(self, form: Any) -> None:
        """Stops after what was unreadable, and on an empty required field."""
        if self.process_errors:
            raise StopValidation()
        if self.is_empty():
            raise StopValidation(self.missing)


class TextField(HouseField):
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
    """Several lines of text, line breaks kept."""

    look = "area"
    most = 4000

    def __init__(self, label: str, *, rows: int = 5, **others: Any) -> None:
        super().__init__(label, **others)
        self.rows = rows

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
        return typed.read_money(self._of_bearable_length(text))

    def show(self, value: Decimal) -> str:
        """1299.00"""
        return f"{value:.2f}"


class CountField(TextField):
    """A whole number of pieces, from 1 to ``up_to``."""

    most = 20
    inputmode = "numeric"
    width = "short"

    def __init__(self, label: str, *, up_to: int = 100_000, **others: Any) -> None:
        super().__init__(label, **others)
        self.up_to = up_to

    def read(self, text: str) -> int:
        """The number."""
        return typed.read_count(text, self.up_to)


class DayField(TextField):
    """A calendar day as a date."""

    look = "day"
    most = 60
    width = "short"

    def read(self, text: str) -> date:
        """The day."""
        return typed.read_day(self._of_bearable_length(text))

    def show(self, value: date) -> str:
        """2026年3月1日"""
        return written_day(value)


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


class MomentField(HouseField):
    """A Moment from a day, an optional time, and 「记不清了」; as precise as what was typed.

    Its inputs are NAME, NAME-time and NAME-unknown. Empty is None; 「记不清了」 (offered with ``can_be_unknown``) is the unknown moment.
    ``with_time=False`` leaves the time box out.
    """

    look = "moment"

    def __init__(self, label: str, *, with_time: bool = True, can_be_unknown: bool = False, **others: Any) -> None:
        super().__init__(label, **others)
        self.with_time, self.can_be_unknown = with_time, can_be_unknown
        self.day_text = self.time_text = ""
        self.unknown = False

    def process(self, formdata: Any, *others: Any, **named: Any) -> None:
        """Reads three inputs as one value; a form that shows none of them leaves the value alone."""
        super().process(None, *others, **named)
        self._show(self.data)
        if formdata is None or self.name not in formdata:
            return
        self.raw_data = formdata.getlist(self.name)
        given = [formdata.get(self.name, ""), formdata.get(f"{self.name}-time", "")]
        self.day_text, self.time_text = (typed.clean(text)[:80] for text in given)
        self.unknown = self.can_be_unknown and f"{self.name}-unknown" in formdata
        self.data = None
        try:
            self.data = self._read()
        except ValueError as problem:
            self.process_errors.append(str(problem))
            return
        self._show(self.data)

    def _read(self) -> Moment | None:
        if self.unknown and (self.day_text or self.time_text):
            raise ValueError("写了日期，就请不要再勾「记不清了」；两样只留一样")
        if self.unknown:
            return UNKNOWN_MOMENT
        if self.time_text and not self.day_text:
            raise ValueError("只写了几点，还请写上日期，例如 2026年3月1日")
        return typed.read_moment(self.day_text, self.time_text) if self.day_text else None

    def _show(self, moment: Moment | None) -> None:
        self.unknown = moment is not None and moment.precision == "unknown"
        if moment is not None and moment.precision == "month" and moment.first_day:
            self.day_text = f"{moment.first_day.year}年{moment.first_day.month}月"
        elif moment is not None and moment.day:
            self.day_text = written_day(moment.day)
        if moment is not None and moment.instant:
            self.time_text = f"{moment.instant:%H:%M}"


@dataclass(frozen=True)
class Option:
    """One choice as the page draws it."""

    value: str
    label: str
    hint: str
    id: str
    chosen: bool


Choices = Iterable[tuple[str, str] | tuple[str, str, str]]


class _ChoosingField(HouseField):
    """What radios, lists and boxes share. A choice is (value, label) or (value, label, example); set ``choices`` in the view when it depends on the case."""

    def __init__(self, label: str, *, choices: Choices = (), **others: Any) -> None:
        super().__init__(label, **others)
        self.choices: Choices = tuple(choices)

    @property
    def options(self) -> list[Option]:
        """The choices to draw; the first has the field's own id, so that the error summary leads to it."""
        return [
            Option(
                value, label, hint[0] if hint else "", self.id if n == 0 else f"{self.id}-{n}", self._is_chosen(value)
            )
            for n, (value, label, *hint) in enumerate(self.choices)
        ]

    def _is_chosen(self, value: str) -> bool:
        return self.data is not None and value == str(self.data)

    def _known(self, value: str) -> bool:
        return value in {choice[0] for choice in self.choices}


class ChoiceField(_ChoosingField):
    """One of several, as radios; ``as_list=True`` draws a drop-down list. Empty is None."""

    def __init__(self, label: str, *, as_list: bool = False, **others: Any) -> None:
        super().__init__(label, **others)
        self.look = "list" if as_list else "radios"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads the one value; an empty one is None."""
        if valuelist:
            self.data = valuelist[0] or None

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Refuses what is not on the list."""
        if self.data is not None and not self._known(self.data):
            raise ValidationError("请从列出的选项里选一个")


class ManyField(_ChoosingField):
    """Any number of several, as boxes to tick; a list of values."""

    look = "checks"

    def process_data(self, value: Iterable[str] | None) -> None:
        """What is ticked at first."""
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Exactly the boxes ticked."""
        self.data = list(dict.fromkeys(valuelist))

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Refuses what is not on the list."""
        if not all(self._known(value) for value in self.data):
            raise ValidationError("请从列出的选项里选")

    def _is_chosen(self, value: str) -> bool:
        return value in self.data


class TriField(_ChoosingField):
    """A question answered 是, 不是 or 不清楚: True, False, None. ``answered`` tells 不清楚 from no answer at all."""

    look = "tri"
    CHOICES = (("yes", "是"), ("no", "不是"), ("unknown", "不清楚"))

    def __init__(self, label: str, **others: Any) -> None:
        self.answered = False
        super().__init__(label, choices=self.CHOICES, **others)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads the answer; without one the value from the object stays."""
        if not valuelist:
            return
        if valuelist[0] not in ("yes", "no", "unknown"):
            raise ValueError("请选「是」「不是」或「不清楚」")
        self.answered = True
        self.data = {"yes": True, "no": False, "unknown": None}[valuelist[0]]

    def is_empty(self) -> bool:
        """不清楚 is an answer."""
        return self.data is None and not self.answered

    def _is_chosen(self, value: str) -> bool:
        if self.data is None:
            return self.answered and value == "unknown"
        return value == ("yes" if self.data else "no")


class TickField(HouseField):
    """One box to tick; True or False. Never for a legal question, which has three answers."""

    look = "tick"

    def process_data(self, value: Any) -> None:
        """Whether it is ticked at first."""
        self.data = bool(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Ticked when it was sent."""
        self.data = bool(valuelist) and valuelist[0] not in ("", "no")

    def is_empty(self) -> bool:
        """An unticked box."""
        return not self.data


class FilesField(HouseField):
    """Files sent, from the camera or from the album; a list of FileStorage, never read here. ``accept`` narrows the picker only."""

    look = "files"

    def __init__(
        self, label: str, *, accept: str = "", camera: bool = True, multiple: bool = True, **others: Any
    ) -> None:
        super().__init__(label, **others)
        self.accept, self.camera, self.multiple = accept, camera, multiple

    def process_data(self, value: Any) -> None:
        """No file to begin with."""
        self.data = []

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The files that have a name; an empty picker sends one without."""
        self.data = [item for item in valuelist if isinstance(item, FileStorage) and item.filename]
