"""Fields that are chosen or ticked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wtforms.validators import ValidationError

from consumer_app.web.forms.fields.field import SiteField


@dataclass(frozen=True)
class Option:
    """One choice as the page draws it."""

    value: str
    label: str
    hint: str
    id: str
    chosen: bool


Choices = Iterable[tuple[str, str] | tuple[str, str, str]]


UNKNOWN = "unknown"


class _ChoosingField(SiteField):
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

    def fill_unknown(self) -> None:
        """不清楚, where it is one of the choices."""
        if self._known(UNKNOWN):
            self.fill(UNKNOWN if self.look != "checks" else (UNKNOWN,))

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


class SeveralField(_ChoosingField):
    """A question that several choices can answer, as boxes to tick: a tuple of them, empty for 「都没有」, None while not answered."""

    look = "checks"
    NONE = ("-none", "都没有")

    def __init__(self, label: str, *, choices: Choices = (), **others: Any) -> None:
        self.ticked: tuple[str, ...] = ()
        super().__init__(label, choices=(*choices, self.NONE), **others)

    def process_data(self, value: Iterable[str] | None) -> None:
        """What is answered at first."""
        self.data = None if value is None else tuple(value)
        self.ticked = self.data or (() if self.data is None else (self.NONE[0],))

    def process_formdata(self, valuelist: list[str]) -> None:
        """The boxes ticked; none ticked is no answer."""
        self.ticked = tuple(dict.fromkeys(valuelist))
        chosen = tuple(value for value in self.ticked if value != self.NONE[0])
        self.data = chosen if self.ticked else None
        if chosen and self.NONE[0] in self.ticked:
            raise ValueError("勾了别的，就请不要再勾「都没有」；两样只留一样")

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Refuses what is not on the list."""
        if not all(self._known(value) for value in self.ticked):
            raise ValidationError("请从列出的选项里选")

    def is_empty(self) -> bool:
        """「都没有」 is an answer."""
        return self.data is None

    def _is_chosen(self, value: str) -> bool:
        return value in self.ticked


class TriField(_ChoosingField):
    """A question answered yes, no or 不清楚: True, False, None. ``answered`` tells 不清楚 from no answer at all.

    ``yes`` and ``no`` are the words on the buttons.
    """

    look = "tri"
    YES, NO = "是", "不是"

    def __init__(self, label: str, *, yes: str | None = None, no: str | None = None, **others: Any) -> None:
        self.answered = False
        self.words = (yes or self.YES, no or self.NO, "不清楚")
        super().__init__(label, choices=tuple(zip(("yes", "no", "unknown"), self.words, strict=True)), **others)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads the answer; without one the value from the object stays."""
        if not valuelist:
            return
        if valuelist[0] not in ("yes", "no", "unknown"):
            yes, no, unsure = self.words
            raise ValueError(f"请选「{yes}」「{no}」或「{unsure}」")
        self.answered = True
        self.data = {"yes": True, "no": False, "unknown": None}[valuelist[0]]

    def fill_unknown(self) -> None:
        """不清楚 on its button."""
        self.answered = True

    def is_empty(self) -> bool:
        """不清楚 is an answer."""
        return self.data is None and not self.answered

    def _is_chosen(self, value: str) -> bool:
        if self.data is None:
            return self.answered and value == "unknown"
        return value == ("yes" if self.data else "no")


class TickField(SiteField):
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
