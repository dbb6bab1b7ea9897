"""Nothing personal in a log: numbers and codes are struck out, and an exception is its type and place, never its words."""

import logging
import os
import re
import traceback
from typing import Any

STRUCK = "[…]"
_PERSONAL = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{6}(?:[ -]?[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{5}){4}"  # a case code
    r"|[A-Za-z0-9_-]{43}"  # a cookie or a ticket
    r"|\+?\d[\d -]{5,}\d[Xx]?"  # telephone, order, card and identity numbers
    r")(?![0-9A-Za-z])"
)
_installed = False


def struck(text: str) -> str:
    """The text without codes, cookies and long numbers."""
    return _PERSONAL.sub(STRUCK, text)


def place(error: BaseException) -> str:
    """An exception's type and where it came from, as ``KeyError at cases.py:112 < change``; never its message."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    where = " < ".join(f"{os.path.basename(frame.filename)}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {where or 'an unknown place'}"


def install() -> None:
    """Strike every log record of this process, whoever writes it and wherever it goes."""
    global _installed
    if _installed:
        return
    _installed = True
    make = logging.getLogRecordFactory()

    def record(*args: Any, **named: Any) -> logging.LogRecord:
        made = make(*args, **named)
        if made.name.startswith(("consumer_app", "gunicorn", "flask", "werkzeug", "sqlalchemy", "alembic", "root")):
            _strike(made)
        return made

    logging.setLogRecordFactory(record)


def _strike(record: logging.LogRecord) -> None:
    try:
        text = struck(record.getMessage())
    except Exception:
        text = STRUCK
    if record.exc_info and isinstance(record.exc_info, tuple) and record.exc_info[1] is not None:
        text = f"{text}: {place(record.exc_info[1])}"
    record.msg, record.args, record.exc_info, record.exc_text, record.stack_info = text, (), None, None, None
