"""The form of a journey page: it knows its part of the case, fills itself from a case and returns the case changed."""

from abc import abstractmethod
from typing import Self

from consumer_app.domain.case import Case
from consumer_app.domain.case.parts import fingerprint
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

    @abstractmethod
    def onto(self, case: Case) -> Case:
        """The case with what the form holds."""
