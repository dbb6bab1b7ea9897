"""How the purchase of a kind of dispute is called: a gym has a card and no 收货, a repair a job and no order number of a shop."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from consumer_app.domain.law.entries import Entry

if TYPE_CHECKING:
    from consumer_app.domain.law.book import LawBook


class PurchaseWords(Entry):
    """The words of the page that asks about the purchase; a group of disputes says them, a dispute what is other than in its group.

        ``place`` asks for the platform and ``shop`` for the business; ``what`` was bought, on which ``day`` (of the order, the contract, the
        payment), when it arrived, for which ``price``; ``whole`` and ``part`` say how far the trouble goes, ``number`` what the order's
    ``number`` what the order's
        number is called. ``same`` are facts that in this kind are the same thing as one the page asks (the deposit is the price paid), so that none
        is asked twice; ``masters``: who did it may be called by a family name alone (张师傅). ``act`` is is what papers say was done with it (购买, 维修, 预订), ``done`` and ``arrived`` what they say of the two days (交费, 提车). What is empty is not asked: where nothing arrives, where no part can be told from the whole.
    """

    title: str | None = None
    place: str | None = None
    shop: str | None = None
    shop_hint: str | None = None
    what: str | None = None
    what_hint: str | None = None
    day: str | None = None
    act: str | None = None
    done: str | None = None
    arrived: str | None = None
    arrival: str | None = None
    arrival_hint: str | None = None
    price: str | None = None
    price_hint: str | None = None
    whole: str | None = None
    part: str | None = None
    number: str | None = None
    same: dict[str, str] | None = None
    masters: bool | None = None

    def but(self, other: "PurchaseWords") -> "PurchaseWords":
        """These words with those that the other one says instead."""
        return self.model_copy(update=other.model_dump(exclude_none=True))


NO_WORDS = PurchaseWords()


def words_of_purchase(book: "LawBook", disputes: Iterable[str]) -> PurchaseWords:
    """What the purchase is called in a case of these disputes: as in the first of them that has words of its own or of its group."""
    known = [slug for slug in disputes if slug in book.disputes]
    return next((words for slug in known if (words := _of(book, slug)) != NO_WORDS), NO_WORDS)


def home_of(fact: str, disputes: Iterable[str], book: "LawBook") -> str:
    """The fact that is asked for this one: in a purchase of this kind they are the same thing."""
    return (words_of_purchase(book, disputes).same or {}).get(fact, fact)


def _of(book: "LawBook", dispute: str) -> PurchaseWords:
    group = next((one.purchase for one in book.groups if dispute in one.disputes), NO_WORDS)
    return group.but(book.disputes[dispute].purchase)
