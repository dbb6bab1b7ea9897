"""The one line that says what is wrong, in the shopper's own words; several pages ask it."""

from typing import Self

from consumer_app.domain.case import Case
from consumer_app.domain.case.parts import replaced
from consumer_app.web.forms.fields import TextField
from consumer_app.web.forms.part_form import CasePartForm

LONGEST = 40


def trouble_field() -> TextField:
    """The field of that line."""
    return TextField("到底是什么毛病，一句话", most=LONGEST, hint="例如「鞋底穿了一个月就断了」「定金不退」")


class TroubleForm(CasePartForm):
    """That line alone."""

    address = "trouble"
    trouble = trouble_field()

    @classmethod
    def of(cls, case: Case) -> Self:
        """The form as the case has it."""
        return cls.filled(case, cls.address, trouble=case.trouble)

    def onto(self, case: Case) -> Case:
        """The case with this line."""
        return replaced(case, "trouble", self.trouble.data)
