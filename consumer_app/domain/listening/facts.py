"""Facts that a shopper's own words already say: answers, days, sums, the platform, what was bought; each with the words."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from consumer_app.domain.law import LawBook, Platform
from consumer_app.domain.listening.answers import answers_said
from consumer_app.domain.listening.buying import told_of_one
from consumer_app.domain.listening.folding import Told, folded, told
from consumer_app.domain.listening.goods import goods_said
from consumer_app.domain.listening.in_writing import written_said
from consumer_app.domain.listening.nearest import values_of_facts
from consumer_app.domain.listening.said import FactSaid


@dataclass(frozen=True)
class Listening:
    """What is listened for by name: platforms and goods."""

    platform: str | None
    platforms: tuple[tuple[str, str], ...]
    goods_kind: str | None


def listening_for(book: LawBook) -> Listening:
    """Everything that says a fact, ready to be listened for; made once a book."""
    names = [(folded(name), slug) for slug, p in _places(book) for name in (p.title, *p.also)]
    return Listening(
        platform=book.fact_from("platform"),
        platforms=_longest_first(names),
        goods_kind=book.fact_from("order.lines.goods_kind"),
    )


def _places(book: LawBook) -> list[tuple[str, Platform]]:
    """The places where people say they bought; a carrier is said of the way it came."""
    return [(slug, one) for slug, one in book.platforms.items() if not one.carries]


def _longest_first(names: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((n, s) for n, s in names if n), key=lambda named: -len(named[0])))


def facts_said(text: str, book: LawBook, today: date | None, among: Collection[str]) -> tuple[FactSaid, ...]:
    """Which of these facts are said in the text, in the order of the law book. What is said both ways is left out; of several choices each counts;
    the word on a paper over what an ear makes of the story.
    """
    given, listening = told(text), book.worked_out(listening_for)
    of_one = told_of_one(text, book) if len(among) > 1 else text
    written = tuple(written_said(text, among, book))
    on_paper = {one.fact for one in written}
    found: dict[str, list[FactSaid]] = {}
    for said in (
        *written,
        *(one for one in answers_said(of_one, among, book) if one.fact not in on_paper),
        *_near_their_words(of_one, book, today, among),
        *_named(given, listening.platform, listening.platforms),
        *_bought(text, listening.goods_kind, book),
    ):
        found.setdefault(said.fact, []).append(said)
    agreed = {name: one for name, several in found.items() if (one := _agreed(several))}
    return tuple(agreed[name] for name in book.facts if name in agreed and name in among)


def _agreed(several: list[FactSaid]) -> FactSaid | None:
    """What all of them say: choices of which several may be so are put together; of anything else two values leave it unsaid."""
    first, *others = several
    if isinstance(first.value, tuple):
        chosen = dict.fromkeys(c for one in several if isinstance(one.value, tuple) for c in one.value)
        return FactSaid(first.fact, tuple(chosen), first.quote)
    return first if all(one.value == first.value for one in others) else None


def _near_their_words(text: str, book: LawBook, today: date | None, among: Collection[str]) -> Iterator[FactSaid]:
    """Days, sums, numbers and ages, each for the fact whose words stand nearest to it."""
    for one in values_of_facts(text, book, today, among):
        yield FactSaid(one.fact, one.value, one.quote)


def _bought(text: str, fact: str | None, book: LawBook) -> Iterator[FactSaid]:
    """The kind of goods that was bought."""
    found = goods_said(text, book) if fact else None
    if fact and found:
        yield FactSaid(fact, found.kind, found.quote)


def _named(given: Told, fact: str | None, names: tuple[tuple[str, str], ...]) -> Iterator[FactSaid]:
    """The first platform that is named; a longer name hides a shorter one within it."""
    if fact is None:
        return
    best: tuple[int, str, str] | None = None
    for name, slug in names:
        place = given.plain.find(name)
        if place < 0:
            continue
        if best is None or (place < best[0] and not (best[0] < place + len(name) and len(name) < len(best[1]))):
            best = (place, name, slug)
    if best:
        place, name, slug = best
        yield FactSaid(fact, slug, given.quote(place, place + len(name)))
