"""The stories as pages: open, read-only, each as of its own day; a tap begins a case of the same shape."""

import io
from functools import partial

from flask import Blueprint, Response, abort, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from consumer_app import issuing
from consumer_app.documents import html
from consumer_app.documents.kinds import KINDS, at_address
from consumer_app.documents.paper import Paper
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.web import asking, current, shown, stories
from consumer_app.web.assessed import law_book
from consumer_app.web.downloads import attached

bp = Blueprint("examples", __name__)

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
        asked=[claim for claim in claims if claim.status in ("settled", "contested")],
        excluded=[claim for claim in claims if claim.status == "excluded"],
        excuses=[one for one in (shown.shown_excuse(e, book, story.today) for e in found.excuses) if one.heard],
        deadlines=[shown.shown_due(due, book) for due in found.deadlines if due.on],
        letter=html.fragment(issuing.compose(_first_letter(slug), "letter")),
        papers=[(kind.title, url_for(".download_paper", slug=slug, name=kind.address)) for kind in KINDS.values()],
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
    """One of the papers of a story."""
    _story(slug)
    kind = at_address(name) or abort(404)
    data = _PRINTED.get((slug, kind.name))
    if data is None:
        story, paper = _story(slug), _paper(slug, kind.name)
        work = partial(issuing.render, paper, "pdf", story.pictures)
        data = asking.result(
            f"sample {slug} {kind.name}", lambda call: work(call=call), f"示例{kind.title}", shared=True
        )
        _PRINTED[slug, kind.name] = data
    return attached(data, f"示例-{kind.title}.pdf", f"juli-example-{kind.address}", "application/pdf", kept_for=3600)


_PRINTED: dict[tuple[str, str], bytes] = {}


def _paper(slug: str, kind: str) -> Paper:
    material = _first_letter(slug) if KINDS[kind].to_channel else stories.material_of(_story(slug))
    return issuing.compose(material, kind)


def _first_letter(slug: str) -> LetterMaterial:
    """What the letter of this story to the first channel up is made from."""
    story = _story(slug)
    for channel in stories.assessment_of(slug).channels:
        if channel.open and issuing.fitting_templates(material := stories.letter_of(story, channel.id)):
            return material
    return stories.letter_of(story, STORE)


def _story(slug: str) -> stories.Story:
    return stories.story(slug) or abort(404)
