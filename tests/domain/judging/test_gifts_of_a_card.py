"""What was given besides with a card never raises what is asked of its balance, once it is used up; nor does a range count as nothing."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consumer_app import as_json
from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook
from tests.conftest import Judged

TODAY = date(2026, 6, 1)
DISPUTES = ("prepaid-refund", "prepaid-shop-closed", "private-coach", "agency-guarantee")
KINDS = ("stored", "counted", "unlimited")
REASONS = ("closed", "moved", "transferred", "cannot_book", "worse", "not_performed", "own", "coach_left")
sums = st.decimals(Decimal("0.01"), Decimal(6000), places=2)


@st.composite
def cards(draw: st.DrawFn) -> dict[str, Any]:
    """A card of which something is used, whatever it is and why it ends."""
    paid, total = draw(sums), draw(st.integers(1, 60))
    return {
        "for_living": True, "seller_is_business": True, "bought_how": "store", "bought_on": "2026-01-10",
        "goods_kind": draw(st.sampled_from(["course", "fitness", "service"])), "prepaid_multi": True,
        "paid_to_coach": False, "prepaid_kind": draw(st.sampled_from(KINDS)),
        "prepaid_reasons": [draw(st.sampled_from(REASONS))], "prepaid_exit_agreed": draw(st.booleans()),
        "coach_named": True, "fair_substitute_offered": False, "lesson_urged": draw(st.booleans()),
        "paid": str(paid), "refunded": "0", "prepaid_used": str(min(draw(sums), paid)),
        "prepaid_used_at_list": str(min(draw(sums), paid)), "third_party_fees": "0", "exit_loss_shown": "0",
        "lessons_total": total, "lessons_left": draw(st.integers(0, total)),
    }  # fmt: skip


def asked(law: LawBook, dispute: str, answers: Mapping[str, Any]) -> dict[str, Decimal]:
    found = assess(Case.model_validate({"v": 2, "disputes": [dispute], "answers": answers}), law, TODAY)
    return {claim.id: claim.amount.total for claim in found.claims if claim.amount and claim.asks == "refund"}


@pytest.mark.parametrize("dispute", DISPUTES)
def test_a_gift_that_was_used_up_never_raises_what_is_asked(real_law: LawBook, dispute: str) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(cards(), sums, sums, st.integers(0, 30))
    def never(card: dict[str, Any], used_up: Decimal, as_bonus: Decimal, lessons: int) -> None:
        none = {"prepaid_bonus": "0", "lessons_gift": 0, "prepaid_gift_used": "0"}
        gift = {"prepaid_bonus": str(as_bonus), "lessons_gift": lessons, "prepaid_gift_used": str(used_up)}
        without, with_it = asked(real_law, dispute, {**card, **none}), asked(real_law, dispute, {**card, **gift})
        for claim in with_it.keys() & without.keys():
            assert with_it[claim] <= without[claim], claim

    never()


def test_a_range_that_begins_at_nothing_is_not_printed_as_nothing(
    real_law: LawBook, examples: Mapping[str, Example], judged: Judged
) -> None:
    shown = as_json.assessment(judged("prepaid-closed-bonus"), real_law)
    amount = next(claim["amount"] for claim in shown["claims"] if claim["id"] == "prepaid-runaway-punitive")
    assert (amount["total"], amount["low"], amount["range"]) == ("2250.00", "0.00", ["0.00", "2250.00"])
