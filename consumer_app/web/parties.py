"""The step 商家与平台: who sold it and where, and any further party to the trouble."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from consumer_app import formats
from consumer_app.domain.case import Party
from consumer_app.domain.case.parts import part
from consumer_app.web import current
from consumer_app.web.assessed import law_book
from consumer_app.web.editing import delete_item, edit_part
from consumer_app.web.forms.party import PartyForm, SellerForm

bp = Blueprint("parties", __name__)


def platforms() -> tuple[tuple[str, str], ...]:
    """The platforms of the law book, by title."""
    return tuple((slug, platform.title) for slug, platform in law_book().platforms.items())


@bp.route("/case/parties", methods=["GET", "POST"])
@current.require_case
def edit_seller() -> ResponseReturnValue:
    """The seller and the platform."""
    further = [
        (party.id, formats.party_name(party))
        for party in current.opened.case.parties
        if party.role in ("maker", "carrier", "installer")
    ]
    return edit_part(lambda case: SellerForm.of(case, platforms()), "case/seller.html", further=further)


@bp.route("/case/parties/new", methods=["GET", "POST"])
@current.require_case
def add_party() -> ResponseReturnValue:
    """A further party."""
    return edit_part(lambda case: PartyForm.of(case, None), "case/party.html", then=url_for(".edit_seller"))


@bp.route("/case/parties/<party_id>", methods=["GET", "POST"])
@current.require_case
def edit_party(party_id: str) -> ResponseReturnValue:
    """A further party, changed."""
    _party(party_id)
    then = url_for(".edit_seller")
    return edit_part(lambda case: PartyForm.of(case, party_id), "case/party.html", then=then, party_id=party_id)


@bp.route("/case/parties/<party_id>/delete", methods=["GET", "POST"])
@current.require_case
def delete_party(party_id: str) -> ResponseReturnValue:
    """Take a further party out; what it said stays, without a name."""
    party = _party(party_id)
    return delete_item(
        f"parties/{party_id}", "case/delete.html", then=url_for(".edit_seller"), what=formats.party_name(party),
        kept="时间线里它做过的事、说过的话会留下，只是不再写是谁。",
    )  # fmt: skip


def _party(party_id: str) -> Party:
    party: Party | None = part(current.opened.case, f"parties/{party_id}")
    if party is None or party.role not in ("maker", "carrier", "installer"):
        abort(404)
    return party
