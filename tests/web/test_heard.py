"""What was read from the shopper's words stands in the field that asks it, marked, and counts only once that page was saved."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.storage.open_case import OpenCase

TOLD = "2026年10月1日在淘宝买的火腿肠自己吃，花了59.9元，客服说要先把货寄回去才退"


@dataclass
class Told:
    """A visitor whose case holds a story and nothing else, and the case as it is kept."""

    visitor: Any
    opened: OpenCase

    @property
    def case(self) -> Case:
        kept: OpenCase = self.visitor.storage.cases.open(self.opened.case_id, self.opened.dek)
        return kept.case

    def __getattr__(self, name: str) -> Any:
        return getattr(self.visitor, name)


@pytest.fixture
def told(visitor: Any) -> Told:
    case = EMPTY_CASE.model_copy(update={"told": TOLD, "told_on": date(2026, 11, 2), "disputes": ("spoiled-food",)})
    return Told(visitor, visitor.begin(case)[1])


def test_the_words_stand_marked_at_the_question_and_nothing_is_kept_before_it_is_saved(told: Told) -> None:
    page = told.get("/case/facts")
    heard = [name for name in page.fields().getlist("asks") if f'id="{name}-heard"' in page.html]
    assert heard
    for name in heard:
        assert f"{name}-heard" in page.html.partition(f'id="{name}-heard"')[0].rpartition("<fieldset")[2]
    assert "从您的话里读到：「" in page.words
    assert told.case.answers == {}
    told.fill("/case/facts")
    assert told.case.answers[heard[0]] is not None


def test_a_wrong_one_is_corrected_by_choosing_another(told: Told) -> None:
    page = told.get("/case/facts")
    name = next(name for name in page.fields().getlist("asks") if f'id="{name}-heard"' in page.html)
    choices = re.findall(rf'name="{name}" id="[^"]*" value="([^"]+)"', page.html)
    another = next(one for one in choices if one not in (page.fields()[name], "unknown"))
    told.fill("/case/facts", page, **{name: another})
    assert told.case.answers[name] == {"yes": True, "no": False}.get(another, another)
    assert f'id="{name}-heard"' not in told.get("/case/facts").html


def test_a_question_left_out_of_what_was_sent_takes_nothing_from_the_words(told: Told) -> None:
    sent = told.get("/case/facts").fields()
    del sent["goods_kind"]
    told.send("/case/facts", sent)
    assert told.case.answers.get("goods_kind") is None


def test_not_knowing_is_an_answer_that_the_words_do_not_talk_over(told: Told) -> None:
    told.fill("/case/facts", goods_kind="unknown")
    assert told.case.answers["goods_kind"] is None
    assert 'id="goods_kind-heard"' not in told.get("/case/facts").html
