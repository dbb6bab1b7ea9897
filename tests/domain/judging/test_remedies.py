from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.judging.facts import Facts
from consumer_app.domain.judging.remedies import FORMULAS, Worked, worked_out
from consumer_app.domain.law import FactDefinition, Remedy, Value

DAY, TODAY = date(2026, 6, 1), date(2026, 6, 11)
DEFINITIONS = {
    "affected": FactDefinition.model_validate({"kind": "money", "label": "问题部分", "from": "order.lines.affected"}),
    "paid": FactDefinition.model_validate({"kind": "money", "label": "实付", "from": "order.paid"}),
}
yuan = st.decimals(Decimal("0"), Decimal("1000000"), places=2)


def worked(remedy: dict[str, object], day: date = DAY, **values: Value) -> Worked:
    return worked_out(Remedy.model_validate(remedy), Facts(values, TODAY, DEFINITIONS), day, None)


def total(remedy: dict[str, object], day: date = DAY, **values: Value) -> Decimal | None:
    found = worked(remedy, day, **values)
    return found.amount.total if found.amount else None


TEN = {
    "formula": "multiple_of_price_or_of_loss",
    "base": "affected",
    "inputs": {"loss": "loss"},
    "multiple": {"2015-10-01": 10},
    "loss_multiple": {"2015-10-01": 3},
    "floor": {"2015-10-01": 1000},
}
THREE = {
    "formula": "multiple_of_price",
    "base": "affected",
    "multiple": {"2014-03-15": 3},
    "floor": {"2014-03-15": 500},
}


@pytest.mark.parametrize(
    ("price", "loss", "expected", "term"),
    [
        ("12.00", "0", "1000.00", "floor_of_both"),
        ("12.00", "400.00", "1200.00", "loss_multiple"),
        ("250.00", "400.00", "2500.00", "price_multiple"),
        ("100.00", "0", "1000.00", "price_multiple"),
    ],
)
def test_ten_times_the_price_or_three_times_the_loss_but_at_least_the_floor(price, loss, expected, term) -> None:
    found = worked(TEN, affected=Decimal(price), loss=Decimal(loss))
    assert found.amount is not None
    assert found.amount.total == Decimal(expected)
    assert found.amount.items[0].term == term


def test_an_unknown_loss_does_not_hold_up_the_sum_but_is_asked() -> None:
    found = worked(TEN, affected=Decimal("250.00"))
    assert found.amount is not None
    assert (found.amount.total, found.needs) == (Decimal("2500.00"), ("loss",))


def test_an_unknown_price_leaves_no_sum_and_names_the_fact() -> None:
    assert worked(TEN) == Worked(None, ("affected", "loss"))


def test_a_number_is_the_one_in_force_on_the_day_and_there_is_none_before() -> None:
    dated = {**THREE, "multiple": {"1994-01-01": 2, "2014-03-15": 3}, "floor": {"2014-03-15": 500}}
    assert total(dated, date(2014, 3, 14), affected=Decimal("300.00")) == Decimal("600.00")
    assert total(dated, date(2014, 3, 15), affected=Decimal("300.00")) == Decimal("900.00")
    assert total(dated, date(1993, 12, 31), affected=Decimal("300.00")) is None


def test_what_came_back_is_subtracted_and_never_more_than_there_is() -> None:
    refund = {"formula": "price", "base": "whole", "less": ["refunded"]}
    assert total(refund, paid=Decimal("59.90"), refunded=Decimal("20.00")) == Decimal("39.90")
    assert total(refund, paid=Decimal("59.90"), refunded=Decimal("80.00")) == Decimal(0)
    unknown = worked(refund, paid=Decimal("59.90"))
    assert unknown.amount is not None
    assert (unknown.amount.total, unknown.needs) == (Decimal("59.90"), ("refunded",))


def test_parts_must_all_be_known_and_extras_are_added_when_they_are() -> None:
    remedy = {"formula": "sum_of", "inputs": {"parts": ["a", "b"], "also": ["c"]}}
    assert worked(remedy, a=Decimal(1)) == Worked(None, ("b",))
    found = worked(remedy, a=Decimal(1), b=Decimal("2.50"))
    assert found.amount is not None
    assert (found.amount.total, found.needs) == (Decimal("3.50"), ("c",))
    assert total(remedy, a=Decimal(1), b=Decimal("2.50"), c=Decimal(4)) == Decimal("7.50")


def test_a_deposit_is_doubled_only_up_to_its_cap_and_the_rest_comes_back_once() -> None:
    remedy = {
        "formula": "deposit_doubled",
        "inputs": {"deposit": "deposit", "price": "price"},
        "cap": {"2021-01-01": Decimal("0.2")},
    }
    assert total(remedy, deposit=Decimal(300), price=Decimal(1000)) == Decimal(500)
    assert total(remedy, deposit=Decimal(200), price=Decimal(1000)) == Decimal(400)
    kept = {**remedy, "formula": "deposit_excess"}
    assert total(kept, deposit=Decimal(300), price=Decimal(1000)) == Decimal(100)
    part = {**remedy, "inputs": {**remedy["inputs"], "unperformed": "unperformed"}}
    assert total(part, deposit=Decimal(200), price=Decimal(1000), unperformed=Decimal(50)) == Decimal(300)


def test_what_is_left_on_a_card_takes_the_bonus_into_account_and_is_never_below_zero() -> None:
    remedy = {"formula": "share_unused", "inputs": {"paid": "paid", "used": "used", "bonus": "bonus"}}
    assert total(remedy, paid=Decimal(1000), used=Decimal(600), bonus=Decimal(200)) == Decimal(500)
    assert total(remedy, paid=Decimal(1000), used=Decimal(2000), bonus=Decimal(0)) == Decimal(0)
    assert total({**remedy, "inputs": {"paid": "paid", "used": "used"}}, paid=Decimal(1000), used=Decimal(300)) == 700


def test_time_left_is_counted_in_days_or_in_times() -> None:
    by_dates = {
        "formula": "share_of_time_left",
        "inputs": {"paid": "paid", "from": "began_on", "until": "ends_on", "stopped": "closed_on"},
    }
    year = {"paid": Decimal(3650), "began_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}
    assert total(by_dates, **year, closed_on=date(2025, 12, 21)) == Decimal("100.00"), "the last day counts: 365 days"
    assert total(by_dates, **year, closed_on=date(2025, 12, 31)) == Decimal(0)
    assert total(by_dates, **year, closed_on=date(2024, 12, 1)) == Decimal(3650), "never more than was paid"
    by_times = {"formula": "share_of_time_left", "inputs": {"paid": "paid", "left": "left", "total": "total"}}
    assert total(by_times, paid=Decimal(1000), left=Decimal(1), total=Decimal(3)) == Decimal("333.33")


def test_interest_runs_to_today_and_is_rounded_half_up() -> None:
    remedy = {"formula": "rate_for_days", "inputs": {"principal": "paid", "from": "ended_on", "rate": "rate"}}
    assert total(remedy, paid=Decimal(1000), ended_on=date(2026, 6, 1), rate=Decimal("3.1")) == Decimal("0.85")
    assert total(remedy, paid=Decimal(1000), ended_on=date(2026, 6, 12), rate=Decimal("3.1")) == Decimal(0)


def test_a_range_has_a_low_and_a_high_end() -> None:
    remedy = {"formula": "range", "inputs": {"price": "fee"}, "multiple": {"2013-10-01": 1}, "cap": {"2013-10-01": 3}}
    found = worked(remedy, fee=Decimal(2000)).amount
    assert found is not None
    assert (found.total, found.high) == (Decimal(2000), Decimal(6000))


def test_other_sums() -> None:
    difference = {"formula": "difference_of_price", "inputs": {"higher": "elsewhere", "lower": "paid"}}
    assert total(difference, elsewhere=Decimal("129.00"), paid=Decimal("99.00")) == Decimal("30.00")
    assert total(difference, elsewhere=Decimal("89.00"), paid=Decimal("99.00")) == Decimal(0)
    promised = {"formula": "promised_multiple", "base": "affected", "inputs": {"times": "times"}}
    assert total(promised, affected=Decimal("9.90"), times=Decimal(10)) == Decimal("99.00")
    cut = {"formula": "price_reduction", "inputs": {"conforming": "good", "actual": "bad", "price": "paid"}}
    assert total(cut, good=Decimal(500), bad=Decimal(100), paid=Decimal(300)) == Decimal(300)
    household = {
        **TEN,
        "base": "household_quantity",
        "inputs": {"loss": "loss", "quantity": "bought", "household": "eaten"},
    }
    few = {"affected": Decimal(1000), "loss": Decimal(0), "bought": Decimal(10)}
    assert total(household, **few, eaten=Decimal(2)) == Decimal(2000)
    assert total(household, **few, eaten=Decimal(20)) == Decimal(10000)


@given(yuan, yuan)
def test_the_lines_of_a_sum_add_up_to_it_in_whole_fen(price: Decimal, refunded: Decimal) -> None:
    for remedy in (
        TEN,
        {**THREE, "less": ["refunded"]},
        {"formula": "price", "base": "affected", "less": ["refunded"]},
    ):
        found = worked(remedy, affected=price, loss=Decimal(0), refunded=refunded).amount
        assert found is not None
        assert sum(item.value for item in found.items) == found.total >= 0
        assert all(item.value == round(item.value, 2) for item in found.items)


@given(yuan, yuan, st.decimals(Decimal(0), Decimal(500000), places=2))
def test_a_card_never_gives_back_more_than_was_paid(paid: Decimal, used: Decimal, bonus: Decimal) -> None:
    remedy = {"formula": "share_unused", "inputs": {"paid": "paid", "used": "used", "bonus": "bonus"}}
    found = total(remedy, paid=paid, used=used, bonus=bonus)
    assert found is not None
    assert 0 <= found <= paid


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_formula_says_what_it_needs_when_nothing_is_known(formula: str) -> None:
    inputs = {name: (["x", "y"] if name in ("parts", "also") else f"some_{name}") for name in FORMULAS[formula].inputs}
    if "parts" in FORMULAS[formula].optional:
        inputs["parts"] = ["x", "y"]
    numbers = {name: {"2000-01-01": 1} for name in FORMULAS[formula].numbers}
    found = worked({"formula": formula, "base": "affected", "inputs": inputs, **numbers})
    assert found.amount is None
    assert found.needs
