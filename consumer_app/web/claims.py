"""The stop 可以主张什么: each claim with why, the law word for word, the sum, who must prove what, and what is not possible and why."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from consumer_app.web import current, journey
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.shown import shown_cautions, shown_claim, shown_due, shown_excuse

bp = Blueprint("claims", __name__)


@bp.get("/case/claims")
@current.require_case
def show_claims() -> ResponseReturnValue:
    """The assessment, settled claims first."""
    found, book = assessed().assessment, law_book()
    claims = [shown_claim(claim, book, found.today) for claim in found.claims]
    return render_template(
        "case/claims.html",
        settled=[claim for claim in claims if claim.status == "settled"],
        contested=[claim for claim in claims if claim.status == "contested"],
        undecided=[claim for claim in claims if claim.status == "open" and not claim.waits_for_its_text],
        without_text=[claim for claim in claims if claim.waits_for_its_text],
        excluded=[claim for claim in claims if claim.status == "excluded"],
        excuses=[shown_excuse(excuse, book, found.today) for excuse in found.excuses],
        deadlines=[shown_due(due, book) for due in found.deadlines],
        advice=shown_cautions(found.advice, book),
        has_disputes=bool(found.disputes),
        onward=journey.after("claims.show_claims"),
        place=journey.now("claims.show_claims"),
    )
