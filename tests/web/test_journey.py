"""The full path, page by page: what each takes, what it refuses and how it says so, and that nothing it did not show is ever lost."""

import json
import re
from typing import Any

import pytest

from consumer_app import paths
from consumer_app.domain.case import EMPTY_CASE, Case, Demand, Order

RARE = "龚䶮、㛃、𬎆"
HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}{% raw %}"
EMOJI = "😀👨‍👩‍👧‍👦🈶"


def story(slug: str) -> Case:
    text = (paths.LEGAL_REFS / "examples" / slug / "case.json").read_text(encoding="utf-8")
    return Case.model_validate(json.loads(text))


@pytest.fixture
def sausage(visitor: Any) -> Any:
    """A visitor with the case of the spoiled sausages open, on the full path."""
    _, visitor.opened = visitor.begin(story("spoiled-food"))
    visitor.fill("/case/path", "/case", path="full")
    return visitor


@pytest.fixture
def empty(visitor: Any) -> Any:
    """A visitor with a case of one dispute and nothing else, on the full path."""
    _, visitor.opened = visitor.begin(Case.model_validate({"v": 1, "disputes": ["spoiled-food"]}))
    visitor.fill("/case/path", "/case", path="full")
    return visitor


def kept(visitor: Any) -> Case:
    case: Case = visitor.storage.cases.open(visitor.opened.case_id, visitor.opened.dek).case
    return case


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


def test_an_empty_order_page_leads_on_because_everything_can_wait(empty: Any) -> None:
    assert empty.fill("/case/order").leads_to == "/case/parties"
    assert kept(empty).order.paid is None


def test_the_order_is_kept_as_precisely_as_it_was_typed(empty: Any) -> None:
    empty.fill("/case/order", what="火腿肠", ordered_at="2026年9月", paid="１，０５９．９０元", received_at="2026年10月2日", **{"received_at-time": "下午3点20"})  # fmt: skip
    order = kept(empty).order
    assert (order.ordered_at.precision, order.ordered_at.at) == ("month", "2026-09")  # type: ignore[union-attr]
    assert (str(order.paid), order.received_at.precision) == ("1059.90", "minute")  # type: ignore[union-attr]
    assert "1059.90元" in empty.get("/case/check").words.replace(",", "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"paid": "-1"}, "金额"),
        ({"paid": "1e30"}, "请只写数字，例如 199 或 199.00"),
        ({"ordered_at": "2027年1月1日"}, "这一天在今天之后"),
        ({"received_at": "2027年1月1日"}, "这一天在今天之后"),
        ({"ordered_at": "2026年10月5日", "received_at": "2026年10月4日"}, "收到的日子比买的日子还早"),
        ({"ordered_at": "2026年10月", "received_at": "2026年9月30日"}, "收到的日子比买的日子还早"),
        ({"paid": "10", "refunded": "10.01"}, "退款比实付的"),
        ({"paid": "10", "extent": "part", "affected": "11"}, "不会比一共实付的"),
        ({"paid": "10", "extent": "whole", "affected": "5"}, "整件都有问题就不用写这一格"),
        ({"quantity": "-3"}, "数"),
        ({"what": "长" * 301}, "300"),
        ({"goods_kind": "no-such-kind"}, "请从列出的选项里选"),
    ],
)
def test_an_order_that_cannot_be_is_asked_again(empty: Any, typed: dict[str, str], said: str) -> None:
    page = empty.fill("/case/order", **typed)
    assert page.status == 422
    assert said in page.words
    assert page.html.count("还差一点，请看看这里") == 1
    assert all(value in page.html for name, value in typed.items() if name != "goods_kind")
    assert kept(empty).order.paid is None


def test_the_freight_may_be_refunded_on_top_of_the_price(empty: Any) -> None:
    assert empty.fill("/case/order", paid="10", freight="6", refunded="16").status == 303


def test_a_second_thing_bought_is_added_changed_and_taken_out(sausage: Any) -> None:
    assert sausage.fill("/case/order/new", what="辣条一包", paid="3").leads_to == "/case/order"
    assert "辣条一包" in sausage.get("/case/order").words
    assert sausage.fill("/case/order/new").status == 422
    sausage.fill("/case/order/l2", what="辣条两包")
    assert [line.what for line in kept(sausage).order.lines][1] == "辣条两包"
    assert "辣条两包" in sausage.get("/case/order/l2/delete").words
    assert sausage.fill("/case/order/l2/delete").leads_to == "/case/order"
    assert len(kept(sausage).order.lines) == 1


def test_the_short_page_keeps_what_it_does_not_show(sausage: Any) -> None:
    before = kept(sausage)
    sausage.fill("/case/purchase", shop="新名字")
    after = kept(sausage)
    assert after.party("seller").shop == "新名字"  # type: ignore[union-attr]
    seller = after.party("seller").model_copy(update={"shop": before.party("seller").shop})  # type: ignore[union-attr]
    assert seller == before.party("seller")
    assert (after.order, after.events, after.evidence) == (before.order, before.events, before.evidence)


def test_a_party_taken_out_leaves_what_it_did_without_a_name(visitor: Any) -> None:
    _, visitor.opened = visitor.begin(story("wrong-installation"))
    case = kept(visitor)
    gone = next(p.id for p in case.parties if p.role == "installer")
    theirs = [event.id for event in case.events if event.actor == gone]
    assert theirs
    assert visitor.fill(f"/case/parties/{gone}/delete").leads_to == "/case/parties"
    after = kept(visitor)
    assert gone not in {party.id for party in after.parties}
    assert len(after.events) == len(case.events)
    assert all(event.actor is None for event in after.events if event.id in theirs)
    for url in ("/case/timeline", f"/case/timeline/{theirs[0]}", "/case/check", "/case/papers"):
        assert visitor.get(url).status == 200
    assert visitor.get(f"/case/parties/{gone}").status == 404


def test_an_event_is_written_with_a_new_party_and_a_rare_name(empty: Any) -> None:
    page = empty.fill(
        "/case/timeline/new", at="2026年10月30日", **{"at-time": "20:21"}, actor="new:carrier", speaker=RARE,
        channel="phone", what="快递员说放门口了", quote="放门口了，自己拿",
    )  # fmt: skip
    assert page.leads_to == "/case/timeline"
    case = kept(empty)
    assert case.party("carrier") is not None
    assert (case.events[0].speaker, case.events[0].quote) == (RARE, "放门口了，自己拿")
    assert RARE in empty.get("/case/timeline").words
    assert RARE in empty.get("/case/check").words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"at": "2026年10月1日", "actor": "new:seller"}, "请用一两句话写发生了什么"),
        ({"what": "说了", "actor": "new:seller"}, "请写日期"),
        ({"at": "2026年10月1日", "what": "说了"}, "请选是谁"),
        ({"at": "2026年12月1日", "what": "说了", "actor": "new:seller"}, "在今天之后"),
        ({"at": "2026年10月1日", "what": "说了", "actor": "p99"}, "请从列出的选项里选"),
        ({"at": "前天下午吧", "what": "说了", "actor": "new:seller"}, "日期"),
    ],
)
def test_an_event_that_says_too_little_is_asked_again(empty: Any, typed: dict[str, str], said: str) -> None:
    page = empty.fill("/case/timeline/new", **typed)
    assert page.status == 422
    assert said in page.words
    assert kept(empty).events == ()


def test_a_day_not_remembered_may_be_said_so(empty: Any) -> None:
    page = empty.fill("/case/timeline/new", what="打过一次电话", actor="new:shopper", **{"at-unknown": "yes"})
    assert page.leads_to == "/case/timeline"
    assert kept(empty).events[0].at.precision == "unknown"


def test_one_more_event_is_written_without_going_back(empty: Any) -> None:
    page = empty.fill("/case/timeline/new", at="2026年10月1日", what="下单", actor="new:shopper", again="yes")
    assert page.leads_to == "/case/timeline/new"


def test_events_change_places_by_their_buttons_and_by_time(sausage: Any) -> None:
    first = [event.id for event in kept(sausage).events]
    fields = sausage.get("/case/timeline").fields("/case/timeline/order")
    sausage.send("/case/timeline/order", {**fields.to_dict(flat=False), "down": first[0]})
    moved = [event.id for event in kept(sausage).events]
    assert moved == [first[1], first[0], *first[2:]]
    fields = sausage.get("/case/timeline").fields("/case/timeline/order")
    assert "按时间排好" in sausage.get("/case/timeline").words
    sausage.send("/case/timeline/order", {**fields.to_dict(flat=False), "by": "time"})
    assert [event.id for event in kept(sausage).events] == first
    fields = sausage.get("/case/timeline").fields("/case/timeline/order")
    sausage.send("/case/timeline/order", {**fields.to_dict(flat=False), "up": first[0]})
    assert [event.id for event in kept(sausage).events] == first
    sausage.send("/case/timeline/order", {**fields.to_dict(flat=False), "order": ["e99", "x"], "up": "nobody"})
    assert sorted(event.id for event in kept(sausage).events) == sorted(first)


def test_an_event_taken_out_leaves_its_evidence(sausage: Any) -> None:
    before = kept(sausage)
    assert "确定删掉吗" in sausage.get("/case/timeline/e3/delete").words
    assert sausage.fill("/case/timeline/e3/delete").leads_to == "/case/timeline"
    after = kept(sausage)
    assert "e3" not in {event.id for event in after.events}
    assert {item.id for item in after.evidence} == {item.id for item in before.evidence}
    assert sausage.get("/case/timeline/e3").status == 404


def test_a_threat_in_ones_own_words_is_pointed_out_beside_them(empty: Any) -> None:
    threat = "我说不赔钱我就曝光你们"
    empty.fill("/case/timeline/new", at="2026年10月1日", what=threat, actor="new:shopper")
    event = empty.get("/case/timeline/e1").words
    assert "建议改一改" in event
    assert "可以写成" in event
    assert "建议改一改" in empty.get("/case/check").words


def test_a_promise_is_kept_with_what_came_of_it(empty: Any) -> None:
    page = empty.fill(
        "/case/promises/new", quote="30天无理由退货", by="new:seller", where="product_page", seen_on="2026年10月1日",
        due_at="2026年10月31日", outcome="broken", happened="说过了七天不能退", happened_at="2026年10月20日",
    )  # fmt: skip
    assert page.leads_to == "/case/promises"
    words = empty.get("/case/promises").words
    assert all(said in words for said in ("30天无理由退货", "2026年10月31日", "说过了七天不能退"))
    promise = kept(empty).promises[0]
    assert (promise.outcome, promise.where) == ("broken", "product_page")
    assert empty.fill("/case/promises/k1", "/case/promises/k1", outcome="kept").status == 303
    assert kept(empty).promises[0].quote == "30天无理由退货"
    assert empty.fill("/case/promises/k1/delete").leads_to == "/case/promises"
    assert kept(empty).promises == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"by": "new:seller", "outcome": "broken"}, "请把承诺的原话抄下来"),
        ({"quote": "包退", "outcome": "broken"}, "请选是谁承诺的"),
        ({"quote": "包退", "by": "new:seller"}, "请选结果怎样"),
        ({"quote": "包退", "by": "new:seller", "outcome": "broken", "seen_on": "2030年1月1日"}, "在今天之后"),
        ({"quote": "包退", "by": "new:shopper", "outcome": "broken"}, "请从列出的选项里选"),
    ],
)
def test_a_promise_that_says_too_little_is_asked_again(empty: Any, typed: dict[str, str], said: str) -> None:
    page = empty.fill("/case/promises/new", **typed)
    assert page.status == 422
    assert said in page.words


def test_only_a_handful_of_questions_is_asked_at_once_and_the_rest_after(empty: Any) -> None:
    first = empty.get("/case/facts")
    asked = first.fields().getlist("asks")
    assert 0 < len(asked) <= 6
    assert not re.search(r"\d+ 个问题", first.words)
    seen = set(asked)
    unsure = set(re.findall(r'name="(\w+)"[^>]*value="unknown"', first.html))
    page = empty.fill("/case/facts", **{name: "unknown" for name in asked if name in unsure})
    for _ in range(12):
        if page.leads_to != "/case/facts":
            break
        shown = empty.get("/case/facts")
        asked = shown.fields().getlist("asks")
        new = [name for name in asked if name not in seen]
        assert new
        assert asked[: len(new)] == new, "what was never shown comes first; only the last page may show others again"
        seen |= set(asked)
        page = empty.fill("/case/facts")
    assert page.leads_to == "/case/claims"


def test_not_knowing_leaves_a_fact_unknown(empty: Any) -> None:
    asked = empty.get("/case/facts").fields().getlist("asks")
    empty.fill("/case/facts", food_trouble="unknown")
    assert "food_trouble" in asked
    assert kept(empty).answers["food_trouble"] is None


def test_an_answer_outside_the_choices_is_refused_in_words(empty: Any) -> None:
    page = empty.fill("/case/facts", food_trouble="poisoned-by-aliens")
    assert page.status == 422
    assert kept(empty).answers.get("food_trouble") is None


def test_the_order_page_overrules_an_answer_of_before(visitor: Any) -> None:
    case = {"v": 1, "disputes": ["spoiled-food"], "answers": {"paid": "10.00"}}
    _, visitor.opened = visitor.begin(Case.model_validate(case))
    visitor.fill("/case/order", paid="59.90")
    assert "paid" not in kept(visitor).answers


def test_answers_that_contradict_the_case_are_named_and_never_break_a_page(visitor: Any) -> None:
    case = story("spoiled-food").model_dump(mode="json")
    case["answers"] |= {"paid": "1.00", "harm_known_on": "2019-01-01", "food_trouble": "no-such-choice"}
    visitor.begin(Case.model_validate(case))
    for url in (
        "/case",
        "/case/facts",
        "/case/claims",
        "/case/demands",
        "/case/check",
        "/case/papers",
        "/case/checklist",
    ):
        assert visitor.get(url).status == 200
    assert "有两处对不上" in visitor.get("/case/check").words


def test_claims_show_law_word_for_word_and_what_cannot_be_asked_with_its_reason(sausage: Any) -> None:
    words = sausage.get("/case/claims").words
    assert "有法律支持的" in words
    assert "按现在的事实不能主张的" in words
    assert "生产不符合食品安全标准的食品或者经营明知是不符合食品安全标准的食品" in words
    assert "商家什么时候说得对" in words


def test_a_sum_above_the_law_is_refused_and_a_smaller_one_is_kept(sausage: Any) -> None:
    page = sausage.get("/case/demands")
    money = next(name for name in page.fields() if name.startswith("sum-") and page.fields()[name])
    claim, most = money.removeprefix("sum-"), page.fields()[money]
    refused = sausage.fill("/case/demands", **{money: "999999"})
    assert refused.status == 422
    assert "依法最多" in refused.words
    assert refused.fields()[money] == "999999"
    less = "0.50"
    assert sausage.fill("/case/demands", **{money: less}).status == 303
    assert {d.claim: str(d.amount) for d in kept(sausage).demands}[claim] == less != most
    sausage.fill("/case/path", "/case", path="short")
    sausage.fill("/case/demands")
    assert {d.claim: str(d.amount) for d in kept(sausage).demands}[claim] == less


def test_words_of_ones_own_for_a_demand_stay_although_the_page_does_not_show_them(visitor: Any) -> None:
    _, visitor.opened = visitor.begin(story("cancelled-order"))
    before = {demand.claim: demand.text for demand in kept(visitor).demands}
    assert any(before.values())
    visitor.fill("/case/demands")
    after = {demand.claim: demand.text for demand in kept(visitor).demands}
    assert {claim: after.get(claim) for claim in before} == before


def test_claims_that_exclude_each_other_cannot_both_be_asked(sausage: Any) -> None:
    page = sausage.get("/case/demands")
    both = ["food-punitive-maker", "food-punitive-seller-made"]
    offered = re.findall(r'name="claims"[^>]*value="([^"]+)"', page.html)
    assert set(both) <= set(offered)
    refused = sausage.fill("/case/demands", claims=both)
    assert refused.status == 422
    assert "只允许选一项" in refused.words


def test_an_excluded_claim_is_not_offered_and_cannot_be_slipped_in(sausage: Any) -> None:
    refused = sausage.fill("/case/demands", claims=["food-refund", "medical-costs"])
    assert refused.status == 422
    assert all(demand.claim != "medical-costs" for demand in kept(sausage).demands)


def test_a_son_files_for_his_mother_who_stays_the_complainant(empty: Any) -> None:
    assert empty.fill("/case/you", whose="family").leads_to == "/case/you"
    empty.fill("/case/you", name="母亲", phone="13800000000", helper_name="儿子甲", helper_relation="儿子")
    you = kept(empty).party("shopper")
    assert you is not None
    assert you.representative is not None
    assert (you.name, you.representative.name, you.representative.capacity) == ("母亲", "儿子甲", "family")
    letter = empty.get("/case/papers/letter/store").words
    assert "母亲" in letter
    assert "儿子甲" in letter
    assert empty.fill("/case/you", whose="self").leads_to != "/case/you"
    assert kept(empty).party("shopper").representative is None


@pytest.mark.parametrize(("whose", "theirs"), [("family", "家人"), ("child", "孩子")])
def test_who_files_for_somebody_may_leave_all_blank_and_is_told_before_sending(
    empty: Any, whose: str, theirs: str
) -> None:
    empty.fill("/case/you", whose=whose)
    page = empty.fill("/case/you")
    assert page.status == 303
    assert page.leads_to != "/case/you"
    letter = empty.get("/case/papers/letter/store")
    for blank in (f"还没有填{theirs}的姓名", "还没有填您的姓名", "还没有填您的电话"):
        assert blank in letter.words
    assert "/case/you#helper_name" in letter.html


def test_the_telephone_of_who_files_for_somebody_is_enough(empty: Any) -> None:
    empty.fill("/case/you", whose="child")
    empty.fill("/case/you", name="小明", helper_name="母亲甲", helper_relation="母亲", helper_phone="13800000000")
    for channel in ("store", "consumer-association"):
        letter = empty.get(f"/case/papers/letter/{channel}").words
        assert "联系电话：13800000000" in letter
        assert not re.search("还没有填[^，]*电话", letter)


@pytest.mark.parametrize("phone", ["123", "电话在盒子里", "1" * 60])
def test_a_telephone_nobody_can_call_is_asked_again(empty: Any, phone: str) -> None:
    page = empty.fill("/case/you", phone=phone)
    assert page.status == 422
    assert page.fields()["phone"] == phone


def test_a_step_taken_starts_its_deadline_and_closes_doors(sausage: Any) -> None:
    assert sausage.fill("/case/checklist/new").status == 422
    early = sausage.fill("/case/checklist/new", channel="store", done_on="2026年11月3日", replied_on="2026年11月1日")
    assert "答复的日期早于提交的日期" in early.words
    sausage.fill("/case/checklist/new", channel="consumer-association", done_on="2026年11月3日", reference="A1")
    words = sausage.get("/case/checklist").words
    assert "已经走过的" in words
    assert "已经走了「" in words
    assert sausage.fill("/case/checklist/s1/delete").leads_to == "/case/checklist"
    assert "已经走过的" not in sausage.get("/case/checklist").words


def test_the_short_path_can_be_checked_before_anything_is_sent(sausage: Any) -> None:
    sausage.fill("/case/path", "/case", path="short")
    assert 'href="/case/check"' in sausage.get("/case/papers").html
    page = sausage.get("/case/check")
    assert 'href="/case/papers"' in page.html
    missing = page.html.partition("补上这些会更有力")[2]
    assert "/case/checklist" not in missing.partition("</ul>")[0]


# Two tabs


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
