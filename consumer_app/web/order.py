"""The stop 订单: the purchase and what was bought; on the short path, one page together with the seller."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import Case, OrderLine
from consumer_app.domain.case.parts import replaced
from consumer_app.domain.law.purchase import words_of_purchase
from consumer_app.web import current
from consumer_app.web.assessed import law_book
from consumer_app.web.editing import edit_part
from consumer_app.web.forms.order import LineForm, OrderForm
from consumer_app.web.forms.purchase import PurchaseForm
from consumer_app.web.heard import heard_in_fields
from consumer_app.web.items import Items, item_pages
from consumer_app.web.shown import goods_choices, platform_choices

bp = Blueprint("order", __name__)


class Lines(Items):
    """The things bought, which are items of the order."""

    def find(self, case: Case, item_id: str | None) -> OrderLine | None:
        """The thing bought of that id; None when there is none."""
        return next((line for line in case.order.lines if line.id == item_id), None)

    def address(self, item_id: str) -> str:
        """The order as a whole."""
        return "order"

    def free_id(self, case: Case) -> str:
        """The id of one more thing; the first is what the page of the order asks."""
        used = {line.id for line in case.order.lines}
        return next(f"l{number}" for number in range(2, len(used) + 3) if f"l{number}" not in used)

    def without(self, case: Case, item_id: str) -> Case:
        """The case without that thing."""
        lines = tuple(line for line in case.order.lines if line.id != item_id)
        return replaced(case, "order", case.order.model_copy(update={"lines": lines}))


LINES = Lines(
    name="lines",
    form=lambda case, line_id: LineForm.of(case, line_id, goods_choices(law_book())),
    template="case/line.html",
    list_page="order.edit_order",
    brief=lambda line: line.what or "这一件",
)
item_pages(bp, "/case/order", "line", LINES)


@bp.route("/case/order", methods=["GET", "POST"])
@current.require_case
def edit_order() -> ResponseReturnValue:
    """The purchase."""
    further = [(line.id, line.what or "没有写名称") for line in current.opened.case.order.lines[1:]]
    return edit_part(_order, "case/order.html", further=further)


@bp.route("/case/purchase", methods=["GET", "POST"])
@current.require_case
def edit_short_order() -> ResponseReturnValue:
    """The short path's page of the purchase and the seller, in the words of this kind of dispute."""
    return edit_part(_purchase, "case/purchase.html")


def _purchase(case: Case) -> PurchaseForm:
    book = law_book()
    words = words_of_purchase(book, case.disputes)
    form = PurchaseForm.of(case, platform_choices(case, book), goods_choices(book), words, current.today(), book)
    form.hear(heard_in_fields(case))
    form.suppose()
    return form


def _order(case: Case) -> OrderForm:
    form = OrderForm.of(case, goods_choices(law_book()), current.today())
    form.put_words(words_of_purchase(law_book(), case.disputes))
    form.hear(heard_in_fields(case))
    return form
