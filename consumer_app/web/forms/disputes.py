"""The form of the kinds of dispute a case is."""

from collections.abc import Mapping, Sequence
from typing import Self

from consumer_app.domain.case import Case
from consumer_app.domain.case.parts import replaced
from consumer_app.domain.law import Dispute
from consumer_app.web.forms.fields import ManyField
from consumer_app.web.forms.part_form import CasePartForm


class DisputesForm(CasePartForm):
    """One or several kinds of dispute."""

    address = "disputes"
    disputes = ManyField("您遇到的是哪一类问题", required="请至少选一类，选最接近的那一个", hint="可以选不止一个")

    @classmethod
    def of(cls, case: Case, known: Mapping[str, Dispute], likely: Sequence[str]) -> Self:
        """The form with the likely kinds first, then all others by title."""
        form = cls.filled(case, cls.address, disputes=[slug for slug in case.disputes if slug in known])
        others = sorted((slug for slug in known if slug not in likely), key=lambda slug: known[slug].title)
        order = [*(slug for slug in likely if slug in known), *others]
        form.disputes.choices = tuple((slug, known[slug].title, known[slug].plain) for slug in order)
        return form

    def onto(self, case: Case) -> Case:
        """The case with these kinds."""
        return replaced(case, self.address, tuple(self.disputes.data))
