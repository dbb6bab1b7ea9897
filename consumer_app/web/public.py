"""The pages anyone may read, and the journey's first two: tell what happened, see what it looks like. Nothing here is stored."""

import secrets

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consumer_app.domain.listening.suggestion import suggest
from consumer_app.web import card, current, stories
from consumer_app.web.assessed import law_book
from consumer_app.web.forms.describe import DescribeForm, LikelyForm, StartForm
from consumer_app.web.shown.suggestion import NEITHER, known_kind, question_to_ask, shown_suggestion

bp = Blueprint("public", __name__)


@bp.get("/")
@current.public
def describe() -> ResponseReturnValue:
    """The first page: one box, the stories, what comes out of it and what it costs."""
    return _home(DescribeForm())


@bp.post("/")
@current.public
def describe_again() -> ResponseReturnValue:
    """Back in the box with the words told so far, which the second page carried."""
    form = DescribeForm()
    form.validate()
    return _home(form), form.status


@bp.get("/likely")
@current.public
def likely_again() -> ResponseReturnValue:
    """There is nothing to show without words, and nothing was kept: back to the box."""
    return redirect(url_for("public.describe"), 303)


@bp.post("/likely")
@current.public
def likely() -> ResponseReturnValue:
    """What it is likely about, or the one question that tells; ``kind`` is what was answered to it. Nothing is stored."""
    described = LikelyForm()
    if not described.validate():
        return _home(described), described.status
    return likely_page(str(described.told.data), described.kind.data or "")


def likely_page(told: str, answered: str, posted: StartForm | None = None) -> ResponseReturnValue:
    """The second page for these words and what was answered; ``posted`` is its form when it came back with something to correct."""
    book = law_book()
    suggestion, kind = suggest(told, book, current.today()), known_kind(answered, book)
    asked = question_to_ask(suggestion)
    if asked and not kind and not posted:
        begun = StartForm(formdata=None, data={"told": told})
        return render_template("public/which.html", form=begun, asked=asked, neither=NEITHER)
    found = shown_suggestion(suggestion, book, kind)
    form = posted or StartForm(formdata=None, data={"told": told, "kind": kind, "disputes": found.ticked})
    form.offer(found.disputes)
    page = render_template(
        "public/likely.html",
        form=form,
        found=found,
        days=_days_kept(),
        once=secrets.token_urlsafe(12),
        unsaved=card.unsaved_elsewhere(),
    )
    return page, form.status


def kind_alone(told: str, answered: str) -> str:
    """The one kind that the second page offered for these words and what was answered, without a tick; empty where it was another page."""
    book = law_book()
    return shown_suggestion(suggest(told, book, current.today()), book, known_kind(answered, book)).alone


@bp.get("/privacy")
@current.public
def privacy() -> ResponseReturnValue:
    """What is kept, for how long, who can read it, and what can be asked of the operator."""
    return render_template("public/privacy.html", days=_days_kept())


@bp.get("/help")
@current.public
def help_page() -> ResponseReturnValue:
    """Questions people ask."""
    return render_template("public/help.html")


def _home(form: DescribeForm) -> str:
    return render_template("public/home.html", form=form, stories=stories.listed(), unsaved=card.unsaved_elsewhere())


def _days_kept() -> int:
    return current.storage().settings.retention_days
