"""The law book whole, and which text of a statute applies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from consumer_app.domain.law.characters import Characters
from consumer_app.domain.law.claims import Claim, Common, Dispute, Excuse
from consumer_app.domain.law.facts import FactDefinition
from consumer_app.domain.law.groups import Group
from consumer_app.domain.law.pairs import Pair
from consumer_app.domain.law.periods import Days
from consumer_app.domain.law.places import Calendar, Channel, Elsewhere, Platform
from consumer_app.domain.law.purchase import NO_WORDS, PurchaseWords
from consumer_app.domain.law.sides import Side
from consumer_app.domain.law.sought import Sought
from consumer_app.domain.law.statutes import Citation, Provision, Statute, words_of
from consumer_app.domain.law.telling import Telling
from consumer_app.domain.law.voices import Voice
from consumer_app.domain.law.words import WordingRule, Words

T = TypeVar("T")


@dataclass(frozen=True)
class LawBook:
    """Everything in ``legal_refs/``, by slug. ``revision`` is a hash of the files' content; ``fact_files`` names the file of each fact,
    ``wording`` has the rules by the kind that their file is named for. ``claims`` are whole: what they name of ``common`` is theirs too.

    ``groups`` are the kinds of dispute as people look through them, ``sought`` which of them the name of a thing finds; ``sides`` what the other side is called by what is known of it. ``learned`` is the artefact of ``consumer-app learn``: the ears, as ``listening.ears`` reads them.

    ``facts`` are in the words of any purchase (``purchase``); ``with_slots`` holds, as written, those that leave room for words of one (see ``purchase.in_words_of``).

    ``worked_out`` keeps what the wings of the domain make of it once; ``lawbook.load_law_book`` has all of that made when it reads.
    """

    statutes: Mapping[str, Statute]
    facts: Mapping[str, FactDefinition]
    claims: Mapping[str, Claim]
    disputes: Mapping[str, Dispute]
    excuses: Mapping[str, Excuse]
    channels: Mapping[str, Channel]
    platforms: Mapping[str, Platform]
    calendars: Mapping[int, Calendar]
    elsewhere: Mapping[str, Elsewhere]
    wording: Mapping[str, tuple[WordingRule, ...]]
    voices: Mapping[str, Voice] = field(default_factory=dict)
    common: Mapping[str, Common] = field(default_factory=dict)
    revision: str = ""
    texts: Mapping[str, tuple[Statute, ...]] = field(default_factory=dict)
    words: Words = field(default_factory=Words)
    telling: Telling = field(default_factory=Telling)
    characters: Characters = field(default_factory=Characters)
    pairs: tuple[Pair, ...] = ()
    groups: tuple[Group, ...] = ()
    sought: tuple[Sought, ...] = ()
    sides: tuple[Side, ...] = ()
    learned: bytes = b""
    fact_files: Mapping[str, str] = field(default_factory=dict)
    purchase: PurchaseWords = NO_WORDS
    with_slots: Mapping[str, FactDefinition] = field(default_factory=dict)
    _worked_out: dict[Callable[["LawBook"], Any], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def days(self) -> Days:
        """Which days are off, and how periods are counted, by the calendars of the book."""
        return Days(self.calendars)

    @cached_property
    def facts_of_doors(self) -> frozenset[str]:
        """The facts that open channels, and those marked so: they say who stands against whom, and nothing of what went wrong."""
        doors = (condition for one in self.channels.values() for condition in one.when)
        marked = (name for name, one in self.facts.items() if one.of_sides)
        return frozenset((*(test.fact for condition in doors for test in condition.tests), *marked))

    @cached_property
    def facts_of_sides(self) -> frozenset[str]:
        """The facts that say what those of a role are called."""
        return frozenset(test.fact for side in self.sides for condition in side.when for test in condition.tests)

    def worked_out(self, make: Callable[["LawBook"], T]) -> T:
        """What ``make`` works out of this book: a table of phrases, an index. Made once and kept with the book; nothing of a case goes in.

        Every ``make`` stands in ``lawbook.WORKED_OUT``, so that it is made before the first case comes.
        """
        if make not in self._worked_out:
            self._worked_out[make] = make(self)
        return self._worked_out[make]  # type: ignore[no-any-return]

    def in_other_words(self, facts: Mapping[str, FactDefinition]) -> "LawBook":
        """The same book with these facts said in other words; what was worked out of it holds for it too."""
        other = replace(self, facts={**self.facts, **facts})
        object.__setattr__(other, "_worked_out", self._worked_out)
        return other

    def file_of(self, fact: str) -> str:
        """The file that declares the fact, for whoever has to mend it."""
        return self.fact_files.get(fact, "facts/")

    @cached_property
    def everyday_words(self) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        """Names of things, and the kinds of dispute that they find."""
        return tuple(
            (tuple(word for kind in one.goods for word in self.words.goods.get(kind, ())), one.disputes)
            for one in self.sought
        )

    @cached_property
    def grouped_disputes(self) -> tuple[tuple[str | None, tuple[str, ...]], ...]:
        """All kinds of dispute by their group's title; those of no group stand last, under None."""
        groups = [(one.title, tuple(slug for slug in one.disputes if slug in self.disputes)) for one in self.groups]
        named = {slug for _, slugs in groups for slug in slugs}
        others = tuple(slug for slug in self.disputes if slug not in named)
        return (*groups, (None, others)) if others else tuple(groups)

    def fact_from(self, source: str) -> str | None:
        """The fact that the book reads from that place of a case (``order.ordered_at``); None when it reads none there."""
        return next((name for name, fact in self.facts.items() if fact.source == source), None)

    def holds(self, citation: Citation, day: date | None, today: date) -> bool:
        """Whether the words cited are held in the text that applies for that day: nothing is cited outside its dates."""
        return self.provision(citation, day, today) is not None

    def text_to_read(self, citation: Citation, day: date | None) -> Statute:
        """The text in which a reader finds the article: the one that applies for that day where it has it, else the newest that has it."""
        governing = in_force(self, citation, day, day) if day else None
        texts = (governing, *self.texts[citation.statute]) if governing else self.texts[citation.statute]
        return next(statute for statute in texts if citation.article in statute.articles)

    def provision(self, citation: Citation, day: date | None, today: date) -> Provision | None:
        """The words cited, in the text that applies for that day; None when no text held applies (see ``in_force``)."""
        statute = in_force(self, citation, day, today)
        if statute is None or citation.article not in statute.articles:
            return None
        article = statute.articles[citation.article]
        words = words_of(article, citation)
        return Provision(citation, statute, words) if words else None


def in_force(book: LawBook, citation: Citation, day: date | None, today: date) -> Statute | None:
    """Which text of the cited statute governs, or None when none that is held does. The only place that decides.

    Laws, regulations and rules: the text in force on the claim's ``day``, although replaced since. Interpretations: the text in force
    ``today``, because they govern every dispute not finally decided; where ``facts_from`` limits them to later facts, ``day`` must
    not be earlier. Procedure (``procedure = true``): today.
    """
    texts = book.texts.get(citation.statute) or tuple(filter(None, (book.statutes.get(citation.statute),)))
    for statute in texts:
        by_today = statute.kind == "interpretation" or statute.procedure
        on = today if by_today else day
        if on is None or on < statute.in_force_from or (statute.in_force_until and on >= statute.in_force_until):
            continue
        if statute.facts_from and (day is None or day < statute.facts_from):
            continue
        return statute
    return None
