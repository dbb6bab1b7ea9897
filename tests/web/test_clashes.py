"""A sum or number that the story says otherwise than it was filled in is shown with both before a paper is frozen, and one tap decides."""

from typing import Any

import pytest

from consumer_app.domain.case import Case

TOLD = "10月3日在淘宝买的鞋，花了398元，穿一周鞋底断了，要退钱"


def opened(visitor: Any, paid: str) -> Any:
    visitor.begin(Case.model_validate({"v": 2, "told": TOLD, "told_on": "2026-11-04", "disputes": ["quality-defect"]}))
    assert visitor.fill("/case/purchase", what="鞋一双", paid=paid).status == 303
    return visitor.get("/case/papers")


def form_of(page: Any) -> Any:
    return next(form for form in page.forms if form.action == "/case/papers/clashes")


@pytest.mark.parametrize("paid", ["0", "389"])
def test_a_price_filled_in_otherwise_than_told_is_shown_with_both(visitor: Any, paid: str) -> None:
    page = opened(visitor, paid)
    assert "两处对不上" in page.words
    assert "398元" in page.words
    assert f"后来填的是{paid}.00元" in page.words


def test_one_tap_takes_what_was_told_and_the_whole_of_it(visitor: Any) -> None:
    page = opened(visitor, "0")
    assert visitor.send("/case/papers/clashes", form_of(page).fields | {"told": "paid"}).leads_to == "/case/papers"
    assert "两处对不上" not in visitor.get("/case/papers").words
    now = visitor.get("/case/purchase").fields()
    assert (now["paid"], now["extent"]) == ("398.00", "whole")


def test_one_tap_keeps_what_was_filled_in_and_it_is_asked_no_more(visitor: Any) -> None:
    page = opened(visitor, "389")
    visitor.send("/case/papers/clashes", form_of(page).fields | {"kept": "paid"})
    assert "两处对不上" not in visitor.get("/case/papers").words
    assert visitor.get("/case/purchase").fields()["paid"] == "389.00"


def test_what_was_filled_in_as_told_is_no_clash(visitor: Any) -> None:
    assert "两处对不上" not in opened(visitor, "398").words
