"""The stories as pages: open, read-only, each as of its own day; a tap begins a case of the same shape."""

import io
from functools import cache

from flask import Blueprint, Response, abort, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from consumer_app import issuing
from consumer_app.documents import html
from consumer_app.domain.case import PaperKind
from consumer_app.web import current, shown, stories
from consumer_app.web.assessed import law_book
from consumer_app.web.downloads import PLAIN_NAMES, attached

bp = Blueprint("examples", __name__)

PAPERS: dict[str, tuple[PaperKind, str]] = {
    "letter": ("letter", "投诉函"),
    "evidence": ("evidence_list", "证据清单"),
    "checklist": ("checklist", "升级清单"),
}
STORE = "store"


@bp.get("/examples")
@current.public
def list_examples() -> ResponseReturnValue:
    """All stories."""
    return render_template("examples/list.html", stories=stories.listed())


@bp.get("/examples/<slug>")
@current.public
def show_example(slug: str) -> ResponseReturnValue:
    """One story from what happened to the papers."""
    story, book = _story(slug), law_book()
    case, found = story.case, stories.assessment_of(slug)
    claims = [shown.shown_claim(claim, book, story.today) for claim in found.claims]
    return render_template(
        "examples/story.html",
        story=story,
        disputes=[book.disputes[one].title for one in found.disputes],
        events=shown.shown_events(case),
        promises=shown.shown_promises(case),
        exhibits=shown.exhibits_of(case, lambda item: url_for(".show_picture", slug=slug, name=f"{item.id}-small")),
        demands=[shown.demand_words(demand, book) for demand in case.demands],
        supported=[claim for claim in claims if claim.status == "supported"],
        excluded=[claim for claim in claims if claim.status == "excluded"],
        excuses=[one for one in (shown.shown_excuse(e, book, story.today) for e in found.excuses) if one.heard],
        deadlines=[shown.shown_due(due, book) for due in found.deadlines if due.on],
        letter=html.fragment(stories.paper_of(story, "letter", _first_letter(slug))),
        papers=[(title, url_for(".download_paper", slug=slug, name=name)) for name, (_, title) in PAPERS.items()],
    )


@bp.get("/examples/<slug>/pictures/<name>")
@current.public
def show_picture(slug: str, name: str) -> Response:
    """A page of an exhibit of a story."""
    data = _story(slug).pictures.get(name) or abort(404)
    return send_file(io.BytesIO(data), mimetype="image/jpeg", max_age=3600)


@bp.get("/examples/<slug>/<name>.pdf")
@current.public
def download_paper(slug: str, name: str) -> Response:
    """One of the three papers of a story."""
    _story(slug)
    kind, title = PAPERS.get(name) or abort(404)
    data = _printed(slug, kind)
    return attached(data, f"示例-{title}.pdf", f"example-{PLAIN_NAMES[kind]}", "application/pdf", kept_for=3600)


@cache
def _printed(slug: str, kind: PaperKind) -> bytes:
    story = _story(slug)
    channel = _first_letter(slug) if kind == "letter" else None
    paper = stories.paper_of(story, kind, channel, pages=True)
    return issuing.render(paper, "pdf", story.pictures)


def _first_letter(slug: str) -> str:
    """The first channel up that a letter of this story goes to."""
    found, book, case = stories.assessment_of(slug), law_book(), _story(slug).case
    for channel in found.channels:
        if channel.open and issuing.fitting_templates(case, found, channel.id, book):
            return channel.id
    return STORE


def _story(slug: str) -> stories.Story:
    return stories.story(slug) or abort(404)
