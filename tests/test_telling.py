"""What happened, what was promised and where the shopper went is put into words once: a page and a paper cannot say different things."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app import formats, issuing, paths
from consumer_app.documents.paper import Paper, Table
from consumer_app.documents.paper_material import Material
from consumer_app.documents.sections import replies, story
from consumer_app.domain.case import EMPTY_CASE, Case, Event, Evidence, FileRef, IssuedPaper, Party, Promise, Step
from consumer_app.domain.case.document import ContactChannel, Outcome, PromisePlace
from consumer_app.domain.case.exhibits import exhibit_numbers
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook
from consumer_app.domain.law.moments import SHANGHAI, Moment
from consumer_app.formats.private import hidden
from consumer_app.web.shown.parts import exhibits_of, shown_events, shown_promises

STORIES = sorted(path.parent.name for path in (paths.LEGAL_REFS / "examples").glob("*/case.json"))

PAPER = formats.in_a_paper({**formats.ROLES, "shopper": "本人"})


@pytest.mark.parametrize("slug", STORIES)
def test_a_page_and_a_paper_name_the_same_day_and_the_same_exhibits(
    slug: str, real_law: LawBook, examples: Mapping[str, Example]
) -> None:
    case = examples[slug].case
    material = Material(case, assess(case, real_law, examples[slug].today), real_law)
    (timeline,) = story.timeline(material)
    assert isinstance(timeline, Table)
    printed = {row.source[0]: row.cells for row in timeline.rows}
    assert len(printed) == len(case.events)
    for page in shown_events(case):
        paper = printed[f"events/{page.id}"]
        assert (page.when, page.exhibits) == (paper[0], paper[3])
    tables = [table for table in (*replies.promises(material), *replies.late(material)) if isinstance(table, Table)]
    promised = {row.source[0]: row.cells for table in tables for row in table.rows}
    for page in shown_promises(case):
        paper = promised[f"promises/{page.id}"]
        assert page.exhibits == paper[-1]
        assert f"“{page.quote}”" in paper[0]


PARTIES = (
    Party(id="p1", role="shopper"),
    Party(id="p2", role="seller", shop="老街食品旗舰店"),
    Party(id="p3", role="carrier"),
)


def with_exhibits(*pages: int) -> Case:
    evidence = tuple(
        Evidence(
            id=f"x{n}",
            kind="chat",
            title=f"截图{n}",
            files=(
                FileRef(blob="a" * 32, name="a.png", media_type="image/png", size=1, sha256="0" * 64, page_count=count),
            ),
        )
        for n, count in enumerate(pages, 1)
    )
    return Case(v=2, parties=PARTIES, evidence=evidence)


@pytest.mark.parametrize(
    ("actor", "speaker", "on_a_page", "in_a_paper"),
    [
        ("p1", None, "我", "本人"),
        ("p1", "妈妈", "我 · 妈妈", "妈妈"),
        ("p2", None, "老街食品旗舰店", "商家"),
        ("p2", "客服小夏", "老街食品旗舰店 · 客服小夏", "商家客服小夏"),
        ("p2", "商家客服", "老街食品旗舰店 · 商家客服", "商家客服"),
        ("p3", None, "快递公司", "快递公司"),
        (None, "店员", "店员", "店员"),
        (None, None, "", ""),
        ("p9", None, "", ""),
    ],
)
def test_people_are_named_as_the_site_and_as_a_letter_name_them(
    actor: str | None, speaker: str | None, on_a_page: str, in_a_paper: str
) -> None:
    case = with_exhibits()
    assert formats.Telling(case, formats.PAGE).who(actor, speaker) == on_a_page
    assert formats.Telling(case, PAPER).who(actor, speaker) == in_a_paper


@pytest.mark.parametrize("voice", [formats.PAGE, PAPER])
def test_every_way_place_and_outcome_has_its_word_in_both_voices(voice: formats.Voice) -> None:
    assert set(voice.channels) == set(get_args(ContactChannel))
    assert set(voice.places) == set(get_args(PromisePlace))
    assert set(voice.outcomes) == set(get_args(Outcome))
    assert not any("（" in word for word in voice.channels.values())


def test_a_page_of_an_exhibit_is_named_only_when_the_exhibit_has_it() -> None:
    case = with_exhibits(3, 0, 2)
    first = Event(id="e1", what="甲", evidence=("x3", "x1"), pages={"x1": 2, "x3": 9})
    again = Event(id="e2", what="乙", evidence=("x1", "x2"), pages={"x1": 1, "x2": 1})
    case = case.model_copy(update={"events": (first, again)})
    assert exhibit_numbers(case) == {"x3": 1, "x1": 2, "x2": 3}
    telling = formats.Telling(case, PAPER)
    assert telling.cited(first) == "证据1、证据2第2页"
    assert telling.cited(again) == "证据2第1页、证据3"
    assert telling.cited(first, again) == "证据1、证据2第1页、证据2第2页、证据3"
    assert telling.cited(first, Event(id="e3", what="丙", evidence=("x1",))) == "证据1、证据2"
    assert telling.cited() == ""


def test_what_is_not_known_is_empty_on_paper_and_an_unknown_time_is_said_to_be_one_on_a_page() -> None:
    telling = formats.Telling(with_exhibits(), PAPER)
    event = telling.event(Event(id="e1", what="坏了"))
    assert event == formats.EventInWords(when="", who="", channel="", what="坏了", quote="", exhibits="")
    assert formats.Telling(with_exhibits(), formats.PAGE).event(Event(id="e1", what="坏了")).when == "时间不详"
    promise = telling.promise(Promise(id="k1", quote="包退"))
    assert (promise.who, promise.where, promise.seen, promise.due, promise.happened_at, promise.outcome) == ("",) * 6
    assert formats.Telling(with_exhibits(), formats.PAGE).promise(Promise(id="k1", quote="包退")).outcome == "不清楚"


def test_a_step_is_told_with_its_day_number_and_answer(real_law: LawBook) -> None:
    went = Step(id="s1", channel="store", done_on=date(2026, 10, 22), reference="GD-1", reply="不同意", replied_on=date(2026, 10, 25))  # fmt: skip
    assert formats.step_in_words(went, real_law) == formats.StepInWords(
        real_law.channels["store"].title, "2026年10月22日", "GD-1", "不同意", "2026年10月25日"
    )
    nothing = formats.step_in_words(Step(id="s2", channel="no-longer-there"), real_law)
    assert (nothing.title, nothing.done, nothing.reply) == ("no-longer-there", "", "")


@given(st.text(max_size=200), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_line_of_a_list_is_short_and_of_one_line(what: str, on: date) -> None:
    words = "".join(letter for letter in what if letter.isprintable() or letter in "\n\t") or "坏了"
    event = Event(id="e1", what=words, at=Moment(at=on.isoformat(), precision="day"))
    line = formats.event_in_a_line(event)
    assert line.startswith(formats.day(on))
    assert "\n" not in line
    assert len(line) <= len(formats.day(on)) + 1 + 40
    later = event.model_copy(update={"at": Moment(at=(on + timedelta(days=1)).isoformat(), precision="day")})
    assert formats.event_in_a_line(later) != line


ids = st.lists(st.sampled_from(["x1", "x2", "x3", "x4"]), unique=True, max_size=4).map(tuple)
days = st.integers(1, 28).map(lambda day: Moment.on(date(2026, 6, day)))
told = st.lists(st.tuples(days, ids), max_size=4)


def case_of(events: list[tuple[Moment, tuple[str, ...]]], promised: tuple[str, ...], number: int) -> Case:
    exhibits = tuple(Evidence(id=f"x{n}", kind="photo", title=f"照片{n}") for n in range(1, number + 1))
    known = {item.id for item in exhibits}
    return Case(
        v=EMPTY_CASE.v,
        parties=PARTIES,
        evidence=exhibits,
        events=tuple(
            Event(id=f"e{n}", what="事", at=at, evidence=tuple(x for x in named if x in known))
            for n, (at, named) in enumerate(events, 1)
        ),
        promises=(Promise(id="k1", quote="诺", by="p2", evidence=tuple(x for x in promised if x in known)),),
    )


@given(told, ids, st.integers(1, 4), told)
def test_an_exhibit_has_one_number_on_every_page_and_paper_before_and_after_a_paper_was_sent(
    real_law: LawBook, events, promised, number, later
) -> None:
    case = case_of(events, promised, number)
    sent = IssuedPaper(
        id="d1",
        number=1,
        kind="evidence_list",
        title="证据清单",
        issued_at=Moment.on(date(2026, 7, 1)),
        exhibits={exhibit.evidence: exhibit.number for exhibit in evidence_list(case, real_law).exhibits},
        frozen="{}",
    )
    after = case_of(later, (), 4).model_copy(update={"papers": (sent,)})
    for one in (case, after):
        numbers = exhibit_numbers(one)
        named = [formats.exhibit_name(number) for number in numbers.values()]
        paper = evidence_list(one, real_law)
        assert {exhibit.evidence: exhibit.number for exhibit in paper.exhibits} == numbers
        table = next(block for block in paper.blocks if isinstance(block, Table) and block.name == "evidence")
        assert [row.cells[0] for row in table.rows] == named
        assert [row.source[0] for row in table.rows] == [f"evidence/{item}" for item in numbers]
        assert [shown.no for shown in exhibits_of(one, lambda item: "")] == named
        for event in one.events:
            page = next(shown for shown in shown_events(one) if shown.id == event.id)
            cited = [int(n) for n in re.findall(r"证据(\d+)", page.exhibits)]
            assert sorted(cited) == sorted(numbers[item] for item in event.evidence)
    assert {item: exhibit_numbers(after)[item] for item in exhibit_numbers(case)} == exhibit_numbers(case)


def test_a_paper_that_is_issued_keeps_the_numbers_it_gave(real_law: LawBook) -> None:
    case = case_of([(Moment.on(date(2026, 6, 5)), ("x2", "x1"))], ("x3",), 4)
    issued = issuing.issue(case, evidence_list(case, real_law), datetime(2026, 7, 1, tzinfo=SHANGHAI)).record
    assert issued.exhibits == exhibit_numbers(case) == {"x2": 1, "x1": 2, "x3": 3, "x4": 4}


def evidence_list(case: Case, law: LawBook) -> Paper:
    return issuing.compose(Material(case, assess(case, law, date(2026, 7, 1)), law), "evidence_list")


@pytest.mark.parametrize(
    ("told", "printed"),
    [
        ("我身份证110101199003070097，锅漏水", "我身份证**************0097，锅漏水"),
        ("退到卡6222020200112233445", "退到卡6222020200112233445"),
        ("退到卡4539578763621486上", "退到卡************1486上"),
        ("订单号4539578763621486", "订单号4539578763621486"),
        ("电话13800138000", "电话13800138000"),
    ],
)
def test_an_identity_or_bank_card_number_is_printed_with_its_last_four_figures(told: str, printed: str) -> None:
    assert hidden(told) == printed
