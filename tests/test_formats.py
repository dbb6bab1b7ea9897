from datetime import date
from decimal import Decimal
from typing import get_args

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app import formats
from consumer_app.domain import law as law_book
from consumer_app.domain.case import Case, Moment
from consumer_app.domain.case import document as case
from consumer_app.domain.judging import findings
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.conditions import Role, judge
from consumer_app.domain.judging.contradictions import contradictions
from consumer_app.domain.judging.deadlines import due
from consumer_app.domain.judging.facts import FactConflict, Facts, facts_of
from consumer_app.domain.law import Citation, Condition, Deadline, LawBook
from consumer_app.domain.law import facts as fact_kinds
from consumer_app.lawbook import load_law_book

TODAY = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("value", "capitals"),
    [
        ("597", "人民币伍佰玖拾柒元整"),
        ("0", "人民币零元整"),
        ("0.50", "人民币伍角整"),
        ("0.05", "人民币伍分"),
        ("1.05", "人民币壹元零伍分"),
        ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("107000.53", "人民币壹拾万柒仟元伍角叁分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("100010001", "人民币壹亿零壹万零壹元整"),
        ("0.005", "人民币壹分"),
    ],
)
def test_a_sum_in_capitals_is_written_as_on_a_bill(value: str, capitals: str) -> None:
    assert formats.capitals(Decimal(value)) == capitals


@given(st.decimals(Decimal(0), Decimal("9999999999.99"), places=2))
def test_capitals_read_back_as_the_same_sum(value: Decimal) -> None:
    written = formats.capitals(value)
    assert written.startswith("人民币")
    theirs = cn2an.an2cn(f"{value:.2f}", "rmb").removesuffix("整")
    assert written.removeprefix("人民币").removesuffix("整") == theirs


def test_a_sum_below_zero_has_no_capitals() -> None:
    with pytest.raises(ValueError, match="below zero"):
        formats.capitals(Decimal("-0.01"))


def test_sums_in_figures() -> None:
    assert formats.yuan(Decimal("597")) == "597.00元"
    assert formats.yuan(Decimal("1234567.5")) == "1,234,567.50元"
    assert formats.yuan(Decimal("-3")) == "-3.00元"
    assert [formats.plain_number(Decimal(n)) for n in ("3", "0.50", "100", "12.350")] == ["3", "0.5", "100", "12.35"]


@given(st.integers(0, 10**12))
def test_numerals_read_back_as_the_same_number(number: int) -> None:
    assert cn2an.cn2an(formats.chinese_number(number), "smart") == number


def test_a_citation_is_written_in_full_with_the_statute_named_once(law: LawBook) -> None:
    day = date(2026, 6, 1)
    cited = Citation.parse("food-law:148.2")
    assert formats.citation(cited, law, day, TODAY) == "《中华人民共和国食品安全法》第一百四十八条第二款"
    assert (
        formats.citation(Citation.parse("food-law:34(2)"), law, day, TODAY, short=True)
        == "《食品安全法》第三十四条第（二）项"
    )
    several = [cited, Citation.parse("food-law:34"), Citation.parse("shopper-law:55")]
    assert formats.citations(several, law, day, TODAY, short=True) == (
        "《食品安全法》第一百四十八条第二款、第三十四条、《消费者权益保护法》第五十五条"
    )


@pytest.mark.parametrize(
    ("at", "precision", "text"),
    [
        ("2026-06-05T10:20+08:00", "minute", "2026年6月5日10:20"),
        ("2026-06-05T23:20+00:00", "minute", "2026年6月6日07:20"),
        ("2026-06-05", "day", "2026年6月5日"),
        ("2026-06", "month", "2026年6月"),
        (None, "unknown", "时间不详"),
    ],
)
def test_a_moment_is_never_more_precise_than_it_is_known(at, precision, text) -> None:
    assert formats.moment(Moment(at=at, precision=precision)) == text


def test_days_in_words() -> None:
    assert formats.day_and_weekday(date(2026, 6, 1)) == "2026年6月1日（星期一）"
    days = [date(2026, 9, 25), date(2026, 9, 26), date(2026, 9, 27), date(2026, 10, 10)]
    assert formats.day_span(days) == "9月25日至9月27日、10月10日"


def deadline(law, start: str, **period: object):
    entry = Deadline.model_validate({"id": "x", "title": "x", "who": "seller", "after": "received_on", **period})
    facts = facts_of(Case.model_validate({"v": 1, "answers": {"received_on": start}}), law, TODAY)
    return formats.working(due(entry, facts, law), "收货日期")


def test_the_working_of_a_deadline_is_said_in_a_sentence(law: LawBook) -> None:
    assert deadline(law, "2026-09-24", count=7, unit="natural_day") == (
        "2026年9月24日（收货日期）当天不算，满7日是2026年10月1日（星期四）；10月1日至10月7日放假，顺延到2026年10月8日（星期四）。"
    )
    assert deadline(law, "2026-09-24", count=7, unit="working_day") == (
        "2026年9月24日（收货日期）当天不算，从第二天起数7个工作日"
        "（9月25日至9月27日、10月1日至10月7日、10月11日休息不算，10月10日补班要算），到2026年10月12日（星期一）为止。"
    )
    assert "放假安排未公布" in deadline(law, "2026-12-30", count=7, unit="working_day")


def test_a_condition_says_in_the_law_book_what_it_is_only_for(write_law) -> None:
    law = load_law_book(write_law())
    table = {"only": {"fact": "goods_kind", "is": "food"}, "fact": "bad_food", "is": True}
    words = formats.condition(Condition.model_validate(table), law)
    assert words == "食品不符合安全标准（只在「商品种类：食品」时才看）"


@pytest.mark.parametrize(("role", "holds"), [("when", True), ("unless", False)])
def test_a_condition_that_is_for_other_cases_says_so(write_law, role: Role, holds: bool) -> None:
    law = load_law_book(write_law())
    condition = Condition.model_validate(
        {"only": {"fact": "goods_kind", "is": "food"}, "fact": "bad_food", "is": True, "why": "这一条只管食品"}
    )
    facts = Facts({"goods_kind": "bag"}, TODAY, law.facts)
    (reason,) = judge(condition, facts, law.days, None, role).reasons
    assert reason.holds is holds
    assert formats.reason(reason, law) == "商品种类：箱包（不属于这一条说的情形）。这一条只管食品"


def test_a_reason_a_sum_and_a_question_are_worded_with_the_labels_of_the_law(law: LawBook) -> None:
    answers = {"bought_on": "2026-06-01", "goods_kind": "food", "affected": "12.00", "loss": "0", "bad_food": True}
    found = assess(Case.model_validate({"v": 1, "disputes": ["bad-food"], "answers": answers}), law, TODAY)
    claim = found.claim("ten-times")
    assert claim is not None
    assert claim.amount is not None
    assert [formats.reason(reason, law) for reason in claim.why] == [
        "商品种类：食品",
        "食品不符合安全标准：是",
        "只是标签瑕疵：还不清楚。标签瑕疵除外",
    ]
    assert formats.item_label(claim.amount.items[0], law) == "有问题部分的价款的10倍"
    assert formats.item_formula(claim.amount.items[0]) == (
        "价款 12.00元 × 10 = 120.00元；损失 0.00元 × 3 = 0.00元；都不足1000元，按1000元计"
    )
    assert formats.amount(claim.amount) == "1,000.00元"
    assert formats.question("label_flaw", law) == "只是标签小毛病吗？"
    assert formats.could_become(claim.missing[0]) == "答案决定能不能主张"


def test_contradictions_and_conflicts_are_said_with_both_values(law: LawBook) -> None:
    case = Case.model_validate(
        {
            "v": 1,
            "order": {
                "ordered_at": {"at": "2026-06-08", "precision": "day"},
                "received_at": {"at": "2026-06-05", "precision": "day"},
                "paid": "50.00",
                "refunded": "80.00",
            },
        }
    )
    assert [formats.contradiction(c, law) for c in contradictions(case, facts_of(case, law, TODAY), TODAY)] == [
        "「收货时间」（2026年6月5日）早于「下单时间」（2026年6月8日），请核对日期",
        "「已退金额」（80.00元）超过了「实付金额」（50.00元），请核对数字",
    ]
    conflict = FactConflict("paid", Decimal("59.90"), Decimal(60), "order.paid")
    assert "59.90元" in formats.conflict(conflict, law)
    assert "60.00元" in formats.conflict(conflict, law)


def test_every_kind_of_thing_has_a_name() -> None:
    for kinds, names in (
        (case.Role, formats.ROLES),
        (case.Role, formats.ROLES_SPOKEN),
        (case.ContactChannel, formats.CONTACT_CHANNELS),
        (case.ContactChannel, formats.CONTACT_CHANNELS_SHORT),
        (case.PromisePlace, formats.PROMISE_PLACES),
        (case.PromisePlace, formats.PROMISE_PLACES_SHORT),
        (case.Outcome, formats.OUTCOMES),
        (case.Outcome, formats.OUTCOMES_IN_PAPERS),
        (case.EvidenceKind, formats.EVIDENCE_KINDS),
        (law_book.Asks, formats.ASKS),
        (law_book.Respondent, formats.RESPONDENTS),
        (law_book.Unit, formats.UNITS),
        (law_book.Certainty, formats.CONTESTED),
        (fact_kinds.Kind, formats.FACT_KINDS),
        (findings.Status, formats.STATUSES),
        (findings.Status, formats.STATUS_SIGNS),
    ):
        assert set(names) == set(get_args(kinds))


def test_an_answer_is_said_with_the_sides_as_the_paper_names_them() -> None:
    fact = fact_kinds.FactDefinition(
        kind="yes_no", label="要过发票", statement="{asker}已向{asked}索要发票。", denial="{asker}尚未索要发票"
    )
    assert formats.fact_in_words(fact, True, "本人", "贵方") == "本人已向贵方索要发票"
    assert formats.fact_in_words(fact, False, asker="原告", asked="被告") == "原告尚未索要发票"
    assert formats.fact_in_words(fact, None, "本人", "贵方") is None


def test_of_several_choices_each_has_its_clause_and_one_without_words_none() -> None:
    fact = fact_kinds.FactDefinition(
        kind="choices",
        label="食品的问题",
        choices={"expired": "过期", "foreign": "异物", "other": "其他"},
        statement_for={"expired": "涉案食品已经过期", "foreign": "涉案食品内有异物"},
    )
    assert (
        formats.fact_in_words(fact, ("expired", "other", "foreign"), "本人", "贵方")
        == "涉案食品已经过期；涉案食品内有异物"
    )
    assert formats.fact_in_words(fact, ["other"], "本人", "贵方") is None
