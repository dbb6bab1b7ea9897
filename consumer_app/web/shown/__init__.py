"""A case and its assessment as plain words for the pages: what a template gets, and nothing it must work out."""

from consumer_app.web.shown.answers import AnswerGroup, AnswerRow, answers_of
from consumer_app.web.shown.cautions import ShownCaution, provision_link, shown_cautions
from consumer_app.web.shown.channels import (
    ShownChannel,
    ShownPlatform,
    ShownStep,
    shown_channel,
    shown_step,
    unchecked,
)
from consumer_app.web.shown.concerns import ShownConcern, shown_concerns
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
from consumer_app.web.shown.parts import (
    ShownEvent,
    ShownExhibit,
    ShownPromise,
    brief,
    exhibits_of,
    own_thumbnail,
    shown_event,
    shown_promise,
)
from consumer_app.web.shown.tasks import ShownTask, tasks

__all__ = [
    "AnswerGroup",
    "AnswerRow",
    "ShownCaution",
    "ShownChannel",
    "ShownClaim",
    "ShownConcern",
    "ShownDue",
    "ShownEvent",
    "ShownExcuse",
    "ShownExhibit",
    "ShownLaw",
    "ShownPlatform",
    "ShownPromise",
    "ShownStep",
    "ShownSum",
    "ShownTask",
    "answers_of",
    "brief",
    "demand_hint",
    "demand_words",
    "exhibits_of",
    "own_thumbnail",
    "provision_link",
    "shown_cautions",
    "shown_channel",
    "shown_claim",
    "shown_concerns",
    "shown_due",
    "shown_event",
    "shown_excuse",
    "shown_law",
    "shown_promise",
    "shown_step",
    "tasks",
    "unchecked",
]
