"""The card of a case just made: its code as a picture to keep, shown until it was saved."""

import base64
from dataclasses import dataclass

from flask import g, url_for

from consumer_app.documents.card import draw_card
from consumer_app.storage.vault import Code
from consumer_app.web import current, sessions


@dataclass(frozen=True)
class Card:
    """The card as a page shows it: the picture (PNG in base64) and the code in its groups."""

    picture: str
    groups: tuple[str, ...]


def fresh_card() -> Card | None:
    """The card of a case just made, until it was saved; None later."""
    live = sessions.found()
    code = live.code if live else None
    if code is None:
        return None
    store, cookie = current.storage().sessions, sessions.cookie(sessions.CASE)
    drawn = store.card(cookie)
    if drawn is None:
        drawn = draw_card(code.groups, case_link(code), current.today())
        store.keep_card(cookie, drawn)
    return Card(base64.b64encode(drawn).decode(), tuple(code.groups))


def case_link(code: Code) -> str:
    """The link that opens the case: the code stands in the fragment, which no browser sends."""
    return f"{url_for('unlock.link', _external=True)}#{code.text}"


def forget_code() -> None:
    """The card was saved: the code is forgotten here."""
    current.storage().sessions.show_code(sessions.cookie(sessions.CASE), g.opened, None)
