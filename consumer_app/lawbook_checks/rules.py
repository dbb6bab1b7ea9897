"""Every rule about ``legal_refs/``, in the order an editor would want to hear of them."""

from collections.abc import Mapping
from itertools import chain

from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import LawBook
from consumer_app.lawbook_checks import (
    answers,
    completeness,
    examples,
    kinds,
    listening,
    money,
    patterns,
    purchases,
    references,
    statutes,
    words,
)
from consumer_app.lawbook_checks.finding import Finding

AT_START = (
    references.citations_that_no_text_holds,
    references.facts_nobody_declared,
    references.former_names_in_use,
    references.slugs_of_no_entry,
    kinds.tests_of_another_kind,
    kinds.breaches_of_no_answer,
    kinds.facts_settled_by_what_cannot_be,
    kinds.facts_worked_out_of_what_is_no_number,
    kinds.facts_asked_after_what_cannot_be,
    kinds.kinds_that_say_what_cannot_be,
    kinds.deadlines_after_no_day,
    kinds.claims_dated_by_no_day,
    kinds.unknown_formulas,
    kinds.inputs_that_are_no_numbers,
    words.claims_without_words,
    patterns.patterns_that_are_no_pattern,
    listening.what_learning_did_not_write,
)
ABOUT_THE_BOOK = (
    statutes.texts_that_overlap,
    statutes.texts_that_end_before_they_start,
    statutes.texts_without_source,
    statutes.citations_outside_every_text,
    kinds.channel_fields_of_no_part,
    kinds.lists_of_all_the_others,
    patterns.patterns_too_long_to_edit,
    patterns.sentences_wrongly_heard,
    completeness.unused_facts,
    completeness.facts_without_a_question,
    completeness.values_that_are_never_told,
    completeness.claims_no_dispute_offers,
    completeness.excuses_without_limit,
    completeness.disputes_that_lead_nowhere,
    completeness.deadlines_without_basis,
    completeness.choices_of_no_fact,
    answers.hints_of_no_answer,
    answers.answers_twice,
    answers.buttons_of_no_yes_or_no,
    answers.sentences_with_unknown_slots,
    completeness.words_of_two_facts,
    completeness.disputes_in_one_group,
    purchases.purchases_without_words,
    purchases.arrivals_nothing_looks_at,
    purchases.facts_that_are_not_the_same,
    purchases.questions_that_leave_room_for_nothing,
    purchases.questions_in_words_of_another_purchase,
    completeness.goods_that_find_nothing,
    listening.pairs_of_no_kinds,
    words.claims_that_say_not_what_decides,
    words.excuses_without_words,
    words.disputes_without_cause,
    words.words_of_papers,
    money.the_same_money_twice,
)
ABOUT_EXAMPLES = (
    examples.claims_without_example,
    examples.examples_that_fail,
    examples.names_nobody_knows,
    money.the_same_money_twice_in_examples,
)


def what_cannot_be_used(book: LawBook) -> tuple[Finding, ...]:
    """The faults with which a book is not used at all: names that lead nowhere, values that would fail or mislead when a case is judged."""
    return tuple(dict.fromkeys(chain.from_iterable(rule(book) for rule in AT_START)))


def findings(book: LawBook, worked: Mapping[str, Example]) -> tuple[Finding, ...]:
    """Everything wrong with the book and its worked examples; the examples are worked only with a book that can be used."""
    unusable = what_cannot_be_used(book)
    about_the_book = (*unusable, *chain.from_iterable(rule(book) for rule in ABOUT_THE_BOOK))
    if unusable:
        return tuple(dict.fromkeys(about_the_book))
    about_examples = chain.from_iterable(rule(book, worked) for rule in ABOUT_EXAMPLES)
    return tuple(dict.fromkeys(chain(about_the_book, about_examples)))
