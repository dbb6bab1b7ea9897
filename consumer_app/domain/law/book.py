"""The law book whole, and which text of a statute applies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from consumer_app.domain.law.claims import Claim, Dispute, Excuse
from consumer_app.domain.law.facts import FactDefinition
from consumer_app.domain.law.places import Calendar, Channel, Elsewhere, Platform
from consumer_app.domain.law.statutes import Citation, Provision, Statute, words_of
from consumer_app.domain.law.words import WordingRule, Words


@dataclass(frozen=True)
class LawBook:
    """Everything in ``legal_refs/``, by slug. ``revision`` is a hash of the files' content."""

    statutes: Mapping[str, Statute]
    facts: Mapping[str, FactDefinition]
    claims: Mapping[str, Claim]
    disputes: Mapping[str, Dispute]
    excuses: Mapping[str, Excuse]
    channels: Mapping[str, Channel]
    platforms: Mapping[str, Platform]
    calendars: Mapping[int, Calendar]
    elsewhere: Mapping[str, Elsewhere]
    wording: tuple[WordingRule, ...]
    revision: str = ""
    texts: Mapping[str, tuple[Statute, ...]] = field(default_factory=dict)
    words: Words = field(default_factory=Words)

    def provision(self, citation: Citation, day: date | None, today: date) -> Provision | None:
        """The words cited, in the text that applies for that day; None when no text held applies (see ``in_force``)."""
        statute = in_force(self, citation, day, today)
        if statute is None or citation.article not in statute.articles:
            return None
        article = statute.articles[citation.article]
        words = words_of(article, citation)
        return Provision(citation, statute, words, article.text) if words else None


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
