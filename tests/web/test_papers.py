"""Papers as pages: previews, templates of one's own, what was sent never changes, and what anyone may look at without a case."""

import io
import json
import re
from typing import Any

import pytest

from consumer_app import paths
from consumer_app.domain.case import Case

OWN = """---
title: 我的投诉函
heading: 投诉函
plain: 自己用
channels: store
---
# 事情

本人在{{ seller.called }}买了{{ order.what }}。

[[timeline]]

# 要求

1. 给一个说法
"""


def story(slug: str) -> Case:
    text = (paths.LEGAL_REFS / "examples" / slug / "case.json").read_text(encoding="utf-8")
    return Case.model_validate(json.loads(text))


@pytest.fixture
def sausage(visitor: Any) -> Any:
    """A visitor with the case of the spoiled sausages open."""
    _, visitor.opened = visitor.begin(story("spoiled-food"))
    return visitor


def letter(visitor: Any, **typed: Any) -> Any:
    return visitor.fill("/case/papers/letter/store", **typed)


def test_a_preview_makes_nothing(sausage: Any) -> None:
    assert letter(sausage, preview="yes").status == 200
    assert sausage.get("/case/papers/d1").status == 404


def test_a_letter_sent_never_changes_whatever_is_edited_afterwards(sausage: Any) -> None:
    assert letter(sausage, freeze="yes").leads_to == "/case/papers/d1?new=1"
    before = {kind: sausage.get(f"/case/papers/d1/paper.{kind}").answer.data for kind in ("pdf", "txt", "html")}
    page = sausage.get("/case/papers/d1").words
    sausage.fill("/case/order", no="CHANGED-1", what="别的东西")
    sausage.fill("/case/timeline/e1/delete")
    sausage.fill("/case/you", name="别人")
    after = {kind: sausage.get(f"/case/papers/d1/paper.{kind}").answer.data for kind in ("pdf", "txt", "html")}
    assert after == before
    assert "CHANGED-1" not in page
    assert "CHANGED-1" not in sausage.get("/case/papers/d1").words
    assert "CHANGED-1" in sausage.get("/case/papers/letter/store").words
    letter(sausage, freeze="yes")
    assert "CHANGED-1" in sausage.get("/case/papers/d2/paper.txt").answer.text


def test_the_page_of_a_new_paper_says_what_to_do_next(sausage: Any) -> None:
    words = sausage.get(letter(sausage, freeze="yes").leads_to).words
    for step in ("接下来做什么", "存好", "留下凭据", "等答复"):
        assert step in words, step
    fields = sausage.get("/case/papers/make/evidence").fields()
    made = sausage.send("/case/papers/make/evidence", {**fields.to_dict(), "freeze": "yes"})
    assert "接下来做什么" in sausage.get(made.leads_to).words


def test_the_step_begun_from_a_paper_knows_its_channel_and_its_paper(sausage: Any) -> None:
    page = sausage.get(letter(sausage, freeze="yes").leads_to)
    way = re.search(r'href="(/case/checklist/new\?[^"]+)"', page.html)
    assert way is not None
    begun = sausage.get(way[1].replace("&amp;", "&")).fields()
    assert (begun["channel"], begun["paper"]) == ("store", "d1")


@pytest.mark.parametrize("day", ["2026年11月4日", "2026年11月3日", "2027年11月4日", "不知道"])
def test_a_day_of_reply_that_cannot_be_is_asked_again(sausage: Any, day: str) -> None:
    page = letter(sausage, reply_by=day, freeze="yes")
    assert page.status == 422
    assert page.fields()["reply_by"] == day


def test_a_template_of_ones_own_becomes_a_letter(sausage: Any) -> None:
    page = letter(sausage, template="own", own=OWN, preview="yes")
    assert page.status == 200
    assert "好味道" in page.words
    assert letter(sausage, template="own", own=OWN, freeze="yes").status == 303
    text = sausage.get("/case/papers/d1/paper.txt").answer.text
    assert "给一个说法" in text
    assert "火腿肠" in text


def test_a_template_comes_as_a_file_too(sausage: Any) -> None:
    fields = sausage.get("/case/papers/letter/store").fields().to_dict()
    fields |= {"template": "own", "preview": "yes", "own_file": (io.BytesIO(OWN.encode("utf-8")), "我的.txt")}
    page = sausage.send("/case/papers/letter/store", fields, content_type="multipart/form-data")
    assert page.status == 200
    assert "给一个说法" in page.words


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a" * (64 * 1024 + 1), "太大"),
        ("中文".encode("gb18030"), "UTF-8"),
    ],
)
def test_a_file_that_is_no_template_is_said_to_be_none(sausage: Any, data: bytes, said: str) -> None:
    fields = sausage.get("/case/papers/letter/store").fields().to_dict()
    fields |= {"template": "own", "preview": "yes", "own_file": (io.BytesIO(data), "x.txt")}
    page = sausage.send("/case/papers/letter/store", fields, content_type="multipart/form-data")
    assert page.status in (200, 422)
    if data:
        assert page.status == 422
        assert said in page.words


HOSTILE = {
    "{{ ''.__class__.__mro__ }}": 8,
    "{% for x in range(10**9) %}{% endfor %}": 8,
    "{{ case.secret }}": 8,
    "{% include '/etc/passwd' %}": 8,
    "{{ seller.nome }}": 8,
    "{% if order.no %}": None,
}


@pytest.mark.parametrize(("line", "at"), HOSTILE.items())
@pytest.mark.parametrize("url", ["/case/papers/letter/store", "/templates/try"])
def test_a_template_with_a_fault_is_refused_at_its_line_and_stays_typed(sausage: Any, url: str, line: str, at: int | None) -> None:  # fmt: skip
    own = OWN.replace("# 事情\n", f"# 事情\n{line}\n")
    page = sausage.fill(url, template="own", own=own, preview="yes", freeze="yes")
    assert page.status == 422
    assert f"第 {at} 行：" in page.words if at else "行：" in page.words
    assert line.split()[1] in page.fields()["own"]
    assert sausage.get("/case/papers/d1").status == 404
    assert "root:" not in page.words


def test_strangers_words_never_become_marks_of_a_template(visitor: Any) -> None:
    case = story("spoiled-food").model_dump(mode="json")
    case["events"][0]["what"] = "{{ seller.name }} [[sums]] <b>粗</b> # 标题"
    visitor.begin(Case.model_validate(case))
    page = visitor.get("/case/papers/letter/store")
    assert "{{ seller.name }} [[sums]] <b>粗</b> # 标题" in page.words
    assert "<b>粗</b>" not in page.html


def test_the_boxes_of_an_online_form_are_filled_to_copy(sausage: Any) -> None:
    words = sausage.get("/case/papers/form/market-regulator").words
    assert "逐格复制" in words
    assert "示例市好味道食品商贸有限公司" in words


@pytest.mark.parametrize("url", ["/case/papers/letter/no-such", "/case/papers/make/no-such", "/case/papers/form/no-such", "/case/papers/d9", "/case/papers/d9/paper.pdf", "/case/papers/pictures/no-such"])  # fmt: skip
def test_what_is_not_there_is_not_found(sausage: Any, url: str) -> None:
    assert sausage.get(url).status == 404


def test_every_channel_of_every_story_can_be_written_to(visitor: Any) -> None:
    for folder in sorted((paths.LEGAL_REFS / "examples").glob("*/case.json")):
        visitor.begin(story(folder.parent.name))
        found = visitor.get("/case/papers")
        ways = set(re.findall(r'href="(/case/papers/letter/[a-z0-9-]+)"', found.html))
        assert ways, folder
        for way in sorted(ways):
            page = visitor.get(way)
            assert page.status == 200, (folder, way)
            assert 'aria-label="预览"' in page.html, (folder, way)


# Public pages: no case needed


def test_the_examples_are_open_to_anyone(visitor: Any) -> None:
    listed = set(re.findall(r'href="(/examples/[a-z0-9-]+)"', visitor.get("/examples").html))
    assert len(listed) == 7
    for url in listed:
        page = visitor.get(url)
        assert page.status == 200
        assert "示例，按2026年" in page.words
        for picture in re.findall(r'src="(/examples/[^"]+)"', page.html)[:2]:
            assert visitor.get(picture).answer.mimetype == "image/jpeg"


def test_an_example_prints_its_papers(visitor: Any) -> None:
    for name in ("letter", "evidence", "checklist"):
        assert visitor.get(f"/examples/spoiled-food/{name}.pdf").answer.data.startswith(b"%PDF")
    assert visitor.get("/examples/spoiled-food/other.pdf").status == 404
    assert visitor.get("/examples/no-such").status == 404


def test_every_template_is_shown_on_a_sample_and_can_be_taken_away(visitor: Any) -> None:
    listed = set(re.findall(r'href="(/templates/to-[a-z0-9-]+)"', visitor.get("/templates").html))
    assert len(listed) >= 8
    for url in sorted(listed):
        page = visitor.get(url)
        assert page.status == 200
        assert "在例子上的样子" in page.words
        file = visitor.get(f"{url}.txt").answer
        assert file.mimetype == "text/plain"
        again = visitor.fill("/templates/try", own=file.text)
        assert (again.status, "可以用" in again.words) == (200, True), url


def test_the_template_page_explains_every_word_it_knows(visitor: Any) -> None:
    words = visitor.get("/templates/words").words
    for known in ("order.no", "[[timeline]]", "seller"):
        assert known in words


def test_trying_nothing_is_answered_kindly(visitor: Any) -> None:
    page = visitor.fill("/templates/try")
    assert page.status == 422
    assert "请把模板贴进来" in page.words
