"""The stop 可以主张什么: each claim with why, the law word for word, the sum, who must prove what, and what is not possible and why."""

from collections.abc import Iterable
from dataclasses import replace

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from consumer_app.web import current, journey
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.shown import ShownLaw, shown_cautions, shown_claim, shown_due, shown_excuse

bp = Blueprint("claims", __name__)


@bp.get("/case/claims")
@current.require_case
def show_claims() -> ResponseReturnValue:
    """The assessment, settled claims first."""
    found, book = assessed().assessment, law_book()
    claims = [shown_claim(claim, book, found.today) for claim in found.claims]
    quoted: set[str] = set()
    in_full = [
        replace(claim, law=_once(claim.law, quoted), burden_law=_once(claim.burden_law, quoted))
        for status in ("settled", "contested")
        for claim in claims
        if claim.status == status
    ]
    excuses = [shown_excuse(excuse, book, found.today) for excuse in found.excuses]
    return render_template(
        "case/claims.html",
        settled=[claim for claim in in_full if claim.status == "settled"],
        contested=[claim for claim in in_full if claim.status == "contested"],
        undecided=[claim for claim in claims if claim.status == "open" and not claim.waits_for_its_text],
        without_text=[claim for claim in claims if claim.waits_for_its_text],
        excluded=[claim for claim in claims if claim.status == "excluded"],
        excuses=[replace(excuse, law=_once(excuse.law, quoted, named=not excuse.heard)) for excuse in excuses],
        deadlines=[shown_due(due, book) for due in found.deadlines],
        advice=shown_cautions(found.advice, book),
        has_disputes=bool(found.disputes),
        onward=journey.after("claims.show_claims"),
        place=journey.now("claims.show_claims"),
    )


def _once(provisions: Iterable[ShownLaw], quoted: set[str], *, named: bool = False) -> list[ShownLaw]:
    """These provisions, without the words of those that the page has quoted already, which ``quoted`` keeps; only ``named``, without any."""
    shown = []
    for one in provisions:
        name = one.title + one.article + one.in_force
        shown.append(replace(one, text="") if named or name in quoted else one)
        if not named:
            quoted.add(name)
    return shown
