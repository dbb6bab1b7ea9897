from consumer_app.domain.law import LawBook
from consumer_app.domain.wording import find_wording


def test_words_a_letter_must_not_say_are_found_where_they_stand(law: LawBook) -> None:
    text = "你们不赔我就曝光。已付59元。"
    (found,) = find_wording(text, law)
    assert text[found.start : found.end] == found.words == "不赔我就曝光"
    assert found.rule.instead == "我将依法通过12315、诉讼等途径解决"


def test_plain_words_pass(law: LawBook) -> None:
    assert find_wording("如协商不成，我将依法通过诉讼等途径解决。", law) == ()
    assert find_wording("", law) == ()
