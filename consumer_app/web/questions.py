"""The step 还差哪些事实: only questions whose answer could change the result, the one that changes most first."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import Case
from consumer_app.domain.findings import Assessment, ClaimFound
from consumer_app.web import current
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.editing import edit_part
from consumer_app.web.forms.questions import questions_form

bp = Blueprint("questions", __name__)
A_PAGE = 6
WHERE_THE_CASE_ASKS = {
    "order": "order.edit_order",
    "platform": "parties.edit_seller",
    "seller": "parties.edit_seller",
    "events": "timeline.list_events",
}
ON_THE_SHORT_ORDER = ("order.ordered_at", "order.received_at", "order.paid", "platform")


@bp.route("/case/facts", methods=["GET", "POST"])
@current.require_case
def answer_questions() -> ResponseReturnValue:
    """The next questions, a handful a page; with everything answered, what was answered, to change."""
    found = assessed()
    asked = tuple(dict.fromkeys((*_not_asked_yet(), *open_questions(found.assessment))))
    elsewhere = dict.fromkeys(page for missing in found.assessment.questions if (page := _source(missing.fact)))
    names = posted() or asked[:A_PAGE] or answered(current.opened.case)
    return edit_part(
        lambda case: questions_form(case, law_book(), names),
        "case/facts.html",
        then=lambda: url_for(".answer_questions") if _not_asked_yet() else None,
        left=len(asked),
        elsewhere=[(url_for(page), title) for page, title in _titles(elsewhere)],
        troubles=found.troubles,
    )


def _not_asked_yet() -> tuple[str, ...]:
    """The questions open now that were never shown; an answer may have raised a new one."""
    answers = current.opened.case.answers
    return tuple(fact for fact in open_questions(assessed().assessment) if fact not in answers)


def open_questions(found: Assessment) -> tuple[str, ...]:
    """The facts still asked that no other page asks: first what the first claim of the dispute lacks, then the next one's.

    So a few answers decide one thing, instead of leaving many things half decided.
    """
    wanted = dict.fromkeys(missing.fact for claim in in_order_of_the_book(found) for missing in claim.missing)
    asked = [missing.fact for missing in found.questions if _source(missing.fact) is None]
    return tuple(dict.fromkeys([*(fact for fact in wanted if fact in asked), *asked]))


def needed_for_a_sum(found: Assessment) -> tuple[str, ...]:
    """The facts without which the sum of a claim that the facts support cannot be worked out, the first claim's first."""
    without = [claim for claim in in_order_of_the_book(found) if claim.status == "supported" and claim.amount is None]
    return tuple(dict.fromkeys(fact for claim in without for fact in claim.amount_needs if _source(fact) is None))


def in_order_of_the_book(found: Assessment) -> list[ClaimFound]:
    """The claims that are not excluded, in the order in which their dispute lists them."""
    claims = {claim.id: claim for claim in found.claims if claim.status != "excluded"}
    listed = dict.fromkeys(slug for dispute in found.disputes for slug in law_book().disputes[dispute].claims)
    return [claims[slug] for slug in listed if slug in claims]


def answered(case: Case) -> tuple[str, ...]:
    """The facts answered so far that the law book asks, in its order."""
    return tuple(
        name for name, fact in law_book().facts.items() if fact.question and case.answers.get(name) is not None
    )


def posted() -> tuple[str, ...]:
    """The facts that the posted page asked, so that an answer is never lost because the ranking changed meanwhile."""
    return tuple(name for name in request.form.getlist("asks") if name in law_book().facts and _source(name) is None)


def _source(fact: str) -> str | None:
    """The page that asks a fact as a part of the case; None when it is asked as a question, as what the short path's order leaves out."""
    source = law_book().facts[fact].source
    if source and current.path() == "short":
        return "order.edit_short_order" if source in ON_THE_SHORT_ORDER else None
    return WHERE_THE_CASE_ASKS.get(source.partition(".")[0]) if source else None


def _titles(pages: dict[str, None]) -> list[tuple[str, str]]:
    words = {
        "order.edit_order": "订单里还差几项",
        "order.edit_short_order": "订单里还差几项",
        "parties.edit_seller": "商家与平台还差几项",
        "timeline.list_events": "经过还没有写",
    }
    return [(page, words[page]) for page in pages]
