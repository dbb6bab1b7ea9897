"""Drawing the case card. This module runs in the card's child process only; it imports Pillow when it is asked to draw."""

import io
import json
import os
from typing import Any

WIDTH, HEIGHT, MARGIN = 900, 1240, 70
PAPER, INK, MUTED, LINE, VERMILION = "#fbfaf7", "#1f2328", "#5c6370", "#e4e0d8", "#b3261e"
SANS = {
    True: ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", "/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc"),
    False: (
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    ),
}
SIMPLIFIED_CHINESE = 2  # the face's place in Noto's collections: JP, KR, SC, TC, HK


def draw(asked: bytes) -> bytes:
    """JSON with ``groups``, ``qr`` (rows of 0 and 1) and ``on`` in, PNG out. Without a Chinese font the card has code and QR only."""
    from PIL import Image, ImageDraw

    card = json.loads(asked)
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((24, 24, WIDTH - 25, HEIGHT - 25), outline=LINE, width=3)
    chinese = _font(36) is not None
    if chinese:
        _seal(pen)
        _write(pen, (MARGIN + 132, 82), "案件编号", 52, INK, bold=True)
        _write(pen, (MARGIN + 134, 150), f"{card['on']}建立", 28, MUTED)
    bottom = _qr(pen, card["qr"], 230)
    top = _groups(pen, card["groups"], bottom + 44)
    if chinese:
        pen.line((MARGIN, top + 14, WIDTH - MARGIN, top + 14), fill=LINE, width=2)
        _middle(pen, top + 36, "凭此编号打开，请勿转发", 40, VERMILION, bold=True)
        _middle(pen, top + 100, "扫码或输入编号都能打开。丢了没有办法找回，", 28, MUTED)
        _middle(pen, top + 140, "请把这张图存进相册，再抄一份放好。", 28, MUTED)
    kept = io.BytesIO()
    picture.quantize(32).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _seal(pen: Any) -> None:
    pen.rounded_rectangle((MARGIN, 76, MARGIN + 104, 180), 10, fill=VERMILION)
    pen.rounded_rectangle((MARGIN + 7, 83, MARGIN + 97, 173), 6, outline=PAPER, width=2)
    _write(pen, (MARGIN + 12, 98), "据理", 40, PAPER, bold=True)


def _qr(pen: Any, rows: list[str], top: int) -> int:
    cell = 540 // (len(rows) + 8)
    side = cell * (len(rows) + 8)
    left = (WIDTH - side) // 2
    pen.rectangle((left, top, left + side, top + side), fill="#ffffff")
    for y, row in enumerate(rows):
        for x, mark in enumerate(row):
            if mark == "1":
                at = (left + (x + 4) * cell, top + (y + 4) * cell)
                pen.rectangle((*at, at[0] + cell - 1, at[1] + cell - 1), fill="#000000")
    return top + side


def _groups(pen: Any, groups: list[str], top: int) -> int:
    lines = ["  ".join(groups[:3]), "  ".join(groups[3:])]
    for line in lines:
        _middle(pen, top, line, 52, INK, bold=True)
        top += 80
    return top


def _middle(pen: Any, top: int, text: str, size: int, colour: str, *, bold: bool = False) -> None:
    font = _font(size, bold=bold) or _plain(size)
    pen.text(((WIDTH - pen.textlength(text, font=font)) / 2, top), text, font=font, fill=colour)


def _write(pen: Any, at: tuple[int, int], text: str, size: int, colour: str, *, bold: bool = False) -> None:
    pen.text(at, text, font=_font(size, bold=bold), fill=colour)


def _font(size: int, *, bold: bool = False) -> Any:
    from PIL import ImageFont

    for path in SANS[bold] + SANS[not bold]:
        if os.path.exists(path):
            return ImageFont.truetype(path, size, index=SIMPLIFIED_CHINESE)
    return None


def _plain(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size)
