"""「从这里开始记录」: what is kept, for how long, who can read it. Only here a case is made; then its code stands on a card."""

import secrets
from datetime import timedelta

from flask import Blueprint, abort, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from consumer_app.domain.case import Case
from consumer_app.domain.listening.suggestion import matters_apart
from consumer_app.formats import day as show_day
from consumer_app.web import card, current, journey, later, sessions
from consumer_app.web.assessed import law_book
from consumer_app.web.beginning import begun_from_example, begun_from_words
from consumer_app.web.forms.describe import MOST_KINDS, StartForm
from consumer_app.web.forms.start import CardForm, KeepForm
from consumer_app.web.public import kind_alone, likely_page

bp = Blueprint("start", __name__)
APART = 3
"""Of so many matters of their own each gets a letter of its own."""


@bp.route("/start", methods=["GET", "POST"])
@current.public
def start() -> ResponseReturnValue:
    """Show what will be kept and, when that is confirmed, make the case and lead to its card."""
    if request.method == "GET":
        form = KeepForm(formdata=MultiDict({"example": request.args.get("from", "")[:80]}))
        return _page(form)
    form = KeepForm()
    if "alone" in request.form and not form.disputes.data:
        form.disputes.data = [one for one in (kind_alone(form.told.data or "", form.kind.data or ""),) if one]
    form.disputes.choices = [(slug, slug) for slug in form.disputes.data]
    if form.told.data and not form.example.data and not 0 < len(set(form.disputes.data)) <= MOST_KINDS:
        return _choose_again(form.told.data)
    if "confirm" not in request.form:
        return _page(form)
    if "together" not in request.form and len(apart := _apart(form)) >= APART:
        return render_template("start/one_at_a_time.html", form=form, kinds=apart, once=request.form.get("once", ""))
    form.disputes.missing = ""
    if not form.validate():
        return _page(form)
    if request.form.get("once") and request.form.get("once") == session.get("once") and sessions.found():
        return redirect(url_for("start.show_card"), 303)
    if card.unsaved_elsewhere() and "instead" not in request.form:
        return _page(form)
    try:
        case = _case(form)
    except ValidationError:
        form.form_errors.append("刚才的内容里有存不下的东西。请回到第一页看一眼再来，您写的文字都还在那里")
        return _page(form)
    current.remember_path("full" if form.path.data == "full" else "short")
    code, opened = current.storage().cases.create(case, now=current.now())
    short = current.path() == "short"
    answer = make_response(redirect(journey.first() if short else url_for("start.show_card"), 303))
    sessions.begin(answer, opened, code=code)
    session["once"] = request.form.get("once", "")[:40]
    later.keep(slug for slug in request.form.getlist("later") if slug not in case.disputes)
    return answer


@bp.get("/card")
@current.require_case
def show_card() -> ResponseReturnValue:
    """The card with the code, its QR and its link: shown as often as it is asked for until it is saved. ``back`` is the page it was asked from."""
    return _card(CardForm(formdata=None, data={"back": request.args.get("back")}))


@bp.post("/card")
@current.require_case
def saved() -> ResponseReturnValue:
    """The shopper has saved the card, or does not want it: forget the code and go on to the case."""
    form = CardForm()
    if not form.validate():
        return _card(form)
    answer = make_response(redirect(card.page_after(form.back.data) or journey.first(), 303))
    card.forget_code()
    if form.remember.data:
        sessions.remember(answer, g.opened)
    return answer


def _page(form: KeepForm) -> ResponseReturnValue:
    days = current.storage().settings.retention_days
    body = render_template(
        "start/start.html",
        form=form,
        days=days,
        unsaved=card.unsaved_elsewhere(),
        until=show_day(current.today() + timedelta(days=days)),
        once=request.form.get("once") or secrets.token_urlsafe(12),
    )
    return body, form.status if "confirm" in request.form else 200


def _apart(form: KeepForm) -> list[tuple[str, str]]:
    """The kinds chosen that are each a matter of its own, with their titles."""
    book = law_book()
    apart = matters_apart(form.told.data or "", form.disputes.data, book) if len(form.disputes.data) >= APART else ()
    return [(slug, book.disputes[slug].title) for slug in apart]


def _choose_again(told: str) -> ResponseReturnValue:
    """Back on the second page, which says what is wrong with what was chosen; what was told is still there."""
    form = StartForm()
    form.offer([(slug, slug, "") for slug in form.disputes.data])
    form.validate()
    return likely_page(told, form.kind.data or "", form)


def _card(form: CardForm) -> ResponseReturnValue:
    fresh = card.fresh_card()
    if fresh is None:
        return render_template("start/card_gone.html")
    return render_template("start/card.html", form=form, card=fresh, back=card.page_after(form.back.data)), form.status


def _case(form: KeepForm) -> Case:
    if form.example.data:
        return begun_from_example(form.example.data) or abort(404)
    return begun_from_words(form.told.data or "", form.disputes.data, form.kind.data or "")
