from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from consumer_app.domain.law import Citation, LawBook, Pair
from consumer_app.domain.listening.days import days_in
from consumer_app.domain.listening.suggestion import suggest
from consumer_app.domain.listening.sums import sums_in
from tests.timing import least_seconds

TODAY = date(2026, 11, 21)


def test_the_dispute_is_found_with_the_words_that_led_there(hearing_law: LawBook) -> None:
    found = suggest("在网上买的，火腿肠坏了，客服不理我", hearing_law, TODAY)
    assert found.disputes[0].id == "bad-food"
    assert found.disputes[0].because == ("火腿肠坏了",)


def test_badly_typed_words_lead_there_too(hearing_law: LawBook) -> None:
    assert suggest("火 腿 腸，壞了！！", hearing_law).disputes[0].id == "bad-food"
    assert suggest("这个火腿肠居然坏了呀", hearing_law).disputes[0].id == "bad-food"


def test_two_troubles_in_one_text_are_both_found(hearing_law: LawBook) -> None:
    ids = [d.id for d in suggest("快递丢了一次，补发的食品又发霉", hearing_law).disputes]
    assert set(ids) == {"bad-food", "lost-parcel"}


def test_quotes_are_clauses_of_the_text_and_none_is_given_where_none_stands_out(hearing_law: LawBook) -> None:
    text = "事情是这样的，我的包 裹不见了！你们看怎么办，谢谢"
    (found, *_) = suggest(text, hearing_law).disputes
    assert (found.id, found.because) == ("lost-parcel", ("我的包 裹不见了",))


def test_nothing_is_suggested_for_nothing(hearing_law: LawBook) -> None:
    for text in ("", "。。。！", "\u200b\u202e", "😀" * 50):
        found = suggest(text, hearing_law, TODAY)
        assert (found.disputes, found.facts, found.elsewhere, found.ask) == ((), (), (), None)


def test_what_is_no_complaint_is_said_to_be_none(hearing_law: LawBook) -> None:
    assert suggest("你好，在吗", hearing_law, TODAY).no_complaint
    assert not suggest("包裹不见了", hearing_law, TODAY).no_complaint


def test_a_matter_for_somebody_else_says_where_to_go(hearing_law: LawBook) -> None:
    (found,) = suggest("老板拖欠工资三个月了", hearing_law).elsewhere
    assert (found.id, found.where) == ("salary", "劳动监察 12333")
    assert found.because == ("老板拖欠工资三个月了",)


def test_of_a_book_that_learned_nothing_kinds_are_found_by_their_title_and_plain_words(law: LawBook) -> None:
    assert [one.id for one in suggest("说是快递丢失", law).disputes] == ["lost-parcel"]
    assert suggest("说是包裹", law).disputes == ()
    assert [one.id for one in suggest("工资", law).elsewhere] == ["salary"]


def test_the_articles_behind_the_likely_disputes_come_most_likely_first(hearing_law: LawBook) -> None:
    found = suggest("食品发霉", hearing_law, TODAY)
    assert str(found.provisions[0]) == "food-law:148"
    assert len(set(found.provisions)) == len(found.provisions)


def test_facts_already_said_come_with_their_words(hearing_law: LawBook) -> None:
    text = "6月1日在某宝买的火腿肠花了59.9元，6月3号收到，打开发霉"
    facts = {said.fact: (said.value, said.quote) for said in suggest(text, hearing_law, TODAY).facts}
    assert facts["bought_on"] == (date(2026, 6, 1), "6月1日")
    assert facts["received_on"] == (date(2026, 6, 3), "6月3号")
    assert facts["paid"] == (Decimal("59.9"), "59.9元")
    assert facts["goods_kind"] == ("food", "火腿肠")
    assert facts["bad_food"] == (True, "打开发霉")


def test_an_answer_is_what_its_clause_says_and_a_question_or_a_fear_says_none(hearing_law: LawBook) -> None:
    def answer(text: str) -> object:
        return {said.fact: said.value for said in suggest(f"食品变质了，{text}", hearing_law, TODAY).facts}.get(
            "bad_food"
        )

    assert answer("打开发霉") is True
    assert answer("没有发霉") is False
    assert answer("是不是发霉也不知道") is None
    assert answer("如果发霉怎么办") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年6月1日", date(2026, 6, 1)),
        ("2026-06-01", date(2026, 6, 1)),
        ("2026/6/1", date(2026, 6, 1)),
        ("6月1号", date(2026, 6, 1)),
        ("12月3日", date(2025, 12, 3)),
        ("去年12月3日", date(2025, 12, 3)),
        ("昨天", date(2026, 11, 20)),
        ("大前天", date(2026, 11, 18)),
        ("3天前", date(2026, 11, 18)),
        ("十天前", date(2026, 11, 11)),
        ("上周五", date(2026, 11, 13)),
        ("上个月5号", date(2026, 10, 5)),
        ("15号", date(2026, 11, 15)),
        ("28号", date(2026, 10, 28)),
        ("二〇二六年三月五日", date(2026, 3, 5)),
    ],
)
def test_a_day_is_read_as_people_write_it(speaking_law: LawBook, text: str, day: date) -> None:
    assert [said.days for said in days_in(f"我{text}买的", speaking_law, TODAY)] == [day]


@pytest.mark.parametrize("text", ["2月30日", "13月1日", "2026年2月30日", "2031年1月1日", "订单号20260601123", "4号楼"])
def test_what_is_no_day_is_not_read_as_one(speaking_law: LawBook, text: str) -> None:
    assert days_in(text, speaking_law, TODAY) == []


def test_without_a_today_only_whole_dates_are_read(speaking_law: LawBook) -> None:
    assert [said.days for said in days_in("昨天、6月1日、2026年6月2日", speaking_law, None)] == [date(2026, 6, 2)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("59.9元", "59.9"),
        ("59块9", "59.9"),
        ("五十九块九", "59.9"),
        ("￥1,234.50", "1234.50"),
        ("1.2万元", "12000"),
        ("两千块", "2000"),
        ("一百五十块钱", "150"),
        ("三百二十五元", "325"),
        ("花了3999", "3999"),
        ("100rmb", "100"),
    ],
)
def test_a_sum_is_read_as_people_write_it(speaking_law: LawBook, text: str, value: str) -> None:
    assert [said.exact for said in sums_in(text, speaking_law)] == [Decimal(value)]


@pytest.mark.parametrize("text", ["两千多块", "大概300元", "100块左右", "三倍", "12315", "2026年", "万元"])
def test_a_sum_said_roughly_is_left_for_the_shopper(speaking_law: LawBook, text: str) -> None:
    assert [said for said in sums_in(text, speaking_law) if said.exact is not None] == []


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000,
        "没" * 20_000,
        "9" * 20_000 + "元",
        "一" * 20_000,
        "<script>发霉</script>" * 500,
        "\x00食品发霉",
        "火腿肠坏了" * 4000,
        "，".join(chr(0x4E00 + number) for number in range(10_000)),
        "\ufdfa" * 20_000,
    ],
    ids=["brackets", "negations", "digits", "numerals", "script", "nul", "repeated", "tiny clauses", "grows"],
)
def test_hostile_text_is_only_text_and_takes_no_time(real_law: LawBook, text: str) -> None:
    assert least_seconds(lambda: suggest(text, real_law, TODAY)) < 1.5


# How likely, which question first, and which articles


def test_kinds_far_behind_the_likeliest_are_not_named_and_no_more_than_asked_for(hearing_law: LawBook) -> None:
    text = "快递丢了，火腿肠发霉了"
    assert {one.id for one in suggest(text, hearing_law, TODAY).disputes} == {"bad-food", "lost-parcel"}
    assert len(suggest(text, hearing_law, TODAY, top=1).disputes) == 1
    assert suggest(text, hearing_law, TODAY, top=0).disputes == suggest(text, hearing_law, TODAY, top=-1).disputes == ()
    assert [one.id for one in suggest("包裹不见了", hearing_law, TODAY).disputes] == ["lost-parcel"]


def test_a_kind_that_moved_elsewhere_since_it_was_learned_is_not_named(hearing_law: LawBook) -> None:
    moved = hearing_law.disputes.keys() - {"lost-parcel"}
    book = replace(
        hearing_law,
        disputes={slug: hearing_law.disputes[slug] for slug in moved},
        elsewhere={**hearing_law.elsewhere, "lost-parcel": hearing_law.elsewhere["salary"]},
    )
    assert "lost-parcel" not in [one.id for one in suggest("快递丢了，包裹不见了", book, TODAY).disputes]


def test_a_near_tie_of_a_pair_is_one_question_and_a_clear_case_none(hearing_law: LawBook) -> None:
    pair = Pair(question="坏了还是丢了？", answers={"bad-food": "坏了", "lost-parcel": "丢了"}, fact="bad_food")
    book = replace(hearing_law, pairs=(pair,))
    asked = suggest("快递弄丢了，火腿肠发霉", book, TODAY).ask
    assert asked is not None
    assert (asked.question, asked.between, asked.fact) == ("坏了还是丢了？", ("bad-food", "lost-parcel"), "bad_food")
    assert suggest("快递弄丢了我的包裹", book, TODAY).ask is None
    assert suggest("快递弄丢了，火腿肠发霉", hearing_law, TODAY).ask is None


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("我就想把钱退给我", ("refund",)),
        ("能退钱吗？", ("refund",)),
        ("给我换个新的。再道个歉，赔礼道歉", ("exchange", "apology")),
        ("要个说法", ("explanation",)),
        ("客服说不给退款", ()),
        ("商家不肯换货。我要退货", ("refund",)),
        ("只想别人别上当", ("warning",)),
        ("", ()),
    ],
)
def test_a_wish_is_what_the_shopper_wants_and_not_what_the_shop_refuses(
    hearing_law: LawBook, text: str, wishes: tuple[str, ...]
) -> None:
    assert suggest(text, hearing_law, TODAY).wishes == wishes


def test_no_more_than_the_first_twenty_thousand_characters_are_read(hearing_law: LawBook) -> None:
    filler = "啊" * 19_995
    assert suggest(f"{filler}。火腿肠坏了", hearing_law, TODAY) == suggest(f"{filler}。火腿肠坏", hearing_law, TODAY)


def test_articles_come_with_the_weight_of_their_dispute_their_claim_and_how_they_serve_it(hearing_law: LawBook) -> None:
    def named(text: str, today: date | None = TODAY, book: LawBook = hearing_law) -> list[str]:
        return [str(cited) for cited in suggest(text, book, today, top=1).provisions]

    whole = named("火腿肠坏了，发霉")
    assert whole[0] == "food-law:148"
    assert named("快递丢了")[0] == "parcel-rules:28"
    assert "parcel-rules:27" in named("快递丢了", None)
    assert named("快递丢了", date(2020, 1, 1))[0] == "parcel-rules:27"
    refund = hearing_law.claims["refund"]
    leaning = refund.model_copy(
        update={"supports": (Citation("food-law", "34", None, 1), Citation("shopper-law", "55"))}
    )
    book = replace(hearing_law, claims={**hearing_law.claims, "refund": leaning})
    assert named("火腿肠坏了，发霉", book=book)[-1] in ("food-law:34", "shopper-law:55")
    assert len(named("火腿肠坏了，发霉", book=book)) > len(whole)


def test_facts_said_are_those_that_the_likely_disputes_look_at(hearing_law: LawBook) -> None:
    said = "6月1日下单，快递丢了，包裹不见了"
    assert [one.fact for one in suggest(said, hearing_law, TODAY, top=1).facts] == ["bought_on"]
