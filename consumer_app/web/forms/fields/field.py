"""What every field of the site shares: the sentence for a missing value, the hint, and typed text that is never lost."""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

Validators = Sequence[Callable[..., None]]


class SiteField(Field):  # type: ignore[misc]  # WTForms has no types
    """What all our fields share: the sentence for a missing value, the hint, and typed text that is never lost.

    ``heard`` are the shopper's own words from which the value shown was read; nobody has confirmed it before the page is saved.
    """

    look = "line"
    unmarked = False
    heard = ""
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

    def fill(self, value: Any) -> None:
        """Shows a value that nobody has given here; what it was read from stands in ``heard``."""
        self.process_data(value)

    def fill_unknown(self) -> None:
        """Shows that it was answered with 不清楚, where the field has such an answer."""

    def holds(self, value: Any) -> bool:
        """Whether that is what it shows."""
        return bool(self.data == value)

    def pre_validate(self, form: Any) -> None:
        """Stops after what was unreadable, and on an empty required field."""
        if self.process_errors:
            raise StopValidation()
        if self.is_empty():
            raise StopValidation(self.missing)
