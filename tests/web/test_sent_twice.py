"""Pages of the full path in two tabs, sent twice, gone back to, or with more than a case holds: nothing that was typed is lost."""

import re
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE, Case, Demand, Order
from tests.web.full_path import kept, story


def test_two_tabs_saving_the_same_page_are_told_and_both_texts_stand_there(sausage: Any) -> None:
    second = sausage.get("/case/order")
    assert sausage.fill("/case/order", what="第一个窗口写的").status == 303
    conflict = sausage.fill("/case/order", second, what="第二个窗口写的")
    assert conflict.status == 409
    assert "第一个窗口写的" in conflict.words
    assert "第二个窗口写的" in conflict.words
    assert kept(sausage).order.lines[0].what == "第一个窗口写的"
    mine = sausage.send("/case/order", conflict.fields())
    assert mine.status == 303
    assert kept(sausage).order.lines[0].what == "第二个窗口写的"


def test_two_tabs_on_different_pages_do_not_disturb_each_other(sausage: Any) -> None:
    order = sausage.get("/case/order")
    event = sausage.get("/case/timeline/e3")
    assert sausage.fill("/case/timeline/e3", event, what="改过").status == 303
    assert sausage.fill("/case/order", order, no="NEW-123").status == 303
    assert (kept(sausage).order.no, kept(sausage).events[2].what) == ("NEW-123", "改过")


@pytest.mark.parametrize("url", ["/case/demands", "/case/facts", "/case/parties", "/case/you"])
def test_every_page_that_shows_a_part_notices_a_change_of_it(sausage: Any, url: str) -> None:
    case = kept(sausage).model_dump(mode="json")
    page = sausage.get(url)
    case["parties"][1]["shop"] = "别处改的"
    case["answers"]["harm_known_on"] = "2026-10-31"
    case["demands"] = [{"text": "别处加的"}]
    changed = Case.model_validate(case)
    sausage.storage.cases.change(
        sausage.storage.cases.open(sausage.opened.case_id, sausage.opened.dek),
        lambda _: changed,
        now=sausage.storage.settings.clock(),
    )
    assert sausage.fill(url, page).status == 409


def test_an_event_deleted_in_another_tab_is_not_silently_made_again(sausage: Any) -> None:
    page = sausage.get("/case/timeline/e3")
    sausage.fill("/case/timeline/e3/delete")
    answer = sausage.fill("/case/timeline/e3", page, what="还在写")
    assert answer.status in (404, 409)
    assert "e3" not in {event.id for event in kept(sausage).events}


# Back, and saved again

NEW = {
    "/case/timeline/new": ("events", {"at": "2026年11月1日", "actor": "new:installer", "what": "师傅说下周再来"}),
    "/case/promises/new": ("promises", {"quote": "一定包退", "by": "new:platform", "outcome": "broken"}),
    "/case/parties/new": ("parties", {"role": "installer", "registered_name": "安装公司"}),
    "/case/checklist/new": ("steps", {"channel": "store", "done_on": "2026年11月2日"}),
    "/case/evidence/new": ("evidence", {"title": "录音", "kind": "audio", "kept_at": "手机里"}),
    "/case/order/new": ("lines", {"what": "辣条一包"}),
}


def listed(visitor: Any, name: str) -> tuple[Any, ...]:
    case = kept(visitor)
    return case.order.lines if name == "lines" else tuple(getattr(case, name))


@pytest.mark.parametrize("url", NEW)
def test_what_is_added_is_added_once_however_often_its_page_is_sent(sausage: Any, url: str) -> None:
    name, typed = NEW[url]
    before, page = len(listed(sausage, name)), sausage.get(url)
    for _ in range(3):
        assert sausage.fill(url, page, **typed).status == 303
    assert len(listed(sausage, name)) == before + 1
    assert sausage.fill(url, **typed).status == 303
    assert len(listed(sausage, name)) == before + 2  # a new page may say the same again: it happened twice


@pytest.mark.parametrize("url", NEW)
def test_going_back_to_change_what_was_just_added_changes_it_after_a_look(sausage: Any, url: str) -> None:
    name, typed = NEW[url]
    before, page = len(listed(sausage, name)), sausage.get(url)
    sausage.fill(url, page, **typed)
    word = next(one for one in ("what", "quote", "registered_name", "reference", "title") if one in page.fields())
    clash = sausage.fill(url, page, **{**typed, word: "改过的字"})
    assert clash.status == 409
    assert "改过的字" in clash.words
    assert sausage.fill(url, clash).status == 303
    assert len(listed(sausage, name)) == before + 1
    assert getattr(listed(sausage, name)[-1], word) == "改过的字"


def test_a_page_gone_back_to_after_its_item_was_taken_out_adds_it_anew(sausage: Any) -> None:
    page, typed = sausage.get("/case/timeline/new"), NEW["/case/timeline/new"][1]
    sausage.fill("/case/timeline/new", page, **typed)
    gone = kept(sausage).events[-1].id
    sausage.fill(f"/case/timeline/{gone}/delete")
    before = len(kept(sausage).events)
    assert sausage.fill("/case/timeline/new", page, **typed).status == 303
    assert len(kept(sausage).events) == before + 1


# A case that is full


def full_of(name: str, most: int) -> Case:
    """A case with as many of these as a case can hold."""
    items = {
        "events": lambda n: {"id": f"e{n}", "what": "x"},
        "promises": lambda n: {"id": f"k{n}", "quote": "x"},
        "parties": lambda n: {"id": f"p{n}", "role": "maker", "registered_name": "x"},
        "evidence": lambda n: {"id": f"x{n}", "kind": "object", "title": "x", "kept_at": "家里"},
        "steps": lambda n: {"id": f"s{n}", "channel": "store"},
        "lines": lambda n: {"id": f"l{n}", "what": "x"},
    }
    many = [items[name](n) for n in range(1, most + 1)]
    return Case.model_validate({"v": EMPTY_CASE.v, **({"order": {"lines": many}} if name == "lines" else {name: many})})


@pytest.mark.parametrize("url", NEW)
def test_one_more_than_a_case_holds_is_said_on_the_page_with_everything_typed(visitor: Any, url: str) -> None:
    name, typed = NEW[url]
    typed = {
        key: value.replace("new:installer", "").replace("new:platform", "new:maker") for key, value in typed.items()
    }
    if name == "events":
        typed["actor"] = "new:shopper"
    model = Order if name == "lines" else Case
    most = next(one.max_length for one in model.model_fields[name].metadata if hasattr(one, "max_length"))
    _, visitor.opened = visitor.begin(full_of(name, most))
    before = kept(visitor)
    page = visitor.fill(url, **typed)
    assert page.status == 422, page.words[:200]
    assert "最多" in page.words
    assert f"{most}" in page.words
    assert all(value in page.html for key, value in typed.items() if key not in ("actor", "by", "role", "kind"))
    assert kept(visitor) == before


def test_a_new_party_that_no_longer_fits_is_said_where_it_was_chosen(visitor: Any) -> None:
    _, visitor.opened = visitor.begin(full_of("parties", 20))
    page = visitor.fill("/case/timeline/new", at="2026年11月1日", actor="new:shopper", what="打了电话")
    assert (page.status, "最多写 20 方" in page.words, "打了电话" in page.html) == (422, True, True)
    page = visitor.fill("/case/parties", shop="第二十一家")
    assert (page.status, "最多写 20 方" in page.words, "第二十一家" in page.html) == (422, True, True)


def test_more_demands_than_fit_are_said_with_every_one_still_there(empty: Any) -> None:
    wanted = "\n".join(f"要求{n}" for n in range(60))
    page = empty.fill("/case/demands", own=wanted)
    assert (page.status, "诉求最多写 40 条" in page.words, "要求59" in page.html) == (422, True, True)
    assert kept(empty).demands == ()


def test_more_exhibits_than_an_event_can_name_are_said_at_their_boxes(visitor: Any) -> None:
    _, visitor.opened = visitor.begin(full_of("evidence", 60))
    ticked = [f"x{n}" for n in range(1, 52)]
    page = visitor.fill("/case/timeline/new", at="2026年11月1日", actor="new:shopper", what="寄回去了", evidence=ticked)
    assert (page.status, "最多选 50 个" in page.words, "寄回去了" in page.html) == (422, True, True)
    assert 'id="evidence-wrong"' in page.html


def test_more_kinds_of_dispute_than_fit_are_said(empty: Any) -> None:
    shown = empty.get("/case/disputes")
    every = re.findall(r'name="disputes"[^>]*value="([^"]+)"', shown.html)[:13]
    page = empty.fill("/case/disputes", shown, disputes=every)
    assert (page.status, "最多选 12 类" in page.words) == (422, True)


def test_a_paper_too_many_is_said_on_its_page_and_leaves_no_file(visitor: Any) -> None:
    at = {"at": "2026-11-01T10:00+08:00", "precision": "minute"}
    _, visitor.opened = visitor.begin(story("spoiled-food"))
    paper = {"kind": "timeline", "title": "经过", "issued_at": at, "frozen": "{}"}
    papers = [{**paper, "id": f"d{n}", "number": n} for n in range(1, 201)]
    visitor.storage.cases.change(
        visitor.opened,
        lambda case: Case.model_validate({**case.model_dump(), "papers": papers}),
        now=visitor.storage.settings.clock(),
    )
    before = visitor.storage.blobs.usage(visitor.opened.case_id).files
    page = visitor.fill("/case/papers/make/checklist", freeze="yes")
    assert (page.status, "最多放 200 份文书" in page.words) == (422, True)
    assert visitor.storage.blobs.usage(visitor.opened.case_id).files == before


def test_the_order_of_a_list_sent_with_an_old_token_is_shown_as_it_was_put(sausage: Any) -> None:
    first = [event.id for event in kept(sausage).events]
    fields = sausage.get("/case/timeline").fields("/case/timeline/order")
    answer = sausage.send("/case/timeline/order", {**fields.to_dict(flat=False), "csrf_token": "old", "down": first[0]})
    assert (answer.status, "页面放太久了" in answer.words) == (422, True)
    assert [event.id for event in kept(sausage).events] == first
    assert answer.fields("/case/timeline/order").getlist("order") == [first[1], first[0], *first[2:]]
    sausage.send("/case/timeline/order", answer.fields("/case/timeline/order"))
    assert [event.id for event in kept(sausage).events] == [first[1], first[0], *first[2:]]


@pytest.mark.parametrize(
    ("page", "field", "gone"),
    [("timeline/e1", "what", "events"), ("parties/p3", "phone", "parties")],
)
def test_what_was_typed_into_an_item_that_was_taken_out_meanwhile_is_shown_and_can_be_put_back(
    sausage: Any, page: str, field: str, gone: str
) -> None:
    shown = sausage.get(f"/case/{page}")
    typed = "13800000000" if field == "phone" else "他们说不退，我录了音"
    assert sausage.fill(f"/case/{page}/delete").status == 303
    answer = sausage.fill(f"/case/{page}", shown, **{field: typed})
    assert answer.status == 409
    assert typed in answer.words
    assert sausage.fill(f"/case/{page}", answer).status == 303
    put_back = next(item for item in getattr(kept(sausage), gone) if item.id == page.partition("/")[2])
    assert getattr(put_back, field) == typed
    assert sausage.get(f"/case/{page.partition('/')[0]}/e999").status == 404


def test_taking_out_what_is_gone_already_leads_on_to_the_list(sausage: Any) -> None:
    for page, there in (
        ("timeline/e1", "/case/timeline"),
        ("evidence/x1", "/case/evidence"),
    ):
        asked = sausage.get(f"/case/{page}/delete")
        assert [sausage.fill(f"/case/{page}/delete", asked).leads_to for _ in range(2)] == [there, there]


def test_a_demand_of_their_own_that_runs_over_lines_stays_one_when_the_page_is_sent_back(sausage: Any) -> None:
    two_lines = Demand(text="书面道歉，\n并且说明原因")
    told = kept(sausage)
    _, sausage.opened = sausage.begin(told.model_copy(update={"demands": (*told.demands, two_lines)}))
    assert sausage.fill("/case/demands").status == 303
    assert [demand for demand in kept(sausage).demands if not demand.claim] == [two_lines]
