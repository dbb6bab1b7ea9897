"""The stop 诉求: what the shopper wants, ticked by law beforehand, never more than the law gives."""

from decimal import Decimal

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import Case
from consumer_app.domain.judging.confirmable import exceptions_left
from consumer_app.web import current
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.editing import edit_part
from consumer_app.web.forms.demands import Askable, demands_form
from consumer_app.web.open_questions import missing_for_a_sum, open_here, posted
from consumer_app.web.shown import demand_hint

bp = Blueprint("demands", __name__)
QUESTIONS_BESIDE = 3


@bp.route("/case/demands", methods=["GET", "POST"])
@current.require_case
def choose_demands() -> ResponseReturnValue:
    """The claims to ask, and on the short path the questions that decide most; an answer that changes what can be asked shows it first."""
    short = current.path() == "short"
    asked = _asked_beside() if short else ()
    offered = _offered()
    return edit_part(
        lambda case: demands_form(case, askable, with_sums=not short, book=law_book(), asked=asked),
        "case/demands.html",
        then=lambda: _look_again(offered) if asked else None,
        changed="changed" in request.args,
    )


def _asked_beside() -> tuple[str, ...]:
    """The questions beside the claims: those the page posted, otherwise the first that were not asked before, one of them for a sum."""
    done = {fact for item in askable(current.opened.case) for fact, _ in item.confirms} | set(
        current.opened.case.answers
    )
    sums = [fact for fact in missing_for_a_sum() if fact not in done][:1]
    first = [fact for fact in open_here() if fact not in done and fact not in sums]
    return posted() or (*first[: QUESTIONS_BESIDE - len(sums)], *sums)


def _look_again(before: dict[str, Decimal | None]) -> str | None:
    """This page once more when the answers have changed what can be asked, or when still nothing is asked."""
    changed = _offered() != before
    if not changed and current.opened.case.demands:
        return None
    return url_for(".choose_demands", changed=1 if changed else None)


def _offered() -> dict[str, Decimal | None]:
    """The claims ticked by law as the case now stands, and their sums."""
    return {item.claim: item.most for item in askable(current.opened.case) if item.ticked}


def askable(case: Case) -> tuple[Askable, ...]:
    """The claims that are settled or contested, and those still open with the facts they lack; what is excluded is not offered.

    Ticked beforehand: every settled claim, and of two that exclude each other the better one. What is contested a person ticks.
    """
    book, found = law_book(), assessed().assessment if case is current.opened.case else assessed(case).assessment
    return tuple(
        Askable(
            claim=claim.id,
            title=book.claims[claim.id].title,
            hint=demand_hint(claim, book, left),
            most=claim.amount.total if claim.amount and (claim.status != "open" or left) and not ranged else None,
            asks_money=book.claims[claim.id].remedy is not None and not ranged,
            never_with=frozenset(claim.never_with),
            ticked=claim.status == "settled" and claim.better is None,
            certain=claim.status != "open",
            confirms=left,
        )
        for claim in found.claims
        if claim.status != "excluded"
        for left in (exceptions_left(claim, book),)
        for ranged in (claim.amount is not None and claim.amount.high is not None,)
    )
