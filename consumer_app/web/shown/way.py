"""How far the path is that the shopper walks: its steps, what is done of them, and where this page stands."""

from dataclasses import dataclass

from flask import request, url_for

from consumer_app.web import current, journey
from consumer_app.web.assessed import assessed
from consumer_app.web.shown.tasks import STATE_WORDS


@dataclass(frozen=True)
class ShownStep:
    """One step of the path: its title and page, how far it is, and whether this page is it."""

    title: str
    url: str
    state: str
    word: str
    here: bool


def way_so_far() -> list[ShownStep]:
    """The steps of the path that is chosen in this browser, as far as the open case is on it."""
    stops = journey.SHORT_STOPS if current.path() == "short" else journey.STOPS
    case, found = current.opened.case, assessed().assessment
    states = [(stop, stop.progress(case, found).state) for stop in stops]
    return [
        ShownStep(stop.title, url_for(stop.endpoint), state, STATE_WORDS[state], stop.endpoint == request.endpoint)
        for stop, state in states
    ]
