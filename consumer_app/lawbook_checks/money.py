"""Rules about what is asked twice: the same money, and work done again beside its price."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from consumer_app.domain.judging.examples import Example
from consumer_app.domain.judging.same_money import done_and_undone, kept_apart, same_money
from consumer_app.domain.law import LawBook
from consumer_app.lawbook_checks.finding import Finding
from consumer_app.lawbook_checks.together import Demanded, can_hold_together, demanded

Pair = tuple[str, str]


def the_same_money_twice(book: LawBook) -> Iterator[Finding]:
    """Two claims of one dispute that can both come out for the same money exclude each other, or one stands in for the other.

    So do two of which one has the work done again, or the thing repaired or exchanged, and the other gives the price back.
    """
    yield from _twice(book, {pair for d in book.disputes.values() for pair in combinations(sorted(set(d.claims)), 2)})


def the_same_money_twice_in_examples(book: LawBook, examples: Mapping[str, Example]) -> Iterator[Finding]:
    """So do two claims of two disputes that an example tells together."""
    told = {pair for one in examples.values() for pair in combinations(sorted(set(one.case.disputes)), 2)}
    offered = {slug: dispute.claims for slug, dispute in book.disputes.items()}
    yield from _twice(
        book,
        {
            (min(one, other), max(one, other))
            for first, second in told
            for one in offered.get(first, ())
            for other in offered.get(second, ())
        },
    )


def _twice(book: LawBook, pairs: Iterable[Pair]) -> Iterator[Finding]:
    known: dict[str, Demanded] = {}

    def can_meet(*slugs: str) -> bool:
        for slug in slugs:
            if slug not in known:
                known[slug] = demanded(book.claims[slug], book)
        return can_hold_together(*(known[slug] for slug in slugs))

    for one, other in sorted(pairs):
        if one not in book.claims or other not in book.claims or one == other or kept_apart(one, other, book):
            continue
        shared, undone = same_money(one, other, book), done_and_undone(one, other, book)
        if (shared or undone) and can_meet(one, other):
            what = (
                f"the same money ({', '.join(sorted(shared))}) as" if shared else "work made good, or its price, beside"
            )
            right = f'excludes = ["{other}"], or instead_of in one of them'
            yield Finding(f"claims/{one}.toml", "excludes", f"{what} claims/{other}.toml, and both can be asked", right)
