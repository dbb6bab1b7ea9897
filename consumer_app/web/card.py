"""The card of a case just made: its code as a picture to keep, and the strip that leads to it until it was saved.

It is drawn on the bench. Whoever looks is not led to a page that waits: they have just been given the only key to their case, and it is
shown at once, as its QR alone while the whole card is still drawn.
"""

import base64
import re
from dataclasses import dataclass

from flask import current_app, g, request, session, url_for

from consumer_app.bench import Done, Dropped, Job, Refused
from consumer_app.documents.card import bare_card, draw_card
from consumer_app.isolated import IsolationFailed
from consumer_app.storage.vault import Code
from consumer_app.web import asking, current, sessions

_SHOW_IT = ("start.show_card", "start.saved", "safety.new_code")
_PAGE_OF_A_CASE = re.compile(r"/case[a-z0-9/-]*")
_PATIENCE = 5
"""How much longer than other pages this one waits: the card is what a shopper keeps."""


@dataclass(frozen=True)
class Card:
    """The card as a page shows it: the picture (PNG in base64) and the code in its groups."""

    picture: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Unsaved:
    """The strip of a card not saved yet: where it leads, whether its code is gone meanwhile, whether this device opens the case without it."""

    url: str
    lost: bool
    remembered: bool


def unsaved() -> Unsaved | None:
    """The strip for the page that is shown; None where no case is open, the card is being shown, was saved, or was not made in this browser."""
    if "opened" not in g or request.endpoint in _SHOW_IT:
        return None
    waiting = bool(g.get("code_waiting"))
    if not waiting and session.get(sessions.CARD) != current.mark(g.opened.case_id):
        return None
    remembered = current.storage().devices.cases(sessions.cookie(sessions.DEVICE), now=current.now())
    return Unsaved(
        url_for("start.show_card", back=request.path) if waiting else url_for("safety.new_code"),
        not waiting,
        any(one.case_id == g.opened.case_id for one in remembered),
    )


def unsaved_elsewhere() -> bool:
    """Whether this browser has a case open whose card was not saved: beginning another one would lose it."""
    live = sessions.found()
    return live is not None and live.code is not None


def page_after(back: str | None) -> str | None:
    """The page of the case that the card was looked at from; None for anything else."""
    return back if back and _PAGE_OF_A_CASE.fullmatch(back) else None


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
    link, on = case_link(code), current.today()
    job = Job(_owner(), _key(code), lambda call: draw_card(code.groups, link, on, call), "kept")
    try:
        answer = asking.bench().ask(job, _PATIENCE * current_app.config["BENCH_WAIT"])
    except (Refused, Dropped, IsolationFailed):
        return bare_card(link)
    if not isinstance(answer, Done):
        return bare_card(link)
    store.keep_card(cookie, answer.value)
    return answer.value


def _owner() -> str:
    """Its turn is its own: the files of a case that was taken in may be read meanwhile."""
    return f"card {g.opened.case_id}"


def _key(code: Code) -> str:
    return f"card {code.lookup.hex()}"


def case_link(code: Code) -> str:
    """The link that opens the case: the code stands in the fragment, which no browser sends."""
    return f"{url_for('unlock.link', _external=True)}#{code.text}"


def forget_code() -> None:
    """The card was saved, or is not wanted: the code is forgotten here, and every picture of it."""
    session.pop(sessions.CARD, None)
    if (live := sessions.found()) and live.code:
        asking.bench().cancel(_key(live.code))
    current.storage().sessions.show_code(sessions.cookie(sessions.CASE), g.opened, None)
