"""A case and its assessment as plain words for the pages: what a template gets, and nothing it must work out."""

from consumer_app.web.shown.answers import AnswerGroup, AnswerRow, answers_of
from consumer_app.web.shown.before_sending import ShownConcern, shown_concerns
from consumer_app.web.shown.boxes import ShownBox, shown_boxes
from consumer_app.web.shown.cautions import ShownCaution, provision_link, shown_cautions
from consumer_app.web.shown.channels import (
    ShownChannel,
    ShownPlatform,
    ShownStep,
    office_for_reports,
    shown_channel,
    shown_step,
    sourced,
    writes_letters,
)
from consumer_app.web.shown.choices import channel_choices, goods_choices, platform_choices
from consumer_app.web.shown.days import ShownDay, ShownDays, shown_days
from consumer_app.web.shown.findings import (
    ShownClaim,
    ShownDue,
    ShownExcuse,
    ShownLaw,
    ShownSum,
    demand_hint,
    demand_words,
    shown_claim,
    shown_due,
    shown_excuse,
    shown_law,
)
from consumer_app.web.shown.next_move import ShownMove, shown_move
from consumer_app.web.shown.parts import (
    ShownEvent,
    ShownExhibit,
    ShownPromise,
    brief,
    exhibits_of,
    own_thumbnail,
    shown_events,
    shown_promises,
)
from consumer_app.web.shown.tasks import ShownTask, tasks
from consumer_app.web.shown.words import Reasons, ShownWords, WordsBeside, shown_reasons, shown_words

__all__ = [
    "AnswerGroup",
    "AnswerRow",
    "Reasons",
    "ShownBox",
    "ShownCaution",
    "ShownChannel",
    "ShownClaim",
    "ShownConcern",
    "ShownDay",
    "ShownDays",
    "ShownDue",
    "ShownEvent",
    "ShownExcuse",
    "ShownExhibit",
    "ShownLaw",
    "ShownMove",
    "ShownPlatform",
    "ShownPromise",
    "ShownStep",
    "ShownSum",
    "ShownTask",
    "ShownWords",
    "WordsBeside",
    "answers_of",
    "brief",
    "channel_choices",
    "demand_hint",
    "demand_words",
    "exhibits_of",
    "goods_choices",
    "office_for_reports",
    "own_thumbnail",
    "platform_choices",
    "provision_link",
    "shown_boxes",
    "shown_cautions",
    "shown_channel",
    "shown_claim",
    "shown_concerns",
    "shown_days",
    "shown_due",
    "shown_events",
    "shown_excuse",
    "shown_law",
    "shown_move",
    "shown_promises",
    "shown_reasons",
    "shown_step",
    "shown_words",
    "sourced",
    "tasks",
    "writes_letters",
]
