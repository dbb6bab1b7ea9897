"""Facts stand in files by subject: in which order they are read changes nothing that is heard or judged."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from consumer_app import paths
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.facts import facts_said
from consumer_app.domain.listening.said import FactSaid
from consumer_app.told_texts import told_texts
from tests.conftest import Judged

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def the_other_way_round(real_law: LawBook) -> LawBook:
    """The law book with its facts read in the opposite order."""
    return replace(real_law, facts=dict(reversed(real_law.facts.items())))


def test_the_same_facts_are_heard(
    real_law: LawBook, the_other_way_round: LawBook, examples: Mapping[str, Example]
) -> None:
    def heard(text: str, book: LawBook = real_law) -> set[FactSaid]:
        return set(facts_said(text, book, TODAY, book.facts))

    texts = [dispute.plain for dispute in real_law.disputes.values()]
    texts += [one.text for one in told_texts(paths.LEGAL_REFS).kinds[::10]]
    texts += [example.case.told for example in examples.values() if example.case.told]
    assert [text for text in texts if heard(text) != heard(text, the_other_way_round)] == []
    assert sum(len(heard(text)) > 1 for text in texts) > 50


def test_a_sum_that_was_spent_is_the_price_whoever_spent_it(real_law: LawBook, the_other_way_round: LawBook) -> None:
    for book in (real_law, the_other_way_round):
        assert [said.fact for said in facts_said("一共花了300元", book, TODAY, book.facts)] == ["paid"]


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.drill)])
def test_every_example_is_judged_alike(
    every: int, the_other_way_round: LawBook, examples: Mapping[str, Example], judged: Judged
) -> None:
    for slug, example in list(examples.items())[::every]:
        assert assess(example.case, the_other_way_round, example.today) == judged(slug), slug
