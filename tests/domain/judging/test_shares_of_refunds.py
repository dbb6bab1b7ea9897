"""What came back of an order counts against one of its things only as far as it was for that thing."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.findings import ClaimFound
from consumer_app.domain.law import LawBook

TODAY = date(2026, 6, 1)
ANSWERS = {
    "bought_on": "2026-05-10", "received_on": "2026-05-13", "return_asked_on": "2026-05-15", "for_living": True,
    "seller_is_business": True, "bought_how": "platform", "goods_kind": "clothing", "goods_intact": True,
    "limited_return_kind": False, "confirmed_no_return": False, "custom_made": False,
}  # fmt: skip


def returned(book: LawBook, **answers: Any) -> ClaimFound:
    case = Case.model_validate({"v": 2, "disputes": ["seven-day-return"], "answers": {**ANSWERS, **answers}})
    found = assess(case, book, TODAY).claim("seven-day-return")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("paid", "affected", "refunded", "share", "left", "asked"),
    [
        ("800", "400", "400", None, "400", True),  # of which shirt it was is not known
        ("800", "400", "400", "0", "400", False),
        ("800", "400", "400", "400", None, False),
        ("800", "400", "400", "150", "250", False),
        ("800", "400", "500", None, "300", True),  # a hundred at least was for this one
        ("800", "400", "800", None, None, False),  # everything came back
        ("400", "400", "150", None, "250", False),  # nothing else was bought
        (None, "400", "150", None, "250", False),
        ("800", "400", "0", None, "400", False),
        ("800", "400", "100", "300", "300", False),  # never more than came back
    ],
)
def test_the_refund_of_another_thing_is_not_taken_from_this_one(
    real_law: LawBook, paid, affected, refunded, share, left, asked
) -> None:
    said = {"paid": paid, "affected": affected, "refunded": refunded, "affected_refunded": share}
    found = returned(real_law, **{fact: value for fact, value in said.items() if value is not None})
    needed = {*found.amount_needs, *(one.fact for one in found.missing)}
    assert ("affected_refunded" in needed) is asked
    if left is None:
        assert (found.status, found.excluded_by[0].test) == ("excluded", "repaid")
    else:
        assert found.amount is not None
        assert (found.status, found.amount.total) == ("settled", Decimal(left))


def test_where_the_whole_sum_may_have_come_back_that_is_asked_among_the_first(real_law: LawBook) -> None:
    found = returned(real_law, paid="800", affected="400", refunded="400")
    assert [(one.fact, one.could_become) for one in found.missing] == [("affected_refunded", ("settled", "excluded"))]
