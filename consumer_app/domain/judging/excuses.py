"""The excuses of a case: those heard in what others than the shopper said, and those usual in its disputes, each with its answer."""

from consumer_app.domain.case import Case
from consumer_app.domain.judging.conditions import all_hold, applies
from consumer_app.domain.judging.facts import Facts, day_of_purchase
from consumer_app.domain.judging.findings import ExcuseFound
from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.excuses import excuses_heard


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
    from the shopper's own story.
    Listened for are those usual in the case's disputes, and those that are said anywhere.
    """
    candidates = {*usual_in(case, book), *(slug for slug, excuse in book.excuses.items() if excuse.anywhere)}
    shoppers = {party.id for party in case.parties if party.role == "shopper"}
    spoken = [
        (event.id, text)
        for event in case.events
        if event.actor not in shoppers
        for text in filter(None, (event.quote or (None if event.told else event.what),))
    ]
    heard: dict[str, list[tuple[str, str]]] = {}
    for said in excuses_heard(spoken, candidates, book):
        heard.setdefault(said.id, []).append((said.key, said.quote))
    return heard


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
