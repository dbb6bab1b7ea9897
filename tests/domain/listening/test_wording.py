from dataclasses import replace

import pytest

from consumer_app.domain.law import LawBook, WordingRule
from consumer_app.domain.law.words import spelled_out
from consumer_app.domain.listening.wording import find_wording


def test_words_a_letter_must_not_say_are_found_where_they_stand(law: LawBook) -> None:
    text = "你们不赔我就曝光。已付59元。"
    (found,) = find_wording(text, law)
    assert text[found.start : found.end] == found.words == "不赔我就曝光"
    assert found.rule.instead == "我将依法通过12315、诉讼等途径解决"


def test_plain_words_pass(law: LawBook) -> None:
    assert find_wording("如协商不成，我将依法通过诉讼等途径解决。", law) == ()
    assert find_wording("", law) == ()


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("给500就撤诉", "money-for-silence"),
        ("赔1000元，这事就算了", "money-for-silence"),
        ("不赔钱就天天去12315投诉你", "pay-or-report"),
        ("商家地址不详", "no-address"),
        ("不退钱我就发抖音曝光你们", "pay-or-expose"),
        ("你们这帮骗子", "swindle"),
    ],
)
def test_the_house_rules_find_what_must_not_be_sent(words: str, rule: str, real_law: LawBook) -> None:
    assert rule in {found.rule.id for found in find_wording(words, real_law)}


@pytest.mark.parametrize(
    "words",
    [
        "如协商不成，本人将依法通过12315、诉讼等途径解决。",
        "食品包装上厂家不明，也没有生产日期。",
        "付了59元以后店铺一直不发货。",
        "商家页面写着「假一赔十」，请按承诺履行。",
        "支付价款十倍或者损失三倍的赔偿金。",
        "订单号6222020000000000000",
        "涉嫌构成欺诈，请依法核查。",
    ],
)
def test_the_house_rules_leave_plain_words_alone(words: str, real_law: LawBook) -> None:
    assert find_wording(words, real_law) == ()


def test_a_pattern_names_lists_and_gaps_stay_within_the_sentence(law: LawBook) -> None:
    (rule,) = law.wording["threat"]
    assert rule.regex.pattern == "(?<!若)(?:不(?:赔|退)[^。！？；!?;\\n]{0,6}曝光)"
    assert [found.words for found in find_wording("不退我真的要曝光了", law)] == ["不退我真的要曝光"]
    assert find_wording("不退。曝光", law) == find_wording("不退一二三四五六七曝光", law) == ()
    assert find_wording("若不赔就曝光", law) == ()


def test_words_that_several_rules_find_are_said_once_and_the_longest_counts(law: LawBook) -> None:
    def rule(name: str, pattern: str) -> WordingRule:
        parts = {"id": name, "patterns": [pattern], "hears": [], "passes": [], "why": "x", "instead": "x"}
        return WordingRule.model_validate(parts)

    rules = (
        rule("short", "曝光"),
        rule("long", "就曝光"),
        rule("same", "就曝光"),
        rule("after", "曝光你"),
        rule("gap", " ?"),
    )
    found = find_wording("我就曝光你 骗子", replace(law, wording={"threat": rules, "insult": (rule("name", "骗子"),)}))
    assert [(one.rule.id, one.kind, one.words) for one in found] == [
        ("long", "threat", "就曝光"), ("after", "threat", "曝光你"), ("name", "insult", "骗子"),
    ]  # fmt: skip


def test_a_gap_without_a_number_is_of_ten() -> None:
    assert spelled_out("甲…{b}", {"b": ("乙", "丙")}) == "甲[^。！？；!?;\\n]{0,10}(?:乙|丙)"
