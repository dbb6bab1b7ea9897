from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.judging.facts import Facts
from consumer_app.domain.judging.remedies import FORMULAS, Worked, worked_out
from consumer_app.domain.judging.remedies import yuan as rounded
from consumer_app.domain.law import Citation, DayRange, FactDefinition, Remedy, Value

DAY, TODAY = date(2026, 6, 1), date(2026, 6, 11)
DEFINITIONS = {
    "affected": FactDefinition.model_validate({"kind": "money", "label": "问题部分", "from": "order.lines.affected"}),
    "paid": FactDefinition.model_validate({"kind": "money", "label": "实付", "from": "order.paid"}),
}
yuan = st.decimals(Decimal("0"), Decimal("1000000"), places=2)


BASIS = Citation.parse("food-safety-law:148.2")


def worked(remedy: dict[str, object], day: date = DAY, **values: Value) -> Worked:
    return worked_out(Remedy.model_validate(remedy), Facts(values, TODAY, DEFINITIONS), day, BASIS)


def total(remedy: dict[str, object], day: date = DAY, **values: Value) -> Decimal | None:
    found = worked(remedy, day, **values)
    return found.amount.total if found.amount else None


def lines(remedy: dict[str, object], **values: Value) -> list[tuple[str, str | None, str, str]]:
    """Each line of the sum: its term, its fact, its value, and the numbers that it shows."""
    found = worked(remedy, **values).amount
    assert found is not None
    assert found.formula == remedy["formula"]
    return [(one.term, one.fact, str(one.value), " ".join(map(str, one.factors))) for one in found.items]


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


def test_the_balance_that_was_told_goes_before_one_worked_out() -> None:
    inputs = {"paid": "paid", "used": "used", "balance": "balance", "bonus": "bonus"}
    remedy = {"formula": "share_unused", "inputs": inputs}
    assert total(remedy, paid=Decimal(2000), balance=Decimal(1400), bonus=Decimal(0)) == Decimal(1400)
    assert total(remedy, paid=Decimal(2000), used=Decimal(300), balance=Decimal(1400), bonus=Decimal(0)) == Decimal(
        1400
    )
    with_bonus = total(remedy, paid=Decimal(1000), used=Decimal(600), balance=Decimal(600), bonus=Decimal(200))
    assert with_bonus == Decimal(500), "of what was given besides only its share comes back"


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


def test_what_is_left_may_be_a_percentage_and_what_was_given_besides_counts_on_both_sides() -> None:
    percent = {"formula": "share_of_time_left", "inputs": {"paid": "paid", "left": "left"}}
    assert total(percent, paid=Decimal(980), left=Decimal(60)) == Decimal("588.00")
    assert total(percent, paid=Decimal(980), left=Decimal(120)) == Decimal(980), "never more than was paid"
    inputs = {"paid": "paid", "left": "left", "total": "total", "bonus": "bonus"}
    with_gift = {"formula": "share_of_time_left", "inputs": inputs}
    given = {"paid": Decimal(5000), "left": Decimal(40), "total": Decimal(50)}
    assert total(with_gift, **given, bonus=Decimal(10)) == Decimal("4166.67")
    assert total(with_gift, **given, bonus=Decimal(0)) == Decimal("4000.00")
    assert worked(with_gift, **given).needs == ("bonus",), (
        "what was given besides is asked, and left out until it is known"
    )


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


# Every sum shows what it was worked out from


D = Decimal
OF_PRICE = {"multiple": {"2000-01-01": 3}, "floor": {"2000-01-01": 500}, "cap": {"2000-01-01": 900}}
DEPOSIT = {"inputs": {"deposit": "deposit", "price": "price"}, "cap": {"2000-01-01": D("0.2")}}
CARD = {"inputs": {"paid": "paid", "used": "used", "bonus": "bonus"}}
TIMES = {"inputs": {"paid": "paid", "left": "left", "total": "total"}}
DATES = {"inputs": {"paid": "paid", "from": "began_on", "until": "ends_on", "stopped": "closed_on"}}
INTEREST = {"inputs": {"principal": "paid", "from": "ended_on"}, "rate": {"2000-01-01": D("0.03")}}


@pytest.mark.parametrize(
    ("remedy", "values", "expected"),
    [
        ({"formula": "price", "base": "whole"}, {"paid": D("59.90")}, [("price", "paid", "59.90", "59.90")]),
        ({"formula": "price", "inputs": {"price": "fee"}}, {"fee": D(5)}, [("price", "fee", "5.00", "5")]),
        ({"formula": "sum_of", "inputs": {"parts": "a"}}, {"a": D("1.5")}, [("fact", "a", "1.50", "1.5")]),
        ({"formula": "sum_of", "inputs": {"also": ["a", "b"]}}, {"b": D(2)}, [("fact", "b", "2.00", "2")]),
        ({"formula": "multiple_of_price", "base": "affected", **OF_PRICE}, {"affected": D(100)}, [("floor", "affected", "500.00", "3 100 500")]),
        ({"formula": "multiple_of_price", "base": "affected", **OF_PRICE}, {"affected": D(200)}, [("multiple", "affected", "600.00", "3 200")]),
        ({"formula": "multiple_of_price", "base": "affected", **OF_PRICE}, {"affected": D(300)}, [("multiple", "affected", "900.00", "3 300")]),
        ({"formula": "multiple_of_price", "base": "affected", "multiple": OF_PRICE["multiple"], "floor": {"2000-01-01": 600}}, {"affected": D(200)}, [("multiple", "affected", "600.00", "3 200")]),
        ({"formula": "multiple_of_price", "base": "affected", **OF_PRICE}, {"affected": D(400)}, [("cap", "affected", "900.00", "3 400 900")]),
        ({"formula": "multiple_of_price", "base": "affected", "multiple": OF_PRICE["multiple"]}, {"affected": D(1)}, [("multiple", "affected", "3.00", "3 1")]),
        (TEN, {"affected": D(12), "loss": D(0)}, [("floor_of_both", "affected", "1000.00", "10 12 3 0 1000")]),
        (TEN, {"affected": D(12), "loss": D(400)}, [("loss_multiple", "loss", "1200.00", "10 12 3 400 1000")]),
        (TEN, {"affected": D(250), "loss": D(400)}, [("price_multiple", "affected", "2500.00", "10 250 3 400 1000")]),
        (TEN, {"affected": D(300), "loss": D(1000)}, [("price_multiple", "affected", "3000.00", "10 300 3 1000 1000")]),
        ({**TEN, "floor": None}, {"affected": D(1), "loss": D(2)}, [("price_multiple", "affected", "10.00", "10 1 3 2 0")]),
        ({"formula": "promised_multiple", "base": "affected", "inputs": {"times": "times"}, "cap": {"2000-01-01": 10}}, {"affected": D(9), "times": D(30)}, [("promised", "affected", "90.00", "10 9")]),
        ({"formula": "promised_multiple", "base": "affected", "inputs": {"times": "times"}, "cap": {"2000-01-01": 10}}, {"affected": D(9), "times": D(2)}, [("promised", "affected", "18.00", "2 9")]),
        ({"formula": "difference_of_price", "inputs": {"higher": "now", "lower": "then", "quantity": "n"}}, {"now": D(12), "then": D(10), "n": D(3)}, [("difference", "now", "6.00", "12 10 3")]),
        ({"formula": "difference_of_price", "inputs": {"higher": "now", "lower": "then"}}, {"now": D(12), "then": D(10)}, [("difference", "now", "2.00", "12 10")]),
        ({"formula": "price_reduction", "inputs": {"conforming": "good", "actual": "bad"}}, {"good": D(50), "bad": D(20)}, [("reduction", "good", "30.00", "50 20")]),
        ({"formula": "price_reduction", "inputs": {"conforming": "good", "actual": "bad"}}, {"good": D(20), "bad": D(50)}, [("reduction", "good", "0.00", "20 50")]),
        ({"formula": "deposit_doubled", **DEPOSIT}, {"deposit": D(300), "price": D(1000)}, [("deposit", "deposit", "200.00", "300 0.2 1000"), ("deposit_again", "deposit", "200.00", "200.0 100"), ("beyond_cap", "deposit", "100.00", "300 200.0")]),
        ({"formula": "deposit_doubled", **DEPOSIT}, {"deposit": D(200), "price": D(1000)}, [("deposit", "deposit", "200.00", "200 0.2 1000"), ("deposit_again", "deposit", "200.00", "200 100")]),
        ({"formula": "deposit_doubled", **DEPOSIT, "inputs": {**DEPOSIT["inputs"], "unperformed": "left"}}, {"deposit": D(200), "price": D(1000), "left": D(25)}, [("deposit", "deposit", "200.00", "200 0.2 1000"), ("deposit_again", "deposit", "50.00", "200 25.00")]),
        ({"formula": "deposit_doubled", **DEPOSIT, "inputs": {**DEPOSIT["inputs"], "unperformed": "left"}}, {"deposit": D(200), "price": D(1000), "left": D(250)}, [("deposit", "deposit", "200.00", "200 0.2 1000"), ("deposit_again", "deposit", "200.00", "200 100")]),
        ({"formula": "deposit_returned", "inputs": {"deposit": "deposit"}}, {"deposit": D(300)}, [("price", "deposit", "300.00", "300")]),
        ({"formula": "deposit_excess", **DEPOSIT}, {"deposit": D(300), "price": D(1000)}, [("beyond_cap", "deposit", "100.00", "300 200.0")]),
        ({"formula": "deposit_excess", **DEPOSIT}, {"deposit": D(100), "price": D(1000)}, [("beyond_cap", "deposit", "0.00", "100 100")]),
        ({"formula": "share_unused", **CARD}, {"paid": D(1000), "used": D(600), "bonus": D(200)}, [("unused", "paid", "500.00", "1000 600 200")]),
        ({"formula": "share_unused", **CARD}, {"paid": D(0), "used": D(0), "bonus": D(0)}, [("unused", "paid", "0.00", "0 0 0")]),
        ({"formula": "share_unused", **CARD}, {"paid": D(100), "used": D(150), "bonus": D(200)}, [("unused", "paid", "50.00", "100 150 200")]),
        ({"formula": "share_unused", **CARD}, {"paid": D(1), "used": D("0.5"), "bonus": D(0)}, [("unused", "paid", "0.50", "1 0.5 0")]),
        ({"formula": "share_of_time_left", **TIMES}, {"paid": D(1000), "left": D(1), "total": D(3)}, [("share_left", "paid", "333.33", "1000 1 3")]),
        ({"formula": "share_of_time_left", **TIMES}, {"paid": D(1000), "left": D(5), "total": D(1)}, [("share_left", "paid", "1000.00", "1000 5 1")]),
        ({"formula": "share_of_time_left", **TIMES}, {"paid": D(1000), "left": D(1), "total": D(0)}, [("share_left", "paid", "0.00", "1000 1 0")]),
        ({"formula": "share_of_time_left", **DATES}, {"paid": D(100), "began_on": date(2026, 1, 1), "ends_on": date(2026, 1, 10), "closed_on": date(2026, 1, 6)}, [("time_left", "paid", "40.00", "100 4 10")]),
        ({"formula": "share_of_time_left", **DATES}, {"paid": D(100), "began_on": date(2026, 1, 1), "ends_on": date(2026, 1, 10), "closed_on": date(2026, 2, 6)}, [("time_left", "paid", "0.00", "100 0 10")]),
        ({"formula": "rate_for_days", **INTEREST}, {"paid": D(36500), "ended_on": date(2026, 6, 1)}, [("interest", "paid", "30.00", "36500 3.00 10")]),
        ({"formula": "rate_for_days", "inputs": {**INTEREST["inputs"], "until": "paid_on", "rate": "rate"}}, {"paid": D(36500), "ended_on": date(2026, 6, 1), "paid_on": date(2026, 6, 3), "rate": D(4)}, [("interest", "paid", "8.00", "36500 4.00 2")]),
        ({"formula": "restoration", "inputs": {"parts": ["a", "b"]}, "cap": {"2000-01-01": 100}}, {"a": D(80), "b": D(30)}, [("fact", "a", "80.00", "80"), ("fact", "b", "30.00", "30"), ("beyond", None, "-10.00", "110.00 100")]),
        ({"formula": "restoration", "inputs": {"parts": ["a", "b"]}, "cap": {"2000-01-01": 100}}, {"a": D(70), "b": D(30)}, [("fact", "a", "70.00", "70"), ("fact", "b", "30.00", "30")]),
        ({"formula": "restoration", "inputs": {"parts": ["a"]}}, {"a": D(700)}, [("fact", "a", "700.00", "700")]),
        ({"formula": "range", "inputs": {"loss": "loss"}, "multiple": {"2000-01-01": 1}, "cap": {"2000-01-01": 2}}, {"loss": D(70)}, [("range", "loss", "70.00", "1 2 70")]),
        ({"formula": "range", "base": "whole", "multiple": {"2000-01-01": 1}, "cap": {"2000-01-01": 2}}, {"paid": D(70)}, [("range", "paid", "70.00", "1 2 70")]),
    ],
)  # fmt: skip
def test_a_sum_shows_its_lines_each_with_its_fact_and_its_numbers(remedy, values, expected) -> None:
    assert lines({key: value for key, value in remedy.items() if value is not None}, **values) == expected


def test_a_line_rests_on_the_provision_it_is_given() -> None:
    for remedy, values in (
        (TEN, {"affected": D(12), "loss": D(0)}),
        ({"formula": "sum_of", "inputs": {"parts": ["a"]}}, {"a": D(1)}),
        ({"formula": "deposit_doubled", **DEPOSIT}, {"deposit": D(300), "price": D(1000)}),
    ):
        found = worked(remedy, **values).amount
        assert found is not None
        assert {one.source for one in found.items} == {BASIS}


@pytest.mark.parametrize(
    ("remedy", "values", "needs"),
    [
        ({"formula": "price", "base": "whole"}, {}, ("paid",)),
        ({"formula": "price"}, {"paid": D(1)}, ()),
        ({"formula": "price", "base": "household_quantity", "inputs": {"quantity": "n", "household": "eaten"}}, {"affected": D(1), "n": D(1)}, ("eaten",)),
        ({"formula": "sum_of", "inputs": {"parts": ["a", "b"], "also": ["c"]}}, {}, ("a", "b")),
        ({"formula": "sum_of", "inputs": {"also": ["a", "b"]}}, {}, ("a", "b")),
        ({"formula": "promised_multiple", "base": "affected", "inputs": {"times": "times"}}, {"affected": D(1)}, ("times",)),
        ({"formula": "promised_multiple", "base": "affected"}, {"affected": D(1)}, ()),
        ({"formula": "difference_of_price", "inputs": {"higher": "now", "lower": "then", "quantity": "n"}}, {"now": D(1), "then": D(1)}, ("n",)),
        ({"formula": "share_of_time_left", **DATES}, {"paid": D(1), "began_on": date(2026, 1, 1)}, ("ends_on", "closed_on")),
        ({"formula": "share_of_time_left", "inputs": {"paid": "paid"}}, {"paid": D(1)}, ()),
        ({"formula": "rate_for_days", **INTEREST}, {"paid": D(1)}, ("ended_on",)),
        ({**TEN, "inputs": {}}, {}, ("affected",)),
        (TEN, {"loss": D(1)}, ("affected",)),
    ],
)  # fmt: skip
def test_a_sum_that_cannot_be_worked_out_asks_for_exactly_what_it_lacks(remedy, values, needs) -> None:
    assert worked(remedy, **values) == Worked(None, needs)


def test_a_sum_without_its_number_for_that_day_is_no_sum_and_asks_nothing() -> None:
    later = {"2027-01-01": 1}
    for remedy, values in (
        ({**THREE, "multiple": later}, {"affected": D(1)}),
        ({"formula": "deposit_doubled", **DEPOSIT, "cap": later}, {"deposit": D(1), "price": D(1)}),
        ({"formula": "deposit_excess", **DEPOSIT, "cap": later}, {"deposit": D(1), "price": D(1)}),
        ({"formula": "rate_for_days", **INTEREST, "rate": later}, {"paid": D(1), "ended_on": DAY}),
        ({"formula": "range", "base": "whole", "multiple": later, "cap": {"2000-01-01": 2}}, {"paid": D(1)}),
        ({"formula": "range", "base": "whole", "multiple": {"2000-01-01": 1}, "cap": later}, {"paid": D(1)}),
    ):
        assert worked(remedy, **values) == Worked(None, ()), remedy


def test_without_the_multiple_of_the_loss_or_without_a_loss_named_the_price_alone_counts() -> None:
    no_loss = {**TEN, "inputs": {}}
    assert worked(no_loss, affected=D(250)).needs == ()
    assert lines(no_loss, affected=D(250)) == [("multiple", "affected", "2500.00", "10 250")]
    for number in ("loss_multiple", "multiple"):
        later = {**TEN, number: {"2027-01-01": 3}}
        found = worked(later, affected=D(250), loss=D(4000))
        assert (found.amount.total if found.amount else None) == (D(2500) if number == "loss_multiple" else None)


def test_the_other_dated_numbers_are_those_of_the_day_too() -> None:
    remedy = {"formula": "promised_multiple", "base": "affected", "inputs": {"times": "times"}}
    capped = {**remedy, "cap": {"2026-06-01": 10}}
    assert total(capped, date(2026, 6, 1), affected=D(9), times=D(30)) == D(90)
    assert total(capped, date(2026, 5, 31), affected=D(9), times=D(30)) == D(270)


@pytest.mark.parametrize(
    ("bought", "eaten", "expected"),
    [(10, 2, "20.00"), (2, 2, "100.00"), (1, 0, "0.00"), (2, 1, "50.00"), (0, 5, "100.00"), (0, 0, "100.00")],
)
def test_what_a_household_eats_is_paid_for_and_no_more(bought: int, eaten: int, expected: str) -> None:
    remedy = {"formula": "price", "base": "household_quantity", "inputs": {"quantity": "bought", "household": "eaten"}}
    assert total(remedy, affected=D(100), bought=D(bought), eaten=D(eaten)) == D(expected)


def test_each_thing_that_came_back_is_a_line_until_nothing_is_left() -> None:
    remedy = {"formula": "price", "base": "whole", "less": ["refunded", "given"]}
    assert lines(remedy, paid=D(50), refunded=D("0.40"), given=D("0.10"))[1:] == [
        ("less", "refunded", "-0.40", "0.40"),
        ("less", "given", "-0.10", "0.10"),
    ]
    assert lines(remedy, paid=D(50), refunded=D(0), given=D(0)) == [("price", "paid", "50.00", "50")]
    assert lines(remedy, paid=D(50), refunded=D(80), given=D(7)) == [
        ("price", "paid", "50.00", "50"),
        ("less", "refunded", "-50.00", "80"),
    ]
    assert lines(remedy, paid=D("0.50"), refunded=D("0.20"), given=D("0.20"))[1:] == [
        ("less", "refunded", "-0.20", "0.20"),
        ("less", "given", "-0.20", "0.20"),
    ]
    asked = worked(remedy, paid=D(50))
    assert (asked.amount and asked.amount.total, asked.needs) == (D(50), ("refunded", "given"))


def test_what_came_back_lowers_both_ends_of_a_range_and_the_high_end_is_never_below_the_low() -> None:
    remedy = {
        "formula": "range",
        "inputs": {"price": "fee"},
        "multiple": {"2013-10-01": 1},
        "cap": {"2013-10-01": 3},
        "less": ["refunded", "given"],
    }
    for refunded, gift, expected in (
        (500, 0, (1500, 5500)),
        (500, 300, (1200, 5200)),
        (2500, 0, (0, 3500)),
        (9000, 0, (0, 0)),
    ):
        found = worked(remedy, fee=D(2000), refunded=D(refunded), given=D(gift)).amount
        assert found is not None
        assert (found.total, found.high) == expected
    upside_down = worked({**remedy, "cap": {"2013-10-01": D("0.5")}}, fee=D(10), refunded=D(0), given=D(0)).amount
    assert upside_down is not None
    assert (upside_down.total, upside_down.high) == (D(10), D(10))


def test_a_fact_is_asked_for_once_however_often_a_sum_lacks_it() -> None:
    found = worked({"formula": "sum_of", "inputs": {"parts": ["a"], "also": ["b"]}, "less": ["b"]}, a=D(1))
    assert found.needs == ("b",)
    assert worked({"formula": "sum_of", "inputs": {"parts": ["a", "a"]}}).needs == ("a",)


@pytest.mark.parametrize(
    ("value", "fen"), [("0.005", "0.01"), ("0.0049", "0.00"), ("1.115", "1.12"), ("2", "2.00"), ("-0.005", "-0.01")]
)
def test_half_a_fen_is_rounded_up(value: str, fen: str) -> None:
    assert str(rounded(D(value))) == fen


def test_interest_is_counted_in_days_of_a_year_of_365() -> None:
    remedy = {"formula": "rate_for_days", "inputs": {"principal": "paid", "from": "ended_on", "until": "paid_on"}}
    year = {"ended_on": date(2025, 6, 1), "paid_on": date(2026, 6, 1)}
    assert total({**remedy, "rate": {"2000-01-01": D("0.03")}}, paid=D(1_000_000), **year) == D(30000)
    assert total({**remedy, "rate": {"2000-01-01": D("0.03")}}, paid=D(1), ended_on=DAY, paid_on=DAY) == D(0)


def test_a_day_of_which_only_a_range_is_known_gives_no_sum_yet() -> None:
    some_day = DayRange(date(2026, 6, 1), date(2026, 6, 3))
    assert worked({"formula": "rate_for_days", **INTEREST}, paid=D(1), ended_on=some_day) == Worked(None, ("ended_on",))


# What holds of every sum


@given(yuan, yuan, yuan)
def test_more_paid_or_lost_never_gives_less_and_the_floor_always_holds(price: D, more: D, loss: D) -> None:
    low = total(TEN, affected=price, loss=loss)
    assert low is not None
    assert low >= max(D(1000), 10 * price, 3 * loss)
    higher, worse = total(TEN, affected=price + more, loss=loss), total(TEN, affected=price, loss=loss + more)
    assert higher is not None
    assert worse is not None
    assert min(higher, worse) >= low


@given(yuan, yuan, yuan)
def test_what_came_back_and_what_is_left_are_the_whole(price: D, refunded: D, gift: D) -> None:
    remedy = {"formula": "price", "base": "whole", "less": ["refunded", "given"]}
    left = total(remedy, paid=price, refunded=refunded, given=gift)
    assert left == max(price - refunded - gift, 0)


@given(yuan, yuan, st.decimals(D(0), D(1), places=2), st.decimals(D(0), D(200), places=2))
def test_a_deposit_never_comes_back_more_than_twice_nor_less_than_once(paid: D, price: D, share: D, left: D) -> None:
    remedy = {**DEPOSIT, "formula": "deposit_doubled", "cap": {"2000-01-01": share}}
    doubled = total(remedy, deposit=paid, price=price)
    assert doubled is not None
    assert paid <= doubled + D("0.01")
    assert doubled <= 2 * paid + D("0.01")
    parted = {**remedy, "inputs": {**DEPOSIT["inputs"], "unperformed": "left"}}
    part = total(parted, deposit=paid, price=price, left=left)
    assert part is not None
    assert part <= doubled


@given(yuan, st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.integers(0, 2000), st.integers(-100, 2500))
def test_time_left_is_worth_between_nothing_and_all_that_was_paid(paid: D, start: date, days: int, after: int) -> None:
    dates = {"began_on": start, "ends_on": start + timedelta(days), "closed_on": start + timedelta(after)}
    found = total({"formula": "share_of_time_left", **DATES}, paid=paid, **dates)
    assert found is not None
    assert 0 <= found <= paid
    assert found == (0 if after >= days else paid if after < 0 else found)


@given(yuan, yuan)
def test_the_reduction_is_the_difference_and_at_most_the_price(good: D, bad: D) -> None:
    remedy = {"formula": "price_reduction", "inputs": {"conforming": "good", "actual": "bad", "price": "paid"}}
    found = total(remedy, good=good, bad=bad, paid=D(100))
    assert found == min(max(good - bad, 0), 100)
