"""What no paper says to its reader: a corpus of words, walked over the papers of the examples, and what a sentence of ours must rest on."""

import re
from collections.abc import Iterator, Mapping

import pytest

from consumer_app import issuing
from consumer_app.documents import letter_templates, text
from consumer_app.documents.paper import Items, Paper, Source, statements
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook

QUOTED = re.compile("“[^”]*”|「[^」]*」|《[^》]*》")
OF_THE_CASE = ("events/", "promises/", "trouble", "told", "order", "evidence/", "steps/", "parties")
NOBODY = ("或者看不清", "跑路", "霸王条款", "砍单", "被坑", "纠纷类型", "前后不一致的", "商家自己的网站", "{", "}")
"""Labels of the site, statutes' alternatives, marks of ours."""
THIRD = ("贵方", "本函", "本人")
"""What is said to the business itself, or in one's own person, and not to whoever decides or helps."""
PLEA = re.compile("(?<!申)(?<!邀)(?<!聘)(?<!另)请(?!求|手写|贵局依法核查|依法(?:判决|裁判|转交|调解)|为举报人)")
"""What asks somebody to do something, but for what is asked of the reader by office."""
COURT = ("涉嫌", "投诉人", "诉求", "本函", "答复期限")
SAMPLE = 16
"""Every so many examples are walked in the quick run; all of them in the drill."""


def letters(case: Case, book: LawBook, example: Example) -> Iterator[tuple[LetterMaterial, Paper]]:
    found = assess(case, book, example.today)
    for one in found.channels:
        material = LetterMaterial(case, found, book, channel_id=one.id)
        for template in issuing.fitting_templates(material):
            yield material.written_by(template), issuing.compose(material, "letter", template)


def is_ours(source: Source, case: Case) -> bool:
    """Whether no words of the case stand in it: a line of a template, a sentence of the law book, or an answer's."""
    own = {f"demands/{n}" for n, one in enumerate(case.demands) if one.text}
    return not own & {*source} and not any(one.startswith(OF_THE_CASE) for one in source)


def never_said(material: LetterMaterial, paper: Paper) -> Iterator[str]:
    third = material.voice.me != "本人"
    for words, source in statements(paper):
        if not is_ours(source, material.case):
            continue
        plain = QUOTED.sub("", words)
        wrong = [*NOBODY, *(THIRD if third else ()), *(COURT if material.channel.kind == "court" else ())]
        yield from (f"{one}: {words}" for one in wrong if one in plain)
        if third and (hit := PLEA.search(plain)):
            yield f"{hit[0]}: {words}"
        if material.recipient == "seller" and re.search("商家(?!称|客服)", plain):
            yield f"商家: {words}"


def unfounded(material: LetterMaterial, paper: Paper) -> Iterator[str]:
    """Sentences whose sources are there, but not what they rest on: a claim that is not asked, an excuse nobody made, a fact nobody answered."""
    asked = {one.claim for one in (*material.demands.asked, *material.demands.elsewhere)}
    heard = {one.id for one in material.assessment.excuses if one.heard_in}
    for words, source in statements(paper):
        for one in source:
            kind, _, name = one.partition(":")
            if kind == "claim" and name not in asked:
                yield f"{name} is not asked: {words}"
            if kind == "excuse" and name not in heard:
                yield f"{name} was not said: {words}"
            if one.startswith("answers/") and material.case.answers.get(one.removeprefix("answers/")) is None:
                yield f"{one} was not answered: {words}"


def faults(slug: str, example: Example, book: LawBook) -> Iterator[str]:
    for material, paper in letters(example.case, book, example):
        where = f"{slug} {paper.channel} {paper.template}"
        yield from (f"{where}: {one}" for one in never_said(material, paper))
        yield from (f"{where}: {one}" for one in unfounded(material, paper))
        requests = [one.text for one in material.demands.asked]
        yield from (f"{where}: asked twice: {one}" for one in {*requests} if requests.count(one) > 1)
        lists = [
            block
            for block in paper.blocks
            if isinstance(block, Items)
            and any(s.startswith("claim:") for item in block.items for s in item.source)
            and not any(s.startswith("excuse:") for item in block.items for s in item.source)
        ]
        yield from [f"{where}: {len(lists)} lists of requests"] if len(lists) > 1 else []
        if material.channel.one_respondent and len(material.respondents) > 1:
            yield f"{where}: complains of {sorted(material.respondents)}"


def test_papers_of_many_examples_say_nothing_that_their_reader_must_not_read(
    real_law: LawBook, examples: Mapping[str, Example]
) -> None:
    some = {slug: one for n, (slug, one) in enumerate(sorted(examples.items())) if n % SAMPLE == 0 or one.files}
    assert [fault for slug, one in some.items() for fault in faults(slug, one, real_law)] == []


@pytest.mark.drill
def test_papers_of_every_example_say_nothing_that_their_reader_must_not_read(
    real_law: LawBook, examples: Mapping[str, Example]
) -> None:
    assert [fault for slug, one in examples.items() for fault in faults(slug, one, real_law)] == []


ASSERTS = re.compile("不服|未果|拒绝|驳回|没有支持|被取消|不一致|不符|存在下述|多次|至今")
"""Words of a template that tell of something that happened, which only the case can know."""


def test_a_template_tells_of_nothing_that_happened_unless_it_asks_whether_it_did() -> None:
    for slug, template in letter_templates.shipped().items():
        depth = 0
        for line in template.body.split("\n"):
            depth += len(re.findall(r"{%\s*if", line)) - len(re.findall(r"{%\s*endif", line))
            told = ASSERTS.search(line)
            if told and not line.startswith("#") and not re.match("请|如|仍|各|—|-", line):
                assert depth > 0, (slug, line)


def test_a_paper_to_court_that_asks_a_sum_only_instead_says_that_the_main_request_is_no_money(
    real_law: LawBook, examples: Mapping[str, Example]
) -> None:
    example = examples["wrong-installation"]
    found = assess(example.case, real_law, example.today)
    material = LetterMaterial(example.case, found, real_law, channel_id="market-regulator")
    words = text.text(issuing.compose(material, "letter"))
    assert material.demands.only_instead == ("主请求不涉及金钱，替代请求合计" in words)
