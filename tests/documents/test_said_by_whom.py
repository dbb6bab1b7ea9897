"""What a paper says was said, it says of the one who said it: whose words the account is, no stance nobody took, no quotation nobody spoke."""

import re
from collections.abc import Mapping
from datetime import date

import pytest

from consumer_app import issuing
from consumer_app.documents import text
from consumer_app.documents.kinds import KINDS
from consumer_app.documents.paper import Paragraph
from consumer_app.documents.paper_material import LetterMaterial, Material
from consumer_app.documents.sections import SECTIONS, account
from consumer_app.domain.case import Case, Party
from consumer_app.domain.case.document import Capacity, Representative
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.demands import in_order, is_report
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook
from consumer_app.intake.telling import with_rows

TODAY = date(2026, 11, 30)
SOFA = (
    "我妈上个月在红星一家家具店看中一套沙发，交了3000定金，11月8日回家量了放不下，店里说定金不退。我去问过，他们不理。"
)
OWN = "上个月我在红星一家家具店看中一套沙发，交了3000定金，11月8日回家量了放不下，店里说定金不退。"
NO_SELF = "在红星一家家具店看中一套沙发，交了3000定金，11月8日回家量了放不下，店里说定金不退。"
STANCE = re.compile(
    "(?<!经)本人(?:至今|已经|从未|现|并不|不|没有|拒绝|要求|请求|同意|愿意|可以提供|主张|认为|就此|有理由)[^，。；]*"
)
ONLY_IF = re.compile("[^，。；]*的(?:条款|其他条件)?$|本人可以请求[^，。；]*")


def filed_for(told: str, capacity: Capacity | None, law: LawBook) -> Case:
    helper = Representative(name="王芳", capacity=capacity, relation="女儿", phone="13800000000")
    shopper = Party(id="p1", role="shopper", name="刘桂兰", representative=helper)
    case = Case(v=2, told=told, told_on=TODAY, disputes=("deposit",), parties=(shopper,), trouble="定金不退")
    return with_rows(case, law)


def papers_of(case: Case, law: LawBook) -> dict[str, str]:
    found = assess(case, law, TODAY)
    papers = {}
    for one in found.channels:
        material = LetterMaterial(case, found, law, channel_id=one.id)
        for template in issuing.fitting_templates(material):
            papers[f"{one.id} {template.slug}"] = text.text(issuing.compose(material, "letter", template))
    papers["timeline"] = text.text(issuing.compose(Material(case, found, law), KINDS["timeline"].name))
    return papers


@pytest.mark.parametrize(
    ("capacity", "called"),
    [("guardian", "法定代理人"), ("agent", "委托代理人"), ("family", "代办人"), (None, "代办人")],
)
@pytest.mark.parametrize(
    ("told", "who"), [(SOFA, "called"), (OWN, "asker"), (NO_SELF, "nobody")], ids=["of-mother", "as-mother", "no-self"]
)
def test_every_paper_filed_for_somebody_says_whose_words_it_tells(
    real_law: LawBook, capacity: Capacity | None, called: str, told: str, who: str
) -> None:
    papers = papers_of(filed_for(told, capacity, real_law), real_law)
    assert len(papers) > 5
    for name, words in papers.items():
        assert f"事情经过由{called}讲述" in words, name
        if capacity == "guardian":
            assert "本人" not in words, (name, words)
        meant = re.findall(r"其中的“我”指(\w+)", words)
        wanted = {"called": [called], "nobody": []}.get(who)
        assert (
            (meant == wanted)
            if wanted is not None
            else (meant in (["投诉人"], ["原告"], ["举报人"], ["申请人"], ["申诉人"]))
        ), name


def test_a_rest_of_the_story_told_of_the_mother_is_not_introduced_as_her_own_words(real_law: LawBook) -> None:
    told = filed_for("我妈交了3000定金，店里说不退。", "family", real_law)
    mine = told.model_copy(update={"parties": (Party(id="p1", role="shopper", name="王芳"),)})
    assert "代办人就事情经过陈述如下" in papers_of(told, real_law)["timeline"]
    assert "本人就事情经过陈述如下" in papers_of(mine, real_law)["timeline"]


def test_the_boxes_of_a_form_say_whose_words_they_hold(real_law: LawBook) -> None:
    case = filed_for(SOFA, "family", real_law)
    material = LetterMaterial(case, assess(case, real_law, TODAY), real_law, channel_id="market-regulator")
    told = [box.text for box in issuing.channel_form(material) if "沙发" in box.text]
    assert told
    assert all(box.startswith("（事情经过由代办人讲述，其中的“我”指代办人。）") for box in told)


def test_no_answer_to_an_excuse_takes_a_stance_or_quotes_words_for_the_shopper(real_law: LawBook) -> None:
    for slug, excuse in real_law.excuses.items():
        assert "“" not in excuse.ground, slug
        assert not excuse.ground.startswith("关于"), slug
        stances = [found for found in STANCE.findall(excuse.ground) if not ONLY_IF.fullmatch(found)]
        assert not stances, (slug, stances)


def test_a_quotation_in_a_letter_is_of_the_case_or_of_a_statute(
    real_law: LawBook, examples: Mapping[str, Example]
) -> None:
    for slug, example in examples.items():
        found = assess(example.case, real_law, example.today)
        material = LetterMaterial(example.case, found, real_law, channel_id="store")
        held = re.sub(r"\s", "", example.case.model_dump_json()).replace("\\n", "").replace('\\"', '"')
        for template in issuing.fitting_templates(material)[:1]:
            paper = issuing.compose(material, "letter", template)
            for block in paper.blocks:
                if block.type == "quotation":
                    continue
                for quoted in re.findall("“([^”]*)”", text.text(paper.model_copy(update={"blocks": (block,)}))):
                    if quoted != "我" and quoted not in _of_statutes(real_law, material):
                        assert re.sub(r"\s|　", "", quoted) in held, (slug, quoted)


def _of_statutes(book: LawBook, material: LetterMaterial) -> str:
    return "".join(one.entry.ground for one in material.demands.asked if one.entry)


def test_the_same_order_of_requests_in_every_letter(real_law: LawBook, examples: Mapping[str, Example]) -> None:
    for slug, example in examples.items():
        found = assess(example.case, real_law, example.today)
        for channel in found.channels:
            asked = LetterMaterial(example.case, found, real_law, channel_id=channel.id).demands.decided.asked
            places = {put.demand.claim: n for n, put in enumerate(asked)}
            for n, put in enumerate(asked):
                if put.entry and put.entry.asks in ("refund", "return") and not put.entry.instead_of:
                    before = [one.entry for one in asked[:n] if one.entry]
                    assert not [one for one in before if one.beside or one.asks in ("compensate", "punitive", "stop")]
                for first in put.entry.instead_of if put.entry else ():
                    assert places.get(first, -1) < n, (slug, channel.id)
            assert in_order(asked[::-1]) != asked[::-1] or len(asked) < 2 or in_order(asked) == asked


def test_no_sum_is_said_to_be_less_what_was_not_taken_from_it(real_law: LawBook) -> None:
    taken = ("share_unused", "difference_of_price", "share_of_time_left")
    for slug, claim in real_law.claims.items():
        for words in (claim.request,):
            before = words.partition("{amount}")[0] if "{amount}" in words else ""
            if re.search("扣除|减去|扣减", before) and claim.remedy:
                assert claim.remedy.formula in taken or slug == "car-return-repeated", (slug, words)
            if re.search("凭据的(?:实际)?损失|有凭据的", before):
                assert claim.remedy, slug
                assert set(claim.remedy.less) <= {"refunded"}, (slug, "what may be unknown is taken off after the sum")


def test_an_authoritys_words_go_to_authorities_only(real_law: LawBook, examples: Mapping[str, Example]) -> None:
    report = real_law.words.only_report
    assert report
    for slug in ("spoiled-food", "undated-food", "cancelled-order"):
        example = examples[slug]
        case = example.case.model_copy(
            update={"demands": (Case.model_validate({"v": 2, "demands": [{"text": report}]}).demands[0],)}
        )
        found = assess(case, real_law, example.today)
        for channel in found.channels:
            material = LetterMaterial(case, found, real_law, channel_id=channel.id)
            asked = [one for one in material.demands.decided.asked if is_report(one.demand, real_law)]
            kind = real_law.channels[channel.id].kind
            assert bool(asked) == (kind in ("regulator", "postal", "hotline")), channel.id
            if kind in ("store", "platform", "other"):
                for template in issuing.fitting_templates(material):
                    assert "依法核实" not in text.text(issuing.compose(material, "letter", template)), channel.id


def test_a_sum_asked_of_another_stands_in_no_letter_to_a_business(
    real_law: LawBook, examples: Mapping[str, Example]
) -> None:
    seen = 0
    for slug, example in examples.items():
        found = assess(example.case, real_law, example.today)
        for channel in found.channels:
            material = LetterMaterial(example.case, found, real_law, channel_id=channel.id)
            others = material.demands.elsewhere
            if material.recipient is None or not others:
                continue
            (said,) = SECTIONS["elsewhere"](material)
            assert isinstance(said, Paragraph)
            assert "元" not in said.text, slug
            assert "人民币" not in said.text, slug
            assert said.text.endswith("。"), slug
            for one in others:
                assert one.text not in said.text, slug
                seen += 1
    assert seen > 50


def test_words_that_somebody_said_stand_behind_who_said_them_and_never_behind_a_remark_about_another(
    real_law: LawBook, examples: Mapping[str, Example]
) -> None:
    quoted = 0
    for one in examples.values():
        if not any(event.quote for event in one.case.events):
            continue
        material = LetterMaterial(one.case, assess(one.case, real_law, one.today), real_law, channel_id="store")
        for block in account.account(material):
            for said in re.findall("([^。“”]*)：“", block.text if isinstance(block, Paragraph) else ""):
                quoted += 1
                clauses = re.sub("（[^（）]*）|2026年[^，]*，|^[0-9:]+，", "", said)
                assert account.SAYS.search(clauses) or not account.INSIDE.search(clauses.lstrip("，")), said
    assert quoted > 20
