"""Cookies and the session: who has which case open in this browser, and which device may open it again by itself."""

import re

from flask import Response, after_this_request, g, request, session

from consumer_app.storage.errors import CaseGone
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.sessions import LONGEST, Session
from consumer_app.storage.vault import Code
from consumer_app.web import current
from consumer_app.web.security import cookie_name
from consumer_app.web.unsaved import OF_CASE

CASE, DEVICE = "case", "device"
CARD = "card"
"""Where the page cookie keeps, for which case a card was made here and not saved yet."""
_NINETY_DAYS = 90 * 24 * 3600


def begin(answer: Response, opened: OpenCase, *, code: Code | None = None) -> None:
    """Start a new session for this browser, ending the one it had. ``code`` is a fresh code for the card page."""
    token = current.storage().sessions.start(opened, now=current.now(), code=code, instead_of=cookie(CASE))
    g.case_cookie = token
    session["of"] = current.mark(opened.case_id)
    session.pop("left", None)
    if code:
        session[CARD] = session["of"]
    _set(answer, CASE, token, int(LONGEST.total_seconds()))


def end(answer: Response, *, left: bool = False) -> None:
    """End this browser's session. After ``left`` a remembered device waits to be asked before it opens the case again."""
    current.storage().sessions.end(cookie(CASE))
    session.pop("of", None)
    if left:
        session["left"] = True
    answer.delete_cookie(cookie_name(CASE), secure=request.is_secure, httponly=True, samesite="Lax")


def found() -> Session | None:
    """This browser's session, if it has one that is still good."""
    return current.storage().sessions.find(cookie(CASE), now=current.now())


def restore() -> OpenCase | None:
    """The case this request may work on: by its session, or because this device is remembered for it.

    When something is being saved, a remembered device goes on by itself only into the case that the form is for.
    """
    if live := found():
        current.alone(live.case_id)
        g.code_waiting = live.code is not None
        try:
            return current.storage().cases.open(live.case_id, live.dek)
        except CaseGone:
            return None
    remembered = current.storage().devices.cases(cookie(DEVICE), now=current.now())
    if request.method not in ("GET", "HEAD"):
        remembered = [one for one in remembered if current.mark(one.case_id) == request.form.get(OF_CASE)]
    if len(remembered) != 1 or session.get("left"):
        return None
    return reopen(remembered[0].case_id, remembered[0].dek)


def reopen(case_id: str, dek: bytes) -> OpenCase | None:
    """Open a remembered case in a new session whose cookie goes with the answer to this request."""
    try:
        opened = current.storage().cases.reopen(case_id, dek, now=current.now())
    except CaseGone:
        return None

    @after_this_request
    def start(answer: Response) -> Response:
        if "case_cookie" not in g:
            begin(answer, opened)
        return answer

    return opened


def remember(answer: Response, opened: OpenCase) -> None:
    """Let this device open the case for ninety days."""
    token = current.storage().devices.remember(
        opened, cookie(DEVICE), about=device_label(request.user_agent.string), now=current.now()
    )
    _set(answer, DEVICE, token, _NINETY_DAYS)


def cookie(name: str) -> str | None:
    """The text of one of our cookies, as this request carries it (or as this request's answer will set it)."""
    if name == CASE and "case_cookie" in g:
        return str(g.case_cookie)
    return request.cookies.get(cookie_name(name))


def device_label(agent: str) -> str:
    """A few words that let a person recognise a device: what it is, and in which program the site was open."""
    devices = (
        ("iPhone", "苹果手机"),
        ("iPad", "苹果平板"),
        ("HarmonyOS", "华为设备"),
        ("Android", "安卓手机"),
        ("Windows", "Windows 电脑"),
        ("Macintosh", "苹果电脑"),
        ("Linux", "Linux 电脑"),
    )
    programs = (
        ("MicroMessenger", "微信"),
        ("AlipayClient", "支付宝"),
        ("QQBrowser", "QQ 浏览器"),
        ("UCBrowser", "UC 浏览器"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    )
    device = next((label for mark, label in devices if mark in agent), "一台设备")
    program = next((label for mark, label in programs if re.search(mark, agent)), "浏览器")
    return f"{device}·{program}"


def _set(answer: Response, name: str, value: str, seconds: int) -> None:
    answer.set_cookie(
        cookie_name(name),
        value,
        max_age=seconds,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )
