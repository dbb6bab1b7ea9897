"""A shopper's own words -> likely disputes with the clauses that led there, facts already said, wishes, matters elsewhere, or one question."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from consumer_app.domain.law import Citation, LawBook
from consumer_app.domain.law.walk import facts_looked_at
from consumer_app.domain.listening.ears import NONE, VAGUE
from consumer_app.domain.listening.facts import facts_said
from consumer_app.domain.listening.kinds import ELSEWHERE, KindHeard, kinds_heard
from consumer_app.domain.listening.said import FactSaid
from consumer_app.domain.listening.wishes import wishes_said

LONGEST_TEXT = 20_000
MOST_PROVISIONS = 40
MOST_ELSEWHERE = 3
SURE = 0.95
"""A kind is sure where at least so many that were said as surely were right."""
LIKELY = 0.3
"""A kind less likely than that is shown only with the others."""
BESIDE = 0.15
"""The least part of the likeliest kind's likelihood at which another one is suggested beside it."""
PLAIN, FAR_BELOW = 0.75, 0.4
"""Beside a kind at least so likely, one that has less than that part of its likelihood is suggested only where a clause of the text alone sounds like it."""
TOO_LITTLE = 0.6
"""The part of the likeliest kind's likelihood at which a text counts as saying too little."""
NEAR = 0.35
"""Two kinds of a pair are a near tie where the less likely one has at least this part of the other's likelihood."""
SENTENCE_ENDS = re.compile(r"[。！？!?\n]+")
CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
MANY_LETTERS, FEW_CHINESE = 12, 0.1
"""A text of so many other letters, of which Chinese characters are less than that part, is told in another language."""


@dataclass(frozen=True)
class DisputeSuggested:
    """A dispute that the words may be about: how likely from 0 to 1, ``because`` the clauses of the text that led there."""

    id: str
    score: float
    because: tuple[str, ...]
    sure: bool = False
    """Whether it may be ticked before anybody confirmed it."""


@dataclass(frozen=True)
class ElsewhereSuggested:
    """A matter that is not one for the market regulator: where it goes, and the clauses of the text that led there."""

    id: str
    title: str
    where: str
    because: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class Asked:
    """One question that tells the likeliest kinds apart: with the words of its buttons by kind, and the fact that decides, when one does."""

    question: str
    answers: tuple[tuple[str, str], ...]
    fact: str | None

    @property
    def between(self) -> tuple[str, ...]:
        """The kinds in question."""
        return tuple(label for label, _ in self.answers)


@dataclass(frozen=True)
class Suggestion:
    """What a text is likely about. ``provisions`` are the articles the likely disputes' claims rest on, most likely first.

    ``no_complaint`` says that it most likely is none, ``vague`` that it says too little; ``ask`` is the question to put first, when one would tell the likeliest apart.
    """

    disputes: tuple[DisputeSuggested, ...]
    facts: tuple[FactSaid, ...]
    elsewhere: tuple[ElsewhereSuggested, ...]
    provisions: tuple[Citation, ...]
    wishes: tuple[str, ...] = ()
    ask: Asked | None = None
    no_complaint: bool = False
    vague: bool = False
    foreign: bool = False
    """Whether it is written in another language than Chinese, in which nothing is listened to but what was bought and paid."""


def suggest(text: str, book: LawBook, today: date | None = None, top: int = 5) -> Suggestion:
    """The ``top`` likeliest disputes, best first, with what was said and where else it may belong. Only ``today`` dates 昨天 or 6月1日."""
    given = text[:LONGEST_TEXT]
    foreign = is_foreign(given)
    kinds = () if foreign else kinds_heard(given, book)
    vague = _too_little_said(kinds)
    heard = [kind for kind in kinds if kind.label not in (NONE, VAGUE)]
    least = BESIDE * heard[0].likely if heard else 0
    near = [kind for kind in heard if kind.likely >= least and _stands_out(kind, heard[0], book)]
    disputes = tuple(
        DisputeSuggested(one.label, one.likely, one.because, one.sure >= SURE)
        for one in near
        if not one.label.startswith(ELSEWHERE)
    )[: max(top, 0)]
    relevant = _looked_at(given, disputes, book, today)
    return Suggestion(
        disputes,
        tuple(
            one
            for one in facts_said(given, book, today, relevant)
            if one.fact in relevant and _fits(one, disputes, book)
        ),
        _elsewhere(near, book),
        _provisions(disputes, book, today),
        wishes_said(given, book),
        _question(heard, book) if heard and kinds[0] is heard[0] and not vague else None,
        bool(kinds) and kinds[0].label == NONE,
        vague,
        foreign,
    )


def _stands_out(kind: KindHeard, first: KindHeard, book: LawBook) -> bool:
    """Whether it may be suggested beside the likeliest: not where that one is plain and this one far below it, and no clause alone sounds most like this one."""
    if first.likely < PLAIN or kind.likely >= FAR_BELOW * first.likely:
        return True
    alone = (kinds_heard(clause, book)[:1] for clause in kind.because)
    return any(best[0].label == kind.label and best[0].likely >= LIKELY for best in alone if best)


def _fits(said: FactSaid, disputes: Sequence[DisputeSuggested], book: LawBook) -> bool:
    """Whether it is not of something else: a matter that is surely of its kind says itself what was bought (the car that was hired is no purchase of a car)."""
    first = disputes[0] if disputes and disputes[0].sure else None
    return first is None or book.disputes[first.id].says.get(said.fact, said.value) == said.value


def matters_apart(text: str, chosen: Collection[str], book: LawBook) -> tuple[str, ...]:
    """Of the kinds chosen those that are likely matters of their own: under a heading of their own, and what some sentence sounds like more than any other of them."""
    groups = {slug: place for place, (_, slugs) in enumerate(book.grouped_disputes) for slug in slugs}
    found: dict[str, None] = {}
    for sentence in filter(None, SENTENCE_ENDS.split(text[:LONGEST_TEXT])):
        heard = next((kind for kind in kinds_heard(sentence, book) if kind.label in chosen), None)
        if heard is not None and heard.likely >= LIKELY:
            found[heard.label] = None
    headed = {groups.get(slug): slug for slug in reversed(found)}
    return tuple(slug for slug in found if slug in headed.values())


def is_foreign(text: str) -> bool:
    """Whether a text is told in letters of another language: many of them, and few Chinese characters beside them."""
    letters = sum(one.isalpha() for one in text)
    chinese = len(CHINESE.findall(text))
    return letters - chinese >= MANY_LETTERS and chinese < FEW_CHINESE * letters


def _too_little_said(kinds: Sequence[KindHeard]) -> bool:
    """Whether the text is nearly as likely one that says too little as it is of the likeliest kind."""
    vague = next((kind.likely for kind in kinds if kind.label == VAGUE), 0.0)
    return bool(kinds) and vague >= TOO_LITTLE * kinds[0].likely and (kinds[0].sure < SURE or kinds[0].label == VAGUE)


def _looked_at(text: str, disputes: Iterable[DisputeSuggested], book: LawBook, today: date | None) -> frozenset[str]:
    """The facts that the likely disputes look at, where it was bought included."""
    platform = book.fact_from("platform")
    named = facts_said(text, book, today, frozenset({platform} - {None})) if platform else ()
    bought_at = [("platforms", str(one.value)) for one in named if one.fact == platform]
    return frozenset(facts_looked_at(book, [found.id for found in disputes], bought_at))


def _elsewhere(near: Iterable[KindHeard], book: LawBook) -> tuple[ElsewhereSuggested, ...]:
    found = [(one.label.removeprefix(ELSEWHERE), one) for one in near if one.label.startswith(ELSEWHERE)]
    return tuple(
        ElsewhereSuggested(slug, book.elsewhere[slug].title, book.elsewhere[slug].where, one.because, one.likely)
        for slug, one in found[:MOST_ELSEWHERE]
    )


def _question(heard: Sequence[KindHeard], book: LawBook) -> Asked | None:
    """The question of a pair of which the likeliest kind is one and another is nearly as likely; none while the likeliest is sure."""
    if not heard or heard[0].sure >= SURE:
        return None
    likely = {kind.label: kind.likely for kind in heard}
    first = heard[0]
    tied = [
        (max(likely.get(label, 0) for label in pair.answers if label != first.label), pair)
        for pair in book.pairs
        if first.label in pair.answers
    ]
    near = [(other, place, pair) for place, (other, pair) in enumerate(tied) if other >= NEAR * first.likely]
    if not near:
        return None
    *_, pair = max(near, key=lambda one: (one[0], -one[1]))
    return Asked(pair.question, tuple(pair.answers.items()), pair.fact)


def _provisions(disputes: Iterable[DisputeSuggested], book: LawBook, today: date | None) -> tuple[Citation, ...]:
    """The articles behind the likely disputes' claims, whole articles once each, the most likely first."""
    weights: dict[Citation, float] = {}
    for place, found in enumerate(disputes):
        claims = book.disputes[found.id].claims
        for rank, slug in enumerate(claims):
            claim = book.claims[slug]
            basis = claim.basis_on(today) if today else tuple(claim.every_basis())
            for share, citations in ((1.0, basis), (0.4, claim.supports)):
                for cited in citations:
                    whole = Citation(cited.statute, cited.article)
                    weight = share * found.score / ((place + 1) * (1 + 0.15 * rank))
                    weights[whole] = weights.get(whole, 0.0) + weight
    ranked = sorted(weights, key=lambda citation: -weights[citation])
    return tuple(ranked[:MOST_PROVISIONS])
