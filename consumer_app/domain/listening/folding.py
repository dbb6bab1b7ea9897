"""Text as it is compared: width, case, spaces and punctuation folded away, with the place of every character kept."""

import re
import unicodedata
from dataclasses import dataclass

FIRST_IDEOGRAPH, LAST_IDEOGRAPH = chr(0x4E00), chr(0x9FFF)
PLAIN = re.compile(r"[\u4e00-\u9fff]+")
"""Text of nothing but ideographs, which is folded already."""


def folded(text: str) -> str:
    """Text as it is compared: full and half width alike, lower case, without spaces and punctuation."""
    return text if PLAIN.fullmatch(text) else folded_with_places(text)[0]


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters where it stood in ``text``."""
    kept, places = [], []
    for place, character in enumerate(text):
        if FIRST_IDEOGRAPH <= character <= LAST_IDEOGRAPH:  # plain, as nearly every character is
            kept.append(character)
            places.append(place)
            continue
        for plain in unicodedata.normalize("NFKC", character).lower():
            if unicodedata.category(plain)[0] in "LN":
                kept.append(plain)
                places.append(place)
    return "".join(kept), places


@dataclass(frozen=True)
class Told:
    """A text ready to be searched: folded, with the place of each folded character in the original."""

    text: str
    plain: str
    places: tuple[int, ...]

    def quote(self, start: int, end: int) -> str:
        """The original words behind a stretch of the folded text."""
        return self.text[self.places[start] : self.places[end - 1] + 1] if end > start else ""


def told(text: str) -> Told:
    """A text ready to be searched."""
    plain, places = folded_with_places(text)
    return Told(text, plain, tuple(places))
