"""Over all kinds of trouble: what was shown and left 不清楚 comes on no later page again, and beside a demand stands at most the one fact that it lacks."""

import re
from collections import Counter
from typing import Any

import pytest

from consumer_app.domain.case import Case

WISHES = (["refund"], ["compensate"], ["exchange", "repair", "redo", "supply"])
LATER = ("/case/demands", "/case/facts", "/case/end", "/case/papers", "/case/checklist")


@pytest.mark.parametrize("pressed", ["都不清楚，先往下走", "保存并继续"])
def test_what_was_left_unsure_never_comes_again(visitor: Any, book: Any, pressed: str) -> None:
    for number, slug in enumerate(book.disputes):
        if (number % 2 == 0) is pressed.startswith("都"):
            continue
        case = {"v": 2, "disputes": [slug], "wishes": WISHES[number % 3]}
        visitor.begin(Case.model_validate(case))
        visitor.fill("/case/purchase", what="一件", paid="300")
        url, shown = "/case/ask", list[str]()
        while url.startswith("/case/ask"):
            page = visitor.get(url)
            shown += page.fields().getlist("asks")
            skip = {"skip": "yes"} if pressed.startswith("都") and "skip" in page.html else {}
            url = visitor.fill(url, page, **skip).leads_to
        assert max(Counter(shown).values(), default=1) == 1, slug
        demands = visitor.get("/case/demands")
        beside = demands.fields().getlist("asks")
        groups = re.findall(r'<div class="flow beside">(.*?)</div>\s*</div>', demands.html, re.S)
        assert all(group.count('name="asks"') == 1 for group in groups), slug
        visitor.fill("/case/demands", demands)
        for address in LATER if number % 8 < 2 else LATER[:2]:
            later = visitor.get(address)
            asked = later.fields().getlist("asks") if later.forms else []
            assert not {*asked} & {*shown, *beside}, (slug, address)
            linked = (
                set(re.findall(r'href="/case/ask\?fact=(\w+)', later.html)) if address == "/case/demands" else set()
            )
            assert not linked & {*shown, *beside}, (slug, address)
