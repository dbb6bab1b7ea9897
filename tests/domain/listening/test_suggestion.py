import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from consumer_app.domain.law import About, Citation, Dispute, Elsewhere, LawBook, Words
from consumer_app.domain.listening.days import days_in
from consumer_app.domain.listening.suggestion import suggest
from consumer_app.domain.listening.sums import sums_in
from consumer_app.lawbook import load_law_book

TODAY = date(2026, 11, 21)


def test_the_dispute_is_found_with_the_words_that_led_there(law: LawBook) -> None:
    found = suggest("在网上买的火腿肠坏了，客服不理我", law, TODAY)
    assert found.disputes[0].id == "bad-food"
    assert "火腿肠坏了" in found.disputes[0].because


def test_badly_typed_words_lead_there_too(law: LawBook) -> None:
    assert suggest("火 腿 肠，坏了！！", law).disputes[0].id == "bad-food"
    assert suggest("这个火腿肠居然坏了呀", law).disputes[0].id == "bad-food"


def test_two_troubles_in_one_text_are_both_found(law: LawBook) -> None:
    ids = [d.id for d in suggest("第一次快递丢了，补发的食品发霉", law).disputes]
    assert set(ids) == {"bad-food", "lost-parcel"}


def about_food(write_law: Callable[..., Path], about: str, changes: dict[str, str] | None = None) -> Path:
    """The small law book, in which the dispute over bad food says what it is about."""
    folder = write_law(changes)
    dispute = folder / "disputes" / "bad-food.toml"
    dispute.write_text(f"{dispute.read_text('utf-8')}[about]\n{about}\n", "utf-8")
    return folder


def test_what_a_text_names_tells_disputes_with_the_same_trouble_apart(write_law) -> None:
    goods = '\n[goods]\nfood = ["火腿肠", "酸奶"]\nbag = ["行李箱"]\n'
    book = load_law_book(about_food(write_law, 'words = ["吃的"]\ngoods = ["food"]', {"words.toml": goods}))
    (found,) = suggest("酸奶不对劲", book, TODAY).disputes
    assert (found.id, found.because) == ("bad-food", ("酸奶",))
    once, twice = (suggest(text, book, TODAY).disputes[0].score for text in ("酸奶不对劲", "酸奶和火腿肠不对劲"))
    assert once < twice
    assert suggest("行李箱不对劲", book, TODAY).disputes == ()


def test_a_dispute_about_one_kind_of_thing_is_less_likely_when_it_is_not_named(write_law) -> None:
    plain = load_law_book(write_law({}))
    named = load_law_book(about_food(write_law, 'words = ["宠物粮"]'))
    text = "食品发霉"
    assert suggest(text, named, TODAY).disputes[0].score < suggest(text, plain, TODAY).disputes[0].score


def test_quotes_are_words_of_the_text(law: LawBook) -> None:
    text = "我的ＢＡＯ裹不见了……包裹 不见了！"
    for dispute in suggest(text, law).disputes:
        assert dispute.because
        assert all(quote in text for quote in dispute.because)


def test_nothing_is_suggested_for_nothing(law: LawBook) -> None:
    for text in ("", "。。。！", "hello", "😀" * 50):
        found = suggest(text, law, TODAY)
        assert (found.disputes, found.facts, found.elsewhere) == ((), (), ())


def test_a_matter_for_somebody_else_says_where_to_go(law: LawBook) -> None:
    (found,) = suggest("老板拖欠工资三个月了", law).elsewhere
    assert (found.id, found.where) == ("salary", "劳动监察 12333")
    assert "拖欠工资" in found.because


def test_the_articles_behind_the_likely_disputes_come_most_likely_first(law: LawBook) -> None:
    found = suggest("食品发霉", law, TODAY)
    assert str(found.provisions[0]) == "food-law:148"
    assert len(set(found.provisions)) == len(found.provisions)


def test_facts_already_said_come_with_their_words(speaking_law: LawBook) -> None:
    text = "6月1日在某宝买的火腿肠花了59.9元，6月3号收到，打开发霉"
    facts = {said.fact: (said.value, said.quote) for said in suggest(text, speaking_law, TODAY).facts}
    assert facts["bought_on"] == (date(2026, 6, 1), "6月1日")
    assert facts["received_on"] == (date(2026, 6, 3), "6月3号")
    assert facts["paid"] == (Decimal("59.9"), "59.9元")
    assert facts["goods_kind"] == ("food", "火腿肠")
    assert facts["bad_food"] == (True, "发霉")


def test_a_negation_turns_an_answer_round_and_a_doubt_leaves_it_open(speaking_law: LawBook) -> None:
    def answer(text: str) -> object:
        return {said.fact: said.value for said in suggest(f"食品变质了，{text}", speaking_law, TODAY).facts}.get(
            "bad_food"
        )

    assert answer("打开就发霉") is True
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
    ],
    ids=["brackets", "negations", "digits", "numerals", "script", "nul", "repeated"],
)
def test_hostile_text_is_only_text_and_takes_no_time(speaking_law: LawBook, text: str) -> None:
    before = time.process_time()
    suggest(text, speaking_law, TODAY)
    assert time.process_time() - before < 1.5


# How likely, and why


def scores(text: str, book: LawBook, **named: Any) -> list[tuple[str, float, tuple[str, ...]]]:
    return [(found.id, found.score, found.because) for found in suggest(text, book, TODAY, **named).disputes]


@pytest.fixture(scope="module")
def telling_law(law: LawBook) -> LawBook:
    """Three disputes and two matters elsewhere that share some of their words."""

    def dispute(
        title: str, *said: str, never: tuple[str, ...] = (), about: tuple[str, ...] = (), claims: tuple[str, ...] = ()
    ) -> Dispute:
        words = About(words=about) if about else None
        return law.disputes["bad-food"].model_copy(
            update={"title": title, "said": said, "never": never, "about": words, "claims": claims}
        )

    def elsewhere(title: str, *said: str) -> Elsewhere:
        return Elsewhere(title=title, said=said, where=f"{title}的去处", because="x")

    return replace(
        law,
        disputes={
            "food": dispute(
                "食品变质",
                "火腿肠坏了",
                "吃的发霉",
                "打开有异味",
                "包装胀气",
                "里面长虫",
                claims=("refund", "ten-times"),
            ),
            "parcel": dispute("快递丢失", "快递丢了", "包裹不见了", never=("已经找到",), claims=("carrier-pays",)),
            "hotel": dispute("酒店预订", "房间不一样", "不让退房", about=("酒店", "民宿"), claims=("refund",)),
        },
        elsewhere={
            "salary": elsewhere("工资", "拖欠工资", "工资不发", "老板拖欠"),
            "rent": elsewhere("租房", "房东不退押金", "退房押金"),
        },
        words=Words(synonyms={"坏了": ("不行了", "稀巴烂了"), "快递": ("货",)}, never=("打开",)),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("火腿肠坏了", [("food", 0.6918, ("火腿肠坏了",))]),
        ("火腿肠坏了，吃的发霉", [("food", 0.7649, ("火腿肠坏了", "吃的发霉"))]),
        ("火腿肠坏了，吃的发霉，打开有异味", [("food", 0.7981, ("火腿肠坏了", "打开有异味", "吃的发霉"))]),
        ("坏了的火腿肠", [("food", 0.4912, ("坏了的火腿肠",))]),
        ("火腿肠稀巴烂了", [("food", 0.6494, ("火腿肠稀巴烂了",))]),
        ("货丢了", [("parcel", 0.616, ("货丢了",))]),
        ("快递丢了，已经找到", [("parcel", 0.3311, ("快递丢了",))]),
        ("快递丢了，火腿肠坏了", [("food", 0.6918, ("火腿肠坏了",)), ("parcel", 0.6644, ("快递丢了",))]),
        ("酒店", [("hotel", 0.3736, ("酒店",))]),
        ("酒店和民宿都不让退房", [("hotel", 0.722, ("不让退房", "民宿", "酒店"))]),
        ("不让退房", [("hotel", 0.623, ("不让退房",))]),
        ("打开", []),
        ("没有什么事", []),
    ],
)
def test_a_text_is_as_likely_about_a_dispute_as_it_says_its_phrases(telling_law: LawBook, text: str, expected) -> None:
    assert scores(text, telling_law) == expected


@pytest.mark.parametrize(
    ("text", "disputes", "expected"),
    [
        ("老板拖欠工资", [], [("salary", ("拖欠工资", "老板拖欠工资"))]),
        ("老板拖欠工资，火腿肠坏了", ["food"], [("salary", ("拖欠工资", "老板拖欠工资"))]),
        ("房东不退押金", [], [("rent", ("房东不退押金",))]),
        ("火腿肠坏了", ["food"], []),
    ],
)
def test_a_matter_elsewhere_is_named_where_it_is_said_clearly(telling_law: LawBook, text, disputes, expected) -> None:
    found = suggest(text, telling_law, TODAY)
    assert [one.id for one in found.disputes] == disputes
    assert [(one.id, one.because) for one in found.elsewhere] == expected
    assert all(one.where == f"{one.title}的去处" and 0 < one.score < 1 for one in found.elsewhere)


def test_only_the_likeliest_are_named(telling_law: LawBook) -> None:
    text = "快递丢了，火腿肠坏了，酒店不让退房"
    assert [found for found, *_ in scores(text, telling_law)] == ["hotel", "food", "parcel"]
    assert [found for found, *_ in scores(text, telling_law, top=2)] == ["hotel", "food"]
    assert scores(text, telling_law, top=0) == scores(text, telling_law, top=-1) == []


def test_no_more_than_the_first_twenty_thousand_characters_are_read(telling_law: LawBook) -> None:
    filler = "别的话题与此事无关。" * 1999 + "别的话题，"
    assert len(filler) == 19_995
    assert [found for found, *_ in scores(f"{filler}火腿肠坏了", telling_law)] == ["food"]
    assert scores(f"{filler}。火腿肠坏了", telling_law)[0][1] < scores(f"{filler}火腿肠坏了", telling_law)[0][1]


def test_at_most_four_quotes_are_shown_and_none_within_another(telling_law: LawBook) -> None:
    text = "火腿肠坏了。吃的发霉。打开有异味。包装胀气。里面长虫。"
    ((_, _, because),) = scores(text, telling_law)
    assert len(because) == 4
    assert not [one for one in because for other in because if one != other and one in other]


def test_articles_come_with_the_weight_of_their_dispute_their_claim_and_how_they_serve_it(telling_law: LawBook) -> None:
    def named(text: str, today: date | None = TODAY) -> list[str]:
        return [str(cited) for cited in suggest(text, telling_law, today).provisions]

    assert named("火腿肠坏了") == ["shopper-law:24", "food-law:148"]
    assert named("快递丢了") == ["parcel-rules:28"]
    assert named("快递丢了", None) == ["parcel-rules:27", "parcel-rules:28"]
    assert named("快递丢了", date(2020, 1, 1)) == ["parcel-rules:27"]
    assert named("快递丢了", date(2010, 1, 1)) == []
    assert named("快递丢了，火腿肠坏了") == ["shopper-law:24", "food-law:148", "parcel-rules:28"]
    assert named("酒店不让退房，快递丢了") == ["shopper-law:24", "parcel-rules:28"]
    leaning = telling_law.claims["refund"].model_copy(update={"supports": (Citation("food-law", "34", None, 1), Citation("shopper-law", "55"))})  # fmt: skip
    book = replace(telling_law, claims={**telling_law.claims, "refund": leaning})
    found = [str(cited) for cited in suggest("火腿肠坏了", book, TODAY).provisions]
    assert found == ["shopper-law:24", "food-law:148", "food-law:34", "shopper-law:55"]


def test_facts_said_are_those_that_the_likely_disputes_look_at(speaking_law: LawBook) -> None:
    said = "6月1日下单，快递丢了，发霉"
    assert [one.fact for one in suggest(said, speaking_law, TODAY, top=1).facts] == ["bought_on"]
