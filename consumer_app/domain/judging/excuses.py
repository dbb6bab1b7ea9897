"""The excuses of a case: those heard in what others than the shopper said, and those usual in its disputes, each with its answer."""

from datetime import date

from consumer_app.domain.case import Case, ToldWords
from consumer_app.domain.case.telling import their_words_of
from consumer_app.domain.judging.conditions import all_hold, applies
from consumer_app.domain.judging.facts import FactConflict, FactError, Facts, day_of_purchase, facts_of
from consumer_app.domain.judging.findings import ExcuseFound
from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.excuses import ExcusesBetween, excuses_between, excuses_heard
from consumer_app.domain.listening.grams import clauses
from consumer_app.domain.listening.reported import reported

TOLD = "told"
"""Stands for an event's id where the words are the story's, which the shopper says the business spoke."""


def excuses_of(case: Case, book: LawBook, facts: Facts) -> tuple[ExcuseFound, ...]:
    """The excuses heard in what others than the shopper said, then those usual in the case's disputes."""
    heard = heard_in(case, book)
    usual = usual_in(case, book)
    order = [slug for slug in usual if slug in heard] + [slug for slug in heard if slug not in usual]
    order += [slug for slug in usual if slug not in heard]
    return tuple(
        _answered(slug, tuple(heard.get(slug, ())), book, facts)
        for slug in order
        if _answer_fits(slug, slug in usual, book, facts)
    )


def usual_in(case: Case, book: LawBook) -> dict[str, None]:
    """The excuses that the case's disputes list, each once, in their order."""
    return dict.fromkeys(slug for d in case.disputes if d in book.disputes for slug in book.disputes[d].excuses)


def heard_in(case: Case, book: LawBook) -> dict[str, list[tuple[str, str]]]:
    """The excuses in what others than the shopper said: each with the events that say it and the words found there.

    Where the words themselves were kept, what was told about them is not listened to: nobody else said it. Nor is a row that was read
    from the shopper's own story, but for the words of it that the shopper says are the business's.
    Listened for are those usual in the case's disputes, and those that are said anywhere.
    """
    heard: dict[str, list[tuple[str, str]]] = {}
    spoken = _spoken(case)
    for said in excuses_heard(spoken, _listened_for(case, book), book):
        heard.setdefault(said.id, []).append((said.key, said.quote))
    for meant in case.meant:
        place = next((key for key, text in spoken if meant.words in text), None)
        if place is not None and meant.excuse in book.excuses:
            heard.setdefault(meant.excuse, []).append((place, meant.words))
    return heard


def _spoken(case: Case) -> list[tuple[str, str]]:
    """What others than the shopper said, by the event that holds it."""
    shoppers = {party.id for party in case.parties if party.role == "shopper"}
    spoken = [
        (event.id, text)
        for event in case.events
        if event.actor not in shoppers
        for text in filter(None, (event.quote or (None if event.told else event.what),))
    ]
    return spoken + [(TOLD, words.text) for words in their_words_of(case)]


def to_choose(case: Case, book: LawBook, today: date) -> tuple[ExcusesBetween, ...]:
    """Words of the business that can be taken two ways, each with the two excuses: no paper answers them before the shopper says which was meant.

    Nothing is asked where one of the two was said plainly besides, or an answer is for no such case.
    """
    decided, heard = {one.words for one in case.meant}, heard_in(case, book)
    try:
        facts, usual = facts_of(case, book, today), usual_in(case, book)
    except (FactError, FactConflict):
        return ()
    return tuple(
        one
        for one in excuses_between(_spoken(case), _listened_for(case, book), book)
        if one.quote not in decided
        and not heard.keys() & {*one.ids}
        and all(_answer_fits(slug, slug in usual, book, facts) for slug in one.ids)
    )


def to_confirm(case: Case, book: LawBook, today: date) -> tuple[tuple[ToldWords, str], ...]:
    """Words of the story that tell what the business gave as a reason, to which there is an answer: no paper answers them before the shopper says so.

    Each with the excuse that it says; one for each that was not heard in the business's own words. None while the answers contradict the case.
    """
    candidates, known = _listened_for(case, book), {*heard_in(case, book)}
    try:
        facts, usual = facts_of(case, book, today), usual_in(case, book)
    except (FactError, FactConflict):
        return ()
    found: dict[str, ToldWords] = {}
    for said in reported(case.told or "", book):
        heard = (excuses_heard([(TOLD, part)], candidates, book) for part in (said.text, *clauses(said.text)))
        for one in next(filter(None, heard), ()):  # its clauses one by one only where nothing is heard in the whole
            if one.id not in known and one.id not in found and _answer_fits(one.id, one.id in usual, book, facts):
                start = said.start + max(said.text.find(one.quote), 0)
                found[one.id] = ToldWords(start=start, text=one.quote)
    placed = {words.start: (words, slug) for slug, words in found.items()}
    return tuple(placed[start] for start in sorted(placed))


def _listened_for(case: Case, book: LawBook) -> set[str]:
    return {*usual_in(case, book), *(slug for slug, excuse in book.excuses.items() if excuse.anywhere)}


def _answer_fits(slug: str, usual: bool, book: LawBook, facts: Facts) -> bool:
    """Whether the excuse's answer is for such a case; while that is unknown, only in a dispute that lists the excuse."""
    excuse = book.excuses[slug]
    fits = applies(excuse.when, excuse.unless, facts, book.days)
    return usual if fits is None else fits


def _answered(slug: str, heard_in: tuple[tuple[str, str], ...], book: LawBook, facts: Facts) -> ExcuseFound:
    excuse = book.excuses[slug]
    right, reasons = all_hold(excuse.right_if, facts, book, "unless") if excuse.right_if else (False, ())
    day = day_of_purchase(book, facts)
    basis = tuple(citation for citation in excuse.basis if book.holds(citation, day, facts.today))
    return ExcuseFound(slug, heard_in, basis, right, reasons)
