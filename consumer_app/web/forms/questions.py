"""The form of the facts still missing: one field a fact, built from the law book's own words, best first."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

from wtforms import Field

from consumer_app.domain.case import Answer, Case
from consumer_app.domain.case.parts import fingerprint, replaced
from consumer_app.domain.judging.facts import FactError, typed, with_todays_names
from consumer_app.domain.law import DayRange, FactDefinition, LawBook, Value
from consumer_app.domain.listening.said import FactSaid
from consumer_app.web.forms.fields import (
    ChoiceField,
    CountField,
    DaysField,
    LongTextField,
    MoneyField,
    SeveralField,
    TextField,
    TriField,
)
from consumer_app.web.forms.part_form import CasePartForm

UNSURE = "unknown"
NOTHING_SAID: Mapping[str, FactSaid] = {}


class QuestionsForm(CasePartForm):
    """Answers to questions of fact. An answer not given, or 不清楚, stays unknown."""

    address = "answers"
    asked: tuple[str, ...] = ()

    def onto(self, case: Case) -> Case:
        """The case with these answers; answers to other questions stay."""
        return replaced(case, "answers", {**case.answers, **answers_of(self, self.asked, case)})


def questions_form(
    case: Case, book: LawBook, asked: Iterable[str], said: Mapping[str, FactSaid] = NOTHING_SAID
) -> QuestionsForm:
    """The form that asks these facts, in this order; what the shopper's words say already stands in its field."""
    names = tuple(asked)
    form_class: type[QuestionsForm] = type("AskedForm", (QuestionsForm,), {**asking(names, book), "asked": names})
    form = form_class(data={"seen": fingerprint(case, "answers"), **known_answers(case, book, names)})
    for name in names:
        form[name].unmarked = True
    form.hear(said)
    return form


def asking(names: Iterable[str], book: LawBook) -> dict[str, Any]:
    """A field for each of these facts, by its name."""
    return {name: _field(book.facts[name]) for name in names}


def known_answers(case: Case, book: LawBook, names: Iterable[str]) -> dict[str, Value]:
    """What the case answers to these facts, as their fields show it; an answer that its fact cannot have is left out."""
    known, answers = {}, with_todays_names(case, book).answers
    for name in names:
        answer = answers.get(name)
        if answer is not None:
            with suppress(FactError):
                known[name] = typed(name, answer, book)
    return known


def answers_of(form: Any, names: Iterable[str], case: Case) -> dict[str, Answer]:
    """What was answered in these fields, as a case keeps it; what was not changed stays as the case has it."""
    return {name: _answer(form[name], case.answers.get(name)) for name in names}


def _field(fact: FactDefinition) -> Any:
    label, hint = fact.question or fact.label, fact.hint or ""
    if fact.kind == "yes_no":
        return TriField(label, hint=hint, yes=fact.yes, no=fact.no)
    if fact.kind == "choice":
        return ChoiceField(label, hint=hint, choices=(*fact.choices.items(), (UNSURE, "不清楚")))
    if fact.kind == "choices":
        return SeveralField(label, hint=hint, choices=(*fact.choices.items(), (UNSURE, "不清楚")))
    if fact.kind == "date":
        return DaysField(label, hint=hint, future=fact.future)
    if fact.kind == "number":
        return CountField(label, hint=hint, least=1 if fact.at_least_one else 0)
    field: type[TextField] = {"money": MoneyField, "text": LongTextField}[fact.kind]
    return field(label, hint=hint)


def _answer(field: Field, before: Answer) -> Answer:
    value: Any = field.data
    if value is not None and value == field.object_data and before is not None:
        return before
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, DayRange):
        return value.isoformat()
    if isinstance(value, tuple) and UNSURE in value:
        value = tuple(one for one in value if one != UNSURE) or UNSURE
    answer: Answer = None if value == UNSURE else value
    return answer
