"""The case home: what is done, what is missing, the next deadline, and the ways to the rest."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app.web import asking, current, journey, later, sealed_papers
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.forms.form import SiteForm
from consumer_app.web.shown import shown_cautions, shown_days, shown_move, tasks

bp = Blueprint("home", __name__)
NEXT = 3


@bp.get("/case")
@current.require_case
def show_case() -> ResponseReturnValue:
    """The task list of the open case."""
    return _page(SiteForm(formdata=None))


@bp.post("/case/path")
@current.require_case
def choose_path() -> ResponseReturnValue:
    """The short way through the pages or the full one."""
    form = SiteForm()
    if not form.validate():
        return _page(form)
    current.remember_path("short" if request.form.get("path") == "short" else "full")
    return redirect(url_for(".show_case"), 303)


def _page(form: SiteForm) -> ResponseReturnValue:
    case, found, book = current.opened.case, assessed().assessment, law_book()
    days, items = shown_days(found, book), tasks(case, found)
    page = render_template(
        "case/home.html",
        titles=[book.disputes[slug].title for slug in found.disputes],
        tasks=items,
        next_stop=journey.unfinished(case, found),
        done=sum(item.state == "done" for item in items),
        move=shown_move(case, found, book),
        issued=[sealed_papers.listed(paper, book) for paper in reversed(case.papers)],
        coming=days.coming[:NEXT],
        theirs=days.theirs[:NEXT],
        gaps=found.evidence_gaps[:NEXT],
        advice=shown_cautions(found.advice[:NEXT], book),
        more_advice=len(found.advice) > NEXT,
        path=current.path(),
        later=later.still_to_write(case, book),
        told=case.told,
        waiting=asking.listed(),
        form=form,
    )
    return page, form.status
