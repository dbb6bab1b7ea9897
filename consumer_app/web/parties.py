"""The stop 商家与平台: who sold it and where, and any further party to the trouble."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from consumer_app import formats
from consumer_app.domain.case import Case
from consumer_app.web import current
from consumer_app.web.assessed import law_book
from consumer_app.web.editing import edit_part
from consumer_app.web.forms.party import PartyForm, SellerForm
from consumer_app.web.heard import heard_in_fields
from consumer_app.web.items import Items, item_pages
from consumer_app.web.shown import platform_choices

bp = Blueprint("parties", __name__)
FURTHER = Items(
    name="parties",
    form=PartyForm.of,
    template="case/party.html",
    list_page="parties.edit_seller",
    brief=formats.party_name,
    stays="时间线里它做过的事、说过的话会留下，只是不再写是谁。",
    ours=lambda party: party.role in ("maker", "carrier", "passenger_carrier", "installer"),
)
item_pages(bp, "/case/parties", "party", FURTHER)


@bp.route("/case/parties", methods=["GET", "POST"])
@current.require_case
def edit_seller() -> ResponseReturnValue:
    """The seller and the platform."""
    further = [(party.id, formats.party_name(party)) for party in current.opened.case.parties if FURTHER.ours(party)]
    return edit_part(_seller, "case/seller.html", further=further)


def _seller(case: Case) -> SellerForm:
    form = SellerForm.of(case, platform_choices(case, law_book()))
    form.hear(heard_in_fields(case))
    return form
