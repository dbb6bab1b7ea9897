"""Money that was wished never disappears without a word: it is asked, or the page says why not and what can be asked, over all kinds of trouble."""

import re
from typing import Any

import pytest

from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.demands import PAID_IN_MONEY
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook
from consumer_app.domain.law.moments import SHANGHAI

MAIN = re.compile(r'<(?:button|a) class="button"([^>]*)>([^<]+)')
DEPOSIT = {
    "v": 2,
    "told": "订家具交了3000块，现在不想要了，想把钱拿回来",
    "told_on": "2026-11-03",
    "disputes": ["deposit"],
    "wishes": ["refund"],
    "order": {"ordered_at": {"at": "2026-10-20", "precision": "day"}, "paid": "3000", "lines": [{"id": "l1", "what": "一套沙发"}]},
}  # fmt: skip
OWN_MIND = {"deposit_broken_by": "me", "deposit_price": "20000", "deposit_ended": "no"}


def walked(visitor: Any, book: LawBook, answers: dict[str, Any]) -> list[Any]:
    """The pages from the first questions to the demands, and where their main button leads."""
    url, pages = "/case/ask", list[Any]()
    while url.startswith(("/case/ask", "/case/demands")) and len(pages) < 12:
        page = visitor.get(url)
        pages.append(page)
        fields = page.fields()
        for name in dict.fromkeys(fields.getlist("asks")):
            if name in answers and not fields.get(name):
                said = answers[name]
                said = {True: "yes", False: "no"}.get(said, said) if isinstance(said, bool) else said
                fields.setlist(name, [str(one) for one in said] if isinstance(said, list | tuple) else [str(said)])
        head = MAIN.search(page.html.split("<main", 1)[1])
        if head and (named := re.search(r'name="([^"]*)" value="([^"]*)"', head[1])):
            fields.setlist(named[1], [named[2]])
        url = str(visitor.send(url, fields).leads_to)
    return [*pages, visitor.get(url)]


def first_of_each_kind(examples: dict[str, Example]) -> list[Example]:
    found: dict[str, Example] = {}
    for one in examples.values():
        found.setdefault(one.case.disputes[0], one)
    return list(found.values())


@pytest.mark.parametrize("part", range(3))
def test_at_the_end_money_is_asked_or_the_page_says_why_not_and_what_is_nearest(
    visitor: Any, book: LawBook, examples: dict[str, Example], part: int
) -> None:
    for place, one in enumerate(first_of_each_kind(examples)):
        if place % 6 != part:
            continue
        told = {name: said for at, (name, said) in enumerate(one.case.answers.items()) if said is not None and at % 3}
        bare = {"answers": {}, "demands": (), "wishes": ("refund",), "steps": (), "papers": ()}
        opened = visitor.begin(one.case.model_copy(update=bare))[1]
        end = walked(visitor, book, told)[-1]
        asked = visitor.storage.cases.open(opened.case_id, opened.dek).case.demands
        if any(book.claims[demand.claim].asks in PAID_IN_MONEY for demand in asked if demand.claim):
            continue
        page = end if end.answer.request.path == "/case/end" else visitor.get("/case/demands")
        says_why = re.search("这一样(现在)?要不了|要不回来|还差|信里不要钱|有争议", page.words)
        says_what = re.search("但可以|但可以要|写一封|要「", page.words)
        assert says_why or "能要的写在下面" in page.words, (one.case.disputes, page.words[:600])
        assert says_what, (one.case.disputes, page.words[:600])


def test_that_a_deposit_so_named_does_not_come_back_is_said_on_the_page_after_the_answer_that_decided_it(
    visitor: Any, book: LawBook
) -> None:
    visitor.begin(Case.model_validate(DEPOSIT))
    first, second, *_ = walked(visitor, book, {**OWN_MIND, "deposit_word": "dingjin_bond"})
    assert "自己违约就不能要回" not in first.words
    assert "您刚答的，关系到能要什么" in second.words
    assert "写明「定金」的，自己违约就不能要回" in second.words


def test_of_an_advance_that_was_given_up_the_page_says_what_can_be_asked_instead(visitor: Any, book: LawBook) -> None:
    visitor.begin(Case.model_validate(DEPOSIT))
    pages = walked(visitor, book, {**OWN_MIND, "deposit_word": "dingjin_advance"})
    assert "还可以要：「自己不要了，返还订金，扣除商家的实际损失」" in pages[1].words
    demands = next(page for page in pages if page.answer.request.path == "/case/demands")
    main = demands.html.split("<form", 1)[1]
    assert main.index("有争议，要写进信里吗？") < main.index("还有别的要求")
    assert "deposit-returned-own-reason" not in demands.fields().getlist("claims")
    assert demands.words.index("写进信里") < demands.words.index("这一项不写，继续")


def test_what_kept_money_from_being_asked_is_asked_on_though_fewer_questions_were_announced(
    visitor: Any, book: LawBook
) -> None:
    order = {"ordered_at": {"at": "2026-10-20", "precision": "day"}, "paid": "20", "lines": [{"id": "l1", "what": "一袋梨", "affected": "20", "goods_kind": "farm_produce"}]}  # fmt: skip
    told = {"v": 2, "disputes": ["spoiled-food"], "wishes": ["refund"], "order": order}
    visitor.begin(Case.model_validate(told))
    said = {"food_trouble": ["spoiled"], "for_living": True, "seller_is_business": True, "rest_cannot_be_used": True, "stored_as_labelled": True, "found_within_shelf_life": True}  # fmt: skip
    pages = walked(visitor, book, said)
    assert any("按您刚答的，还得多问几句" in page.words for page in pages)
    assert "food-refund" in visitor.get("/case/demands").fields().getlist("claims")


def test_a_letter_without_the_money_that_was_wished_is_never_made_by_the_main_button_alone(visitor: Any) -> None:
    order = {"ordered_at": {"at": "2026-10-20", "precision": "day"}, "paid": "680", "lines": [{"id": "l1", "what": "修洗衣机", "affected": "680"}]}  # fmt: skip
    answers = {
        "for_living": True, "seller_is_business": True, "repair_false_items": True, "repair_overcharge": "680.00",
        "fee_marked": None, "fee_agreed": True, "misled": None, "service_mismatch": None,
    }  # fmt: skip
    case = {"v": 2, "disputes": ["repair-trap"], "wishes": ["refund"], "order": order, "answers": answers}
    opened = visitor.begin(Case.model_validate(case))[1]
    ticked = visitor.get("/case/demands")
    assert visitor.fill("/case/demands", ticked, claims=["repair-parts-explained"]).leads_to == "/case/end"
    end = visitor.get("/case/end")
    assert "还是要「退还虚报、不必要的维修费」，写一封" in end.words
    assert "不要钱，照勾的写一封" in end.words
    assert visitor.fill("/case/end", end, taken="repair-false-items-refund").leads_to == "/case/you"
    asked = visitor.storage.cases.open(opened.case_id, opened.dek).case.demands
    assert "repair-false-items-refund" in [one.claim for one in asked]


def test_the_law_is_said_to_have_no_such_claim_only_where_it_has_none(
    visitor: Any, book: LawBook, examples: dict[str, Example]
) -> None:
    said = 0
    for one in first_of_each_kind(examples)[::3]:
        case = one.case.model_copy(update={"demands": (), "wishes": ("refund", "exchange"), "steps": (), "papers": ()})
        visitor.begin(case)
        page = visitor.get("/case/demands")
        found = assess(case, book, visitor.storage.settings.clock().astimezone(SHANGHAI).date())
        for wish, title in (("refund", "退钱"), ("exchange", "换货")):
            section = re.search(rf"<h2>{title}</h2>(.*?)</section>", page.html, re.S)
            if section and "法律没有单给这一样" in section[1]:
                said += 1
                asks = book.words.wishes[wish]
                assert [each.id for each in found.claims if each.asks in asks and each.status != "excluded"] == []
    assert said
