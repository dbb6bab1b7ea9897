"""Boxes of the site take sums, days and numbers as people say them, through the one reader of the law book; what is vague is asked again, kindly."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from consumer_app.domain.law import DayRange
from consumer_app.domain.law.moments import Moment
from consumer_app.web import current
from consumer_app.web.forms.fields import CountField, DayField, DaysField, MomentField, MoneyField
from consumer_app.web.forms.form import SiteForm


@pytest.fixture
def today(site: Flask) -> Iterator[date]:
    """The day of the site, while a request to it is worked on."""
    with site.test_request_context(method="POST"):
        yield current.today()


def filled(field: Any, text: str) -> Any:
    """The one field of a posted form."""
    form_class = type("OneForm", (SiteForm,), {"x": field})
    form = form_class(formdata=MultiDict([("x", text)]))
    form.x.validate(form)
    return form.x


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1万6", 16000),
        ("1.2万", 12000),
        ("3k", 3000),
        ("一千二", 1200),
        ("两百五十块", 250),
        ("12块5毛", Decimal("12.5")),
        ("五十", 50),
        ("花了3980", 3980),
        ("一共 1680 元", 1680),
        ("３９８０", 3980),
    ],
)
def test_a_sum_is_taken_as_it_is_said(today: date, text: str, meant: int) -> None:
    field = filled(MoneyField("实付"), text)
    assert (field.errors or field.process_errors) == []
    assert field.data == Decimal(meant)


@pytest.mark.parametrize("text", ["3000多", "大概两千", "几百块", "350左右", "一两百", "上千", "三五百", "300到500"])
def test_a_sum_said_roughly_is_asked_for_once_more(today: date, text: str) -> None:
    field = filled(MoneyField("实付"), text)
    assert (field.errors or field.process_errors)[0].startswith(f"您写的是「{text}」。信里要写明是多少")
    assert field._value() == text
    assert field.data is None
    assert field._value() == text


@pytest.mark.parametrize("text", ["199 或 299", "iPhone 15", "不记得了", "59.999", "9" * 19, "-1", "3个月"])
def test_what_is_no_sum_is_refused_as_ever(today: date, text: str) -> None:
    field = filled(MoneyField("实付"), text)
    assert "确定的数" not in (field.errors or field.process_errors)[0]
    assert field.data is None


def test_a_day_is_taken_as_it_is_said(today: date) -> None:
    yesterday = date.fromordinal(today.toordinal() - 1)
    assert filled(DayField("哪天"), "昨天").data == yesterday
    assert filled(DaysField("哪天"), "前天").data == date.fromordinal(today.toordinal() - 2)
    written = filled(DayField("哪天"), f"{yesterday.month}月{yesterday.day}").data
    assert written == yesterday
    assert filled(MomentField("哪天"), "昨天").data == Moment.on(yesterday)


def test_vague_days_are_as_precise_as_the_box_can_keep_them(today: date) -> None:
    last = today.year - 1
    assert filled(DaysField("哪天"), "去年11月").data == DayRange(date(last, 11, 1), date(last, 11, 30))
    assert filled(MomentField("哪天"), "去年11月").data == Moment(at=f"{last}-11", precision="month")
    assert filled(MomentField("哪天"), "去年10月初").data == Moment.between(
        DayRange(date(last, 10, 1), date(last, 10, 10))
    )
    refused = filled(DayField("哪天"), "去年10月初")
    assert (refused.errors or refused.process_errors)[0].startswith("请写确定的一天：「去年10月初」")


def test_where_a_day_may_lie_ahead_its_year_is_asked_for(today: date) -> None:
    refused = filled(DayField("哪天之前", future=True), "12月3日")
    assert "四位数的年份" in (refused.errors or refused.process_errors)[0]
    assert filled(DayField("哪天之前", future=True), f"{today.year + 1}年1月5日").data == date(today.year + 1, 1, 5)


def test_a_number_is_taken_with_what_it_counts(today: date) -> None:
    assert filled(CountField("几件"), "两箱").data == 2
    assert filled(CountField("几件"), "3双").data == 3
    refused = filled(CountField("几件"), "好几个")
    assert (refused.errors or refused.process_errors)[0].startswith("您写的是「好几个」。信里要写明是多少")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("10月初到10月中", "10-01", "10-20"),
        ("10月1日到5日", "10-01", "10-05"),
        ("10月1-5号", "10-01", "10-05"),
        ("9月底到10月初", "09-21", "10-10"),
    ],
)
def test_from_one_day_to_another_is_enough_where_days_are(today: date, text: str, first: str, last: str) -> None:
    year = today.year if f"{today:%m-%d}" > last else today.year - 1
    days = DayRange(date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last}"))
    assert filled(DaysField("哪几天"), text).data == days
    assert filled(MomentField("哪天买的", with_time=False), text).days == days
    one = filled(DayField("哪天看到"), text)
    assert "期限从这一天算起" in (one.errors or one.process_errors)[0]
    assert one._value() == text
