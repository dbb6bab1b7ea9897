"""The short path is short: over stories of the common kinds at most nine pages from the first box to the papers, and at most twelve questions of law."""

from typing import Any

import pytest

from tests.domain.listening.own_stories import STORIES, Story

COMMON = (
    "prepaid-shop-closed", "prepaid-refund", "quality-defect", "minor-spending", "counterfeit", "false-description", "repair-trap",
    "spoiled-food", "deposit", "live-stream", "seven-day-return", "late-delivery", "hotel-booking", "laundry",
)  # fmt: skip
MOST_PAGES, MOST_OF_LAW, MOST_TYPED = 9, 12, 7
"""Pages of the path itself; a question between kinds and an honest end are pages more. Typed is what else is filled in: the story, the purchase as far as it was not read, name and telephone."""


def one_of_each() -> list[Story]:
    return [next(story for story in STORIES if story.kind == kind) for kind in COMMON]


@pytest.mark.parametrize("story", one_of_each(), ids=lambda story: str(story.kind))
def test_pages_and_inputs_from_the_story_to_the_papers_are_few(visitor: Any, book: Any, story: Story) -> None:
    likely = visitor.fill("/likely", "/", told=story.told)
    if 'class="which"' in likely.html:
        likely = visitor.fill("/likely", likely, "/likely", kind=story.kind)
    visitor.fill("/start", likely, "/start", disputes=[story.kind], confirm="yes", path="short")
    pages, law, typed = 2, 0, 1

    bought = visitor.get("/case/purchase")
    at_hand = bought.html.split("<details", 1)[0]
    given = {"what": "一件", "shop": "某某店", "ordered_at": "2026年9月10日", "paid": "500", "platform": "taobao"}
    empty = {
        name: said for name, said in given.items() if f'name="{name}"' in at_hand and not bought.fields().get(name)
    }
    pages, typed = pages + 1, typed + len(empty)
    url = visitor.fill("/case/purchase", bought, **empty).leads_to

    while url.startswith("/case/ask"):
        page = visitor.get(url)
        asked = [name for name in page.fields().getlist("asks") if not page.fields().get(name)]
        yes = {name: "yes" for name in asked if book.facts[name].kind == "yes_no"}
        pages, law = pages + 1, law + len(asked)
        url = visitor.fill(url, page, **yes).leads_to

    demands = visitor.get(url)
    law += len(demands.fields().getlist("asks"))
    url = visitor.fill(url, demands).leads_to
    pages += 1
    if url == "/case/end":
        url = visitor.fill(url).leads_to
    assert url == "/case/you"
    pages, typed = pages + 1, typed + 2
    assert visitor.fill(url, name="龚䶮", phone="13800000000").leads_to == "/case/papers"
    pages += 1
    assert pages <= MOST_PAGES
    assert law <= MOST_OF_LAW
    assert typed <= MOST_TYPED
