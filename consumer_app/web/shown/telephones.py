"""Telephone numbers in a sentence of the law book, so that a page can link them."""

import re

HOTLINE = re.compile(r"(?<![\d.])(?:1[12]\d|12\d{3}|9[56]\d{3,4}|400-?\d{3}-?\d{4})(?!\d|\.\d|\s*[年月日天元条号%])")


def with_telephones(text: str) -> tuple[tuple[str, str | None], ...]:
    """The text in pieces, in order: words, and with each number that can be called what to dial."""
    pieces: list[tuple[str, str | None]] = []
    at = 0
    for found in HOTLINE.finditer(text):
        pieces += [(text[at : found.start()], None), (found[0], found[0].replace("-", ""))]
        at = found.end()
    return tuple(piece for piece in (*pieces, (text[at:], None)) if piece[0])
