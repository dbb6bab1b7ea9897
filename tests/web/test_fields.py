"""What people really type into the fields, and what is made of it."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, session
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage, MultiDict

from consumer_app.domain.case import EMPTY_CASE, Case, Moment
from consumer_app.domain.law import DayRange
from consumer_app.domain.law.moments import UNKNOWN_MOMENT
from consumer_app.formats import day_range
from consumer_app.lawbook import load_law_book
from consumer_app.web import forms
from consumer_app.web.forms import typed
from consumer_app.web.forms.fields import (
    ChoiceField,
    CountField,
    DayField,
    DaysField,
    FilesField,
    LicenceNoField,
    LongTextField,
    ManyField,
    MomentField,
    MoneyField,
    OrderNoField,
    PhoneField,
    SeveralField,
    TextField,
    TickField,
    TriField,
)
from consumer_app.web.forms.form import STALE, PartForm, SiteForm
from consumer_app.web.forms.questions import answers_of, questions_form


@pytest.fixture
def page() -> Iterator[None]:
    """A request in which forms can be made; tokens are not what most of these tests are about."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="a key for tests only", WTF_CSRF_ENABLED=False)
    with app.test_request_context(method="POST"):
        yield


def filled(field: Any, *values: object, **more: object) -> Any:
    """The one field of a posted form, after validation; ``more`` are further inputs such as x_time for x-time."""
    form_class = type("OneForm", (SiteForm,), {"x": field})
    sent = MultiDict([("x", value) for value in values] + [(k.replace("_", "-"), v) for k, v in more.items()])
    form = form_class(formdata=sent)
    form.validate()
    return form.x


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("199", "199.00"),
        ("￥1,299.00", "1299.00"),
        ("¥ 1，299.5 元", "1299.50"),
        ("１２９９．５０元", "1299.50"),
        ("人民币59.9元整", "59.90"),
        ("1.2万", "12000.00"),
        (" 0 ", "0.00"),
        ("35块", "35.00"),
    ],
)
def test_money_is_read_however_it_is_written(page: None, written: str, meant: str) -> None:
    field = filled(MoneyField("实付"), written)
    assert field.errors == []
    assert field.data == Decimal(meant)
    assert field._value() == meant


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("-1", "负数"),
        ("－５０", "负数"),
        ("1e30", "只写数字"),
        ("9" * 19, "太大"),
        ("100000000", "太大"),
        ("12,5", "只写数字"),
        ("59.999", "写到分"),
        ("五十块", "只写数字"),
        ("199 或 299", "只写数字"),
        ("NaN", "只写数字"),
        ("Infinity", "只写数字"),
        ("9" * 5000, "最多"),
    ],
)
def test_money_that_cannot_be_is_refused_with_what_to_do_and_stays_in_the_box(
    page: None, written: str, told: str
) -> None:
    field = filled(MoneyField("实付"), written)
    assert told in field.errors[0]
    assert field.data is None
    assert field._value() == written


@given(st.decimals(min_value=0, max_value=Decimal("99999999.99"), places=2))
def test_money_shown_is_money_read_again(amount: Decimal) -> None:
    assert typed.read_money(f"￥{amount:,.2f} 元") == amount
    assert typed.read_money(f"{amount:.2f}") == amount


@given(st.text(max_size=60))
def test_no_text_whatever_breaks_a_reader(text: str) -> None:
    readers = (typed.read_money, typed.read_day, typed.read_time, typed.read_moment, typed.read_phone)
    more = (typed.read_order_no, typed.read_licence_no, lambda t: typed.read_count(t, 99))
    for read in (*readers, *more):
        told = refusal(read, text)
        assert told is None or (told.isprintable() and any("一" <= char <= "龥" for char in told))


def refusal(read: Callable[[str], object], text: str) -> str | None:
    """What a reader says of a text it does not take."""
    try:
        read(text)
    except ValueError as problem:
        return str(problem)
    return None


@pytest.mark.parametrize(
    "written",
    [
        "2026年3月1日",
        "2026.3.1",
        "2026-03-01",
        "2026/3/1",
        "20260301",
        "２０２６年３月１日",
        "2026年03月01号（星期日）",
        "2026-03-01 10:20:33",
        "2026 年 3 月 1 日",
    ],
)
def test_a_day_is_read_however_it_is_written(page: None, written: str) -> None:
    field = filled(DayField("哪天"), written)
    assert field.errors == []
    assert field.data == date(2026, 3, 1)
    assert field._value() == "2026年3月1日"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026年2月30日", "没有2026年2月30日"),
        ("3月1日", "四位数的年份"),
        ("昨天", "年月日"),
        ("1026年3月1日", "年份写的是 1026"),
        ("2026年3月1日左右吧", "年月日"),
        ("2026年3月", "年月日"),
    ],
)
def test_a_day_that_is_none_is_refused_and_stays_in_the_box(page: None, written: str, told: str) -> None:
    field = filled(DayField("哪天"), written)
    assert told in field.errors[0]
    assert field._value() == written


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    for written in (
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
    ):
        assert typed.read_day(written) == day
        assert typed.read_moment(written) == Moment.on(day)


@pytest.mark.parametrize(
    ("day", "time", "at", "precision"),
    [
        ("2026年6月5日", "10:20", "2026-06-05T10:20+08:00", "minute"),
        ("2026-06-05", "下午3点", "2026-06-05T15:00+08:00", "minute"),
        ("2026-06-05", "晚上8点半", "2026-06-05T20:30+08:00", "minute"),
        ("2026-06-05", "１０：２０", "2026-06-05T10:20+08:00", "minute"),
        ("2026-06-05 10:20:33", "", "2026-06-05T10:20+08:00", "minute"),
        ("2026年6月5日", "", "2026-06-05", "day"),
        ("2026年6月", "", "2026-06", "month"),
        ("2026-6", "", "2026-06", "month"),
    ],
)
def test_a_moment_is_exactly_as_precise_as_what_was_typed(
    page: None, day: str, time: str, at: str, precision: str
) -> None:
    field = filled(MomentField("什么时候"), day, x_time=time)
    assert field.errors == []
    assert field.data == Moment(at=at, precision=precision)


@pytest.mark.parametrize(
    ("written", "at", "precision"),
    [
        ("2026年6月1日至10日", "2026-06-01/2026-06-10", "range"),
        ("2026年6月1日到7月3日之间", "2026-06-01/2026-07-03", "range"),
        ("2025年12月30日至2026年1月2日之间", "2025-12-30/2026-01-02", "range"),
        ("2026-06-01/2026-06-10", "2026-06-01/2026-06-10", "range"),
        ("2026.6.1—2026.6.10", "2026-06-01/2026-06-10", "range"),
        ("2026年6月1日 ～ 6月10日", "2026-06-01/2026-06-10", "range"),
        ("2026年6月上旬", "2026-06-01/2026-06-10", "range"),
        ("2026年2月下旬", "2026-02-21/2026-02-28", "range"),
        ("2026年6月至7月", "2026-06-01/2026-07-31", "range"),
        ("2026年6月1日至6月1日", "2026-06-01", "day"),
    ],
)
def test_from_one_day_to_another_is_as_much_as_is_known(page: None, written: str, at: str, precision: str) -> None:
    assert filled(MomentField("什么时候"), written).data == Moment(at=at, precision=precision)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026年6月10日至1日", "前面的早"),
        ("2026年6月1日至31日", "没有2026年6月31日"),
        ("2026年13月", "1 到 12"),
        ("0000年1月", "年份写的是 0"),
        ("6月1日至10日", "四位数的年份"),
    ],
)
def test_days_that_cannot_be_are_refused_and_stay_in_the_box(page: None, written: str, told: str) -> None:
    field = filled(MomentField("什么时候"), written)
    assert told in field.errors[0]
    assert field.day_text == written
    assert told in filled(DaysField("哪天"), written).errors[0]


def test_a_time_of_day_belongs_to_one_day(page: None) -> None:
    assert "日期也写全" in filled(MomentField("什么时候"), "2026年6月1日至10日", x_time="10:20").errors[0]


DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))
RANGES = st.tuples(DAYS, DAYS).filter(lambda two: two[0] != two[1]).map(lambda two: DayRange(*sorted(two)))
MOMENTS = st.one_of(
    st.datetimes(datetime(1990, 1, 2), datetime(2100, 12, 30)).map(
        lambda at: Moment(at=at.replace(microsecond=0).isoformat() + "+00:00", precision="minute")
    ),
    DAYS.map(Moment.on),
    DAYS.map(lambda day: Moment(at=f"{day:%Y-%m}", precision="month")),
    RANGES.map(Moment.between),
    st.just(UNKNOWN_MOMENT),
)


@given(RANGES)
def test_a_range_of_days_shown_is_the_range_read_again(days: DayRange) -> None:
    assert typed.read_days(day_range(days)) == days
    assert typed.read_days(days.isoformat()) == days


@given(MOMENTS)
def test_a_moment_saved_as_it_was_shown_stays_exactly_what_it_was(kept: Moment) -> None:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="a key for tests only", WTF_CSRF_ENABLED=False)

    class When(SiteForm):
        x = MomentField("什么时候", can_be_unknown=True)

    with app.test_request_context(method="POST"):
        shown = When(formdata=None, data={"x": kept}).x
        sent = {"x": shown.day_text, "x-time": shown.time_text, **({"x-unknown": "yes"} if shown.unknown else {})}
        form = When(formdata=MultiDict(sent), data={"x": kept})
        assert form.validate()
        assert form.x.data == kept


def test_several_choices_none_of_them_and_no_answer_are_three_answers(page: None) -> None:
    asked = SeveralField("哪里坏了", choices=[("screen", "屏幕"), ("case", "外壳")])
    assert filled(asked, "screen", "case", "screen").data == ("screen", "case")
    assert filled(asked, SeveralField.NONE[0]).data == ()
    assert filled(asked).data is None
    both = filled(asked, "screen", SeveralField.NONE[0])
    assert "只留一样" in both.errors[0]
    assert [option.value for option in both.options if option.chosen] == ["screen", SeveralField.NONE[0]]
    assert "选项里" in filled(asked, "engine").errors[0]
    required = SeveralField("哪里坏了", choices=[("screen", "屏幕")], required="请选一样，或者勾「都没有」")
    assert filled(required).errors == ["请选一样，或者勾「都没有」"]
    assert filled(required, SeveralField.NONE[0]).errors == []


@pytest.mark.parametrize("answered", [("screen",), ("screen", "case"), (), None])
def test_a_question_of_several_choices_is_shown_as_it_was_answered(answered: tuple[str, ...] | None) -> None:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="a key for tests only", WTF_CSRF_ENABLED=False)

    class Broken(SiteForm):
        x = SeveralField("哪里坏了", choices=[("screen", "屏幕"), ("case", "外壳")])

    with app.test_request_context(method="POST"):
        shown = Broken(formdata=None, data={"x": answered}).x
        ticked = [("x", option.value) for option in shown.options if option.chosen]
        assert Broken(formdata=MultiDict(ticked), data={"x": answered}).x.data == answered


FACTS = """
[broken_parts]
kind = "choices"
label = "坏了的地方"
question = "哪里坏了？"
choices = {screen = "屏幕", case = "外壳"}
[seen_on]
kind = "date"
label = "发现的日期"
question = "哪天发现的？"
"""


@pytest.mark.parametrize("day", ["2026-06-05", "2026-06", "2026-06-01/2026-06-10", None])
def test_questions_saved_as_they_were_shown_keep_every_answer(write_law: Callable[..., Path], day: str | None) -> None:
    book = load_law_book(write_law({"facts/broken.toml": FACTS}))
    app = Flask(__name__)
    app.config.update(SECRET_KEY="a key for tests only", WTF_CSRF_ENABLED=False)
    case = Case.model_validate({**EMPTY_CASE.model_dump(), "answers": {"seen_on": day, "bad_food": True}})
    names = ("seen_on", "broken_parts", "bad_food")
    with app.test_request_context(method="POST"):
        shown = questions_form(case, book, names)
        sent = MultiDict({"seen_on": shown["seen_on"]._value(), "bad_food": "yes"})
    with app.test_request_context(method="POST", data=sent):
        form = questions_form(case, book, names)
        assert form.validate()
        assert form.onto(case).answers == {**case.answers, "broken_parts": None}
    with app.test_request_context(method="POST", data={"seen_on": "2026年7月1日至3日", "broken_parts": ["case"]}):
        form = questions_form(case, book, names)
        assert form.validate()
        assert answers_of(form, names, case) == {
            "seen_on": "2026-07-01/2026-07-03", "broken_parts": ("case",), "bad_food": True,
        }  # fmt: skip


def test_a_time_is_never_invented(page: None) -> None:
    assert "请写上日期" in filled(MomentField("什么时候"), "", x_time="10:20").errors[0]
    assert "日期也写全" in filled(MomentField("什么时候"), "2026年6月", x_time="10:20").errors[0]
    assert "几点几分" in filled(MomentField("什么时候"), "2026年6月5日", x_time="上午").errors[0]
    assert "23:59" in filled(MomentField("什么时候"), "2026年6月5日", x_time="25:00").errors[0]


def test_not_remembering_is_an_answer_but_not_beside_a_date(page: None) -> None:
    asked = MomentField("什么时候", can_be_unknown=True, required="请填写日期；记不清就勾「记不清了」")
    assert filled(asked, "", x_unknown="yes").data == UNKNOWN_MOMENT
    assert filled(asked, "").errors == ["请填写日期；记不清就勾「记不清了」"]
    assert "只留一样" in filled(asked, "2026年6月5日", x_unknown="yes").errors[0]
    assert filled(MomentField("什么时候"), "").data is None


def test_a_wrong_moment_stays_in_both_boxes(page: None) -> None:
    field = filled(MomentField("什么时候"), "去年夏天", x_time="早上")
    assert (field.day_text, field.time_text) == ("去年夏天", "早上")


def test_a_saved_moment_is_shown_as_it_was_known() -> None:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="a key for tests only", WTF_CSRF_ENABLED=False)

    class When(SiteForm):
        x = MomentField("什么时候", can_be_unknown=True)

    with app.test_request_context():
        exact = When(data={"x": Moment(at="2026-06-05T02:20+00:00", precision="minute")}).x
        assert (exact.day_text, exact.time_text) == ("2026年6月5日", "10:20")
        assert When(data={"x": Moment(at="2026-06", precision="month")}).x.day_text == "2026年6月"
        assert When(data={"x": UNKNOWN_MOMENT}).x.unknown


def test_yes_no_and_do_not_know_are_three_answers(page: None) -> None:
    asked = TriField("验货了吗？", required="请选一个；拿不准就选「不清楚」")
    assert filled(asked, "yes").data is True
    assert filled(asked, "no").data is False
    unsure = filled(asked, "unknown")
    assert unsure.data is None
    assert unsure.answered
    assert unsure.errors == []
    assert filled(asked).errors == ["请选一个；拿不准就选「不清楚」"]
    assert "不清楚" in filled(asked, "maybe").errors[0]


def test_the_buttons_say_what_the_question_asks(page: None) -> None:
    asked = TriField("这笔钱和孩子的年龄相称吗？", yes="相称", no="不相称")
    shown = filled(asked, "no")
    assert [option.label for option in shown.options] == ["相称", "不相称", "不清楚"]
    assert shown.data is False
    assert filled(asked, "maybe").errors == ["请选「相称」「不相称」或「不清楚」"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("138 0013 8000", "13800138000"),
        ("+86-13800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("010-12345678", "010-12345678"),
        ("（0571）87654321转8", "0571-87654321转8"),
        ("400-800-8000", "4008008000"),
        ("95118", "95118"),
        ("138‑1234‑5678", "13812345678"),
        ("138–1234–5678", "13812345678"),
        ("138—1234—5678", "13812345678"),
        ("138−1234−5678", "13812345678"),
        ("010—12345678转8", "010-12345678转8"),
        ("010－12345678 分机 8", "010-12345678转8"),
        ("010-12345678-8", "010-12345678转8"),
        ("(010) 12345678 ext. 8", "010-12345678转8"),
        ("400-800-8000转12", "4008008000转12"),
        ("13800138000转1234", "13800138000转1234"),
    ],
)
def test_telephone_numbers_are_read_with_blanks_and_prefixes(page: None, written: str, meant: str) -> None:
    assert filled(PhoneField("电话"), written).data == meant


def test_a_mobile_number_with_a_digit_missing_is_counted(page: None) -> None:
    assert "您写了 10 位" in filled(PhoneField("电话"), "1380013800").errors[0]
    assert "能接通" in filled(PhoneField("电话"), "没有").errors[0]
    assert "分机号" in filled(PhoneField("电话"), "010-12345678转客服").errors[0]


def test_an_order_number_may_be_pasted_with_what_stands_around_it(page: None) -> None:
    assert filled(OrderNoField("订单号"), "订单编号：1234 5678 9012 复制").data == "123456789012"
    assert filled(OrderNoField("订单号"), "２６０６０１-１２３４").data == "260601-1234"
    assert filled(OrderNoField("订单号"), "2606‑01—1234").data == "2606-01-1234"
    assert "订单详情" in filled(OrderNoField("订单号"), "<script>alert(1)</script>").errors[0]


def test_an_order_number_too_long_or_too_short_is_told_so_and_nothing_else(page: None) -> None:
    assert filled(OrderNoField("订单号"), "1" * 64).data == "1" * 64
    assert "您写了 65 位" in filled(OrderNoField("订单号"), "1" * 65).errors[0]
    assert "您写了 3 位" in filled(OrderNoField("订单号"), "123").errors[0]
    assert "只有数字" not in filled(OrderNoField("订单号"), "1" * 65).errors[0]


def test_a_credit_code_with_one_wrong_character_is_noticed(page: None) -> None:
    assert filled(LicenceNoField("代码"), "9135 0100 m000 100y 43").data == "91350100M000100Y43"
    assert "有一位对不上" in filled(LicenceNoField("代码"), "91350100M000100Y44").errors[0]
    assert "18 位" in filled(LicenceNoField("代码"), "91350100M000100Y4").errors[0]
    assert filled(LicenceNoField("代码"), "110000012345678").data == "110000012345678"


def test_text_is_stripped_and_what_cannot_be_seen_is_taken_out(page: None) -> None:
    assert filled(TextField("店名"), " \u3000好 店\u200b\u202e ").data == "好 店"
    assert filled(TextField("店名"), "䶮㛃𬎆的店🍎").data == "䶮㛃𬎆的店🍎"
    assert filled(LongTextField("经过"), "一\r\n二\u2028三\x0b四").data == "一\n二\n三\n四"
    assert filled(TextField("店名"), "   ").data is None


def test_control_characters_are_refused_kindly_and_gone_from_the_box(page: None) -> None:
    field = filled(TextField("店名"), "好\x00店\x1b[31m")
    assert "看不见的控制字符" in field.errors[0]
    assert field._value() == "好店[31m"


def test_text_too_long_says_by_how_much_and_is_still_there(page: None) -> None:
    field = filled(LongTextField("经过", most=10), "十一个字的经过写在这里")
    assert field.errors == ["最多 10 个字，您写了 11 个字，请删短一些"]
    assert field._value() == "十一个字的经过写在这里"


def test_a_missing_answer_is_asked_for_in_its_own_words_and_an_optional_one_is_not(page: None) -> None:
    assert filled(TextField("店名", required="请填写店铺名称"), "").errors == ["请填写店铺名称"]
    assert filled(TextField("店名"), "").errors == []
    assert filled(TickField("同意", required="请先勾选")).errors == ["请先勾选"]


def test_only_offered_choices_are_taken(page: None) -> None:
    offered = [("a", "退货"), ("b", "换新", "同款")]
    assert filled(ChoiceField("要什么", choices=offered), "b").data == "b"
    assert "选项里" in filled(ChoiceField("要什么", choices=offered), "z").errors[0]
    assert filled(ManyField("要什么", choices=offered), "b", "a", "b").data == ["b", "a"]
    assert filled(ManyField("要什么", choices=offered), "b", "z").errors != []
    assert filled(CountField("数量", up_to=5), "３件").data == 3
    assert "1 到 5" in filled(CountField("数量", up_to=5), "0").errors[0]
    assert filled(CountField("送了几次", least=0), "0").data == 0


def test_an_empty_file_picker_sends_no_file(page: None) -> None:
    photo = FileStorage(BytesIO(b"x"), filename="照片.jpg")
    assert filled(FilesField("照片"), FileStorage(BytesIO(b""), filename=""), photo).data == [photo]


def test_a_form_erases_nothing_that_it_was_not_sent(page: None) -> None:
    class Both(SiteForm):
        paid = MoneyField("实付")
        at = MomentField("什么时候")
        opened = TriField("验货了吗")

    kept = {"paid": Decimal("12.00"), "at": Moment(at="2026-06", precision="month"), "opened": False}
    form = Both(formdata=MultiDict({"other": "1"}), data=kept)
    assert {name: form[name].data for name in kept} == kept


def test_dates_in_the_wrong_order_are_a_complaint_of_the_second_field(page: None) -> None:
    class Dates(SiteForm):
        ordered = DayField("哪天下单")
        received = DayField("哪天收到")

        def check(self) -> None:
            if self.ordered.data and self.received.data and self.received.data < self.ordered.data:
                self.complain(self.received, "收货日期比下单日期还早，请再看一眼")

    form = Dates(formdata=MultiDict({"ordered": "2026.6.5", "received": "2026.6.1"}))
    assert not form.validate()
    assert form.status == 422
    assert [(p.target, p.message) for p in form.problems] == [("received", "收货日期比下单日期还早，请再看一眼")]


def test_a_stale_token_is_one_line_of_the_summary_and_keeps_what_was_typed() -> None:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="a key for tests only")

    class Shop(PartForm):
        shop = TextField("店名")

    with app.test_request_context(method="POST", data={"shop": "好店", "csrf_token": "old"}):
        session["csrf_token"] = "something else"
        form = Shop()
        assert not form.validate()
        assert [(p.target, p.message) for p in form.problems] == [("", STALE)]
        assert form.shop._value() == "好店"


def _every_form(of: type[SiteForm] = SiteForm) -> Iterator[type[SiteForm]]:
    for form in of.__subclasses__():
        yield form
        yield from _every_form(form)


def test_a_sentence_beside_choices_names_only_labels_that_are_offered() -> None:
    for module in pkgutil.iter_modules(forms.__path__, f"{forms.__name__}."):
        importlib.import_module(module.name)
    looked_at = 0
    for form in _every_form():
        for name, field in vars(form).items():
            told = getattr(field, "kwargs", {})
            offered = {label for _, label, *_ in told.get("choices", ())}
            for told_to_choose in re.findall(r"选「([^」]+)」", f"{told.get('required', '')}{told.get('hint', '')}"):
                if offered:
                    looked_at += 1
                    assert told_to_choose in offered, f"{form.__name__}.{name}"
    assert looked_at
