"""The names of uploaded files: hostile text that a person still wants to recognise."""

import re
import unicodedata

LONGEST = 80
"""Characters kept of a name, its ending included."""

LONGEST_ENCODED = 180
"""Bytes of UTF-8 kept of a name, so that it fits every file system and one header line."""

MARKS_IN_A_ROW = 2
NAMELESS = "未命名"

_NOT_FOR_FILES = re.compile(r'[<>:"|?*;`$\x7f]')
_RESERVED_ON_WINDOWS = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})$")


def clean_name(raw: str) -> str:
    """Make a file name safe to show, to send in a header and to save on any computer.

    Keeps the last path part in NFC without control, formatting (right-to-left, zero-width) and unassigned characters,
    shell and Windows specials, leading dots, dashes and formula signs. The result is never empty, at most
    `LONGEST` characters and `LONGEST_ENCODED` bytes, and still ends as the original did.
    """
    name = unicodedata.normalize("NFC", raw.replace("\\", "/").split("\x00")[0])
    name = "".join(character for character in name if unicodedata.category(character) not in _UNPRINTABLE)
    name = name.rstrip("/ ").rsplit("/", 1)[-1]
    name = _NOT_FOR_FILES.sub("_", _without_mark_floods(" ".join(name.split())))
    name = name.lstrip(".-=+@ ~").rstrip(". ")
    if _RESERVED_ON_WINDOWS.match(name):
        name = f"_{name}"
    return _shortened(name) if name else NAMELESS


def ending(name: str) -> str:
    """The ending of a cleaned name in lower case without its dot, "" when it has none."""
    found = _ENDING.search(name)
    return found[1].lower() if found else ""


def with_ending(name: str, endings: tuple[str, ...]) -> str:
    """The name, given the first of the endings unless it already carries one of them."""
    return name if ending(name) in endings else f"{name}.{endings[0]}"


def _without_mark_floods(name: str) -> str:
    kept: list[str] = []
    run = 0
    for character in name:
        run = run + 1 if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me"} else 0
        if run <= MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def _shortened(name: str) -> str:
    tail = f".{found[1]}" if (found := _ENDING.search(name)) else ""
    stem = name[: len(name) - len(tail)][: LONGEST - len(tail)]
    while len((stem + tail).encode()) > LONGEST_ENCODED:
        stem = stem[:-1]
    return stem.rstrip(". ") + tail
