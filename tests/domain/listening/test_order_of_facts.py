"""Facts stand in files by subject: in which order they are read changes nothing that is heard or judged."""

from dataclasses import replace
from datetime import date

from consumer_app import paths
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.facts import FactSaid, facts_said
from consumer_app.lawbook import load_examples, load_law_book

BOOK = load_law_book(paths.LEGAL_REFS)
EXAMPLES = load_examples(paths.LEGAL_REFS)
THE_OTHER_WAY_ROUND = replace(BOOK, facts=dict(reversed(BOOK.facts.items())))
TODAY = date(2026, 11, 21)


def test_the_same_facts_are_heard() -> None:
    def heard(text: str, book: LawBook = BOOK) -> set[FactSaid]:
        return set(facts_said(text, book, TODAY))

    texts = [dispute.plain for dispute in BOOK.disputes.values()]
    texts += [phrase for dispute in BOOK.disputes.values() for phrase in dispute.said[:1]]
    texts += [example.case.told for example in EXAMPLES.values() if example.case.told]
    assert [text for text in texts if heard(text) != heard(text, THE_OTHER_WAY_ROUND)] == []
    assert sum(len(heard(text)) > 1 for text in texts) > 50


def test_a_sum_that_was_spent_is_the_price_whoever_spent_it() -> None:
    for book in (BOOK, THE_OTHER_WAY_ROUND):
        assert [said.fact for said in facts_said("一共花了300元", book, TODAY)] == ["paid"]


def test_every_example_is_judged_alike() -> None:
    for slug, example in EXAMPLES.items():
        assert assess(example.case, THE_OTHER_WAY_ROUND, example.today) == assess(example.case, BOOK, example.today), (
            slug
        )
