"""Answers that the loop gives itself, before any page of the site is asked."""

from http import HTTPStatus

from consumer_app.serving import patience
from consumer_app.web.security import HEADERS

_SAID = {
    400: ("这个请求看不懂", "请回到上一页再试一次。"),
    408: ("网络太慢，没有收完", "您可以回到上一页再交一次；照片多的话分几次传。"),
    431: ("这个请求太长了", "请清除本网站的 Cookie，再从首页进来。"),
    503: ("现在太忙了", "请等一两分钟再试，保存过的内容都还在。"),
}


def refusal(code: int) -> bytes:
    """A whole answer that ends its connection, with its words in a small page."""
    title, text = _SAID.get(code) or _SAID[400]
    page = (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><h1>{title}</h1><p>{text}</p>"
    ).encode()
    lines = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(page)),
        "Connection": "close",
        "Cache-Control": "no-store",
        **HEADERS,
    }
    if code == 503:
        lines["Retry-After"] = str(patience.RETRY_AFTER)
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {code} {HTTPStatus(code).phrase}\r\n{head}\r\n".encode() + page
