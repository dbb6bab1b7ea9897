"""Facts that a shopper's own words already say: answers, days, sums, the platform, what was bought; each with the words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from consumer_app.domain.law import FactDefinition, LawBook, Platform, Value
from consumer_app.domain.listening.folding import folded
from consumer_app.domain.listening.nearest import values_of_facts
from consumer_app.domain.listening.phrases import Hit, Phrase, Told, parts_of, told


@dataclass(frozen=True)
class FactSaid:
    """A fact with the value that was said and the words that say it; for the shopper to confirm."""

    fact: str
    value: Value
    quote: str


@dataclass(frozen=True)
class Listening:
    """What is listened for: answers, names of platforms and goods, and what turns a phrase round."""

    answers: tuple[tuple[str, Value, Phrase], ...]
    platform: str | None
    platforms: tuple[tuple[str, str], ...]
    goods_kind: str | None
    goods: tuple[tuple[str, str], ...]
    negations: tuple[str, ...]
    doubts: tuple[str, ...]


def listening_for(book: LawBook) -> Listening:
    """Everything that says a fact, ready to be listened for; made once a book."""
    words = book.words
    names = [(folded(name), slug) for slug, p in _places(book) for name in (p.title, *p.also)]
    goods = [(folded(name), kind) for kind, known in words.goods.items() for name in known]
    return Listening(
        answers=tuple(_answers(book)),
        platform=book.fact_from("platform"),
        platforms=_longest_first(names),
        goods_kind=book.fact_from("order.lines.goods_kind"),
        goods=_longest_first(goods),
        negations=tuple(sorted(map(folded, words.negations), key=len, reverse=True)),
        doubts=tuple(map(folded, words.doubts)),
    )


def _places(book: LawBook) -> list[tuple[str, Platform]]:
    """The places where people say they bought; a carrier is said of the way it came."""
    return [(slug, one) for slug, one in book.platforms.items() if not one.carries]


def _answers(book: LawBook) -> Iterator[tuple[str, Value, Phrase]]:
    for name, fact in book.facts.items():
        said: list[tuple[Value, str]] = [(True, phrase) for phrase in fact.said] if fact.kind == "yes_no" else []
        said += [(choice, phrase) for choice, phrases in fact.said_for.items() for phrase in phrases]
        for value, text in said:
            if parts := parts_of(text):
                yield name, _answer_value(fact, value), Phrase(name, text, parts, (), 1.0)


def _answer_value(fact: FactDefinition, value: Value) -> Value:
    """``said_for`` of a yes-or-no fact has the keys yes and no; each choice of a fact of several choices is one of them."""
    if fact.kind == "choices":
        return (str(value),)
    return {"yes": True, "no": False}.get(str(value), value) if fact.kind == "yes_no" else value


def _longest_first(names: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((n, s) for n, s in names if n), key=lambda named: -len(named[0])))


def facts_said(text: str, book: LawBook, today: date | None) -> tuple[FactSaid, ...]:
    """Every fact said in the text, in the order of the law book. What is said both ways is left out; of several choices each counts."""
    given, listening = told(text), book.worked_out(listening_for)
    found: dict[str, list[FactSaid]] = {}
    for said in (
        *_answered(given, listening),
        *_near_their_words(given, book, today),
        *_named(given, listening.platform, listening.platforms),
        *_named(given, listening.goods_kind, listening.goods),
    ):
        found.setdefault(said.fact, []).append(said)
    agreed = {name: one for name, several in found.items() if (one := _agreed(several))}
    return tuple(agreed[name] for name in book.facts if name in agreed)


def _agreed(several: list[FactSaid]) -> FactSaid | None:
    """What all of them say: choices of which several may be so are put together; of anything else two values leave it unsaid."""
    first, *others = several
    if isinstance(first.value, tuple):
        chosen = dict.fromkeys(c for one in several if isinstance(one.value, tuple) for c in one.value)
        return FactSaid(first.fact, tuple(chosen), first.quote)
    return first if all(one.value == first.value for one in others) else None


def _answered(given: Told, listening: Listening) -> Iterator[FactSaid]:
    for name, value, phrase in listening.answers:
        hit = phrase.exactly_in(given)
        if hit is None or _doubted(given, hit, listening):
            continue
        negation = next((n for n in listening.negations if given.plain.endswith(n, 0, hit.start)), None)
        if negation is None:
            yield FactSaid(name, value, hit.quote)
        elif isinstance(value, bool):
            yield FactSaid(name, not value, given.quote(hit.start - len(negation), hit.end))


def _doubted(given: Told, hit: Hit, listening: Listening) -> bool:
    before, after = given.plain[: hit.start], given.plain[hit.end :]
    return any(before.endswith(doubt) or after.startswith(doubt) for doubt in listening.doubts)


def _near_their_words(given: Told, book: LawBook, today: date | None) -> Iterator[FactSaid]:
    """Days, sums, numbers and ages, each for the fact whose words stand nearest to it."""
    yield from (FactSaid(one.fact, one.value, one.quote) for one in values_of_facts(given.text, book, today))


def _named(given: Told, fact: str | None, names: tuple[tuple[str, str], ...]) -> Iterator[FactSaid]:
    """The first platform, or kind of goods, that is named; a longer name hides a shorter one within it."""
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
