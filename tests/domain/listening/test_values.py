"""Days, sums, counts and ages are read as people write them, and only where they are written."""

from datetime import date, timedelta
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.law import LawBook
from consumer_app.domain.law.moments import DayRange
from consumer_app.domain.listening.days import days_in
from consumer_app.domain.listening.numerals import number
from consumer_app.domain.listening.said import NumberSaid
from consumer_app.domain.listening.sums import sums_in
from consumer_app.domain.listening.values import values_in
from tests.domain.listening.ways_of_writing import AGES, COUNTS, DAYS, SUMS
from tests.timing import least_seconds

TODAY = date(2026, 11, 21)  # a Saturday


def day(text: str, law: LawBook, today: date | None = TODAY) -> list[tuple[date | DayRange, str]]:
    return [(said.days, said.quote) for said in days_in(text, law, today)]


def written(said: NumberSaid) -> tuple[Decimal, Decimal, bool]:
    return said.low, said.high, said.about


def meant(text: str) -> list[tuple[Decimal, Decimal, bool]]:
    """``3980``, ``~2000`` or ``~3000-4000`` as the ends of a number and whether it is rough."""
    if not text:
        return []
    low, _, high = text.removeprefix("~").partition("-")
    return [(Decimal(low), Decimal(high or low), text.startswith("~"))]


@pytest.mark.parametrize(("text", "value"), SUMS.items())
def test_a_sum_is_read_in_every_way_of_writing_it(real_law: LawBook, text: str, value: str) -> None:
    said = values_in(text, real_law, TODAY).sums
    assert [written(one) for one in said] == meant(value)
    assert all(text[one.start : one.end] == one.quote for one in said)


@pytest.mark.parametrize(("text", "days"), DAYS.items())
def test_a_day_is_read_in_every_way_of_writing_it(real_law: LawBook, text: str, days: str) -> None:
    said = values_in(text, real_law, TODAY).days
    assert [one.days.isoformat() for one in said] == ([days] if days else [])
    assert all(text[one.start : one.end] == one.quote for one in said)


@pytest.mark.parametrize(("text", "count"), COUNTS.items())
def test_what_is_counted_is_read_in_every_way_of_writing_it(real_law: LawBook, text: str, count: str) -> None:
    value = count.rstrip("".join(sorted({c for c in count if not c.isascii()})))
    assert [(*written(one), one.unit) for one in values_in(text, real_law, TODAY).counts] == [
        (*ends, count.removeprefix(value)) for ends in meant(value)
    ]


@pytest.mark.parametrize(("text", "age"), AGES.items())
def test_an_age_is_read_in_every_way_of_writing_it(real_law: LawBook, text: str, age: str) -> None:
    assert [written(one) for one in values_in(text, real_law, TODAY).ages] == meant(age)


def test_only_what_is_said_exactly_is_exact(real_law: LawBook) -> None:
    exact, rough, between = values_in("花了300元，花了大概300元，花了几百元", real_law, TODAY).sums
    assert (exact.exact, rough.exact, between.exact) == (Decimal(300), None, None)
    assert (exact.value, rough.value, between.value) == (Decimal(300), Decimal(300), None)


@pytest.mark.parametrize(
    "text",
    [
        "我去年11月5号在淘宝花了1万6买沙发，用了三天坏了，收货快一个月了，孩子8岁。",
        "1万",
        "一",
        "花了",
        "1,111",
        "1.",
        "(",
        "十一",
    ],
)
def test_how_long_reading_takes_grows_with_the_text_and_no_faster(real_law: LawBook, text: str) -> None:
    def taken(length: int) -> float:
        long_text = (text * length)[:length]
        return least_seconds(lambda: values_in(long_text, real_law, TODAY))

    assert taken(40_000) < 5 * taken(10_000) + 0.02


@given(st.text(alphabet="一二三十百千万几半多1234560.,-/年月日号天周前去上个花了元块毛岁次至到￥大概 ，", max_size=30))
def test_whatever_is_written_is_read_without_a_fault(real_law: LawBook, text: str) -> None:
    said = values_in(text, real_law, TODAY)
    for one in (*said.days, *said.sums, *said.counts, *said.ages):
        assert one.quote == text[one.start : one.end] != ""
    assert all(one.low <= one.high for one in (*said.sums, *said.counts, *said.ages))
    values_in(text, real_law, None, future=True)


# Numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("59.9", "59.9"),
        (" 1,234 ", "1234"),
        ("1，234", "1234"),
        ("1.2万", "12000"),
        ("3千", "3000"),
        ("十", "10"),
        ("十五", "15"),
        ("二十", "20"),
        ("二十五", "25"),
        ("一百五", "150"),
        ("一百零五", "105"),
        ("一百五十", "150"),
        ("两千三", "2300"),
        ("两千零三", "2003"),
        ("一万二", "12000"),
        ("一万二千三百四十五", "12345"),
        ("十二万", "120000"),
        ("三百二十五", "325"),
        ("二〇二六", "2026"),
        ("一二三", "123"),
        ("零", "0"),
        ("零百", "0"),
        ("万", None),
        ("百", None),
        ("个", None),
        ("", None),
        ("三百元", None),
        ("三百二三", None),
        ("三百一二", None),
        ("5个", None),
        ("五", "5"),
    ],
)
def test_a_number_is_read_in_digits_and_in_numerals(real_law: LawBook, text: str, value: str | None) -> None:
    assert number(text, real_law.words) == (None if value is None else Decimal(value))


@given(st.integers(0, 99_999_999))
def test_every_number_written_in_numerals_is_read_back(real_law: LawBook, value: int) -> None:
    written = cn2an.an2cn(value, "low")
    assert number(written, real_law.words) == value
    assert number(written.replace("二千", "两千").replace("二万", "两万"), real_law.words) == value
    assert number(f"{value:,}", real_law.words) == value


# Days


@given(st.dates(date(2000, 1, 1), TODAY))
def test_a_whole_date_is_read_however_it_is_written(real_law: LawBook, written: date) -> None:
    for text in (
        f"{written.year}年{written.month}月{written.day}日",
        written.isoformat(),
        written.strftime("%Y/%m/%d"),
    ):
        assert [found for found, _ in day(f"我{text}买的", real_law)] == [written]
        assert [found for found, _ in day(f"我{text}买的", real_law, None)] == [written]


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_a_day_without_its_year_is_the_last_one_up_to_today(real_law: LawBook, written: date, today: date) -> None:
    if (written.month, written.day) == (2, 29):
        return
    (found,) = days_in(f"{written.month}月{written.day}日买的", real_law, today)
    assert isinstance(found.days, date)
    assert found.days <= today
    assert (found.days.month, found.days.day) == (written.month, written.day)
    assert today - found.days <= timedelta(days=366)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("去年12月3日", [(date(2025, 12, 3), "去年12月3日")]),
        ("今年3月8号", [(date(2026, 3, 8), "今年3月8号")]),
        ("今年12月3日", []),
        ("去年2月30日", []),
        ("上个月5号", [(date(2026, 10, 5), "上个月5号")]),
        ("上个月31号", [(date(2026, 10, 31), "上个月31号")]),
        ("本月12日", [(date(2026, 11, 12), "本月12日")]),
        ("这个月30号", []),
        ("21号到的", [(date(2026, 11, 21), "21号")]),
        ("11月21日到的", [(TODAY, "11月21日")]),
        ("22号到的", [(date(2026, 10, 22), "22号")]),
        ("31号到的", []),
        ("今天", [(TODAY, "今天")]),
        ("前天", [(date(2026, 11, 19), "前天")]),
        ("大前天", [(date(2026, 11, 18), "大前天")]),
        ("0天前", [(TODAY, "0天前")]),
        ("999天前", [(TODAY - timedelta(days=999), "999天前")]),
        ("十五天之前", [(date(2026, 11, 6), "十五天之前")]),
        ("上上周三", [(date(2026, 11, 4), "上上周三")]),
        ("上周日", [(date(2026, 11, 15), "上周日")]),
        ("上星期一", [(date(2026, 11, 9), "上星期一")]),
        ("本周五", [(date(2026, 11, 20), "本周五")]),
        ("这周六", [(TODAY, "这周六")]),
        ("这周日", []),
        ("6.18下的单", [(date(2026, 6, 18), "6.18")]),
        ("2031年1月1日", []),
        ("2026年11月21日", [(TODAY, "2026年11月21日")]),
        ("2026年11月22日", []),
        (
            "前天2026年11月18日今天",
            [(date(2026, 11, 19), "前天"), (date(2026, 11, 18), "2026年11月18日"), (TODAY, "今天")],
        ),
        ("6月1日下单，6月3号收到", [(date(2026, 6, 1), "6月1日"), (date(2026, 6, 3), "6月3号")]),
        ("收到6月3号，6月1日下单", [(date(2026, 6, 3), "6月3号"), (date(2026, 6, 1), "6月1日")]),
    ],
)
def test_a_day_is_told_from_today_and_never_lies_after_it(real_law: LawBook, text: str, expected) -> None:
    assert day(text, real_law) == expected


@pytest.mark.parametrize(
    ("today", "text", "expected"),
    [
        (date(2026, 1, 10), "上个月5号", date(2025, 12, 5)),
        (date(2026, 1, 10), "15号到的", date(2025, 12, 15)),
        (date(2026, 1, 10), "5号到的", date(2026, 1, 5)),
        (date(2026, 12, 10), "本月5日", date(2026, 12, 5)),
        (date(2026, 12, 10), "11号到的", date(2026, 11, 11)),
        (date(2026, 3, 2), "上周一", date(2026, 2, 23)),
        (date(2026, 2, 1), "1月31日", date(2026, 1, 31)),
    ],
)
def test_months_and_weeks_run_back_over_the_turn_of_the_year(
    real_law: LawBook, today, text: str, expected: date
) -> None:
    assert [found for found, _ in day(text, real_law, today)] == [expected]


def test_without_a_today_nothing_is_told_from_it(real_law: LawBook) -> None:
    for text in ("昨天", "3天前", "上周五", "上个月5号", "5号到的", "6月1日", "去年12月3日", "今年3月8号"):
        assert day(text, real_law, None) == []
    assert day("2099年1月1日", real_law, None) == [(date(2099, 1, 1), "2099年1月1日")]


def test_what_one_pattern_has_read_no_other_reads_again(real_law: LawBook) -> None:
    assert len(day("2026年6月1日", real_law)) == 1
    assert len(day("大前天和前天", real_law)) == 2
    found = days_in("我2026年6月1日买的", real_law, TODAY)[0]
    assert (found.start, found.end) == (1, 10)


# Sums


def sums(text: str, law: LawBook) -> list[tuple[str, str]]:
    return [(str(said.exact), said.quote) for said in sums_in(text, law) if said.exact is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("59块9", [("59.9", "59块9")]),
        ("12元5", [("12.5", "12元5")]),
        ("12元50", [("12.5", "12元50")]),
        ("三块五", [("3.5", "三块五")]),
        ("￥59.90", [("59.90", "￥59.90")]),
        ("￥0", [("0", "￥0")]),
        ("一共99999999元", [("99999999", "99999999元")]),
        ("100000000元", []),
        ("59.999元", []),
        ("花了300", [("300", "300")]),
        ("付了59.9元，退了10元", [("59.9", "59.9元"), ("10", "10元")]),
        ("两千多块", []),
        ("大概 300元", []),
        ("大概300元，付了59元", [("59", "59元")]),
        ("300元 左右", []),
        ("300元退了", [("300", "300元")]),
        ("300元的东西左右", [("300", "300元")]),
        ("大约在三百块", []),
    ],
)
def test_a_sum_is_read_to_the_fen_and_not_when_it_is_said_roughly(real_law: LawBook, text: str, expected) -> None:
    assert sums(text, real_law) == expected


def test_a_sum_knows_where_it_stands(real_law: LawBook) -> None:
    (found,) = sums_in("一共付了59.9元。", real_law)
    assert "一共付了59.9元。"[found.start : found.end] == found.quote


@given(st.decimals(Decimal(0), Decimal("99999999.99"), places=2))
def test_every_sum_written_in_figures_is_read_back(real_law: LawBook, value: Decimal) -> None:
    assert [Decimal(found) for found, _ in sums(f"实付￥{value}", real_law)] == [value]
    assert [Decimal(found) for found, _ in sums(f"一共{value:f}元整", real_law)] == [value]


@pytest.mark.parametrize(
    "text", ["花了3亿亿亿亿多元", "3多亿亿亿亿亿亿元", f"上{'亿' * 5_000}元", f"九多{'万' * 5_000}年前买的"]
)
def test_a_number_larger_than_any_is_none_and_does_no_harm(real_law: LawBook, text: str) -> None:
    said = values_in(text, real_law, TODAY)
    assert not said.sums
    assert not said.days
