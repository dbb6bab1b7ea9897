"""What a clerk with two minutes, a platform's agent and a judge's assistant would send back, and what they find instead."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pypdfium2
import pytest

from consumer_app import issuing
from consumer_app.documents import pdf, text
from consumer_app.documents.paper import Paper, Paragraph, Picture, Quotation, Table, statements
from consumer_app.documents.paper_material import LetterMaterial, Material
from consumer_app.domain.case import Case, Demand
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def stories(examples: Mapping[str, Example]) -> dict[str, Example]:
    return {slug: story for slug, story in examples.items() if story.files}


def letter(story: Example, book: LawBook, channel: str, template: str | None = None) -> Paper:
    return written(story.case, channel, book, story.today, template)


def to(channel: str, case: Case, book: LawBook, today: date) -> LetterMaterial:
    return LetterMaterial(case, assess(case, book, today), book, channel_id=channel)


def written(case: Case, channel: str, book: LawBook, today: date, template: str | None = None) -> Paper:
    return issuing.compose(to(channel, case, book, today), "letter", template)


def made(kind: str, case: Case, book: LawBook, today: date) -> Paper:
    return issuing.compose(Material(case, assess(case, book, today), book), kind)


def changed(case: Case, **parts: Any) -> Case:
    return case.model_copy(update=parts)


def table(paper: Paper, name: str) -> Table:
    return next(block for block in paper.blocks if isinstance(block, Table) and block.name == name)


def test_a_clerk_finds_who_what_when_how_much_and_what_is_asked_before_anything_else(
    stories: dict[str, Example], book: LawBook
) -> None:
    words = text.text(letter(stories["spoiled-food"], book, "market-regulator"))
    opening = words[: words.index("一、投诉人与被投诉人")]
    for needed in (
        "投诉人于2026年9月26日在“好味道零食铺（示例）”购买火腿肠",
        "实付59.90元",
        "涉案食品感官性状异常",
        "11月2日，被投诉人客服答复：“已过售后期了，无法核实，最多退三分之一”",
        "由被投诉人自达成调解协议之日起七日内：",
        "1.退还问题食品的价款17.97元（人民币壹拾柒元玖角柒分）",
        "对生产者示例县丰禾肉制品有限公司的请求另行向其提出",
    ):
        assert needed in opening


def test_a_shop_reads_what_is_asked_and_by_which_day_before_anything_else(
    stories: dict[str, Example], book: LawBook
) -> None:
    for story in stories.values():
        words = text.text(letter(story, book, "store"))
        opening = words[: words.index("一、")]
        assert re.search(r"请贵方于2026年\d+月\d+日（星期.）24时前", opening)
        assert "\n1." in opening


def test_a_paper_speaks_to_its_reader_and_of_itself_as_its_voice_says(
    examples: Mapping[str, Example], book: LawBook
) -> None:
    """Every paper of every example, at every channel that has one."""
    strange = {
        "business": ("被投诉人应当", "投诉人系", "涉嫌"),
        "complaint": ("贵方", "本函", "本人", "涉嫌"),
        "hotline": ("贵方", "本函", "本人", "涉嫌"),
        "appeal": ("贵方", "本函", "本人", "涉嫌"),
        "mediation": ("贵方", "本函", "本人", "涉嫌"),
        "pleading": ("贵方", "本函", "本人", "涉嫌", "请贵", "投诉人"),
        "defence": ("贵方", "本函", "本人", "涉嫌", "请贵"),
        "report": ("贵方", "本函", "本人", "投诉人"),
        "platform": ("贵方", "本函", "涉嫌", "投诉人"),
    }
    seen = set()
    for slug, example in examples.items():
        found = assess(example.case, book, example.today)
        own = f"{example.case.model_dump(mode='json')}"
        for channel in found.channels:
            material = LetterMaterial(example.case, found, book, channel_id=channel.id)
            for template in issuing.fitting_templates(material)[:1]:
                paper = issuing.compose(material, "letter", template)
                seen.add(material.channel.voice)
                for block in paper.blocks:
                    if block.type == "quotation":
                        continue
                    words = re.sub("“[^”]*”", "", text.text(paper.model_copy(update={"blocks": (block,)})))
                    for word in strange[material.channel.voice]:
                        assert word not in words or word in own, (slug, channel.id, word, words)
    assert seen >= {"business", "complaint", "appeal", "pleading", "report", "platform"}


def test_what_is_asked_of_the_platform_stands_in_no_letter_about_the_shop(
    stories: dict[str, Example], book: LawBook
) -> None:
    story = stories["undated-food"]
    asked = {book.claims[d.claim].against for d in story.case.demands if d.claim}
    assert "platform" in asked
    assert "人工复核" in text.text(letter(story, book, "platform-appeal"))
    for channel in ("market-regulator", "court", "consumer-association"):
        assert "人工复核" not in text.text(letter(story, book, channel))


def test_a_platform_of_which_alone_something_is_asked_is_the_one_complained_of(
    stories: dict[str, Example], book: LawBook
) -> None:
    story = stories["undated-food"]
    case = changed(story.case, demands=(Demand(claim="platform-review"),))
    paper = written(case, "market-regulator", book, story.today)
    labels = [row.cells[0] for row in table(paper, "parties").rows]
    assert "被投诉人（平台）" in labels
    assert "被投诉人" not in labels


def test_the_sides_of_a_report_are_called_as_reports_call_them(stories: dict[str, Example], book: LawBook) -> None:
    for story in (stories["spoiled-food"], stories["wrong-installation"]):
        words = text.text(letter(story, book, "market-regulator-report"))
        assert "举报人：林" in words
        assert "被举报人：示例" in words
        assert "投诉人" not in words


def test_nobody_but_the_business_itself_is_called_your_side(stories: dict[str, Example], book: LawBook) -> None:
    for story in stories.values():
        for channel in ("platform", "platform-appeal", "market-regulator", "court", "people-mediation"):
            for template in issuing.fitting_templates(to(channel, story.case, book, story.today)):
                paper = letter(story, book, channel, template.slug)
                for words, source in statements(paper):
                    own = any(one.startswith(("events/", "demands/", "told")) for one in source)
                    assert own or "贵方" not in words, (channel, template.slug, words)


def test_between_private_people_there_is_a_buyer_and_a_seller_and_no_consumer(
    examples: Mapping[str, Example], book: LawBook
) -> None:
    seen = 0
    for example in examples.values():
        found = assess(example.case, book, example.today)
        material = LetterMaterial(example.case, found, book, channel_id="store")
        if found.claims and example.case.answers.get("seller_is_business") is False and material.demands.asked:
            words = text.text(issuing.compose(material, "letter"))
            assert "买方：" in words
            assert "投诉人" not in words
            assert "贵方" in words
            seen += 1
    assert seen > 2


def test_a_shop_is_not_told_that_it_said_what_the_platform_said(stories: dict[str, Example], book: LawBook) -> None:
    assert not re.search("称：“[^”]*外包装已标注生产日期", text.text(letter(stories["undated-food"], book, "store")))
    words = text.text(letter(stories["undated-food"], book, "market-regulator"))
    assert "被投诉人称：“外盒有日期就行”（证据5）" in words
    assert re.search("平台称：“[^”]*外包装已标注生产日期[^”]*”（证据6）", words)
    assert not re.search("被投诉人称：“[^”]*外包装已标注生产日期", words)
    story = stories["wrong-installation"]
    installer = next(party.id for party in story.case.parties if party.role == "installer")
    said = tuple(
        event.model_copy(update={"quote": "没有相应流程。"}) if event.actor == installer and event.quote else event
        for event in story.case.events
    )
    words = text.text(written(changed(story.case, events=said), "store", book, story.today))
    assert "安装方称：“没有相应流程”" in words


def test_an_excuse_heard_three_times_names_each_exhibit_once(stories: dict[str, Example], book: LawBook) -> None:
    for line in text.text(letter(stories["cancelled-order"], book, "store")).splitlines():
        for cited in re.findall("（(证据[^（）]*)）", line):
            numbers = [int(number) for number in re.findall(r"证据(\d+)", cited)]
            assert numbers == sorted(set(numbers)), cited


def test_a_demand_in_the_alternative_says_which_it_stands_for(stories: dict[str, Example], book: LawBook) -> None:
    words = text.text(letter(stories["cancelled-order"], book, "store"))
    assert "若第1项未履行，则" in words
    assert re.search("若第1项未履行，则[^；]*600.00元", words)
    assert re.search("若第[12]项(?:未履行|请求未获支持)，则[^；]*128.00元", words)
    assert "合计不含作为替代请求的第3项。" in words


def test_each_provision_is_quoted_once_and_the_rest_named_in_one_line(
    stories: dict[str, Example], book: LawBook
) -> None:
    for story in stories.values():
        paper = letter(story, book, "market-regulator")
        labels = [block.label for block in paper.blocks if isinstance(block, Quotation)]
        assert len(labels) == len(set(labels))
        also = [b.text for b in paper.blocks if isinstance(b, Paragraph) and b.text.startswith("并参见")]
        assert len(also) <= 1


def test_the_letter_for_a_name_and_address_quotes_that_duty_and_no_other(
    stories: dict[str, Example], book: LawBook
) -> None:
    story = stories["undated-food"]
    seller = next(p for p in story.case.parties if p.role == "seller")
    unnamed = seller.model_copy(update={"registered_name": None, "licence_no": None, "address": None})
    case = changed(story.case, parties=tuple(unnamed if p.id == seller.id else p for p in story.case.parties))
    paper = written(case, "platform", book, story.today, "to-platform-identity")
    named = [b.source for b in paper.blocks if isinstance(b, Paragraph) and b.text.startswith("《")]
    assert named == [tuple(str(c) for c in book.claims["platform-discloses-seller"].basis)]
    fitting = issuing.fitting_templates(to("platform", story.case, book, story.today))
    assert "to-platform-identity" not in [template.slug for template in fitting]


def test_a_court_reads_of_those_it_is_asked_to_order_and_where_to_sign(
    stories: dict[str, Example], book: LawBook
) -> None:
    paper = letter(stories["dented-appliance"], book, "court")
    labels = [row.cells[0] for row in table(paper, "parties").rows]
    assert labels == ["原告", "被告", "原告证件号码", *labels[3:]]
    assert not {"承运人", "安装方", "交易平台"} & set(labels)
    words = text.text(paper)
    assert words.index("请求的依据") < words.index("此致　＿") < words.index("具状人：林小满")


def test_a_recording_is_listed_with_its_file_and_the_head_of_its_hash(spoiled_food: Case, book: LawBook) -> None:
    chat = spoiled_food.evidence[2]
    (file,) = chat.files
    recording = chat.model_copy(
        update={
            "kind": "audio",
            "passage": "第35秒：“最多退三分之一”",
            "kept_at": "本人手机",
            "files": (
                file.model_copy(
                    update={"name": "来电.m4a", "sha256": "ab12cd34" + "0" * 56, "page_count": 0, "pages": ()}
                ),
            ),
        }
    )
    case = changed(spoiled_food, evidence=(*spoiled_food.evidence[:2], recording, *spoiled_food.evidence[3:]))
    row = table(made("evidence_list", case, book, TODAY), "evidence").rows[2]
    assert row.cells[4].endswith("要点：第35秒：“最多退三分之一”")
    assert row.cells[6] == "本人手机\n文件来电.m4a，校验码ab12cd34"


def test_the_pages_of_an_exhibit_of_several_files_are_counted_through(spoiled_food: Case, book: LawBook) -> None:
    item = next(one for one in spoiled_food.evidence if one.page_count == 1)
    (file,) = item.files
    more = file.model_copy(
        update={"blob": "c" * 32, "sha256": "1" * 64, "pages": ("d" * 32, "e" * 32), "page_count": 2}
    )
    several = item.model_copy(update={"files": (file, more)})
    case = changed(spoiled_food, evidence=tuple(several if one is item else one for one in spoiled_food.evidence))
    paper = made("evidence_list", case, book, TODAY)
    captions = [block.caption for block in paper.blocks if isinstance(block, Picture) and item.title in block.caption]
    assert [caption.partition("　第")[2] for caption in captions] == ["1页，共3页", "2页，共3页", "3页，共3页"]
    assert [block.asset for block in paper.blocks if isinstance(block, Picture)].count("e" * 32) == 1


def test_a_case_only_told_is_told_in_every_letter(spoiled_food: Case, book: LawBook) -> None:
    told = "上月在网上买了一箱火腿肠\n打开有两支是烂的，客服只肯退五块钱"
    case = changed(spoiled_food, told=told, events=(), promises=(), evidence=())
    for channel in ("store", "platform", "market-regulator", "court"):
        paper = written(case, channel, book, TODAY)
        words = text.text(paper)
        assert f"就事情经过陈述如下：\n{told}" in words
        assert "系为生活消费需要购买；" in words
        assert "附件" not in words
        assert "None" not in words
        assert pdf.write(paper).complaints == ()


def test_with_sixty_exhibits_the_letter_names_the_first_and_the_last(spoiled_food: Case, book: LawBook) -> None:
    many = tuple(
        spoiled_food.evidence[0].model_copy(update={"id": f"y{n}", "title": f"截图{n}", "files": ()})
        for n in range(1, 57)
    )
    case = changed(spoiled_food, evidence=(*spoiled_food.evidence, *many))
    words = text.text(written(case, "store", book, TODAY))
    assert "附件：证据清单一份；证据1至证据60。" in words
    listed = made("evidence_list", case, book, TODAY)
    assert len(table(listed, "evidence").rows) == 60


def test_a_paste_of_forty_lines_does_not_take_a_page_by_itself(spoiled_food: Case, book: LawBook) -> None:
    pasted = "\n".join(f"第{n}条消息" for n in range(1, 41))
    event = spoiled_food.events[1].model_copy(update={"quote": pasted})
    case = changed(spoiled_food, events=(spoiled_food.events[0], event))
    cell = table(made("timeline", case, book, TODAY), "timeline").rows[1].cells[2]
    assert "第1条消息　第2条消息" in cell
    assert "第40条消息”" in cell
    assert "\n" not in cell


def test_a_long_quotation_is_its_first_sentences_and_the_rest_stands_in_its_exhibit(
    spoiled_food: Case, book: LawBook
) -> None:
    pasted = "亲，这个我们不管。" * 40
    event = spoiled_food.events[1].model_copy(update={"quote": pasted})
    words = text.text(written(changed(spoiled_food, events=(spoiled_food.events[0], event)), "store", book, TODAY))
    assert re.search(r"亲，这个我们不管”（全文见证据\d+(?:第\d+页)?）", words)
    assert "亲，这个我们不管。" * 15 not in words


def test_the_checklist_says_that_a_maker_elsewhere_needs_a_complaint_of_its_own(
    stories: dict[str, Example], book: LawBook
) -> None:
    story = stories["spoiled-food"]
    words = text.text(made("checklist", story.case, book, story.today))
    assert "生产者不在同一个县的，另写一份" in words
    assert "对生产者示例县丰禾肉制品有限公司的请求另行向其提出" in text.text(letter(story, book, "market-regulator"))


def test_no_letter_takes_more_paper_than_a_clerk_will_read(stories: dict[str, Example], book: LawBook) -> None:
    for slug, story in stories.items():
        checklist = made("checklist", story.case, book, story.today)
        for paper, most in ((letter(story, book, "market-regulator"), 4), (checklist, 3)):
            assert len(pypdfium2.PdfDocument(pdf.write(paper).data)) <= most, (slug, paper.title)


def test_a_signature_never_stands_alone_on_a_page(stories: dict[str, Example], book: LawBook) -> None:
    story = stories["false-material"]
    for lines in range(0, 40, 6):
        case = changed(story.case, told="字\n" * lines + "完", events=())
        document = pypdfium2.PdfDocument(pdf.write(written(case, "store", book, story.today)).data)
        last = document[len(document) - 1].get_textpage().get_text_range()
        assert len(last[: last.index("投诉人：")].strip()) > 10, lines
