"""The step 诉求: what the shopper wants, ticked by law beforehand, never more than the law gives."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import Case
from consumer_app.web import current
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.editing import edit_part
from consumer_app.web.forms.demands import Askable, demands_form
from consumer_app.web.questions import questions_of
from consumer_app.web.shown import demand_hint

bp = Blueprint("demands", __name__)
QUESTIONS_BESIDE = 3


@bp.route("/case/demands", methods=["GET", "POST"])
@current.require_case
def choose_demands() -> ResponseReturnValue:
    """The claims to ask, and on the short path the questions that would change them most."""
    short = current.path() == "short"
    beside = questions_of(current.opened.case, QUESTIONS_BESIDE) if short else None
    return edit_part(
        lambda case: demands_form(case, askable(case), with_sums=not short), "case/demands.html", questions=beside
    )


def askable(case: Case) -> tuple[Askable, ...]:
    """The claims that are supported, and those still open with the facts they lack; what is excluded is not offered.

    Ticked beforehand: every supported claim, and of two that exclude each other the better one.
    """
    book, found = law_book(), assessed().assessment if case is current.opened.case else assessed(case).assessment
    return tuple(
        Askable(
            claim=claim.id,
            title=book.claims[claim.id].title,
            hint=demand_hint(claim, book),
            most=claim.amount.total if claim.amount and claim.status == "supported" else None,
            asks_money=book.claims[claim.id].remedy is not None,
            never_with=frozenset(claim.never_with),
            ticked=claim.status == "supported" and claim.better is None,
            certain=claim.status == "supported",
        )
        for claim in found.claims
        if claim.status != "excluded"
    )
