"""The page of what can be asked is light enough for a slow connection, and still quotes the law word for word."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from consumer_app.domain.judging.examples import Example

LARGEST = (
    "pack-without-any-date",
    "platform-sided-with-seller",
    "fake-liquor-in-a-shop",
    "gift-slippers-and-balance",
    "door-payment-scanned-with-wechat",
)


@pytest.mark.parametrize("slug", LARGEST)
def test_the_largest_cases_make_a_page_below_a_hundred_kilobytes(
    visitor: Any, examples: Mapping[str, Example], slug: str
) -> None:
    visitor.begin(examples[slug].case)
    assert 20_000 < len(visitor.get("/case/claims").html.encode()) < 100_000


def test_each_provision_is_quoted_once_and_named_wherever_it_counts(
    visitor: Any, examples: Mapping[str, Example]
) -> None:
    visitor.begin(examples["gift-slippers-and-balance"].case)
    page = visitor.get("/case/claims").html
    quoted = Counter(re.findall(r'<blockquote class="text">(.*?)</blockquote>', page, re.DOTALL))
    assert len(quoted) > 5
    assert set(quoted.values()) == {1}
    named = Counter(re.findall(r'href="(/law/statutes/[^"]+)"', page))
    assert max(named.values()) > 1


def test_what_cannot_be_asked_leads_to_all_its_conditions_and_its_law(
    visitor: Any, examples: Mapping[str, Example]
) -> None:
    visitor.begin(examples["pack-without-any-date"].case)
    page = visitor.get("/case/claims").html
    lines = re.findall(r'<details class="fold claim-line" id="([a-z0-9-]+)">(.*?)</details>', page, re.DOTALL)
    assert lines
    assert all(f'href="/law/claims/{slug}"' in line for slug, line in lines)
