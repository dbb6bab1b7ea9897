"""The card of a case just made: its code as a picture to keep, shown until it was saved."""

import base64
from dataclasses import dataclass

from flask import g, url_for

from consumer_app.documents.card import bare_card, draw_card
from consumer_app.isolated import IsolationFailed
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
    return Card(base64.b64encode(_picture(code)).decode(), tuple(code.groups))


def _picture(code: Code) -> bytes:
    """The card drawn once and kept with the fresh code; where it cannot be drawn just now, the bare one."""
    store, cookie = current.storage().sessions, sessions.cookie(sessions.CASE)
    if kept := store.card(cookie):
        return kept
    try:
        drawn = draw_card(code.groups, case_link(code), current.today())
    except IsolationFailed:
        return bare_card(case_link(code))
    store.keep_card(cookie, drawn)
    return drawn


def case_link(code: Code) -> str:
    """The link that opens the case: the code stands in the fragment, which no browser sends."""
    return f"{url_for('unlock.link', _external=True)}#{code.text}"


def forget_code() -> None:
    """The card was saved: the code is forgotten here."""
    current.storage().sessions.show_code(sessions.cookie(sessions.CASE), g.opened, None)
