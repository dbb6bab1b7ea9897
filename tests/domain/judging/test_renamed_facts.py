"""A fact that was renamed or split: an answer of before is carried over, or the question is asked again, and never dropped without a word."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from consumer_app import formats
from consumer_app.domain.case import Case
from consumer_app.domain.judging.examination import Unsound, examine
from consumer_app.domain.judging.facts import AskedAgain, facts_of, with_todays_names
from consumer_app.domain.law import LawBook
from consumer_app.lawbook import load_law_book

TODAY = date(2026, 11, 4)
CHANGES = """
[spoiled]
kind = "yes_no"
label = "食品变质"
question = "食品变质了吗？"
was = ["rotten", "gone_off"]
[troubles]
kind = "choices"
label = "食品的问题"
question = "食品有哪些问题？"
choices = {mould = "发霉", foreign = "有异物"}
was = ["trouble_kind"]
[bought_at]
kind = "text"
label = "购买的地方"
question = "在哪里买的？"
was = ["place"]
[lied_about_price]
kind = "yes_no"
label = "价格说了假话"
question = "价格上说了假话吗？"
was = ["lied_somehow"]
[lied_about_goods]
kind = "yes_no"
label = "商品说了假话"
question = "商品上说了假话吗？"
was = ["lied_somehow"]
"""


@pytest.fixture
def changed_law(write_law: Callable[..., Path]) -> LawBook:
    """The small law book, with a fact that was renamed, one that became several choices, and one that was split in two."""
    folder = write_law()
    (folder / "facts" / "changed.toml").write_text(CHANGES, encoding="utf-8")
    return load_law_book(folder)


def answering(**answers: object) -> Case:
    return Case.model_validate({"v": 1, "answers": answers})


def test_an_answer_is_carried_over_to_the_new_name(changed_law: LawBook) -> None:
    old = answering(rotten=True)
    assert facts_of(old, changed_law, TODAY).get("spoiled") is True
    assert with_todays_names(old, changed_law).answers == {"spoiled": True}
    assert examine(old, changed_law, TODAY, strict=True).troubles == ()


def test_one_choice_becomes_the_one_of_several(changed_law: LawBook) -> None:
    assert facts_of(answering(trouble_kind="mould"), changed_law, TODAY).get("troubles") == ("mould",)


def test_several_choices_stay_several_and_a_word_stays_a_word(changed_law: LawBook) -> None:
    facts = facts_of(answering(trouble_kind=["foreign", "mould"], place="店里"), changed_law, TODAY)
    assert (facts.get("troubles"), facts.get("bought_at")) == (("foreign", "mould"), "店里")


def test_an_answer_under_todays_name_stands(changed_law: LawBook) -> None:
    for both in (answering(rotten=True, spoiled=False), answering(spoiled=False, rotten=True)):
        assert with_todays_names(both, changed_law).answers == {"spoiled": False}


def test_an_answer_to_a_question_that_was_split_is_kept_and_asked_again_until_it_is_answered(
    changed_law: LawBook,
) -> None:
    old = answering(lied_somehow=True)
    assert with_todays_names(old, changed_law) == old
    assert "lied_about_price" not in facts_of(old, changed_law, TODAY).values
    (trouble,) = examine(old, changed_law, TODAY).troubles
    assert trouble == AskedAgain("lied_somehow", ("lied_about_price", "lied_about_goods"))
    assert formats.trouble(trouble, changed_law) == (
        "以前答过的一个问题，现在换了问法，请再答一次：「价格说了假话」、「商品说了假话」"
    )
    with pytest.raises(Unsound):
        examine(old, changed_law, TODAY, strict=True)
    half = answering(lied_somehow=True, lied_about_price=True)
    assert examine(half, changed_law, TODAY).troubles == (trouble,)
    assert examine(answering(lied_somehow=None), changed_law, TODAY).troubles == ()
    answered = answering(lied_somehow=True, lied_about_price=True, lied_about_goods=None)
    assert examine(answered, changed_law, TODAY).troubles == ()


def test_a_value_that_the_new_question_cannot_have_is_asked_again(changed_law: LawBook) -> None:
    (trouble,) = examine(answering(trouble_kind="noise"), changed_law, TODAY).troubles
    assert trouble == AskedAgain("trouble_kind", ("troubles",))


def test_where_two_older_names_of_a_fact_were_answered_differently_it_is_asked_again(changed_law: LawBook) -> None:
    told = Case.model_validate({"v": 2, "answers": {"rotten": False, "gone_off": True}})
    assert with_todays_names(told, changed_law).answers == told.answers
    assert AskedAgain("rotten", ("spoiled",)) in examine(told, changed_law, TODAY).troubles
    assert AskedAgain("gone_off", ("spoiled",)) in examine(told, changed_law, TODAY).troubles


def test_where_two_older_names_of_a_fact_were_answered_alike_the_answer_is_carried_over(changed_law: LawBook) -> None:
    told = Case.model_validate({"v": 2, "answers": {"rotten": True, "gone_off": True}})
    assert with_todays_names(told, changed_law).answers == {"spoiled": True}
    assert examine(told, changed_law, TODAY).troubles == ()
