"""A suggestion as the second page shows it: one question at a near tie, else disputes to tick, what is wished, and where else to go."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.kinds import ELSEWHERE
from consumer_app.domain.listening.suggestion import LIKELY, Asked, ElsewhereSuggested, Suggestion
from consumer_app.formats import WISHES
from consumer_app.web.shown.kinds import KindGroup, shown_groups
from consumer_app.web.shown.telephones import with_telephones

NEITHER = "neither"
"""What is answered to a question between kinds when it is none of them."""
MOST_SHOWN = 3
MOST_WHEN_VAGUE = 4
FAINT = 0.1
"""What is less likely than that is not suggested at all: a text of which nothing is known is a little like everything."""
RATHER_THAN_NOT = 0.5
"""Beside what is likelier something else altogether, only a dispute at least that likely is suggested."""
Manner = Literal["sure", "unsure", "vague", "elsewhere", "no_complaint", "unheard", "foreign"]


@dataclass(frozen=True)
class Elsewhere:
    """A matter that belongs somewhere else: where, with the numbers to call, why, the words that sound like it, what may still be a dispute."""

    title: str
    where: tuple[tuple[str, str | None], ...]
    why: str
    because: tuple[str, ...]
    still: tuple[str, ...]


@dataclass(frozen=True)
class ShownSuggestion:
    """What the page shows.

    ``manner`` is how sure it is of itself. ``likely`` are the slugs suggested, best first, ``ticked`` those to start with; ``disputes``
    is every choice, those first and the others in the order of ``groups``. ``asked`` and ``answered`` are the question between kinds and
    the words of the button that answered it.
    """

    manner: Manner
    likely: tuple[str, ...]
    ticked: tuple[str, ...]
    disputes: tuple[tuple[str, str, str], ...]
    groups: tuple[KindGroup, ...]
    because: Mapping[str, tuple[str, ...]]
    wishes: tuple[str, ...]
    elsewhere: tuple[Elsewhere, ...]
    kind: str = ""
    asked: str = ""
    answered: str = ""

    @property
    def several(self) -> bool:
        """Whether more than one kind of dispute is ticked, or likely where none is."""
        return len(self.ticked or self.likely) > 1

    @property
    def alone(self) -> str:
        """The one kind that is offered and not sure: the button says yes to it. Empty where there is another to choose, or one is ticked."""
        return self.likely[0] if self.manner == "unsure" and len(self.likely) == 1 and not self.ticked else ""


def question_to_ask(suggestion: Suggestion) -> Asked | None:
    """The one question that the page is, when one would tell the likeliest kinds apart; none where hardly anything is likely."""
    least = RATHER_THAN_NOT if suggestion.no_complaint else FAINT
    scores = (*(each.score for each in suggestion.disputes), *(each.score for each in suggestion.elsewhere))
    return suggestion.ask if max(scores, default=0.0) >= least else None


def known_kind(kind: str, book: LawBook) -> str:
    """What was answered to the question, when the book has that kind, or that it is none of them; else nothing."""
    known = kind == NEITHER or kind in book.disputes
    return kind if known or _matter(kind) in book.elsewhere else ""


def shown_suggestion(suggestion: Suggestion, book: LawBook, kind: str = "") -> ShownSuggestion:
    """The suggestion in the page's words. Only what is sure, or was just chosen (``kind``, see ``known_kind``), is ticked beforehand."""
    found = _left_over(suggestion, book, kind)
    manner = _manner(found, book, kind)
    matters = _matters(found, book, kind)
    first: tuple[str, ...] = (kind,) if kind in book.disputes else ()
    if manner == "elsewhere":
        first = tuple(slug for slug in book.elsewhere[matters[0].id].still if slug in book.disputes)
    most = MOST_WHEN_VAGUE if manner == "vague" else MOST_SHOWN
    least = RATHER_THAN_NOT if manner in ("elsewhere", "no_complaint") else FAINT
    heard = (each.id for each in found.disputes if each.score >= least)
    likely = tuple(dict.fromkeys((*first, *heard)))[: max(most, len(first))]
    groups = shown_groups(book, likely)
    in_order = (*likely, *(slug for group in groups for slug in group.kinds))
    sure = {kind, *(each.id for each in found.disputes if each.sure)}
    return ShownSuggestion(
        manner=manner,
        likely=likely,
        ticked=tuple(slug for slug in likely if slug in sure),
        disputes=tuple((slug, book.disputes[slug].title, book.disputes[slug].plain) for slug in in_order),
        groups=groups,
        because={each.id: tuple(dict.fromkeys(each.because)) for each in found.disputes},
        wishes=tuple(WISHES[wish] for wish in found.wishes),
        elsewhere=tuple(_shown_matter(each, book) for each in matters),
        kind=kind,
        asked=found.ask.question if found.ask else "",
        answered=dict(found.ask.answers).get(kind, "") if found.ask else "",
    )


def _left_over(suggestion: Suggestion, book: LawBook, kind: str) -> Suggestion:
    """The suggestion without what hardly sounds like it, and without the kinds that were in question and are not what was answered."""
    passed_over = set(suggestion.ask.between) - {kind} if suggestion.ask and kind else set()
    return replace(
        suggestion,
        disputes=tuple(
            each
            for each in suggestion.disputes
            if each.id in book.disputes and each.id not in passed_over and each.score >= FAINT
        ),
        elsewhere=tuple(
            each
            for each in suggestion.elsewhere
            if each.id in book.elsewhere and ELSEWHERE + each.id not in passed_over and each.score >= FAINT
        ),
    )


def _manner(found: Suggestion, book: LawBook, kind: str) -> Manner:
    """How sure the page is: what was chosen counts first, then what is likeliest."""
    if kind in book.disputes:
        return "sure"
    if found.foreign:
        return "foreign"
    best = max((each.score for each in found.disputes), default=0.0)
    matter = max((each.score for each in found.elsewhere), default=0.0)
    if _matter(kind) in book.elsewhere or (matter and matter >= best and not found.vague):
        return "elsewhere"
    if found.no_complaint:
        return "no_complaint"
    if not found.disputes:
        return "unheard"
    if found.vague or best < LIKELY:
        return "vague"
    return "sure" if any(each.sure for each in found.disputes) else "unsure"


def _matter(kind: str) -> str:
    """The slug of a matter elsewhere; nothing of a kind that is a dispute."""
    return kind.removeprefix(ELSEWHERE) if kind.startswith(ELSEWHERE) else ""


def _matters(found: Suggestion, book: LawBook, kind: str) -> tuple[ElsewhereSuggested, ...]:
    """The matters elsewhere that may be meant; the one that was chosen alone."""
    chosen = _matter(kind)
    if chosen not in book.elsewhere:
        return found.elsewhere
    entry = book.elsewhere[chosen]
    because = next((each.because for each in found.elsewhere if each.id == chosen), ())
    return (ElsewhereSuggested(chosen, entry.title, entry.where, because, 1.0),)


def _shown_matter(each: ElsewhereSuggested, book: LawBook) -> Elsewhere:
    entry = book.elsewhere[each.id]
    still = tuple(book.disputes[slug].title for slug in entry.still if slug in book.disputes)
    return Elsewhere(each.title, with_telephones(each.where), entry.because, each.because, still)
