"""Every page of the full path: it opens on any case, erases nothing that it does not show, and takes whatever is typed."""

from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE, Case
from tests.web.full_path import RARE, kept, story

HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}{% raw %}"
EMOJI = "😀👨‍👩‍👧‍👦🈶"

PAGES = (
    "/case",
    "/case/disputes",
    "/case/order",
    "/case/order/new",
    "/case/order/l1",
    "/case/purchase",
    "/case/proof",
    "/case/parties",
    "/case/parties/new",
    "/case/parties/p3",
    "/case/timeline",
    "/case/timeline/new",
    "/case/timeline/e1",
    "/case/timeline/e1/delete",
    "/case/promises",
    "/case/promises/new",
    "/case/evidence",
    "/case/facts",
    "/case/claims",
    "/case/demands",
    "/case/you",
    "/case/check",
    "/case/papers",
    "/case/papers/letter/store",
    "/case/papers/letter/market-regulator",
    "/case/papers/form/market-regulator",
    "/case/papers/make/evidence",
    "/case/papers/make/timeline",
    "/case/papers/make/checklist",
    "/case/checklist",
    "/case/checklist/new",
)
FORMS = (
    "/case/disputes",
    "/case/order",
    "/case/order/new",
    "/case/purchase",
    "/case/parties",
    "/case/parties/new",
    "/case/timeline/new",
    "/case/promises/new",
    "/case/demands",
    "/case/you",
    "/case/checklist/new",
)


@pytest.mark.parametrize("slug", ["spoiled-food", "unexplained-warning", "cancelled-order"])
def test_every_page_of_a_full_case_opens(visitor: Any, slug: str) -> None:
    visitor.begin(story(slug))
    statuses = {url: visitor.get(url).status for url in PAGES}
    odd = {url for url, status in statuses.items() if status != 200}
    assert odd <= {"/case/parties/p3", "/case/order/l1", "/case/papers/letter/market-regulator"}, statuses
    assert set(statuses.values()) <= {200, 404}


@pytest.mark.parametrize("url", PAGES)
def test_every_page_of_an_empty_case_opens(visitor: Any, url: str) -> None:
    visitor.begin(Case.model_validate({"v": 1}))
    assert visitor.get(url).status in (200, 404)


@pytest.mark.parametrize("url", ["/case/order", "/case/order/l1", "/case/parties", "/case/parties/p3", "/case/timeline/e5", "/case/demands", "/case/you", "/case/purchase", "/case/disputes", "/case/facts"])  # fmt: skip
def test_a_page_saved_as_it_was_shown_changes_nothing(sausage: Any, url: str) -> None:
    before = kept(sausage)
    assert sausage.fill(url).status == 303
    after = kept(sausage)
    assert known(after) == known(before)


EVERYTHING = {
    "v": EMPTY_CASE.v,
    "told": "说不退。怎么办",
    "left_out": [{"start": 4, "text": "怎么办"}],
    "trouble": "装错了",
    "wishes": ["refund"],
    "disputes": ["quality-defect"],
    "parties": [
        {
            "id": "p1", "role": "shopper", "name": "石榴", "phone": "13800000000", "address": "石榴路",
            "representative": {"name": "小明", "capacity": "family", "relation": "儿子", "phone": "13900000000"},
        },
        {
            "id": "p2", "role": "seller", "shop": "店", "registered_name": "公司", "licence_no": "91350100M000100Y43",
            "address": "店址", "phone": "010-12345678", "name": "店长",
        },
        {"id": "p3", "role": "platform", "platform": "taobao"},
        {"id": "p4", "role": "maker", "registered_name": "厂", "address": "厂址", "phone": "4008008000", "shop": "厂店"},
    ],
    "order": {
        "no": "1234567", "ordered_at": {"at": "2026-06", "precision": "month"},
        "received_at": {"at": "2026-07-01/2026-07-03", "precision": "range"}, "paid": "100.00", "freight": "6.00",
        "refunded": "1.00",
        "lines": [
            {"id": "l1", "what": "电视", "goods_kind": "large_appliance", "quantity": 2, "paid": "90.00", "affected": "50.00"},
            {"id": "l2", "what": "挂架", "goods_kind": "large_appliance", "quantity": 1, "paid": "10.00", "affected": "5.00"},
        ],
    },
    "events": [
        {
            "id": "e1", "at": {"at": "2026-07-02T02:20:33Z", "precision": "minute"}, "actor": "p2", "speaker": "小王",
            "channel": "chat", "what": "说不退", "quote": "不退", "topic": "退货", "told": [{"start": 0, "text": "说不退"}],
            "evidence": ["x1", "x2"], "pages": {"x1": 2},
        }
    ],
    "promises": [
        {
            "id": "k1", "by": "p2", "speaker": "主播", "where": "chat", "quote": "包退", "seen_on": "2026-06-01",
            "due_at": {"at": "2026-06", "precision": "month"}, "outcome": "late", "happened": "没退",
            "happened_at": {"at": "2026-07-01/2026-07-03", "precision": "range"}, "evidence": ["x1"], "pages": {"x1": 1},
        }
    ],
    "evidence": [
        {
            "id": "x1", "kind": "chat", "title": "聊天", "source": "手机", "proves": "不退", "kept_at": "手机里", "passage": "1分",
            "taken_at": {"at": "2026-07-01/2026-07-03", "precision": "range"}, "gathers": "chat",
        },
        {"id": "x2", "kind": "object", "title": "电视", "kept_at": "家里"},
    ],
    "demands": [{"text": "道歉"}],
    "steps": [
        {
            "id": "s1", "channel": "store", "done_on": "2026-07-05", "sent_by": "post", "tracking": "SF1", "reference": "7",
            "reply_kind": "partial", "offered": "10.00", "reply": "退十元", "replied_on": "2026-07-06", "closed": True, "paper": None,
        }
    ],
}  # fmt: skip
SAVED_AS_SHOWN = (
    "/case/disputes", "/case/order", "/case/order/l2", "/case/purchase", "/case/parties", "/case/parties/p4",
    "/case/timeline/e1", "/case/promises/k1", "/case/evidence/x1", "/case/evidence/x2", "/case/proof", "/case/demands", "/case/you",
    "/case/checklist/s1",
)  # fmt: skip


def test_the_case_of_everything_leaves_no_field_of_its_parts_empty() -> None:
    case = Case.model_validate(EVERYTHING)
    parts = {
        "parties": case.parties, "events": case.events, "promises": case.promises, "steps": case.steps,
        "evidence": case.evidence, "lines": case.order.lines, "order": (case.order,),
        "representative": (case.parties[0].representative,),
    }  # fmt: skip
    for name, items in parts.items():
        for field in type(items[0]).model_fields:
            told = [getattr(item, field) for item in items]
            assert any(told) or (name, field) in {("steps", "paper"), ("evidence", "files")}, f"{name}.{field}"


@pytest.mark.parametrize("url", SAVED_AS_SHOWN)
def test_no_page_erases_a_field_that_it_does_not_show(visitor: Any, url: str) -> None:
    _, visitor.opened = visitor.begin(Case.model_validate(EVERYTHING))
    before = kept(visitor)
    answer = visitor.fill(url)
    assert answer.status == 303, answer.words[:300]
    assert known(kept(visitor)) == known(before)


def known(case: Case) -> Any:
    """A case without the answers that say nothing: unknown and absent both mean unknown."""
    content = case.model_dump(mode="json")
    content["answers"] = {fact: answer for fact, answer in content["answers"].items() if answer is not None}
    return content


@pytest.mark.parametrize("typed", [RARE, HOSTILE, EMOJI, "x" * 100_000, " \t ", "\x00\x01", "\u202e反", "NaN", "-1", "1e30", "2026年13月45日"], ids=["rare", "script", "emoji", "long", "blank", "control", "turned", "nan", "minus", "huge", "day"])  # fmt: skip
@pytest.mark.parametrize("url", FORMS)
def test_whatever_is_typed_anywhere_is_kept_or_asked_again_and_never_breaks_a_page(
    sausage: Any, url: str, typed: str
) -> None:
    page = sausage.get(url)
    fields = page.fields()
    for name in fields:
        if name not in ("csrf_token", "of_case", "seen", "asks"):
            fields[name] = typed
    answer = sausage.send(url, fields)
    assert answer.status in (303, 422), answer.words[:300]
    assert "<script>alert" not in answer.html
    if answer.status == 422:
        assert "还差一点，请看看这里" in answer.words
    for shown in ("/case", "/case/check", "/case/papers") if answer.status == 303 else ():
        after = sausage.get(shown)
        assert after.status == 200
        assert "<script>alert" not in after.html


def test_a_case_page_without_a_case_leads_to_unlock_and_back(sausage: Any, another: Any) -> None:
    code = another.begin(story("spoiled-food"))[0]
    another.client.delete_cookie("case")
    for url in PAGES:
        answer = another.get(url)
        assert answer.status == 303
        assert answer.leads_to.startswith("/unlock?next=")
    way = another.get("/case/claims").leads_to
    opened = another.fill("/unlock", way, code=code.text)
    assert opened.leads_to == "/case/claims"
