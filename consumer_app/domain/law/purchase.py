"""How the purchase of a kind of dispute is called: a gym has a card and no 收货, a repair a job and no order number of a shop."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from consumer_app.domain.law.entries import Entry, FactName
from consumer_app.domain.law.facts import FactDefinition

if TYPE_CHECKING:
    from consumer_app.domain.law.book import LawBook


class PurchaseWords(Entry):
    """The words of the page that asks about the purchase; a group of disputes says them, a dispute what is other than in its group.

    ``place`` asks for the platform and ``shop`` for the business; ``what`` was bought, on which ``day`` (of the order, the contract, the
    payment), when it arrived, for which ``price``; ``whole`` and ``part`` say how far the trouble goes, ``number`` what the order's
    number is called. ``act`` is what papers say was done with it (购买, 维修, 预订), ``done`` and ``arrived`` what they say of the two days
    (交费, 提车); ``ordered`` is the act where there is an order with a number, whose day is then that of the order. What is empty is not asked: where nothing arrives, where no part can be told from the whole. ``same`` are facts that in this
    kind are the same thing as one the page asks (the deposit is the price paid), so that none is asked twice.
    ``side`` is what the business is (酒店, 影楼); the 商家 of any purchase is called so in questions.
    ``buying`` is what was done when the bargain was made (下单, 签合同, 送洗), as questions say it: 下单的时候. ``never`` are words that no
    question of such a purchase can use: no 收货 at a gym. Questions of fact take ``SLOTS`` from here. The price is heard only beside ``price_beside``, where there are such words (运费). With ``masters``
    who did it may be called by a family name alone (张师傅). What is bought ``afar`` always comes from a page or with a carrier; elsewhere
    ``never_where`` says by a fact and its value which words a question cannot use there: no 页面 in a shop. It stands for any purchase alone.
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
    ordered: str | None = None
    arrived: str | None = None
    arrival: str | None = None
    arrival_hint: str | None = None
    price: str | None = None
    price_beside: tuple[str, ...] = ()
    price_hint: str | None = None
    whole: str | None = None
    part: str | None = None
    number: str | None = None
    buying: str | None = None
    side: str | None = None
    never: tuple[str, ...] | None = None
    same: dict[str, str] | None = None
    masters: bool | None = None
    afar: bool | None = None
    never_where: dict[FactName, dict[str, tuple[str, ...]]] | None = None

    def but(self, other: "PurchaseWords") -> "PurchaseWords":
        """These words with those that the other one says instead."""
        return self.model_copy(update=other.model_dump(exclude_none=True))


NO_WORDS = PurchaseWords()
ASKED_BY_ANY = {"arrival": "arrival_hint", "whole": "part"}
"""What the page asks where any kind of the case has it, with what goes with it."""
SLOTS = ("day", "arrival", "price", "buying")
"""The words of the purchase that questions of fact leave room for: ``{buying}的时候``."""


def put_into(fact: FactDefinition, words: PurchaseWords, usual: PurchaseWords = NO_WORDS) -> FactDefinition:
    """The fact in the words of a purchase: its label, question, hint and answers, each slot that the words have filled.

    ``usual`` are those of any purchase: what it calls the other side is called as ``words`` do.
    """

    def filled(text: str) -> str:
        return _filled(text, words, usual.side)

    return fact.model_copy(
        update={
            "label": filled(fact.label),
            "question": filled(fact.question) if fact.question else None,
            "hint": filled(fact.hint) if fact.hint else None,
            "yes": filled(fact.yes) if fact.yes else None,
            "no": filled(fact.no) if fact.no else None,
            "choices": {choice: filled(text) for choice, text in fact.choices.items()},
        }
    )


def _filled(text: str, words: PurchaseWords, anybody: str | None) -> str:
    for slot in SLOTS:
        text = text.replace(f"{{{slot}}}", getattr(words, slot) or f"{{{slot}}}")
    return text.replace(anybody, words.side) if anybody and words.side else text


def leaves_room(fact: FactDefinition, usual: PurchaseWords = NO_WORDS) -> bool:
    """Whether the fact's words leave room for any of a purchase, or speak of the other side."""
    return put_into(fact, NO_WORDS) != put_into(fact, PurchaseWords(**dict.fromkeys((*SLOTS, "side"), "x")), usual)


def in_words_of(book: "LawBook", disputes: Iterable[str]) -> "LawBook":
    """The law book as a case of these disputes reads it: the facts in the words of its purchase."""
    speaking = _first_with_words(book, disputes)
    return book if speaking is None else book.worked_out(books_in_words)[speaking]


def books_in_words(book: "LawBook") -> dict[str, "LawBook"]:
    """The law book in the words of each kind of dispute that has any, one for all that have the same; made once a book."""
    said: list[tuple[PurchaseWords, LawBook]] = []
    found: dict[str, LawBook] = {}
    for slug in book.disputes:
        words = _of(book, slug)
        if words != NO_WORDS:
            one = next((other for known, other in said if known == words), None)
            if one is None:
                facts = {
                    name: put_into(put_into(fact, words, book.purchase), book.purchase)
                    for name, fact in book.with_slots.items()
                }
                said.append((words, one := book.in_other_words(facts)))
            found[slug] = one
    return found


def words_of_purchase(book: "LawBook", disputes: Iterable[str]) -> PurchaseWords:
    """What the purchase is called in a case of these disputes: as in the first of them that has words of its own or of its group, goods that arrive first.

    What is not asked there is asked in the words of another of them that has it: things that arrived are asked when, whatever else is told of them.
    """
    speaking = _first_with_words(book, disputes)
    return NO_WORDS if speaking is None else _of(book, speaking)


def _first_with_words(book: "LawBook", disputes: Iterable[str]) -> str | None:
    """The first of these that has words, one whose goods arrive before any other: a matter of service beside it says less of them."""
    speaking = [slug for slug in disputes if slug in book.disputes and _of(book, slug) != NO_WORDS]
    return next((slug for slug in speaking if _of(book, slug).arrival), speaking[0] if speaking else None)


def home_of(fact: str, disputes: Iterable[str], book: "LawBook") -> str:
    """The fact that is asked for this one: in a purchase of this kind they are the same thing."""
    return (words_of_purchase(book, disputes).same or {}).get(fact, fact)


def _of(book: "LawBook", dispute: str) -> PurchaseWords:
    group = next((one.purchase for one in book.groups if dispute in one.disputes), NO_WORDS)
    return group.but(book.disputes[dispute].purchase)
