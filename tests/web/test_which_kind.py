"""The page after the first box: one question at a near tie, what is sure ticked, what is not left open, and never a dead end."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args
from urllib.parse import urlencode

import pytest

from consumer_app.domain.case.document import Wish as KeptWish
from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.suggestion import (
    LIKELY,
    SURE,
    Asked,
    DisputeSuggested,
    ElsewhereSuggested,
    Suggestion,
    suggest,
)
from consumer_app.domain.listening.wishes import Wish
from consumer_app.formats import WISHES
from consumer_app.web.shown.kinds import shown_groups
from consumer_app.web.shown.suggestion import FAINT, NEITHER, known_kind, question_to_ask, shown_suggestion
from consumer_app.web.shown.telephones import with_telephones

TIE = Asked(
    "卖家是店铺、商家，还是个人转手？",
    (("second-hand", "店铺"), ("elsewhere:private-used", "个人")),
    "seller_is_business",
)
NEAR_TIES = (
    "押金不退",
    "外卖吃出虫子",
    "闲鱼个人卖家私下转让给我的手机，个人之间转让的",
    "健身房卡里还有两千块不给退",
    "快递显示送到了可我没收到，是不是丢了还是放驿站了",
    "手机坏了商家不给修",
    "机票和酒店一起订的，退不了",
    "交了定金现在不想要了，不退我",
    "租房押金不退",
    "押金不退我",
    "闲鱼卖家卖我的手机坏了",
    "快递员送丢了",
    "食物中毒",
)
THREE_AT_ONCE = "网店买的牛皮包是假货，拖了一个月才发货，退回去以后退款又一直不到账，还在评论里骂我"
ODD = {
    "nonsense": "阿斯顿发给hjk离开",
    "emoji": "😡😡😡💢",
    "English": "The seller refuses to refund my broken phone",
    "a telephone number only": "13800000000",
    "as long as may be": "商家不给退钱。" * 2857,
    "marks that turn the text round": "\u202e买的手机\u200f坏了\u2067不给退\u200b",
    "three at once": THREE_AT_ONCE,
    "traditional characters": "網購的手機壞了，商家不給退錢",
    "abuse": "他妈的什么破玩意儿",
    "one word": "退",
    "no complaint": "今天天气真好，我们去公园玩吧",
    "not a word": "。。。？？",
}


def suggested(*disputes: tuple[str, float], matters: Sequence[tuple[str, float]] = (), **named: Any) -> Suggestion:
    """A suggestion of those kinds, each with how likely it is."""
    return Suggestion(
        tuple(DisputeSuggested(slug, score, (), score >= SURE) for slug, score in disputes),
        (),
        tuple(ElsewhereSuggested(slug, slug, "打 12345", (), score) for slug, score in matters),
        (),
        **named,
    )


def ticked(page: Any) -> list[str]:
    return re.findall(r'name="disputes"[^>]*value="([^"]+)" checked', page.html)


def buttons(page: Any) -> dict[str, str]:
    """The buttons of the question, by the kind each stands for."""
    return dict(re.findall(r'name="kind" value="([^"]+)">([^<]+)<', page.html))


@pytest.fixture
def near_tie(book: LawBook) -> tuple[str, Asked]:
    """Words between two kinds, and the question that tells them apart."""
    asked = ((text, suggest(text, book).ask) for text in NEAR_TIES)
    return next((text, ask) for text, ask in asked if ask)


# What is shown


def test_only_what_is_sure_is_ticked_and_the_others_stand_beside_it(real_law: LawBook) -> None:
    shown = shown_suggestion(suggested(("spoiled-food", SURE), ("takeaway-meal", SURE - 0.01)), real_law)
    assert (shown.manner, shown.ticked) == ("sure", ("spoiled-food",))
    assert shown.likely == ("spoiled-food", "takeaway-meal")


def test_nothing_is_ticked_where_nothing_is_sure(real_law: LawBook) -> None:
    shown = shown_suggestion(suggested(("spoiled-food", 0.9), ("takeaway-meal", 0.8)), real_law)
    assert (shown.manner, shown.ticked) == ("unsure", ())


def test_one_kind_that_stands_alone_and_is_not_sure_is_not_ticked_and_the_button_says_yes_to_it(
    visitor: Any, real_law: LawBook
) -> None:
    shown = shown_suggestion(suggested(("spoiled-food", 0.8)), real_law)
    assert (shown.manner, shown.ticked, shown.alone) == ("unsure", (), "spoiled-food")
    assert shown_suggestion(suggested(("spoiled-food", 0.8), ("takeaway-meal", 0.4)), real_law).alone == ""
    page = visitor.fill("/likely", "/", told="买的面包吃出一根铁丝")
    assert (ticked(page), "是的话按下面的按钮" in page.words) == ([], True)
    made = visitor.fill("/start", page, "/start", confirm="yes", path="full")
    assert (made.status, made.leads_to) == (303, "/card")
    other = visitor.fill("/start", page, "/start", disputes="laundry", confirm="yes", path="full", instead="yes")
    assert other.status == 303


def test_three_kinds_are_shown_and_of_the_vague_four_and_never_more(real_law: LawBook) -> None:
    slugs = list(real_law.disputes)[:6]
    assert len(shown_suggestion(suggested(*((slug, LIKELY) for slug in slugs)), real_law).likely) == 3
    vague = shown_suggestion(suggested(*((slug, LIKELY - 0.01) for slug in slugs)), real_law)
    assert (vague.manner, vague.likely, vague.ticked) == ("vague", tuple(slugs[:4]), ())


def test_what_is_a_little_like_everything_is_like_nothing(real_law: LawBook) -> None:
    slugs = list(real_law.disputes)[:5]
    faint = suggested(*((slug, FAINT - 0.01) for slug in slugs), ask=TIE)
    shown = shown_suggestion(faint, real_law)
    assert (shown.manner, shown.likely, question_to_ask(faint)) == ("unheard", (), None)
    assert sum(len(group.kinds) for group in shown.groups) == len(real_law.disputes)


def test_the_kind_that_was_chosen_is_ticked_and_those_that_were_not_are_gone(real_law: LawBook) -> None:
    tie = suggested(("second-hand", 0.5), ("quality-defect", 0.2), matters=[("private-used", 0.6)], ask=TIE)
    assert question_to_ask(tie) == TIE
    shop = shown_suggestion(tie, real_law, "second-hand")
    assert (shop.ticked, shop.likely, shop.elsewhere) == (("second-hand",), ("second-hand", "quality-defect"), ())
    assert (shop.asked, shop.answered) == (TIE.question, "店铺")


def test_a_matter_that_was_chosen_stands_first_with_what_of_it_is_still_for_consumers(real_law: LawBook) -> None:
    tie = suggested(("second-hand", 0.7), matters=[("private-used", 0.6)], ask=TIE)
    shown = shown_suggestion(tie, real_law, "elsewhere:private-used")
    assert (shown.manner, shown.ticked) == ("elsewhere", ())
    assert [matter.title for matter in shown.elsewhere] == [real_law.elsewhere["private-used"].title]
    assert shown.likely[: len(real_law.elsewhere["private-used"].still)] == real_law.elsewhere["private-used"].still


def test_neither_of_them_leads_to_what_else_it_may_be(real_law: LawBook) -> None:
    tie = suggested(("second-hand", 0.5), ("quality-defect", 0.2), matters=[("private-used", 0.6)], ask=TIE)
    shown = shown_suggestion(tie, real_law, NEITHER)
    assert (shown.likely, shown.elsewhere, shown.ticked) == (("quality-defect",), (), ())
    alone = shown_suggestion(replace(tie, disputes=tie.disputes[:1]), real_law, NEITHER)
    assert (alone.manner, len(alone.disputes)) == ("unheard", len(real_law.disputes))


def test_what_is_likelier_no_complaint_is_asked_nothing_and_ticks_nothing(real_law: LawBook) -> None:
    none = suggested(("second-hand", 0.49), ask=TIE, no_complaint=True)
    shown = shown_suggestion(none, real_law)
    assert (question_to_ask(none), shown.manner, shown.likely) == (None, "no_complaint", ())


def test_a_kind_that_the_book_does_not_have_is_no_answer(real_law: LawBook) -> None:
    for kind in ("", "x", "elsewhere:", "elsewhere:x", "private-used", "elsewhere:second-hand", "<b>", "none"):
        assert known_kind(kind, real_law) == "", kind
    for kind in ("second-hand", "elsewhere:private-used", NEITHER):
        assert known_kind(kind, real_law) == kind


def test_every_kind_stands_in_one_group_whatever_is_shown_above(real_law: LawBook, law: LawBook) -> None:
    above = ("spoiled-food", "cosmetics")
    grouped = [slug for group in shown_groups(real_law, above) for slug in group.kinds]
    assert sorted((*grouped, *above)) == sorted(real_law.disputes)
    (others,) = shown_groups(law)  # a book without groups shows all its kinds all the same
    assert set(others.kinds) == set(law.disputes)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("当地劳动保障监察机构（人社热线 12333）", ["12333"]),
        ("立刻打 110 或 96110（反诈）", ["110", "96110"]),
        ("（12393 医保、12333 人社、12329 公积金，或 12345 转）", ["12393", "12333", "12329", "12345"]),
        ("打400-810-1234", ["4008101234"]),
        ("2026年付了 12000 元、110元，第 120 条", []),
        ("", []),
    ],
)
def test_telephone_numbers_can_be_called_and_nothing_else_is_one(words: str, numbers: list[str]) -> None:
    pieces = with_telephones(words)
    assert "".join(text for text, _ in pieces) == words
    assert [number for _, number in pieces if number] == numbers


def test_every_number_of_the_law_book_is_one_to_call(real_law: LawBook) -> None:
    for slug, matter in real_law.elsewhere.items():
        called = {number for _, number in with_telephones(matter.where) if number}
        assert called == set(re.findall(r"\d{3,}", matter.where)), slug


# The page


def test_a_near_tie_is_one_question_with_its_buttons_and_a_quiet_way_out(
    visitor: Any, near_tie: tuple[str, Asked]
) -> None:
    told, ask = near_tie
    page = visitor.fill("/likely", "/", told=told)
    assert page.status == 200
    assert ask.question in page.words
    assert list(buttons(page).items())[:-1] == list(ask.answers)
    assert list(buttons(page))[-1] == NEITHER
    assert 'name="disputes"' not in page.html
    assert page.fields("/likely")["told"] == page.fields("/")["told"] == told


def test_the_buttons_of_a_question_lead_on_and_keep_every_word(visitor: Any, near_tie: tuple[str, Asked]) -> None:
    told, ask = near_tie
    asked = visitor.fill("/likely", "/", told=told)
    for kind, words in ask.answers:
        page = visitor.fill("/likely", asked, "/likely", kind=kind)
        others = set(ask.between) - {kind}
        if kind.startswith("elsewhere:"):
            assert ("可能要找别的地方" in page.words, ticked(page)) == (True, [])
            continue
        assert ticked(page) == [kind]
        assert f"{ask.question}您答了： {words}" in page.words
        assert page.fields("/start")["told"] == told
        assert not others & set(re.findall(r'value="([a-z-]+)"', page.html.split("都不像")[0]))
    neither = visitor.fill("/likely", asked, "/likely", kind=NEITHER)
    assert (neither.status, ticked(neither), buttons(neither)) == (200, [], {})
    assert 'value="spoiled-food"' in neither.html


def test_a_kind_can_be_sent_for_any_text_and_a_strange_one_does_no_harm(visitor: Any) -> None:
    assert ticked(visitor.fill("/likely", "/", told="唔", kind="spoiled-food")) == ["spoiled-food"]
    called = visitor.fill("/likely", "/", told="唔", kind="elsewhere:salary")
    assert 'href="tel:12333"' in called.html
    for kind in ("<script>", "elsewhere:../../x", "x" * 80, "none", "elsewhere:none", "elsewhere:elsewhere:salary"):
        page = visitor.fill("/likely", "/", told="唔", kind=kind)
        assert (page.status, ticked(page)) == (200, [])
        assert "<script>" not in page.html.split("<main", 1)[1].split("</main", 1)[0]


def test_bytes_that_are_no_characters_and_numbers_larger_than_any_are_a_page_like_any_other(visitor: Any) -> None:
    fields = urlencode(visitor.get("/").fields("/likely").to_dict() | {"told": "花了3亿亿亿亿多元买的手机坏了"})
    for more in ("%ED%A0%80", "%00", "%FF%FE", "%E2%80%AE"):
        sent = fields + more + "&kind=" + more
        page = visitor.send("/likely", sent, content_type="application/x-www-form-urlencoded")
        assert page.status == (422 if more == "%00" else 200), more


def test_what_was_answered_is_still_there_when_nothing_was_ticked(visitor: Any) -> None:
    shop = visitor.fill("/likely", "/", told=NEAR_TIES[2], kind="second-hand")
    fields = shop.fields("/start")
    fields.poplist("disputes")
    back = visitor.send("/start", {**fields.to_dict(), "confirm": "yes"})
    assert (back.status, ticked(back)) == (422, [])
    assert "请至少选一类最接近的" in back.words
    assert back.fields("/start")["kind"] == "second-hand"
    made = visitor.fill("/start", back, "/start", disputes="second-hand", confirm="yes", path="full")
    assert (made.status, made.leads_to) == (303, "/card")


@pytest.mark.parametrize("told", ODD.values(), ids=ODD)
def test_whatever_is_written_there_is_a_page_to_go_on_from_with_nothing_ticked_that_is_not_sure(
    visitor: Any, book: LawBook, told: str
) -> None:
    page = visitor.fill("/likely", "/", told=told)
    assert page.status == 200
    if buttons(page):
        page = visitor.fill("/likely", page, "/likely", kind=NEITHER)
    sure = {one.id for one in suggest(told, book, None).disputes if one.sure}
    assert set(ticked(page)) <= sure
    for slug in book.disputes:
        assert page.html.count(f'value="{slug}"') == 1, slug
    assert any(words in page.words for words in ("再多写几句", "改一改我写的", "用中文再写一遍"))


def test_several_kinds_can_be_begun_with_at_once(visitor: Any) -> None:
    page = visitor.fill("/likely", "/", told=THREE_AT_ONCE, kind="counterfeit")
    several = ["counterfeit", "late-delivery", "refund-delayed"]
    made = visitor.fill("/start", page, "/start", disputes=several, confirm="yes", path="full")
    assert (made.status, made.leads_to) == (303, "/card")


def test_what_somebody_wants_is_said_in_one_line_and_nothing_where_nothing_was_heard(
    visitor: Any, book: LawBook
) -> None:
    said = suggested(("spoiled-food", 0.9), wishes=("refund", "apology"))
    assert shown_suggestion(said, book).wishes == ("退钱", "道歉")
    for told in ("火腿肠发霉了。我要求退款。还要他们给我道歉", "火腿肠发霉了"):
        wanted = "、".join(WISHES[wish] for wish in suggest(told, book).wishes)
        page = visitor.fill("/likely", "/", told=told, kind="spoiled-food")
        assert re.findall("您想要：(\\S+)", page.words) == ([wanted] if wanted else [])


def test_every_wish_that_is_heard_or_kept_has_its_words() -> None:
    assert set(WISHES) == set(get_args(KeptWish))
    assert set(get_args(Wish)) < set(get_args(KeptWish))


def test_the_kinds_of_a_case_stand_first_and_all_others_in_groups(visitor: Any, book: LawBook) -> None:
    page = visitor.fill("/likely", "/", told=NEAR_TIES[2], kind="second-hand")
    visitor.fill("/start", page, "/start", confirm="yes", path="full")
    visitor.fill("/card")
    kinds = visitor.get("/case/disputes")
    order = re.findall(r'name="disputes"[^>]*value="([^"]+)"', kinds.html)
    assert (order[0], ticked(kinds), sorted(order)) == ("second-hand", ["second-hand"], sorted(book.disputes))
    for group in book.groups:
        assert group.title in kinds.words
    assert visitor.fill("/case/disputes", disputes=["cosmetics", "laundry"]).status == 303
    assert ticked(visitor.get("/case/disputes")) == ["cosmetics", "laundry"]
