"""The boxes of a channel's own form, each blank with the page of the case where it is filled."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from consumer_app.documents.channel_form import FilledField

_FIELDS = {
    "shopper.name": ("shopper.edit_shopper", "name"),
    "shopper.phone": ("shopper.edit_shopper", "phone"),
    "shopper.address": ("shopper.edit_shopper", "own_address"),
    "seller.shop": ("parties.edit_seller", "shop"),
    "seller.registered_name": ("parties.edit_seller", "registered_name"),
    "seller.address": ("parties.edit_seller", "seller_address"),
    "seller.phone": ("parties.edit_seller", "phone"),
    "order.no": ("order.edit_order", "no"),
    "order.paid": ("order.edit_order", "paid"),
}
_PAGES = {
    "story": "timeline.list_events",
    "short_story": "timeline.list_events",
    "demands": "demands.choose_demands",
    "refund_total": "demands.choose_demands",
    "evidence": "evidence.list_evidence",
    "exhibits": "evidence.list_evidence",
    "carrier": "parties.edit_seller",
    "passenger_carrier": "parties.edit_seller",
}


@dataclass(frozen=True)
class ShownBox:
    """A box, and where a blank one is filled: empty when the shopper fills it in on the form itself."""

    box: FilledField
    url: str


def shown_boxes(boxes: Iterable[FilledField]) -> list[ShownBox]:
    """The boxes in their order."""
    return [ShownBox(box, _page(box.fill)) for box in boxes]


def _page(fill: str | None) -> str:
    if fill in _FIELDS:
        page, field = _FIELDS[fill]
        return url_for(page, _anchor=field)
    page = _PAGES.get((fill or "").partition(".")[0], "")
    return url_for(page) if page else ""
