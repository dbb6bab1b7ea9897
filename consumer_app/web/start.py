"""「从这里开始记录」: what is kept, for how long, who can read it. Only here a case is made; then its code stands on a card."""

import base64
import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, abort, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from consumer_app.documents.card import bare_card, draw_card
from consumer_app.domain.case import Case
from consumer_app.formats import day as show_day
from consumer_app.isolated import IsolationFailed
from consumer_app.storage.vault import Code
from consumer_app.web import current, sessions, steps
from consumer_app.web.beginning import begun_from_example, begun_from_words
from consumer_app.web.forms.describe import StartForm
from consumer_app.web.forms.start import CardForm, KeepForm
from consumer_app.web.public import likely_page

bp = Blueprint("start", __name__)


@bp.route("/start", methods=["GET", "POST"])
@current.public
def start() -> ResponseReturnValue:
    """Show what will be kept and, when that is confirmed, make the case and lead to its card."""
    if request.method == "GET":
        form = KeepForm(formdata=MultiDict({"example": request.args.get("from", "")[:80]}))
        return _page(form)
    form = KeepForm()
    form.disputes.choices = [(slug, slug) for slug in form.disputes.data]
    form.said.choices = [(name, name) for name in form.said.data]
    if "confirm" not in request.form:
        if form.told.data and not form.disputes.data and not form.example.data:
            return _choose_a_dispute(form.told.data)
        return _page(form)
    form.disputes.missing = ""
    if not form.validate():
        return _page(form)
    if request.form.get("once") and request.form.get("once") == session.get("once") and sessions.found():
        return redirect(url_for("start.card"), 303)
    try:
        case = _case(form)
    except ValidationError:
        form.form_errors.append("刚才的内容里有存不下的东西。请回到第一页看一眼再来，您写的文字都还在那里")
        return _page(form)
    current.remember_path("full" if form.path.data == "full" else "short")
    code, opened = current.storage().cases.create(case, now=current.now())
    short = current.path() == "short"
    answer = make_response(redirect(steps.first() if short else url_for("start.card"), 303))
    sessions.begin(answer, opened, code=code)
    session["once"] = request.form.get("once", "")[:40]
    return answer


@bp.get("/card")
@current.require_case
def card() -> ResponseReturnValue:
    """The card with the code, its QR and its link: shown until 继续 is pressed."""
    return _card(CardForm(formdata=None))


@bp.post("/card")
@current.require_case
def saved() -> ResponseReturnValue:
    """The shopper has saved the card: forget the code and go on to the case."""
    form = CardForm()
    if not form.validate():
        return _card(form)
    answer = make_response(redirect(steps.first(), 303))
    forget_code()
    if form.remember.data:
        sessions.remember(answer, g.opened)
    return answer


def case_link(code: Code) -> str:
    """The link that opens the case: the code stands in the fragment, which no browser sends."""
    return f"{url_for('unlock.link', _external=True)}#{code.text}"


def _page(form: KeepForm) -> ResponseReturnValue:
    days = current.storage().settings.retention_days
    body = render_template(
        "start/start.html",
        form=form,
        days=days,
        until=show_day(current.today() + timedelta(days=days)),
        once=request.form.get("once") or secrets.token_urlsafe(12),
    )
    return body, form.status if "confirm" in request.form else 200


def _choose_a_dispute(told: str) -> ResponseReturnValue:
    """Back on the second page, which says what is missing; what was told is still there."""
    form = StartForm()
    form.validate()
    return likely_page(told, form)


@dataclass(frozen=True)
class Card:
    """The card as a page shows it: the picture (PNG in base64), the code in its groups, the link that opens the case."""

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


def forget_code() -> None:
    """The card was saved: the code is forgotten here."""
    current.storage().sessions.show_code(sessions.cookie(sessions.CASE), g.opened, None)


def _card(form: CardForm) -> ResponseReturnValue:
    card = fresh_card()
    if card is None:
        return render_template("start/card_gone.html")
    return render_template("start/card.html", form=form, card=card), form.status


def _case(form: KeepForm) -> Case:
    if form.example.data:
        return begun_from_example(form.example.data) or abort(404)
    return begun_from_words(form.told.data or "", form.disputes.data, form.said.data)
