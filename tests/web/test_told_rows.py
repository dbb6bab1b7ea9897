"""A case begun from words has its rows at once; what stands in none is shown, and what is left out is put back with one tap."""

from typing import Any

import pytest

from consumer_app.domain.case import Case

TOLD = (
    "2026年10月1日在网上买的鞋，花了398元。10月9日鞋底断了，客服说：「穿过的不退。」\n我：这才几天\n客服：亲，这是正常磨损\n"
    "我妈也说料子不好。这可怎么办呢？"
)


@pytest.fixture
def begun(visitor: Any) -> Any:
    """A visitor whose case was just begun from these words."""
    likely = visitor.fill("/likely", "/", told=TOLD, kind="quality-defect")
    made = visitor.fill("/start", likely, "/start", confirm="yes", path="short", disputes="quality-defect")
    assert made.status == 303
    return visitor


def test_a_case_begun_from_words_has_its_rows(begun: Any) -> None:
    page = begun.get("/case/timeline")
    assert "2026年10月1日" in page.words
    assert "这是正常磨损" in page.words
    assert "穿过的不退" in page.words
    assert '<blockquote class="said">' not in page.html, "what the row quotes already is not said again"


def test_what_stands_in_no_row_is_left_out_and_put_back_with_one_tap(begun: Any) -> None:
    page = begun.get("/case/timeline")
    assert "还没写成条目的话" in page.words
    assert "我妈也说料子不好" in page.words
    start = TOLD.index("我妈也说")
    left = begun.fill("/case/timeline/words", page, "/case/timeline/words", leave_out=str(start))
    assert (left.status, left.leads_to) == (303, "/case/timeline")
    page = begun.get("/case/timeline")
    assert "还没写成条目的话" not in page.words
    assert "您的话里没有放进信的（2 处）" in page.words or "您的话里没有放进信的（1 处）" in page.words
    begun.fill("/case/timeline/words", page, "/case/timeline/words", put_back=str(start))
    assert "还没写成条目的话" in begun.get("/case/timeline").words


def test_the_letter_says_everything_but_what_is_left_out(begun: Any) -> None:
    letter = begun.get("/case/papers/letter/store").words
    for said in ("在网上买的鞋", "鞋底断了", "穿过的不退", "这是正常磨损", "我妈也说料子不好"):
        assert said in letter
    assert "怎么办" not in letter


def test_the_box_for_the_facts_is_filled_from_the_rows_and_the_rest(begun: Any) -> None:
    page = begun.get("/case/papers/form/market-regulator").words
    assert "10月9日鞋底断了" in page
    assert "我妈也说料子不好" in page
    assert "2026年10月1日，2026年10月1日" not in page


def test_what_is_wrong_is_read_shown_marked_and_kept_only_when_it_is_saved(begun: Any) -> None:
    page = begun.get("/case/timeline")
    assert "到底是什么毛病" in page.words
    assert "从您的话里读到" in page.words
    kept = begun.fill("/case/timeline/trouble", page, "/case/timeline/trouble", trouble="穿了九天鞋底就断了")
    assert (kept.status, kept.leads_to) == (303, "/case/timeline")
    assert "穿了九天鞋底就断了" in begun.get("/case/papers/letter/market-regulator").words
    assert "穿了九天鞋底就断了" in begun.get("/case/check").words


def test_a_line_that_is_too_long_comes_back_with_what_was_typed(begun: Any) -> None:
    page = begun.fill("/case/timeline/trouble", "/case/timeline", "/case/timeline/trouble", trouble="断" * 41)
    assert page.status == 422
    assert "断" * 41 in page.html


def test_words_left_out_meanwhile_elsewhere_are_no_fault(visitor: Any) -> None:
    visitor.begin(Case(v=2, told="鞋底断了"))
    page = visitor.get("/case/timeline")
    for _ in range(2):
        answer = visitor.fill("/case/timeline/words", page, "/case/timeline/words", leave_out="0")
        assert answer.status in (303, 409)
    assert "您的话里没有放进信的（1 处）" in visitor.get("/case/timeline").words


def test_a_row_that_is_not_to_stand_in_the_letter_takes_its_words_with_it_and_they_can_be_put_back(
    visitor: Any,
) -> None:
    told = "10月3日买的鞋。10月9日我骂了店主一句。"
    row = {"id": "e1", "at": {"at": "2026-10-09", "precision": "day"}, "what": "10月9日我骂了店主一句", "told": [{"start": 9, "text": "10月9日我骂了店主一句。"}]}  # fmt: skip
    visitor.begin(Case.model_validate({"v": 2, "told": told, "disputes": ["quality-defect"], "events": [row]}))
    assert "不放进信里" in visitor.get("/case/timeline/e1").words
    assert visitor.fill("/case/timeline/e1/delete").leads_to == "/case/timeline"
    assert "我骂了店主一句" not in visitor.get("/case/papers/letter/store").words
    shown = visitor.get("/case/timeline")
    assert "放回去" in shown.words
    visitor.fill("/case/timeline/words", shown, "/case/timeline/words", put_back="9")
    assert "我骂了店主一句" in visitor.get("/case/papers/letter/store").words


def test_a_number_that_papers_hide_is_named_on_the_page(visitor: Any) -> None:
    told = "店家让我报身份证号11010519491231002X，10月3日买的鞋开胶了"
    visitor.begin(Case.model_validate({"v": 2, "told": told, "disputes": ["quality-defect"]}))
    assert "信里只露最后四位" in visitor.get("/case/papers").words
    assert "信里只露最后四位" in visitor.get("/case/timeline").words
