"""A suggestion as the second page shows it: disputes to tick with the words that led there, facts read, and where else to go."""

from collections.abc import Mapping
from dataclasses import dataclass

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.suggestion import Suggestion
from consumer_app.formats import fact_label, fact_value

MOST_SHOWN = 3
NEAR_THE_BEST = 0.8


@dataclass(frozen=True)
class Elsewhere:
    """A matter that belongs somewhere else: where, why, the words that sound like it, and the disputes that may still be in it."""

    title: str
    where: str
    why: str
    because: tuple[str, ...]
    still: tuple[str, ...]


@dataclass(frozen=True)
class ShownSuggestion:
    """What the page shows.

    ``likely`` are the slugs suggested, best first; ``disputes`` every choice, those first; ``ticked`` those to start with.

    ``elsewhere_first`` when the words sound more like something that belongs elsewhere.
    """

    likely: tuple[str, ...]
    ticked: tuple[str, ...]
    disputes: tuple[tuple[str, str, str], ...]
    because: Mapping[str, tuple[str, ...]]
    facts: tuple[tuple[str, str, str], ...]
    elsewhere: tuple[Elsewhere, ...]
    elsewhere_first: bool

    @property
    def several(self) -> bool:
        """Whether more than one kind of dispute is likely."""
        return len(self.likely) > 1

    @property
    def others(self) -> bool:
        """Whether there are kinds of dispute that were not suggested."""
        return len(self.likely) < len(self.disputes)


def shown_suggestion(suggestion: Suggestion, book: LawBook) -> ShownSuggestion:
    """The suggestion in the page's words. Ticked beforehand are the best dispute and those nearly as likely."""
    found = [each for each in suggestion.disputes if each.id in book.disputes][:MOST_SHOWN]
    best = max((each.score for each in found), default=0.0)
    likely = tuple(each.id for each in found)
    in_order = [*likely, *(slug for slug in book.disputes if slug not in likely)]
    return ShownSuggestion(
        likely=likely,
        ticked=tuple(each.id for each in found if each.score >= best * NEAR_THE_BEST),
        disputes=tuple((slug, book.disputes[slug].title, book.disputes[slug].plain) for slug in in_order),
        because={each.id: tuple(dict.fromkeys(each.because)) for each in found},
        facts=tuple(
            (
                each.fact,
                f"{fact_label(each.fact, book)}：{fact_value(each.fact, each.value, book)}",
                f"您写了「{each.quote}」",
            )
            for each in suggestion.facts
        ),
        elsewhere=tuple(
            Elsewhere(
                each.title,
                each.where,
                book.elsewhere[each.id].because,
                each.because,
                tuple(book.disputes[slug].title for slug in book.elsewhere[each.id].still),
            )
            for each in suggestion.elsewhere
        ),
        elsewhere_first=any(each.score >= best for each in suggestion.elsewhere),
    )
