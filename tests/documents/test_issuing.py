"""From a case to the paper that is sent: nothing said that nobody said, every sentence traceable, frozen when issued."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

import pytest

from consumer_app import formats, issuing, paths
from consumer_app.documents import letter_templates, text
from consumer_app.documents.before_sending import concerns
from consumer_app.documents.kinds import KINDS
from consumer_app.documents.paper import Paper, Picture, Quotation, Row, Table, statements
from consumer_app.documents.paper_material import LetterMaterial, Material, NoSuchChannel
from consumer_app.domain.case import Case, Demand, Step
from consumer_app.domain.case.parts import part
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import Citation, LawBook
from consumer_app.domain.law.moments import SHANGHAI

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=SHANGHAI)
STORIES = sorted(p.parent.name for p in (paths.LEGAL_REFS / "examples").glob("*/case.json"))


def story(name: str) -> Case:
    return Case.model_validate_json((paths.LEGAL_REFS / "examples" / name / "case.json").read_text(encoding="utf-8"))


def letter(
    case: Case, book: LawBook, channel: str = "store", template: str | None = None, today: date = TODAY
) -> Paper:
    return issuing.compose(to(channel, case, book, today), "letter", template)


def to(channel: str, case: Case, book: LawBook, today: date = TODAY) -> LetterMaterial:
    return LetterMaterial(case, assess(case, book, today), book, channel_id=channel)


def made(kind: str, case: Case, book: LawBook, today: date = TODAY) -> Paper:
    return issuing.compose(Material(case, assess(case, book, today), book), kind)


def said(paper: Paper) -> str:
    return text.text(paper)


def leads_somewhere(source: str, case: Case, book: LawBook) -> bool:
    """Whether an address of the case, a citation, an entry of the law book or a line of a template is really there."""
    if source == "today":
        return True
    head, _, rest = source.partition(":")
    if head == "template":
        slug, _, line = rest.partition(":")
        return int(line) <= len(letter_templates.shipped()[slug].text.split("\n"))
    if rest and head in ("claim", "excuse", "channel", "fact", "dispute", "platform", "deadline", "voice"):
        if head == "deadline":
            owners = [*book.claims.values(), *book.channels.values(), *book.disputes.values(), *book.platforms.values()]
            return any(deadline.id == rest for owner in owners for deadline in owner.deadline)
        return rest in getattr(book, f"{head}s") or rest == "today"
    if rest:
        return Citation.parse(source).statute in book.statutes
    name, _, item = source.partition("/")
    if name == "answers":
        return case.answers.get(item) is not None
    if name == "demands":
        return int(item) < len(case.demands)
    return part(case, source) is not None


def papers(case: Case, book: LawBook, today: date) -> Iterator[Paper]:
    found = assess(case, book, today)
    for channel in book.channels:
        material = LetterMaterial(case, found, book, channel_id=channel)
        for template in issuing.fitting_templates(material):
            yield issuing.compose(material, "letter", template)
    for kind in KINDS.values():
        if not kind.to_channel:
            yield issuing.compose(Material(case, found, book), kind.name)


@pytest.mark.parametrize("name", ["spoiled_food", "warning_light"])
def test_every_sentence_leads_back_to_the_case_or_to_the_law(
    name: str, book: LawBook, request: pytest.FixtureRequest
) -> None:
    case = request.getfixturevalue(name)
    for paper in papers(case, book, TODAY):
        for words, source in statements(paper):
            assert source or not words.strip(), f"{paper.title}: {words!r} comes from nowhere"
            for one in source:
                assert leads_somewhere(one, case, book), f"{paper.title}: {words!r} names {one!r}"


@pytest.mark.parametrize("name", STORIES)
def test_every_story_gives_its_papers_and_each_sentence_of_them_leads_back(name: str, book: LawBook) -> None:
    case = story(name)
    titles = set()
    for paper in papers(case, book, TODAY):
        titles.add(paper.title)
        assert "None" not in said(paper)
        for words, source in statements(paper):
            assert source or not words.strip(), f"{paper.title}: {words!r} comes from nowhere"
            assert all(leads_somewhere(one, case, book) for one in source), (paper.title, words, source)
    assert {"证据清单", "升级清单"} <= titles


def test_the_law_is_quoted_word_for_word_in_the_text_in_force(spoiled_food: Case, book: LawBook) -> None:
    quoted = [b for b in letter(spoiled_food, book).blocks if isinstance(b, Quotation)]
    assert quoted
    for block in quoted:
        cited = Citation.parse(block.source[0])
        provision = book.provision(cited, date(2026, 10, 8), TODAY)
        assert provision
        assert block.text.endswith(f"{provision.text}”")
        assert block.label == formats.citation(cited, book, date(2026, 10, 8), TODAY)


def test_sums_stand_in_capitals_and_figures_with_their_working(spoiled_food: Case, book: LawBook) -> None:
    maker = spoiled_food.model_copy(
        update={
            "parties": (
                *spoiled_food.parties,
                spoiled_food.parties[1].model_copy(update={"id": "p9", "role": "maker", "shop": None}),
            )
        }
    )
    words = said(letter(maker, book, "maker"))
    assert "1,000.00元（人民币壹仟元整）" in words
    assert "按1000元计" in words
    assert "59.90元 × 10 = 599.00元" in words


def test_a_letter_to_the_maker_does_not_say_that_the_maker_said_what_the_shop_said(book: LawBook) -> None:
    words = said(letter(story("spoiled-food"), book, "maker"))
    assert "怎么保存的”（证据" not in words
    assert "贵方称" not in words
    assert "商家称" not in words
    assert "贵方称：“您是怎么保存的”" in said(letter(story("spoiled-food"), book))


def test_what_is_asked_of_the_maker_stands_in_no_sum_and_no_line_of_the_letter_to_the_store(
    spoiled_food: Case, book: LawBook
) -> None:
    paper = letter(spoiled_food, book)
    asked = next(b for b in paper.blocks if b.type == "items" and any("退还问题食品" in i.text for i in b.items))
    assert not any("惩罚性" in item.text for item in asked.items)
    assert "1,000.00" not in said(paper)
    assert "对生产者" in said(paper)
    assert "的请求另行向其提出，不在以上请求之内。" in said(paper)


def test_a_letter_about_answers_only_asks_no_money_and_is_still_strong(warning_light: Case, book: LawBook) -> None:
    paper = letter(warning_light, book)
    words = said(paper)
    assert paper.title == "关于请求书面说明的函"
    assert "￥" not in words
    assert "人民币" not in words
    assert "金钱给付" not in words, "nobody said that no money is wanted"
    only = warning_light.model_copy(update={"wishes": ("explanation",)})
    assert "本函不要求金钱给付" in said(letter(only, book))
    topics = [b.title for b in paper.blocks if isinstance(b, Table) and b.name == "answers"]
    assert topics == ["红色图标是什么意思：各次答复", "用什么清洗：各次答复"]
    (late,) = [b for b in paper.blocks if isinstance(b, Table) and b.name == "late"]
    assert late.rows[0].cells[1] == "2026年11月11日10:30"
    assert late.rows[0].cells[3] == "3天"
    assert sum(isinstance(b, Quotation) for b in paper.blocks) >= 3


def test_a_call_that_came_the_same_day_is_said_to_be_late_without_counting_minutes(
    spoiled_food: Case, book: LawBook
) -> None:
    (late,) = [b for b in letter(spoiled_food, book).blocks if isinstance(b, Table) and b.name == "late"]
    assert late.rows[0].cells[3] == ""


def test_a_page_is_cited_only_when_it_exists(spoiled_food: Case, book: LawBook) -> None:
    (timeline,) = [
        b for b in made("timeline", spoiled_food, book).blocks if isinstance(b, Table) and b.name == "timeline"
    ]
    assert [row.cells[3] for row in timeline.rows] == ["证据1、证据2", "证据3第2页", "证据3"]


def test_only_the_authority_that_needs_it_gets_address_and_a_blank_for_the_id_number(
    spoiled_food: Case, book: LawBook
) -> None:
    assert "文一路" not in said(letter(spoiled_food, book))
    words = said(letter(spoiled_food, book, "market-regulator"))
    assert "文一路" in words
    assert "请手写" in words
    assert "91330100MA00000000" in words


def test_the_regulator_is_not_called_your_side(book: LawBook, spoiled_food: Case) -> None:
    assert "贵方" in said(letter(spoiled_food, book))
    assert "贵方" not in said(letter(spoiled_food, book, "market-regulator"))


def test_a_case_that_knows_little_prints_blanks_and_claims_nothing(book: LawBook) -> None:
    bare = Case.model_validate({"v": 1, "disputes": ["spoiled-food"]})
    for paper in papers(bare, book, TODAY):
        words = said(paper)
        assert "None" not in words
        assert "本人系" not in words
    assert "＿＿＿" in said(letter(bare, book, template="to-store"))


def test_a_demand_the_law_excludes_is_left_out_and_a_lower_sum_is_kept(spoiled_food: Case, book: LawBook) -> None:
    found = assess(spoiled_food, book, TODAY)
    excluded = next(c.id for c in found.claims if c.status == "excluded")
    changed = spoiled_food.model_copy(
        update={
            "demands": (
                Demand(claim="food-refund", amount=Decimal("20.00")),
                Demand(claim=excluded),
                Demand(text="补开发票"),
            )
        }
    )
    words = said(letter(changed, book))
    assert "20.00元（人民币贰拾元整）" in words
    assert "补开发票" in words
    assert book.claims[excluded].title not in words


def test_the_platform_is_asked_only_what_it_decides(spoiled_food: Case, book: LawBook) -> None:
    words = said(letter(spoiled_food, book, "platform"))
    assert "惩罚性赔偿金人民币" not in words
    assert "保留另行依法主张的权利" in words


def test_an_unverified_period_is_marked_in_the_checklist_and_never_stands_in_a_letter(
    spoiled_food: Case, book: LawBook
) -> None:
    assert "未核验" in said(made("checklist", spoiled_food, book))
    assert "未核验" not in said(letter(spoiled_food, book))
    assert "未核验" not in said(letter(spoiled_food, book, "platform"))


def test_the_checklist_goes_up_in_order_and_says_which_door_closes(spoiled_food: Case, book: LawBook) -> None:
    words = said(made("checklist", spoiled_food, book))
    order = [words.index(f"步　{book.channels[c].title}") for c in ("store", "platform", "market-regulator", "court")]
    assert order == sorted(order)
    assert "会关上的门" in words
    assert "□" in words


def test_the_evidence_list_says_where_each_original_is_and_shows_each_page(spoiled_food: Case, book: LawBook) -> None:
    paper = made("evidence_list", spoiled_food, book)
    (table,) = [b for b in paper.blocks if isinstance(b, Table) and b.name == "evidence"]
    rows: dict[str, Row] = {row.cells[0]: row for row in table.rows}
    assert rows["证据2"].cells[6] == "本人家中冷冻保存"
    assert [b.caption for b in paper.blocks if isinstance(b, Picture)][:2] == [
        "证据1　腐烂火腿肠照片　第1页，共2页",
        "证据1　腐烂火腿肠照片　第2页，共2页",
    ]
    assert rows["证据1"].picture == "rotten-1"


def test_an_issued_paper_never_changes_and_keeps_its_exhibit_numbers(spoiled_food: Case, book: LawBook) -> None:
    paper = letter(spoiled_food, book)
    issued = issuing.issue(spoiled_food, paper, NOW)
    sent = spoiled_food.model_copy(update={"papers": (issued.record,)})
    new = spoiled_food.evidence[0].model_copy(update={"id": "x9", "title": "后来补的照片"})
    first = sent.events[0].model_copy(update={"what": "改过的经过", "evidence": ("x9", "x3")})
    edited = sent.model_copy(update={"evidence": (new, *sent.evidence), "events": (first, *sent.events[1:])})
    assert issuing.as_issued(edited.papers[0]) == paper
    assert "改过的经过" in said(letter(edited, book))
    assert "改过的经过" not in said(issuing.as_issued(edited.papers[0]))
    numbers = {e.evidence: e.number for e in letter(edited, book).exhibits}
    assert numbers == {"x1": 1, "x2": 2, "x3": 3, "x4": 4, "x9": 5}
    assert issued.files["pdf"].startswith(b"%PDF")
    assert issued.files["docx"].startswith(b"PK")
    assert issued.files["txt"] == text.write(paper)
    assert issued.record.template_sha256 == letter_templates.shipped()["to-store-food"].sha256
    assert issued.record.reply_by == date(2026, 11, 29)


def test_an_own_template_goes_the_same_way(spoiled_food: Case, book: LawBook) -> None:
    own = "---\ntitle: 我的\nheading: 告知函\nchannels: store\n---\n订单{{ order.no }}。\n\n[[demands]]\n"
    paper = letter(spoiled_food, book, template=own)
    assert paper.title == "告知函"
    assert "订单3141592653589。" in said(paper)
    with pytest.raises(letter_templates.TemplateRefused):
        letter(spoiled_food, book, template=own + "{{ x }}\n")


def test_what_cannot_be_composed_says_which_name_is_wrong(spoiled_food: Case, book: LawBook) -> None:
    with pytest.raises(NoSuchChannel) as channel:
        letter(spoiled_food, book, "nowhere")
    assert channel.value.name == "nowhere"
    with pytest.raises(issuing.NotComposed) as nobody:
        made("letter", spoiled_food, book)
    assert nobody.value.reason == "channel"
    with pytest.raises(issuing.NotComposed) as kind:
        made("bundle", spoiled_food, book)
    assert (kind.value.reason, kind.value.name) == ("kind", "bundle")
    with pytest.raises(issuing.NotComposed) as template:
        letter(spoiled_food, book, template="nothing")
    assert template.value.reason == "template"


def test_a_channel_form_is_filled_and_a_short_box_ends_with_a_whole_sentence(spoiled_food: Case, book: LawBook) -> None:
    fields = {field.label: field for field in issuing.channel_form(to("market-regulator", spoiled_food, book))}
    assert fields["投诉人姓名"].text == "李䶮"
    assert fields["被投诉人名称"].text == "杭州老街食品有限公司"
    short = next(f for f in fields.values() if f.max_chars)
    assert not short.over
    assert short.text.endswith("。")


def test_earlier_steps_stand_in_the_next_letter(spoiled_food: Case, book: LawBook) -> None:
    step = Step(
        id="s1",
        channel="store",
        done_on=date(2026, 10, 22),
        reference="GD-1",
        reply="不同意",
        replied_on=date(2026, 10, 25),
    )
    words = said(letter(spoiled_food.model_copy(update={"steps": (step,)}), book, "market-regulator"))
    assert re.search(r"2026年10月22日.*GD-1.*不同意", words)


def test_the_coming_deadlines_become_a_calendar_without_names(spoiled_food: Case, book: LawBook) -> None:
    data = issuing.deadlines(assess(spoiled_food, book, TODAY), book).decode()
    assert "BEGIN:VEVENT" in data
    assert "李䶮" not in data
    assert "3141592653589" not in data


def test_a_paper_says_nothing_outside_its_json(spoiled_food: Case, book: LawBook) -> None:
    paper = letter(spoiled_food, book)
    assert Paper.model_validate(json.loads(paper.model_dump_json())) == paper
    assert issuing.digest(paper) == issuing.digest(letter(spoiled_food, book))


def test_before_sending_it_says_what_is_blank_too_high_or_left_out(spoiled_food: Case, book: LawBook) -> None:
    assert not [c for c in concerns(to("store", spoiled_food, book)) if c.kind in ("missing", "too_high")]
    nameless = spoiled_food.model_copy(
        update={
            "parties": spoiled_food.parties[1:],
            "demands": (Demand(claim="food-refund", amount=Decimal("99.00")), Demand(claim="food-punitive-maker")),
        }
    )
    found = concerns(to("market-regulator", nameless, book))
    assert any(c.kind == "missing" and c.part == "shopper" and "姓名" in c.text for c in found)
    assert any(c.kind == "too_high" and "59.90元" in c.text for c in found)
    assert any(c.kind == "left_out" and "生产者" in c.text for c in found)
    none = spoiled_food.model_copy(update={"demands": ()})
    assert any(c.kind == "not_chosen" for c in concerns(to("store", none, book)))


def test_where_money_was_wished_there_is_no_letter_that_asks_for_none(warning_light: Case, book: LawBook) -> None:
    def offered(*wishes: str) -> list[str]:
        case = warning_light.model_copy(update={"wishes": wishes})
        assert not to("store", case, book).demands.asks_money
        return [template.slug for template in issuing.fitting_templates(to("store", case, book))]

    assert offered()[0] == offered("explanation")[0] == "to-store-information"
    for wish in ("refund", "compensate"):
        assert offered("explanation", wish)[0] == "to-store"
        assert "to-store-information" not in offered("explanation", wish)


def test_before_a_court_the_sides_are_plaintiff_and_defendant_with_their_addresses(book: LawBook) -> None:
    words = said(letter(story("spoiled-food"), book, "court"))
    assert "原告：林晓" in words
    assert "通讯地址：示例省" in words
    assert "被告（生产者）：示例县丰禾肉制品有限公司" in words
    assert "投诉人" not in words


UNDONE = re.compile(
    r"None|[{}]|\[\[|\]\]|（）|《》|“”|「」|。。|，，|；；|、、|；。|，。|：。|、。|。，|。、|（，|（、|：；"
)
"""What no paper says: a mark of a template, nothing in brackets, two marks of punctuation together."""
BY_HAND = re.compile(
    "签　名：＿+|[一-龥]*证件号码：＿+（请手写|致：＿+$|＿+[^＿]{0,10}：$|此致　＿+人民法院|案号：＿+（见传票）|□ 办完了：|交件人＿|收件人＿"
)
"""What even a full case leaves to be written by hand: signatures, identity numbers, whom it is put to where the case cannot know."""


@pytest.mark.drill
def test_every_paper_of_every_example_for_every_channel_is_whole_and_leads_back(
    book: LawBook, examples: Mapping[str, Example]
) -> None:
    wrong, made_of = [], Counter[str]()
    for slug, example in examples.items():
        for paper in papers(example.case, book, example.today):
            made_of[slug] += 1
            where, words = f"{slug}: {paper.title} ({paper.channel})", said(paper)
            wrong += [f"{where} says nothing"] if len(words) < 40 else []
            wrong += [
                f"{where} says {words[max(0, hit.start() - 20) : hit.end() + 10]!r}" for hit in UNDONE.finditer(words)
            ]
            for statement, sources in statements(paper):
                wrong += [] if sources or not statement.strip() else [f"{where}: {statement!r} comes from nowhere"]
                wrong += [
                    f"{where}: {statement!r} names {one!r}"
                    for one in sources
                    if not leads_somewhere(one, example.case, book)
                ]
            if example.files:
                blank = [line for line in words.splitlines() if "＿" in line and not BY_HAND.search(line)]
                wrong += [f"{where} leaves blank what the case knows: {line}" for line in blank]
    assert wrong == []
    assert set(made_of) == set(examples)
    assert min(made_of.values()) > 3
