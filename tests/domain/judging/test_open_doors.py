"""Where the law leaves a door, the shopper is not told that the shop is right; where it is shut, they are told."""

from datetime import date
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.domain.judging.excuses import excuses_of
from consumer_app.domain.judging.facts import facts_of
from consumer_app.domain.law import LawBook

TODAY = date(2026, 6, 1)
BOUGHT = {"ordered_at": {"at": "2026-05-01", "precision": "day"}}
DELIVERED = {**BOUGHT, "received_at": {"at": "2026-05-05", "precision": "day"}}
LONG_AGO = {
    "ordered_at": {"at": "2021-05-01", "precision": "day"},
    "received_at": {"at": "2021-05-05", "precision": "day"},
}
OWN_ROOM = {"booking_problem": "mine", "no_refund_term_shown": True, "resold_by_seller": False}
MADE_FOR_ME = {"custom_made": True, "defective": False, "not_as_described": False}
OLD = {"warranty_in_term": False}
OWN_CARD = {"prepaid_multi": True, "prepaid_reasons": ["own"]}
OVER = {"prepaid_kind": "unlimited", "card_until": "2026-04-30", "time_card_ended_on": "2026-05-20"}
OWN_DEPOSIT = {"deposit_word": "dingjin_bond", "deposit_broken_by": "me"}


@pytest.mark.parametrize(
    ("dispute", "excuse", "answers", "order", "right"),
    [
        ("hotel-booking", "no-refund-once-booked", OWN_ROOM, BOUGHT, False),
        ("air-rail-ticket", "special-fare-no-refund", {"ticket_problem": "mine", "no_refund_term_shown": True}, BOUGHT, False),
        ("air-rail-ticket", "only-rebooking", {"ticket_problem": "mine"}, BOUGHT, False),
        ("air-rail-ticket", "only-rebooking", {"trip_taken": True}, BOUGHT, True),
        ("rental-sharing", "downtime-in-contract", {"rental_extra_agreed": True, "rental_damage_cause": "mine"}, BOUGHT, False),
        ("order-cancelled", "out-of-stock", {"goods_gone": True}, BOUGHT, False),
        ("laundry", "laundry-cap", {"term_noticed": True}, BOUGHT, False),
        ("laundry", "laundry-cap", {"loss_limit_agreed": True, "keepsake_grave_fault": False}, BOUGHT, True),
        ("spoiled-food", "professional-claimant", {"knew_before_buying": True}, BOUGHT, False),
        ("auto-renewal", "renewal-already-used", {"renewal_used_after": True}, BOUGHT, False),
        ("cosmetics", "your-own-skin", {"cosmetics_warning_ignored": True}, BOUGHT, False),
        ("seven-day-return", "custom-no-return", MADE_FOR_ME, BOUGHT, False),
        ("seven-day-return", "custom-no-return", MADE_FOR_ME, DELIVERED, True),
        ("quality-defect", "out-of-warranty", {**OLD, "defect_found_on": "2026-05-20"}, DELIVERED, False),
        ("quality-defect", "out-of-warranty", {**OLD, "defect_found_on": "2026-05-20"}, LONG_AGO, True),
        ("prepaid-refund", "card-not-refundable", {**OWN_CARD, "prepaid_kind": "stored"}, BOUGHT, False),
        ("prepaid-refund", "card-not-refundable", {**OWN_CARD, **OVER}, BOUGHT, True),
        ("driving-school", "too-many-learners", OWN_CARD, BOUGHT, False),
        ("deposit", "deposit-never-returned", {**OWN_DEPOSIT, "deposit_over_cap": True}, BOUGHT, False),
        ("deposit", "deposit-never-returned", {**OWN_DEPOSIT, "deposit_over_cap": False}, BOUGHT, True),
    ],
)  # fmt: skip
def test_the_shop_is_said_to_be_right_only_where_the_law_is_shut(
    dispute: str, excuse: str, answers: dict[str, Any], order: dict[str, Any], right: bool, real_law: LawBook
) -> None:
    case = Case.model_validate({"v": EMPTY_CASE.v, "disputes": [dispute], "order": order, "answers": answers})
    found = {one.id: one for one in excuses_of(case, real_law, facts_of(case, real_law, TODAY))}
    assert (found[excuse].seller_is_right is True) is right
