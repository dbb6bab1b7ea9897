"""Papers as pages: previews, templates of one's own, what was sent never changes, and what anyone may look at without a case."""

import dataclasses
import hashlib
import io
import re
import sys
from types import FrameType
from typing import Any
from urllib.parse import unquote

import pytest

from consumer_app import paths
from consumer_app.documents.kinds import KINDS
from consumer_app.documents.kinds.kind import Kind
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.documents.writers import WRITERS
from consumer_app.domain.case import Case
from consumer_app.domain.case.parts import replaced
from consumer_app.domain.judging.demands import demands_for
from tests.web.full_path import story

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
    before = {kind: sausage.get(f"/case/papers/d1/paper.{kind}").answer.data for kind in WRITERS}
    page = sausage.get("/case/papers/d1").words
    sausage.fill("/case/order", no="CHANGED-1", what="别的东西")
    sausage.fill("/case/timeline/e1/delete")
    sausage.fill("/case/you", name="别人")
    after = {kind: sausage.get(f"/case/papers/d1/paper.{kind}").answer.data for kind in WRITERS}
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


def test_the_case_home_leads_with_sending_then_with_waiting_then_with_the_next_door(sausage: Any) -> None:
    assert "现在要做的" not in sausage.get("/case").words
    letter(sausage, freeze="yes")
    home = sausage.get("/case")
    assert "现在要做的 把信发给商家" in home.words
    assert 'class="button" href="/case/papers/d1"' in home.html
    assert "已定稿的文书 投诉函" in home.words
    assert home.words.index("现在要做的") < home.words.index("已定稿的文书") < home.words.index("还可以补上的")
    assert "继续：" not in home.words

    (way,) = set(re.findall(r'href="(/case/checklist/new[?]channel=store&amp;paper=d1)"', home.html))
    sausage.fill("/case/checklist/new", way.replace("&amp;", "&"), done_on="2026年11月4日", sent_by="chat")
    assert latest(sausage).steps[0].sent_by == "chat"
    waiting = sausage.get("/case").words
    assert "等商家答复：到2026年11月11日（星期三），还有 7 天" in waiting
    assert "有答复了，记下来" in waiting

    sausage.fill("/case/checklist/s1", reply_kind="refused", replied_on="2026年11月4日")
    refused = sausage.get("/case")
    assert "商家不答应：走下一步" in refused.words
    (button,) = re.findall(r'class="button" href="(/case/papers/letter/[a-z-]+)">下一步：', refused.html)
    assert sausage.get(button).status == 200
    assert "打印这份清单" in sausage.get("/case/checklist").words
    assert f'class="button" href="{button}"' in sausage.get("/case/checklist").html


def test_a_day_the_shop_missed_is_the_shops_and_a_day_of_ones_own_says_what_can_still_be_done(visitor: Any) -> None:
    order = {"received_at": {"at": "2026-04-01", "precision": "day"}}
    missed = {"return_received_on": "2026-05-10"}
    given = {"disputes": ["refund-delayed", "quality-defect"], "answers": missed, "order": order}
    visitor.begin(Case.model_validate({"v": 2, **given}))
    page = visitor.get("/case/checklist")
    theirs = page.html.partition("对方的期限")[2].partition("</section>")[0]
    assert "商家已经超期" in theirs
    assert "deadline over" in theirs
    assert "deadline past" not in theirs
    ours = page.words.partition("已经过了的日子，还能做什么")[2]
    assert "由商家举证的最后一天" in ours
    assert re.search("别的要求不受影响|照您说的事实还可以提", ours)
    assert "商家已经超期" not in ours
    home = visitor.get("/case")
    assert "对方的期限" in home.words
    assert "deadline past" not in home.html


def test_what_was_left_out_of_the_letter_is_shown_beside_it_and_put_back_with_one_tap(visitor: Any) -> None:
    case = story("spoiled-food").model_copy(update={"told": "火腿肠发霉了。这可怎么办呢", "events": ()})
    left = {"left_out": [{"start": 7, "text": "这可怎么办呢"}]}
    visitor.begin(Case.model_validate({**case.model_dump(mode="json"), **left}))
    page = visitor.get("/case/papers")
    assert "您的话里没有放进信的（1 处） " in page.words
    assert "这可怎么办呢" not in visitor.get("/case/papers/letter/store").words.partition("投诉函")[2]
    back = visitor.fill("/case/timeline/words", page, "/case/timeline/words", put_back="7")
    assert (back.status, back.leads_to) == (303, "/case/papers")
    assert "您的话里没有放进信的" not in visitor.get("/case/papers").words


def test_the_whole_letter_stands_on_the_page_before_it_is_made_final(sausage: Any) -> None:
    page = sausage.get("/case/papers")
    assert "上下滑动" not in page.words
    assert "bounded" not in page.html
    assert (
        page.html.index("定稿前看一眼")
        < page.html.index('aria-label="和商家交涉（书面投诉函）预览"')
        < page.html.index('name="freeze"')
    )


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


def test_a_blank_box_leads_to_the_field_that_fills_it(visitor: Any) -> None:
    visitor.begin(Case(v=2, disputes=("quality-defect",)))
    page = visitor.get("/case/papers/form/market-regulator")
    for field in ("/case/you#name", "/case/you#own_address", "/case/parties#registered_name", "/case/demands"):
        assert f'href="{field}"' in page.html, field
        url, _, name = field.partition("#")
        assert not name or f'id="{name}"' in visitor.get(url).html
    assert "这一格请在对方的表单上自己填" in page.words


def test_a_day_of_reply_is_offered_only_where_the_letter_names_one(sausage: Any) -> None:
    assert 'name="reply_by"' in sausage.get("/case/papers/letter/store").html
    to_regulator = "/case/papers/letter/market-regulator"
    assert 'name="reply_by"' not in sausage.get(to_regulator).html
    made = sausage.fill(to_regulator, freeze="yes")
    assert "信里请对方在" not in sausage.get(made.leads_to).words
    assert latest(sausage).papers[-1].reply_by is None


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


def latest(visitor: Any) -> Case:
    found: Case = visitor.storage.cases.open(visitor.opened.case_id, visitor.opened.dek).case
    return found


def earlier(visitor: Any, *without: str) -> None:
    """The newest paper as an earlier version would have kept it: without some of its files."""

    def changed(case: Case) -> Case:
        paper = case.papers[-1]
        also = {ending: file for ending, file in paper.also.items() if ending not in without}
        file = None if "pdf" in without else paper.file
        return replaced(case, f"papers/{paper.id}", paper.model_copy(update={"file": file, "also": also}))

    visitor.storage.cases.change(visitor.opened, changed, now=visitor.storage.settings.clock())


KINDS_TO_NOBODY = [kind for kind in KINDS.values() if not kind.to_channel]


@pytest.mark.parametrize("kind", KINDS_TO_NOBODY, ids=lambda kind: kind.name)
def test_every_kind_of_paper_is_offered_made_and_kept(sausage: Any, kind: Kind) -> None:
    offered = sausage.get("/case/papers").words
    assert kind.title in offered
    assert kind.says in offered
    url = f"/case/papers/make/{kind.address}"
    page = sausage.get(url)
    assert f"{kind.says}。" in page.words
    assert ('name="exhibits"' in page.html) is kind.shows_exhibits
    made = sausage.fill(url, freeze="yes")
    assert kind.next_step in sausage.get(made.leads_to).words
    (kept,) = latest(sausage).papers
    assert (kept.kind, kept.title) == (kind.name, kind.title)


def test_a_letter_is_not_made_without_a_channel(sausage: Any) -> None:
    assert sausage.get("/case/papers/make/letter").status == 404


def test_every_format_is_taken_away_under_its_name_and_type(sausage: Any) -> None:
    page = sausage.get(letter(sausage, freeze="yes").leads_to)
    assert "按现在的格式重新生成" not in page.words
    for ending, writer in WRITERS.items():
        assert f'href="/case/papers/d1/paper.{ending}"' in page.html
        headers = sausage.get(f"/case/papers/d1/paper.{ending}").answer.headers
        kind, _, charset = headers["Content-Type"].partition("; ")
        assert (kind, charset) == (writer.media_type, "charset=utf-8" if kind.startswith("text/") else "")
        assert "attachment" in headers["Content-Disposition"]
        assert unquote(headers["Content-Disposition"]).endswith(f"投诉函-2026-11-04.{ending}")
        assert headers["Cache-Control"] == "no-store"


def test_word_and_text_are_sealed_with_the_paper_and_come_back_byte_for_byte(sausage: Any) -> None:
    letter(sausage, freeze="yes")
    (kept,) = latest(sausage).papers
    assert kept.also.keys() >= {"docx", "txt"}
    for ending, file in {"pdf": kept.file, **kept.also}.items():
        sealed = sausage.storage.blobs.read(file.blob, sausage.opened)
        assert sausage.get(f"/case/papers/d1/paper.{ending}").answer.data == sealed
        assert (file.size, file.sha256) == (len(sealed), hashlib.sha256(sealed).hexdigest())


def test_the_same_letter_sent_twice_leaves_no_file_of_the_second_behind(sausage: Any) -> None:
    letter(sausage, freeze="yes")
    before = sausage.storage.blobs.usage(sausage.opened.case_id)
    assert letter(sausage, freeze="yes").leads_to == "/case/papers/d1?new=1"
    assert sausage.storage.blobs.usage(sausage.opened.case_id) == before


def test_a_paper_for_which_there_is_no_room_leaves_nothing_of_itself_behind(
    sausage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter(sausage, freeze="yes")
    store = sausage.storage.blobs
    files = store.usage(sausage.opened.case_id).files
    sausage.fill("/case/order", no="CHANGED-1")
    for missing in (1, 2, 4):  # no room for the last of its files, for the last two, for one of its pages
        monkeypatch.setattr(store, "_limits", dataclasses.replace(store._limits, case_files=2 * files - missing))
        assert letter(sausage, freeze="yes").status == 413
        assert store.usage(sausage.opened.case_id).files == files
    assert [paper.id for paper in latest(sausage).papers] == ["d1"]


def test_a_paper_sent_before_word_and_text_were_kept_offers_to_make_them_and_says_so(sausage: Any) -> None:
    letter(sausage, freeze="yes")
    sealed = {ending: sausage.get(f"/case/papers/d1/paper.{ending}").answer.data for ending in WRITERS}
    earlier(sausage, "docx", "txt")
    page = sausage.get("/case/papers/d1")
    assert "定稿的时候没有存下Word 文件、纯文本" in page.words
    assert page.words.count("按现在的格式重新生成") == 3
    assert "排版可能和当时的不同" in page.words
    for ending in ("docx", "txt"):
        assert sausage.get(f"/case/papers/d1/paper.{ending}").answer.data == sealed[ending]


def test_a_paper_whose_pdf_was_lost_can_be_printed_anew(sausage: Any) -> None:
    letter(sausage, freeze="yes")
    earlier(sausage, "pdf")
    page = sausage.get("/case/papers/d1")
    assert "定稿的时候没有存下PDF" in page.words
    assert ">下载 PDF</a>" not in page.html
    assert sausage.get("/case/papers/d1/paper.pdf").answer.data.startswith(b"%PDF")


def test_a_page_of_a_letter_works_out_what_it_is_made_from_once(sausage: Any) -> None:
    built, worked = [], []

    def counting(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is LetterMaterial.__post_init__.__code__:
            built.append(frame.f_locals["self"].channel_id)
        if event == "call" and frame.f_code is demands_for.__code__:
            worked.append(frame.f_locals["only"])

    sausage.get("/case/papers/letter/store")  # the templates are read once in a process
    sys.setprofile(counting)
    try:
        page = sausage.get("/case/papers/letter/store")
    finally:
        sys.setprofile(None)
    assert 'aria-label="预览"' in page.html
    assert built == ["store"]
    assert worked == [()]


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
    page = visitor.get("/examples/spoiled-food")
    for kind in KINDS.values():
        assert f"{kind.title} PDF" in page.words
        assert visitor.get(f"/examples/spoiled-food/{kind.address}.pdf").answer.data.startswith(b"%PDF")
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


def test_an_empty_list_of_evidence_is_not_made_final_and_the_page_says_what_to_do(visitor: Any) -> None:
    visitor.begin(story("spoiled-food").model_copy(update={"evidence": (), "events": (), "promises": ()}))
    page = visitor.get("/case/papers/make/evidence")
    assert "还没有证据" in page.words
    assert 'href="/case/evidence"' in page.html
    assert 'name="freeze"' not in page.html
    token = visitor.get("/case/papers/make/timeline").fields().to_dict()
    refused = visitor.send("/case/papers/make/evidence", {**token, "freeze": "yes"})
    assert refused.status == 422
    assert "空的清单交出去没有用" in refused.words
    assert visitor.get("/case/papers/d1").status == 404


def test_no_letter_is_made_while_more_is_left_than_was_ever_bought(visitor: Any) -> None:
    told = story("spoiled-food")
    _, visitor.opened = visitor.begin(
        told.model_copy(update={"answers": {**told.answers, "lessons_total": 13, "lessons_left": 17}})
    )
    refused = letter(visitor, freeze="yes")
    assert "两个数对不上" in refused.html
    assert visitor.get("/case/papers/d1").status == 404
