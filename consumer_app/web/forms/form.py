"""The form that every form inherits: plain Chinese messages, a token whose age never loses what was typed, errors ready for the summary."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import validate_csrf
from markupsafe import Markup
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import HiddenField, ValidationError
from wtforms.meta import DefaultMeta

from consumer_app.web import current
from consumer_app.web.forms.fields import FilesField
from consumer_app.web.unsaved import OF_CASE

STALE = "页面放太久了，请再点一次保存，您填的内容都还在"
FROM_THE_REQUEST = object()


@contextmanager
def as_kept() -> Iterator[None]:
    """Forms made meanwhile show what is kept, not what this request posted: the other side of a conflict."""
    g.as_kept = True
    try:
        yield
    finally:
        g.as_kept = False


@dataclass(frozen=True)
class Problem:
    """One line of the error summary: the sentence, and the id of the input to go to (empty when there is none)."""

    target: str
    message: str


class _Token(FlaskForm.Meta.csrf_class):  # type: ignore[misc]
    """Flask-WTF's token check with our own sentence; the page that answers carries a fresh token."""

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        try:
            validate_csrf(field.data, self.meta.csrf_secret, self.meta.csrf_time_limit, self.meta.csrf_field_name)
        except ValidationError:
            raise ValidationError(STALE) from None


class SiteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The class every form inherits. A page passes it to its template as ``form`` and answers with ``form.status``.

    ``check`` is for what concerns several fields; it calls ``complain``. While a case is open, the form carries which case it is for.
    ``once`` names one showing of a page that adds something, so that it adds it once however often it is sent.
    """

    once = ""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf_class = _Token
        csrf_time_limit = None
        locales = ("zh",)

        def get_translations(self, form: Any) -> Any:
            """WTForms' own catalogue; Flask-WTF's would need Flask-Babel."""
            return DefaultMeta.get_translations(self, form)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was posted, unless the form is made to show what is kept (``as_kept``)."""
            if g.get("as_kept"):
                return None
            if formdata is FROM_THE_REQUEST:
                return _posted({field.name for field in form if isinstance(field, FilesField)})
            return formdata

    def __init__(self, formdata: Any = FROM_THE_REQUEST, **named: Any) -> None:
        super().__init__(formdata=formdata, **named)

    def hidden_tag(self, *fields: Any) -> Markup:
        """The hidden inputs of this form: its token first, its own, which case it is for, and which showing of the page it is."""
        first = [self.csrf_token] if not fields and "csrf_token" in self else []
        fields = fields or (*first, *(one for one in self if isinstance(one, HiddenField) and one not in first))
        also = {OF_CASE: current.open_mark(), "once": self.once}
        inputs = (Markup('<input type="hidden" name="{}" value="{}">').format(*one) for one in also.items() if one[1])
        return Markup("\n").join((super().hidden_tag(*fields), *inputs))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether every field and then ``check`` found nothing to complain of."""
        super().validate(extra_validators)
        if (mark := current.open_mark()) and request.form.get(OF_CASE) != mark and not self.problems:
            self.form_errors.append(STALE)
        self.check()
        return not self.problems

    def check(self) -> None:
        """What concerns several fields, such as a receipt before the order; a form overrides it."""

    def complain(self, field: Any, message: str) -> None:
        """Puts a sentence on a field, unless the field already has a complaint of its own."""
        if not field.errors:
            field.errors = [message]

    @property
    def problems(self) -> list[Problem]:
        """The summary's lines in the order of the page; the token's first."""
        found = [Problem("", message) for message in self.form_errors]
        for field in self:
            target = "" if field.type in ("CSRFTokenField", "HiddenField") else field.id
            found += [Problem(target, str(message)) for message in field.errors]
        return sorted(found, key=lambda problem: problem.target != "")

    @property
    def status(self) -> int:
        """422 when there is something to correct, otherwise 200."""
        return 422 if self.problems else 200


class PartForm(SiteForm):
    """A form that edits one part of a case: ``seen`` is the part's fingerprint as the page showed it."""

    seen = HiddenField()


def _posted(file_fields: set[str]) -> Any:
    """What this request posted, with its files only where a field takes files; None when nothing was posted."""
    if request.method != "POST":
        return None
    files: MultiDict[str, Any] = MultiDict(
        [(name, file) for name, file in request.files.items(multi=True) if name in file_fields]
    )
    return CombinedMultiDict((files, request.form)) if files else request.form or None
