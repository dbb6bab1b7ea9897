"""What is told to whom: events, exhibits and requests of the examples by the channel's own data, and papers that nobody could use."""

import random
import re
from collections.abc import Iterator, Mapping

import pytest

from consumer_app import issuing
from consumer_app.documents import gist, text
from consumer_app.documents.paper import BLANK, Items, statements
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.documents.refusals import refusals
from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook

QUOTED = re.compile("“[^”]*”")


def to(channel: str, case: Case, book: LawBook, example: Example) -> LetterMaterial:
    return LetterMaterial(case, assess(case, book, example.today), book, channel_id=channel)


def with_files(examples: Mapping[str, Example]) -> dict[str, Example]:
    return {slug: one for slug, one in examples.items() if one.files}


def open_letters(example: Example, book: LawBook) -> Iterator[LetterMaterial]:
    found = assess(example.case, book, example.today)
    for one in found.channels:
        if one.door == "open":
            material = LetterMaterial(example.case, found, book, channel_id=one.id)
            if not refusals(material):
                yield material


def test_a_failed_complaint_to_an_authority_is_not_told_to_the_shop_and_its_exhibit_stays_at_home(
    examples: Mapping[str, Example], real_law: LawBook
) -> None:
    example = examples["cancelled-order"]
    shop = text.text(issuing.compose(to("store", example.case, real_law, example), "letter"))
    clerk = text.text(issuing.compose(to("market-regulator", example.case, real_law, example), "letter"))
    assert "12315网站" not in shop
    assert "证据1至证据8、证据10" in shop
    assert "12315网站" in clerk


def test_no_letter_tells_of_somebody_whom_its_reader_is_not_to_hear_of(
    examples: Mapping[str, Example], real_law: LawBook
) -> None:
    for slug, example in with_files(examples).items():
        for material in open_letters(example, real_law):
            hears = material.channel.hears
            told = {s for _, source in statements(issuing.compose(material, "letter")) for s in source}
            for event in example.case.events if hears else ():
                party = material.party(event.actor)
                if party and party.role not in ("shopper", *hears):
                    assert f"events/{event.id}" not in told, (slug, material.channel_id, event.what)


def test_a_maker_is_told_neither_of_the_shops_insults_nor_of_a_platforms_chat_window(
    examples: Mapping[str, Example], real_law: LawBook
) -> None:
    example = examples["spoiled-food"]
    words = text.text(issuing.compose(to("maker", example.case, real_law, example), "letter"))
    assert "讹钱" not in words
    assert "平台聊天窗口内。" not in words
    assert "下单购买火腿肠" in words


def test_of_two_defendants_each_sentence_says_which(examples: Mapping[str, Example], real_law: LawBook) -> None:
    example = examples["spoiled-food"]
    words = text.text(issuing.compose(to("court", example.case, real_law, example), "letter"))
    assert "被告（商家）称：" in words
    assert "被告称：" not in words


def test_words_of_ones_own_stand_as_what_was_said_where_they_are_no_thing_to_do(
    examples: Mapping[str, Example], real_law: LawBook
) -> None:
    for slug, example in with_files(examples).items():
        for material in open_letters(example, real_law):
            for one in material.demands.asked:
                plain = QUOTED.sub("", one.text)
                assert "请" not in plain.replace("请求", "").replace("申请", ""), (slug, one.text)
    example = examples["false-material"]
    words = text.text(issuing.compose(to("store", example.case, real_law, example), "letter"))
    assert "满足本人的以下要求（原话）：“退货的寄回运费由店铺承担，请安排上门取件或者到付”" in words


def test_an_admission_stands_before_the_last_answer(examples: Mapping[str, Example], real_law: LawBook) -> None:
    example = examples["false-material"]
    said = [one.text for one in gist.head(to("court", example.case, real_law, example)) if one.kind == "answer"]
    assert "我们都知道" in said[0]


@pytest.mark.parametrize(
    ("words", "admits"),
    [
        ("这是我们的问题，给您退", True),
        ("之前专员的说法有误", True),
        ("这不是我们的问题", False),
        ("我们没有承认过", False),
    ],
)
def test_an_admission_is_none_behind_a_no(words: str, admits: bool, real_law: LawBook) -> None:
    assert real_law.words.admits(words) is admits


def test_a_platform_is_not_written_to_for_its_help_alone(examples: Mapping[str, Example], real_law: LawBook) -> None:
    example = examples["price-discrimination-new-user-coupon"]
    assert [one.kind for one in refusals(to("platform", example.case, real_law, example))]


def test_an_answer_to_a_suit_goes_to_the_court_that_has_it_and_to_no_shop(
    examples: Mapping[str, Example], real_law: LawBook
) -> None:
    example = examples["sued-for-a-true-review"]
    assert "no_demand" in [one.kind for one in refusals(to("store", example.case, real_law, example))]
    assert refusals(to("court-defence", example.case, real_law, example)) == ()


def test_what_opens_a_letter_is_not_said_again_below(examples: Mapping[str, Example], real_law: LawBook) -> None:
    for slug in ("spoiled-food", "wrong-installation", "two-of-three-sent"):
        example = examples[slug]
        material = to("store", example.case, real_law, example)
        opening = next(one.text for one in gist.head(material) if one.kind == "trouble")
        words = text.text(issuing.compose(material, "letter"))
        for clause in opening.rstrip("。").split("；"):
            assert words.count(clause) == 1, (slug, clause)


def generated(example: Example, book: LawBook, rnd: random.Random) -> Case:
    """The case of an example with other answers to the questions that are answered by yes or no, or one of several."""
    answers = dict(example.case.answers)
    for slug in example.case.disputes:
        for name in book.disputes[slug].facts if slug in book.disputes else ():
            fact = book.facts[name]
            if fact.source is None and fact.kind in ("yes_no", "choice") and rnd.random() < 0.5:
                answers[name] = rnd.choice([True, False] if fact.kind == "yes_no" else sorted(fact.choices))
    return example.case.model_copy(update={"answers": answers})


@pytest.mark.drill
def test_papers_of_generated_cases_say_only_what_was_answered(
    examples: Mapping[str, Example], real_law: LawBook
) -> None:
    from tests.documents.test_never_said import never_said, unfounded

    rnd, faults = random.Random(11), []
    firsts = {example.case.disputes[0]: one for one, example in sorted(examples.items()) if example.case.disputes}
    for slug in firsts.values():
        example = examples[slug]
        case = generated(example, real_law, rnd)
        for one in assess(case, real_law, example.today).channels:
            material = to(one.id, case, real_law, example)
            refused = refusals(material)
            faults += [f"{slug} {one.id}: {no.text}" for no in refused if no.part is None and no.kind != "door"]
            if refused or not (fitting := issuing.fitting_templates(material)):
                continue
            material = material.written_by(fitting[0])
            paper = issuing.compose(material, "letter", fitting[0])
            faults += [f"{slug} {one.id}: {it}" for it in (*never_said(material, paper), *unfounded(material, paper))]
            sources = [words for words, source in statements(paper) if not source]
            faults += [f"{slug} {one.id}: without source: {words}" for words in sources]
            for block in paper.blocks:
                for item in block.items if isinstance(block, Items) else ():
                    amounts = re.findall(r"\d[\d,]*\.\d\d元（人民币", item.text)
                    doubled = len(amounts) > 1 or f"{BLANK}{BLANK}{BLANK}" in item.text
                    faults += [f"{slug} {one.id}: {item.text}"] if doubled else []
    assert faults == []
