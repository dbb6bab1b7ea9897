"""A paper as PDF. WeasyPrint runs in a warm process of its own that can fetch nothing but the pictures handed in."""

import gc
import logging
import os
import re
import types
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from consumer_app import paths
from consumer_app.bench import Call, at_once
from consumer_app.documents import html
from consumer_app.documents.fonts import fontconfig_environment
from consumer_app.documents.paper import Paper
from consumer_app.documents.parcels import pack, unpack
from consumer_app.isolated import Isolated

MISSING = "〓"
PRINTERS = min(os.cpu_count() or 1, 4)
"""Printing processes that stay when nothing is printed; more than one only once so many were needed."""
_data_dir: Path | None = None


@dataclass(frozen=True)
class Printed:
    """The PDF's bytes, the characters no font could print, and what else the renderer complained of."""

    data: bytes
    unprintable: tuple[str, ...]
    complaints: tuple[str, ...]


def use_fonts_of(data_dir: Path) -> None:
    """Print with the fonts made in that data folder from now on."""
    global _data_dir
    _data_dir = data_dir


def start() -> None:
    """Start the printing process now, so that the first paper does not wait for it."""
    _worker().start()


def write(paper: Paper, pictures: Mapping[str, bytes] | None = None, call: Call = at_once) -> Printed:
    """The paper as PDF, the same bytes for the same paper and fonts. ``pictures`` are JPEG or PNG by asset id; a missing one prints its caption only.

    Raises IsolationFailed when the printing process dies, takes too long or too much memory.
    """
    shown = {asset: data for asset, data in (pictures or {}).items() if asset in paper.assets}
    page = html.page(paper, lambda asset: f"app:{asset}" if asset in shown else None, with_style=False)
    answer = call(_worker(), pack({"html": page, "style": html.print_style()}, shown))
    report, parts = unpack(answer)
    return Printed(parts["pdf"], tuple(report["unprintable"]), tuple(report["complaints"]))


@lru_cache(maxsize=1)
def _worker() -> Isolated:
    return Isolated(
        print_page,
        preload=["consumer_app.documents.pdf:warm_up"],
        cpu_seconds=20,
        memory_mb=1024,
        wall_seconds=120.0,
        ready=PRINTERS,
        warm=True,
        environment=lambda: fontconfig_environment(_data_dir) if _data_dir else {},
    )


# ---- in the printing process ----------------------------------------------------------------------------------------


class _Kept:
    """What the printing process keeps between papers: fonts already found, and parsed sheets."""

    fonts: Any = None
    page: Any = None
    sheets: dict[str, Any] = {}  # noqa: RUF012 - one process, one thread


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())


def warm_up() -> None:
    """Load the renderer and set one line in each weight."""
    import pydyf  # type: ignore[import-untyped]
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fast = types.SimpleNamespace(
        compress=lambda data: zlib.compress(data, 1),
        compressobj=lambda **_: zlib.compressobj(level=1),
        decompress=zlib.decompress,
        error=zlib.error,
    )
    pydyf.zlib = fast
    _Kept.fonts = FontConfiguration()
    logging.getLogger("weasyprint").propagate = False
    weasyprint.HTML(string='<html lang="zh-CN"><p>据理<b>据理</b>', url_fetcher=_fetcher({})).write_pdf(
        font_config=_Kept.fonts
    )
    elements = weasyprint.CSS(string=(paths.STATIC / "print" / "elements.css").read_text(encoding="utf-8"))

    class Page(weasyprint.HTML):  # type: ignore[misc]
        """HTML with the short sheet of what each element is."""

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return [elements]

    _Kept.page = Page
    gc.freeze()  # what is loaded now stays: no need to look through it again with every letter
    gc.set_threshold(50_000, 20, 20)


def print_page(payload: bytes) -> bytes:
    """HTML, its sheet and its pictures in; the PDF and what could not be printed out. Nothing else can be fetched.

    A character that no font has is printed as 〓, which Chinese typesetting puts where a type is missing, and never as an empty box.
    """
    header, pictures = unpack(payload)
    data, unprintable, others = _printed(header["html"], header["style"], pictures)
    if unprintable:
        missing = re.compile(f"(?:[{re.escape(''.join(unprintable))}][\u200d\ufe0f]*)+")
        data, _, others = _printed(missing.sub(MISSING, header["html"]), header["style"], pictures)
    return pack({"unprintable": unprintable, "complaints": others}, {"pdf": data})


def _printed(page: str, style: str, pictures: Mapping[str, bytes]) -> tuple[bytes, list[str], list[str]]:
    """The PDF, the characters no font has, and other complaints."""
    import weasyprint

    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        sheet = _Kept.sheets.get(style)
        if sheet is None:
            sheet = weasyprint.CSS(string=style, font_config=_Kept.fonts, url_fetcher=_fetcher({}))
            _Kept.sheets = {style: sheet}
        data = _Kept.page(string=page, base_url="app:/", url_fetcher=_fetcher(pictures)).write_pdf(
            stylesheets=[sheet], font_config=_Kept.fonts, pdf_tags=True
        )
    finally:
        logger.removeHandler(complaints)
    unprintable: dict[str, None] = {}
    others = []
    for line in complaints.found:
        if ".notdef" in line:
            unprintable.update((chr(int(code, 16)), None) for code in re.findall(r"U\+([0-9A-F]+)", line))
        else:
            others.append(line)
    return data, list(unprintable), others


def _fetcher(pictures: Mapping[str, bytes]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyPictures(URLFetcher):  # type: ignore[misc]
        """Answers for the pictures handed in, and for nothing else in the world."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=set(), allow_redirects=False)

        def fetch(self, url: str, headers: object = None) -> Any:
            data = pictures.get(url.removeprefix("app:")) if url.startswith("app:") else None
            if data is None:
                raise ValueError("a paper may show only its own exhibits")
            kind = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
            return URLFetcherResponse(url, data, {"Content-Type": kind})

    return OnlyPictures()
