"""Rules about the words in which a purchase is asked about: each kind of dispute has them, and none asks what nothing looks at."""

import re
from collections.abc import Iterator

from consumer_app.domain.law import FactDefinition, LawBook
from consumer_app.domain.law.purchase import NO_WORDS, SLOTS, in_words_of, words_of_purchase
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


def questions_that_leave_room_for_nothing(book: LawBook) -> Iterator[Finding]:
    """A question leaves room for the words of a purchase that there are (``SLOTS``), and each kind of purchase has them, or any purchase has."""
    right = ", ".join(f"{{{slot}}}" for slot in SLOTS)
    for slug in book.disputes:
        facts = in_words_of(book, [slug]).facts
        for name in book.with_slots:
            for key, text in words_shown(facts[name]):
                for slot in re.findall(r"\{[^}]*\}", text):
                    yield Finding(
                        book.file_of(name), f"{name}.{key}", f"{slot} in {slug}", f"one of {right}, with words for it"
                    )
    for name, fact in book.facts.items():
        for key, text in words_shown(fact) if name not in book.with_slots else ():
            for slot in re.findall(r"\{[^}]*\}", text):
                yield Finding(book.file_of(name), f"{name}.{key}", slot, f"one of {right}")


def questions_in_words_of_another_purchase(book: LawBook) -> Iterator[Finding]:
    """No question that a dispute can ask says what its purchase never is (``never``): no 收货 at a gym, no 三包 for food."""
    wrong: dict[tuple[str, str, str, str], list[str]] = {}
    for slug in book.disputes:
        never = words_of_purchase(book, [slug]).never or ()
        for name, fact in questions_of(slug, book) if never else ():
            for key, text in words_shown(fact):
                for word in never:
                    if word in text:
                        wrong.setdefault((name, key, word, text), []).append(slug)
    for (name, key, word, text), slugs in sorted(wrong.items()):
        right = f"other words, or a slot: nothing is {word} in {', '.join(slugs)}"
        yield Finding(book.file_of(name), f"{name}.{key}", f"{word} in 「{text}」", right)


def questions_of(dispute: str, book: LawBook) -> Iterator[tuple[str, FactDefinition]]:
    """The questions that a case of this dispute can be asked, in the words of its purchase."""
    said, looked_at = in_words_of(book, [dispute]), book.worked_out(facts_by_dispute)
    for name in sorted(looked_at[dispute] & said.facts.keys()):
        fact = said.facts[name]
        if fact.question and (not fact.asked_in or dispute in fact.asked_in):
            yield name, fact


def words_shown(fact: FactDefinition) -> Iterator[tuple[str, str]]:
    """What a shopper reads where the fact is asked: (key, words)."""
    for key in ("label", "question", "hint", "yes", "no"):
        if text := getattr(fact, key):
            yield key, text
    yield from ((f"choices.{choice}", text) for choice, text in fact.choices.items())


def facts_that_are_not_the_same(book: LawBook) -> Iterator[Finding]:
    """What a kind of purchase calls the same as something that its page asks is a fact of the same kind, and is looked at there."""
    looked_at = book.worked_out(facts_by_dispute)
    for slug in book.disputes:
        for name, home in (words_of_purchase(book, [slug]).same or {}).items():
            one, other = book.facts.get(name), book.facts.get(home)
            if one is None or other is None or one.kind != other.kind or name not in looked_at[slug]:
                right = "a fact this dispute looks at, and one of the same kind that the page of the purchase asks"
                yield Finding(f"disputes/{slug}.toml", f"purchase.same.{name}", home, right)
