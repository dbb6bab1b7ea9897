"""What the story says otherwise than it was filled in: shown before anything is frozen, with both, and one tap says which is right."""

from dataclasses import dataclass

from flask import request, session

from consumer_app import formats
from consumer_app.domain.case import Case
from consumer_app.domain.case.parts import fingerprint
from consumer_app.domain.judging.facts import FactConflict, FactError, facts_of
from consumer_app.domain.judging.told_otherwise import ToldOtherwise, as_told, told_otherwise
from consumer_app.web import current
from consumer_app.web.assessed import law_book
from consumer_app.web.editing import applied
from consumer_app.web.forms.form import PartForm

PART = "order+answers"
SETTLED = "as_filled_in"
"""Where this browser keeps of which facts a person said that what was filled in is right."""
MOST = 40


@dataclass(frozen=True)
class Clash:
    """A clash as the page shows it."""

    fact: str
    label: str
    quote: str
    told: str
    filled_in: str


def shown_clashes() -> list[Clash]:
    """The clashes of the open case that nobody has decided."""
    book = law_book()
    return [
        Clash(
            one.fact,
            formats.fact_label(one.fact, book),
            one.quote,
            formats.fact_value(one.fact, one.told, book),
            formats.fact_value(one.fact, one.filled_in, book),
        )
        for one in _clashes(current.opened.case)
        if _mark(one) not in session.get(SETTLED, ())
    ]


def clash_form() -> PartForm:
    """The form of the buttons, with what was posted."""
    return PartForm(data={"seen": fingerprint(current.opened.case, PART)})


def decided(form: PartForm) -> bool:
    """Take what the story says (``told``), or keep what was filled in (``kept``), of the fact that the pressed button names; False when the form says what is wrong."""
    found = {one.fact: one for one in _clashes(current.opened.case)}
    told, kept = (found.get(request.form.get(name, "")) for name in ("told", "kept"))
    if not form.validate_on_submit():
        return False
    if kept is not None:
        session[SETTLED] = [*session.get(SETTLED, ()), _mark(kept)][-MOST:]
    return told is None or applied(form, PART, lambda case: as_told(case, told, law_book()))


def _clashes(case: Case) -> list[ToldOtherwise]:
    try:
        return list(told_otherwise(case, facts_of(case, law_book(), current.today()), law_book()))
    except (FactConflict, FactError):
        return []


def _mark(one: ToldOtherwise) -> str:
    """The case and the fact, from which nothing that was said can be told."""
    return f"{current.open_mark()[:8]} {one.fact}"
