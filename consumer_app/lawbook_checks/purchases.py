"""Rules about the words in which a purchase is asked about: each kind of dispute has them, and none asks what nothing looks at."""

from collections.abc import Iterator

from consumer_app.domain.law import LawBook
from consumer_app.domain.law.purchase import NO_WORDS, words_of_purchase
from consumer_app.domain.law.walk import facts_by_dispute
from consumer_app.lawbook_checks.finding import Finding

ALWAYS = ("title", "shop", "what", "day", "price", "number")


def purchases_without_words(book: LawBook) -> Iterator[Finding]:
    """Where a group says how its purchases are called, every kind of dispute does, and a part only beside a whole."""
    for slug in book.disputes if any(group.purchase != NO_WORDS for group in book.groups) else ():
        words = words_of_purchase(book, [slug])
        for key in ALWAYS:
            if not getattr(words, key):
                yield Finding(f"disputes/{slug}.toml", f"purchase.{key}", "nothing", "words, here or in its group")
        if bool(words.whole) != bool(words.part):
            right = "words for both whole and part, or for neither"
            yield Finding(f"disputes/{slug}.toml", "purchase.part", words.part or "nothing", right)


def arrivals_nothing_looks_at(book: LawBook) -> Iterator[Finding]:
    """The day of arrival is asked only where something that the dispute leads to looks at it."""
    fact = book.fact_from("order.received_at")
    looked_at = book.worked_out(facts_by_dispute)
    for slug in book.disputes:
        arrival = words_of_purchase(book, [slug]).arrival
        if arrival and fact not in looked_at[slug]:
            right = 'arrival = "": nothing in this dispute looks at the day of arrival'
            yield Finding(f"disputes/{slug}.toml", "purchase.arrival", arrival, right)
