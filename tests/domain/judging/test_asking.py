"""What the short path asks: little, never twice, never what is settled, and still what is wished is reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE, Answer, Case
from consumer_app.domain.case.sources import source, with_facts
from consumer_app.domain.judging.asking import IN_A_CASE, ON_A_PAGE, still_to_ask, with_answers
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.confirmable import lacks_little
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.judging.facts import facts_of
from consumer_app.domain.judging.wishes import asks_of, granting, ticked_beforehand, too_late
from consumer_app.domain.law import DayRange, LawBook, Value
from consumer_app.domain.law.moments import month_of

TODAY = date(2026, 11, 4)
MOST_PAGES = 6
BESIDE = 5
"""Questions beside the claims of the page of the demands."""
SOME = 12
"""Every so many of the worked examples are walked here; all of them in the drill."""


def wishes_for(example: Example, book: LawBook) -> tuple[str, ...]:
    """At most two wishes that the example's settled claims grant, each by the nearest word for it."""
    words: dict[str, str] = {}
    for wish, several in book.words.wishes.items():
        for asks in several:
            words.setdefault(asks, wish)
    granted = (book.claims[slug].asks for slug in example.expected.settled)
    return tuple(dict.fromkeys(words[asks] for asks in granted if asks in words))[:2]


def answer_of(value: Value | None) -> Answer:
    return value.isoformat() if isinstance(value, DayRange) else value


@dataclass
class Walked:
    """One example walked: what was asked page by page, what beside the claims, and the claims that were wished and not reached."""

    pages: list[tuple[str, ...]]
    beside: list[str]
    lost: list[str]

    @property
    def asked(self) -> list[str]:
        return [*(fact for page in self.pages for fact in page), *self.beside]


def walked(example: Example, book: LawBook) -> Walked:
    """Walks the questions with the example's own answers; what it does not answer is 不清楚."""
    truth = facts_of(example.case, book, example.today).values
    wishes = wishes_for(example, book)
    on_the_purchase = {
        name: value
        for name, value in truth.items()
        if name in book.facts and (place := source(book.facts[name].source)) and place.put
    }
    case = example.case.model_copy(update={"answers": {}, "demands": (), "wishes": wishes})
    case = with_facts(case, book, on_the_purchase)
    pages: list[tuple[str, ...]] = []
    left = IN_A_CASE
    while (asking := still_to_ask(case, book, example.today, most=left)).questions:
        assert len(pages) < MOST_PAGES
        pages.append(asking.page)
        left = len(asking.questions) - len(asking.page)
        case = with_answers(case, book, {fact: answer_of(truth.get(fact)) for fact in asking.page})
        if not left:
            break
    found = assess(case, book, example.today)
    wanted = asks_of(wishes, book)
    beside: list[str] = []
    for claim in sorted(found.claims, key=lambda one: (one.asks not in wanted, one.better is not None)):
        new = [fact for fact in lacks_little(claim, book) if fact not in case.answers and fact not in beside]
        beside += new if len(beside) + len(new) <= BESIDE else []
    case = with_answers(case, book, {fact: answer_of(truth.get(fact)) for fact in beside})
    settled = {claim.id for claim in assess(case, book, example.today).claims if claim.status == "settled"}
    wished = [slug for slug in example.expected.settled if book.claims[slug].asks in wanted]
    return Walked(pages, beside, [slug for slug in wished if slug not in settled])


def walk_over(examples: Mapping[str, Example], book: LawBook, step: int) -> tuple[int, dict[str, list[str]]]:
    """How many examples were walked, and those whose wished claims were not all reached."""
    lost: dict[str, list[str]] = {}
    known = [slug for slug, one in examples.items() if one.expected.settled and wishes_for(one, book)][::step]
    for slug in known:
        walk = walked(examples[slug], book)
        assert len(walk.asked) == len(set(walk.asked)), f"{slug} asks twice"
        assert sum(map(len, walk.pages)) <= IN_A_CASE, slug
        assert all(len(page) <= ON_A_PAGE for page in walk.pages), slug
        if walk.lost:
            lost[slug] = walk.lost
    return len(known), lost


def test_few_questions_reach_what_the_worked_examples_grant(examples: Mapping[str, Example], real_law: LawBook) -> None:
    walks, lost = walk_over(examples, real_law, SOME)
    assert len(lost) <= walks * 0.15, lost


@pytest.mark.drill
def test_few_questions_reach_what_all_worked_examples_grant(examples: Mapping[str, Example], real_law: LawBook) -> None:
    walks, lost = walk_over(examples, real_law, 1)
    print(f"{len(lost)} of {walks} examples lost a claim: {lost}")
    assert len(lost) <= walks * 0.1, lost


@pytest.mark.parametrize("dispute", ["prepaid-shop-closed", "quality-defect", "minor-spending", "repair-trap"])
def test_not_knowing_anything_ends(real_law: LawBook, dispute: str) -> None:
    case = EMPTY_CASE.model_copy(update={"disputes": (dispute,), "wishes": ("refund",)})
    asked: list[str] = []
    for _ in range(MOST_PAGES):
        asking = still_to_ask(case, real_law, TODAY)
        if not asking.questions:
            break
        asked += asking.page
        case = with_answers(case, real_law, dict.fromkeys(asking.page))
    assert not still_to_ask(case, real_law, TODAY).questions
    assert 0 < len(asked) <= IN_A_CASE
    assert len(asked) == len(set(asked))


def after_answering(book: LawBook, dispute: str, **answers: Any) -> set[str]:
    """What is still asked of such a dispute after these answers, and so what an answer settles."""
    case = EMPTY_CASE.model_copy(update={"disputes": (dispute,), "wishes": ("refund", "repair")})
    case = with_answers(case, book, answers)
    values = facts_of(case, book, TODAY).values
    return {*still_to_ask(case, book, TODAY, most=99).questions} | {f"{name}={values[name]}" for name in values}


def test_an_answer_settles_what_follows_from_it(real_law: LawBook) -> None:
    child = after_answering(real_law, "minor-spending", minor_years="from8to15", minor_kind="game")
    assert "minor_lives_on_wages=False" in child
    assert "seller_is_business=True" in child
    assert not {"minor_lives_on_wages", "seller_is_business"} & child
    cooker = after_answering(real_law, "warranty-electronics", goods_kind="small_appliance")
    assert "phone_accessory=False" in cooker


def test_what_was_said_stands_over_what_would_follow(real_law: LawBook) -> None:
    case = Case(v=2, answers={"minor_kind": "game", "seller_is_business": False})
    assert facts_of(case, real_law, TODAY).get("seller_is_business") is False


def test_a_day_is_asked_once_more_where_only_its_month_is_known_and_then_never_again(real_law: LawBook) -> None:
    month = month_of(2026, 10)
    case = with_answers(EMPTY_CASE, real_law, {"bought_on": month.isoformat()})
    assert case.order.ordered_at is not None
    assert (case.order.ordered_at.days, dict(case.answers)) == (month, {})
    unsure = with_answers(case, real_law, {"bought_on": month.isoformat()})
    assert unsure.answers == {"bought_on": None}
    sure = with_answers(case, real_law, {"bought_on": "2026-10-03"})
    assert sure.order.ordered_at is not None
    assert (sure.order.ordered_at.days, dict(sure.answers)) == (date(2026, 10, 3), {})


def test_what_was_heard_is_not_asked_and_counts_for_nothing(real_law: LawBook) -> None:
    case = EMPTY_CASE.model_copy(update={"disputes": ("quality-defect",), "wishes": ("refund",)})
    asked = still_to_ask(case, real_law, TODAY)
    heard: dict[str, Value] = {"for_living": True, "seller_is_business": True}
    assert set(heard) <= set(asked.questions)
    less = still_to_ask(case, real_law, TODAY, heard)
    assert not set(heard) & set(less.questions)
    assert set(less.heard) == set(heard)
    assert case.answers == {}


def test_what_is_wished_is_ticked_before_what_is_worth_more(examples: Mapping[str, Example], real_law: LawBook) -> None:
    wrong: list[str] = []
    for slug, example in list(examples.items())[::SOME]:
        found = assess(example.case, real_law, example.today)
        for wish in real_law.words.wishes:
            ticked = ticked_beforehand((wish,), found, real_law)
            claims = [claim for claim in found.claims if claim.id in ticked]
            wrong += [slug for claim in claims if ticked & set(claim.never_with)]
            granted = [one for one in granting((wish,), found, real_law)[0].offered if one.status == "settled"]
            wrong += [slug for _ in granted[:1] if not ticked & {one.id for one in granted}]
    assert wrong == []


def test_what_time_alone_excludes_is_too_late(real_law: LawBook) -> None:
    case = with_answers(
        EMPTY_CASE.model_copy(update={"disputes": ("seven-day-return",)}),
        real_law,
        {"received_on": "2026-09-01", "return_asked_on": "2026-10-01", "bought_on": "2026-08-30"},
    )
    claim = assess(case, real_law, TODAY).claim("seven-day-return")
    assert claim is not None
    assert claim.status == "excluded"
    assert too_late(claim)
