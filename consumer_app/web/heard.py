"""What the open case's own words say where it holds nothing yet, read again whenever a page asks: value and words by fact."""

from collections.abc import Mapping

from flask import g

from consumer_app.domain.case import Case
from consumer_app.domain.judging.heard import Heard, heard_in
from consumer_app.domain.law.purchase import words_of_purchase
from consumer_app.domain.listening.buying import thing_bought
from consumer_app.domain.listening.said import FactSaid
from consumer_app.domain.listening.shops import shop_said
from consumer_app.intake.telling import trouble_told
from consumer_app.web import current
from consumer_app.web.assessed import law_book

PLACES = {
    "order.ordered_at": "ordered_at",
    "order.received_at": "received_at",
    "order.paid": "paid",
    "order.freight": "freight",
    "order.refunded": "refunded",
    "order.lines.goods_kind": "goods_kind",
    "order.lines.quantity": "quantity",
    "platform": "platform",
}
"""The fields that ask what a case holds at these places, by the name that they have in every form."""


def heard(case: Case | None = None) -> Heard:
    """What is heard in this case, or in the open one; worked out once a request.

    A form shows it with ``form.hear(heard(case).facts)``; it is nobody's answer before that page was saved.
    """
    asked = current.opened.case if case is None else case
    kept: tuple[Case, Heard] | None = g.get("heard")
    if kept is None or kept[0] is not asked:
        kept = g.heard = (asked, heard_in(asked, law_book()))
    return kept[1]


def heard_in_fields(case: Case) -> Mapping[str, FactSaid]:
    """The same by the fields of the pages of the order and of the seller: what was bought and whose matter it is among them."""
    book, found = law_book(), heard(case)
    said = {
        field: found.facts[name]
        for place, field in PLACES.items()
        if (name := book.fact_from(place)) and name in found.facts
    }
    if found.whose:
        said["whose"] = FactSaid("whose", found.whose.whose, found.whose.quote)
    unsaid = case.told if not case.order.lines else None
    if unsaid and case.trouble is None and (trouble := trouble_told(unsaid, case.disputes, book)):
        said["trouble"] = FactSaid("trouble", trouble, trouble)
    if unsaid and (what := thing_bought(unsaid, book)):
        said["what"] = FactSaid("what", what.what, what.quote)
    seller = case.party("seller")
    masters = words_of_purchase(book, case.disputes).masters is True
    if (
        case.told
        and not case.order.lines
        and (seller is None or not seller.is_known)
        and (shop := shop_said(case.told, book, masters))
    ):
        said["shop"] = FactSaid("shop", shop.name, case.told[shop.start : shop.end])
    return said
