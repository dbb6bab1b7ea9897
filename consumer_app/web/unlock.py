"""Opening a case: by its code, by the link with the code in its fragment, by a remembered device, by a one-use ticket; and leaving it."""

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from consumer_app.domain.case import Case
from consumer_app.formats import day as show_day
from consumer_app.storage.errors import CaseGone, MalformedCode, PassphraseNeeded, UnknownCode, WrongPassphrase
from consumer_app.storage.opened import Opened
from consumer_app.web import carrying, current, sessions
from consumer_app.web.forms.form import HouseForm
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
    return _page(UnlockForm(formdata=None), fragment="code")


@bp.route("/unlock", methods=["GET", "POST"])
@current.public
def unlock() -> ResponseReturnValue:
    """Open a case by its code, and go on where the shopper wanted to go."""
    if request.method == "GET":
        return _page(UnlockForm(formdata=None), target=request.args.get("next"))
    kept, target = carrying.kept_fields(), request.form.get(carrying.TARGET)
    form = UnlockForm()
    if not form.validate():
        return _page(form, kept=kept, target=target)
    try:
        opened = current.storage().cases.unlock(form.code.data, form.passphrase.data, now=current.now())
    except PassphraseNeeded:
        if "passphrase" in request.form:
            form.complain(form.passphrase, "请填写口令")
        return _page(form, kept=kept, target=target, passphrase=True)
    except WrongPassphrase as wrong:
        form.complain(form.passphrase, _wrong(wrong.wait_seconds))
        return _page(form, kept=kept, target=target, passphrase=True)
    except MalformedCode as odd:
        form.complain(form.code, f"编号是 26 位字母和数字，这里有 {odd.length} 位。请对照卡片再看一遍")
        return _page(form, kept=kept, target=target)
    except (UnknownCode, CaseGone):
        form.complain(form.code, NOT_FOUND)
        return _page(form, kept=kept, target=target)
    return _go_on(opened, kept, target, remember=form.remember.data)


@bp.post("/unlock/device")
@current.public
def unlock_device() -> ResponseReturnValue:
    """Open a case that this device remembers."""
    kept, target = carrying.kept_fields(), request.form.get(carrying.TARGET)
    form, remembered = HouseForm(), current.storage().devices.cases(sessions.cookie(sessions.DEVICE), now=current.now())
    place = request.form.get("place", "")
    if form.validate() and place.isdecimal() and len(place) < 4 and int(place) < len(remembered):
        chosen = remembered[int(place)]
        try:
            opened = current.storage().cases.reopen(chosen.case_id, chosen.dek, now=current.now())
            return _go_on(opened, kept, target)
        except CaseGone:
            pass
    return _page(UnlockForm(formdata=None), kept=kept, target=target, status=422)


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
                return _go_on(opened, [], "/case/papers")
            except CaseGone:
                pass
        form.complain(form.ticket, "这条链接已经用过或者过了十分钟。请回到原来的页面，再点一次「在浏览器中打开」")
    return render_template("unlock/ticket.html", form=form), form.status


@bp.post("/leave")
@current.public
def leave() -> ResponseReturnValue:
    """Close the case in this browser; with ``forget`` this device is not remembered any more either."""
    form = HouseForm()
    if not form.validate():
        return render_template("unlock/leave.html", form=form, forget="forget" in request.form), form.status
    answer = make_response(redirect(url_for("unlock.unlock"), 303))
    live = sessions.found()
    if live and "forget" in request.form:
        opened = current.storage().cases.open(live.case_id, live.dek)
        current.storage().devices.forget_this(opened, sessions.cookie(sessions.DEVICE))
    sessions.end(answer, left=True)
    return answer


def ask() -> Response:
    """The answer to a case page asked for without an open case: a GET is led to the unlock page, a POST keeps what was typed."""
    if request.method in ("GET", "HEAD"):
        return make_response(redirect(url_for("unlock.unlock", next=request.path), 303))
    kept = carrying.typed_fields() if carrying.came_from_here() else []
    return _page(
        UnlockForm(formdata=None), kept=kept, target=request.path, status=401, files=carrying.had_files(), ended=True
    )


def _page(
    form: UnlockForm,
    *,
    kept: carrying.Fields | None = None,
    target: str | None = None,
    fragment: str = "",
    passphrase: bool = False,
    status: int | None = None,
    files: bool = False,
    ended: bool = False,
) -> Response:
    if passphrase:
        form.passphrase.missing = "请填写口令"
    body = render_template(
        "unlock/unlock.html",
        form=form,
        kept=carrying.marked(kept or []),
        target=_known(target, bool(kept)),
        fragment=fragment,
        passphrase=passphrase,
        offers=_offers(),
        token=HouseForm(formdata=None),
        files=files,
        ended=ended,
    )
    return make_response(body, status or (422 if passphrase else form.status))


def _go_on(opened: Opened, kept: carrying.Fields, target: str | None, *, remember: bool = False) -> Response:
    other = bool(kept) and session.get("of") not in (None, sessions.mark(opened.case_id))
    known = _known(target, bool(kept))
    if kept and known:
        body = render_template(
            "unlock/continue.html", carried_fields=kept, target=known, token=HouseForm(formdata=None), other=other
        )
        answer = make_response(body)
    else:
        answer = make_response(redirect(known if known and known.startswith("/case") else "/case", 303))
    sessions.begin(answer, opened)
    if remember:
        sessions.remember(answer, opened)
    return answer


def _known(target: str | None, posted: bool) -> str:
    """Where to go on: a page of ours. A page that only takes POSTs is reached only with the fields for it."""
    return carrying.known_path(target, "POST" if posted else "GET") or ""


def _offers() -> list[Offer]:
    offers = []
    for place, one in enumerate(current.storage().devices.cases(sessions.cookie(sessions.DEVICE), now=current.now())):
        try:
            case = current.storage().cases.open(one.case_id, one.dek).case
        except CaseGone:
            continue
        offers.append(Offer(place, _title(case), show_day(one.made_on)))
    return offers


def _title(case: Case) -> str:
    seller = case.party("seller")
    named = (seller.shop or seller.registered_name) if seller else None
    bought = case.order.lines[0].what if case.order.lines else None
    return "：".join(part for part in (named, bought) if part) or "还没写商家的案件"


def _wrong(wait: int) -> str:
    if not wait:
        return "口令不对，请再试一次。口令没有找回的办法，想想当时是怎么记的"
    return f"口令不对。为了防止别人猜，请等 {_spoken(wait)}再试"


def _spoken(seconds: int) -> str:
    return f"{seconds} 秒" if seconds < 60 else f"{-(-seconds // 60)} 分钟"
