"""Papers say what of the story no row holds, behind the rows, as it was told, without what was left out."""

from datetime import date, timedelta

from consumer_app import formats, issuing
from consumer_app.documents import gist
from consumer_app.documents.paper import Paragraph, Quotation, Table
from consumer_app.documents.paper_material import LetterMaterial, Material
from consumer_app.documents.sections import account, story
from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.law import LawBook
from consumer_app.intake.telling import with_rows

TODAY = date(2026, 11, 30)


def case(told: str, law: LawBook) -> Case:
    return with_rows(Case(v=2, told=told, told_on=TODAY, disputes=("quality-defect",)), law)


def material(told: str, law: LawBook) -> Material:
    found = case(told, law)
    return Material(found, assess(found, law, TODAY), law)


def test_the_rest_stands_behind_the_rows_as_it_was_told(real_law: LawBook) -> None:
    table, lead, rest = story.timeline(
        material("鞋是送人的。\n10月9日鞋底断了，没法穿。怎么办呢？\n料子也不好", real_law)
    )
    assert isinstance(table, Table)
    assert isinstance(lead, Paragraph)
    assert isinstance(rest, Quotation)
    assert [row.cells[2] for row in table.rows] == ["10月9日鞋底断了，没法穿。"]
    assert (lead.text, rest.text) == ("其他情况，本人陈述如下：", "鞋是送人的。\n料子也不好")


def test_a_story_without_rows_is_told_whole_but_for_what_is_left_out(real_law: LawBook) -> None:
    lead, told = story.timeline(material("鞋底断了，没法穿。这可怎么办呢？", real_law))
    assert isinstance(lead, Paragraph)
    assert isinstance(told, Quotation)
    assert (lead.text, told.text) == ("本人就事情经过陈述如下：", "鞋底断了，没法穿。")


def test_words_that_a_row_quotes_itself_are_not_quoted_again(real_law: LawBook) -> None:
    table, *_ = story.timeline(material("10月9日店长说：「穿过的不退。」", real_law))
    assert isinstance(table, Table)
    assert table.rows[0].cells[2] == "10月9日店长说：「穿过的不退。」"


def test_the_box_of_a_channel_has_the_rows_and_the_rest_and_is_never_empty(real_law: LawBook) -> None:
    found = case("昨天收到的鞋。鞋底断了，没法穿。\n料子也不好", real_law)
    letter = LetterMaterial(found, assess(found, real_law, TODAY), real_law, channel_id="market-regulator")
    texts = [field.text for field in issuing.channel_form(letter)]
    assert "昨天（2026年11月29日）收到的鞋。鞋底断了，没法穿。料子也不好。" in texts


def test_the_head_of_a_letter_says_what_is_wrong_in_the_shoppers_line(real_law: LawBook) -> None:
    found = case("鞋底断了", real_law).model_copy(update={"trouble": "穿了九天鞋底断了"})
    letter = LetterMaterial(found, assess(found, real_law, TODAY), real_law, channel_id="store")
    (trouble,) = [one for one in gist.head(letter) if one.kind == "trouble"]
    assert trouble.text == "穿了九天鞋底断了。"
    assert trouble.source == ("trouble",)


def test_a_day_in_the_shoppers_line_that_is_meant_from_when_it_was_told_has_its_date_behind_it(
    real_law: LawBook,
) -> None:
    found = case("鞋底断了", real_law).model_copy(
        update={"trouble": "昨天航空公司发短信说航班取消了", "told_on": TODAY}
    )
    letter = LetterMaterial(found, assess(found, real_law, TODAY), real_law, channel_id="store")
    (trouble,) = [one for one in gist.head(letter) if one.kind == "trouble"]
    assert trouble.text == f"昨天（{formats.day(TODAY - timedelta(days=1))}）航空公司发短信说航班取消了。"


def test_nobody_is_named_beside_what_the_shopper_tells_of_their_own_doing(real_law: LawBook) -> None:
    table, *_ = story.timeline(material("我10月9日在鞋店买的鞋。\n10月20日店长说不退。", real_law))
    assert isinstance(table, Table)
    assert [row.cells[1] for row in table.rows] == ["", "店长"]


def test_a_report_and_a_complaint_tell_the_matter_without_the_bare_wish_which_stands_among_the_requests(
    real_law: LawBook,
) -> None:
    found = case("床垫睡了三天就塌了一块，我想退货退款。\n店里没有挂执照", real_law)
    report = LetterMaterial(found, assess(found, real_law, TODAY), real_law, channel_id="market-regulator-report")
    assert story.as_told(report) == "床垫睡了三天就塌了一块。\n店里没有挂执照"
    complaint = LetterMaterial(found, assess(found, real_law, TODAY), real_law, channel_id="market-regulator")
    assert story.as_told(complaint) == "床垫睡了三天就塌了一块。\n店里没有挂执照"


def test_a_sentence_that_names_its_own_day_has_the_date_behind_that_word_and_no_other_before_it(
    real_law: LawBook,
) -> None:
    def told(words: str) -> str:
        found = case(words, real_law)
        letter = LetterMaterial(found, assess(found, real_law, TODAY), real_law, channel_id="store")
        return "".join(getattr(block, "text", "") for block in account.account(letter))

    assert told("我昨天收到的鞋，鞋底断了。") == "我昨天（2026年11月29日）收到的鞋，鞋底断了。"
    both = told("我在携程订了12月6号的酒店，结果孩子昨天发烧住院去不了。")
    assert both == "我在携程订了12月6号的酒店，结果孩子昨天（2026年11月29日）发烧住院去不了。"
    assert told("昨天收到的鞋，前天就说发了。") == "前天（2026年11月28日）就说发了。昨天（2026年11月29日）收到的鞋。"
