"""What the open case's own words say where it holds nothing yet, read again whenever a page asks: value and words by fact."""

from flask import g

from consumer_app.domain.case import Case
from consumer_app.domain.judging.heard import Heard, heard_in
from consumer_app.web import current
from consumer_app.web.assessed import law_book


def heard(case: Case | None = None) -> Heard:
    """What is heard in this case, or in the open one; worked out once a request.

    A form shows it with ``form.hear(heard(case).facts)``; it is nobody's answer before that page was saved.
    """
    asked = current.opened.case if case is None else case
    kept: tuple[Case, Heard] | None = g.get("heard")
    if kept is None or kept[0] is not asked:
        kept = g.heard = (asked, heard_in(asked, law_book()))
    return kept[1]
