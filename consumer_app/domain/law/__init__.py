"""The law book as values: statutes, facts, claims, disputes, excuses, channels, platforms, calendars; and which text applies."""

from consumer_app.domain.law.book import LawBook, in_force
from consumer_app.domain.law.claims import Burden, Caution, Claim, Dispute, EvidenceWanted, Excuse, Remedy
from consumer_app.domain.law.entries import (
    Asks,
    Certainty,
    CitationText,
    Dated,
    Entry,
    FactName,
    Respondent,
    Roll,
    Slug,
    Unit,
)
from consumer_app.domain.law.facts import Condition, Deadline, FactDefinition, Span, Test, Value
from consumer_app.domain.law.places import Calendar, Channel, ChannelField, Checked, Closing, Elsewhere, Platform
from consumer_app.domain.law.statutes import Article, Citation, Provision, Statute
from consumer_app.domain.law.words import ValuePattern, WordingRule, Words

__all__ = [
    "Article",
    "Asks",
    "Burden",
    "Calendar",
    "Caution",
    "Certainty",
    "Channel",
    "ChannelField",
    "Checked",
    "Citation",
    "CitationText",
    "Claim",
    "Closing",
    "Condition",
    "Dated",
    "Deadline",
    "Dispute",
    "Elsewhere",
    "Entry",
    "EvidenceWanted",
    "Excuse",
    "FactDefinition",
    "FactName",
    "LawBook",
    "Platform",
    "Provision",
    "Remedy",
    "Respondent",
    "Roll",
    "Slug",
    "Span",
    "Statute",
    "Test",
    "Unit",
    "Value",
    "ValuePattern",
    "WordingRule",
    "Words",
    "in_force",
]
