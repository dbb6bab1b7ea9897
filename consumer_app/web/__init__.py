"""The only room that knows Flask and WTForms. ``BLUEPRINTS`` lists every module with pages, by the name of the module."""

BLUEPRINTS = (
    "look",
    "public",
    "start",
    "unlock",
    "safety",
    "importing",
    "home",
    "disputes",
    "order",
    "parties",
    "timeline",
    "promises",
    "evidence",
    "questions",
    "claims",
    "demands",
    "you",
    "check",
    "wording_hints",
)
