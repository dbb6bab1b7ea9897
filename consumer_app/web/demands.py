"""The stop 诉求: the wish first, ticked by law beforehand, never more than the law gives; and an honest end where nothing can be asked."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app import formats
from consumer_app.domain.case import Case, Demand
from consumer_app.domain.case.parts import replaced
from consumer_app.domain.judging.asking import room_left, was_asked_more
from consumer_app.domain.judging.confirmable import lacks_little
from consumer_app.domain.judging.demands import PAID_IN_MONEY
from consumer_app.domain.judging.wishes import asks_of, granted_already, money_wished, ticked_beforehand
from consumer_app.web import current, journey
from consumer_app.web.assessed import assessed, law_book
from consumer_app.web.editing import edit_part
from consumer_app.web.forms.ask import WishesForm
from consumer_app.web.forms.demands import Askable, DemandsForm, demands_form
from consumer_app.web.forms.form import SiteForm
from consumer_app.web.heard import heard
from consumer_app.web.laid_out import page_of_demands
from consumer_app.web.last_ask import last_ask, with_last_ask
from consumer_app.web.open_questions import last_answers, left_unsure, page_of, posted, short_questions
from consumer_app.web.reasons import USUAL, headline, lapsed, not_granted, within_reach
from consumer_app.web.shown import demand_hint, office_for_reports

bp = Blueprint("demands", __name__)
BESIDE = 3
"""So many questions stand beside the claims of one page at most, one beside each: the pages before asked the others."""


@bp.route("/case/demands", methods=["GET", "POST"])
@current.require_case
def choose_demands() -> ResponseReturnValue:
    """The claims to ask, those that grant the wish first, each with the little it lacks asked beside it; it goes on, once it has shown what an answer ticked besides."""
    short = current.path() == "short"

    def form_for(case: Case) -> DemandsForm:
        form = demands_form(case, askable, with_sums=not short, book=law_book(), posted=posted(everywhere=True))
        form.hear(heard(case).facts)
        return form

    case, found = current.opened.case, assessed().assessment
    return edit_part(
        form_for,
        "case/demands.html",
        then=_onward,
        changed="changed" in request.args,
        short=short,
        back=last_answers() if short else url_for("home.show_case"),
        page=lambda form: page_of_demands(form, case.wishes, found, law_book(), left_unsure(case)),
        wishes=[formats.WISHES[wish] for wish in case.wishes],
        lapsed=lapsed(case.wishes, found, law_book()),
        office=office_for_reports(found, law_book()) is not None,
    )


def _onward() -> str | None:
    """Once more this page, with what the answers on it have ticked besides; where nothing is asked, the honest end."""
    asked = {demand.claim for demand in current.opened.case.demands if demand.claim}
    pressed = {*request.form.getlist("claims"), request.form.get("taken")}
    if asked - pressed and "changed" not in request.args:
        return url_for(".choose_demands", changed=1)
    if not current.opened.case.demands or ("without" not in request.form and _leaves_money_out(current.opened.case)):
        return url_for(".show_end")
    return url_for("proof.add_proof") if "proof" in request.form else None


def _leaves_money_out(case: Case) -> bool:
    """Whether money was wished and might be asked, and only what was ticked beside it is: nobody is led to a letter without it unasked."""
    book, found = law_book(), assessed().assessment
    if (
        current.path() != "short"
        or not money_wished(case.wishes, book)
        or any(one.claim is None for one in case.demands)
    ):
        return False
    claims = (book.claims.get(one.claim or "") for one in case.demands)
    if any(claim and claim.asks in PAID_IN_MONEY for claim in claims):
        return False
    ask = last_ask(case, found, book)
    return ask is not None and ask.wished and book.claims[ask.claim].asks in PAID_IN_MONEY


@bp.route("/case/wishes", methods=["GET", "POST"])
@current.require_case
def choose_wishes() -> ResponseReturnValue:
    """What is wanted, to be changed; then what is still to be asked for it, or the claims."""
    return edit_part(WishesForm.of, "case/wishes.html", then=_after_the_wishes)


@bp.get("/case/end")
@current.require_case
def show_end() -> ResponseReturnValue:
    """What cannot be asked now and why, what can be, and where else to go."""
    return _end(SiteForm(formdata=None))


@bp.post("/case/end")
@current.require_case
def end_with() -> ResponseReturnValue:
    """Ask the claim that the button names, or nothing but that somebody looks at it, and go on."""
    form = SiteForm()
    if not form.validate():
        return _end(form)
    taken, book, found = request.form.get("taken"), law_book(), assessed().assessment
    report = Demand(text=book.words.only_report)
    if taken:
        current.save(None, None, lambda case: with_last_ask(case, taken, found, book))
    else:
        current.save(None, None, lambda case: case if case.demands else replaced(case, "demands", (report,)))
    return redirect(journey.after("demands.choose_demands"), 303)


def _end(form: SiteForm) -> ResponseReturnValue:
    case, found, book = current.opened.case, assessed().assessment, law_book()
    office = office_for_reports(found, book)
    refused, reach = not_granted(case.wishes, found, book), within_reach(case.wishes, found, book)
    ask = last_ask(case, found, book)
    page = render_template(
        "case/end.html",
        form=form,
        refused=refused,
        headline=headline(refused, bool(reach)),
        lapsed=lapsed(case.wishes, found, book),
        last_ask=ask,
        asked=[book.claims[one.claim].title for one in case.demands if one.claim and one.claim in book.claims],
        wished=ask is not None and ask.wished,
        money=money_wished(case.wishes or USUAL, book),
        within_reach=reach,
        possible=[book.claims[one.id].title for one in found.claims if one.status in ("settled", "contested")],
        open=any(one.status == "open" for one in found.claims),
        office=book.channels[office].title if office else None,
    )
    return page, form.status


def _after_the_wishes() -> str | None:
    left = short_questions() if current.path() == "short" else None
    return url_for("questions.ask" if left and left.questions else ".choose_demands")


def askable(case: Case) -> tuple[Askable, ...]:
    """The claims that are not excluded, with the little that the first of them lack; those that grant a wish before the others.

    Ticked beforehand: every settled claim, of two that exclude each other the one that is wished, else the better. What is contested a person ticks.
    """
    book, found = law_book(), assessed().assessment if case is current.opened.case else assessed(case).assessment
    wished = asks_of(case.wishes, book)
    ticked = ticked_beforehand(case.wishes, found, book)
    alive = [claim for claim in found.claims if claim.status != "excluded"]
    granted = granted_already(case.wishes, found, book)
    main = (*PAID_IN_MONEY, *(book.claims[book.disputes[slug].claims[0]].asks for slug in found.disputes))
    beside: set[str] = set()
    free = current.path() == "full" or was_asked_more(case, book)
    most = BESIDE if free else min(BESIDE, room_left(case, book))
    asks: dict[str, tuple[str, ...]] = {}
    for claim in sorted(alive, key=lambda one: (one.asks not in wished, one.better is not None)):
        lacks = tuple(fact for fact in lacks_little(claim, book) if fact in book.facts and book.facts[fact].question)
        new = tuple(fact for fact in lacks if fact not in case.answers and fact not in beside and not page_of(fact))
        seldom = not wished and (claim.asks not in main or any(book.facts[fact].late for fact in new))
        needless = claim.status == "open" and bool(wished) and (claim.asks in granted or claim.asks not in wished)
        if len(new) == 1 and not seldom and not needless and len(beside) < most:
            asks[claim.id] = new
            beside |= {*new}
    return tuple(
        Askable(
            claim=claim.id,
            title=book.claims[claim.id].title,
            hint=demand_hint(claim, book, asked=bool(asks.get(claim.id))),
            most=claim.amount.total if claim.amount and claim.status != "open" and not ranged else None,
            asks_money=book.claims[claim.id].remedy is not None and not ranged,
            never_with=frozenset(claim.never_with),
            ticked=claim.id in ticked,
            state=claim.status,
            asks=asks.get(claim.id, ()),
        )
        for claim in alive
        for ranged in (claim.amount is not None and claim.amount.high is not None,)
    )
