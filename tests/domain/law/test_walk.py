"""The facts that the book looks at: what is said not to have been used has changed nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consumer_app import paths
from consumer_app.domain.case import Case, Event, Party, Step
from consumer_app.domain.judging import assessment
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.examination import answers_not_looked_at
from consumer_app.domain.judging.facts import Facts, facts_of
from consumer_app.domain.law import FactDefinition, LawBook, Value
from consumer_app.domain.law.walk import facts_looked_at, used
from consumer_app.domain.listening.suggestion import suggest
from consumer_app.lawbook import law_book_of, load_law_book
from tests.conftest import WriteLaw

BOOK = law_book_of(paths.LEGAL_REFS)
TODAY = date(2026, 11, 4)
ASKED = {name: fact for name, fact in BOOK.facts.items() if not fact.source}
BESIDE_CLAIMS = sorted(
    {
        fact
        for (folder, _), use in used(BOOK).items()
        for key, fact in use.facts
        if fact in ASKED and (folder in ("platforms", "excuses", "channels") or "." in key)
    }
)
"""The facts that something else than a claim's own conditions looks at: deadlines, cautions, excuses, ways in."""
ANY_FACT = [*sorted(ASKED), *BESIDE_CLAIMS]
DAYS = st.integers(-400, 30).map(lambda days: TODAY + timedelta(days=days))


def values_of(fact: FactDefinition) -> st.SearchStrategy[object]:
    kinds: dict[str, st.SearchStrategy[object]] = {
        "yes_no": st.booleans(),
        "choice": st.sampled_from(tuple(fact.choices) or ("x",)),
        "choices": st.sets(st.sampled_from(tuple(fact.choices) or ("x",))).map(tuple),
        "number": st.integers(0, 40).map(Decimal),
        "money": st.decimals(0, 3000, places=2),
        "date": DAYS,
        "text": st.just("字"),
    }
    return kinds[fact.kind]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case of any disputes, on a platform or none, with what sellers say, steps taken and answers: to what the disputes ask, and to anything."""
    disputes = tuple(draw(st.lists(st.sampled_from(sorted(BOOK.disputes)), min_size=1, max_size=2, unique=True)))
    platform = draw(st.one_of(st.none(), st.sampled_from(sorted(BOOK.platforms))))
    excuses = draw(st.lists(st.sampled_from(sorted(BOOK.excuses)), max_size=3, unique=True))
    steps = draw(st.lists(st.sampled_from(sorted(BOOK.channels)), max_size=2, unique=True))
    theirs = sorted(facts_looked_at(BOOK, disputes) & ASKED.keys())
    names = draw(st.sets(st.sampled_from(theirs), max_size=25)) | draw(st.sets(st.sampled_from(ANY_FACT), max_size=10))
    heard = [BOOK.excuses[slug].title for slug in excuses]
    return Case(
        v=1,
        disputes=disputes,
        parties=(Party(id="p1", role="platform", platform=platform),) if platform else (),
        events=tuple(Event(id=f"e{n}", what="商家答复", quote=phrase) for n, phrase in enumerate(heard, 1)),
        steps=tuple(Step(id=f"s{n}", channel=slug, done_on=draw(DAYS)) for n, slug in enumerate(steps, 1)),
        answers={name: draw(values_of(ASKED[name])) for name in sorted(names)},
    )


FEW_OR_MANY = pytest.mark.parametrize("tries", [50, pytest.param(1000, marks=pytest.mark.drill)])


@FEW_OR_MANY
def test_a_fact_that_is_not_looked_at_changes_nothing_in_the_assessment(tries: int) -> None:
    @settings(max_examples=tries)
    @given(case=cases())
    def changes_nothing(case: Case) -> None:
        silent = answers_not_looked_at(case, BOOK)
        without = {name: answer for name, answer in case.answers.items() if name not in silent}
        assert assess(case.model_copy(update={"answers": without}), BOOK, TODAY) == assess(case, BOOK, TODAY), silent

    changes_nothing()


class Noticed(dict[str, Value]):
    """The values of facts, and which of them somebody asked for."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    def get(self, fact: str, default: Any = None) -> Any:
        self.asked.add(fact)
        return super().get(fact, default)


@FEW_OR_MANY
def test_every_fact_that_judging_asks_for_is_looked_at(tries: int) -> None:
    """So that an answer to it is never said to be of no use, and a story that says it is not passed over."""

    @settings(max_examples=tries)
    @given(case=cases())
    def is_looked_at(case: Case) -> None:
        seen: list[Noticed] = []

        def noticing(*about: Any) -> Facts:
            facts = facts_of(*about)
            seen.append(Noticed(facts.values))
            return replace(facts, values=seen[-1])

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(assessment, "facts_of", noticing)
            assess(case, BOOK, TODAY)
        everything = case.model_copy(update={"answers": dict.fromkeys(ASKED, True)})
        passed_over = set(answers_not_looked_at(everything, BOOK))
        assert seen[0].asked & passed_over == set()

    is_looked_at()


def test_the_day_a_platform_counts_from_is_looked_at_in_a_case_on_that_platform() -> None:
    on_taobao = Case(
        v=1,
        disputes=("quality-defect",),
        parties=(Party(id="p1", role="platform", platform="taobao"),),
        answers={"receipt_confirmed_on": "2026-10-01"},
    )
    assert answers_not_looked_at(on_taobao, BOOK) == ()
    assert any(due.after == "receipt_confirmed_on" and due.on for due in assess(on_taobao, BOOK, TODAY).deadlines)
    elsewhere = on_taobao.model_copy(update={"parties": ()})
    assert answers_not_looked_at(elsewhere, BOOK) == ("receipt_confirmed_on",)


def test_the_day_a_platform_counts_from_is_read_from_a_story_that_names_the_platform() -> None:
    fact = BOOK.facts["receipt_confirmed_on"].model_copy(update={"said": ("确认收货",)})
    book = replace(BOOK, facts={**BOOK.facts, "receipt_confirmed_on": fact})
    told = "在{}买的电饭煲坏了，质量有问题，不给退，10月3日确认收货"
    assert "receipt_confirmed_on" in {fact.fact for fact in suggest(told.format("淘宝"), book, TODAY).facts}
    assert "receipt_confirmed_on" not in {fact.fact for fact in suggest(told.format("网上"), book, TODAY).facts}


def test_a_deadline_that_passes_and_a_way_that_does_not_open_lead_on_and_an_answer_is_waited_for(
    write_law: WriteLaw,
) -> None:
    files = {name: (write_law() / name).read_text("utf-8") for name in SHORT_PATH}
    plain = load_law_book(write_law())
    read = {name for name, fact in plain.facts.items() if fact.source}
    assert facts_looked_at(plain, ["lost-parcel"]) == read
    book = load_law_book(write_law({name: text + SHORT_PATH[name] for name, text in files.items()}))
    assert facts_looked_at(book, ["lost-parcel"]) == read | {
        "lied",
        "seller_knew",
        "label_flaw",
        "asked_on",
    }


SHORT_PATH = {
    "disputes/lost-parcel.toml": """
[[deadline]]
id = "found-again"
title = "找回来的期限"
who = "carrier"
after = "received_on"
count = 7
unit = "natural_day"
basis = "shopper-law:24"
on_expiry = "three-times"
""",
    "channels/store.toml": """
instead = ["association"]
reply_within = {after = "asked_on", count = 7, unit = "natural_day"}
""",
    "channels/association.toml": """
[[when]]
fact = "label_flaw"
is = false
""",
}
"""What is added to the small law so that a lost parcel leads further than its own entry."""


def test_names_that_the_book_does_not_have_lead_nowhere(law: LawBook) -> None:
    assert facts_looked_at(law, ["no-such-dispute"], [("channels", "nowhere")]) == facts_looked_at(law, [])
