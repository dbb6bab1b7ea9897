"""The full path, page by page: what each takes, what it refuses and how it says so."""

import re
from typing import Any

import pytest

from consumer_app.domain.case import Case
from tests.web.full_path import RARE, kept, story


def test_an_empty_order_page_leads_on_because_everything_can_wait(empty: Any) -> None:
    assert empty.fill("/case/order").leads_to == "/case/parties"
    assert kept(empty).order.paid is None


def test_the_order_is_kept_as_precisely_as_it_was_typed(empty: Any) -> None:
    empty.fill("/case/order", what="火腿肠", ordered_at="2026年9月", paid="１，０５９．９０元", received_at="2026年10月2日", **{"received_at-time": "下午3点20"})  # fmt: skip
    order = kept(empty).order
    assert (order.ordered_at.precision, order.ordered_at.at) == ("month", "2026-09")  # type: ignore[union-attr]
    assert (str(order.paid), order.received_at.precision) == ("1059.90", "minute")  # type: ignore[union-attr]
    assert "1,059.90元" in empty.get("/case/check").words


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
    assert "这一条不放进信里" in sausage.get("/case/timeline/e3/delete").words
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
