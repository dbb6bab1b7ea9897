"""Entries of the law book as its readers see them, before any case."""

from collections.abc import Iterable
from dataclasses import dataclass

from consumer_app import formats
from consumer_app.domain.law import Calendar, Caution, EvidenceWanted, LawBook, WordingRule
from consumer_app.web.shown.cautions import ShownCaution, provision_link


def cautions_for_readers(several: Iterable[Caution], book: LawBook) -> list[ShownCaution]:
    """Cautions and advice before any case: those for some cases only say which."""
    return [
        ShownCaution(
            one.text,
            "，而且".join(formats.condition(when, book) for when in one.when),
            *provision_link(one.source, None, book),
        )
        for one in several
    ]


@dataclass(frozen=True)
class ShownEvidence:
    """Evidence worth gathering: what it proves, how, and the provision that makes it matter."""

    title: str
    proves: str
    how: str
    source: str
    url: str


def shown_evidence(wanted: EvidenceWanted, book: LawBook) -> ShownEvidence:
    """Evidence worth gathering in words."""
    return ShownEvidence(wanted.title, wanted.proves, wanted.how or "", *provision_link(wanted.basis, None, book))


@dataclass(frozen=True)
class ShownRule:
    """What a letter should not say: sentences that say it and near ones that do not, why not, on which provision, what to write instead."""

    heard: tuple[str, ...]
    fine: tuple[str, ...]
    why: str
    law: str
    law_url: str
    instead: str


def shown_rule(rule: WordingRule, book: LawBook) -> ShownRule:
    """A rule of wording in words."""
    law, law_url = provision_link(rule.source, None, book)
    return ShownRule(rule.hears, rule.passes, rule.why, law, law_url, rule.instead)


@dataclass(frozen=True)
class ShownCalendar:
    """The days off of one year as they were announced: each holiday with its days, and which of all are the holidays themselves."""

    year: int
    holidays: list[tuple[str, str]]
    workdays: str
    statutory: str
    source: str
    checked: str


def shown_calendar(calendar: Calendar) -> ShownCalendar:
    """The days off of a year in words."""
    return ShownCalendar(
        year=calendar.year,
        holidays=[(name, formats.day_span(days)) for name, days in calendar.holidays.items()],
        workdays=formats.day_span(calendar.workdays),
        statutory=formats.day_span(calendar.statutory),
        source=calendar.source,
        checked=formats.day(calendar.checked_on),
    )
