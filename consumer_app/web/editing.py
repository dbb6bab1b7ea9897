"""The one way a page edits a part of the case: show, check, save on the latest version, go on."""

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import Case, OrderLine
from consumer_app.domain.case.parts import fingerprint, part, replaced
from consumer_app.domain.case.timeline import in_time_order
from consumer_app.web import assessed, current, steps
from consumer_app.web.forms.form import PartForm
from consumer_app.web.forms.part_form import CasePartForm


def edit_part(
    form_for: Callable[[Case], CasePartForm],
    template: str,
    *,
    then: str | Callable[[], str | None] | None = None,
    **shown: Any,
) -> ResponseReturnValue:
    """A page with one form over one part.

    GET shows the form; POST answers 303 to ``then`` (asked after saving; without it, to the next step of the path), 422 with the
    error summary, or 409 with both texts.
    The button ``again`` (save, and one more) leads back to this page instead.
    """
    form = form_for(current.opened.case)
    if form.validate_on_submit():
        current.save(
            form.address, form.seen.data, lambda case: assessed.settled(form.onto(case)), form=form, shown=form_for
        )
        onward = (then() if callable(then) else then) or steps.after(request.endpoint)
        return redirect(request.path if "again" in request.form else onward, 303)
    return render_template(template, form=form, step=steps.now(request.endpoint), **shown), form.status


def delete_item(address: str, template: str, *, then: str, **shown: Any) -> ResponseReturnValue:
    """The confirmation page for taking one item out of a list; what pointed at it no longer does."""
    if part(current.opened.case, address) is None:
        abort(404)
    form = PartForm(data={"seen": fingerprint(current.opened.case, address)})
    if form.validate_on_submit():
        current.save(address, form.seen.data, lambda case: replaced(case, address, None))
        return redirect(then, 303)
    return render_template(template, form=form, back=then, **shown), form.status


def delete_line(line: OrderLine, *, then: str) -> ResponseReturnValue:
    """The same for one thing bought, which is an item of the order."""
    form = PartForm(data={"seen": fingerprint(current.opened.case, "order")})
    if form.validate_on_submit():
        current.save("order", form.seen.data, lambda case: _without_line(case, line.id))
        return redirect(then, 303)
    return render_template("case/delete.html", form=form, back=then, what=line.what or "这一件", kept=""), form.status


def _without_line(case: Case, line_id: str) -> Case:
    lines = tuple(line for line in case.order.lines if line.id != line_id)
    return replaced(case, "order", case.order.model_copy(update={"lines": lines}))


def reorder(name: str, *, then: str) -> ResponseReturnValue:
    """The items of a list in the order posted as ``order`` fields, with one moved ``up`` or ``down`` by its button."""
    form = PartForm(data={"seen": fingerprint(current.opened.case, name)})
    if form.validate_on_submit():
        wanted = request.form.getlist("order")
        if request.form.get("by") == "time":
            wanted = [event.id for event in in_time_order(current.opened.case.events)]
        for direction, step in (("up", -1), ("down", 1)):
            wanted = _moved(wanted, request.form.get(direction), step)
        current.save(name, form.seen.data, lambda case: _in_order(case, name, wanted), form=form)
    return redirect(then, 303)


def _moved(ids: list[str], item: str | None, step: int) -> list[str]:
    if item not in ids:
        return ids
    at = ids.index(item)
    to = min(max(at + step, 0), len(ids) - 1)
    rest = [one for one in ids if one != item]
    return [*rest[:to], item, *rest[to:]]


def _in_order(case: Case, name: str, wanted: list[str]) -> Case:
    place = {item_id: n for n, item_id in enumerate(wanted)}
    items = getattr(case, name)
    return replaced(case, name, tuple(sorted(items, key=lambda item: place.get(item.id, len(items)))))
