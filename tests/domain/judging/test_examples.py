"""A worked example is a case and what must come out of it; what comes out otherwise is named, and nothing else."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.domain.judging.examples import Example, Surprise, surprises
from consumer_app.domain.law import LawBook

TODAY = date(2026, 6, 10)
FACTS = {"bought_on": "2026-06-01", "received_on": "2026-06-02", "bad_food": True, "paid": "59.90", "refunded": "0"}


def example(case: Any = None, answers: Any = None, **expected: Any) -> Example:
    table = {"title": "x", "today": TODAY, "dispute": "bad-food", "answers": answers or FACTS, "expected": expected}
    return Example.model_validate(table if case is None else {**table, "case": case})


def test_the_tables_of_the_file_make_one_case_of_the_first_version() -> None:
    held = {
        "answers": {"lied": True, "paid": "1"},
        "evidence": [{"id": "x1", "kind": "photo", "title": "照片", "file": None}],
    }
    told = example(held, answers={"paid": "59.90"}).case
    assert (told.v, told.disputes, told.answers) == (EMPTY_CASE.v, ("bad-food",), {"lied": True, "paid": "59.90"})
    assert [exhibit.files for exhibit in told.evidence] == [()]


def test_a_story_brings_its_case_whole() -> None:
    whole = Case(v=2, disputes=("lost-parcel",))
    table = {"today": TODAY, "case": whole, "expected": {}}
    assert Example.model_validate(table).case == whole


def test_what_is_no_table_is_no_example() -> None:
    with pytest.raises(ValidationError):
        Example.model_validate("a text")


@pytest.mark.parametrize(
    "expected",
    [
        {"settled": ["refund"], "open": ["ten-times"], "must_not": ["ten-times", "gone"]},
        {"amounts": {"refund": "59.90"}, "deadlines": {"return-within": date(2026, 6, 9)}},
        {"channels_open": ["store", "regulator"], "channels_closed": [], "excuses": ["badly-stored"]},
    ],
)
def test_what_comes_out_as_expected_is_no_surprise(law: LawBook, expected: dict[str, Any]) -> None:
    assert surprises(example(**expected), law) == ()


@pytest.mark.parametrize(
    ("expected", "surprise"),
    [
        ({"settled": ["ten-times"]}, ("settled", "ten-times is open", "ten-times settled")),
        ({"open": ["refund"]}, ("open", "refund is settled", "refund open")),
        ({"excluded": ["gone"]}, ("excluded", "gone is not assessed", "gone excluded")),
        ({"must_not": ["refund"]}, ("must_not", "refund is settled", "refund open, excluded or not assessed")),
        ({"amounts": {"refund": "60"}}, ("amounts", "refund = 59.90", "refund = 60")),
        ({"deadlines": {"return-within": date(2026, 6, 8)}}, ("deadlines", "return-within on 2026-06-09", "return-within on 2026-06-08")),
        ({"channels_closed": ["store"]}, ("channels", "store is open", "store closed")),
        ({"channels_open": ["gone"]}, ("channels", "gone is not listed", "gone open")),
        ({"excuses": ["gone"]}, ("excuses", "gone is neither heard nor usual", "gone among the excuses")),
    ],
)  # fmt: skip
def test_what_comes_out_otherwise_says_what_was_found_and_what_was_expected(law: LawBook, expected, surprise) -> None:
    assert surprises(example(**expected), law) == (Surprise(*surprise),)


def test_a_door_that_is_closed_is_a_surprise_where_it_should_be_open(law: LawBook) -> None:
    gone = {"steps": [{"id": "s1", "channel": "regulator", "done_on": "2026-06-05"}]}
    assert surprises(example(gone, channels_closed=["association"]), law) == ()
    assert surprises(example(gone, channels_open=["association"]), law) == (
        Surprise("channels", "association is closed", "association open"),
    )
