"""A moment as precise as it was typed."""

from datetime import date
from typing import Any

from consumer_app.domain.case import Moment
from consumer_app.domain.law.moments import UNKNOWN_MOMENT, DayRange
from consumer_app.formats import moment as written
from consumer_app.web.forms import spoken, typed
from consumer_app.web.forms.fields.field import SiteField


class MomentField(SiteField):
    """A Moment from a day (or a month, or from day to day), an optional time, and 「记不清了」; as precise as what was typed.

    Its inputs are NAME, NAME-time and NAME-unknown. Empty is None; 「记不清了」 (offered with ``can_be_unknown``) is the unknown moment.
    Without its year it is the last such day, or nothing where it may lie ahead (``future``).
    ``with_time=False`` leaves the time box out. What the object holds, sent back as it was shown, stays exactly what it was.
    """

    width = "short"
    autocomplete = inputmode = ""
    example = "例如 4月15日、去年11月"

    def __init__(
        self, label: str, *, with_time: bool = True, can_be_unknown: bool = False, future: bool = False, **others: Any
    ) -> None:
        super().__init__(label, **others)
        self.future = future
        self.with_time, self.can_be_unknown = with_time, can_be_unknown
        self.day_text = self.time_text = ""
        self.unknown = False

    @property
    def look(self) -> str:  # type: ignore[override]
        """One line where only the day is asked."""
        return "moment" if self.with_time or self.can_be_unknown else "day"

    def _value(self) -> str:
        return self.day_text

    @property
    def days(self) -> date | DayRange | None:
        """The day or the days that were typed; None while nothing certain stands there, or something that is no day."""
        return self.data.days if self.data and not self.errors else None

    def process(self, formdata: Any, *others: Any, **named: Any) -> None:
        """Reads three inputs as one value; a form that shows none of them leaves the value alone."""
        super().process(None, *others, **named)
        kept = self.data
        self._show(kept)
        as_shown = (self.day_text, self.time_text, self.unknown)
        if formdata is None or self.name not in formdata:
            return
        self.raw_data = formdata.getlist(self.name)
        given = [formdata.get(self.name, ""), formdata.get(f"{self.name}-time", "")]
        self.day_text, self.time_text = (typed.clean(text)[:80] for text in given)
        self.unknown = self.can_be_unknown and f"{self.name}-unknown" in formdata
        if kept is not None and (self.day_text, self.time_text, self.unknown) == as_shown:
            return
        self.data = None
        try:
            self.data = self._read()
        except ValueError as problem:
            self.process_errors.append(str(problem))
            return
        self._show(self.data)

    def fill(self, value: Any) -> None:
        """Shows a day, or the days that it can be."""
        self.data = value if isinstance(value, Moment) else Moment.between(value)
        self._show(self.data)

    def holds(self, value: Any) -> bool:
        """Whether it shows that day, or those days."""
        return bool(self.days == value)

    def _read(self) -> Moment | None:
        if self.unknown and (self.day_text or self.time_text):
            raise ValueError("写了日期，就请不要再勾「记不清了」；两样只留一样")
        if self.unknown:
            return UNKNOWN_MOMENT
        if self.time_text and not self.day_text:
            raise ValueError("只写了几点，还请写上日期，例如 2026年3月1日")
        return spoken.read_moment(self.day_text, self.time_text, self.future) if self.day_text else None

    def _show(self, moment: Moment | None) -> None:
        self.unknown = moment is not None and moment.precision == "unknown"
        if moment is None or self.unknown:
            return
        self.day_text = written(moment if moment.day is None else Moment.on(moment.day))
        if moment.instant:
            self.time_text = f"{moment.instant:%H:%M}"
