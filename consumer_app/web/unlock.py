"""Opening a case: by its code, by the link with the code in its fragment, by a remembered device, by a one-use ticket; and leaving it."""

from contextlib import suppress
from dataclasses import dataclass, field

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import Case
from consumer_app.formats import day as show_day
from consumer_app.storage.errors import CaseGone, MalformedCode, PassphraseNeeded, UnknownCode, WrongPassphrase
from consumer_app.storage.open_case import OpenCase
from consumer_app.web import current, limits, sessions, unsaved
from consumer_app.web.forms.form import SiteForm
from consumer_app.web.forms.unlock import TicketForm, UnlockForm

bp = Blueprint("unlock", __name__)

NOT_FOUND = "没有找到这个编号的案件。请对照卡片逐组看一遍；如果案件已删除或保存期已过，就不能再打开了"


@dataclass(frozen=True)
class Offer:
    """A case this device remembers: its place in the list and how to tell it from others."""

    place: int
    title: str
    made_on: str


@bp.get("/c")
@current.public
def link() -> ResponseReturnValue:
    """The page a case link opens. The code stands in the fragment, which only the page's script reads; without it the code is typed."""
    return _page(UnlockForm(formdata=None), Waiting(), fragment="code")


@bp.route("/unlock", methods=["GET", "POST"])
@current.public
def unlock() -> ResponseReturnValue:
    """Open a case by its code, and go on where the shopper wanted to go."""
    if request.method == "GET":
        return _page(UnlockForm(formdata=None), Waiting(target=request.args.get("next")))
    waiting, form = Waiting.carried(), UnlockForm()
    if not form.validate():
        return _page(form, waiting)
    try:
        opened = current.storage().cases.unlock(form.code.data, form.passphrase.data, now=current.now())
    except PassphraseNeeded:
        if "passphrase" in request.form:
            form.complain(form.passphrase, "请填写口令")
        return _page(form, waiting, passphrase=True)
    except WrongPassphrase as wrong:
        form.complain(form.passphrase, _wrong(wrong.wait_seconds))
        return _page(form, waiting, passphrase=True)
    except MalformedCode as odd:
        form.complain(form.code, f"编号是 26 位字母和数字，这里有 {odd.length} 位。请对照卡片再看一遍")
        return _page(form, waiting)
    except (UnknownCode, CaseGone):
        limits.code_was_wrong()
        form.complain(form.code, NOT_FOUND)
        return _page(form, waiting)
    session.pop(sessions.CARD, None)
    return _go_on(opened, waiting, remember=form.remember.data)


@bp.post("/unlock/device")
@current.public
def unlock_device() -> ResponseReturnValue:
    """Open a case that this device remembers."""
    waiting = Waiting.carried()
    form, remembered = SiteForm(), current.storage().devices.cases(sessions.cookie(sessions.DEVICE), now=current.now())
    place = request.form.get("place", "")
    if form.validate() and place.isdecimal() and len(place) < 4 and int(place) < len(remembered):
        chosen = remembered[int(place)]
        try:
            opened = current.storage().cases.reopen(chosen.case_id, chosen.dek, now=current.now())
            return _go_on(opened, waiting)
        except CaseGone:
            pass
    again = UnlockForm(formdata=None)
    again.form_errors += form.form_errors + [str(error) for error in form.csrf_token.errors]
    return _page(again, waiting, status=422)


@bp.get("/t")
@current.public
def ticket() -> ResponseReturnValue:
    """The page a one-use link opens. Opening it uses nothing up; its script (or the button) does."""
    return render_template("unlock/ticket.html", form=TicketForm(formdata=None))


@bp.post("/t")
@current.public
def redeem() -> ResponseReturnValue:
    """Use the ticket up and open the case in this browser, at its papers."""
    form = TicketForm()
    if form.validate():
        live = current.storage().sessions.redeem(form.ticket.data.rpartition("#")[2], now=current.now())
        if live:
            try:
                opened = current.storage().cases.reopen(live.case_id, live.dek, now=current.now())
                return _go_on(opened, Waiting(target="/case/papers"))
            except CaseGone:
                pass
        limits.code_was_wrong()
        form.complain(form.ticket, "这条链接已经用过或者过了十分钟。请回到原来的页面，再点一次「在浏览器中打开」")
    return render_template("unlock/ticket.html", form=form), form.status


@bp.post("/leave")
@current.public
def leave() -> ResponseReturnValue:
    """Close the case in this browser; with ``forget`` this device is not remembered any more either."""
    form = SiteForm()
    if not form.validate():
        return render_template("unlock/leave.html", form=form, forget="forget" in request.form), form.status
    answer = make_response(redirect(url_for("unlock.unlock"), 303))
    if "forget" in request.form and (opened := _meant()):
        current.storage().devices.forget_this(opened, sessions.cookie(sessions.DEVICE))
    sessions.end(answer, left=True)
    return answer


def _meant() -> OpenCase | None:
    """The case that a form for leaving was shown for: the one open here, or one that this device remembers."""
    wanted, live = request.form.get(unsaved.OF_CASE), sessions.found()
    device = current.storage().devices.cases(sessions.cookie(sessions.DEVICE), now=current.now())
    held = [(live.case_id, live.dek)] if live else []
    for case_id, dek in (*held, *((one.case_id, one.dek) for one in device)):
        if not wanted or current.mark(case_id) == wanted:
            with suppress(CaseGone):
                return current.storage().cases.open(case_id, dek)
    return None


def ask() -> Response:
    """The answer to a case page asked for without an open case: a GET is led to the unlock page, a POST keeps what was typed."""
    if request.method in ("GET", "HEAD"):
        return make_response(redirect(url_for("unlock.unlock", next=request.path), 303))
    return _page(UnlockForm(formdata=None), Waiting.typed(), status=401, files=unsaved.had_files(), ended=True)


def written_for_another() -> bool:
    """Whether this request sends a form of another case than the one open."""
    return request.form.get(unsaved.OF_CASE, current.open_mark()) != current.open_mark()


def ask_for_the_other() -> Response:
    """The answer to a form of another case: nothing is kept in the open one, and what was typed waits until its own case is open."""
    return _page(
        UnlockForm(formdata=None), Waiting.typed(), status=409, files=unsaved.had_files(), other=unsaved.to_copy()
    )


@dataclass(frozen=True)
class Waiting:
    """What waits for a case to be opened: the page to go on to, the fields typed for it, and which case they are for (its mark)."""

    target: str | None = None
    fields: unsaved.Fields = field(default_factory=list)
    written_for: str = ""

    @classmethod
    def typed(cls) -> "Waiting":
        """The fields of this request; none of a request that did not come from a page of ours."""
        if not unsaved.came_from_here():
            return cls(request.path)
        return cls(request.path, unsaved.typed_fields(), request.form.get(unsaved.OF_CASE, ""))

    @classmethod
    def carried(cls) -> "Waiting":
        """What the unlock page carried."""
        form = request.form
        return cls(form.get(unsaved.TARGET), unsaved.kept_fields(), form.get(unsaved.WRITTEN_FOR, ""))

    @property
    def page(self) -> str:
        """Where to go on: a page of ours. A page that only takes POSTs is reached only with the fields for it."""
        return unsaved.known_path(self.target, "POST" if self.fields else "GET") or ""

    def may_go_into(self, case_id: str) -> bool:
        """Whether the fields were typed in that case, as far as is known."""
        written_for = self.written_for or session.get("of")
        return not self.fields or written_for in (None, current.mark(case_id))


def _page(
    form: UnlockForm,
    waiting: Waiting,
    *,
    fragment: str = "",
    passphrase: bool = False,
    status: int | None = None,
    files: bool = False,
    ended: bool = False,
    other: list[str] | None = None,
) -> Response:
    if passphrase:
        form.passphrase.missing = "请填写口令"
    body = render_template(
        "unlock/unlock.html",
        form=form,
        kept=unsaved.marked(waiting.fields),
        target=waiting.page,
        written_for=waiting.written_for,
        fragment=fragment,
        passphrase=passphrase,
        offers=_offers(waiting),
        token=SiteForm(formdata=None),
        files=files,
        ended=ended,
        left="left" in session,
        other=other,
    )
    return make_response(body, status or (422 if passphrase else form.status))


def _go_on(opened: OpenCase, waiting: Waiting, *, remember: bool = False) -> Response:
    """Begin the session and go on; fields that wait are sent once more by hand, and never into a case they were not typed for."""
    g.opened, g.case_open, page = opened, True, waiting.page
    if not waiting.may_go_into(opened.case_id):
        typed = [value for _, value in waiting.fields if not value.isascii()]
        answer = _page(UnlockForm(formdata=None), waiting, status=409, other=typed)
    elif waiting.fields and page:
        carried = SiteForm(formdata=None)
        answer = make_response(
            render_template("unlock/continue.html", carried_fields=waiting.fields, target=page, token=carried)
        )
    else:
        answer = make_response(redirect(page if page.startswith("/case") else "/case", 303))
    sessions.begin(answer, opened)
    if remember:
        sessions.remember(answer, opened)
    return answer


def _offers(waiting: Waiting) -> list[Offer]:
    """The cases that this device remembers; when something waits that was typed in one of them, only that one."""
    offers = []
    for place, one in enumerate(current.storage().devices.cases(sessions.cookie(sessions.DEVICE), now=current.now())):
        if waiting.written_for and current.mark(one.case_id) != waiting.written_for:
            continue
        try:
            case = current.storage().cases.open(one.case_id, one.dek).case
        except CaseGone:
            continue
        offers.append(Offer(place, _title(case), show_day(one.made_on)))
    return offers


def _title(case: Case) -> str:
    seller = case.party("seller")
    named = seller.known_as if seller else None
    bought = case.order.lines[0].what if case.order.lines else None
    return "：".join(part for part in (named, bought) if part) or "还没写商家的案件"


def _wrong(wait: int) -> str:
    if not wait:
        return "口令不对，请再试一次。口令没有找回的办法，想想当时是怎么记的"
    return f"口令不对。为了防止别人猜，请等 {_spoken(wait)}再试"


def _spoken(seconds: int) -> str:
    return f"{seconds} 秒" if seconds < 60 else f"{-(-seconds // 60)} 分钟"
