"""The excuses of a case: those heard in what others than the shopper said, and those usual in its disputes, each with its answer."""

from collections.abc import Container, Iterable, Mapping

from consumer_app.domain.case import Case
from consumer_app.domain.judging.conditions import all_hold, applies
from consumer_app.domain.judging.facts import Facts, day_of_purchase
from consumer_app.domain.judging.findings import ExcuseFound
from consumer_app.domain.law import Excuse, LawBook
from consumer_app.domain.listening.excuses import excuses_heard


def excuses_of(case: Case, book: LawBook, facts: Facts) -> tuple[ExcuseFound, ...]:
    """The excuses heard in what others than the shopper said, then those usual in the case's disputes."""
    heard = heard_in(case, book)
    usual = dict.fromkeys(slug for d in case.disputes if d in book.disputes for slug in book.disputes[d].excuses)
    order = [slug for slug in usual if slug in heard] + [slug for slug in heard if slug not in usual]
    order += [slug for slug in usual if slug not in heard]
    fits = {slug: applies(book.excuses[slug].when, book.excuses[slug].unless, facts, book.days) for slug in order}
    ours = [slug for slug in order if _belongs(book.excuses[slug], slug in usual, fits[slug])]
    said = _said_once(ours, heard, usual, fits, book)
    return tuple(_answered(slug, said.get(slug, ()), book, facts) for slug in ours if slug in said or slug in usual)


def _belongs(excuse: Excuse, usual: bool, fits: bool | None) -> bool:
    """Whether it is an excuse of the case: usual in its disputes and not known to be for another case, or known to be for this one."""
    if usual:
        return fits is not False
    return fits is True and bool(excuse.when or excuse.anywhere)


def _said_once(
    ours: Iterable[str],
    heard: Mapping[str, list[tuple[str, str]]],
    usual: Container[str],
    fits: Mapping[str, bool | None],
    book: LawBook,
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Each excuse heard with its words: of those heard alike, the first of its disputes known to be for the case, or the first; and none from outside the
    case's disputes in words that one of theirs is heard in.
    """
    alike: dict[str, str] = {}
    for slug in (one for one in ours if one in heard):
        ear = book.excuses[slug].like or slug
        if ear not in alike or (slug in usual and fits[slug] and not fits[alike[ear]]):
            alike[ear] = slug
    theirs = [words for slug in alike.values() if slug in usual for words in heard[slug]]
    said: dict[str, tuple[tuple[str, str], ...]] = {}
    for slug in alike.values():
        words = heard[slug] if slug in usual else [one for one in heard[slug] if not _within(one, theirs)]
        if words:
            said[slug] = tuple(words)
    return said


def _within(one: tuple[str, str], others: Iterable[tuple[str, str]]) -> bool:
    event, words = one
    return any(event == its and (words in theirs or theirs in words) for its, theirs in others)


def heard_in(case: Case, book: LawBook) -> dict[str, list[tuple[str, str]]]:
    """The excuses in what others than the shopper said: each with the events that say it and the words found there."""
    shoppers = {party.id for party in case.parties if party.role == "shopper"}
    spoken = [
        (event.id, text)
        for event in case.events
        if event.actor not in shoppers
        for text in filter(None, (event.quote, event.what))
    ]
    heard: dict[str, list[tuple[str, str]]] = {}
    for said in excuses_heard(spoken, book):
        heard.setdefault(said.id, []).append((said.key, said.quote))
    return heard


def _answered(slug: str, heard_in: tuple[tuple[str, str], ...], book: LawBook, facts: Facts) -> ExcuseFound:
    excuse = book.excuses[slug]
    right, reasons = all_hold(excuse.right_if, facts, book, "unless") if excuse.right_if else (False, ())
    day = day_of_purchase(book, facts)
    basis = tuple(citation for citation in excuse.basis if book.holds(citation, day, facts.today))
    return ExcuseFound(slug, heard_in, basis, right, reasons)
