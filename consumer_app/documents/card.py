"""The case card: one picture to keep, with the code in five groups, its QR and what to do with it.

It is drawn in a child process, because Pillow never runs in the process that serves (docs/decisions/0002).
"""

import io
import json
from datetime import date

import segno

from consumer_app.bench import Call, at_once
from consumer_app.documents.card_drawing import draw
from consumer_app.isolated import Isolated

_CHILD = Isolated(
    draw,
    preload=["PIL.Image", "PIL.ImageDraw", "PIL.ImageFont"],
    cpu_seconds=10,
    memory_mb=768,
    wall_seconds=20,
)


def start() -> None:
    """Start the child now, so that the first card does not wait for it."""
    _CHILD.start()


def draw_card(groups: tuple[str, ...], link: str, on: date, call: Call = at_once) -> bytes:
    """The card as PNG: ``groups`` are the code's five groups, ``link`` what the QR leads to, ``on`` the day printed on it.

    Raises IsolationFailed where the picture cannot be drawn; then ``bare_card`` is what a shopper can save.
    """
    asked = {
        "groups": list(groups),
        "qr": ["".join("1" if cell else "0" for cell in row) for row in _qr(link).matrix],
        "on": f"{on.year}年{on.month}月{on.day}日",
    }
    return call(_CHILD, json.dumps(asked).encode())


def bare_card(link: str) -> bytes:
    """The QR alone as PNG: a shopper is never left without something to save."""
    plain = io.BytesIO()
    _qr(link).save(plain, kind="png", scale=10, border=4)
    return plain.getvalue()


def _qr(link: str) -> segno.QRCode:
    return segno.make(link, error="m", micro=False)
