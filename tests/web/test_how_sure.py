"""How sure the law is, on the pages of a case: contested beside settled, what the other side says, a text that is not held."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from consumer_app import as_json
from consumer_app.documents import text
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.domain.case import Case, Demand
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook
from consumer_app.issuing import compose

TODAY = date(2026, 6, 1)


@pytest.fixture
def old_agency(examples: Mapping[str, Example]) -> Case:
    """An agency that hid a flood in 2019, before the civil code: its text is not held."""
    example = examples["agency-hid-the-flood"]
    return example.case.model_copy(update={"answers": {**example.case.answers, "bought_on": "2019-05-01"}})


def test_a_contested_claim_says_what_decides_it_and_is_not_ticked(
    visitor: Any, book: LawBook, examples: Mapping[str, Example]
) -> None:
    case = examples["agency-hid-the-flood"].case
    visitor.begin(case)
    page = visitor.get("/case/claims")
    claim = book.claims["agency-false-loss"]
    assert "可以提，但法院看法不一的" in page.words
    assert claim.moves
    assert f"法院看法不一： {claim.moves}" in page.words or f"法院看法不一：{claim.moves}" in page.words
    assert claim.other_side
    assert claim.other_side in page.words
    boxes = visitor.get("/case/demands").html
    box = boxes[: boxes.index('value="agency-false-loss"') + 60].rpartition("<input")[2]
    assert "checked" not in box
    assert "法院看法不一" in boxes


def test_a_claim_without_its_text_says_so_and_asks_for_no_fact(visitor: Any, book: LawBook, old_agency: Case) -> None:
    visitor.begin(old_agency)
    page = visitor.get("/case/claims").words
    assert "没有收录当时条文的" in page
    assert "2019年5月1日那天适用的文本" in page
    found = assess(old_agency, book, TODAY)
    written = as_json.assessment(found, book)
    told = next(one for one in written["claims"] if one["id"] == "agency-false-loss")
    assert (told["status"], told["status_text"]) == ("open", "没有收录当时的条文")
    assert "没有收录2019年5月1日那天适用的文本" in told["text_not_held_text"]
    json.dumps(written)


def letter(case: Case, book: LawBook) -> str:
    paper = compose(LetterMaterial(case, assess(case, book, TODAY), book, channel_id="store"), "letter")
    return text.write(paper).decode("utf-8")


def test_a_paper_that_asks_it_says_that_the_text_is_not_attached(book: LawBook, old_agency: Case) -> None:
    asked = old_agency.model_copy(update={"demands": (Demand(claim="agency-false-loss"),)})
    assert "以2019年5月1日有效的文本为准，本文书未附原文。" in letter(asked, book).replace("\n", "")


def test_a_total_that_holds_a_contested_sum_says_so_on_the_paper(
    book: LawBook, examples: Mapping[str, Example]
) -> None:
    case = examples["agency-hid-the-flood"].case
    found = assess(case, book, TODAY)
    contested = [
        one
        for one in found.claims
        if one.status == "contested" and one.amount and not one.amount.high and not one.better
    ]
    assert contested
    asked = case.model_copy(update={"demands": tuple(Demand(claim=one.id) for one in contested)})
    said = letter(asked, book).replace("\n", "")
    assert "以协商一致或者裁判确定的数额为准" in said
    for one in contested:
        entry = book.claims[one.id]
        assert (entry.moves or "—") not in said, "what decides it is for the shopper"
        assert (entry.other_side or "—") not in said
