"""The form of a journey page: it knows its part of the case, fills itself from a case and returns the case changed."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Self

from consumer_app.domain.case import Case
from consumer_app.domain.case.parts import fingerprint
from consumer_app.domain.listening.said import FactSaid
from consumer_app.web.forms.fields import SiteField
from consumer_app.web.forms.form import PartForm


class CasePartForm(PartForm):
    """``address`` is the part edited (see ``domain/case/parts.py``); ``of`` and ``onto`` are its two directions.

    ``onto`` changes only what the form shows.
    """

    address: str

    @classmethod
    def filled(cls, case: Case, address: str, **values: object) -> Self:
        """The form with these values where nothing was posted, carrying the part's fingerprint."""
        form = cls(data={**values, "seen": fingerprint(case, address)})
        form.address = address
        return form

    def hear(self, said: Mapping[str, FactSaid]) -> None:
        """Fill the empty fields of these names with what the shopper's words say, and mark them with the words.

        What was posted stays as it was posted; it keeps the mark while it is what was read.
        """
        for name, one in said.items():
            if name not in self:
                continue
            field: SiteField = self[name]
            if field.is_empty() and not self.is_submitted():
                field.fill(one.value)
                field.heard = one.quote
            elif not field.is_empty() and field.holds(one.value):
                field.heard = one.quote

    @abstractmethod
    def onto(self, case: Case) -> Case:
        """The case with what the form holds."""
