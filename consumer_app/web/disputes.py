"""The stop 纠纷类型: which kinds of dispute this case is, with what speaks for each."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from consumer_app.domain.listening.suggestion import suggest
from consumer_app.web import current
from consumer_app.web.assessed import law_book
from consumer_app.web.editing import edit_part
from consumer_app.web.forms.disputes import DisputesForm
from consumer_app.web.shown.kinds import shown_groups
from consumer_app.web.shown.suggestion import MOST_SHOWN

bp = Blueprint("disputes", __name__)


@bp.app_template_global()
def everyday_words() -> list[tuple[str, str]]:
    """Names of things, and the kinds of dispute that they find, for the search among all kinds."""
    return [(" ".join(words), " ".join(disputes)) for words, disputes in law_book().everyday_words]


@bp.route("/case/disputes", methods=["GET", "POST"])
@current.require_case
def choose_disputes() -> ResponseReturnValue:
    """Choose the kinds of dispute; first stand the case's own and those the shopper's words point to, then all others in groups."""
    book, case = law_book(), current.opened.case
    likely = [one.id for one in suggest(case.told or "", book, current.today()).disputes][:MOST_SHOWN]
    first = tuple(slug for slug in dict.fromkeys((*case.disputes, *likely)) if slug in book.disputes)
    groups = shown_groups(book, first)
    order = (*first, *(slug for group in groups for slug in group.kinds))
    choices = tuple((slug, book.disputes[slug].title, book.disputes[slug].plain) for slug in order)
    before = case.disputes
    return edit_part(
        lambda edited: DisputesForm.of(edited, choices, order, book),
        "case/disputes.html",
        then=lambda: _after(before),
        first=first,
        groups=groups,
    )


def _after(before: tuple[str, ...]) -> str | None:
    """On the short path the page of the purchase it was reached from; what the new kind asks, where another was chosen after that page."""
    if current.path() != "short":
        return None
    changed = current.opened.case.disputes != before
    return url_for("questions.ask" if changed and current.opened.case.order.lines else "order.edit_short_order")
