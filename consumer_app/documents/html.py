"""A paper as HTML: a fragment for the preview on the site, and a whole page for printing. Every value is escaped here, once."""

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from consumer_app import paths
from consumer_app.documents.paper import Column, Paper, Table

AssetUrl = Callable[[str], str | None]
_BLANK = re.compile("(＿{3,})")


@dataclass(frozen=True)
class _Piece:
    text: str
    blank: bool


def fragment(paper: Paper, asset_url: AssetUrl = lambda _: None) -> Markup:
    """The paper as one ``<article class="paper">``. ``asset_url`` gives a picture's address, or None where it is not shown."""
    module = _environment().get_template("paper.html").make_module(_names(asset_url, printed=False))
    return Markup(module.body(paper))  # type: ignore[attr-defined]  # noqa: S704 - the template escapes every value


def page(paper: Paper, asset_url: AssetUrl = lambda _: None, *, with_style: bool = True) -> str:
    """The paper as a whole HTML page, with the print sheet inside it unless ``with_style`` is False."""
    template = _environment().get_template("print.html")
    style = Markup(print_style()) if with_style else None  # noqa: S704 - our own file
    return template.render(paper=paper, style=style, **_names(asset_url, printed=True))


def write(paper: Paper, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The paper as one HTML file, its pictures (JPEG or PNG by asset id) within it."""
    return page(paper, _within(pictures or {})).encode("utf-8")


def _within(pictures: Mapping[str, bytes]) -> AssetUrl:
    def address(asset: str) -> str | None:
        data = pictures.get(asset)
        if data is None:
            return None
        kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
        return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"

    return address


@lru_cache(maxsize=1)
def print_style() -> str:
    """The print sheet."""
    return (paths.STATIC / "print" / "paper.css").read_text(encoding="utf-8")


def _names(asset_url: AssetUrl, *, printed: bool) -> dict[str, object]:
    """What the template calls. On the site a page has its own h1, and its content security policy takes no column widths."""
    return {"pieces": _pieces, "share": _share, "asset": asset_url, "printed": printed}


def _pieces(text: str) -> Iterator[_Piece]:
    for piece in _BLANK.split(text):
        if piece:
            yield _Piece(piece, piece.startswith("＿＿＿"))


def _share(table: Table, column: Column) -> str:
    return f"{100 * column.width / sum(c.width for c in table.columns):.2f}"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(paths.TEMPLATES / "documents"), autoescape=True, undefined=StrictUndefined
    )
