"""The form of the facts still missing: one field a fact, built from the law book's own words, best first."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

from wtforms import Field

from consumer_app.domain.case import Answer, Case
from consumer_app.domain.facts import FactError, typed
from consumer_app.domain.law import FactDefinition, LawBook, Value
from consumer_app.domain.parts import fingerprint, replaced
from consumer_app.web.forms.fields import (
    ChoiceField,
    CountField,
    DayField,
    HouseField,
    LongTextField,
    MoneyField,
    TriField,
)
from consumer_app.web.forms.part_form import CasePartForm

UNSURE = "unknown"


class QuestionsForm(CasePartForm):
    """Answers to questions of fact. An answer not given, or 不清楚, stays unknown."""

    address = "answers"
    asked: tuple[str, ...] = ()

    def onto(self, case: Case) -> Case:
        """The case with these answers; answers to other questions stay."""
        given: dict[str, Answer] = {name: _answer(self[name]) for name in self.asked}
        return replaced(case, "answers", {**case.answers, **given})


def questions_form(case: Case, book: LawBook, asked: Iterable[str], hints: Mapping[str, str]) -> QuestionsForm:
    """The form that asks these facts, in this order; ``hints`` say what an answer would change."""
    names = tuple(asked)
    fields = {name: _field(book.facts[name], hints.get(name, "")) for name in names}
    form_class: type[QuestionsForm] = type("AskedForm", (QuestionsForm,), {**fields, "asked": names})
    form = form_class(data={"seen": fingerprint(case, "answers"), **dict(_held(case, book, names))})
    for name in names:
        form[name].unmarked = True
    return form


def _held(case: Case, book: LawBook, names: Iterable[str]) -> Iterator[tuple[str, Value]]:
    for name in names:
        answer = case.answers.get(name)
        if answer is not None:
            with suppress(FactError):
                yield name, typed(name, answer, book)


def _field(fact: FactDefinition, what_it_changes: str) -> Any:
    label = fact.question or fact.label
    hint = "。".join(text.rstrip("。") for text in (fact.hint, what_it_changes) if text)
    if fact.kind == "yes_no":
        return TriField(label, hint=hint)
    if fact.kind == "choice":
        return ChoiceField(label, hint=hint, choices=(*fact.choices.items(), (UNSURE, "不清楚")))
    field: type[HouseField] = {"money": MoneyField, "number": CountField, "date": DayField, "text": LongTextField}[
        fact.kind
    ]
    return field(label, hint=hint)


def _answer(field: Field) -> Answer:
    value: Answer = field.data
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return None if value == UNSURE else value
