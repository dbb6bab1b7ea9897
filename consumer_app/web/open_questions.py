"""Which questions are open in this case, and which page asks each: a page of questions, or the page of the part of the case that holds it."""

from flask import request

from consumer_app.domain.case import Case
from consumer_app.domain.case.sources import held_in_case, source
from consumer_app.domain.judging.asking import IN_A_CASE, ON_A_PAGE, Asking, still_to_ask
from consumer_app.domain.judging.facts import with_todays_names
from consumer_app.domain.judging.questions import open_questions
from consumer_app.domain.law.purchase import home_of
from consumer_app.web import current
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.heard import heard

PAGE_OF_A_PART = {
    "order": "order.edit_order",
    "parties": "parties.edit_seller",
    "events": "timeline.list_events",
}

ON_THE_SHORT_ORDER = ("order.ordered_at", "order.received_at", "order.paid", "platform")
"""What the short path's page of the order asks."""
TAKEN_OVER = ("order.refunded", "order.freight")
"""Where the case holds what the short path asks as questions."""


def open_here() -> tuple[str, ...]:
    """The facts still asked that no other page asks, in the order in which a person is asked them."""
    return open_questions(assessed().assessment, law_book(), asked_elsewhere())


def not_asked_yet() -> tuple[str, ...]:
    """The questions open now that were never shown; an answer may have raised a new one."""
    answers = with_todays_names(current.opened.case, law_book()).answers
    return tuple(fact for fact in open_here() if fact not in answers)


def door_questions(channel: str | None) -> tuple[str, ...]:
    """The facts that decide whether this channel takes the case, and those that could still close it, while nobody was asked."""
    found = next((one for one in assessed().assessment.channels if one.id == channel), None)
    unsure = left_unsure(current.opened.case)
    facts = dict.fromkeys((*found.waits_for, *(one.fact for one in found.could_close))) if found else ()
    return tuple(fact for fact in facts if fact not in unsure)


def left_unsure(case: Case) -> frozenset[str]:
    """The facts answered with 不清楚, which nothing asks again."""
    answers = with_todays_names(case, law_book()).answers
    return frozenset(name for name, answer in answers.items() if answer is None)


def asked_elsewhere() -> frozenset[str]:
    """The facts that a page of their own asks, as a part of the case."""
    return frozenset(name for name in law_book().facts if page_of(name))


def short_questions(most: int = IN_A_CASE) -> Asking:
    """What the short path still asks of the open case, at most so many.

    What was heard of the order stands on its page: once that is saved it is the case's own, or was taken out.
    """
    book = law_book()
    said = {n: value for n, value in heard().values.items() if book.facts[n].source not in ON_THE_SHORT_ORDER}
    return still_to_ask(current.opened.case, book, current.today(), said, most)


def wishes_are_asked() -> bool:
    """Whether the page of questions asks what is wanted: the first one, where no wish is kept."""
    if request.method == "POST":
        return "asks-wishes" in request.form
    return not current.opened.case.wishes and not current.opened.case.answers


def answered(case: Case) -> tuple[str, ...]:
    """The facts answered so far that the law book asks, 不清楚 among the answers, in its order."""
    answers = with_todays_names(case, law_book()).answers
    return tuple(name for name, fact in law_book().facts.items() if fact.question and name in answers)


def answered_pages() -> tuple[tuple[str, ...], ...]:
    """What was answered so far, a page each, in the order in which they were asked; with what the case took over from them."""
    case, book = current.opened.case, law_book()
    answers = with_todays_names(case, book).answers
    asked = {name: None for name in answers if name in book.facts and book.facts[name].question}
    asked |= dict.fromkeys(fact for place in TAKEN_OVER if (fact := book.fact_from(place)) and _holds(case, fact))
    names = tuple(asked)
    return tuple(names[at : at + ON_A_PAGE] for at in range(0, len(names), ON_A_PAGE))


def _holds(case: Case, fact: str) -> bool:
    return held_in_case(case, law_book().facts[fact]) is not None


def posted(*, everywhere: bool = False) -> tuple[str, ...]:
    """The facts that the posted page asked, so that an answer is never lost because the ranking changed meanwhile.

    ``everywhere``: also those that a page of their own asks.
    """
    named = [name for name in request.form.getlist("asks") if name in law_book().facts]
    return tuple(dict.fromkeys(name for name in named if everywhere or page_of(name) is None))


def changed_fact() -> str | None:
    """The fact that the address asks to be looked at again (``fact``); None where it names none that has a question."""
    name = request.args.get("fact", "")
    definition = law_book().facts.get(name)
    return name if definition and definition.question and definition.source != "platform" else None


def page_of(fact: str) -> str | None:
    """The page that asks a fact as a part of the case; None when it is asked as a question, as what the short path's order leaves out."""
    name = law_book().facts[home_of(fact, current.opened.case.disputes, law_book())].source
    place = source(name)
    if place and current.path() == "short":
        return "order.edit_short_order" if name in ON_THE_SHORT_ORDER else None
    return PAGE_OF_A_PART.get(place.part) if place else None
