"""Text as it is compared: width, case, spaces and punctuation folded away, with the place of every character kept."""

import unicodedata


def folded(text: str) -> str:
    """Text as it is compared: full and half width alike, lower case, without spaces and punctuation."""
    return folded_with_places(text)[0]


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters where it stood in ``text``."""
    kept, places = [], []
    for place, character in enumerate(text):
        for plain in _fold(character):
            kept.append(plain)
            places.append(place)
    return "".join(kept), places


def _fold(character: str) -> str:
    known = _FOLDED.get(character)
    if known is None:
        plain = unicodedata.normalize("NFKC", character).lower()
        known = "".join(c for c in plain if unicodedata.category(c)[0] in "LN")
        if len(_FOLDED) < 30_000:
            _FOLDED[character] = known
    return known


_FOLDED: dict[str, str] = {}
