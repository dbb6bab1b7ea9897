"""Two people, or two tabs, changed the same part: nothing was saved yet, and both texts stand side by side."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template, request
from wtforms import Field, Form

from consumer_app.domain.case import Case
from consumer_app.domain.case.parts import fingerprint, part
from consumer_app.storage.errors import Conflict
from consumer_app.web import unsaved
from consumer_app.web.forms.form import SiteForm, as_kept

_UNSEEN = ("CSRFTokenField", "HiddenField", "SubmitField", "FilesField", "HiddenTextField")


class Overtaken(Conflict):
    """A form that was sent for a part which was changed since the form was shown; ``theirs`` is the case as it now is.

    ``form`` holds what was typed; ``form_for`` fills the same form from a case, None where a form has nothing to compare.
    """

    def __init__(self, theirs: Case, address: str, form: Form, form_for: Callable[[Case], Form] | None = None) -> None:
        super().__init__(theirs)
        self.address, self.form, self.form_for = address, form, form_for


@dataclass(frozen=True)
class Difference:
    """One field: its label, what the shopper just typed, what is kept now."""

    label: str
    mine: str
    theirs: str | None


def page(overtaken: Overtaken) -> Response:
    """The 409 page: what was typed, what is kept, and a choice between them. Saving again carries the new fingerprint."""
    address, theirs, form_for = overtaken.address, overtaken.theirs, overtaken.form_for
    gone = "/" in address and "+" not in address and part(theirs, address) is None
    fields = [(name, value) for name, value in unsaved.typed_fields() if name != "seen"]
    fields.append(("seen", fingerprint(theirs, address)))
    with as_kept():
        other = form_for(theirs) if form_for and not gone else None
    body = render_template(
        "conflict.html",
        differences=list(_differences(overtaken.form, other)) if form_for else [],
        sides=other is not None,
        gone=gone,
        carried=fields,
        token=SiteForm(),
        here=request.path,
    )
    return make_response(body, 409)


def _differences(mine: Form, theirs: Form | None) -> Iterable[Difference]:
    for field in mine:
        if field.type in _UNSEEN:
            continue
        other = spoken(theirs[field.name]) if theirs is not None and field.name in theirs else None
        said = spoken(field)
        if theirs is None or said != other:
            yield Difference(field.label.text, said, other)


def spoken(field: Field) -> str:
    """A field's value in words, as its page would show it."""
    sort: Any = getattr(field, "look", "")
    if sort in ("radios", "checks", "tri", "list"):
        return "、".join(option.label for option in field.options if option.chosen)
    if sort == "tick":
        return "是" if field.data else "否"
    if sort == "moment":
        return "记不清了" if field.unknown else f"{field.day_text} {field.time_text}".strip()
    return str(field._value())
