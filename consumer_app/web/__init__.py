"""The only room that knows Flask and WTForms. ``BLUEPRINTS`` lists every module with pages, by the name of the module."""

BLUEPRINTS = (
    "look",
    "public",
    "start",
    "unlock",
    "safety",
    "importing",
)
