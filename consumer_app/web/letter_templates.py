"""The letter templates, for anyone: what each is for, how it looks on a sample, its file to take away, and a place to try one's own."""

from flask import Blueprint, Response, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from consumer_app import issuing
from consumer_app.documents import context, html, letter_templates, text
from consumer_app.documents.letter_templates import Template, TemplateRefused
from consumer_app.documents.paper import Paper
from consumer_app.documents.template_language import TemplateError
from consumer_app.web import asking, current, stories
from consumer_app.web.assessed import law_book
from consumer_app.web.downloads import attached
from consumer_app.web.forms.paper import TryForm

bp = Blueprint("letter_templates", __name__)


@bp.get("/templates")
@current.public
def list_templates() -> ResponseReturnValue:
    """Every shipped template with what it is for."""
    book = law_book()
    listed = [
        (template, [book.channels[one].title for one in template.listed("channels") if one in book.channels])
        for template in letter_templates.shipped().values()
    ]
    return render_template("letter_templates/list.html", templates=listed)


@bp.get("/templates/<slug>")
@current.public
def show_template(slug: str) -> ResponseReturnValue:
    """One template: its text, and how it comes out on a sample, as page and as text."""
    template = _template(slug)
    story = fitting_story(template)
    paper = _on_sample(template, story) if story else None
    return render_template(
        "letter_templates/template.html",
        template=template,
        story=story,
        page=html.fragment(paper) if paper else None,
        words=text.text(paper) if paper else "",
    )


@bp.get("/templates/<slug>.txt")
@current.public
def download_template(slug: str) -> Response:
    """The template's file, to change in any editor."""
    template = _template(slug)
    return attached(template.text.encode("utf-8"), f"{template.slug}.txt", template.slug, "text/plain")


@bp.get("/templates/words")
@current.public
def show_words() -> ResponseReturnValue:
    """How a template is written: its marks, its front matter, and the whole vocabulary."""
    return render_template("letter_templates/words.html", entries=context.entries())


@bp.route("/templates/try", methods=["GET", "POST"])
@current.public
def try_template() -> ResponseReturnValue:
    """A template of one's own, checked line by line and shown on a sample; nothing of it is kept."""
    form = TryForm()
    form.story.choices = [(one.slug, one.title) for one in stories.listed()]
    paper: Paper | None = None
    faults: tuple[TemplateError, ...] = ()
    if form.validate_on_submit():
        try:
            template = letter_templates.read(form.own.data, "own")
            story = stories.story(form.story.data or "") or fitting_story(template)
            paper = _on_sample(template, story, typed={"own": form.own.data}) if story else None
        except TemplateRefused as refused:
            faults = refused.errors
            form.complain(form.own, "有几处要改，见下面标出的行")
    return (
        render_template(
            "letter_templates/try.html",
            form=form,
            faults=faults,
            page=html.fragment(paper) if paper else None,
            words=text.text(paper) if paper else "",
            url=url_for(".show_words"),
        ),
        form.status,
    )


def fitting_story(template: Template) -> stories.Story | None:
    """The first sample that the template was written for; any sample when it names no dispute."""
    wanted = set(template.listed("disputes"))
    known = [one.slug for one in stories.listed()]
    fitting = [slug for slug in known if not wanted or wanted & set(stories.examples()[slug].case.disputes)]
    for story in filter(None, map(stories.story, fitting)):
        offered = issuing.fitting_templates(stories.letter_of(story, _channel(template)))
        if template.slug in {one.slug for one in offered}:
            return story
    return next(filter(None, map(stories.story, (*fitting, *known))), None)


def _on_sample(template: Template, story: stories.Story, typed: dict[str, str | None] | None = None) -> Paper:
    """The letter on the sample; a template that was ``typed`` is run on the bench. Raises TemplateRefused, and NotYet for a typed one."""
    material = stories.letter_of(story, _channel(template))
    if typed is None:
        return issuing.compose(material, "letter", template)
    return asking.result(
        f"try {story.slug} {template.sha256}",
        lambda call: issuing.compose(material, "letter", template, call=call),
        "例子上的信",
        typed=typed,
        shared=True,
    )


def _channel(template: Template) -> str:
    known = [one for one in template.listed("channels") if one in law_book().channels]
    return known[0] if known else "store"


def _template(slug: str) -> Template:
    return letter_templates.shipped().get(slug) or abort(404)
