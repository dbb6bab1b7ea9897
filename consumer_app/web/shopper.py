"""The stop 您的信息: asked last, and only what a paper needs."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import Case
from consumer_app.web import current
from consumer_app.web.editing import edit_part
from consumer_app.web.forms.shopper import ShopperForm
from consumer_app.web.forms.whose import MINE, whose
from consumer_app.web.heard import heard_in_fields

bp = Blueprint("shopper", __name__)


@bp.route("/case/you", methods=["GET", "POST"])
@current.require_case
def edit_shopper() -> ResponseReturnValue:
    """Name, telephone and address of the buyer, and of whoever files for them; when it turns out to be somebody else's matter, the page again."""
    before = whose(current.opened.case)

    def then() -> str | None:
        return url_for(".edit_shopper") if whose(current.opened.case) not in (before, None, MINE) else None

    return edit_part(_shopper, "case/shopper.html", then=then)


def _shopper(case: Case) -> ShopperForm:
    form = ShopperForm.of(case)
    form.hear(heard_in_fields(case))
    form.suppose()
    return form
