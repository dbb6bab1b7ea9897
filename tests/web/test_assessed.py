"""A case that was saved or imported under another law book, or by hand, is still assessed: what does not fit is left aside and said."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from consumer_app.domain.case import Case
from consumer_app.domain.law import LawBook
from consumer_app.lawbook import load_law_book
from consumer_app.web.assessed import work_out

TODAY = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("parts", "label"),
    [
        ({"order": {"lines": [{"id": "l1", "goods_kind": "no_longer_there"}]}}, "商品种类"),
        ({"order": {"lines": [{"id": f"l{n}", "affected": "99999999.99"} for n in range(2)]}}, "有问题部分的价款"),
        ({"order": {"lines": [{"id": f"l{n}", "paid": "99999999.99"} for n in range(2)]}}, "实付金额"),
        ({"answers": {"bad_food": "yes"}}, "食品不符合安全标准"),
        ({"answers": {"bought_on": "9999-12-31"}}, "下单日期"),
        ({"answers": {"bought_on": "0001-01-01"}}, "下单日期"),
        ({"answers": {"loss": "1e999999999"}}, "损失"),
    ],
)
def test_what_the_law_book_cannot_take_is_left_aside_and_named(law: LawBook, parts: dict[str, Any], label: str) -> None:
    case = Case.model_validate({"v": 1, "disputes": ["bad-food"], **parts})
    found = work_out(case, law, TODAY)
    assert len(found.troubles) == 1
    assert f"「{label}」" in found.troubles[0]
    assert "请重新" in found.troubles[0]
    assert found.assessment.claims


def test_a_platform_that_is_no_longer_known_is_left_aside(write_law: Callable[..., Path]) -> None:
    shop_on = '[shop_on]\nkind = "choice"\nfrom = "platform"\nlabel = "平台"\nquestion = "在哪里买的？"\n'
    facts = (write_law() / "facts" / "shop.toml").read_text(encoding="utf-8")
    book = load_law_book(write_law({"facts/shop.toml": facts + shop_on}))
    case = Case.model_validate({"v": 1, "parties": [{"id": "p3", "role": "platform", "platform": "gone"}]})
    found = work_out(case, book, TODAY)
    assert len(found.troubles) == 1


def test_an_answer_that_differs_from_the_order_is_said_without_names_of_fields(law: LawBook) -> None:
    case = Case.model_validate({"v": 1, "order": {"paid": "5.00"}, "answers": {"paid": "6.00"}})
    found = work_out(case, law, TODAY)
    assert found.troubles == ("「实付金额」前后不一致：订单等处写的是5.00元，回答是6.00元，请核对",)
