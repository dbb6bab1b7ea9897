"""The short path as a shopper walks it on a phone: six pages from the first box to a letter, and what happens when they slip."""

import io
import json
import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import docx
import pypdfium2
import pytest

from consumer_app import issuing, paths
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.domain.case import Case, Demand
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook
from consumer_app.web.shown import office_for_reports

TOLD = (
    "在淘宝网店买了一箱火腿肠自己家吃，花了59.9元，2026年10月1日下单，10月4日收到，吃了几根发现好几根已经发霉变质了，"
    "客服先问我怎么保存的，后来还说我讹钱，只肯补一包"
)
STORY = json.loads((paths.LEGAL_REFS / "examples/spoiled-food/case.json").read_text(encoding="utf-8"))
ANSWERS = {
    fact: {True: "yes", False: "no"}.get(answer, answer)
    for fact, answer in STORY["answers"].items()
    if answer is not None
} | {"affected": "17.97"}
MOST_PAGES = 4
"""Pages of questions, at four questions a page and twelve in all, and one of what was only heard."""


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_bounded() for page in document))


def questions(started: Any, **answers: Any) -> list[list[str]]:
    """Answer the pages of questions, what is not given with nothing, until the path goes on; what each page asked."""
    pages: list[list[str]] = []
    url = "/case/ask"
    while url.startswith("/case/ask"):
        page = started.get(url)
        pages.append(page.fields().getlist("asks"))
        assert len(pages) <= MOST_PAGES, pages
        url = started.fill(url, page, **answers).leads_to
    assert url == "/case/demands"
    return pages


def answer(started: Any, **typed: Any) -> list[str]:
    """Answer what is asked as the story does, and ask what the law then gives; the claims asked."""
    questions(started, **ANSWERS)
    assert started.fill("/case/demands", **ANSWERS, **typed).leads_to == "/case/you"
    return list(started.get("/case/demands").fields().getlist("claims"))


@pytest.fixture
def started(visitor: Any) -> Any:
    """A visitor whose case was just made on the short path, at the page of the order."""
    likely = visitor.fill("/likely", "/", told=TOLD, kind="spoiled-food")
    assert likely.status == 200
    made = visitor.fill("/start", likely, "/start", confirm="yes", path="short")
    assert (made.status, made.leads_to) == (303, "/case/purchase")
    return visitor


def order(started: Any, **typed: str) -> Any:
    return started.fill(
        "/case/purchase",
        **{"shop": "好味零食铺", "what": "火腿肠一箱", "no": "2026100112345678", "extent": "part", **typed},
    )


def test_six_pages_lead_from_ones_own_words_to_a_letter(started: Any) -> None:
    page = started.get("/case/purchase")
    assert "第 3 步，共 7 步" in page.words
    assert "先存好打开案件的卡片" in page.words
    assert page.fields()["paid"] == "59.90"
    assert page.fields()["platform"] == "taobao"
    assert order(started).leads_to == "/case/ask"

    asked = questions(started, **ANSWERS)
    assert all(len(page) <= 8 for page in asked)
    assert "food-refund" in answer(started)

    assert started.fill("/case/you", name="龚䶮", phone="13800000000").leads_to == "/case/papers"
    papers = started.get("/case/papers")
    assert "龚䶮" in papers.words
    made = started.fill("/case/papers/letter/store", "/case/papers", "/case/papers/letter/store", freeze="yes")
    assert (made.status, made.leads_to) == (303, "/case/papers/d1?new=1")
    shown = started.get(made.leads_to)
    assert "接下来做什么" in shown.words
    letter = words_of(started.get("/case/papers/d1/paper.pdf").answer.data)
    for said in ("好味零食铺", "龚䶮", "2026100112345678", "59.90元", "火腿肠一箱", "17.97"):
        assert said in letter, said


def test_an_answer_is_never_lost(started: Any) -> None:
    order(started)
    questions(started, **ANSWERS)
    facts = started.get("/case/check").words
    assert "腐烂、发霉" in facts


def test_answering_makes_a_claim_possible_and_asks_it(started: Any) -> None:
    order(started)
    before = started.get("/case/demands").fields().getlist("claims")
    assert "food-refund" not in before
    assert "food-refund" in answer(started)


def test_what_was_unticked_stays_unticked(started: Any) -> None:
    order(started)
    all_that_can_be_asked = answer(started)
    unwanted = next(claim for claim in all_that_can_be_asked if claim != "food-refund")
    wanted = [claim for claim in all_that_can_be_asked if claim != unwanted]
    assert started.fill("/case/demands", claims=wanted, own="写一份书面说明").leads_to == "/case/you"
    now = started.get("/case/demands").fields()
    assert unwanted not in now.getlist("claims")
    assert now["own"] == "写一份书面说明"


def test_not_knowing_anything_ends_and_nothing_is_asked_twice(started: Any) -> None:
    order(started)
    asked = [name for page in questions(started) for name in page]
    assert 0 < len(asked) == len(set(asked))
    assert questions(started) == [[]]
    beside = started.get("/case/demands").fields().getlist("asks")
    assert not set(beside) & set(asked)
    assert started.fill("/case/demands").leads_to in ("/case/you", "/case/end")
    assert not set(started.get("/case/demands").fields().getlist("asks")) & {*asked, *beside}
    full = started.get("/case/facts").fields()
    assert not set(full.getlist("asks")) & {*asked, *beside}


def test_the_number_of_questions_left_never_grows(started: Any) -> None:
    order(started)
    url, left = "/case/ask", 99
    while url.startswith("/case/ask"):
        page = started.get(url)
        said = re.search(r"最多还有 (\d+) 问", page.words)
        now = int(said[1]) if said else 0
        assert now < left
        left = now
        url = started.fill(url, page, **ANSWERS).leads_to


def test_the_questions_can_be_left_at_any_time(started: Any) -> None:
    order(started)
    page = started.get("/case/ask")
    assert "都不清楚，先往下走" in page.words
    assert started.fill("/case/ask", page, skip="yes").leads_to == "/case/demands"


def test_what_is_wanted_is_asked_once_and_can_be_changed(started: Any) -> None:
    order(started)
    first = started.get("/case/ask")
    if "您最想要什么" in first.words:
        started.fill("/case/ask", first, wishes=["apology"])
        assert "您最想要什么" not in started.get("/case/ask").words
    assert started.fill("/case/wishes", wishes=["apology", "refund"]).leads_to in ("/case/ask", "/case/demands")
    assert "您想要：道歉、退钱" in started.get("/case/demands").words


def test_asking_for_nothing_ends_honestly_and_a_report_is_still_possible(started: Any) -> None:
    order(started)
    answer(started)
    page = started.fill("/case/demands", claims=[], own="")
    assert (page.status, page.leads_to) == (303, "/case/end")
    shown = started.get("/case/end")
    assert "但可以" in shown.words
    assert "/case/checklist" in shown.html
    assert "写给「举报（向市场监督管理部门反映违法线索）」" in shown.words
    assert started.fill("/case/end").leads_to == "/case/you"
    assert "请依法核实、处理我反映的情况" in started.get("/case/check").words
    papers = started.get("/case/papers")
    assert "先寄这一封：举报（向市场监督管理部门反映违法线索）" in papers.words
    assert "请贵局依法核查" in papers.words
    assert "请依法核实" not in started.get("/case/papers/letter/store").words


def test_a_report_goes_to_an_authority_or_is_not_offered(
    real_law: LawBook, examples: Mapping[str, Example], judged: Any
) -> None:
    nowhere = 0
    for slug, example in examples.items():
        office = office_for_reports(judged(slug), real_law)
        nowhere += office is None
        if office is not None:
            report = Demand(text=real_law.words.only_report)
            case = example.case.model_copy(update={"demands": (report,)})
            material = LetterMaterial(case, judged(slug), real_law, channel_id=office)
            assert real_law.channels[office].kind in ("regulator", "postal", "hotline"), slug
            assert issuing.compose(material, "letter").channel == office
    assert nowhere < len(examples)


def test_what_was_wished_and_can_be_asked_is_the_red_button_at_the_end(started: Any) -> None:
    order(started)
    answer(started)
    started.fill("/case/wishes", wishes=["refund"])
    started.fill("/case/demands", claims=[], own="")
    shown = started.get("/case/end")
    red = re.search(
        r'<button class="button" type="submit" name="taken" value="([^"]+)">要「([^<]+)」，写一封', shown.html
    )
    assert red
    assert re.search(r'<button class="button quiet" type="submit">只反映情况', shown.html)
    assert started.fill("/case/end", shown, taken=red[1]).leads_to == "/case/you"
    assert started.get("/case/demands").fields().getlist("claims") == [red[1]]


def test_what_was_wished_and_is_open_is_the_red_button_and_says_what_is_not_said_yet(visitor: Any) -> None:
    visitor.begin(Case.model_validate({"v": 2, "disputes": ["quality-defect"], "wishes": ["refund"]}))
    shown = visitor.get("/case/end")
    red = re.search(
        r'<button class="button" type="submit" name="taken" value="([^"]+)">还是要「([^<]+)」，写一封', shown.html
    )
    assert red
    assert "现在没说清的是" in shown.words
    assert "对方可能会拿这个反驳" in shown.words
    assert visitor.fill("/case/end", shown, taken=red[1]).leads_to == "/case/you"
    assert red[2] in visitor.get("/case/check").words


def test_nobody_is_led_to_report_who_did_nothing_where_only_a_mind_was_changed(visitor: Any) -> None:
    own = {
        "deposit_word": "dingjin_bond", "deposit_broken_by": "me", "deposit_paid": "3000.00", "deposit_price": "20000.00",
        "deposit_over_cap": False, "deposit_ended": False, "balance_paid": "0.00", "for_living": True, "seller_is_business": True,
        "bought_how": "store",
    }  # fmt: skip
    case = {"v": 2, "disputes": ["deposit"], "wishes": ["refund"], "answers": own, "order": {"ordered_at": {"at": "2026-10-20", "precision": "day"}}}  # fmt: skip
    visitor.begin(Case.model_validate(case))
    shown = visitor.get("/case/end")
    assert re.findall(r'class="button"[^>]*>([^<]+)', shown.html.split("<main", 1)[1]) == ["先不写信"]
    assert "能不能退一部分" in shown.words
    assert "/case/demands#own" in shown.html


def test_a_wish_for_damages_is_named_by_the_button_beside_a_refund_that_is_ticked(
    visitor: Any, examples: dict[str, Example]
) -> None:
    wishes = ("compensate",)
    said = 0
    for slug in ("agent-in-trade-fake-bag", "auto-renewal-used-partly", "agency-hid-the-flood"):
        visitor.begin(examples[slug].case.model_copy(update={"wishes": wishes, "demands": ()}))
        page = visitor.get("/case/demands")
        ticked = page.fields().getlist("claims")
        named = re.search(r'name="taken" value="([^"]+)">(也?)要「', page.html)
        if named:
            said += 1
            assert named[1] not in ticked
            assert "已按您说的勾好" not in page.words
    assert said


def test_money_that_was_wished_and_is_not_asked_is_said_before_and_after(started: Any) -> None:
    order(started)
    started.fill("/case/wishes", wishes=["refund"])
    assert "照现在的勾法，信里不要钱" in started.get("/case/demands").words
    assert started.fill("/case/demands", own="给个说法").leads_to == "/case/you"
    papers = started.get("/case/papers")
    assert "您想要退钱（赔钱），可是这份文书里没有要钱的项目" in papers.words


def test_every_answer_is_reached_from_the_check_page_and_changed_there(started: Any) -> None:
    order(started)
    questions(started, **ANSWERS)
    page = started.get("/case/check")
    addresses = {unescape(link) for link in re.findall(r'href="(/case/ask\?fact=[^"#]*)', page.html)}
    assert len(addresses) > 3
    for address in addresses:
        shown = started.get(address)
        fact = parse_qs(urlsplit(address).query)["fact"][0]
        assert shown.fields().getlist("asks") == [fact]
    changed = next(one for one in addresses if "fact=for_living&" in one)
    assert started.fill(changed, for_living="no").leads_to == "/case/check"
    assert started.get(changed).fields()["for_living"] == "no"


def test_rights_that_have_lapsed_are_said(visitor: Any) -> None:
    case = {"v": 2, "disputes": ["quality-defect"], "wishes": ["refund"], "order": {"ordered_at": {"at": "2012-05-01", "precision": "day"}}}  # fmt: skip
    visitor.begin(Case.model_validate(case))
    for url in ("/case/demands", "/case/end"):
        words = visitor.get(url).words
        assert "起诉的诉讼时效（三年）" in words
        assert "已经过了" in words


def test_a_day_is_asked_where_a_month_is_not_enough(visitor: Any) -> None:
    order_of = {"ordered_at": {"at": "2026-10-01", "precision": "day"}, "received_at": {"at": "2026-10", "precision": "month"}}  # fmt: skip
    case = {"v": 2, "disputes": ["seven-day-return"], "wishes": ["refund"], "order": order_of}
    case["answers"] = {"return_asked_on": "2026-10-20"}
    visitor.begin(Case.model_validate(case))
    visitor.get("/case/ask")
    asked = visitor.get("/case/ask?fact=received_on&to=demands")
    assert "您写的是2026年10月" in asked.words
    assert "差一天，结果可能不一样" in asked.words


def test_a_wish_of_ones_own_is_enough(started: Any) -> None:
    order(started)
    assert started.fill("/case/demands", claims=[], own="向我书面道歉\n\n下架这一批").leads_to == "/case/you"
    assert started.get("/case/demands").fields()["own"] == "向我书面道歉\n下架这一批"


def test_the_home_leads_on_along_the_short_path(started: Any) -> None:
    assert "继续：订单和商家" in started.get("/case").words
    order(started)
    assert "继续：几个问题" in started.get("/case").words
    questions(started, **ANSWERS)
    assert "继续：想要什么" in started.get("/case").words
    started.fill("/case/demands", **ANSWERS)
    assert "继续：姓名和电话" in started.get("/case").words
    started.fill("/case/you", name="甲", phone="13800000000")
    assert "继续：文书" in started.get("/case").words


def test_the_way_can_be_changed_and_then_leads_through_every_page(started: Any) -> None:
    page = started.get("/case")
    fields = page.fields("/case/path")
    assert started.send("/case/path", {**fields.to_dict(), "path": "full"}).leads_to == "/case"
    assert "继续：订单" in started.get("/case").words
    assert started.fill("/case/order").leads_to == "/case/parties"


def test_a_receipt_before_the_order_is_named_and_nothing_typed_is_lost(started: Any) -> None:
    page = order(started, received_at="2026年9月30日")
    assert page.status == 422
    assert "收到的日子比买的日子还早" in page.words
    assert (page.fields()["shop"], page.fields()["received_at"]) == ("好味零食铺", "2026年9月30日")
    assert "先存好打开案件的卡片" in page.words


@pytest.mark.parametrize("price", ["-1", "1e30", "五十九块九毛九分九", "59.999", "99999999999999"])
def test_a_price_that_cannot_be_is_asked_again_with_what_was_typed(started: Any, price: str) -> None:
    page = order(started, paid=price)
    assert page.status == 422
    assert page.fields()["paid"] == price


def test_the_paper_reaches_wechat_as_pictures_text_and_a_link_that_opens_once(started: Any, another: Any) -> None:
    order(started)
    answer(started)
    started.fill("/case/papers/letter/store", "/case/papers", "/case/papers/letter/store", freeze="yes")
    wechat = {"User-Agent": "Mozilla/5.0 MicroMessenger/8.0.50"}
    page = started.get("/case/papers/d1", headers=wechat)
    assert "微信里不能直接下载文件" in page.words
    assert "下载 PDF" not in page.words
    pictures = re.findall(r'src="(/case/papers/d1/pages/\d+)"', page.html)
    assert pictures
    picture = started.get(pictures[0]).answer
    assert (picture.status_code, picture.data[:3]) == (200, b"\xff\xd8\xff")
    assert started.get("/case/papers/d1/pages/99").status == 404
    assert "好味零食铺" in re.search(r'id="paper-words"[^>]*>(.*?)</pre>', page.html, re.S)[1]  # type: ignore[index]

    link = started.fill("/case/papers/elsewhere", page, "/case/papers/elsewhere")
    ticket = re.search(r'id="ticket-link">[^<]*#([^<]+)<', link.html)
    assert ticket is not None
    opened = another.fill("/t", ticket=ticket[1])
    assert opened.status == 303
    assert another.get("/case/papers/d1").status == 200
    assert another.fill("/t", ticket=ticket[1]).status != 303


def test_every_download_holds_the_same_letter(started: Any) -> None:
    order(started)
    answer(started)
    started.fill("/case/papers/letter/store", "/case/papers", "/case/papers/letter/store", freeze="yes")
    text = started.get("/case/papers/d1/paper.txt").answer
    assert text.mimetype == "text/plain"
    assert "好味零食铺" in text.text
    page = started.get("/case/papers/d1/paper.html").answer
    assert "好味零食铺" in page.text
    word = started.get("/case/papers/d1/paper.docx").answer
    assert word.data[:2] == b"PK"

    assert "好味零食铺" in "".join(p.text for p in docx.Document(io.BytesIO(word.data)).paragraphs)
    assert "attachment" in word.headers["Content-Disposition"]
    days = started.get("/case/deadlines.ics").answer
    assert days.data.startswith(b"BEGIN:VCALENDAR")
    assert started.get("/case/papers/d1/paper.exe").status == 404


def test_before_the_letter_is_frozen_the_page_says_what_it_lacks_and_where_to_put_it_right(started: Any) -> None:
    order(started)
    for url in ("/case/papers", "/case/papers/letter/store"):
        page = started.get(url)
        assert "还没有任何请求" in page.words  # what is contested only she can choose
        assert 'href="/case/demands"' in page.html
        assert "还没有填您的姓名" in page.words
        assert 'href="/case/you#name"' in page.html


def test_the_same_letter_is_frozen_once_however_often_the_button_is_pressed(started: Any) -> None:
    order(started)
    started.fill("/case/demands", own="把坏的退掉")
    first, again = (started.fill("/case/papers/letter/store", freeze="yes") for _ in range(2))
    assert first.leads_to == again.leads_to == "/case/papers/d1?new=1"
    order(started, what="火腿肠两箱")
    assert started.fill("/case/papers/letter/store", freeze="yes").leads_to == "/case/papers/d2?new=1"


@pytest.mark.parametrize("slug", ["agent-in-trade-fake-bag", "agency-hid-the-flood", "auto-renewal-used-partly"])
def test_wished_money_that_courts_see_differently_is_asked_by_the_button_that_names_it_and_never_ticked(
    visitor: Any, examples: dict[str, Example], slug: str
) -> None:
    case = examples[slug].case.model_copy(update={"wishes": ("refund",), "demands": ()})
    opened = visitor.begin(case)[1]

    def asked() -> list[str | None]:
        return [one.claim for one in visitor.storage.cases.open(opened.case_id, opened.dek).case.demands]

    page = visitor.get("/case/demands")
    (claim,) = re.findall(r'<button class="button" type="submit" name="taken" value="([^"]+)">要「', page.html)
    assert claim not in page.fields().getlist("claims")
    assert visitor.fill("/case/demands", page, taken="").leads_to != "/case/demands"
    assert claim not in asked()
    visitor.fill("/case/demands", taken=claim)
    assert claim in asked()


def test_what_an_answer_ticks_besides_is_shown_once_before_the_path_goes_on(visitor: Any) -> None:
    answers = {fact: answer for fact, answer in STORY["answers"].items() if fact != "food_trouble"}
    visitor.begin(Case.model_validate({**STORY, "answers": answers, "demands": [], "papers": [], "wishes": ["refund"]}))
    page = visitor.get("/case/demands")
    assert "food-refund" not in page.fields().getlist("claims")
    assert visitor.fill("/case/demands", page, food_trouble=["spoiled"]).leads_to == "/case/demands?changed=1"
    again = visitor.get("/case/demands?changed=1")
    assert "按您刚答的，多勾了能要的" in again.words
    assert "food-refund" in again.fields().getlist("claims")
    assert visitor.fill("/case/demands?changed=1", again).leads_to == "/case/you"


def test_no_button_names_a_sum_that_nobody_knows_in_place_of_the_refund_that_was_wished(visitor: Any) -> None:
    answers = {
        "for_living": True, "seller_is_business": True, "defective": True, "damage_by_user": False,
        "disclosed_flaw": False, "cause_disputed": True, "defeats_purpose": None,
    }  # fmt: skip
    heater = {
        **STORY, "disputes": ["quality-defect"], "wishes": ["refund"], "events": [], "evidence": [], "promises": [],
        "demands": [], "papers": [], "answers": answers,
    }  # fmt: skip
    visitor.begin(Case.model_validate(heater))
    page = visitor.get("/case/demands")
    assert "减少价款" in page.words
    assert 'name="taken"' not in page.html
    assert "还差" in page.words
