"""The stop 您的信息: asked last, and only what a paper needs."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from consumer_app.web import current
from consumer_app.web.editing import edit_part
from consumer_app.web.forms.party import ShopperForm

bp = Blueprint("shopper", __name__)


@bp.route("/case/you", methods=["GET", "POST"])
@current.require_case
def edit_shopper() -> ResponseReturnValue:
    """Name, telephone and address of the buyer, and who files for them."""
    return edit_part(ShopperForm.of, "case/shopper.html")
