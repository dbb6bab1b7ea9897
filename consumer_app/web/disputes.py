"""The stop 纠纷类型: which kinds of dispute this case is, with what speaks for each."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from consumer_app.domain.listening.suggestion import suggest
from consumer_app.web import current
from consumer_app.web.assessed import law_book
from consumer_app.web.editing import edit_part
from consumer_app.web.forms.disputes import DisputesForm

bp = Blueprint("disputes", __name__)


@bp.route("/case/disputes", methods=["GET", "POST"])
@current.require_case
def choose_disputes() -> ResponseReturnValue:
    """Choose the kinds of dispute; the ones the shopper's own words point to stand first."""
    likely = suggest(current.opened.case.told or "", law_book(), current.today()).disputes
    order = [one.id for one in likely]
    return edit_part(lambda case: DisputesForm.of(case, law_book().disputes, order), "case/disputes.html")
