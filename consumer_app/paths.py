"""Where the project's folders and its notice are: inside the installed package, or beside it in a working copy."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _placed(name: str) -> Path:
    inside = PACKAGE / name
    return inside if inside.exists() else PACKAGE.parent / name


TEMPLATES = _placed("templates")
STATIC = _placed("static")
LEGAL_REFS = _placed("legal_refs")
NOTICE = _placed("NOTICE")
