"""The law book as values: statutes, facts, claims, disputes, excuses, channels, platforms, calendars; and which text applies."""

from consumer_app.domain.law.book import LawBook, in_force
from consumer_app.domain.law.characters import Characters
from consumer_app.domain.law.claims import (
    Burden,
    Caution,
    Claim,
    Common,
    Dispute,
    EvidenceWanted,
    Excuse,
    Remedy,
)
from consumer_app.domain.law.conditions import Condition, Span, Test, TestKind
from consumer_app.domain.law.deadlines import Deadline
from consumer_app.domain.law.entries import (
    Asks,
    Certainty,
    Dated,
    Entry,
    FactName,
    Respondent,
    Roll,
    Scalar,
    Slug,
    Unit,
)
from consumer_app.domain.law.facts import AskedIf, Breach, FactDefinition, SettledBy, Value
from consumer_app.domain.law.groups import Group
from consumer_app.domain.law.moments import DayRange
from consumer_app.domain.law.pairs import Pair
from consumer_app.domain.law.periods import CountedDay, Days, Period
from consumer_app.domain.law.places import Calendar, Channel, ChannelField, Checked, Closing, Elsewhere, Platform
from consumer_app.domain.law.sought import Sought
from consumer_app.domain.law.statutes import Article, Citation, Provision, Statute
from consumer_app.domain.law.telling import Aside, Telling
from consumer_app.domain.law.voices import OtherSides, Sides, Voice
from consumer_app.domain.law.words import ValuePattern, WordingRule, Words

__all__ = [
    "Article",
    "Aside",
    "AskedIf",
    "Asks",
    "Breach",
    "Burden",
    "Calendar",
    "Caution",
    "Certainty",
    "Channel",
    "ChannelField",
    "Characters",
    "Checked",
    "Citation",
    "Claim",
    "Closing",
    "Common",
    "Condition",
    "CountedDay",
    "Dated",
    "DayRange",
    "Days",
    "Deadline",
    "Dispute",
    "Elsewhere",
    "Entry",
    "EvidenceWanted",
    "Excuse",
    "FactDefinition",
    "FactName",
    "Group",
    "LawBook",
    "OtherSides",
    "Pair",
    "Period",
    "Platform",
    "Provision",
    "Remedy",
    "Respondent",
    "Roll",
    "Scalar",
    "SettledBy",
    "Sides",
    "Slug",
    "Sought",
    "Span",
    "Statute",
    "Telling",
    "Test",
    "TestKind",
    "Unit",
    "Value",
    "ValuePattern",
    "Voice",
    "WordingRule",
    "Words",
    "in_force",
]
