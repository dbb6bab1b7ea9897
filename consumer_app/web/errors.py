"""What went wrong, said kindly: what happened, what is still there, what to do next. The log gets a number, a type and a place."""

import logging
import secrets
from contextlib import suppress
from dataclasses import dataclass

from flask import Flask, Response, g, make_response, render_template, request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from jinja2 import Template
from werkzeug.exceptions import ClientDisconnected, HTTPException

from consumer_app.bench import Dropped, Refused
from consumer_app.storage.errors import (
    CaseFull,
    CaseGone,
    CaseNewer,
    CaseTooLong,
    StorageBusy,
    StorageFull,
    Tampered,
    TooLarge,
)
from consumer_app.web import conflicts, current, redaction, sessions, unsaved
from consumer_app.web.forms.form import SiteForm
from consumer_app.web.forms.refused import refusals

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """A page's heading and its sentence."""

    title: str
    text: str


WORDS = {
    400: Words("这个请求看不懂", "请回到上一页再试一次；如果是从别处复制的地址，请从首页进来。"),
    403: Words("这一页不能这样打开", "请从首页或您的案件首页进来。"),
    404: Words("没有这一页", "地址可能抄漏了一截，或者这一项已经删除。"),
    405: Words("这一页不能这样打开", "请从您的案件首页重新进来。"),
    408: Words("网络太慢，没有收完", "您可以回到上一页再交一次；照片多的话分几次传。"),
    410: Words("这个案件已经删除", "它在别处被删除了，这里不能再打开。"),
    413: Words(
        "一次传得太多了", "每个文件最多 50MB，一次合计最多 120MB。请回到上一页分几次上传；视频可以剪出要紧的一段。"
    ),
    414: Words("地址太长了", "请从首页或您的案件首页进来。"),
    422: Words("有些内容看不懂", "请回到上一页看一看再提交。"),
    429: Words("点得太快了", "请等一会儿再试，您写的内容还在下面这个按钮里。"),
    500: Words("这里出了差错", "您刚才保存过的内容都还在。请回到上一页再试一次。"),
    503: Words("现在太忙了", "请等一两分钟再试，保存过的内容都还在。"),
    507: Words(
        "服务器放不下了",
        "刚才这一步没有保存；之前保存过的内容都还在，也可以照常查看和导出。请过一会儿再试，或联系运营者。",
    ),
}
_PLAIN = "<!doctype html><html lang=zh-CN><meta charset=utf-8><title>{words.title}</title><h1>{words.title}</h1><p>{words.text}</p>"
TOO_LONG = Words(
    "写得太长了",
    "这一页一次收不下这么多字，没有保存。请按浏览器的「返回」，把文字分成几段，一段一段写进时间线；聊天记录请截图，作为证据上传。",
)
NO_TURN = {
    "queue": Words("现在太忙了", "同时要制作的东西太多，这一步还没有开始。请等一会儿，再点下面的按钮；您填的都在。"),
    "share": Words(
        "前面的还没有做完", "您已经有几样东西在制作。请等它们做好，再点下面的按钮；在「我的案件」里能看到做到哪里。"
    ),
    "hour": Words(
        "请过一会儿再试", "最近一小时里，为您制作用掉的时间很多。请过一会儿再点下面的按钮；保存过的内容都还在。"
    ),
}
DROPPED = Words("这一步停下了", "等的时候页面关掉了，就没有再做下去。请再试一次；保存过的内容都还在。")
FULL = Words("这个案件放满了", "一个案件最多放 500MB。请先删掉用不上的文件，再回来保存。")
NEWER = Words(
    "这个案件是新版本存的",
    "这里的程序版本旧，打不开它；里面的内容都在，什么也没有改。请联系运营者升级后再打开。",
)
PARTS = {
    "told": "事情经过",
    "order": "买了什么",
    "parties": "双方信息",
    "events": "时间线",
    "promises": "店家的承诺",
    "evidence": "证据的说明",
    "answers": "补充问题的回答",
    "demands": "要求",
    "papers": "文书的记录",
    "steps": "升级清单",
}
DAMAGED = Words("这份资料打不开", "它可能在存放时损坏了。其余内容不受影响；请联系运营者，或从您导出的备份重新导入。")


def answer_kindly(app: Flask) -> None:
    """Give every refusal and every fault of this app its page."""
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(conflicts.Overtaken, conflicts.page)
    app.register_error_handler(current.CaseRefused, not_taken)
    app.register_error_handler(current.NoLongerFits, lambda error: page(409, NO_LONGER_FITS))
    app.register_error_handler(StorageFull, lambda error: page(507, carry=True))
    app.register_error_handler(StorageBusy, busy)
    app.register_error_handler(CaseFull, lambda error: page(413, FULL))
    app.register_error_handler(CaseTooLong, lambda error: page(413, too_long(error), carry=True))
    app.register_error_handler(TooLarge, lambda error: page(413))
    app.register_error_handler(CaseGone, gone)
    app.register_error_handler(Refused, no_turn)
    app.register_error_handler(Dropped, lambda error: page(503, DROPPED, carry=True))
    app.register_error_handler(CaseNewer, lambda error: page(503, NEWER))
    app.register_error_handler(Tampered, damaged)
    app.register_error_handler(Exception, fault)


def refused(error: HTTPException) -> ResponseReturnValue:
    """An HTTP refusal. What is still being sent then is read and forgotten by the server, so that the browser gets to show the answer."""
    if error.response is not None:
        return error.response
    if isinstance(error, ClientDisconnected):  # there is nothing more to read
        return page(408)
    code = error.code or 500
    if code < 400:
        return error.get_response()
    typed = code == 413 and request.method == "POST" and request.mimetype != "multipart/form-data"
    answer = page(code, TOO_LONG if typed else None, carry=code in (429, 503))
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            answer.headers[name] = value
    return answer


NO_LONGER_FITS = Words(
    "证据的编号刚才变了",
    "这份文书还在制作的时候，另一份文书先定了稿，证据的编号已经不一样。这一份没有存下，免得两份说的对不上。请回到文书页，看一眼再定稿一次；您填的都还在。",
)


def not_taken(error: current.CaseRefused) -> ResponseReturnValue:
    """The case takes no more of something, where no form is there to say so."""
    sentences = (f"{message}。" for _, message in refusals(error.refused))
    return page(422, Words("这一步没有存下", "".join(sentences)), carry=True)


def no_turn(error: Refused) -> ResponseReturnValue:
    """The bench takes no more of this now, or no more of this visitor."""
    answer = page(503, NO_TURN[error.why], carry=True)
    answer.headers["Retry-After"] = str(error.again_in)
    return answer


def busy(error: StorageBusy) -> ResponseReturnValue:
    """Others were there first, and nothing was changed."""
    answer = page(503, carry=True)
    answer.headers["Retry-After"] = "5"
    return answer


def too_long(error: CaseTooLong) -> Words:
    """A case whose words take more than one case may hold: how much, and which parts take most of it."""
    most = [f"{PARTS[name]}约 {size / 1_000_000:.1f} MB" for name, size in error.parts.items() if name in PARTS][:3]
    return Words(
        "这个案件的文字太多了",
        f"一个案件的文字最多 {error.limit / 1_000_000:.1f} MB，这样会多出约 {(error.size - error.limit) // 3 + 1:,} 个字，所以没有保存；之前保存过的都还在。"
        f"占得最多的是：{'、'.join(most)}。请先把那里长的内容删去一些（聊天记录可以截图，作为证据上传），再按下面的按钮保存一次。",
    )


def gone(error: CaseGone) -> ResponseReturnValue:
    """The case was deleted while it was open here."""
    answer = page(410)
    sessions.end(answer)
    return answer


def damaged(error: Tampered) -> ResponseReturnValue:
    """Sealed bytes did not open; nothing of them was served."""
    return page(500, DAMAGED, number=note(error, request.endpoint or ""))


def fault(error: Exception) -> ResponseReturnValue:
    """Anything unforeseen: noted by number, type and place only."""
    return page(500, number=note(error, request.endpoint or ""))


def note(error: BaseException, where: str) -> str:
    """Write a fault to the log without its words; the number that finds it there."""
    number = f"E{secrets.token_hex(4)}"  # begins with a letter, so that it is not struck from the log as a long number
    log.error("fault %s in %s: %s", number, where, redaction.place(error))
    return number


def page(code: int, words: Words | None = None, *, number: str = "", carry: bool = False) -> Response:
    """The page for a status: ``errors/CODE.html`` when there is one of its own, else the common one."""
    said = words or WORDS.get(code) or WORDS[400 if code < 500 else 500]
    carried: unsaved.Fields = []
    if carry and request.method == "POST":
        with suppress(HTTPException):  # more than can be read, or it broke off
            carried = unsaved.typed_fields()
            if "opened" not in g and (mark := request.form.get(unsaved.OF_CASE)):  # turned away at the door
                carried.append((unsaved.OF_CASE, mark))
    if request_ctx.url_adapter is None:  # a host that is not ours: no page of ours can be addressed
        return make_response(_PLAIN.format(words=said), code)
    names: list[str | Template] = [f"errors/{code}.html", "errors/any.html"] if words is None else ["errors/any.html"]
    context = {
        "code": code,
        "words": said,
        "number": number,
        "carried": carried,
        "here": request.path if carry and request.method == "POST" else "",
        "token": SiteForm(formdata=None) if carried else None,
    }
    try:
        body = render_template(names, **context)
    except Exception as broken:  # a broken page must not hide what it was to say
        note(broken, f"the page for {code}")
        body = _PLAIN.format(words=said)
    return make_response(body, code)
