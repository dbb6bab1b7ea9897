"""The form of one page of questions on the short path: a few facts that belong together, and once what is wanted."""

from collections.abc import Iterable, Mapping
from typing import Any

from consumer_app import formats
from consumer_app.domain.case import Case
from consumer_app.domain.case.parts import fingerprint, replaced
from consumer_app.domain.case.sources import held_in_case
from consumer_app.domain.judging.asking import with_answers
from consumer_app.domain.law import DayRange, LawBook
from consumer_app.domain.listening.said import FactSaid
from consumer_app.web.forms.fields import ChoiceField, ManyField
from consumer_app.web.forms.part_form import CasePartForm
from consumer_app.web.forms.questions import answers_of, asking, known_answers

WISHES_SHOWN = ("refund", "exchange", "repair", "supply", "redo", "compensate", "apology", "explanation", "takedown", "information", "punish")  # fmt: skip
LONG = 8
"""A list of more choices is drawn as a drop-down."""


class AskForm(CasePartForm):
    """Answers to questions of fact, and where the page asks it what is wanted. What is left empty is 不清楚."""

    address = "answers+order"
    asked: tuple[str, ...] = ()
    book: LawBook

    def onto(self, case: Case) -> Case:
        """The case with these answers, each where the case holds such a thing."""
        if "wishes" in self:
            case = replaced(case, "wishes", tuple(self.wishes.data))
        return with_answers(case, self.book, answers_of(self, self.asked, case))


def ask_form(
    case: Case, book: LawBook, asked: Iterable[str], said: Mapping[str, FactSaid], wishes: Iterable[str] | None = None
) -> AskForm:
    """The form that asks these facts in this order, with what was heard in its place; with ``wishes`` (those ticked beforehand) what is wanted too."""
    names = tuple(asked)
    parts: dict[str, Any] = {**asking(names, book), "asked": names}
    data: dict[str, Any] = known_answers(case, book, names)
    if wishes is not None:
        parts |= {"wishes": wishes_field(), "address": f"wishes+{AskForm.address}"}
        data["wishes"] = list(wishes)
    form_class: type[AskForm] = type("PageOfQuestions", (AskForm,), parts)
    form = form_class(data={"seen": fingerprint(case, form_class.address), **data})
    form.book = book
    for name in names:
        field = form[name]
        field.unmarked = True
        if isinstance(field, ChoiceField) and len(list(field.choices)) > LONG:
            field.look = "list"
        held = held_in_case(case, book.facts[name])
        if isinstance(held, DayRange):
            field.description = (
                f"您写的是{formats.day_range(held)}。这里差一天，结果可能不一样，请写到哪一天；实在记不清就空着"
            )
    form.hear(said)
    return form


def answered_form(case: Case, book: LawBook, asked: Iterable[str], wishes: Iterable[str] | None) -> AskForm:
    """The same form over questions that were answered, each answer standing in its field, 不清楚 too."""
    form = ask_form(case, book, asked, {}, wishes)
    for name in form.asked if not form.is_submitted() else ():
        held = held_in_case(case, book.facts[name])
        if form[name].is_empty() and held is not None:
            form[name].fill(held)
        elif name in case.answers and case.answers[name] is None:
            form[name].fill_unknown()
    return form


class WishesForm(CasePartForm):
    """What is wanted, before any claim of law is chosen."""

    address = "wishes"

    def onto(self, case: Case) -> Case:
        """The case with these wishes."""
        return replaced(case, "wishes", tuple(self.wishes.data))

    @classmethod
    def of(cls, case: Case) -> "WishesForm":
        """The form as the case has it."""
        form_class: type[WishesForm] = type("AllWishesForm", (cls,), {"wishes": wishes_field()})
        return form_class(data={"seen": fingerprint(case, "wishes"), "wishes": list(case.wishes)})


def wishes_field() -> ManyField:
    """What people want, in their own words."""
    choices = tuple((wish, formats.WISHES[wish]) for wish in WISHES_SHOWN)
    return ManyField("您最想要什么？", hint="最想要的勾一两样就够；下面的问题先问和它有关的", choices=choices)
