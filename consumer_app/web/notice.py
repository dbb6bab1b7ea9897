"""What the site is made with and under which licences: the file NOTICE as a page."""

from dataclasses import dataclass
from functools import cache

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from consumer_app import paths
from consumer_app.web import current

bp = Blueprint("notice", __name__)

TITLES = {
    "Libraries of the site": "网站用到的程序库",
    "System libraries that set-up installs": "安装时装上的系统组件",
    "Fonts": "字体",
    "Data": "数据",
    "Only for learning, and in the tests": "只在学习和测试里用到的",
    "Only in the tests": "只在测试里用到的",
}


@dataclass(frozen=True)
class Part:
    """One part of the notice: its heading, and each thing with its licence and what it is for."""

    title: str
    things: tuple[tuple[str, str, str], ...]


@cache
def parts() -> tuple[Part, ...]:
    """The notice, part by part. A heading stands between ``==``; a line has name, licence and use between bars."""
    found: list[tuple[str, list[tuple[str, str, str]]]] = []
    for line in paths.NOTICE.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            found.append((line.strip("= "), []))
        elif found and line:
            name, licence, use = line.split(" | ")
            found[-1][1].append((name, licence, use))
    return tuple(Part(TITLES[title], tuple(things)) for title, things in found)


@bp.get("/notice")
@current.public
def show_notice() -> ResponseReturnValue:
    """The page that the footer leads to."""
    return render_template("public/notice.html", parts=parts())
