"""The form of the kinds of dispute a case is."""

from collections.abc import Sequence
from typing import Self

from consumer_app.domain.case import Case
from consumer_app.domain.judging.named import of_these_kinds
from consumer_app.domain.law import LawBook
from consumer_app.web.forms.fields import Choices, ManyField
from consumer_app.web.forms.part_form import CasePartForm


class DisputesForm(CasePartForm):
    """One or several kinds of dispute."""

    address = "disputes+answers"
    book: LawBook
    disputes = ManyField("您遇到的是哪一类问题", required="请至少选一类，选最接近的那一个", hint="可以选不止一个")

    @classmethod
    def of(cls, case: Case, choices: Choices, known: Sequence[str], book: LawBook) -> Self:
        """The form over those choices, the case's own ticked, as far as they are ``known`` still."""
        form = cls.filled(case, cls.address, disputes=[slug for slug in case.disputes if slug in known])
        form.disputes.choices, form.book = tuple(choices), book
        return form

    def onto(self, case: Case) -> Case:
        """The case with these kinds, and what their names say."""
        return of_these_kinds(case, self.disputes.data, self.book)
