"""The one way a page edits a part of the case: show, check, save on the latest version, go on."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import Case
from consumer_app.storage.errors import Conflict
from consumer_app.web import assessed, current, journey
from consumer_app.web.conflicts import Overtaken
from consumer_app.web.forms.form import PartForm
from consumer_app.web.forms.part_form import CasePartForm
from consumer_app.web.forms.refused import complain_of


def edit_part(
    form_for: Callable[[Case], CasePartForm],
    template: str,
    *,
    then: str | Callable[[], str | None] | None = None,
    **context: Any,
) -> ResponseReturnValue:
    """A page with one form over one part.

    GET shows the form; POST answers 303 to ``then`` (asked after saving; without it, to the next page of the path), 422 with the
    error summary, or 409 with both texts. ``context`` goes to the template.
    The button ``again`` (save, and one more) leads back to this page instead.
    """
    form = form_for(current.opened.case)
    if form.validate_on_submit() and saved(form, form.address, form_for=form_for):
        onward = (then() if callable(then) else then) or journey.after(request.endpoint)
        return redirect(request.path if "again" in request.form else onward, 303)
    return render_template(template, form=form, place=journey.now(request.endpoint), **context), form.status


def saved(form: CasePartForm, address: str | None, *, form_for: Callable[[Case], CasePartForm] | None = None) -> bool:
    """Keep what a form of the journey says; False when the case does not take it, which the form then says. Raises Overtaken."""
    return applied(form, address, lambda case: assessed.settled(form.onto(case)), form_for=form_for)


def applied(
    form: PartForm,
    address: str | None,
    edit: Callable[[Case], Case],
    *,
    form_for: Callable[[Case], CasePartForm] | None = None,
) -> bool:
    """Apply the edit that a form asks for to the latest version; False when it makes no case, which the form then says.

    ``address`` is the part that must not have changed since the form was shown, None where nothing can be overwritten. Raises
    Overtaken, which is answered with 409; ``form_for`` gives it the same form as the case now would fill it.
    """
    try:
        current.save(address, form.seen.data if address else None, edit)
    except Conflict as conflict:
        raise Overtaken(conflict.theirs, address or "", form, form_for) from None
    except current.CaseRefused as refusal:
        complain_of(form, refusal.refused)
        return False
    return True
