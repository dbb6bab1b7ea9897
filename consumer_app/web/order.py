"""The step 订单: the purchase and what was bought; on the short path, one page together with the seller."""

from flask import Blueprint, abort, g, make_response, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import OrderLine
from consumer_app.web import current, sessions, start
from consumer_app.web.assessed import law_book
from consumer_app.web.editing import delete_line, edit_part
from consumer_app.web.forms.order import LineForm, OrderForm, ShortOrderForm
from consumer_app.web.parties import platforms

bp = Blueprint("order", __name__)
GOODS_KIND = "goods_kind"


def goods_kinds() -> tuple[tuple[str, str], ...]:
    """The kinds of goods the law book tells apart."""
    fact = law_book().facts.get(GOODS_KIND)
    return tuple(fact.choices.items()) if fact else ()


@bp.route("/case/order", methods=["GET", "POST"])
@current.require_case
def edit_order() -> ResponseReturnValue:
    """The purchase."""
    lines = [(line.id, line.what or "没有写名称") for line in current.opened.case.order.lines[1:]]
    return edit_part(lambda case: OrderForm.of(case, goods_kinds(), current.today()), "case/order.html", further=lines)


@bp.route("/case/purchase", methods=["GET", "POST"])
@current.require_case
def edit_short_order() -> ResponseReturnValue:
    """The short path's page of order and seller; right after the case was made, its card stands on top."""
    card = start.fresh_card()
    answer = make_response(
        edit_part(lambda case: ShortOrderForm.of(case, platforms(), current.today()), "case/purchase.html", card=card)
    )
    if answer.status_code == 303 and card:
        start.forget_code()
        if request.form.get("remember"):
            sessions.remember(answer, g.opened)
    return answer


@bp.route("/case/order/new", methods=["GET", "POST"])
@current.require_case
def add_line() -> ResponseReturnValue:
    """One more thing bought in the same order."""
    used = {line.id for line in current.opened.case.order.lines}
    free = next(f"l{n}" for n in range(2, 100) if f"l{n}" not in used)
    return edit_part(lambda case: LineForm.of(case, free, goods_kinds()), "case/line.html", then=url_for(".edit_order"))


@bp.route("/case/order/<line_id>", methods=["GET", "POST"])
@current.require_case
def edit_line(line_id: str) -> ResponseReturnValue:
    """One of several things bought."""
    _line(line_id)
    return edit_part(
        lambda case: LineForm.of(case, line_id, goods_kinds()),
        "case/line.html",
        then=url_for(".edit_order"),
        line_id=line_id,
    )


@bp.route("/case/order/<line_id>/delete", methods=["GET", "POST"])
@current.require_case
def delete_line_of_order(line_id: str) -> ResponseReturnValue:
    """Take one thing out of the order."""
    return delete_line(_line(line_id), then=url_for(".edit_order"))


def _line(line_id: str) -> OrderLine:
    for line in current.opened.case.order.lines:
        if line.id == line_id:
            return line
    abort(404)
